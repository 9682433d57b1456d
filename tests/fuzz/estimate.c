/* Estimates of weighted samples, possible and impossible ones: their intervals, tests and comparisons are in range, the
 * same in the mirror, and agree.
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"

/* How far bounds may be from what they should be, in points. */
static const double NEAR = 1e-6;
/* How exactly p-values agree with intervals. */
static const double AGREEMENT = 1e-7;

static nps_weighted_estimate mirror_of(const nps_weighted_estimate *estimate)
{
    nps_weighted_estimate mirror = *estimate;
    mirror.score = -estimate->score;
    mirror.promoters = estimate->detractors;
    mirror.detractors = estimate->promoters;
    return mirror;
}

/* Shares, effective respondents and degrees of freedom of any size; seldom a value that cannot be. */
static nps_weighted_estimate read_estimate(fuzz_input *input, bool *is_possible)
{
    static const double degrees[] = {INFINITY, INFINITY, 1, 2, 7, 40, 12345, 0};
    const nps_counts counts = fuzz_counts(input, fuzz_bool(input) ? 50 : 0);
    nps_weighted_estimate estimate;
    uint64_t n = 0;
    const bool fits = fuzz_total(&counts, &n);
    const nps_status status = nps_weighted_read_counts(&counts, &estimate);
    MUST(status == (!fits ? NPS_ERROR_OVERFLOW : n == 0 ? NPS_ERROR_EMPTY : NPS_OK));
    *is_possible = status == NPS_OK;
    if (status != NPS_OK) {
        memset(&estimate, 0, sizeof estimate);
        estimate.score = NAN;
        estimate.effective = NAN;
        return estimate;
    }
    MUST(fabs(estimate.score - fuzz_score(&counts)) <= 1e-12 && estimate.respondents == n && isinf(estimate.degrees));
    estimate.effective *= 1 - (double)fuzz_byte(input) / 512;
    estimate.degrees = degrees[fuzz_byte(input) % 8];
    if (fuzz_seldom(input, 8)) {
        static const double none[] = {NAN, -1, INFINITY, -1e-300};
        double *const broken[] = {&estimate.promoters, &estimate.passives, &estimate.detractors, &estimate.effective};
        *broken[fuzz_byte(input) % 4] = none[fuzz_byte(input) % 4];
        /* Without degrees of freedom nobody looks at how many respondents there are, if it is a number. */
        *is_possible = estimate.degrees == 0 && estimate.effective < 0;
    }
    return estimate;
}

static bool is_method(nps_method method)
{
    return (int)method >= 0 && method <= NPS_METHOD_ANYTIME;
}

/* Whether the status says what is wrong with one estimate or two. */
static bool is_right(nps_status status, bool is_possible, nps_method method, double level, bool has_level)
{
    const bool wrong[] = {
        [NPS_ERROR_METHOD] = !is_method(method),
        [NPS_ERROR_UNAVAILABLE] = method == NPS_METHOD_EXACT || method == NPS_METHOD_ANYTIME,
        [NPS_ERROR_LEVEL] = has_level && !fuzz_is_level(level),
        [NPS_ERROR_WEIGHT] = !is_possible,
    };
    return fuzz_is_right(status, wrong, sizeof wrong / sizeof *wrong);
}

static double p_of(const nps_weighted_estimate *estimate, double reference, nps_method method,
                   nps_alternative alternative)
{
    nps_test_result result;
    MUST_OK(nps_weighted_test(estimate, reference, method, alternative, &result));
    MUST(result.p_value >= 0 && result.p_value <= 1 && result.method != NPS_METHOD_AUTO);
    return result.p_value;
}

static void check_one(fuzz_input *input, const nps_weighted_estimate *estimate, bool is_possible, nps_method method,
                      double level)
{
    const double reference = fuzz_within(input, -100, 100);
    const nps_weighted_estimate mirror = mirror_of(estimate);
    nps_interval_result result = {{1, 2}, NPS_METHOD_AUTO}, turned;
    nps_test_result test = {7, NPS_METHOD_AUTO};
    const nps_status status = nps_weighted_interval(estimate, method, level, &result);
    double p;
    MUST(is_right(status, is_possible, method, level, true));
    if (!(reference >= -100 && reference <= 100)) {
        MUST(nps_weighted_test(estimate, reference, method, NPS_TWO_SIDED, &test) != NPS_OK && test.p_value == 7);
        return;
    }
    MUST(is_right(nps_weighted_test(estimate, reference, method, NPS_TWO_SIDED, &test), is_possible, method, 0, false));
    if (status != NPS_OK) {
        MUST(result.bounds.lower == 1 && result.bounds.upper == 2);
        return;
    }
    p = p_of(estimate, reference, method, NPS_TWO_SIDED);
    MUST(result.bounds.lower >= -100 && result.bounds.upper <= 100 && result.bounds.lower <= result.bounds.upper);
    MUST(result.method == (method == NPS_METHOD_AUTO ? NPS_METHOD_SKEWNESS_SCORE : method));
    MUST_OK(nps_weighted_interval(&mirror, method, level, &turned));
    MUST(fabs(turned.bounds.lower + result.bounds.upper) <= NEAR);
    MUST(fabs(turned.bounds.upper + result.bounds.lower) <= NEAR);
    MUST(fabs(p_of(&mirror, -reference, method, NPS_LESS) - p_of(estimate, reference, method, NPS_GREATER)) <= NEAR);
    /* The posterior of more respondents has too few digits for the tail and the bound to agree so closely. */
    if (method == NPS_METHOD_BAYES && estimate->effective > 1e12)
        return;
    if (reference > result.bounds.upper + NEAR || reference < result.bounds.lower - NEAR)
        MUST(p <= 1 - level + AGREEMENT);
    else if (reference < result.bounds.upper - NEAR && reference > result.bounds.lower + NEAR)
        MUST(p >= 1 - level - AGREEMENT);
}

