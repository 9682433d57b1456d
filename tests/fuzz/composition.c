/* Shares of two samples: what must hold of every result, samples exchanged, memory that ends, and rounded shares.
 * SPDX-License-Identifier: MIT */
#include "failing_allocator.h"
#include "fuzz.h"

static const nps_composition UNTOUCHED = {.p_value = 7, .statistic = 8};

/* What is asked of two samples. */
struct request {
    nps_composition_options options;
    struct failing failing;
    nps_allocator allocator;
};

static void read_request(fuzz_input *input, struct request *request)
{
    memset(request, 0, sizeof *request);
    nps_composition_options_init(&request->options);
    request->options.method = fuzz_seldom(input, 4) ? fuzz_method(input) : (nps_method)fuzz_below(input, 3);
    request->options.level = fuzz_level(input);
    request->failing.fail_at = fuzz_seldom(input, 8) ? fuzz_below(input, 3) : 0;
    request->allocator = (nps_allocator){&request->failing, failing_allocate, failing_release};
    request->options.allocator = &request->allocator;
}

/* The size of a sample, if 64 bits hold it. */
struct size {
    uint64_t n;
    bool fits, is_empty;
};

static struct size size_of(const uint64_t *counts, int count)
{
    struct size size = {0, true, true};
    for (int i = 0; i < count; i++) {
        size.fits = size.fits && counts[i] <= UINT64_MAX - size.n;
        size.n += counts[i];
        size.is_empty = size.is_empty && counts[i] == 0;
    }
    return size;
}

/* Whether the status says what is wrong. */
static bool is_right(nps_status status, const struct request *request, struct size a, struct size b, uint64_t most)
{
    const nps_method method = request->options.method;
    const bool wrong[] = {
        [NPS_ERROR_EMPTY] = a.is_empty || b.is_empty,
        [NPS_ERROR_OVERFLOW] = !a.fits || !b.fits || a.n > UINT64_MAX - b.n,
        [NPS_ERROR_METHOD] = (int)method < 0 || method > NPS_METHOD_ANYTIME,
        [NPS_ERROR_UNAVAILABLE] = method > NPS_METHOD_SCORE && method <= NPS_METHOD_ANYTIME,
        [NPS_ERROR_LEVEL] = !fuzz_is_level(request->options.level),
        [NPS_ERROR_MEMORY] = request->failing.fail_at > 0,
        [NPS_ERROR_TOO_MANY] = method == NPS_METHOD_EXACT && a.n > most && b.n > most,
    };
    if (status == NPS_OK && request->failing.fail_at > 0)
        return true; /* nothing had to be allocated, or less often */
    return fuzz_is_right(status, wrong, sizeof wrong / sizeof *wrong);
}

static bool is_share(double number)
{
    return number >= 0 && number <= 1;
}

static void check_result(const nps_composition *out, const nps_share_difference *shares, int count)
{
    double gained = 0;
    MUST(is_share(out->p_value) && is_share(out->rank_p_value));
    MUST(is_share(out->cramers_v) && is_share(out->total_variation));
    MUST(out->statistic >= 0 && out->degrees >= 0 && out->degrees < count);
    MUST(out->superiority_lower >= 0 && out->superiority_upper <= 1);
    MUST(out->superiority_lower <= out->superiority && out->superiority <= out->superiority_upper);
    MUST(out->cliffs_delta == 2 * out->superiority - 1);
    MUST(out->method == NPS_METHOD_EXACT || out->method == NPS_METHOD_SCORE);
    for (int i = 0; i < count; i++) {
        const nps_share_difference *share = &shares[i];
        MUST(share->bounds.lower >= -100 && share->bounds.upper <= 100);
        MUST(share->bounds.lower <= share->difference + 1e-6 && share->difference - 1e-6 <= share->bounds.upper);
        gained += fmax(0, share->difference);
    }
    MUST(fabs(gained - 100 * out->total_variation) <= 1e-9);
}

static void check_exchanged(const nps_composition *out, const nps_composition *back)
{
    MUST(fabs(out->p_value - back->p_value) <= 1e-7 && fabs(out->rank_p_value - back->rank_p_value) <= 1e-7);
    MUST(fabs(out->superiority + back->superiority - 1) <= 1e-12);
    MUST(fabs(out->superiority_lower + back->superiority_upper - 1) <= 1e-7);
    MUST(fabs(out->total_variation - back->total_variation) <= 1e-12);
}

