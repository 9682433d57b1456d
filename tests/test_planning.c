/* SPDX-License-Identifier: MIT */
#include "figures.h"

#include "planning/binomial.h"
#include "planning/search.h"

static const nps_plan_shares PILOTS[] = {{0.5, 0.3, 0.2}, {7, 2, 1}, {20, 70, 10}, {95, 3, 2}};
static const double LARGEST = 9007199254740992.0; /* 2^53 */

static nps_plan_options options_of(nps_method method)
{
    nps_plan_options options;
    nps_plan_options_init(&options);
    options.method = method;
    return options;
}

static double margin_of(uint64_t n, const nps_plan_shares *expected, const nps_plan_options *options)
{
    double margin;
    assert_ok(nps_plan_margin(n, expected, options, &margin));
    return margin;
}

static uint64_t respondents_for(double margin, const nps_plan_shares *expected, const nps_plan_options *options)
{
    uint64_t n;
    assert_ok(nps_plan_respondents(margin, expected, options, &n));
    return n;
}

static double power_of(const nps_plan_shares *first, uint64_t n, const nps_plan_shares *second, uint64_t m,
                       const nps_plan_options *options)
{
    double power;
    assert_ok(nps_plan_power(first, n, second, m, options, &power));
    return power;
}

static nps_plan_sizes groups_for(double change, const nps_plan_shares *expected, const nps_plan_options *options)
{
    nps_plan_sizes sizes;
    assert_ok(nps_plan_groups(change, expected, options, &sizes));
    return sizes;
}

static uint64_t invitations_for(uint64_t respondents, double rate, double assurance)
{
    uint64_t invitations;
    assert_ok(nps_plan_invitations(respondents, rate, assurance, &invitations));
    return invitations;
}

static double half_width(nps_counts counts, nps_method method)
{
    nps_bounds bounds;
    assert_ok(nps_interval(&counts, method, 0.95, &bounds));
    return (bounds.upper - bounds.lower) / 2;
}

/* Half of the answers at each end: a margin of m points is one of m / 2 per cent for a proportion, whose figures are in
 * every textbook. */
static void the_worst_case_is_that_of_textbooks(void **state)
{
    nps_plan_options options = options_of(NPS_METHOD_WALD);
    (void)state;
    assert_int_equal(respondents_for(10, NULL, &options), 385);
    assert_int_equal(respondents_for(5, NULL, &options), 1537);
    assert_int_equal(respondents_for(2, NULL, &options), 9604);
    options.level = 0.99;
    assert_int_equal(respondents_for(10, NULL, &options), 664);
    options.level = 0.9;
    assert_int_equal(respondents_for(10, NULL, &options), 271);
}

/* Krejcie and Morgan, Educational and Psychological Measurement 30:607, 1970, table 1; those of its figures that it
 * does not round down. */
static void a_population_needs_fewer(void **state)
{
    static const unsigned table[][2] = {{100, 80},   {110, 86},   {200, 132},  {300, 169},
                                        {1000, 278}, {5000, 357}, {10000, 370}};
    nps_plan_options options = options_of(NPS_METHOD_WALD);
    nps_interval_options interval;
    nps_interval_result result;
    size_t i;
    (void)state;
    nps_interval_options_init(&interval);
    for (i = 0; i < sizeof table / sizeof *table; i++) {
        options.population = table[i][0];
        assert_int_equal(respondents_for(10, NULL, &options), table[i][1]);
    }
    options = options_of(NPS_METHOD_AUTO);
    interval.population = options.population = 100;
    assert_ok(nps_interval_with(&(nps_counts){25, 15, 10}, &interval, &result));
    assert_int_equal(result.method, NPS_METHOD_EXACT);
    assert_double_near(margin_of(50, &PILOTS[0], &options), (result.bounds.upper - result.bounds.lower) / 2, 1e-9);
    options = options_of(NPS_METHOD_WALD);
    options.population = 200;
    assert_double_near(margin_of(200, NULL, &options), 0, 0);
    assert_int_equal(respondents_for(1e-9, NULL, &options), 200);
}

static void the_margin_is_half_the_interval_of_the_expected_table(void **state)
{
    static const nps_method methods[] = {NPS_METHOD_AUTO, NPS_METHOD_EXACT, NPS_METHOD_SKEWNESS_SCORE, NPS_METHOD_WALD};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof methods / sizeof *methods; i++) {
        const nps_plan_options options = options_of(methods[i]);
        assert_double_near(margin_of(10, &PILOTS[0], &options), half_width((nps_counts){5, 3, 2}, methods[i]), 1e-9);
        assert_double_near(margin_of(100, &PILOTS[3], &options), half_width((nps_counts){95, 3, 2}, methods[i]), 1e-9);
        assert_double_near(margin_of(30, NULL, &options), half_width((nps_counts){15, 0, 15}, methods[i]), 1e-9);
        /* Between whole tables: 2.4, 1.2, 0.4, where promoters and detractors together are nearer to the lower corner,
         * and 2.6, 0.7, 0.7, where they are nearer to the upper one. */
        assert_double_near(margin_of(4, &(nps_plan_shares){2.4, 1.2, 0.4}, &options),
                           0.2 * half_width((nps_counts){2, 2, 0}, methods[i]) +
                               0.4 * half_width((nps_counts){3, 1, 0}, methods[i]) +
                               0.4 * half_width((nps_counts){2, 1, 1}, methods[i]),
                           1e-9);
        assert_double_near(margin_of(4, &(nps_plan_shares){2.6, 0.7, 0.7}, &options),
                           0.3 * half_width((nps_counts){3, 0, 1}, methods[i]) +
                               0.3 * half_width((nps_counts){3, 1, 0}, methods[i]) +
                               0.4 * half_width((nps_counts){2, 1, 1}, methods[i]),
                           1e-9);
    }
}

