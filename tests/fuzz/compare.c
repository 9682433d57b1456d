/* Comparisons of two samples, with a margin and with a benchmark, by every method: in range, in order, the same when
 * samples or ends of the scale are exchanged, and p-values that agree with intervals.
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"

/* How far bounds may be from what they should be, in points. */
static const double NEAR = 1e-6;
/* How exactly p-values agree with intervals and with each other. */
static const double AGREEMENT = 1e-7;

/* Two samples and what is asked of them. */
struct request {
    nps_counts a, b;
    nps_method method;
    double level, margin;
};

static bool is_method(nps_method method)
{
    return (int)method >= 0 && method <= NPS_METHOD_ANYTIME;
}

/* Whether the status says what is wrong with two samples. */
static bool is_right(nps_status status, const struct request *request, bool has_margin)
{
    uint64_t n_a = 0, n_b = 0;
    const bool fits_a = fuzz_total(&request->a, &n_a), fits_b = fuzz_total(&request->b, &n_b);
    const double level = request->level;
    const nps_method method = request->method;
    const bool wrong[] = {
        [NPS_ERROR_EMPTY] = (fits_a && n_a == 0) || (fits_b && n_b == 0),
        [NPS_ERROR_OVERFLOW] = !fits_a || !fits_b,
        [NPS_ERROR_METHOD] = !is_method(method),
        [NPS_ERROR_UNAVAILABLE] = has_margin && method == NPS_METHOD_ANYTIME,
        [NPS_ERROR_LEVEL] = !fuzz_is_level(level) || (has_margin && !(level > 0.5)),
        [NPS_ERROR_REFERENCE] = has_margin && !(request->margin > 0 && request->margin <= 200),
        [NPS_ERROR_TOO_MANY] =
            method == NPS_METHOD_EXACT && (n_a > NPS_EXACT_COMPARE_MAX || n_b > NPS_EXACT_COMPARE_MAX),
    };
    return fuzz_is_right(status, wrong, sizeof wrong / sizeof *wrong);
}

static bool is_untouched(const nps_comparison *out)
{
    return out->difference == 1 && out->bounds.lower == 2 && out->bounds.upper == 3 && out->p_value == 4;
}

static const nps_comparison UNTOUCHED = {1, {2, 3}, 4, NPS_METHOD_AUTO};

static void check_range(const nps_comparison *out, nps_method asked, nps_method automatic)
{
    MUST(out->bounds.lower >= -200 && out->bounds.upper <= 200 && out->bounds.lower <= out->bounds.upper);
    MUST(out->p_value >= 0 && out->p_value <= 1);
    MUST(out->method == (asked == NPS_METHOD_AUTO ? automatic : asked));
}

static bool is_near(const nps_bounds *a, const nps_bounds *b)
{
    return fabs(a->lower - b->lower) <= NEAR && fabs(a->upper - b->upper) <= NEAR;
}

/* Samples exchanged, and promoters and detractors exchanged, turn the interval round; both leave it as it was. */
static void check_exchanged(const struct request *request, const nps_comparison *out)
{
    const nps_counts a = fuzz_mirror(&request->a), b = fuzz_mirror(&request->b);
    const nps_bounds turned = {-out->bounds.upper, -out->bounds.lower};
    nps_comparison back, mirror;
    MUST_OK(nps_compare(&request->b, &request->a, request->method, request->level, &back));
    MUST_OK(nps_compare(&a, &b, request->method, request->level, &mirror));
    MUST(back.difference == -out->difference && mirror.difference == -out->difference);
    MUST(is_near(&back.bounds, &turned) && is_near(&mirror.bounds, &turned));
    MUST(fabs(back.p_value - out->p_value) <= AGREEMENT && fabs(mirror.p_value - out->p_value) <= AGREEMENT);
}

static void check_wider(fuzz_input *input, const struct request *request, const nps_comparison *out)
{
    const double level = request->level + (1 - request->level) * (double)fuzz_byte(input) / 256;
    nps_comparison wider;
    if (!fuzz_is_level(level))
        return;
    MUST_OK(nps_compare(&request->a, &request->b, request->method, level, &wider));
    MUST(wider.bounds.lower <= out->bounds.lower + NEAR && wider.bounds.upper >= out->bounds.upper - NEAR);
}

/* p-value and interval say the same of a difference of `value`. */
static void check_agreement(const nps_bounds *bounds, double value, double p, double alpha)
{
    if (bounds->lower > value + NEAR || bounds->upper < value - NEAR)
        MUST(p <= alpha + AGREEMENT);
    else if (bounds->lower < value - NEAR && bounds->upper > value + NEAR)
        MUST(p >= alpha - AGREEMENT);
}

