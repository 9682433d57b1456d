/* Partial pooling against its definition, summed naively.
 * SPDX-License-Identifier: MIT */
#include "failing_allocator.h"
#include "interrupts.h"
#include "test.h"

enum { MOST = 6 };

static const nps_counts SHOPS[] = {{9, 1, 0}, {60, 25, 15}, {55, 25, 20}, {62, 22, 16}, {2, 3, 5}, {0, 0, 0}};

static nps_pooling pool(const nps_counts *counts, size_t count, nps_pooled_segment *out)
{
    nps_pooling pooling;
    assert_ok(nps_pool(counts, count, NULL, out, &pooling));
    return pooling;
}

/* ---- the definition ---- */

static double n_of(const nps_counts *counts)
{
    return (double)(counts->promoters + counts->passives + counts->detractors);
}

static double part(const nps_counts *counts, int category)
{
    return (double)(category == 0 ? counts->promoters : category == 1 ? counts->passives : counts->detractors);
}

static double spread(const double *shares)
{
    return shares[0] + shares[2] - (shares[0] - shares[2]) * (shares[0] - shares[2]);
}

/* Segments, each of which there are several times, and the number of variations that are looked at. */
struct definition {
    const nps_counts *counts;
    size_t count, times;
    int variations;
};

/* The mean shares for a variation, and the sum of the weights. */
static double mean_shares(const struct definition *self, double variation, double *shares)
{
    const nps_counts *const counts = self->counts;
    const double times = (double)self->times;
    double weights = 0;
    size_t k;
    int j;
    for (j = 0; j < 3; j++)
        shares[j] = 0.5;
    for (k = 0; k < self->count; k++) {
        for (j = 0; j < 3; j++)
            shares[j] += times * part(&counts[k], j) / (1 + (n_of(&counts[k]) - 1) * variation);
        weights += times * n_of(&counts[k]) / (1 + (n_of(&counts[k]) - 1) * variation);
    }
    for (j = 0; j < 3; j++)
        shares[j] /= weights + 1.5;
    return weights;
}

/* log (a (a + 1) ... (a + n - 1)) */
static double log_rising(double a, double n)
{
    double sum = 0;
    int i;
    for (i = 0; i < (int)n; i++)
        sum += log(a + i);
    return sum;
}

static double log_likelihood(const struct definition *self, double strength, const double *shares)
{
    double sum = 0;
    size_t k;
    int j;
    for (k = 0; k < self->count; k++) {
        sum -= log_rising(strength, n_of(&self->counts[k]));
        for (j = 0; j < 3; j++)
            sum += log_rising(strength * shares[j], part(&self->counts[k], j));
    }
    return sum * (double)self->times;
}

/* The logarithm of how likely a variation is. */
static double log_likely(const struct definition *self, double place)
{
    const double variation = pow(place, 4);
    double shares[3];
    const double weights = mean_shares(self, variation, shares);
    return log_likelihood(self, (1 - variation) / variation, shares) + 3 * log(place) - log(weights);
}

/* The mean and variance of the pooled theta of a segment, from the formulas of the header. */
static void naive(const struct definition *self, size_t which, double *mean, double *variance)
{
    const nps_counts *const counts = &self->counts[which];
    double sum = 0, first = 0, second = 0, largest = -INFINITY;
    int i, j;
    for (i = 0; i < self->variations; i++)
        largest = fmax(largest, log_likely(self, (i + 0.5) / self->variations));
    for (i = 0; i < self->variations; i++) {
        const double place = (i + 0.5) / self->variations, r = pow(place, 4), strength = (1 - r) / r;
        const double likely = exp(log_likely(self, place) - largest);
        double shares[3], own[3];
        const double weights = mean_shares(self, r, shares), all = n_of(counts) + strength, borrowed = strength / all;
        for (j = 0; j < 3; j++)
            own[j] = (part(counts, j) + strength * shares[j]) / all;
        sum += likely;
        first += likely * (own[0] - own[2]);
        second += likely * ((own[0] - own[2]) * (own[0] - own[2]) + spread(own) / (all + 1) +
                            borrowed * borrowed * spread(shares) / weights);
    }
    *mean = first / sum;
    *variance = second / sum - *mean * *mean;
}

