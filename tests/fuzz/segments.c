/* Many segments at once: families against comparisons made one by one, adjusted p-values against their definitions,
 * ranks and probabilities that add up; with memory that ends and interrupts that come.
 * SPDX-License-Identifier: MIT */
#include "failing_allocator.h"
#include "fuzz.h"

enum { MOST = 7, PAIRS = MOST * (MOST - 1) / 2, P_VALUES = 40 };

/* Asked this often, an interrupt comes. */
struct patience {
    unsigned left;
    bool was_asked_too_often;
};

static int is_requested(void *context)
{
    struct patience *const patience = context;
    if (patience->left == 0) {
        patience->was_asked_too_often = true;
        return 1;
    }
    patience->left--;
    return 0;
}

/* Segments and what is asked of them. */
struct request {
    nps_counts counts[MOST];
    size_t count;
    nps_segments_options options;
    nps_allocator allocator;
    struct failing failing;
    struct patience patience;
};

/* ---- p-values ---- */

static double adjusted(const double *p, size_t count, size_t which, nps_adjustment adjustment)
{
    double worst = 0, best = 1, harmonic = 0;
    size_t i, j;
    for (i = 0; i < count; i++) {
        double at_least = 0, at_most = 0;
        for (j = 0; j < count; j++) {
            at_least += p[j] >= p[i];
            at_most += p[j] <= p[i];
        }
        harmonic += 1 / (double)(i + 1);
        if (p[i] <= p[which])
            worst = fmax(worst, at_least * p[i]);
        if (p[i] >= p[which])
            best = fmin(best, (double)count * p[i] / at_most);
    }
    switch (adjustment) {
    case NPS_ADJUST_NONE: return p[which];
    case NPS_ADJUST_BONFERRONI: return fmin(1, (double)count * p[which]);
    case NPS_ADJUST_HOLM: return fmin(1, worst);
    case NPS_ADJUST_BENJAMINI_HOCHBERG: return best;
    default: break;
    }
    best = 1;
    for (i = 0; i < count; i++) {
        double at_most = 0;
        for (j = 0; j < count; j++)
            at_most += p[j] <= p[i];
        if (p[i] >= p[which])
            best = fmin(best, harmonic * (double)count * p[i] / at_most);
    }
    return best;
}

static void check_adjusted(const double *p, size_t count, nps_adjustment adjustment, const double *actual)
{
    size_t i;
    for (i = 0; i < count; i++) {
        const double expected = adjusted(p, count, i, adjustment);
        MUST(fabs(actual[i] - expected) <= 1e-13 * expected && actual[i] >= 0 && actual[i] <= 1);
    }
}

static void check_adjust(fuzz_input *input)
{
    const size_t count = fuzz_below(input, P_VALUES + 1);
    const nps_adjustment adjustment = (nps_adjustment)(fuzz_byte(input) % 7);
    double p[P_VALUES], out[P_VALUES];
    size_t order[P_VALUES], i;
    bool are_good = true;
    nps_status status;
    for (i = 0; i < count; i++) {
        p[i] = fuzz_within(input, 0, 1);
        are_good = are_good && p[i] >= 0 && p[i] <= 1;
    }
    memset(out, 0x5A, sizeof out);
    status = nps_adjust(p, count, adjustment, out, order);
    MUST(status == (adjustment == NPS_ADJUST_FALSE_DISCOVERY ? NPS_ERROR_UNAVAILABLE
                    : adjustment > NPS_ADJUST_BONFERRONI     ? NPS_ERROR_METHOD
                    : are_good                               ? NPS_OK
                                                             : NPS_ERROR_PROBABILITY));
    if (status != NPS_OK) {
        MUST(count == 0 || ((unsigned char *)out)[0] == 0x5A);
        return;
    }
    check_adjusted(p, count, adjustment, out);
    for (i = 1; i < count; i++)
        MUST(p[order[i - 1]] < p[order[i]] || (p[order[i - 1]] == p[order[i]] && order[i - 1] < order[i]));
    MUST_OK(nps_adjust(p, count, adjustment, p, order)); /* in place */
    MUST(count == 0 || memcmp(p, out, count * sizeof *p) == 0);
}

/* ---- families ---- */

static bool may_fail(const struct request *request, nps_status status)
{
    return (status == NPS_ERROR_MEMORY && request->failing.fail_at > 0 &&
            request->failing.calls >= request->failing.fail_at) ||
           (status == NPS_ERROR_INTERRUPTED && request->patience.was_asked_too_often);
}

/* Fills every byte, so that one sees what was written. */
static void forget(void *out, size_t size)
{
    memset(out, 0x5A, size);
}