/* Against trying every n: the smallest, and no larger one fails. */
static void respondents_are_the_smallest_that_are_enough(void **state)
{
    static const nps_method methods[] = {NPS_METHOD_SKEWNESS_SCORE, NPS_METHOD_SCORE, NPS_METHOD_ADJUSTED_WALD};
    static const double margins[] = {7.5, 10, 13, 25, 40, 70};
    size_t i, j, k;
    (void)state;
    for (i = 0; i < sizeof methods / sizeof *methods; i++)
        for (j = 0; j < sizeof PILOTS / sizeof *PILOTS; j++)
            for (k = 0; k < sizeof margins / sizeof *margins; k++) {
                const nps_plan_options options = options_of(methods[i]);
                const uint64_t found = respondents_for(margins[k], &PILOTS[j], &options);
                uint64_t n;
                for (n = 1; n < 450; n++)
                    if (n % 7 == 0 || (n + 10 > found && n < found + 10))
                        assert_int_equal(margin_of(n, &PILOTS[j], &options) <= margins[k], n >= found);
            }
}

static void exact_plans_keep_for_the_next_sizes_too(void **state)
{
    static const nps_method methods[] = {NPS_METHOD_EXACT, NPS_METHOD_AUTO};
    size_t i, j;
    (void)state;
    for (i = 0; i < sizeof PILOTS / sizeof *PILOTS; i++)
        for (j = 0; j < 2; j++) {
            const nps_plan_options options = options_of(methods[j]);
            const uint64_t n = respondents_for(45, &PILOTS[i], &options);
            uint64_t more;
            assert_true(margin_of(n - 1, &PILOTS[i], &options) > 45);
            for (more = 0; more < 5; more++)
                assert_true(margin_of(n + more, &PILOTS[i], &options) <= 45);
        }
}

struct set {
    uint64_t tried;
    const char *enough; /* '1' for n that are, from n = 1; beyond its end all are */
};

static nps_status is_in(void *context, uint64_t n, bool *enough)
{
    struct set *set = context;
    set->tried++;
    *enough = n > strlen(set->enough) || set->enough[n - 1] == '1';
    return NPS_OK;
}

static uint64_t find_in(const char *enough, double guess)
{
    struct set set = {0, enough};
    uint64_t n;
    assert_ok(nps_plan_find(is_in, &set, guess, 100, &n));
    return n;
}

static void a_search_passes_what_is_enough_by_chance(void **state)
{
    static const double guesses[] = {-1, 0, 1, 2, 5, 9, 50, 1e30, INFINITY, NAN};
    struct set never = {0, "0000000000000000000000000000000000000000"};
    uint64_t n = 99;
    size_t i;
    (void)state;
    for (i = 0; i < sizeof guesses / sizeof *guesses; i++) {
        assert_int_equal(find_in("", guesses[i]), 1);
        assert_int_equal(find_in("000000", guesses[i]), 7);
        assert_int_equal(find_in("0000001111", guesses[i]), 7);
    }
    assert_int_equal(find_in("0000001000", 7), 11);
    assert_int_equal(find_in("0000001101010", 7), 14);
    assert_int_equal(find_in("0000001110111", 6), 11);
    assert_int_equal(find_in("00000011110", 6), 12);
    assert_int_equal(find_in("000000111110", 6), 7);
    assert_status(nps_plan_find(is_in, &never, 3, 40, &n), NPS_ERROR_UNREACHABLE);
    assert_int_equal(n, 99);
    assert_true(never.tried < 12);
}

/* Enumeration of all pairs of tables. */
static double probability(const nps_counts *counts, const nps_plan_shares *shares)
{
    const uint64_t groups[] = {counts->promoters, counts->passives, counts->detractors};
    const double p[] = {shares->promoters, shares->passives, shares->detractors};
    double product = 1;
    uint64_t drawn = 0, i;
    int group;
    for (group = 0; group < 3; group++)
        for (i = 1; i <= groups[group]; i++)
            product *= p[group] * (double)++drawn / (double)i;
    return product;
}

/* What is added up for every table of n answers. */
typedef double (*table_function)(const nps_counts *counts, const void *context);

static double expectation(uint64_t n, const nps_plan_shares *shares, table_function function, const void *context)
{
    double sum = 0;
    uint64_t p, d;
    for (p = 0; p <= n; p++)
        for (d = 0; p + d <= n; d++) {
            const nps_counts counts = {p, n - p - d, d};
            const double likely = probability(&counts, shares);
            if (likely > 1e-6)
                sum += likely * function(&counts, context);
        }
    return sum;
}

struct other {
    nps_counts first;
    uint64_t n;
    const nps_plan_shares *shares;
    nps_method method;
};

