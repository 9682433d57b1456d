/* Plans for many comparisons and for clusters, and options of older programs.
 * SPDX-License-Identifier: MIT */
#include "plans.h"
#include "sparse.h"

#include <stdbool.h>

static const nps_plan_shares FROM = {0.5, 0.3, 0.2}, TO = {0.6, 0.25, 0.15};

/* What every function with options returns. */
struct plans {
    double margin, power, change, benchmark_power;
    uint64_t respondents, benchmark_respondents;
    nps_plan_sizes sizes;
};

static nps_status read_plans(const nps_plan_options *options, struct plans *plans)
{
    const nps_plan_sizes sizes = {3000, 2000};
    nps_status status = nps_plan_margin(200, &FROM, options, &plans->margin);
    if (!status)
        status = nps_plan_respondents(12, &FROM, options, &plans->respondents);
    if (!status)
        status = nps_plan_power(&FROM, 300, &TO, 200, options, &plans->power);
    if (!status)
        status = nps_plan_comparison(30, &FROM, options, &plans->sizes);
    if (!status)
        status = nps_plan_change(&sizes, &FROM, options, &plans->change);
    if (!status)
        status = nps_plan_benchmark_power(&FROM, 300, 20, options, &plans->benchmark_power);
    return status ? status : nps_plan_benchmark_respondents(&FROM, 20, options, &plans->benchmark_respondents);
}

static struct plans plans_of(const nps_plan_options *options)
{
    struct plans plans;
    assert_ok(read_plans(options, &plans));
    return plans;
}

static void assert_same(const struct plans *actual, const struct plans *expected)
{
    assert_double_near(actual->margin, expected->margin, 1e-9);
    assert_double_near(actual->power, expected->power, 1e-9);
    assert_double_near(actual->change, expected->change, 1e-9);
    assert_double_near(actual->benchmark_power, expected->benchmark_power, 1e-9);
    assert_int_equal(actual->respondents, expected->respondents);
    assert_int_equal(actual->benchmark_respondents, expected->benchmark_respondents);
    assert_int_equal(actual->sizes.first, expected->sizes.first);
    assert_int_equal(actual->sizes.second, expected->sizes.second);
}

/* Every function refuses the options. */
static void assert_refused(const nps_plan_options *options, nps_status expected)
{
    const nps_plan_sizes sizes = {3000, 2000};
    nps_plan_sizes found;
    double x = 99;
    uint64_t n = 99;
    assert_status(nps_plan_margin(200, &FROM, options, &x), expected);
    assert_status(nps_plan_respondents(12, &FROM, options, &n), expected);
    assert_status(nps_plan_power(&FROM, 300, &TO, 200, options, &x), expected);
    assert_status(nps_plan_comparison(30, &FROM, options, &found), expected);
    assert_status(nps_plan_change(&sizes, &FROM, options, &x), expected);
    assert_status(nps_plan_benchmark_power(&FROM, 300, 20, options, &x), expected);
    assert_status(nps_plan_benchmark_respondents(&FROM, 20, options, &n), expected);
    assert_double_near(x, 99, 0);
    assert_int_equal(n, 99);
}

static void options_of_the_first_version_are_read(void **state)
{
    nps_plan_options options = options_of(NPS_METHOD_AUTO);
    const struct plans expected = plans_of(&options);
    struct plans actual;
    (void)state;
    options.size = offsetof(nps_plan_options, comparisons);
    options.comparisons = 0;
    options.design_effect = -1;
    actual = plans_of(&options);
    assert_same(&actual, &expected);
    options.size--;
    assert_refused(&options, NPS_ERROR_SIZE);
}

