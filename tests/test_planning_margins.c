/* The power of tests with a margin, and the group sizes that show non-inferiority and equivalence.
 * SPDX-License-Identifier: MIT */
#include "plans.h"

static nps_plan_options with_margin(nps_plan_goal goal, double margin)
{
    nps_plan_options options = options_of(NPS_METHOD_AUTO);
    options.goal = goal;
    options.margin = margin;
    return options;
}

/* A test, and the sample that a table is compared with. */
struct test {
    const nps_plan_options *options;
    const nps_plan_shares *second;
    uint64_t second_answers;
    nps_counts first;
};

static double is_shown(const nps_counts *second, const void *context)
{
    const struct test *test = context;
    const nps_plan_options *options = test->options;
    nps_comparison comparison;
    if (options->goal == NPS_PLAN_NONINFERIORITY)
        assert_ok(nps_compare_noninferiority(second, &test->first, options->margin, options->method, options->level,
                                             &comparison));
    else
        assert_ok(nps_compare_equivalence(&test->first, second, options->margin, options->method, options->level,
                                          &comparison));
    return comparison.p_value < 1 - options->level;
}

static double is_shown_by_second(const nps_counts *first, const void *context)
{
    struct test test = *(const struct test *)context;
    test.first = *first;
    return expectation(test.second_answers, test.second, is_shown, &test);
}

struct setting {
    nps_plan_shares first;
    uint64_t n;
    double change;
    uint64_t m;
    double margin;
};

static void assert_power_near(const struct setting *setting, const nps_plan_options *options, double error)
{
    nps_plan_shares second;
    struct test test = {options, &second, setting->m, {0, 0, 0}};
    assert_ok(nps_plan_shift(&setting->first, setting->change, &second));
    assert_double_near(power_of(&setting->first, setting->n, &second, setting->m, options),
                       expectation(setting->n, &setting->first, is_shown_by_second, &test), error);
}

static void assert_power(const struct setting *setting, const nps_plan_options *options)
{
    assert_power_near(setting, options, 0.01);
}

static const struct setting SETTINGS[] = {
    {{0.5, 0.3, 0.2}, 9, 0, 8, 60},    {{0.5, 0.3, 0.2}, 6, 20, 9, 45}, {{0.011, 0.372, 0.617}, 9, 4, 8, 41.56},
    {{0.5, 0, 0.5}, 10, 0, 10, 90},    {{0, 0.2, 0.8}, 11, 0, 7, 30},   {{0.98, 0.01, 0.01}, 15, 0, 5, 30},
    {{0.9, 0.05, 0.05}, 8, -5, 7, 40}, {{0.5, 0.3, 0.2}, 3, 0, 2, 150},
};
enum { SETTING_COUNT = sizeof SETTINGS / sizeof *SETTINGS };

static void the_power_is_that_of_the_test_with_a_margin(void **state)
{
    size_t i;
    (void)state;
    for (i = 0; i < SETTING_COUNT; i++) {
        const nps_plan_options better = with_margin(NPS_PLAN_NONINFERIORITY, SETTINGS[i].margin);
        const nps_plan_options same = with_margin(NPS_PLAN_EQUIVALENCE, SETTINGS[i].margin);
        assert_power(&SETTINGS[i], &better);
        assert_power(&SETTINGS[i], &same);
    }
}

/* Where nearly all answers are in one group, the p-value with a margin falls and rises again as the answers get better.
 */
static void the_power_is_right_where_the_test_is_significant_at_scattered_tables(void **state)
{
    static const struct setting setting = {{0.0007, 0.0448, 0.9545}, 21, 3.36, 2, 32.86};
    static const struct setting few = {{0.2882, 0.1538, 0.5579}, 3, -66.03, 9, 69.92};
    nps_plan_options options = with_margin(NPS_PLAN_NONINFERIORITY, setting.margin);
    (void)state;
    options.level = 0.856;
    assert_power(&setting, &options);
    options = with_margin(NPS_PLAN_EQUIVALENCE, few.margin);
    options.level = 0.8494;
    assert_power(&few, &options);
}