static double differs(const nps_counts *counts, const void *context)
{
    const struct other *other = context;
    nps_comparison comparison;
    assert_ok(nps_compare(&other->first, counts, other->method, 0.95, &comparison));
    return comparison.p_value < 0.05;
}

static double differs_from_second(const nps_counts *counts, const void *context)
{
    struct other other = *(const struct other *)context;
    other.first = *counts;
    return expectation(other.n, other.shares, differs, &other);
}

static void the_power_is_near_that_of_the_test_really_used(void **state)
{
    static const struct {
        nps_method method;
        uint64_t n, m;
    } cases[] = {{NPS_METHOD_SCORE, 10, 10}, {NPS_METHOD_SKEWNESS_SCORE, 12, 6}};
    const nps_plan_shares first = {0.5, 0.3, 0.2}, second = {0.1, 0.1, 0.8};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        const nps_plan_options options = options_of(cases[i].method);
        const struct other other = {{0, 0, 0}, cases[i].m, &second, cases[i].method};
        const double real = expectation(cases[i].n, &first, differs_from_second, &other);
        assert_double_near(power_of(&first, cases[i].n, &second, cases[i].m, &options), real, 0.025);
    }
}

static double is_significant(const nps_counts *counts, const void *context)
{
    double p;
    assert_ok(nps_test(counts, *(const double *)context, NPS_METHOD_SKEWNESS_SCORE, NPS_TWO_SIDED, &p));
    return p < 0.05;
}

static void the_power_against_a_benchmark_is_near_that_of_the_test(void **state)
{
    static const nps_plan_shares pilots[] = {{0.5, 0.3, 0.2}, {0.7, 0.2, 0.1}};
    static const double distances[] = {-70, -30, -18, 0, 15, 25};
    const nps_plan_options options = options_of(NPS_METHOD_SKEWNESS_SCORE);
    size_t i, j;
    (void)state;
    for (i = 0; i < sizeof pilots / sizeof *pilots; i++)
        for (j = 0; j < sizeof distances / sizeof *distances; j++) {
            const double benchmark = 100 * (pilots[i].promoters - pilots[i].detractors) + distances[j];
            double power;
            assert_ok(nps_plan_benchmark_power(&pilots[i], 60, benchmark, &options, &power));
            assert_double_near(power, expectation(60, &pilots[i], is_significant, &benchmark), 0.0205);
        }
}

static double half_width_of(const nps_counts *counts, const void *context)
{
    return half_width(*counts, *(const nps_method *)context);
}

static void the_margin_is_near_the_mean_of_all_surveys(void **state)
{
    const nps_method method = NPS_METHOD_SKEWNESS_SCORE;
    const nps_plan_options options = options_of(method);
    (void)state;
    assert_double_near(margin_of(50, &PILOTS[0], &options), expectation(50, &PILOTS[0], half_width_of, &method), 0.3);
    assert_double_near(margin_of(100, &PILOTS[0], &options), expectation(100, &PILOTS[0], half_width_of, &method), 0.1);
}

/* (z + z')^2 times the variances over the squared difference: small changes in large groups, where all methods agree;
 * but the score has no continuity correction to vanish first. */
static double formula(double variances, double change)
{
    const double z = 1.9599639845400545 + 0.8416212335729143;
    return z * z * variances / (change / 100 * (change / 100));
}

static void small_changes_need_what_the_formula_says(void **state)
{
    const nps_plan_options options = options_of(NPS_METHOD_SCORE);
    nps_plan_options three = options;
    uint64_t n;
    (void)state;
    assert_double_near((double)groups_for(1, NULL, &options).first / formula(2, 1), 1, 1e-4);
    assert_double_near((double)groups_for(-1, NULL, &options).second / formula(2, 1), 1, 1e-4);
    assert_double_near((double)groups_for(0.1, NULL, &options).first / formula(2, 0.1), 1, 1e-6);
    /* .5 + .2 - .3^2, and after 0.1 points up .5005 + .1995 - .301^2 */
    assert_double_near((double)groups_for(0.1, &PILOTS[0], &options).first / formula(0.61 + 0.609399, 0.1), 1, 1e-5);
    three.ratio = 3;
    n = groups_for(0.1, NULL, &three).first;
    assert_double_near((double)n / formula(1 + 1. / 3, 0.1), 1, 1e-6);
    assert_int_equal(groups_for(0.1, NULL, &three).second, 3 * n);
    assert_ok(nps_plan_benchmark_respondents(&PILOTS[0], 30.01, &options, &n));
    assert_double_near((double)n / formula(0.61, 0.01), 1, 1e-4);
}

static void nothing_needs_more_than_the_worst_case(void **state)
{
    nps_plan_options options = options_of(NPS_METHOD_SKEWNESS_SCORE);
    uint64_t worst;
    int score;
    (void)state;
    options.ratio = 0.05;
    options.power = 0.99;
    worst = groups_for(20, NULL, &options).first;
    for (score = -100; score <= 80; score += 5) {
        const nps_plan_shares polar = {100 + score, 0, 100 - score}, passive = {100 + score, 40, 100 - score};
        assert_true((double)groups_for(20, &polar, &options).first <= 1.01 * (double)worst);
        if (score < 65)
            assert_true(groups_for(20, &passive, &options).first < worst);
    }
}