/* Ten comparisons at 95 % are each planned at 99.5 %. */
static void the_error_is_shared_among_comparisons(void **state)
{
    nps_plan_options many = options_of(NPS_METHOD_AUTO), strict = many;
    struct plans actual, expected;
    (void)state;
    many.comparisons = 10;
    strict.level = 0.995;
    actual = plans_of(&many);
    expected = plans_of(&strict);
    assert_same(&actual, &expected);
    many.comparisons = 0;
    assert_refused(&many, NPS_ERROR_PLAN);
    many.comparisons = UINT64_MAX;
    assert_refused(&many, NPS_ERROR_LEVEL);
    /* A power that one comparison has by its error alone is a goal for ten. */
    many.comparisons = 10;
    many.power = 0.03;
    (void)plans_of(&many);
    many.comparisons = 1;
    assert_status(read_plans(&many, &actual), NPS_ERROR_PLAN);
}

static void a_design_effect_divides_respondents(void **state)
{
    nps_plan_options simple = options_of(NPS_METHOD_SKEWNESS_SCORE), clustered = simple;
    struct plans all = plans_of(&simple), found;
    nps_plan_sizes sizes = {7500, 5000};
    double change;
    (void)state;
    clustered.design_effect = 2.5;
    found = plans_of(&clustered);
    assert_double_near(found.margin, margin_of(80, &FROM, &simple), 1e-12);
    assert_double_near(found.power, power_of(&FROM, 120, &TO, 80, &simple), 1e-12);
    /* The smallest numbers that are worth as much as those of a simple sample. */
    assert_int_equal(found.respondents, (5 * all.respondents + 1) / 2);
    assert_int_equal(found.benchmark_respondents, (5 * all.benchmark_respondents + 1) / 2);
    assert_int_equal(found.sizes.first, (5 * all.sizes.first + 1) / 2);
    assert_int_equal(found.sizes.second, (5 * all.sizes.second + 1) / 2);
    assert_ok(nps_plan_change(&sizes, &FROM, &clustered, &change));
    assert_double_near(change, all.change, 1e-12);
}

static void a_design_effect_of_decimals_divides_exactly(void **state)
{
    nps_plan_options options = options_of(NPS_METHOD_SKEWNESS_SCORE), simple = options;
    uint64_t n;
    (void)state;
    options.design_effect = 1.1;
    for (n = 1; n < 300; n += EVERY)
        assert_double_near(margin_of(11 * n, NULL, &options), margin_of(10 * n, NULL, &simple), 0);
    options.design_effect = 0.7;
    for (n = 1; n < 300; n += EVERY)
        assert_double_near(margin_of(7 * n, NULL, &options), margin_of(10 * n, NULL, &simple), 0);
}

static void a_population_of_clusters_is_sampled_to_the_same_part(void **state)
{
    nps_plan_options options = options_of(NPS_METHOD_SKEWNESS_SCORE), simple = options;
    uint64_t n;
    (void)state;
    options.design_effect = 2;
    options.population = 1000;
    simple.population = 500;
    assert_double_near(margin_of(400, &FROM, &options), margin_of(200, &FROM, &simple), 1e-12);
    assert_double_near(margin_of(1000, &FROM, &options), 0, 0);
    assert_ok(nps_plan_respondents(1e-9, &FROM, &options, &n));
    assert_int_equal(n, 1000);
}

static void fewer_than_one_independent_respondent_is_none(void **state)
{
    nps_plan_options options = options_of(NPS_METHOD_WALD);
    double x = 99;
    uint64_t n;
    (void)state;
    options.design_effect = 50;
    assert_status(nps_plan_margin(49, &FROM, &options, &x), NPS_ERROR_EMPTY);
    assert_status(nps_plan_power(&FROM, 49, &TO, 99, &options, &x), NPS_ERROR_EMPTY);
    assert_status(nps_plan_power(&FROM, 99, &TO, 49, &options, &x), NPS_ERROR_EMPTY);
    assert_status(nps_plan_change(&(nps_plan_sizes){49, 99}, &FROM, &options, &x), NPS_ERROR_EMPTY);
    assert_status(nps_plan_benchmark_power(&FROM, 49, 20, &options, &x), NPS_ERROR_EMPTY);
    assert_double_near(x, 99, 0);
    assert_ok(nps_plan_respondents(100, NULL, &options, &n));
    assert_true(n >= 50);
    options.design_effect = 1e-9;
    assert_status(nps_plan_margin(UINT64_C(1) << 53, &FROM, &options, &x), NPS_ERROR_OVERFLOW);
    assert_ok(nps_plan_respondents(1, NULL, &options, &n));
    assert_int_equal(n, 1);
    options.design_effect = 1e300;
    assert_status(nps_plan_respondents(1, NULL, &options, &n), NPS_ERROR_OVERFLOW);
}