static bool is_forgotten(const void *out, size_t size)
{
    const unsigned char *const bytes = out;
    size_t i;
    for (i = 0; i < size; i++)
        if (bytes[i] != 0x5A)
            return false;
    return true;
}

/* The comparison of one member of a family at a level, as nps_compare() and nps_compare_benchmark() make it. */
typedef nps_status compare_one(const struct request *request, size_t which, double level, nps_comparison *out);

static double BENCHMARK;

static nps_status with_benchmark(const struct request *request, size_t which, double level, nps_comparison *out)
{
    return nps_compare_benchmark(&request->counts[which], BENCHMARK, 0, request->options.method, level, out);
}

static nps_status with_rest(const struct request *request, size_t which, double level, nps_comparison *out)
{
    nps_counts rest = {0, 0, 0};
    size_t i;
    for (i = 0; i < request->count; i++)
        if (i != which) {
            rest.promoters += request->counts[i].promoters;
            rest.passives += request->counts[i].passives;
            rest.detractors += request->counts[i].detractors;
        }
    return nps_compare(&request->counts[which], &rest, request->options.method, level, out);
}

static nps_status of_pair(const struct request *request, size_t which, double level, nps_comparison *out)
{
    size_t i = 0, in_row = request->count - 1;
    while (which >= in_row) {
        which -= in_row--;
        i++;
    }
    return nps_compare(&request->counts[i], &request->counts[i + 1 + which], request->options.method, level, out);
}

static void check_order(const nps_segment_comparison *out, size_t size)
{
    size_t i;
    for (i = 1; i < size; i++) {
        const size_t before = out[i - 1].order, after = out[i].order;
        const bool is_made = out[after].status == NPS_OK;
        MUST(before < size && after < size && before != after);
        if (out[before].status == NPS_OK && is_made)
            MUST(out[before].comparison.p_value <= out[after].comparison.p_value);
        else
            MUST(!is_made);
    }
}

/* Each member as it is made alone at the level of one, and the p-values adjusted together. */
static void check_family(const struct request *request, const nps_segment_comparison *out, size_t size,
                         compare_one *compare, nps_adjustment adjustment)
{
    double p[PAIRS], together[PAIRS], level;
    size_t made = 0, i;
    for (i = 0; i < size; i++)
        if (out[i].status == NPS_OK) {
            p[made] = out[i].comparison.p_value;
            together[made++] = out[i].adjusted;
        }
    level = adjustment == NPS_ADJUST_NONE || made < 2 ? request->options.level
                                                      : 1 - (1 - request->options.level) / (double)made;
    check_adjusted(p, made, adjustment, together);
    check_order(out, size);
    for (i = 0; i < size; i++) {
        nps_comparison alone;
        const nps_status status = compare(request, i, level, &alone);
        MUST(status == out[i].status || (status == NPS_ERROR_EMPTY && out[i].status == NPS_ERROR_OVERFLOW) ||
             (status == NPS_ERROR_OVERFLOW && out[i].status == NPS_ERROR_EMPTY));
        if (status != NPS_OK) {
            MUST(isnan(out[i].adjusted) && isnan(out[i].comparison.p_value));
            continue;
        }
        MUST_EQUAL(out[i].comparison.bounds, alone.bounds);
        MUST(out[i].comparison.p_value == alone.p_value && out[i].comparison.method == alone.method);
    }
}

/* All segments together fit, so that each has a rest. */
static bool has_rest(const struct request *request)
{
    nps_counts sum = {0, 0, 0};
    size_t i;
    for (i = 0; i < request->count; i++)
        if (__builtin_add_overflow(sum.promoters, request->counts[i].promoters, &sum.promoters) ||
            __builtin_add_overflow(sum.passives, request->counts[i].passives, &sum.passives) ||
            __builtin_add_overflow(sum.detractors, request->counts[i].detractors, &sum.detractors))
            return false;
    return true;
}