/* 1.1 times 10 is above 11 as doubles. */
static void the_second_group_is_the_ratio_rounded_up(void **state)
{
    nps_plan_options options = options_of(NPS_METHOD_SKEWNESS_SCORE);
    int tens = 0, change;
    (void)state;
    options.ratio = 1.1;
    for (change = 5; change < 60; change++) {
        const nps_plan_sizes sizes = groups_for(change, &PILOTS[0], &options);
        assert_int_equal(sizes.second, (11 * sizes.first + 9) / 10);
        tens += sizes.first % 10 == 0;
    }
    assert_true(tens > 3);
}

static void groups_have_the_power_and_one_fewer_has_not(void **state)
{
    static const double changes[] = {25, -25, 12, 60, -120};
    nps_plan_options options = options_of(NPS_METHOD_AUTO);
    size_t i;
    (void)state;
    options.power = 0.9;
    options.ratio = 1.5;
    for (i = 0; i < sizeof changes / sizeof *changes; i++) {
        const nps_plan_sizes sizes = groups_for(changes[i], &PILOTS[0], &options);
        nps_plan_shares after;
        assert_ok(nps_plan_shift(&PILOTS[0], changes[i], &after));
        assert_int_equal(sizes.second, (3 * sizes.first + 1) / 2);
        assert_true(power_of(&PILOTS[0], sizes.first, &after, sizes.second, &options) >= 0.9);
        assert_true(power_of(&PILOTS[0], sizes.first - 1, &after, (3 * (sizes.first - 1) + 1) / 2, &options) < 0.9);
    }
}

static void the_smallest_change_is_the_one_that_was_planned_for(void **state)
{
    nps_plan_options options = options_of(NPS_METHOD_AUTO);
    nps_plan_shares after;
    nps_plan_sizes sizes;
    double change;
    (void)state;
    sizes = groups_for(10, &PILOTS[0], &options);
    assert_ok(nps_plan_change(&sizes, &PILOTS[0], &options, &change));
    assert_true(change <= 10 && change > 9.98);
    assert_ok(nps_plan_shift(&PILOTS[0], change, &after));
    assert_true(power_of(&PILOTS[0], sizes.first, &after, sizes.second, &options) >= 0.8);
    assert_ok(nps_plan_shift(&PILOTS[0], change - 0.01, &after));
    assert_true(power_of(&PILOTS[0], sizes.first, &after, sizes.second, &options) < 0.8);
    assert_ok(nps_plan_change(&(nps_plan_sizes){1570, 1570}, NULL, &options, &change));
    assert_double_near(change, 10, 0.02);
    /* Three answers each tell nothing short of everything. */
    options.power = 0.99;
    assert_status(nps_plan_change(&(nps_plan_sizes){2, 2}, &PILOTS[0], &options, &change), NPS_ERROR_UNREACHABLE);
    assert_double_near(change, 10, 0.02);
}

static void assert_shares(const nps_plan_shares *actual, double promoters, double passives, double detractors)
{
    assert_double_near(actual->promoters, promoters, 1e-15);
    assert_double_near(actual->passives, passives, 1e-15);
    assert_double_near(actual->detractors, detractors, 1e-15);
}

/* A rise that is possible, or none: however few are not yet promoters. */
static void a_change_is_above_zero_for_all_shares(void **state)
{
    static const double weights[] = {0, 5e-324, 1e-17, 1, 1e300};
    static const nps_plan_sizes sizes[] = {{1000, 1000}, {2, UINT64_C(1) << 40}};
    static const nps_method methods[] = {NPS_METHOD_SCORE, NPS_METHOD_WALD};
    enum { SIZES = 2, METHODS = 2, CASES = 125 * SIZES * METHODS };
    size_t i, found = 0;
    (void)state;
    for (i = SIZES * METHODS; i < CASES; i++) {
        const size_t at = i / (SIZES * METHODS);
        const nps_plan_shares shares = {weights[at / 25], weights[at / 5 % 5], weights[at % 5]};
        const nps_plan_options options = options_of(methods[i % METHODS]);
        double change = 7;
        const nps_status status = nps_plan_change(&sizes[i / METHODS % SIZES], &shares, &options, &change);
        if (status == NPS_OK) {
            found++;
            assert_true(change > 0 && change <= 200);
        } else {
            assert_status(status, NPS_ERROR_UNREACHABLE);
            assert_double_near(change, 7, 0);
        }
    }
    assert_true(found > CASES / 4);
}

static void the_last_promoters_can_be_gained(void **state)
{
    const nps_plan_options options = options_of(NPS_METHOD_SCORE);
    const nps_plan_shares rare = {1, 1e-17, 0};
    nps_plan_shares shares;
    double change;
    (void)state;
    assert_ok(nps_plan_shift(&rare, 1e-15, &shares));
    assert_shares(&shares, 1, 0, 0);
    assert_status(nps_plan_shift(&rare, 1.1e-15, &shares), NPS_ERROR_UNREACHABLE);
    assert_ok(nps_plan_change(&(nps_plan_sizes){1 << 30, 1 << 30}, &(nps_plan_shares){1e6, 1, 0}, &options, &change));
    assert_double_near(change, 1e-4, 1e-9);
}