static void impossible_design_effects_are_refused(void **state)
{
    static const double bad[] = {0, -1, NAN, INFINITY, -INFINITY};
    nps_plan_options options = options_of(NPS_METHOD_AUTO);
    size_t i;
    (void)state;
    for (i = 0; i < sizeof bad / sizeof *bad; i++) {
        options.design_effect = bad[i];
        assert_refused(&options, NPS_ERROR_PLAN);
    }
}

static void assert_effect(double size, double variation, double icc, double expected)
{
    double effect;
    assert_ok(nps_plan_design_effect(size, variation, icc, &effect));
    assert_double_near(effect, expected, 1e-12);
}

/* Clusters of 5 and 15 have a mean of 10 and a variation of a half: the sum of squares, 250, over the sum, 20, is 12.5
 * = (1 + 1 / 4) 10. */
static void clusters_have_the_design_effect_of_kish(void **state)
{
    static const double bad[][3] = {{0.9, 0, 0.1},       {NAN, 0, 0.1},  {INFINITY, 0, 0.1}, {10, -0.1, 0.1},
                                    {10, NAN, 0.1},      {10, 0, -0.01}, {10, 0, 1.01},      {10, 0, NAN},
                                    {10, INFINITY, 0.1}, {-10, 0, 0.1}};
    double effect = 99;
    size_t i;
    (void)state;
    assert_effect(21, 0, 0.05, 2);
    assert_effect(10, 0.5, 0.2, 1 + 11.5 * 0.2);
    assert_effect(10, 3, 0, 1);
    assert_effect(10, 0, 1, 10);
    assert_effect(1, 0, 0.4, 1);
    for (i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_status(nps_plan_design_effect(bad[i][0], bad[i][1], bad[i][2], &effect), NPS_ERROR_PLAN);
    assert_status(nps_plan_design_effect(1e300, 1e300, 0.1, &effect), NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_design_effect(10, 0, 0.1, NULL), NPS_ERROR_NULL);
    assert_double_near(effect, 99, 0);
}

/* 4 clusters of 20 in one stratum have 3 degrees of freedom; Student's quantile is 3.182446, the normal one 1.959964.
 */
static void few_clusters_widen_the_margin(void **state)
{
    nps_plan_options simple = options_of(NPS_METHOD_SKEWNESS_SCORE), clustered = simple;
    uint64_t n, respondents;
    (void)state;
    clustered.cluster_size = 20;
    assert_double_near(margin_of(80, &FROM, &clustered), 3.182446305 / 1.959963985 * margin_of(80, &FROM, &simple),
                       1e-6);
    assert_double_near(margin_of(99, &FROM, &clustered), 3.182446305 / 1.959963985 * margin_of(99, &FROM, &simple),
                       1e-6);
    clustered.cluster_strata = 3; /* one degree of freedom */
    assert_double_near(margin_of(80, &FROM, &clustered), 100, 0);
    clustered.cluster_strata = 4;
    assert_double_near(margin_of(80, &FROM, &clustered), 100, 0);
    assert_ok(nps_plan_respondents(10, &FROM, &clustered, &respondents));
    assert_ok(nps_plan_respondents(10, &FROM, &simple, &n));
    assert_true(respondents > n && margin_of(respondents, &FROM, &clustered) <= 10);
    assert_true(margin_of(respondents - 1, &FROM, &clustered) > 10);
}

/* Figures of benchmarks/cluster_plans: 6 clusters of 20 with an intraclass correlation of .1 found a change of 50 in
 * .810 of 8,000 simulated surveys, 15 clusters a change of 30 in .823, 7 clusters of 30 (.05) a change of 40 in .826,
 * and 21 clusters a benchmark 20 away in .795. Of random plans, 3 clusters of 40 (.01), whose estimated variances are
 * often those of a simple random sample, found a change of 43.8 in .275 of 3,000. */
static void few_clusters_have_their_power(void **state)
{
    static const struct {
        nps_plan_shares first;
        double change, size, icc;
        uint64_t n;
        double found, tolerance;
    } surveys[] = {{{0.5, 0.3, 0.2}, 50, 20, 0.1, 120, 0.81, 0.03},
                   {{0.5, 0.3, 0.2}, 30, 20, 0.1, 300, 0.823, 0.02},
                   {{0.3, 0.4, 0.3}, 40, 30, 0.05, 210, 0.826, 0.02},
                   {{0.3, 0.4, 0.3}, -43.8, 40, 0.01, 120, 0.275, 0.06}};
    nps_plan_options options = options_of(NPS_METHOD_AUTO);
    double power;
    size_t i;
    (void)state;
    for (i = 0; i < sizeof surveys / sizeof *surveys; i++) {
        nps_plan_shares second;
        assert_ok(nps_plan_shift(&surveys[i].first, surveys[i].change, &second));
        assert_ok(nps_plan_design_effect(surveys[i].size, 0, surveys[i].icc, &options.design_effect));
        options.cluster_size = surveys[i].size;
        assert_double_near(power_of(&surveys[i].first, surveys[i].n, &second, surveys[i].n, &options), surveys[i].found,
                           surveys[i].tolerance);
        /* One cluster has no degree of freedom. */
        assert_double_near(power_of(&surveys[i].first, (uint64_t)surveys[i].size, &second, surveys[i].n, &options), 0,
                           0);
    }
    assert_ok(nps_plan_design_effect(20, 0, 0.1, &options.design_effect));
    options.cluster_size = 20;
    assert_ok(nps_plan_benchmark_power(&FROM, 420, 10, &options, &power));
    assert_double_near(power, 0.795, 0.02);
}

/* Large changes with few clusters: the test is that of few respondents, which is much stricter than Wald's. The figures
 * are powers in simulations of nps_weighted_compare() and nps_weighted_compare_benchmark(), with clusters of which the
 * shares are from a Dirichlet distribution. */
static void large_changes_with_few_clusters_have_their_power(void **state)
{
    static const struct {
        nps_plan_shares first;
        double change, clusters, size, icc, found;
        bool is_benchmark;
    } surveys[] = {
        {{0.3, 0.7, 0}, -75, 5, 10, 0.35, 0.347, false},    {{0.3, 0.7, 0}, -85, 3, 20, 0.1, 0.321, false},
        {{0.3, 0.65, 0.05}, -85, 3, 20, 0.1, 0.320, false}, {{0.6, 0.4, 0}, -75, 5, 10, 0.35, 0.269, false},
        {{0.4, 0.5, 0.1}, -80, 5, 10, 0.35, 0.370, false},  {{0.3, 0.7, 0}, -85, 4, 20, 0.2, 0.524, false},
        {{0.3, 0.7, 0}, -85, 4, 10, 0.1, 0.721, false},     {{0.5, 0.3, 0.2}, -100, 3, 40, 0.08, 0.539, false},
        {{0.5, 0.3, 0.2}, 65, 3, 20, 0.1, 0.860, true},     {{0.5, 0.3, 0.2}, 70, 4, 10, 0.35, 1, true},
        {{0.5, 0.3, 0.2}, -70, 5, 10, 0.35, 0.488, true}};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof surveys / sizeof *surveys; i++) {
        const nps_plan_shares *first = &surveys[i].first;
        const double score = 100 * (first->promoters - first->detractors);
        const uint64_t n = (uint64_t)(surveys[i].clusters * surveys[i].size);
        const nps_plan_sizes sizes = {n, surveys[i].is_benchmark ? 0 : n};
        nps_plan_options options = options_of(NPS_METHOD_AUTO);
        nps_plan_shares second;
        double power, error;
        assert_ok(nps_plan_design_effect(surveys[i].size, 0, surveys[i].icc, &options.design_effect));
        options.cluster_size = surveys[i].size;
        assert_ok(nps_plan_power_error(&sizes, &options, &error));
        if (surveys[i].is_benchmark) {
            assert_ok(nps_plan_benchmark_power(first, n, score + surveys[i].change, &options, &power));
        } else {
            assert_ok(nps_plan_shift(first, surveys[i].change, &second));
            power = power_of(first, n, &second, n, &options);
        }
        assert_double_near(power, surveys[i].found, error);
    }
}

