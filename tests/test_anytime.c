/* SPDX-License-Identifier: MIT */
#include "figures.h"
#include "method/anytime_wealth.h"

static nps_bounds interval_of(const nps_counts *counts, double level)
{
    nps_bounds bounds;
    assert_ok(nps_interval(counts, NPS_METHOD_ANYTIME, level, &bounds));
    return bounds;
}

static double p_of(const nps_counts *counts, double reference, nps_alternative alternative)
{
    double p;
    assert_ok(nps_test(counts, reference, NPS_METHOD_ANYTIME, alternative, &p));
    return p;
}

/* Bounds on [-1, 1] to 1e-10, up to 10^12 answers. */
static void intervals_are_the_reference_figures(void **state)
{
    struct figures figures = figures_open("anytime.csv");
    (void)state;
    while (figures_next(&figures)) {
        const nps_counts counts = figures_counts(&figures, 0);
        const nps_bounds bounds = interval_of(&counts, figures_number(&figures, 3));
        assert_double_near(bounds.lower / 100, figures_number(&figures, 4), 1e-10);
        assert_double_near(bounds.upper / 100, figures_number(&figures, 5), 1e-10);
    }
    assert_int_equal(figures.row, 109);
}

static void evidence_is_the_reference_figures(void **state)
{
    struct figures figures = figures_open("anytime_evidence.csv");
    (void)state;
    while (figures_next(&figures)) {
        const nps_counts counts = figures_counts(&figures, 0);
        const nps_real_counts real = nps_counts_to_real(&counts);
        const double reference = figures_number(&figures, 3), log_e = figures_number(&figures, 4);
        int side;
        /* The reference itself is a double: with 10^12 equal answers its distance from the end of the scale is known
         * to 1e-6 only. */
        assert_double_near(nps_anytime_log_wealth(&real, reference / 100), log_e,
                           (counts.promoters == 1000000000000 ? 1e-6 : 1e-11) * fmax(1, fabs(log_e)));
        for (side = NPS_GREATER; side <= NPS_LESS; side++) {
            const double expected = figures_number(&figures, 4 + side);
            assert_double_near(p_of(&counts, reference, (nps_alternative)side), expected,
                               (counts.promoters == 1000000000000 ? 1e-4 : 1e-8) * expected);
        }
    }
    assert_int_equal(figures.row, 16);
}

/* The expected wealth after one more answer, when the truth is theta and the given share of answers is passive. */
static double expected_wealth(double a, double m, double c, double theta, double passives)
{
    const double next[3] = {0.5 * (1 - passives + theta), passives, 0.5 * (1 - passives - theta)};
    double sum = 0;
    int kind;
    for (kind = 0; kind < 3; kind++) {
        const nps_real_counts after = {a + (kind == 0), m + (kind == 1), c + (kind == 2)};
        if (next[kind] > 0)
            sum += next[kind] * exp(nps_anytime_log_wealth(&after, theta));
    }
    return sum;
}

/* This property makes the interval valid at every moment: whatever the share of passives, one more answer is a fair
 * bet. */
static void the_bets_are_fair_at_the_truth(void **state)
{
    uint64_t random = 20240229;
    int i;
    (void)state;
    for (i = 0; i < 2000; i++) {
        const double a = (double)next_below(&random, 40), m = (double)next_below(&random, 40);
        const double c = (double)next_below(&random, 40), theta = (double)next_below(&random, 1999) / 1000 - 0.999;
        const double passives = (1 - fabs(theta)) * (double)next_below(&random, 101) / 100;
        const nps_real_counts now = {a, m, c};
        const double wealth = exp(nps_anytime_log_wealth(&now, theta));
        if (a + m + c > 0)
            assert_double_near(expected_wealth(a, m, c, theta, passives) / wealth, 1, 1e-11);
    }
}

/* The one-sided tests, which bet only on a larger or only on a smaller score, are fair at the reference and lose on
 * its other side. */