/* Samples whose sums would be wrong by .03 and .04 with long steps, or if the p-value were taken to fall steadily. */
static void the_power_is_right_where_most_tables_matter(void **state)
{
    static const struct setting better = {{0.0768, 0.6550, 0.2681}, 6, 28.25, 19, 29.27};
    static const struct setting same = {{0.3358, 0.3534, 0.3108}, 20, 10.14, 19, 45.11};
    nps_plan_options options = with_margin(NPS_PLAN_NONINFERIORITY, better.margin);
    (void)state;
    options.level = 0.9283;
    assert_power_near(&better, &options, 0.002);
    options = with_margin(NPS_PLAN_EQUIVALENCE, same.margin);
    assert_power_near(&same, &options, 0.002);
}

static void the_power_is_that_of_the_method(void **state)
{
    static const nps_method methods[] = {NPS_METHOD_SCORE, NPS_METHOD_AGRESTI_MIN, NPS_METHOD_WALD};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof methods / sizeof *methods; i++) {
        nps_plan_options options = with_margin(NPS_PLAN_NONINFERIORITY, 60);
        options.method = methods[i];
        options.level = 0.9;
        assert_power(&SETTINGS[0], &options);
        options.goal = NPS_PLAN_EQUIVALENCE;
        assert_power(&SETTINGS[0], &options);
    }
}

static nps_plan_sizes sizes_for(double change, const nps_plan_options *options)
{
    nps_plan_sizes sizes;
    assert_ok(nps_plan_comparison(change, &PILOTS[0], options, &sizes));
    return sizes;
}

/* (z + z')^2 2 v / distance^2, with the one-sided quantile of the level (Julious, Statistics in Medicine 23:1921, 2004,
 * sections 4 and 5). Where nothing has changed, equivalence may fail on either side. */
static void large_groups_need_what_the_formula_says(void **state)
{
    const double z = 1.6448536269514722, z_80 = 0.8416212335729143, z_90 = 1.2815515655446004, v = 0.61;
    const nps_plan_options better = with_margin(NPS_PLAN_NONINFERIORITY, 1),
                           same = with_margin(NPS_PLAN_EQUIVALENCE, 1);
    (void)state;
    assert_double_near((double)sizes_for(0, &better).first / ((z + z_80) * (z + z_80) * 2 * v * 1e4), 1, 2e-3);
    assert_double_near((double)sizes_for(0, &same).first / ((z + z_90) * (z + z_90) * 2 * v * 1e4), 1, 2e-3);
    assert_double_near((double)sizes_for(-0.5, &better).first / ((z + z_80) * (z + z_80) * 2 * v * 4e4), 1, 5e-3);
    assert_double_near((double)sizes_for(0.5, &same).first / ((z + z_80) * (z + z_80) * 2 * v * 4e4), 1, 5e-3);
}

static double power_with(const nps_plan_options *options, double change, uint64_t n, uint64_t m)
{
    nps_plan_shares after;
    assert_ok(nps_plan_shift(&PILOTS[0], change, &after));
    return power_of(&PILOTS[0], n, &after, m, options);
}

static void sizes_have_the_power_and_one_fewer_has_not(void **state)
{
    static const nps_plan_goal goals[] = {NPS_PLAN_NONINFERIORITY, NPS_PLAN_EQUIVALENCE};
    size_t i;
    (void)state;
    for (i = 0; i < 2; i++) {
        nps_plan_options options = with_margin(goals[i], 40);
        nps_plan_sizes sizes;
        options.ratio = 2;
        sizes = sizes_for(3, &options);
        assert_int_equal(sizes.second, 2 * sizes.first);
        assert_true(power_with(&options, 3, sizes.first, sizes.second) >= 0.8);
        assert_true(power_with(&options, 3, sizes.first - 1, sizes.second - 2) < 0.8);
    }
}