static void assert_defined(const struct definition *self, const nps_pooled_segment *out, double tolerance)
{
    size_t i;
    for (i = 0; i < self->count; i++) {
        const double width = out[i].pooled_bounds.upper - out[i].pooled_bounds.lower;
        double mean, variance;
        naive(self, i, &mean, &variance);
        assert_double_near(out[i].pooled, 100 * mean, tolerance);
        /* A beta distribution is nearly normal here; 2.108 is the quantile of alpha .7 times .05. */
        assert_double_near(width / (2 * 210.8 * sqrt(variance)), 1, 0.05);
    }
}

static void scores_are_those_of_the_definition(void **unused)
{
    const struct definition definition = {SHOPS, MOST, 1, 80};
    nps_pooled_segment out[MOST];
    (void)unused;
    pool(SHOPS, MOST, out);
    assert_defined(&definition, out, 1e-7);
}

/* The variation of many segments is known so well that few of evenly spaced values would be likely. */
static void many_segments_have_values_where_they_are_likely(void **unused)
{
    static const nps_counts KINDS[] = {{40, 6, 4}, {24, 16, 10}, {12, 18, 20}, {3, 1, 1}};
    enum { KIND_COUNT = sizeof KINDS / sizeof *KINDS, TIMES = 5000 };
    const struct definition definition = {KINDS, KIND_COUNT, TIMES, 4000};
    static nps_counts counts[KIND_COUNT * TIMES];
    static nps_pooled_segment out[KIND_COUNT * TIMES];
    nps_segments_options options;
    nps_pooling pooling;
    size_t i;
    (void)unused;
    for (i = 0; i < sizeof counts / sizeof *counts; i++)
        counts[i] = KINDS[i % KIND_COUNT];
    nps_segments_options_init(&options);
    options.method = NPS_METHOD_SCORE; /* of so many segments the exact one takes long */
    assert_ok(nps_pool(counts, sizeof counts / sizeof *counts, &options, out, &pooling));
    assert_defined(&definition, out, 1e-6);
    assert_true(log_likely(&definition, pow(pooling.variation, 0.25)) >
                fmax(log_likely(&definition, pow(pooling.variation * 0.97, 0.25)),
                     log_likely(&definition, pow(pooling.variation * 1.03, 0.25))));
}

static void own_scores_stay(void **unused)
{
    nps_pooled_segment out[MOST];
    size_t i;
    (void)unused;
    assert_int_equal(pool(SHOPS, MOST, out).segments, 5);
    for (i = 0; i < 5; i++) {
        nps_interval_result own;
        double score;
        assert_ok(nps_score(&SHOPS[i], &score));
        assert_ok(nps_interval_with(&SHOPS[i], NULL, &own));
        assert_double_near(out[i].score, score, 0);
        assert_double_near(out[i].bounds.lower, own.bounds.lower, 0);
        assert_double_near(out[i].bounds.upper, own.bounds.upper, 0);
        assert_int_equal(out[i].method, own.method);
    }
    assert_true(isnan(out[5].score) && isnan(out[5].bounds.lower));
    assert_double_near(out[5].own, 0, 0);
}

/* Segments with equal shares have no variation: every pooled score is nearly that of all. */
static void alike_segments_are_pooled_completely(void **unused)
{
    nps_counts counts[40];
    nps_pooled_segment out[40];
    nps_pooling pooling;
    size_t i;
    (void)unused;
    for (i = 0; i < 40; i++)
        counts[i] = (nps_counts){50, 30, 20};
    counts[0] = (nps_counts){3, 0, 0};
    pooling = pool(counts, 40, out);
    assert_double_near(pooling.variation, 0, 0);
    assert_true(pooling.deviation < 2);
    assert_double_near(out[0].pooled, 30, 0.5);
    assert_true(out[0].own < 0.01);
}

static void large_differences_are_kept(void **unused)
{
    static const nps_counts FAR[] = {{900, 50, 50}, {100, 100, 800}, {400, 300, 300}, {10, 980, 10}};
    nps_pooled_segment out[4];
    const nps_pooling pooling = pool(FAR, 4, out);
    size_t i;
    (void)unused;
    assert_true(pooling.variation > 0.2);
    for (i = 0; i < 4; i++) {
        assert_true(out[i].own > 0.99);
        assert_double_near(out[i].pooled, out[i].score, 1);
    }
}