static void one_sided_bets_are_fair_at_the_reference(void **state)
{
    uint64_t random = 7;
    int i;
    (void)state;
    for (i = 0; i < 2000; i++) {
        /* Enough promoters that the test always bets. */
        const nps_counts now = {200 + next_below(&random, 99), next_below(&random, 99), next_below(&random, 49)};
        const nps_counts after[3] = {{now.promoters + 1, now.passives, now.detractors},
                                     {now.promoters, now.passives + 1, now.detractors},
                                     {now.promoters, now.passives, now.detractors + 1}};
        const double theta = (double)next_below(&random, 800) / 1000 - 0.6, passives = 0.3 * (1 - fabs(theta));
        const double next[3] = {0.5 * (1 - passives + theta), passives, 0.5 * (1 - passives - theta)};
        double sum = 0;
        int kind;
        if (p_of(&now, 100 * theta, NPS_GREATER) > 0.5)
            continue;
        for (kind = 0; kind < 3; kind++)
            sum += next[kind] / p_of(&after[kind], 100 * theta, NPS_GREATER);
        assert_double_near(sum * p_of(&now, 100 * theta, NPS_GREATER), 1, 1e-10);
    }
}

static void p_values_lie_on_their_side(void **state)
{
    const nps_counts counts = {51, 30, 19}, mirror = {19, 30, 51}, promoter = {1, 0, 0};
    double reference;
    (void)state;
    for (reference = -100; reference <= 100; reference += 2.5) {
        const double greater = p_of(&counts, reference, NPS_GREATER), less = p_of(&counts, reference, NPS_LESS);
        assert_true(reference < 32 ? less == 1 : greater == 1);
        assert_true(p_of(&mirror, -reference, NPS_LESS) == greater);
        /* A bet on the right side only gains more. */
        if (fmin(greater, less) < 0.05)
            assert_true(fmin(greater, less) <= p_of(&counts, reference, NPS_TWO_SIDED));
    }
    assert_true(p_of(&promoter, -100, NPS_GREATER) == 0 && p_of(&promoter, -100, NPS_TWO_SIDED) == 0);
    assert_true(p_of(&promoter, 100, NPS_TWO_SIDED) == 1 && p_of(&promoter, 100, NPS_GREATER) == 1);
}

/* The logarithm of the wealth is convex, so the values that are not rejected are an interval. */
static void wealth_is_convex(void **state)
{
    static const nps_real_counts tables[] = {{5, 3, 2}, {0, 1, 0}, {1, 0, 0}, {0, 40, 3}, {300, 0, 2}, {0, 1e6, 1}};
    const double step = 1.0 / 128;
    size_t i;
    (void)state;
    for (i = 0; i < sizeof tables / sizeof *tables; i++) {
        double theta;
        for (theta = -1 + 2 * step; theta <= 1 - 2 * step; theta += step) {
            const double at = nps_anytime_log_wealth(&tables[i], theta);
            assert_true(nps_anytime_log_wealth(&tables[i], theta - step) +
                            nps_anytime_log_wealth(&tables[i], theta + step) >=
                        2 * at - 1e-12 * fmax(1, fabs(at)));
        }
        assert_true(nps_anytime_log_wealth(&tables[i], nps_real_counts_theta(&tables[i])) <= 1e-13);
    }
}