static double power_of_equals(const nps_plan_shares *shares, uint64_t n, const nps_plan_options *options)
{
    double power;
    assert_ok(nps_plan_power(shares, n, shares, n, options, &power));
    return power;
}

/* Where a group is rare the power does not rise steadily, and the formula is wrong up to large samples. With a level
 * near 1 the exact test of five answers shows nothing. */
static void rare_groups_and_levels_near_1_need_the_smallest_sizes(void **state)
{
    static const struct {
        nps_plan_shares shares;
        nps_plan_goal goal;
        double margin, level;
        uint32_t comparisons;
        uint64_t n;
    } cases[] = {
        {{0.98, 0.02, 0}, NPS_PLAN_NONINFERIORITY, 40, 0.95, 1, 38},
        {{0.99, 0.01, 0}, NPS_PLAN_NONINFERIORITY, 60, 0.95, 1, 18},
        {{0.95, 0.05, 0}, NPS_PLAN_EQUIVALENCE, 30, 0.95, 1, 35},
        {{0.02, 0.98, 0}, NPS_PLAN_NONINFERIORITY, 40, 0.95, 1, 10},
        {{0.98, 0.015, 0.005}, NPS_PLAN_NONINFERIORITY, 60, 0.95, 1, 18},
        {{0.98, 0.015, 0.005}, NPS_PLAN_NONINFERIORITY, 20, 0.95, 1, 79},
        {{0.98, 0.015, 0.005}, NPS_PLAN_EQUIVALENCE, 20, 0.95, 1, 79},
        {{0.98, 0.015, 0.005}, NPS_PLAN_NONINFERIORITY, 20, 0.99, 1, 137},
        {{0.43, 0.332, 0.238}, NPS_PLAN_EQUIVALENCE, 200, 0.99, 100000, 6},
        {{0.43, 0.332, 0.238}, NPS_PLAN_NONINFERIORITY, 200, 0.99, 1000000, 6},
    };
    size_t i;
    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        nps_plan_options options = with_margin(cases[i].goal, cases[i].margin);
        nps_plan_sizes sizes;
        options.level = cases[i].level;
        options.comparisons = cases[i].comparisons;
        assert_ok(nps_plan_comparison(0, &cases[i].shares, &options, &sizes));
        assert_int_equal(sizes.first, cases[i].n);
        assert_int_equal(sizes.second, cases[i].n);
        assert_true(power_of_equals(&cases[i].shares, cases[i].n, &options) >= options.power);
        assert_true(power_of_equals(&cases[i].shares, cases[i].n - 1, &options) < options.power);
    }
}

static void sizes_fall_as_the_margin_grows(void **state)
{
    nps_plan_options better = with_margin(NPS_PLAN_NONINFERIORITY, 1), same = with_margin(NPS_PLAN_EQUIVALENCE, 1);
    nps_plan_sizes before = {UINT64_MAX, UINT64_MAX};
    int i;
    (void)state;
    for (i = 0; i < 7; i++) {
        nps_plan_sizes of_better, of_same;
        same.margin = better.margin = 1 << i;
        of_better = sizes_for(0, &better);
        of_same = sizes_for(0, &same);
        assert_true(of_better.first < of_same.first);
        assert_true(of_better.first < before.first && of_same.first < before.second);
        before = (nps_plan_sizes){of_better.first, of_same.first};
    }
}

/* Equivalence does not tell which group is first; non-inferiority turns with the scale. */
static void goals_have_their_symmetries(void **state)
{
    const nps_plan_options same = with_margin(NPS_PLAN_EQUIVALENCE, 50);
    const nps_plan_options better = with_margin(NPS_PLAN_NONINFERIORITY, 50);
    const nps_plan_shares a = {0.7, 0.2, 0.1}, b = {0.6, 0.25, 0.15}, mirrored_a = {0.1, 0.2, 0.7},
                          mirrored_b = {0.15, 0.25, 0.6};
    (void)state;
    assert_double_near(power_of(&a, 14, &b, 20, &same), power_of(&b, 20, &a, 14, &same), 1e-9);
    assert_double_near(power_of(&a, 14, &b, 20, &better), power_of(&mirrored_b, 20, &mirrored_a, 14, &better), 1e-9);
    assert_true(power_of(&a, 14, &b, 20, &better) < power_of(&b, 14, &a, 20, &better));
    assert_true(power_of(&a, 14, &b, 20, &same) < power_of(&a, 14, &b, 20, &better));
}