static nps_method automatic_of(const struct request *request)
{
    uint64_t n_a, n_b;
    const bool is_small = fuzz_total(&request->a, &n_a) && n_a <= NPS_EXACT_COMPARE_AUTO_MAX &&
                          fuzz_total(&request->b, &n_b) && n_b <= NPS_EXACT_COMPARE_AUTO_MAX;
    return is_small ? NPS_METHOD_EXACT : NPS_METHOD_SKEWNESS_SCORE;
}

static void check_compare(fuzz_input *input, const struct request *request)
{
    nps_comparison out = UNTOUCHED;
    const nps_status status = nps_compare(&request->a, &request->b, request->method, request->level, &out);
    MUST(is_right(status, request, false));
    if (status != NPS_OK) {
        MUST(is_untouched(&out));
        return;
    }
    check_range(&out, request->method, automatic_of(request));
    MUST(out.difference == fuzz_score(&request->a) - fuzz_score(&request->b));
    check_exchanged(request, &out);
    if (request->level < 0.5 && out.method == NPS_METHOD_SKEWNESS_SCORE)
        return; /* what compare.h says of p-values and levels holds from 0.5 */
    check_wider(input, request, &out);
    check_agreement(&out.bounds, 0, out.p_value, 1 - request->level);
}

/* One-sided bounds of the level, and the p-value of a margin; equivalence is not being worse both ways. */
static void check_margins(const struct request *request)
{
    nps_comparison noninferior = UNTOUCHED, back, equivalent = UNTOUCHED, plain;
    const double margin = request->margin, level = request->level;
    nps_status status =
        nps_compare_noninferiority(&request->a, &request->b, margin, request->method, level, &noninferior);
    MUST(is_right(status, request, true));
    MUST(nps_compare_equivalence(&request->a, &request->b, margin, request->method, level, &equivalent) == status);
    if (status != NPS_OK) {
        MUST(is_untouched(&noninferior) && is_untouched(&equivalent));
        return;
    }
    check_range(&noninferior, request->method, automatic_of(request));
    check_range(&equivalent, request->method, automatic_of(request));
    MUST(is_near(&equivalent.bounds, &noninferior.bounds));
    MUST_OK(nps_compare_noninferiority(&request->b, &request->a, margin, request->method, level, &back));
    MUST(fabs(equivalent.p_value - fmax(noninferior.p_value, back.p_value)) <= AGREEMENT);
    if (2 * level - 1 > 0) {
        MUST_OK(nps_compare(&request->a, &request->b, request->method, 2 * level - 1, &plain));
        MUST(level > 0.999 || noninferior.method == NPS_METHOD_SKEWNESS_SCORE ||
             noninferior.method == NPS_METHOD_EXACT || is_near(&plain.bounds, &noninferior.bounds));
    }
    if (level < 0.75 && noninferior.method == NPS_METHOD_SKEWNESS_SCORE)
        return;
    if (noninferior.bounds.lower > -margin + NEAR)
        MUST(noninferior.p_value <= 1 - level + AGREEMENT);
    else if (noninferior.bounds.lower < -margin - NEAR)
        MUST(noninferior.p_value >= 1 - level - AGREEMENT);
}

static int is_out_of_patience(void *questions)
{
    return --*(int *)questions < 0;
}

/* The call with options is one of the three others, unless somebody interrupts. */
static void check_options(fuzz_input *input, const struct request *request)
{
    const nps_counts *a = &request->a, *b = &request->b;
    const nps_method method = request->method;
    const double level = request->level, margin = request->margin;
    nps_comparison plain = UNTOUCHED, out = UNTOUCHED;
    nps_comparison_options options;
    nps_status status, asked;
    int questions = fuzz_byte(input);
    nps_comparison_options_init(&options);
    options.test = (nps_comparison_test)(fuzz_byte(input) % 4);
    options.method = method;
    options.level = level;
    options.margin = margin;
    options.interrupt.is_requested = is_out_of_patience;
    options.interrupt.context = &questions;
    if (options.test == NPS_COMPARISON_DIFFERENCE)
        status = nps_compare(a, b, method, level, &plain);
    else if (options.test == NPS_COMPARISON_NONINFERIORITY)
        status = nps_compare_noninferiority(a, b, margin, method, level, &plain);
    else if (options.test == NPS_COMPARISON_EQUIVALENCE)
        status = nps_compare_equivalence(a, b, margin, method, level, &plain);
    else
        status = NPS_ERROR_ALTERNATIVE;
    asked = nps_compare_with(a, b, &options, &out);
    if (questions < 0) {
        MUST(status == NPS_OK && plain.method == NPS_METHOD_EXACT);
        MUST(asked == NPS_ERROR_INTERRUPTED && is_untouched(&out));
        return;
    }
    MUST(asked == status && out.difference == plain.difference && out.p_value == plain.p_value);
    MUST(out.bounds.lower == plain.bounds.lower && out.bounds.upper == plain.bounds.upper);
}