static void check_interval(const nps_counts *counts)
{
    const nps_counts mirror = {counts->detractors, counts->passives, counts->promoters};
    const nps_bounds bounds = interval_of(counts, 0.95), mirrored = interval_of(&mirror, 0.95);
    const nps_bounds inner = interval_of(counts, 0.5), outer = interval_of(counts, 0.999999);
    double score;
    assert_ok(nps_score(counts, &score));
    assert_true(-100 <= bounds.lower && bounds.lower <= score + 1e-12 && score <= bounds.upper + 1e-12);
    assert_true(bounds.upper <= 100);
    assert_double_near(bounds.lower, -mirrored.upper, 1e-11);
    assert_double_near(bounds.upper, -mirrored.lower, 1e-11);
    assert_true(outer.lower <= bounds.lower && bounds.lower <= inner.lower + 1e-12);
    assert_true(inner.upper <= bounds.upper + 1e-12 && bounds.upper <= outer.upper);
    /* The test agrees with the interval. */
    if (bounds.lower > -100)
        assert_double_near(p_of(counts, bounds.lower, NPS_TWO_SIDED), 0.05, 1e-9);
    if (bounds.upper < 100)
        assert_double_near(p_of(counts, bounds.upper, NPS_TWO_SIDED), 0.05, 1e-9);
    assert_true(p_of(counts, score, NPS_TWO_SIDED) == 1 || p_of(counts, score, NPS_TWO_SIDED) > 1 - 1e-12);
}

static void small_intervals_are_sound(void **state)
{
    uint64_t n, promoters, passives;
    (void)state;
    for (n = 1; n <= 6; n++)
        for (promoters = 0; promoters <= n; promoters++)
            for (passives = 0; promoters + passives <= n; passives++)
                check_interval(&(nps_counts){promoters, passives, n - promoters - passives});
}

static void huge_counts_do_no_harm(void **state)
{
    static const nps_counts huge[] = {{UINT64_MAX, 0, 0},
                                      {0, UINT64_MAX, 0},
                                      {UINT64_MAX / 3, UINT64_MAX / 3, UINT64_MAX / 3},
                                      {UINT64_MAX - 1, 0, 1},
                                      {1, UINT64_MAX - 2, 1}};
    static const double levels[] = {1e-300, 0.95, 1 - 1e-16};
    size_t i, j;
    (void)state;
    for (i = 0; i < sizeof huge / sizeof *huge; i++)
        for (j = 0; j < sizeof levels / sizeof *levels; j++) {
            const nps_bounds bounds = interval_of(&huge[i], levels[j]);
            double score;
            assert_ok(nps_score(&huge[i], &score));
            assert_true(bounds.lower <= score + 1e-9 && score - 1e-9 <= bounds.upper);
            assert_true(bounds.upper - bounds.lower < 1e-5);
        }
}

/* One more answer of a stream with shares (.5, .3, .2), or with shares given in tenths. */
static void add_answer(nps_counts *counts, uint64_t *random, const int tenths[3])
{
    const int drawn = (int)next_below(random, 10);
    *(drawn < tenths[0]               ? &counts->promoters
      : drawn < tenths[0] + tenths[1] ? &counts->passives
                                      : &counts->detractors) += 1;
}

static const int USUAL[3] = {5, 3, 2};

static double width_of(const nps_counts *counts)
{
    const nps_bounds bounds = interval_of(counts, 0.95);
    return (bounds.upper - bounds.lower) / 100;
}

/* The mean width for a truth of (.5, .3, .2), without tables whose probability is negligible. */
static double mean_width(int n)
{
    double sum = 0;
    int a, c;
    for (a = 0; a <= n; a++)
        for (c = 0; a + c <= n; c++) {
            const int m = n - a - c;
            const double probability = exp(lgamma(n + 1) - lgamma(a + 1) - lgamma(m + 1) - lgamma(c + 1) +
                                           a * log(0.5) + m * log(0.3) + c * log(0.2));
            if (probability > 1e-6)
                sum += probability * width_of(&(nps_counts){(uint64_t)a, (uint64_t)m, (uint64_t)c});
        }
    return sum;
}

static void mean_widths_are_the_documented_ones(void **state)
{
    (void)state;
    assert_double_near(mean_width(20), 0.9405, 0.0045);
    assert_double_near(mean_width(100), 0.469, 0.001);
    /* The tables in the middle, whose width is a little below the mean. */
    assert_double_near(width_of(&(nps_counts){500, 300, 200}), 0.1665, 0.0005);
    assert_double_near(width_of(&(nps_counts){5000, 3000, 2000}), 0.0578, 0.0005);
}