static void where_the_scores_are_the_same_power_is_the_error_of_the_test(void **state)
{
    nps_plan_options options = options_of(NPS_METHOD_SCORE);
    double power;
    (void)state;
    assert_double_near(power_of(&PILOTS[0], 5000, &PILOTS[0], 4000, &options), 0.05, 1e-4);
    options.level = 0.99;
    assert_double_near(power_of(&PILOTS[1], 50000, &PILOTS[1], 40000, &options), 0.01, 1e-4);
    assert_ok(nps_plan_benchmark_power(&PILOTS[1], 50000, 60, &options, &power));
    assert_double_near(power, 0.01, 1e-4);
    /* Everybody the same: nothing can be found, or nothing missed. */
    assert_ok(nps_plan_benchmark_power(&(nps_plan_shares){1, 0, 0}, 50, 100, &options, &power));
    assert_double_near(power, 0, 0);
    assert_double_near(power_of(&(nps_plan_shares){1, 0, 0}, 50, &(nps_plan_shares){0, 0, 1}, 50, &options), 1, 0);
}

/* Mirror images, and groups that change places, have the same power. */
static void power_knows_no_direction(void **state)
{
    const nps_plan_options options = options_of(NPS_METHOD_SKEWNESS_SCORE);
    const nps_plan_shares a = {0.7, 0.2, 0.1}, b = {0.45, 0.35, 0.2}, mirrored_a = {0.1, 0.2, 0.7},
                          mirrored_b = {0.2, 0.35, 0.45};
    const double power = power_of(&a, 40, &b, 60, &options);
    (void)state;
    assert_double_near(power_of(&mirrored_a, 40, &mirrored_b, 60, &options), power, 1e-9);
    assert_double_near(power_of(&b, 60, &a, 40, &options), power, 1e-9);
}

static void a_shift_takes_from_one_end_and_gives_to_the_other(void **state)
{
    nps_plan_shares shares;
    (void)state;
    assert_ok(nps_plan_shift(&(nps_plan_shares){50, 30, 20}, 10, &shares));
    assert_shares(&shares, 0.55, 0.3, 0.15);
    assert_ok(nps_plan_shift(&(nps_plan_shares){50, 30, 20}, -10, &shares));
    assert_shares(&shares, 0.45, 0.3, 0.25);
    assert_ok(nps_plan_shift(&(nps_plan_shares){60, 35, 5}, 15, &shares));
    assert_shares(&shares, 0.7, 0.3, 0);
    assert_ok(nps_plan_shift(&(nps_plan_shares){5, 35, 60}, -15, &shares));
    assert_shares(&shares, 0, 0.3, 0.7);
    assert_ok(nps_plan_shift(&(nps_plan_shares){0.7, 0.2, 0.1}, 40, &shares));
    assert_shares(&shares, 1, 0, 0);
    assert_ok(nps_plan_shift(&shares, -200, &shares));
    assert_shares(&shares, 0, 0, 1);
    assert_ok(nps_plan_shift(&(nps_plan_shares){1e308, 1e308, 1e308}, 0, &shares));
    assert_shares(&shares, 1. / 3, 1. / 3, 1. / 3);
    assert_status(nps_plan_shift(&(nps_plan_shares){0.7, 0.2, 0.1}, 40.001, &shares), NPS_ERROR_UNREACHABLE);
    assert_status(nps_plan_shift(&(nps_plan_shares){0.7, 0.2, 0.1}, -160.001, &shares), NPS_ERROR_UNREACHABLE);
    assert_status(nps_plan_shift(&(nps_plan_shares){0.7, 0.2, 0.1}, NAN, &shares), NPS_ERROR_PLAN);
    assert_status(nps_plan_shift(&(nps_plan_shares){0.7, 0.2, 0.1}, INFINITY, &shares), NPS_ERROR_PLAN);
    assert_status(nps_plan_shift(NULL, 1, &shares), NPS_ERROR_NULL);
    assert_status(nps_plan_shift(&shares, 1, NULL), NPS_ERROR_NULL);
    assert_shares(&shares, 1. / 3, 1. / 3, 1. / 3);
}

static void invitations_are_enough_on_average(void **state)
{
    (void)state;
    assert_int_equal(invitations_for(385, 0.2, 0), 1925);
    assert_int_equal(invitations_for(385, 1, 0), 385);
    assert_int_equal(invitations_for(21, 0.07, 0), 300);
    assert_int_equal(invitations_for(100, 0.3, 0), 334);
    assert_int_equal(invitations_for(1, 1e-14, 0), 100000000000000);
    assert_int_equal(invitations_for((uint64_t)1 << 53, 1, 0), (uint64_t)1 << 53);
}

/* Figures by exact arithmetic. */
static void invitations_are_assured(void **state)
{
    struct figures figures = figures_open("invitations.csv");
    (void)state;
    while (figures_next(&figures))
        assert_int_equal(invitations_for(strtoull(figures.fields[0], NULL, 10), figures_number(&figures, 1),
                                         figures_number(&figures, 2)),
                         strtoull(figures.fields[3], NULL, 10));
    assert_int_equal(figures.row, 84);
    assert_int_equal(invitations_for(7, 1, 0.999), 7);
}

