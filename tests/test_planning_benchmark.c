/* The planned power against a benchmark, compared with the actual power of the test, summed over all tables.
 * SPDX-License-Identifier: MIT */
#include "plans.h"

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

/* Exact tests of 40 to 100 answers are slow, so that the search computes few powers. */
static void respondents_have_nearly_the_power_that_was_asked_for(void **state)
{
    static const double benchmarks[] = {90, 66, 8, -15};
    const nps_plan_options options = options_of(NPS_METHOD_AUTO);
    size_t i;
    (void)state;
    for (i = 0; i < sizeof benchmarks / sizeof *benchmarks; i++) {
        uint64_t n;
        double power;
        assert_ok(nps_plan_benchmark_respondents(&PILOTS[0], benchmarks[i], &options, &n));
        assert_ok(nps_plan_benchmark_power(&PILOTS[0], n, benchmarks[i], &options, &power));
        assert_true(power >= 0.79 && power < 0.87);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_power_is_that_of_closed_formulas),
        cmocka_unit_test(the_power_is_that_of_slower_methods),
        cmocka_unit_test(large_samples_with_a_rare_group_have_their_power),
        cmocka_unit_test(larger_samples_without_a_group_have_their_power),
        cmocka_unit_test(respondents_have_nearly_the_power_that_was_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