/* The exact probability that some interval up to n answers has missed, by enumeration of all tables. */
static double miss_probability(const int tenths[3], int n)
{
    enum { MOST = 31 };
    static double now[MOST][MOST], next[MOST][MOST]; /* index: promoters and passives; the probability of streams
                                                      * without a miss */
    const double theta = (tenths[0] - tenths[2]) / 10.0;
    double missed = 0;
    int t, a, m;
    memset(now, 0, sizeof now);
    now[0][0] = 1;
    for (t = 1; t <= n; t++) {
        memset(next, 0, sizeof next);
        for (a = 0; a < t; a++)
            for (m = 0; a + m < t; m++) {
                next[a + 1][m] += now[a][m] * tenths[0] / 10;
                next[a][m + 1] += now[a][m] * tenths[1] / 10;
                next[a][m] += now[a][m] * tenths[2] / 10;
            }
        for (a = 0; a <= t; a++)
            for (m = 0; a + m <= t; m++) {
                const nps_real_counts counts = {a, m, t - a - m};
                if (next[a][m] > 0 && nps_anytime_log_wealth(&counts, theta) >= log(20)) {
                    missed += next[a][m];
                    next[a][m] = 0;
                }
            }
        memcpy(now, next, sizeof now);
    }
    return missed;
}

static void early_misses_are_rarer_than_the_level(void **state)
{
    static const int truths[][3] = {{5, 3, 2}, {3, 4, 3}, {9, 1, 0}, {1, 8, 1}, {5, 0, 5}, {8, 1, 1}};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof truths / sizeof *truths; i++) {
        const double missed = miss_probability(truths[i], 30);
        assert_true(missed <= 0.05);
        assert_true(missed > 0);
    }
}

static int rules_out(const nps_counts *counts, uint64_t promoters, uint64_t detractors, double theta)
{
    const nps_real_counts later = {(double)(counts->promoters + promoters), (double)counts->passives,
                                   (double)(counts->detractors + detractors)};
    return nps_anytime_log_wealth(&later, theta) >= log(20);
}

/* Whether an interval of a stream of n answers ever misses. Checks are skipped for the next k answers if the wealth
 * stays small when all of them are promoters, and when all are detractors; the wealth of every mixture lies below. */
static int ever_misses(uint64_t *random, uint64_t n)
{
    const double theta = 0.3;
    nps_counts counts = {0, 0, 0};
    uint64_t seen = 0, safe = 1;
    while (seen < n) {
        uint64_t step;
        for (safe *= 2; safe > 0; safe /= 2)
            if (!rules_out(&counts, safe, 0, theta) && !rules_out(&counts, 0, safe, theta))
                break;
        for (step = safe + 1; step > 0 && seen < n; step--, seen++)
            add_answer(&counts, random, USUAL);
        if (rules_out(&counts, 0, 0, theta))
            return 1;
        safe += safe == 0;
    }
    return 0;
}

/* 500 streams of 4,000 answers, each checked after every answer; 25 misses are allowed, and 0 would be suspicious. */
static void few_streams_ever_miss_the_truth(void **state)
{
    uint64_t random = 1939;
    int stream, missed = 0;
    (void)state;
    for (stream = 0; stream < 500; stream++)
        missed += ever_misses(&random, 4000);
    assert_in_range(missed, 5, 25);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_are_the_reference_figures),
        cmocka_unit_test(evidence_is_the_reference_figures),
        cmocka_unit_test(the_bets_are_fair_at_the_truth),
        cmocka_unit_test(one_sided_bets_are_fair_at_the_reference),
        cmocka_unit_test(p_values_lie_on_their_side),
        cmocka_unit_test(wealth_is_convex),
        cmocka_unit_test(small_intervals_are_sound),
        cmocka_unit_test(huge_counts_do_no_harm),
        cmocka_unit_test(mean_widths_are_the_documented_ones),
        cmocka_unit_test(early_misses_are_rarer_than_the_level),
        cmocka_unit_test(few_streams_ever_miss_the_truth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
