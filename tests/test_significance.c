/* SPDX-License-Identifier: MIT */
#include "figures.h"

static double p_of(const nps_counts *counts, double reference, nps_method method, nps_alternative alternative)
{
    double p;
    assert_ok(nps_test(counts, reference, method, alternative, &p));
    assert_true(0 <= p && p <= 1);
    return p;
}

/* Relative error 1e-6 down to 1e-300; below that, both must be tiny. */
static void assert_p_near(double actual, double expected)
{
    if (expected < 1e-300)
        assert_true(actual < 1e-299);
    else
        assert_double_near(actual, expected, 1e-6 * expected);
}

static void p_values_are_the_reference_figures_into_the_far_tail(void **state)
{
    struct figures figures = figures_open("tests.csv");
    int far = 0;
    (void)state;
    while (figures_next(&figures)) {
        const nps_counts counts = figures_counts(&figures, 0);
        const double reference = figures_number(&figures, 3);
        const nps_method method = figures_method(&figures, 4);
        assert_p_near(p_of(&counts, reference, method, NPS_GREATER), figures_number(&figures, 5));
        assert_p_near(p_of(&counts, reference, method, NPS_LESS), figures_number(&figures, 6));
        assert_p_near(p_of(&counts, reference, method, NPS_TWO_SIDED), figures_number(&figures, 7));
        far += figures_number(&figures, 7) < 1e-100 && figures_number(&figures, 7) > 1e-300;
    }
    assert_int_equal(figures.row, 1728);
    assert_true(far >= 10);
}

/* The two-sided test rejects exactly the scores outside the interval. */
static void test_and_interval_agree(void **state)
{
    static const nps_method methods[] = {NPS_METHOD_SCORE, NPS_METHOD_ADJUSTED_WALD, NPS_METHOD_AGRESTI_MIN,
                                         NPS_METHOD_BONETT_PRICE, NPS_METHOD_WALD};
    static const double levels[] = {0.5, 0.9, 0.95, 0.999};
    uint64_t random = 5;
    int round;
    (void)state;
    for (round = 0; round < 4000; round++) {
        const uint64_t most = (uint64_t)1 << next_below(&random, 40);
        const nps_counts counts = {1 + next_below(&random, most), next_below(&random, most),
                                   1 + next_below(&random, most)};
        const nps_method method = methods[round % 5];
        const double level = levels[next_below(&random, 4)];
        nps_bounds bounds;
        assert_ok(nps_interval(&counts, method, level, &bounds));
        if (bounds.lower > -100)
            assert_double_near(p_of(&counts, bounds.lower, method, NPS_TWO_SIDED), 1 - level, 1e-8);
        if (bounds.upper < 100)
            assert_double_near(p_of(&counts, bounds.upper, method, NPS_TWO_SIDED), 1 - level, 1e-8);
    }
}

static void one_sided_tests_point_the_right_way(void **state)
{
    const nps_counts counts = {50, 30, 20};
    (void)state;
    assert_true(p_of(&counts, 0, NPS_METHOD_SCORE, NPS_GREATER) < 0.001);
    assert_true(p_of(&counts, 0, NPS_METHOD_SCORE, NPS_LESS) > 0.999);
    assert_double_near(p_of(&counts, 30, NPS_METHOD_SCORE, NPS_TWO_SIDED), 1, 1e-12);
    assert_double_near(p_of(&counts, 30, NPS_METHOD_SCORE, NPS_GREATER), 0.5, 1e-12);
}

static void impossible_references_have_no_p_value_left(void **state)
{
    const nps_counts mixed = {5, 3, 2}, all = {7, 0, 0}, passive = {0, 7, 0};
    (void)state;
    assert_double_near(p_of(&mixed, 100, NPS_METHOD_SCORE, NPS_TWO_SIDED), 0, 0);
    assert_double_near(p_of(&mixed, -100, NPS_METHOD_SCORE, NPS_TWO_SIDED), 0, 0);
    assert_double_near(p_of(&mixed, 100, NPS_METHOD_SCORE, NPS_LESS), 0, 0);
    assert_double_near(p_of(&all, 100, NPS_METHOD_SCORE, NPS_TWO_SIDED), 1, 0);
    assert_double_near(p_of(&passive, 0, NPS_METHOD_WALD, NPS_TWO_SIDED), 1, 0);
    assert_double_near(p_of(&passive, 1, NPS_METHOD_WALD, NPS_TWO_SIDED), 0, 0);
}

static void bad_arguments_leave_the_output_unchanged(void **state)
{
    static const double bad_references[] = {-100.0000001, 101, NAN, INFINITY, -INFINITY};
    static const int bad_alternatives[] = {-1, 3, 1000};
    const nps_counts counts = {5, 3, 2}, empty = {0, 0, 0}, huge = {UINT64_MAX, 0, 1};
    double p = 7;
    size_t i;
    (void)state;
    for (i = 0; i < sizeof bad_references / sizeof *bad_references; i++)
        assert_status(nps_test(&counts, bad_references[i], NPS_METHOD_SCORE, NPS_TWO_SIDED, &p), NPS_ERROR_REFERENCE);
    for (i = 0; i < sizeof bad_alternatives / sizeof *bad_alternatives; i++)
        assert_status(nps_test(&counts, 0, NPS_METHOD_SCORE, (nps_alternative)bad_alternatives[i], &p),
                      NPS_ERROR_ALTERNATIVE);
    assert_status(nps_test(&counts, 0, (nps_method)99, NPS_TWO_SIDED, &p), NPS_ERROR_METHOD);
    assert_status(nps_test(&empty, 0, NPS_METHOD_SCORE, NPS_TWO_SIDED, &p), NPS_ERROR_EMPTY);
    assert_status(nps_test(&huge, 0, NPS_METHOD_SCORE, NPS_TWO_SIDED, &p), NPS_ERROR_OVERFLOW);
    assert_status(nps_test(NULL, 0, NPS_METHOD_SCORE, NPS_TWO_SIDED, &p), NPS_ERROR_NULL);
    assert_status(nps_test(&counts, 0, NPS_METHOD_SCORE, NPS_TWO_SIDED, NULL), NPS_ERROR_NULL);
    assert_double_near(p, 7, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(p_values_are_the_reference_figures_into_the_far_tail),
        cmocka_unit_test(test_and_interval_agree),
        cmocka_unit_test(one_sided_tests_point_the_right_way),
        cmocka_unit_test(impossible_references_have_no_p_value_left),
        cmocka_unit_test(bad_arguments_leave_the_output_unchanged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