static void check_families(struct request *request, unsigned which)
{
    const nps_adjustment asked = request->options.adjustment;
    const nps_adjustment adjustment = asked != NPS_ADJUST_FALSE_DISCOVERY ? asked
                                      : which == 0                        ? NPS_ADJUST_BENJAMINI_HOCHBERG
                                                                          : NPS_ADJUST_BENJAMINI_YEKUTIELI;
    const size_t size = which == 2 ? nps_segments_pair_count(request->count) : request->count;
    nps_segment_comparison out[PAIRS];
    nps_status status;
    MUST(nps_segments_pair_count(request->count) == request->count * (request->count - 1) / 2 || request->count == 0);
    forget(out, sizeof out);
    switch (which) {
    case 0:
        status = nps_segments_compare_benchmark(request->counts, request->count, BENCHMARK, 0, &request->options, out);
        break;
    case 1: status = nps_segments_compare_rest(request->counts, request->count, &request->options, out); break;
    default: status = nps_segments_compare_pairs(request->counts, request->count, &request->options, out); break;
    }
    if (status == NPS_OK) {
        MUST(fuzz_is_level(request->options.level) && (which != 1 || has_rest(request)));
        check_family(request, out, size, which == 0 ? with_benchmark : which == 1 ? with_rest : of_pair, adjustment);
        return;
    }
    MUST(is_forgotten(out, sizeof out));
    MUST(may_fail(request, status) || status == NPS_ERROR_METHOD || status == NPS_ERROR_UNAVAILABLE ||
         status == NPS_ERROR_LEVEL || status == NPS_ERROR_REFERENCE || (status == NPS_ERROR_OVERFLOW && which == 1));
}

/* ---- ranks and the best ---- */

static void check_ranks(struct request *request)
{
    nps_segment_rank out[MOST];
    uint64_t ranked = 0, better = 0, worse = 0;
    size_t i;
    nps_status status;
    forget(out, sizeof out);
    status = nps_segments_rank(request->counts, request->count, &request->options, out);
    if (status != NPS_OK) {
        MUST(is_forgotten(out, sizeof out));
        MUST(may_fail(request, status) || status == NPS_ERROR_METHOD || status == NPS_ERROR_UNAVAILABLE ||
             status == NPS_ERROR_LEVEL);
        return;
    }
    for (i = 0; i < request->count; i++)
        ranked += out[i].status == NPS_OK;
    for (i = 0; i < request->count; i++) {
        if (out[i].status != NPS_OK) {
            MUST(out[i].best == 0 && out[i].worst == 0);
            continue;
        }
        MUST(out[i].best >= 1 && out[i].best <= out[i].worst && out[i].worst <= ranked);
        better += out[i].best - 1;
        worse += ranked - out[i].worst;
    }
    MUST(better == worse); /* each pair that is told apart counts on both sides */
}

static void check_best(struct request *request)
{
    nps_segment_best out[MOST];
    double sum = 0;
    size_t i, parts = 0;
    nps_status status;
    forget(out, sizeof out);
    status = nps_segments_best(request->counts, request->count, &request->options, out);
    if (status != NPS_OK) {
        MUST(is_forgotten(out, sizeof out));
        MUST(may_fail(request, status) || status == NPS_ERROR_PRIOR || status == NPS_ERROR_METHOD ||
             status == NPS_ERROR_LEVEL || status == NPS_ERROR_UNAVAILABLE);
        return;
    }
    for (i = 0; i < request->count; i++) {
        uint64_t n = 0;
        const bool fits = fuzz_total(&request->counts[i], &n);
        MUST(out[i].status == (!fits ? NPS_ERROR_OVERFLOW : n == 0 ? NPS_ERROR_EMPTY : NPS_OK));
        if (out[i].status != NPS_OK) {
            MUST(isnan(out[i].probability));
            continue;
        }
        MUST(out[i].probability >= 0 && out[i].probability <= 1);
        sum += out[i].probability;
        parts++;
    }
    MUST(parts == 0 || fabs(sum - 1) <= 1e-9);
}

/* ---- estimates ---- */

/* The segments as estimates, some of them with degrees of freedom, some that cannot be. */
static void read_estimates(fuzz_input *input, const struct request *request, nps_weighted_estimate estimates[MOST])
{
    static const double degrees[] = {INFINITY, INFINITY, 1, 5, 40, 0};
    size_t i;
    memset(estimates, 0, MOST * sizeof *estimates);
    for (i = 0; i < request->count; i++) {
        if (nps_weighted_read_counts(&request->counts[i], &estimates[i]) != NPS_OK)
            continue;
        estimates[i].degrees = degrees[fuzz_byte(input) % 6];
        estimates[i].effective *= 1 - (double)fuzz_byte(input) / 512;
        if (fuzz_seldom(input, 16))
            estimates[i].weight = fuzz_within(input, 0, 1e6);
        if (fuzz_seldom(input, 32))
            estimates[i].promoters = NAN;
    }
}

static nps_status compare_estimates(struct request *request, const nps_weighted_estimate *estimates, unsigned which,
                                    nps_segment_comparison *out)
{
    const size_t count = request->count;
    switch (which) {
    case 0: return nps_weighted_segments_compare_benchmark(estimates, count, BENCHMARK, 0, &request->options, out);
    case 1: return nps_weighted_segments_compare_rest(estimates, count, &request->options, out);
    default: return nps_weighted_segments_compare_pairs(estimates, count, &request->options, out);
    }
}