/* Tosses one after the other. */
static void binomial_sums_are_those_of_tosses(void **state)
{
    enum { TOSSES = 40 };
    static const double rates[] = {0.01, 0.3, 0.5, 0.97};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof rates / sizeof *rates; i++) {
        double heads[TOSSES + 2] = {1};
        int n, k;
        for (n = 1; n <= TOSSES; n++) {
            double below = 0;
            for (k = n; k >= 0; k--)
                heads[k] = (k > 0 ? heads[k - 1] * rates[i] : 0) + heads[k] * (1 - rates[i]);
            for (k = 0; k <= n + 1; k++) {
                const double sum = nps_binomial_below((uint64_t)k, (uint64_t)n, rates[i]);
                assert_double_near(sum, below, below > 1e-17 ? 1e-12 * below : 1e-17);
                below += heads[k];
            }
        }
    }
}

static void waves_take_turns(void **state)
{
    nps_plan_rotation rotation;
    (void)state;
    assert_ok(nps_plan_waves(10000, 2000, 90, &rotation));
    assert_int_equal(rotation.waves, 5);
    assert_double_near(rotation.days, 18, 0);
    assert_ok(nps_plan_waves(9999, 2000, 90, &rotation));
    assert_int_equal(rotation.waves, 4);
    assert_double_near(rotation.days, 22.5, 0);
    assert_ok(nps_plan_waves(UINT64_MAX, 1, 0, &rotation));
    assert_int_equal(rotation.waves, UINT64_MAX);
    assert_double_near(rotation.days, 0, 0);
    assert_ok(nps_plan_waves(2000, 2000, 90, &rotation));
    assert_int_equal(rotation.waves, 1);
    assert_double_near(rotation.days, 90, 0);
    assert_status(nps_plan_waves(1999, 2000, 90, &rotation), NPS_ERROR_UNREACHABLE);
    assert_status(nps_plan_waves(2000, 0, 90, &rotation), NPS_ERROR_EMPTY);
    assert_status(nps_plan_waves(2000, 1, -1, &rotation), NPS_ERROR_PLAN);
    assert_status(nps_plan_waves(2000, 1, NAN, &rotation), NPS_ERROR_PLAN);
    assert_status(nps_plan_waves(2000, 1, INFINITY, &rotation), NPS_ERROR_PLAN);
    assert_status(nps_plan_waves(2000, 1, 90, NULL), NPS_ERROR_NULL);
    assert_int_equal(rotation.waves, 1);
}

static void impossible_invitations_are_refused(void **state)
{
    static const double rates[] = {0, -0.1, 1.1, NAN, INFINITY}, assurances[] = {0.49, 1, -0.1, NAN, INFINITY};
    uint64_t out = 99;
    size_t i;
    (void)state;
    for (i = 0; i < 5; i++) {
        assert_status(nps_plan_invitations(10, rates[i], 0.5, &out), NPS_ERROR_PLAN);
        assert_status(nps_plan_invitations(10, 0.5, assurances[i], &out), NPS_ERROR_PLAN);
    }
    assert_status(nps_plan_invitations(0, 0.5, 0, &out), NPS_ERROR_EMPTY);
    assert_status(nps_plan_invitations(10, 0.5, 0, NULL), NPS_ERROR_NULL);
    assert_status(nps_plan_invitations(10, 1e-15, 0, &out), NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_invitations(10, 5e-324, 0, &out), NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_invitations(10, 1e-15, 0.9, &out), NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_invitations(10, 5e-324, 0.9, &out), NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_invitations(UINT64_MAX, 1, 0, &out), NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_invitations(UINT64_MAX, 1, 0.5, &out), NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_invitations(1000000001, 0.5, 0.9, &out), NPS_ERROR_TOO_MANY);
    assert_int_equal(out, 99);
}

/* Every function that takes shares and options. */
static void assert_all_refuse(const nps_plan_shares *shares, const nps_plan_options *options, nps_status expected)
{
    const nps_plan_sizes sizes = {10, 10};
    nps_plan_sizes out_sizes = {99, 99};
    uint64_t n = 99;
    double x = 99;
    assert_status(nps_plan_margin(10, shares, options, &x), expected);
    assert_status(nps_plan_respondents(10, shares, options, &n), expected);
    assert_status(nps_plan_power(shares, 10, &PILOTS[0], 10, options, &x), expected);
    assert_status(nps_plan_power(&PILOTS[0], 10, shares, 10, options, &x), expected);
    assert_status(nps_plan_groups(10, shares, options, &out_sizes), expected);
    assert_status(nps_plan_change(&sizes, shares, options, &x), expected);
    assert_status(nps_plan_benchmark_power(shares, 10, 0, options, &x), expected);
    assert_status(nps_plan_benchmark_respondents(shares, 0, options, &n), expected);
    assert_double_near(x, 99, 0);
    assert_int_equal(n, 99);
    assert_int_equal(out_sizes.first, 99);
}

