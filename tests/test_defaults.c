/* NULL options and a NULL scale are the defaults, in every function that takes either.
 * SPDX-License-Identifier: MIT */
#include "test.h"

#include <nps/nps.h>

static const nps_counts COUNTS[] = {{50, 30, 20}, {30, 30, 40}, {300, 200, 100}};

enum { COUNT = sizeof COUNTS / sizeof *COUNTS };

static nps_accumulator some_answers(void)
{
    nps_accumulator answers = {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 12, 13};
    return answers;
}

static void intervals_and_tests(void **state)
{
    nps_interval_result one, same, many[COUNT];
    nps_test_result p, same_p;
    nps_interval_options options;
    nps_status statuses[COUNT];
    size_t i;
    (void)state;
    nps_interval_options_init(&options);
    assert_ok(nps_interval_many(COUNTS, COUNT, NULL, many, statuses));
    for (i = 0; i < COUNT; i++) {
        assert_ok(nps_interval_with(&COUNTS[i], NULL, &one));
        assert_ok(nps_interval_with(&COUNTS[i], &options, &same));
        assert_memory_equal(&one.bounds, &same.bounds, sizeof one.bounds);
        assert_int_equal(one.method, same.method);
        assert_memory_equal(&many[i].bounds, &same.bounds, sizeof one.bounds);
        assert_ok(nps_test_with(&COUNTS[i], 30, NPS_GREATER, NULL, &p));
        assert_ok(nps_test_with(&COUNTS[i], 30, NPS_GREATER, &options, &same_p));
        assert_double_near(p.p_value, same_p.p_value, 0);
    }
}

static void counts_on_a_scale(void **state)
{
    const nps_accumulator answers = some_answers();
    nps_counts counts, same;
    nps_paired waves = {{0}, {0}, {0}, {0}, {0}};
    (void)state;
    assert_ok(nps_accumulator_counts(&answers, NULL, &counts, NULL));
    assert_ok(nps_accumulator_counts(&answers, nps_scale_0_10(), &same, NULL));
    assert_memory_equal(&counts, &same, sizeof same);
    assert_ok(nps_scale_check(NULL));
    assert_ok(nps_paired_add(&waves, 10, 0, 3, NULL));
    assert_int_equal(waves.promoters.detractors, 3);
}

static void weights_on_a_scale(void **state)
{
    const nps_accumulator segments[] = {some_answers(), some_answers()};
    static const double totals[] = {3, 1};
    nps_weighted weighted = {.weightless = 0};
    nps_weighted_design *design;
    nps_weighted_estimate read, same;
    (void)state;
    assert_ok(nps_weighted_design_create(NULL, &design));
    assert_ok(nps_weighted_add_n(&weighted, 9, 1.5, 4));
    assert_ok(nps_weighted_add_n(&weighted, 0, 0.5, 3));
    assert_ok(nps_weighted_design_add(design, 1, 9, 1.5, 4));
    assert_ok(nps_weighted_design_add(design, 2, 0, 0.5, 3));
    assert_ok(nps_weighted_read(&weighted, NULL, &read, NULL));
    assert_ok(nps_weighted_read(&weighted, nps_scale_0_10(), &same, NULL));
    assert_memory_equal(&read, &same, sizeof same);
    assert_ok(nps_weighted_design_read(design, NULL, &read, NULL));
    assert_ok(nps_weighted_design_read(design, nps_scale_0_10(), &same, NULL));
    assert_memory_equal(&read, &same, sizeof same);
    assert_ok(nps_calibration_poststratify(segments, totals, 2, NULL, &read, NULL));
    assert_ok(nps_calibration_poststratify(segments, totals, 2, nps_scale_0_10(), &same, NULL));
    assert_memory_equal(&read, &same, sizeof same);
    nps_weighted_design_destroy(design);
}

static void plans(void **state)
{
    const nps_plan_shares first = {50, 30, 20}, second = {60, 30, 10};
    const nps_plan_sizes sizes = {100, 100};
    nps_plan_options options;
    nps_plan_sizes groups, same_groups;
    double figure, same;
    uint64_t n, same_n;
    (void)state;
    nps_plan_options_init(&options);
    assert_ok(nps_plan_margin(100, NULL, NULL, &figure));
    assert_ok(nps_plan_margin(100, NULL, &options, &same));
    assert_double_near(figure, same, 0);
    assert_ok(nps_plan_respondents(10, NULL, NULL, &n));
    assert_ok(nps_plan_respondents(10, NULL, &options, &same_n));
    assert_int_equal(n, same_n);
    assert_ok(nps_plan_power(&first, 100, &second, 100, NULL, &figure));
    assert_ok(nps_plan_power(&first, 100, &second, 100, &options, &same));
    assert_double_near(figure, same, 0);
    assert_ok(nps_plan_comparison(20, &first, NULL, &groups));
    assert_ok(nps_plan_comparison(20, &first, &options, &same_groups));
    assert_memory_equal(&groups, &same_groups, sizeof groups);
    assert_ok(nps_plan_change(&sizes, &first, NULL, &figure));
    assert_ok(nps_plan_change(&sizes, &first, &options, &same));
    assert_double_near(figure, same, 0);
    assert_ok(nps_plan_benchmark_power(&first, 100, 10, NULL, &figure));
    assert_ok(nps_plan_benchmark_power(&first, 100, 10, &options, &same));
    assert_double_near(figure, same, 0);
    assert_ok(nps_plan_benchmark_respondents(&first, 10, NULL, &n));
    assert_ok(nps_plan_benchmark_respondents(&first, 10, &options, &same_n));
    assert_int_equal(n, same_n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_and_tests),
        cmocka_unit_test(counts_on_a_scale),
        cmocka_unit_test(weights_on_a_scale),
        cmocka_unit_test(plans),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
