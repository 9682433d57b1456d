/* The planned power against a benchmark, compared with the actual power of the test, summed over all tables.
 * SPDX-License-Identifier: MIT */
#include "interrupts.h"
#include "plans.h"

#include <limits.h>

/* A test of a benchmark. */
struct test {
    double benchmark, level;
    nps_method method;
};

static double is_found(const nps_counts *counts, const void *context)
{
    const struct test *test = context;
    double p;
    assert_ok(nps_test(counts, test->benchmark, test->method, NPS_TWO_SIDED, &p));
    return p < 1 - test->level;
}

static double planned(const nps_plan_shares *shares, uint64_t n, const struct test *test)
{
    nps_plan_options options = options_of(test->method);
    double power;
    options.level = test->level;
    assert_ok(nps_plan_benchmark_power(shares, n, test->benchmark, &options, &power));
    return power;
}

static const struct {
    nps_plan_shares shares;
    uint64_t n;
    double benchmark;
} SETTINGS[] = {
    {{0.5, 0.3, 0.2}, 2, 85},      {{0.5, 0.3, 0.2}, 10, -30},    {{0.5, 0.3, 0.2}, 25, 70},
    {{0.5, 0, 0.5}, 20, 45},       {{0, 0.08, 0.92}, 12, -60},    {{0.02, 0.03, 0.95}, 25, -70},
    {{0.44, 0.1, 0.46}, 3, 77},    {{0.2, 0.7, 0.1}, 30, 10},     {{0.98, 0.01, 0.01}, 30, 80},
    {{0.47, 0.01, 0.52}, 20, -41}, {{0.001, 0.998, 0.001}, 9, 1}, {{1, 0, 0}, 7, 20},
};
enum { SETTING_COUNT = sizeof SETTINGS / sizeof *SETTINGS };

static void assert_planned(nps_method method, double level, double tolerance)
{
    size_t i;
    for (i = 0; i < SETTING_COUNT; i++) {
        const struct test test = {SETTINGS[i].benchmark, level, method};
        assert_double_near(planned(&SETTINGS[i].shares, SETTINGS[i].n, &test),
                           expectation(SETTINGS[i].n, &SETTINGS[i].shares, is_found, &test), tolerance);
    }
}

static void the_power_is_that_of_closed_formulas(void **state)
{
    (void)state;
    assert_planned(NPS_METHOD_SKEWNESS_SCORE, 0.95, 0.01);
    assert_planned(NPS_METHOD_SCORE, 0.9, 0.0005);
    assert_planned(NPS_METHOD_AGRESTI_MIN, 0.99, 0.0005);
    assert_planned(NPS_METHOD_WALD, 0.95, 0.0005);
}

static void the_power_is_that_of_slower_methods(void **state)
{
    (void)state;
    assert_planned(NPS_METHOD_AUTO, 0.95, 0.0005);
    assert_planned(NPS_METHOD_BAYES, 0.95, 0.0005);
    assert_planned(NPS_METHOD_ANYTIME, 0.9, 0.0005);
}

/* Rare groups in larger samples: values are left out of the sum, and crossings are not whole. */
static void large_samples_with_a_rare_group_have_their_power(void **state)
{
    static const nps_plan_shares shares = {0.7, 0.28, 0.02};
    const struct test test = {60, 0.95, NPS_METHOD_SKEWNESS_SCORE};
    (void)state;
    assert_double_near(planned(&shares, 300, &test), expectation(300, &shares, is_found, &test), 0.01);
}

/* Where a group is empty, the score has so few values that the formula would be off by .015. */
static void larger_samples_without_a_group_have_their_power(void **state)
{
    static const struct {
        nps_plan_shares shares;
        uint64_t n;
        double benchmark;
    } settings[] = {{{0.5, 0, 0.5}, 100, -24}, {{0.5, 0, 0.5}, 200, -17}, {{0.3, 0.7, 0}, 220, 22}};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof settings / sizeof *settings; i++) {
        const struct test test = {settings[i].benchmark, 0.95, NPS_METHOD_SKEWNESS_SCORE};
        assert_double_near(planned(&settings[i].shares, settings[i].n, &test),
                           expectation(settings[i].n, &settings[i].shares, is_found, &test), 0.0005);
    }
}

/* The critical region, without a look at the tables at its edge, has a power of .041 in the first setting, because the
 * p-values of some of these tables reach alpha at a higher score. */
static void the_power_is_that_of_exact_tests(void **state)
{
    static const struct {
        nps_plan_shares shares;
        uint64_t n;
        double benchmark, level;
    } settings[] = {
        {{0.607, 0.275, 0.118}, 10, 28.68, 0.95},
        {{0.776, 0.214, 0.01}, 40, 66.43, 0.95},
        {{0.811, 0.188, 0.001}, 40, 50.41, 0.95},
        {{0.3, 0.3, 0.4}, 12, -100, 0.95},
        {{0.9, 0.1, 0}, 9, 100, 0.9},
        {{0.4, 0.3, 0.3}, 11, 9, 0.05},
        {{0, 1, 0}, 30, 2, 0.5},
        {{0.6, 0.3, 0.1}, 6, 20, 0.999999},
    };
    size_t i;
    (void)state;
    for (i = 0; i < sizeof settings / sizeof *settings; i++) {
        const struct test test = {settings[i].benchmark, settings[i].level, NPS_METHOD_EXACT};
        assert_double_near(planned(&settings[i].shares, settings[i].n, &test),
                           expectation(settings[i].n, &settings[i].shares, is_found, &test), 0.0002);
    }
}