static void impossible_shares_and_options_are_refused(void **state)
{
    static const nps_plan_shares impossible[] = {{0, 0, 0},        {-1, 2, 3},       {1, -1, 1},       {1, 1, -1},
                                                 {NAN, 1, 1},      {1, NAN, 1},      {1, 1, NAN},      {INFINITY, 1, 1},
                                                 {1, INFINITY, 1}, {1, 1, INFINITY}, {-INFINITY, 1, 1}};
    static const double levels[] = {0, 1, -1, 2, NAN, INFINITY};
    nps_plan_options options = options_of(NPS_METHOD_AUTO);
    size_t i;
    (void)state;
    for (i = 0; i < sizeof impossible / sizeof *impossible; i++)
        assert_all_refuse(&impossible[i], &options, NPS_ERROR_SHARES);
    for (i = 0; i < sizeof levels / sizeof *levels; i++) {
        options = options_of(NPS_METHOD_AUTO);
        options.level = levels[i];
        assert_all_refuse(&PILOTS[0], &options, NPS_ERROR_LEVEL);
    }
    options = options_of((nps_method)77);
    assert_all_refuse(&PILOTS[0], &options, NPS_ERROR_METHOD);
    options = options_of(NPS_METHOD_AUTO);
    options.size--;
    assert_all_refuse(&PILOTS[0], &options, NPS_ERROR_SIZE);
    assert_all_refuse(&PILOTS[0], NULL, NPS_ERROR_NULL);
}

static void null_is_refused(void **state)
{
    const nps_plan_options options = options_of(NPS_METHOD_AUTO);
    const nps_plan_sizes sizes = {10, 10};
    uint64_t n;
    double x;
    (void)state;
    assert_status(nps_plan_margin(10, NULL, &options, NULL), NPS_ERROR_NULL);
    assert_status(nps_plan_respondents(10, NULL, &options, NULL), NPS_ERROR_NULL);
    assert_status(nps_plan_power(&PILOTS[0], 10, &PILOTS[1], 10, &options, NULL), NPS_ERROR_NULL);
    assert_status(nps_plan_power(NULL, 10, &PILOTS[1], 10, &options, &x), NPS_ERROR_NULL);
    assert_status(nps_plan_power(&PILOTS[0], 10, NULL, 10, &options, &x), NPS_ERROR_NULL);
    assert_status(nps_plan_groups(10, NULL, &options, NULL), NPS_ERROR_NULL);
    assert_status(nps_plan_change(&sizes, NULL, &options, NULL), NPS_ERROR_NULL);
    assert_status(nps_plan_change(NULL, NULL, &options, &x), NPS_ERROR_NULL);
    assert_status(nps_plan_benchmark_power(&PILOTS[0], 10, 0, &options, NULL), NPS_ERROR_NULL);
    assert_status(nps_plan_benchmark_power(NULL, 10, 0, &options, &x), NPS_ERROR_NULL);
    assert_status(nps_plan_benchmark_respondents(&PILOTS[0], 0, &options, NULL), NPS_ERROR_NULL);
    assert_status(nps_plan_benchmark_respondents(NULL, 0, &options, &n), NPS_ERROR_NULL);
    nps_plan_options_init(NULL);
}

static void the_score_of_the_shares_is_no_benchmark_however_it_rounds(void **state)
{
    const nps_plan_options options = options_of(NPS_METHOD_AUTO);
    uint64_t n;
    int p, d;
    (void)state;
    for (p = 0; p <= 100; p++)
        for (d = 0; p + d <= 100; d++) {
            const nps_plan_shares shares = {p / 100., (100 - p - d) / 100., d / 100.};
            assert_status(nps_plan_benchmark_respondents(&shares, p - d, &options, &n), NPS_ERROR_UNREACHABLE);
        }
}

static void impossible_figures_are_refused(void **state)
{
    static const double bad[] = {NAN, INFINITY, -INFINITY, 0, -1, 201, 1e300};
    static const double powers[] = {0, 0.05, 1, 1.5, -1, NAN};
    static const double ratios[] = {0, -1, NAN, INFINITY};
    nps_plan_options options = options_of(NPS_METHOD_AUTO);
    nps_plan_sizes sizes = {99, 99};
    uint64_t n = 99;
    double x = 99;
    size_t i;
    (void)state;
    for (i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_status(nps_plan_respondents(bad[i], NULL, &options, &n), NPS_ERROR_PLAN);
        if (bad[i] != -1)
            assert_status(nps_plan_groups(bad[i], NULL, &options, &sizes), NPS_ERROR_PLAN);
        if (bad[i] != 0 && bad[i] != -1) {
            assert_status(nps_plan_benchmark_power(&PILOTS[0], 10, bad[i], &options, &x), NPS_ERROR_REFERENCE);
            assert_status(nps_plan_benchmark_respondents(&PILOTS[0], bad[i], &options, &n), NPS_ERROR_REFERENCE);
        }
    }
    for (i = 0; i < sizeof powers / sizeof *powers; i++) {
        options.power = powers[i];
        assert_status(nps_plan_groups(10, NULL, &options, &sizes), NPS_ERROR_PLAN);
        assert_status(nps_plan_change(&(nps_plan_sizes){10, 10}, NULL, &options, &x), NPS_ERROR_PLAN);
        assert_status(nps_plan_benchmark_respondents(&PILOTS[0], 0, &options, &n), NPS_ERROR_PLAN);
    }
    options = options_of(NPS_METHOD_AUTO);
    for (i = 0; i < sizeof ratios / sizeof *ratios; i++) {
        options.ratio = ratios[i];
        assert_status(nps_plan_groups(10, NULL, &options, &sizes), NPS_ERROR_PLAN);
    }
    assert_int_equal(n, 99);
    assert_double_near(x, 99, 0);
    assert_int_equal(sizes.first, 99);
}

