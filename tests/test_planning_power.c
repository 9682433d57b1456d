/* The power of comparisons, and the group sizes and changes that a power needs.
 * SPDX-License-Identifier: MIT */
#include "plans.h"
#include "sparse.h"

static nps_plan_sizes groups_for(double change, const nps_plan_shares *expected, const nps_plan_options *options)
{
    nps_plan_sizes sizes;
    assert_ok(nps_plan_comparison(change, expected, options, &sizes));
    return sizes;
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

/* (z + z')^2 times the variances over the squared difference. It holds for small changes in large groups, where all
 * methods agree, except that the score methods have a continuity correction that vanishes only slowly. */
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
    for (score = -100; score <= 80; score += 5 * EVERY) {
        const nps_plan_shares polar = {100 + score, 0, 100 - score}, passive = {100 + score, 40, 100 - score};
        assert_true((double)groups_for(20, &polar, &options).first <= 1.01 * (double)worst);
        if (score < 65)
            assert_true(groups_for(20, &passive, &options).first < worst);
    }
}

/* In doubles, 1.1 times 10 is above 11. */
static void the_second_group_is_the_ratio_rounded_up(void **state)
{
    nps_plan_options options = options_of(NPS_METHOD_SKEWNESS_SCORE);
    int tens = 0, change;
    (void)state;
    options.ratio = 1.1;
    for (change = 5; change < 60; change += EVERY) {
        const nps_plan_sizes sizes = groups_for(change, &PILOTS[0], &options);
        assert_int_equal(sizes.second, (11 * sizes.first + 9) / 10);
        tens += sizes.first % 10 == 0;
    }
    assert_true(tens > 3 || EVERY > 1);
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
    /* With three answers each, only extreme changes are detectable. */
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

/* The change found is above 0 and possible, or no change suffices, even when nearly all are promoters already. All
 * shares take turns in the sizes and methods. */
static void a_change_is_above_zero_for_all_shares(void **state)
{
    static const double weights[] = {0, 5e-324, 1e-17, 1, 1e300};
    static const nps_plan_sizes sizes[] = {{1000, 1000}, {2, UINT64_C(1) << 40}};
    static const nps_method methods[] = {NPS_METHOD_SCORE, NPS_METHOD_WALD};
    enum { SIZES = 2, METHODS = 2, CASES = 125 * SIZES * METHODS, STEP = 3 * EVERY };
    size_t i, found = 0;
    (void)state;
    for (i = SIZES * METHODS; i < CASES; i += STEP) {
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
    assert_true(found > CASES / STEP / 4);
}

static void a_shift_may_make_everybody_a_promoter(void **state)
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
    /* All answers equal: power 0 for no change and 1 for a change. */
    assert_ok(nps_plan_benchmark_power(&(nps_plan_shares){1, 0, 0}, 50, 100, &options, &power));
    assert_double_near(power, 0, 0);
    assert_double_near(power_of(&(nps_plan_shares){1, 0, 0}, 50, &(nps_plan_shares){0, 0, 1}, 50, &options), 1, 0);
}

/* Mirror images, and exchanged groups, have the same power. */
static void the_power_is_the_same_in_both_directions(void **state)
{
    const nps_plan_options options = options_of(NPS_METHOD_SKEWNESS_SCORE);
    const nps_plan_shares a = {0.7, 0.2, 0.1}, b = {0.45, 0.35, 0.2}, mirrored_a = {0.1, 0.2, 0.7},
                          mirrored_b = {0.2, 0.35, 0.45};
    const double power = power_of(&a, 40, &b, 60, &options);
    (void)state;
    assert_double_near(power_of(&mirrored_a, 40, &mirrored_b, 60, &options), power, 1e-9);
    assert_double_near(power_of(&b, 60, &a, 40, &options), power, 1e-9);
}

static void a_shift_moves_shares_between_the_end_groups(void **state)
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_power_is_near_that_of_the_test_really_used),
        cmocka_unit_test(the_power_against_a_benchmark_is_near_that_of_the_test),
        cmocka_unit_test(small_changes_need_what_the_formula_says),
        cmocka_unit_test(nothing_needs_more_than_the_worst_case),
        cmocka_unit_test(the_second_group_is_the_ratio_rounded_up),
        cmocka_unit_test(groups_have_the_power_and_one_fewer_has_not),
        cmocka_unit_test(the_smallest_change_is_the_one_that_was_planned_for),
        cmocka_unit_test(a_change_is_above_zero_for_all_shares),
        cmocka_unit_test(a_shift_may_make_everybody_a_promoter),
        cmocka_unit_test(where_the_scores_are_the_same_power_is_the_error_of_the_test),
        cmocka_unit_test(the_power_is_the_same_in_both_directions),
        cmocka_unit_test(a_shift_moves_shares_between_the_end_groups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