static void exact_respondents_have_the_power_that_was_asked_for(void **state)
{
    static const struct {
        double benchmark;
        nps_method method;
    } settings[] = {{90, NPS_METHOD_AUTO}, {66, NPS_METHOD_EXACT}, {-15, NPS_METHOD_AUTO}, {9, NPS_METHOD_EXACT}};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof settings / sizeof *settings; i++) {
        const nps_plan_options options = options_of(settings[i].method);
        const double benchmark = settings[i].benchmark;
        uint64_t n, more;
        double power;
        assert_ok(nps_plan_benchmark_respondents(&PILOTS[0], benchmark, &options, &n));
        for (more = n; more < n + 5; more++) {
            assert_ok(nps_plan_benchmark_power(&PILOTS[0], more, benchmark, &options, &power));
            assert_true(power >= options.power);
        }
        assert_ok(nps_plan_benchmark_power(&PILOTS[0], n - 1, benchmark, &options, &power));
        assert_true(power < options.power);
    }
}

/* Each question is asked before a region of tables is found, or after a look at the tables at its edge, of which each
 * but the last one found a table that does not belong to it. */
static void exact_plans_ask_often_and_take_few_steps(void **state)
{
    static const double away[] = {-60, -2, 7};
    nps_plan_options options = options_of(NPS_METHOD_EXACT);
    struct caller caller;
    size_t i, j;
    (void)state;
    for (i = 0; i < 2; i++)
        for (j = 0; j < sizeof away / sizeof *away; j++) {
            const double all = PILOTS[i].promoters + PILOTS[i].passives + PILOTS[i].detractors;
            const double benchmark = 100 * (PILOTS[i].promoters - PILOTS[i].detractors) / all + away[j];
            double power;
            uint64_t n;
            if (fabs(benchmark) > 100)
                continue;
            options.interrupt = stop_at(&caller, INT_MAX);
            assert_ok(nps_plan_benchmark_power(&PILOTS[i], 200, benchmark, &options, &power));
            assert_true(caller.asked >= 2 && caller.asked <= 5);
            options.interrupt = stop_at(&caller, 2);
            assert_status(nps_plan_benchmark_power(&PILOTS[i], 200, benchmark, &options, &power),
                          NPS_ERROR_INTERRUPTED);
            assert_int_equal(caller.asked, 2);
            options.interrupt = stop_at(&caller, INT_MAX);
            (void)nps_plan_benchmark_respondents(&PILOTS[i], benchmark, &options, &n);
            assert_true(caller.asked <= 100);
        }
}

/* A power by posterior intervals takes long from 40 answers on, so that the search computes few of them. */
static void respondents_have_nearly_the_power_that_was_asked_for(void **state)
{
    const nps_plan_options options = options_of(NPS_METHOD_ANYTIME);
    uint64_t n;
    double power;
    (void)state;
    assert_ok(nps_plan_benchmark_respondents(&PILOTS[0], -15, &options, &n));
    assert_ok(nps_plan_benchmark_power(&PILOTS[0], n, -15, &options, &power));
    assert_true(power >= 0.79 && power < 0.87);
}

/* The nearer the level is to 1, the more clusters the test needs before it shows anything. */
static void clusters_have_the_power_at_every_level(void **state)
{
    static const double levels[] = {0.95, 0.999, 1 - 1e-5, 1 - 1e-11};
    const nps_plan_shares shares = {0.948, 0.004, 0.048};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof levels / sizeof *levels; i++) {
        nps_plan_options options = options_of(NPS_METHOD_ANYTIME);
        uint64_t n;
        double power;
        options.level = levels[i];
        options.power = 0.5;
        options.cluster_size = 20.242;
        assert_ok(nps_plan_benchmark_respondents(&shares, 0, &options, &n));
        assert_ok(nps_plan_benchmark_power(&shares, n, 0, &options, &power));
        assert_true(power >= options.power - 0.005);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_power_is_that_of_closed_formulas),
        cmocka_unit_test(the_power_is_that_of_slower_methods),
        cmocka_unit_test(large_samples_with_a_rare_group_have_their_power),
        cmocka_unit_test(larger_samples_without_a_group_have_their_power),
        cmocka_unit_test(the_power_is_that_of_exact_tests),
        cmocka_unit_test(exact_respondents_have_the_power_that_was_asked_for),
        cmocka_unit_test(exact_plans_ask_often_and_take_few_steps),
        cmocka_unit_test(respondents_have_nearly_the_power_that_was_asked_for),
        cmocka_unit_test(clusters_have_the_power_at_every_level),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
