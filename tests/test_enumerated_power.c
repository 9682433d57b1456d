/* The planned power of two samples, compared with the actual power of the comparison, summed over all pairs of
 * tables.
 * SPDX-License-Identifier: MIT */
#include "sparse.h"
#include "test.h"

#include "math/special.h"
#include "planning/binomial.h"

#include <math.h>

static const double LEVEL = 0.95;

/* Pairs of tables with a smaller probability are ignored. */
static const double NEGLIGIBLE = 1e-8;

struct arm {
    nps_plan_shares shares;
    unsigned n;
};

static double probability(const nps_counts *counts, const struct arm *arm)
{
    const uint64_t groups[] = {counts->promoters, counts->passives, counts->detractors};
    const double shares[] = {arm->shares.promoters, arm->shares.passives, arm->shares.detractors};
    double product = 1;
    uint64_t drawn = 0, i;
    int group;
    for (group = 0; group < 3; group++)
        for (i = 1; i <= groups[group]; i++)
            product *= shares[group] * (double)++drawn / (double)i;
    return product;
}

/* The probability of a p-value below 1 - level, given the first table. */
static double power_given(const nps_counts *first, double likely, const struct arm *arm, nps_method method)
{
    double power = 0;
    unsigned p, d;
    for (p = 0; p <= arm->n; p++)
        for (d = 0; p + d <= arm->n; d++) {
            const nps_counts second = {p, arm->n - p - d, d};
            const double product = likely * probability(&second, arm);
            nps_comparison comparison;
            if (product < NEGLIGIBLE)
                continue;
            assert_ok(nps_compare(first, &second, method, LEVEL, &comparison));
            power += comparison.p_value < 1 - LEVEL ? product : 0;
        }
    return power;
}

static double real_power(const struct arm *a, const struct arm *b, nps_method method)
{
    double power = 0;
    unsigned p, d;
    for (p = 0; p <= a->n; p++)
        for (d = 0; p + d <= a->n; d++) {
            const nps_counts first = {p, a->n - p - d, d};
            const double likely = probability(&first, a);
            if (likely > NEGLIGIBLE)
                power += power_given(&first, likely, b, method);
        }
    return power;
}

static double planned_power(const struct arm *a, const struct arm *b, nps_method method)
{
    nps_plan_options options;
    double power;
    nps_plan_options_init(&options);
    options.method = method;
    options.level = LEVEL;
    assert_ok(nps_plan_power(&a->shares, a->n, &b->shares, b->n, &options, &power));
    return power;
}

static void assert_planned(const struct arm *a, const struct arm *b, nps_method method, double tolerance)
{
    assert_double_near(planned_power(a, b, method), real_power(a, b, method), tolerance);
}

/* Up to five answers NPS_METHOD_AUTO is exact. */
static void exact_comparisons_have_the_power_that_is_planned(void **state)
{
    static const struct arm arms[][2] = {{{{0.9, 0.1, 0}, 4}, {{0, 0.2, 0.8}, 4}},
                                         {{{0.2, 0.3, 0.5}, 3}, {{1, 0, 0}, 5}},
                                         {{{0.5, 0, 0.5}, 5}, {{0.1, 0.85, 0.05}, 2}}};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof arms / sizeof *arms; i++)
        assert_planned(&arms[i][0], &arms[i][1], NPS_METHOD_AUTO, 1e-9);
}

/* A fixed sequence of numbers in [0, 1) that fills the square evenly (Roberts 2018: powers of the plastic number). */
static double even(unsigned i, int dimension)
{
    static const double steps[] = {0.8566748838545029, 0.7338918566271260, 0.6287067210378087,
                                   0.5385972572236101, 0.4613958992560541, 0.3952631740437402};
    const double x = 0.5 + i * steps[dimension];
    return x - floor(x);
}

/* Shares in which a group may be rare, or empty. */
static nps_plan_shares shares_of(double x, double y)
{
    const double rare = x < 0.15 ? 0 : 0.5 * x * x, half = 1 - rare;
    return (nps_plan_shares){half * y, rare, half * (1 - y)};
}

static nps_plan_shares turned(nps_plan_shares shares, unsigned by)
{
    const double p = shares.promoters, m = shares.passives, d = shares.detractors;
    const nps_plan_shares turns[] = {{p, m, d}, {m, p, d}, {p, d, m}};
    return turns[by % 3];
}

/* All values are summed, so only improbable ones are left out. */
static void small_samples_have_the_power_that_is_planned(void **state)
{
    unsigned i;
    (void)state;
    for (i = 0; i < 60; i += EVERY) {
        const struct arm a = {turned(shares_of(even(i, 0), even(i, 1)), i), 1 + (unsigned)(10 * even(i, 4))};
        const struct arm b = {turned(shares_of(even(i, 2), even(i, 3)), i / 3), 1 + (unsigned)(10 * even(i, 5))};
        assert_planned(&a, &b, NPS_METHOD_AUTO, 0.0005);
    }
}