static void check_groups(fuzz_input *input, struct request *request)
{
    static const uint64_t sizes[] = {1, 3, 12, 300, 5000, 0};
    const uint64_t most = sizes[fuzz_below(input, 6)];
    const nps_counts a = fuzz_counts(input, most), b = fuzz_counts(input, fuzz_seldom(input, 4) ? 0 : most);
    const uint64_t of_a[] = {a.promoters, a.passives, a.detractors}, of_b[] = {b.promoters, b.passives, b.detractors};
    nps_composition out = UNTOUCHED, back;
    nps_share_difference shares[3];
    const nps_status status = nps_composition_test(&a, &b, &request->options, &out, shares);
    MUST(is_right(status, request, size_of(of_a, 3), size_of(of_b, 3), NPS_COMPOSITION_EXACT_MAX));
    if (status != NPS_OK) {
        MUST_EQUAL(out, UNTOUCHED);
        return;
    }
    check_result(&out, shares, 3);
    MUST_OK(nps_composition_test(&b, &a, &request->options, &back, NULL));
    check_exchanged(&out, &back);
}

static void check_answers(fuzz_input *input, struct request *request)
{
    nps_accumulator a = {{0}, 0, 0}, b = {{0}, 0, 0};
    const bool is_small = !fuzz_seldom(input, 6);
    nps_composition out = UNTOUCHED, back;
    nps_share_difference shares[11];
    nps_status status;
    for (int i = 0; i < 11; i++) {
        a.answers[i] = is_small ? fuzz_below(input, 7) : fuzz_number(input);
        b.answers[i] = is_small ? fuzz_below(input, 7) : fuzz_number(input);
    }
    status = nps_distribution_test(&a, &b, &request->options, &out, shares);
    MUST(is_right(status, request, size_of(a.answers, 11), size_of(b.answers, 11), NPS_DISTRIBUTION_EXACT_MAX));
    MUST(request->failing.bytes == 0);
    if (status != NPS_OK) {
        MUST_EQUAL(out, UNTOUCHED);
        return;
    }
    check_result(&out, shares, 11);
    request->options.allocator = NULL;
    MUST_OK(nps_distribution_test(&b, &a, &request->options, &back, NULL));
    check_exchanged(&out, &back);
}

/* What printf() shows, without the point. */
static unsigned long long shown(double figure, unsigned decimals)
{
    char text[64], *point;
    (void)snprintf(text, sizeof text, "%.*f", (int)decimals, figure);
    point = strchr(text, '.');
    if (point)
        memmove(point, point + 1, strlen(point));
    return strtoull(text, NULL, 10);
}

static void check_rounded(fuzz_input *input)
{
    uint64_t counts[12], total = 0;
    double percent[12] = {7};
    const size_t count = fuzz_below(input, 13);
    const uint32_t decimals = (uint32_t)fuzz_below(input, 16);
    unsigned long long sum = 0;
    bool fits = true;
    nps_status status;
    for (size_t i = 0; i < count; i++) {
        counts[i] = fuzz_number(input);
        fits = fits && counts[i] <= UINT64_MAX - total;
        total += counts[i];
    }
    status = nps_shares_round(counts, count, decimals, percent);
    if (decimals > NPS_SHARES_DECIMALS_MAX) {
        MUST(status == NPS_ERROR_UNAVAILABLE);
    } else if (!fits) {
        MUST(status == NPS_ERROR_OVERFLOW);
    } else if (total == 0) {
        MUST(status == NPS_ERROR_EMPTY);
    } else {
        MUST(status == NPS_OK);
        for (size_t i = 0; i < count; i++) {
            sum += shown(percent[i], decimals);
            MUST(fabs(percent[i] - 100 * ((double)counts[i] / (double)total)) < pow(10, -(double)decimals) + 1e-12);
        }
        MUST(sum == shown(100, decimals));
        return;
    }
    MUST(percent[0] == 7);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    fuzz_input input = {bytes, length};
    struct request request;
    read_request(&input, &request);
    switch (fuzz_below(&input, 3)) {
    case 0: check_groups(&input, &request); break;
    case 1: check_answers(&input, &request); break;
    default: check_rounded(&input); break;
    }
    return 0;
}