static void intervals_contain_their_scores(void **unused)
{
    enum { COUNT = 27 };
    nps_counts counts[COUNT];
    nps_pooled_segment out[COUNT];
    size_t i;
    (void)unused;
    for (i = 0; i < COUNT; i++)
        counts[i] = i % 3 == 0 ? (nps_counts){136887, 0, 0} : (nps_counts){0, i % 2 * 90000, 100000 * (i % 3)};
    pool(counts, COUNT, out);
    for (i = 0; i < COUNT; i++) {
        assert_true(out[i].pooled_bounds.lower <= out[i].pooled);
        assert_true(out[i].pooled_bounds.upper >= out[i].pooled);
    }
}

static void mirrors_change_signs(void **unused)
{
    nps_counts mirrored[MOST];
    nps_pooled_segment out[MOST], mirror[MOST];
    size_t i;
    (void)unused;
    for (i = 0; i < MOST; i++)
        mirrored[i] = (nps_counts){SHOPS[i].detractors, SHOPS[i].passives, SHOPS[i].promoters};
    pool(SHOPS, MOST, out);
    pool(mirrored, MOST, mirror);
    for (i = 0; i < MOST; i++) {
        assert_double_near(mirror[i].pooled, -out[i].pooled, 1e-9);
        assert_double_near(mirror[i].pooled_bounds.lower, -out[i].pooled_bounds.upper, 1e-9);
    }
}

/* ---- errors ---- */

static void assert_refused(const nps_counts *counts, size_t count, const nps_segments_options *options,
                           nps_status expected)
{
    nps_pooled_segment out[MOST], untouched[MOST];
    nps_pooling pooling, kept;
    memset(out, 0x5A, sizeof out);
    memset(&pooling, 0x5A, sizeof pooling);
    memcpy(untouched, out, sizeof out);
    kept = pooling;
    assert_status(nps_pool(counts, count, options, out, &pooling), expected);
    assert_memory_equal(out, untouched, sizeof out);
    assert_memory_equal(&pooling, &kept, sizeof pooling);
}

static void errors_change_nothing(void **unused)
{
    static const nps_counts TOO_MANY[] = {{UINT64_MAX, 1, 0}};
    struct failing failing = {0, 0, false, 0, 0};
    const nps_allocator allocator = {&failing, failing_allocate, failing_release};
    struct caller caller;
    nps_segments_options options;
    nps_pooled_segment out[MOST];
    nps_pooling pooling;
    int question;
    (void)unused;
    assert_refused(SHOPS + 5, 1, NULL, NPS_ERROR_EMPTY);
    assert_refused(NULL, 0, NULL, NPS_ERROR_EMPTY);
    assert_refused(NULL, 1, NULL, NPS_ERROR_NULL);
    assert_refused(TOO_MANY, 1, NULL, NPS_ERROR_OVERFLOW);
    nps_segments_options_init(&options);
    options.level = 2;
    assert_refused(SHOPS, 2, &options, NPS_ERROR_LEVEL);
    nps_segments_options_init(&options);
    options.prior[1] = 1;
    assert_refused(SHOPS, 2, &options, NPS_ERROR_PRIOR);
    nps_segments_options_init(&options);
    options.allocator = &allocator;
    failing.fail_at = 1;
    assert_refused(SHOPS, 2, &options, NPS_ERROR_MEMORY);
    failing.fail_at = 0;
    for (question = 1; question < 110; question += 13) {
        options.interrupt = stop_at(&caller, question);
        assert_refused(SHOPS, 2, &options, NPS_ERROR_INTERRUPTED);
    }
    assert_int_equal(failing.bytes, 0);
    assert_status(nps_pool(SHOPS, 2, NULL, NULL, &pooling), NPS_ERROR_NULL);
    assert_status(nps_pool(SHOPS, 2, NULL, out, NULL), NPS_ERROR_NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores_are_those_of_the_definition),
        cmocka_unit_test(many_segments_have_values_where_they_are_likely),
        cmocka_unit_test(own_scores_stay),
        cmocka_unit_test(alike_segments_are_pooled_completely),
        cmocka_unit_test(large_differences_are_kept),
        cmocka_unit_test(intervals_contain_their_scores),
        cmocka_unit_test(mirrors_change_signs),
        cmocka_unit_test(errors_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