static void what_a_margin_makes_impossible_is_refused(void **state)
{
    static const double margins[] = {0, -1, 201, NAN, INFINITY};
    nps_plan_options options = with_margin(NPS_PLAN_NONINFERIORITY, 10);
    nps_plan_sizes sizes = {99, 99};
    double x = 99;
    uint64_t n = 99;
    size_t i;
    (void)state;
    assert_status(nps_plan_comparison(-10, &PILOTS[0], &options, &sizes), NPS_ERROR_UNREACHABLE);
    assert_status(nps_plan_change(&sizes, &PILOTS[0], &options, &x), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_plan_benchmark_power(&PILOTS[0], 10, 0, &options, &x), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_plan_benchmark_respondents(&PILOTS[0], 0, &options, &n), NPS_ERROR_UNAVAILABLE);
    options.goal = NPS_PLAN_EQUIVALENCE;
    assert_status(nps_plan_comparison(-10, &PILOTS[0], &options, &sizes), NPS_ERROR_UNREACHABLE);
    assert_status(nps_plan_comparison(10, &PILOTS[0], &options, &sizes), NPS_ERROR_UNREACHABLE);
    options.method = NPS_METHOD_ANYTIME;
    assert_status(nps_plan_power(&PILOTS[0], 10, &PILOTS[0], 10, &options, &x), NPS_ERROR_UNAVAILABLE);
    options.method = NPS_METHOD_EXACT;
    assert_status(nps_plan_power(&PILOTS[0], 10, &PILOTS[0], 10, &options, &x), NPS_ERROR_UNAVAILABLE);
    options = with_margin(NPS_PLAN_EQUIVALENCE, 10);
    options.level = 0.5;
    assert_status(nps_plan_power(&PILOTS[0], 10, &PILOTS[0], 10, &options, &x), NPS_ERROR_LEVEL);
    options = with_margin(NPS_PLAN_EQUIVALENCE, 10);
    options.goal++;
    assert_status(nps_plan_power(&PILOTS[0], 10, &PILOTS[0], 10, &options, &x), NPS_ERROR_PLAN);
    for (i = 0; i < sizeof margins / sizeof *margins; i++) {
        options = with_margin(NPS_PLAN_NONINFERIORITY, margins[i]);
        assert_status(nps_plan_power(&PILOTS[0], 10, &PILOTS[0], 10, &options, &x), NPS_ERROR_PLAN);
        assert_status(nps_plan_comparison(0, &PILOTS[0], &options, &sizes), NPS_ERROR_PLAN);
    }
    assert_double_near(x, 99, 0);
    assert_int_equal(n, 99);
    assert_int_equal(sizes.first, 99);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_power_is_that_of_the_test_with_a_margin),
        cmocka_unit_test(the_power_is_right_where_the_test_is_significant_at_scattered_tables),
        cmocka_unit_test(the_power_is_right_where_most_tables_matter),
        cmocka_unit_test(the_power_is_that_of_the_method),
        cmocka_unit_test(large_groups_need_what_the_formula_says),
        cmocka_unit_test(sizes_have_the_power_and_one_fewer_has_not),
        cmocka_unit_test(rare_groups_and_levels_near_1_need_the_smallest_sizes),
        cmocka_unit_test(sizes_fall_as_the_margin_grows),
        cmocka_unit_test(goals_have_their_symmetries),
        cmocka_unit_test(what_a_margin_makes_impossible_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