/* A benchmark that is known moves the interval; one with respondents widens it. */
static void check_benchmark(const struct request *request, double benchmark, uint64_t respondents)
{
    nps_comparison out = UNTOUCHED;
    nps_bounds bounds;
    uint64_t n = 0;
    double p;
    const bool fits = fuzz_total(&request->a, &n);
    const bool wrong[] = {
        [NPS_ERROR_EMPTY] = fits && n == 0,
        [NPS_ERROR_OVERFLOW] = !fits,
        [NPS_ERROR_METHOD] = !is_method(request->method),
        [NPS_ERROR_LEVEL] = !fuzz_is_level(request->level),
        [NPS_ERROR_REFERENCE] = !(benchmark >= -100 && benchmark <= 100),
        [NPS_ERROR_TOO_MANY] =
            request->method == NPS_METHOD_EXACT &&
            (respondents == 0 ? n > NPS_EXACT_MAX : n > NPS_EXACT_COMPARE_MAX || respondents > NPS_EXACT_COMPARE_MAX),
    };
    const nps_status status =
        nps_compare_benchmark(&request->a, benchmark, respondents, request->method, request->level, &out);
    if (status == NPS_ERROR_UNAVAILABLE) {
        /* Exactly only where the respondents split into whole numbers. */
        const double promoters = (double)respondents * (1 + benchmark / 100) / 2;
        MUST(request->method == NPS_METHOD_EXACT && respondents > 0 && promoters != floor(promoters));
    } else {
        MUST(fuzz_is_right(status, wrong, sizeof wrong / sizeof *wrong));
    }
    if (status != NPS_OK) {
        MUST(is_untouched(&out));
        return;
    }
    MUST(fabs(out.difference - (fuzz_score(&request->a) - benchmark)) <= 1e-12);
    check_range(&out, request->method,
                respondents == 0 && n <= NPS_EXACT_AUTO_MAX ? NPS_METHOD_EXACT : NPS_METHOD_SKEWNESS_SCORE);
    if (respondents == 0) {
        MUST_OK(nps_interval(&request->a, request->method, request->level, &bounds));
        MUST(fabs(out.bounds.lower + benchmark - bounds.lower) <= NEAR);
        MUST(fabs(out.bounds.upper + benchmark - bounds.upper) <= NEAR);
        MUST_OK(nps_test(&request->a, benchmark, request->method, NPS_TWO_SIDED, &p));
        MUST(fabs(out.p_value - p) <= AGREEMENT);
    } else if (request->level >= 0.5) {
        check_agreement(&out.bounds, 0, out.p_value, 1 - request->level);
    }
}

/* Two exact samples take long when they are large: they are kept small here, but for those that are too many. */
static void shrink(nps_counts *counts)
{
    uint64_t n;
    if (!fuzz_total(counts, &n) || n > NPS_EXACT_MAX)
        return;
    counts->promoters %= 3;
    counts->passives %= 3;
    counts->detractors %= 3;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const uint64_t sizes[] = {1, 3, 12, 40, 2000, 0};
    fuzz_input input = {bytes, length};
    const uint64_t most = sizes[fuzz_byte(&input) % 6];
    struct request request;
    double benchmark;
    uint64_t respondents;
    request.a = fuzz_counts(&input, most);
    request.b = fuzz_counts(&input, fuzz_seldom(&input, 4) ? 0 : most);
    request.method = fuzz_method(&input);
    if (request.method == NPS_METHOD_EXACT) {
        shrink(&request.a);
        shrink(&request.b);
    }
    request.level = fuzz_level(&input);
    request.margin = fuzz_within(&input, 0, 200);
    check_compare(&input, &request);
    check_margins(&request);
    benchmark = fuzz_within(&input, -100, 100);
    respondents = fuzz_bool(&input) ? fuzz_number(&input) : 0;
    if (request.method == NPS_METHOD_EXACT && respondents <= NPS_EXACT_COMPARE_MAX)
        respondents %= 7;
    check_benchmark(&request, benchmark, respondents);
    check_options(&input, &request);
    return 0;
}
