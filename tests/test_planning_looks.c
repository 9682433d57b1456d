/* Several looks at a comparison.
 * SPDX-License-Identifier: MIT */
#include "plans.h"

#include "math/numerics.h"

static nps_plan_look look_of(uint64_t looks, uint64_t look, nps_plan_boundary boundary, const nps_plan_options *options)
{
    nps_plan_look found;
    assert_ok(nps_plan_looks(looks, look, boundary, options, &found));
    return found;
}

static double deviate_of(const nps_plan_look *look)
{
    return nps_normal_two_sided_quantile(1 - look->level);
}

/* Jennison and Turnbull, Group Sequential Methods, 2000, tables 2.1 and 2.3: constants for an error of 5 %, and the
 * respondents for a power of 80 %, relative to those of a single look. */
static void the_figures_are_those_of_tables(void **state)
{
    static const struct {
        uint64_t looks;
        double pocock, pocock_cost, obrien_fleming, obrien_fleming_cost;
    } table[] = {
        {1, 1.960, 1.000, 1.960, 1.000}, {2, 2.178, 1.110, 1.977, 1.008},  {3, 2.289, 1.166, 2.004, 1.017},
        {4, 2.361, 1.202, 2.024, 1.024}, {5, 2.413, 1.229, 2.040, 1.028},  {6, 2.453, 1.249, 2.053, 1.032},
        {8, 2.512, 1.279, 2.072, 1.037}, {10, 2.555, 1.301, 2.087, 1.040},
    };
    size_t i;
    (void)state;
    for (i = 0; i < sizeof table / sizeof *table; i++) {
        const uint64_t looks = table[i].looks;
        const nps_plan_look pocock = look_of(looks, looks, NPS_PLAN_POCOCK, NULL);
        const nps_plan_look late = look_of(looks, looks, NPS_PLAN_OBRIEN_FLEMING, NULL);
        assert_double_near(deviate_of(&pocock), table[i].pocock, 0.0006);
        assert_double_near(pocock.inflation, table[i].pocock_cost, 0.0011);
        assert_double_near(deviate_of(&late), table[i].obrien_fleming, 0.0006);
        assert_double_near(late.inflation, table[i].obrien_fleming_cost, 0.0011);
        assert_double_near(pocock.detected, 0.8, 1e-9);
        assert_double_near(late.detected, 0.8, 1e-9);
    }
}

/* The sum after `looks` increments, by brute force for two looks: an integral over the first increment. */
static double either_of_two(double first, double second, double drift)
{
    enum { POINTS = 20000 };
    double sum = 0;
    int i;
    for (i = 0; i < POINTS; i++) {
        const double x = -first + 2 * first * (i + 0.5) / POINTS;
        sum += exp(-0.5 * (x - drift) * (x - drift)) * (nps_normal_upper_tail(second * sqrt(2) - x - drift) +
                                                        nps_normal_upper_tail(second * sqrt(2) + x + drift));
    }
    return nps_normal_upper_tail(first - drift) + nps_normal_upper_tail(first + drift) +
           sum * 2 * first / POINTS / sqrt(2 * 3.14159265358979323846);
}

static void two_looks_have_the_error_and_the_power_of_the_plan(void **state)
{
    nps_plan_options options = options_of(NPS_METHOD_AUTO);
    int boundary;
    (void)state;
    options.level = 0.9;
    options.power = 0.7;
    options.comparisons = 2;
    for (boundary = NPS_PLAN_POCOCK; boundary <= NPS_PLAN_OBRIEN_FLEMING; boundary++) {
        const nps_plan_look one = look_of(2, 1, (nps_plan_boundary)boundary, &options);
        const nps_plan_look two = look_of(2, 2, (nps_plan_boundary)boundary, &options);
        const double first = deviate_of(&one), second = deviate_of(&two);
        /* A single look at 95 % with a power of 70 % has this drift. */
        const double drift = 1.9599639845400545 + 0.5244005127080407;
        assert_double_near(either_of_two(first, second, 0), 0.05, 1e-5);
        assert_double_near(either_of_two(first, second, drift * sqrt(two.inflation / 2)), 0.7, 1e-4);
        assert_double_near(one.detected, nps_normal_upper_tail(first - drift * sqrt(two.inflation / 2)), 1e-4);
        assert_double_near(one.share, 0.5, 0);
        assert_double_near(two.share, 1, 0);
    }
}

static void later_looks_detect_more_and_need_no_higher_level(void **state)
{
    static const nps_plan_boundary boundaries[] = {NPS_PLAN_POCOCK, NPS_PLAN_OBRIEN_FLEMING};
    size_t i;
    (void)state;
    for (i = 0; i < 2; i++) {
        nps_plan_look before = {0, 1, 0, 0};
        uint64_t look;
        for (look = 1; look <= 7; look++) {
            const nps_plan_look now = look_of(7, look, boundaries[i], NULL);
            assert_true(now.detected > before.detected && now.level <= before.level && now.level < 1);
            before = now;
        }
    }
    /* The first of many looks may need a level that is rounded to 1. */
    assert_true(look_of(NPS_PLAN_LOOKS_MAX, 1, NPS_PLAN_OBRIEN_FLEMING, NULL).level < 1);
}

static void impossible_looks_are_refused(void **state)
{
    static const uint64_t bad[][2] = {{0, 0}, {0, 1}, {5, 0}, {5, 6}, {NPS_PLAN_LOOKS_MAX + 1, 1}, {UINT64_MAX, 1}};
    nps_plan_options options = options_of(NPS_METHOD_AUTO);
    nps_plan_boundary unknown = NPS_PLAN_OBRIEN_FLEMING;
    nps_plan_look look = {99, 99, 99, 99};
    size_t i;
    (void)state;
    unknown++;
    for (i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_status(nps_plan_looks(bad[i][0], bad[i][1], NPS_PLAN_POCOCK, NULL, &look), NPS_ERROR_PLAN);
    assert_status(nps_plan_looks(5, 1, unknown, NULL, &look), NPS_ERROR_PLAN);
    assert_status(nps_plan_looks(5, 1, NPS_PLAN_POCOCK, NULL, NULL), NPS_ERROR_NULL);
    options.power = 0.05;
    assert_status(nps_plan_looks(5, 1, NPS_PLAN_POCOCK, &options, &look), NPS_ERROR_PLAN);
    options = options_of(NPS_METHOD_AUTO);
    options.level = 1;
    assert_status(nps_plan_looks(5, 1, NPS_PLAN_POCOCK, &options, &look), NPS_ERROR_LEVEL);
    assert_double_near(look.level, 99, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_figures_are_those_of_tables),
        cmocka_unit_test(two_looks_have_the_error_and_the_power_of_the_plan),
        cmocka_unit_test(later_looks_detect_more_and_need_no_higher_level),
        cmocka_unit_test(impossible_looks_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