static void planned_power_is_right_for_other_methods(void **state)
{
    static const nps_method methods[] = {NPS_METHOD_SCORE, NPS_METHOD_ADJUSTED_WALD, NPS_METHOD_AGRESTI_MIN,
                                         NPS_METHOD_BONETT_PRICE, NPS_METHOD_WALD};
    const struct arm a = {{0.5, 0.3, 0.2}, 9}, b = {{0.1, 0.2, 0.7}, 6};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof methods / sizeof *methods; i++)
        assert_planned(&a, &b, methods[i], 0.0005);
}

/* There are more pairs of tables than terms, so some values are left out. */
static void larger_samples_are_within_a_hundredth(void **state)
{
    static const struct arm arms[][2] = {
        {{{0.5, 0.3, 0.2}, 30}, {{0.8, 0.1, 0.1}, 10}},
        {{{0.5, 0.3, 0.2}, 20}, {{0.6, 0.3, 0.1}, 24}},
        {{{0.9, 0.05, 0.05}, 60}, {{0.6, 0.2, 0.2}, 5}},
        {{{0.05, 0.9, 0.05}, 30}, {{0.2, 0.7, 0.1}, 20}},
    };
    size_t i;
    (void)state;
    for (i = 0; i < sizeof arms / sizeof *arms; i += EVERY)
        assert_planned(&arms[i][0], &arms[i][1], NPS_METHOD_AUTO, 0.01);
}

/* Values enumerated over all pairs of tables outside this test, because that takes seconds. */
static void unequal_samples_have_the_power_that_enumeration_gives(void **state)
{
    const struct arm many = {{0.5, 0.3, 0.2}, 10000}, good = {{0.8, 0.1, 0.1}, 10}, better = {{0.9, 0.05, 0.05}, 10};
    (void)state;
    assert_double_near(planned_power(&many, &good, NPS_METHOD_AUTO), 0.2416, 0.001);
    assert_double_near(planned_power(&many, &better, NPS_METHOD_AUTO), 0.5424, 0.001);
}

static nps_plan_sizes sizes_for(double change, const nps_plan_shares *expected)
{
    nps_plan_sizes sizes;
    nps_plan_options options;
    nps_plan_options_init(&options);
    assert_ok(nps_plan_comparison(change, expected, &options, &sizes));
    return sizes;
}

static void planned_small_samples_have_their_power(void **state)
{
    const nps_plan_shares pilot = {0.7, 0.2, 0.1}, high = {0.8, 0.18, 0.02};
    (void)state;
    assert_int_equal(sizes_for(40, &pilot).first, 26);
    assert_int_equal(sizes_for(22, &high).first, 47);
}

/* The larger the change, the fewer respondents are needed to detect it. */
static void sizes_fall_as_the_change_grows(void **state)
{
    static const nps_plan_shares pilots[] = {{0.5, 0.3, 0.2}, {0.7, 0.2, 0.1}, {0.1, 0.1, 0.8}};
    const nps_plan_shares *const expected[] = {NULL, &pilots[0], &pilots[1], &pilots[2]};
    static const double most[] = {200, 70, 40, 170};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof expected / sizeof *expected; i++) {
        uint64_t before = UINT64_MAX;
        double change;
        for (change = most[i] / 5; change <= most[i]; change += EVERY * most[i] / 10) {
            const uint64_t n = sizes_for(change, expected[i]).first;
            assert_true(n <= before);
            before = n;
        }
    }
}

static void binomial_distributions_are_summed(void **state)
{
    static nps_binomial_cdf cdf;
    double sum = 0, k;
    (void)state;
    nps_binomial_cdf_init(&cdf, 30, 0.3);
    for (k = 0; k <= 30; k++) {
        sum += nps_binomial_probability(k, 30, 0.3);
        assert_double_near(nps_binomial_cdf_at(&cdf, k), sum, 1e-12);
        assert_double_near(nps_binomial_cdf_at(&cdf, k), k < 30 ? nps_binomial_below((uint64_t)k + 1, 30, 0.3) : 1,
                           1e-12);
    }
    assert_double_near(nps_binomial_cdf_at(&cdf, -1), 0, 0);
    assert_double_near(nps_binomial_cdf_at(&cdf, 31), 1, 0);
    nps_binomial_cdf_init(&cdf, 10, 0);
    assert_double_near(nps_binomial_cdf_at(&cdf, 0), 1, 0);
    nps_binomial_cdf_init(&cdf, 1e6, 0.2);
    assert_double_near(nps_binomial_cdf_at(&cdf, 200300), nps_binomial_below(200301, 1000000, 0.2), 1e-5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_samples_have_the_power_that_is_planned),
        cmocka_unit_test(planned_power_is_right_for_other_methods),
        cmocka_unit_test(exact_comparisons_have_the_power_that_is_planned),
        cmocka_unit_test(larger_samples_are_within_a_hundredth),
        cmocka_unit_test(unequal_samples_have_the_power_that_enumeration_gives),
        cmocka_unit_test(planned_small_samples_have_their_power),
        cmocka_unit_test(sizes_fall_as_the_change_grows),
        cmocka_unit_test(binomial_distributions_are_summed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