static void check_estimates(fuzz_input *input, struct request *request, unsigned which)
{
    const size_t size = which == 2 ? nps_segments_pair_count(request->count) : request->count;
    nps_weighted_estimate estimates[MOST];
    nps_segment_comparison out[PAIRS];
    nps_status status;
    size_t i;
    read_estimates(input, request, estimates);
    forget(out, sizeof out);
    status = compare_estimates(request, estimates, which, out);
    if (status != NPS_OK) {
        MUST(is_forgotten(out, sizeof out));
        MUST(may_fail(request, status) || status == NPS_ERROR_METHOD || status == NPS_ERROR_UNAVAILABLE ||
             status == NPS_ERROR_LEVEL || status == NPS_ERROR_REFERENCE || (status == NPS_ERROR_WEIGHT && which == 1));
        return;
    }
    check_order(out, size);
    for (i = 0; i < size; i++) {
        const nps_comparison *one = &out[i].comparison;
        MUST(out[i].status == NPS_OK || out[i].status == NPS_ERROR_EMPTY || out[i].status == NPS_ERROR_WEIGHT);
        MUST(out[i].status != NPS_OK || (one->bounds.lower <= one->bounds.upper && one->p_value >= 0 &&
                                         one->p_value <= out[i].adjusted && out[i].adjusted <= 1));
    }
}

static void check_ranks_of_estimates(fuzz_input *input, struct request *request)
{
    nps_weighted_estimate estimates[MOST];
    nps_segment_rank ranks[MOST];
    nps_segment_best best[MOST];
    double sum = 0;
    size_t i, ranked = 0;
    read_estimates(input, request, estimates);
    if (nps_weighted_segments_rank(estimates, request->count, &request->options, ranks) == NPS_OK) {
        for (i = 0; i < request->count; i++)
            ranked += ranks[i].status == NPS_OK;
        for (i = 0; i < request->count; i++)
            MUST(ranks[i].status != NPS_OK ||
                 (ranks[i].best >= 1 && ranks[i].best <= ranks[i].worst && ranks[i].worst <= ranked));
    }
    if (request->count > 3)
        return; /* many integrals take long under sanitizers */
    if (nps_weighted_segments_best(estimates, request->count, &request->options, best) == NPS_OK) {
        ranked = 0;
        for (i = 0; i < request->count; i++) {
            ranked += best[i].status == NPS_OK;
            sum += best[i].status == NPS_OK ? best[i].probability : 0;
        }
        MUST(ranked == 0 || fabs(sum - 1) <= 1e-9);
    }
}

static void read_request(fuzz_input *input, struct request *request)
{
    static const uint64_t sizes[] = {2, 8, 8, 60, 3000, 0};
    const uint64_t most = sizes[fuzz_byte(input) % 6];
    size_t i;
    memset(request, 0, sizeof *request);
    request->count = fuzz_below(input, MOST + 1);
    for (i = 0; i < request->count; i++)
        request->counts[i] = fuzz_counts(input, most);
    nps_segments_options_init(&request->options);
    request->options.method = fuzz_method(input);
    /* Families of exact comparisons take seconds under sanitizers. */
    if (request->options.method == NPS_METHOD_EXACT)
        request->count %= 3;
    request->options.level = fuzz_level(input);
    request->options.adjustment = (nps_adjustment)(fuzz_byte(input) % 7);
    request->allocator = (nps_allocator){&request->failing, failing_allocate, failing_release};
    request->options.allocator = &request->allocator;
    request->patience.left = 1U << 30;
    request->options.interrupt = (nps_interrupt){is_requested, &request->patience};
    if (fuzz_seldom(input, 8))
        request->failing.fail_at = 1 + fuzz_byte(input) % 4;
    if (fuzz_seldom(input, 8))
        request->patience.left = fuzz_byte(input);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    fuzz_input input = {bytes, length};
    struct request request;
    const unsigned which = fuzz_byte(&input) % 10;
    if (which == 5) {
        check_adjust(&input);
        return 0;
    }
    read_request(&input, &request);
    BENCHMARK = fuzz_within(&input, -100, 100);
    if (which < 3)
        check_families(&request, which);
    else if (which == 3)
        check_ranks(&request);
    else if (which == 4)
        check_best(&request);
    else if (which < 9)
        check_estimates(&input, &request, which - 6);
    else
        check_ranks_of_estimates(&input, &request);
    MUST(request.failing.bytes == 0);
    return 0;
}