static void check_two(const nps_weighted_estimate *a, const nps_weighted_estimate *b, bool is_possible,
                      nps_method method, double level)
{
    nps_comparison out = {1, {2, 3}, 4, NPS_METHOD_AUTO}, back;
    const nps_status status = nps_weighted_compare(a, b, method, level, &out);
    MUST(is_right(status, is_possible, method, level, true));
    if (status != NPS_OK) {
        MUST(out.difference == 1 && out.bounds.lower == 2 && out.bounds.upper == 3 && out.p_value == 4);
        return;
    }
    MUST(out.bounds.lower >= -200 && out.bounds.upper <= 200 && out.bounds.lower <= out.bounds.upper);
    MUST(out.p_value >= 0 && out.p_value <= 1);
    MUST(out.difference == a->score - b->score);
    MUST_OK(nps_weighted_compare(b, a, method, level, &back));
    MUST(fabs(back.bounds.lower + out.bounds.upper) <= NEAR && fabs(back.bounds.upper + out.bounds.lower) <= NEAR);
    MUST(fabs(back.p_value - out.p_value) <= AGREEMENT);
    if (level < 0.5 && out.method == NPS_METHOD_SKEWNESS_SCORE)
        return; /* as compare.h says of two samples without weights */
    if (out.bounds.lower > NEAR || out.bounds.upper < -NEAR)
        MUST(out.p_value <= 1 - level + AGREEMENT);
    else if (out.bounds.lower < -NEAR && out.bounds.upper > NEAR)
        MUST(out.p_value >= 1 - level - AGREEMENT);
}

static nps_status ask(int question, const nps_weighted_estimate *a, const nps_weighted_estimate *b, double number,
                      nps_method method, double level, nps_comparison *out)
{
    switch (question) {
    case 0: return nps_weighted_compare_noninferiority(a, b, number, method, level, out);
    case 1: return nps_weighted_compare_equivalence(a, b, number, method, level, out);
    case 2: return nps_weighted_compare_benchmark(a, number, 0, method, level, out);
    default: return nps_weighted_compare_benchmark(a, number, 1 + (uint64_t)b->respondents, method, level, out);
    }
}

/* Margins and benchmarks: in range, in agreement with their bounds, and nothing on error. */
static void check_question(fuzz_input *input, const nps_weighted_estimate *a, const nps_weighted_estimate *b,
                           nps_method method, double level)
{
    const int question = fuzz_byte(input) % 4;
    const double number = question < 2 ? fuzz_within(input, 0, 200) : fuzz_within(input, -100, 100);
    nps_comparison out = {1, {2, 3}, 4, NPS_METHOD_AUTO};
    const nps_status status = ask(question, a, b, number, method, level, &out);
    if (status != NPS_OK) {
        MUST(out.difference == 1 && out.bounds.lower == 2 && out.bounds.upper == 3 && out.p_value == 4);
        return;
    }
    MUST(out.bounds.lower >= -200 && out.bounds.upper <= 200 && out.bounds.lower <= out.bounds.upper);
    MUST(out.p_value >= 0 && out.p_value <= 1 && out.method != NPS_METHOD_AUTO);
    if (question == 0 && level >= 0.75 && out.bounds.lower < -number - NEAR)
        MUST(out.p_value >= 1 - level - AGREEMENT);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    fuzz_input input = {bytes, length};
    bool is_possible, is_other_possible;
    const nps_weighted_estimate a = read_estimate(&input, &is_possible), b = read_estimate(&input, &is_other_possible);
    const nps_method method = fuzz_method(&input);
    const double level = fuzz_level(&input);
    check_one(&input, &a, is_possible, method, level);
    check_two(&a, &b, is_possible && is_other_possible, method, level);
    check_question(&input, &a, &b, method, level);
    return 0;
}