/* Figures of benchmarks/cluster_plans: 24 clusters of 20 people who answer in two waves, with an intraclass correlation
 * of .1, found a change of 20 in .815 of 4,000 simulated surveys, and 25 clusters of 10 in 4 strata (.3) one of 30. */
static void few_clusters_of_pairs_have_their_power(void **state)
{
    static const struct {
        double change, size, icc;
        uint64_t people, strata;
    } surveys[] = {{20, 20, 0.1, 480, 1}, {30, 10, 0.3, 250, 4}};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof surveys / sizeof *surveys; i++) {
        nps_plan_options options = options_of(NPS_METHOD_AUTO);
        nps_plan_shares second;
        nps_plan_joint joint;
        double power;
        assert_ok(nps_plan_shift(&FROM, surveys[i].change, &second));
        assert_ok(nps_plan_joint_shares(&FROM, &second, 0.3, &joint));
        assert_ok(nps_plan_design_effect(surveys[i].size, 0, surveys[i].icc, &options.design_effect));
        options.cluster_size = surveys[i].size;
        options.cluster_strata = surveys[i].strata;
        assert_ok(nps_plan_paired_power(&joint, surveys[i].people, &options, &power));
        assert_double_near(power, 0.815, 0.01);
    }
}

static void powers_have_an_error(void **state)
{
    const nps_plan_sizes sizes = {100, 60}, one = {100, 0}, nobody = {0, 60}, many = {100, (UINT64_C(1) << 53) + 1};
    nps_plan_options options = options_of(NPS_METHOD_AUTO);
    double error = 777;
    (void)state;
    assert_status(nps_plan_power_error(NULL, NULL, &error), NPS_ERROR_NULL);
    assert_status(nps_plan_power_error(&sizes, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_plan_power_error(&nobody, NULL, &error), NPS_ERROR_EMPTY);
    assert_status(nps_plan_power_error(&many, NULL, &error), NPS_ERROR_OVERFLOW);
    options.cluster_size = 0.5;
    assert_status(nps_plan_power_error(&sizes, &options, &error), NPS_ERROR_PLAN);
    assert_double_near(error, 777, 0);
    assert_ok(nps_plan_power_error(&sizes, NULL, &error));
    assert_double_near(error, 0.01, 0);
    options.cluster_size = 10;
    options.cluster_strata = 2;
    assert_ok(nps_plan_power_error(&sizes, &options, &error)); /* the second group has 6 clusters in 2 strata */
    assert_double_near(error, 0.01 + 0.6 / 4, 1e-15);
    assert_ok(nps_plan_power_error(&one, &options, &error));
    assert_double_near(error, 0.01 + 0.6 / 8, 1e-15);
    options.cluster_size = 100; /* no test is possible, and the power of 0 is right */
    assert_ok(nps_plan_power_error(&sizes, &options, &error));
    assert_double_near(error, 0, 0);
}

/* Without a change, the error is that of the test: the quantile of both groups is larger than that of their sum. */
static void many_clusters_are_as_good_as_known_variances(void **state)
{
    nps_plan_options simple = options_of(NPS_METHOD_SKEWNESS_SCORE), clustered = simple;
    (void)state;
    clustered.cluster_size = 1;
    assert_double_near(power_of(&FROM, 100000, &FROM, 100000, &clustered), 0.05, 1e-3);
    assert_double_near(power_of(&FROM, 20000, &TO, 20000, &clustered), power_of(&FROM, 20000, &TO, 20000, &simple),
                       1e-3);
    clustered.cluster_size = 5000;
    assert_true(power_of(&FROM, 20000, &FROM, 20000, &clustered) < 0.05);
}

static int count_questions(void *context)
{
    ++*(int *)context;
    return 0;
}

/* Without a degree of freedom there is nothing to sum, and with clusters of more people than there are, no plan. */
static void clusters_that_are_too_few_cost_no_sum(void **state)
{
    static const double sizes_of_clusters[] = {1e15, 1e300};
    const nps_plan_shares rare = {0.5, 0.4, 0.1};
    const nps_plan_joint joint = {{0.4, 0.1, 0}, {0.2, 0.1, 0.05}, {0.1, 0, 0.05}};
    nps_plan_options options = options_of(NPS_METHOD_AUTO);
    nps_plan_sizes sizes = {99, 99};
    int questions = 0;
    uint64_t people = 99;
    double power = 99;
    size_t i;
    (void)state;
    options.interrupt.is_requested = count_questions;
    options.interrupt.context = &questions;
    options.cluster_size = 100;
    assert_ok(nps_plan_power(&rare, 100, &rare, 400, &options, &power));
    assert_double_near(power, 0, 0);
    assert_ok(nps_plan_benchmark_power(&rare, 100, 10, &options, &power));
    assert_double_near(power, 0, 0);
    assert_int_equal(questions, 0);
    options.method = (nps_method)77;
    assert_status(nps_plan_power(&rare, 100, &rare, 400, &options, &power), NPS_ERROR_METHOD);
    options.method = NPS_METHOD_AUTO;
    for (i = 0; i < 2; i++) {
        options.cluster_size = sizes_of_clusters[i];
        options.cluster_strata = i == 0 ? UINT64_MAX : 1;
        assert_status(nps_plan_comparison(10, &rare, &options, &sizes), NPS_ERROR_OVERFLOW);
        assert_status(nps_plan_paired_people(&joint, &options, &people), NPS_ERROR_OVERFLOW);
    }
    assert_in_range(questions, 1, 400);
    assert_int_equal(people, 99);
    assert_int_equal(sizes.first, 99);
}

/* A difference that is found in any sample but for the estimated variances. */
static void a_larger_change_is_never_less_likely_found(void **state)
{
    nps_plan_options options = options_of(NPS_METHOD_AUTO);
    double before = 0, change;
    (void)state;
    options.cluster_size = 100;
    for (change = 30; change <= 68; change += 1) {
        nps_plan_shares second;
        double power;
        assert_ok(nps_plan_shift(&FROM, change, &second));
        power = power_of(&FROM, 300, &second, 300, &options);
        assert_true(power > before - 1e-4);
        before = power;
    }
    assert_true(before > 0.9);
}

static void impossible_clusters_are_refused(void **state)
{
    static const double bad[] = {-1, 0.5, NAN, INFINITY};
    nps_plan_options options = options_of(NPS_METHOD_AUTO);
    size_t i;
    (void)state;
    for (i = 0; i < sizeof bad / sizeof *bad; i++) {
        options.cluster_size = bad[i];
        assert_refused(&options, NPS_ERROR_PLAN);
    }
    options.cluster_size = 20;
    options.cluster_strata = 0;
    assert_refused(&options, NPS_ERROR_PLAN);
}

/* The sum over all pairs of tables of 3 and 2 answers. */
static double enumerated_exact(const nps_plan_shares *first, const nps_plan_shares *second)
{
    const uint64_t n = 3, m = 2;
    uint64_t a, b, c, d;
    double power = 0;
    for (a = 0; a <= n; a++)
        for (b = 0; a + b <= n; b++)
            for (c = 0; c <= m; c++)
                for (d = 0; c + d <= m; d++) {
                    const nps_counts one = {a, n - a - b, b}, other = {c, m - c - d, d};
                    nps_comparison found;
                    assert_ok(nps_compare(&one, &other, NPS_METHOD_EXACT, 0.8, &found));
                    if (found.p_value < 1 - 0.8)
                        power += probability(&one, first) * probability(&other, second);
                }
    return power;
}

static void small_groups_have_the_power_of_the_exact_test(void **state)
{
    const nps_plan_shares first = {0.75, 0.125, 0.125}, second = {0.125, 0.125, 0.75};
    nps_plan_options options = options_of(NPS_METHOD_AUTO);
    (void)state;
    options.level = 0.8;
    assert_double_near(power_of(&first, 3, &second, 2, &options), enumerated_exact(&first, &second), 1e-9);
    assert_true(power_of(&first, 3, &second, 2, &options) > 0.2);
}

/* The smallest change is found with the results of exact comparisons, which are kept. */
static void changes_of_exact_comparisons_have_their_power(void **state)
{
    const nps_plan_shares from = {0.1, 0.3, 0.6};
    const nps_plan_sizes sizes = {4, 3};
    nps_plan_options options = options_of(NPS_METHOD_AUTO);
    nps_plan_shares second;
    double change;
    (void)state;
    options.level = 0.8;
    options.power = 0.6;
    assert_ok(nps_plan_change(&sizes, &from, &options, &change));
    assert_ok(nps_plan_shift(&from, change, &second));
    assert_true(power_of(&from, 4, &second, 3, &options) >= 0.6);
    assert_ok(nps_plan_shift(&from, change - 0.002, &second));
    assert_true(power_of(&from, 4, &second, 3, &options) < 0.6);
}

static void the_power_of_exact_comparisons_is_not_available(void **state)
{
    const nps_plan_options options = options_of(NPS_METHOD_EXACT);
    const nps_plan_sizes pair = {10, 10};
    nps_plan_sizes sizes = {99, 99};
    double x = 99;
    (void)state;
    assert_status(nps_plan_power(&FROM, 10, &TO, 10, &options, &x), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_plan_comparison(60, &FROM, &options, &sizes), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_plan_comparison(2, &FROM, &options, &sizes), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_plan_change(&pair, &FROM, &options, &x), NPS_ERROR_UNAVAILABLE);
    assert_double_near(x, 99, 0);
    assert_int_equal(sizes.first, 99);
    assert_ok(nps_plan_benchmark_power(&FROM, 10, 20, &options, &x));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_of_the_first_version_are_read),
        cmocka_unit_test(the_error_is_shared_among_comparisons),
        cmocka_unit_test(a_design_effect_divides_respondents),
        cmocka_unit_test(a_design_effect_of_decimals_divides_exactly),
        cmocka_unit_test(a_population_of_clusters_is_sampled_to_the_same_part),
        cmocka_unit_test(fewer_than_one_independent_respondent_is_none),
        cmocka_unit_test(impossible_design_effects_are_refused),
        cmocka_unit_test(clusters_have_the_design_effect_of_kish),
        cmocka_unit_test(few_clusters_widen_the_margin),
        cmocka_unit_test(few_clusters_have_their_power),
        cmocka_unit_test(large_changes_with_few_clusters_have_their_power),
        cmocka_unit_test(few_clusters_of_pairs_have_their_power),
        cmocka_unit_test(powers_have_an_error),
        cmocka_unit_test(many_clusters_are_as_good_as_known_variances),
        cmocka_unit_test(clusters_that_are_too_few_cost_no_sum),
        cmocka_unit_test(a_larger_change_is_never_less_likely_found),
        cmocka_unit_test(impossible_clusters_are_refused),
        cmocka_unit_test(small_groups_have_the_power_of_the_exact_test),
        cmocka_unit_test(changes_of_exact_comparisons_have_their_power),
        cmocka_unit_test(the_power_of_exact_comparisons_is_not_available),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