static void what_cannot_be_reached_is_said(void **state)
{
    nps_plan_options options = options_of(NPS_METHOD_AUTO);
    nps_plan_sizes sizes = {99, 99};
    uint64_t n = 99;
    double x = 99;
    (void)state;
    assert_status(nps_plan_margin(0, NULL, &options, &x), NPS_ERROR_EMPTY);
    assert_status(nps_plan_margin(UINT64_MAX, NULL, &options, &x), NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_power(&PILOTS[0], 0, &PILOTS[0], 10, &options, &x), NPS_ERROR_EMPTY);
    assert_status(nps_plan_power(&PILOTS[0], 10, &PILOTS[0], 0, &options, &x), NPS_ERROR_EMPTY);
    assert_status(nps_plan_power(&PILOTS[0], UINT64_MAX, &PILOTS[0], 10, &options, &x), NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_change(&(nps_plan_sizes){10, 0}, NULL, &options, &x), NPS_ERROR_EMPTY);
    assert_status(nps_plan_change(&(nps_plan_sizes){UINT64_MAX, 10}, NULL, &options, &x), NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_benchmark_power(&PILOTS[0], 0, 0, &options, &x), NPS_ERROR_EMPTY);
    assert_status(nps_plan_benchmark_respondents(&PILOTS[0], 30, &options, &n), NPS_ERROR_UNREACHABLE);
    assert_status(nps_plan_respondents(1e-9, NULL, &options, &n), NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_respondents(5e-324, NULL, &options, &n), NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_groups(1e-7, NULL, &options, &sizes), NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_groups(5e-324, NULL, &options, &sizes), NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_groups(90, &PILOTS[1], &options, &sizes), NPS_ERROR_UNREACHABLE);
    options.ratio = 1e300;
    assert_status(nps_plan_groups(10, NULL, &options, &sizes), NPS_ERROR_OVERFLOW);
    options.ratio = 5e-324;
    assert_status(nps_plan_groups(10, NULL, &options, &sizes), NPS_ERROR_OVERFLOW);
    options = options_of(NPS_METHOD_EXACT);
    assert_status(nps_plan_respondents(10, NULL, &options, &n), NPS_ERROR_TOO_MANY);
    options = options_of(NPS_METHOD_WALD);
    options.population = 100;
    assert_status(nps_plan_margin(101, NULL, &options, &x), NPS_ERROR_POPULATION);
    assert_double_near(x, 99, 0);
    assert_int_equal(n, 99);
    assert_int_equal(sizes.first, 99);
}

static void huge_plans_work(void **state)
{
    const nps_plan_options options = options_of(NPS_METHOD_AUTO);
    (void)state;
    assert_double_near(margin_of((uint64_t)LARGEST, NULL, &options), 195.99639845400545 / sqrt(LARGEST), 1e-11);
    assert_double_near((double)respondents_for(1e-5, NULL, &options) / 3.841458820694124e14, 1, 1e-9);
    assert_double_near(power_of(&PILOTS[0], (uint64_t)LARGEST, &PILOTS[0], (uint64_t)LARGEST, &options), 0.05, 1e-6);
    assert_double_near(power_of(&PILOTS[0], (uint64_t)LARGEST, &PILOTS[1], (uint64_t)LARGEST, &options), 1, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worst_case_is_that_of_textbooks),
        cmocka_unit_test(a_population_needs_fewer),
        cmocka_unit_test(the_margin_is_half_the_interval_of_the_expected_table),
        cmocka_unit_test(respondents_are_the_smallest_that_are_enough),
        cmocka_unit_test(exact_plans_keep_for_the_next_sizes_too),
        cmocka_unit_test(a_search_passes_what_is_enough_by_chance),
        cmocka_unit_test(the_power_is_near_that_of_the_test_really_used),
        cmocka_unit_test(the_power_against_a_benchmark_is_near_that_of_the_test),
        cmocka_unit_test(the_margin_is_near_the_mean_of_all_surveys),
        cmocka_unit_test(small_changes_need_what_the_formula_says),
        cmocka_unit_test(nothing_needs_more_than_the_worst_case),
        cmocka_unit_test(the_second_group_is_the_ratio_rounded_up),
        cmocka_unit_test(groups_have_the_power_and_one_fewer_has_not),
        cmocka_unit_test(the_smallest_change_is_the_one_that_was_planned_for),
        cmocka_unit_test(a_change_is_above_zero_for_all_shares),
        cmocka_unit_test(the_last_promoters_can_be_gained),
        cmocka_unit_test(where_the_scores_are_the_same_power_is_the_error_of_the_test),
        cmocka_unit_test(power_knows_no_direction),
        cmocka_unit_test(a_shift_takes_from_one_end_and_gives_to_the_other),
        cmocka_unit_test(invitations_are_enough_on_average),
        cmocka_unit_test(invitations_are_assured),
        cmocka_unit_test(binomial_sums_are_those_of_tosses),
        cmocka_unit_test(waves_take_turns),
        cmocka_unit_test(impossible_invitations_are_refused),
        cmocka_unit_test(impossible_shares_and_options_are_refused),
        cmocka_unit_test(null_is_refused),
        cmocka_unit_test(the_score_of_the_shares_is_no_benchmark_however_it_rounds),
        cmocka_unit_test(impossible_figures_are_refused),
        cmocka_unit_test(what_cannot_be_reached_is_said),
        cmocka_unit_test(huge_plans_work),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
