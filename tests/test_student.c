/* SPDX-License-Identifier: MIT */
#include "figures.h"

#include "math/student.h"

static void tails_and_quantiles_are_the_reference_figures(void **state)
{
    struct figures figures = figures_open("student.csv");
    (void)state;
    while (figures_next(&figures)) {
        const double degrees = figures_number(&figures, 0), t = figures_number(&figures, 1);
        const double tail = figures_number(&figures, 2);
        assert_double_near(nps_student_upper_tail(t, degrees), tail, 1e-11 * tail);
        /* Where the tail is nearly 1/2, the digits of the tail do not determine those of t. */
        if (t >= 0.5 && tail > 0)
            assert_double_near(nps_student_upper_quantile(tail, degrees), t, 1e-11 * t);
    }
    assert_int_equal(figures.row, 187);
}

static void one_degree_is_cauchy(void **state)
{
    double t;
    (void)state;
    for (t = 1; t < 1e299; t *= 1e3) {
        const double tail = atan(1 / t) / acos(-1);
        assert_double_near(nps_student_upper_tail(t, 1), tail, 1e-12 * tail);
        assert_double_near(nps_student_upper_quantile(tail, 1), t, 1e-11 * t);
    }
}

static void many_degrees_are_normal(void **state)
{
    (void)state;
    assert_double_near(nps_student_upper_tail(1.96, INFINITY), 0.5 * erfc(1.96 * sqrt(0.5)), 1e-16);
    assert_double_near(nps_student_upper_quantile(0.025, INFINITY), 1.959963984540054, 1e-14);
    assert_double_near(nps_student_upper_quantile(0.025, 1e15), 1.959963984540054, 1e-13);
}

/* The two ways of computing agree where they meet. */
static void student_tails_are_continuous_and_monotone(void **state)
{
    double t;
    (void)state;
    for (t = 0.01; t < 100; t *= 1.1) {
        const double below = nps_student_upper_tail(t, 9999.999999), above = nps_student_upper_tail(t, 10000.000001);
        assert_double_near(above, below, 1e-7 * below * (1 + t * t));
        assert_true(nps_student_upper_tail(t, 5) > nps_student_upper_tail(t * 1.1, 5));
    }
}

static void student_tails_at_zero_and_infinity(void **state)
{
    (void)state;
    assert_double_near(nps_student_upper_tail(0, 7), 0.5, 0);
    assert_double_near(nps_student_upper_quantile(0.5, 7), 0, 0);
    assert_double_near(nps_student_upper_tail(INFINITY, 3), 0, 0);
    assert_double_near(nps_student_upper_tail(-INFINITY, 3), 1, 0);
    assert_double_near(nps_student_upper_quantile(1e-300, 1), 1e300 / acos(-1), 1e290);
    assert_true(isinf(nps_student_upper_quantile(1e-300, 0.5)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tails_and_quantiles_are_the_reference_figures),
        cmocka_unit_test(one_degree_is_cauchy),
        cmocka_unit_test(many_degrees_are_normal),
        cmocka_unit_test(student_tails_are_continuous_and_monotone),
        cmocka_unit_test(student_tails_at_zero_and_infinity),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
