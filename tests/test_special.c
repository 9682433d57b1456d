/* SPDX-License-Identifier: MIT */
#include "math/lattice.h"
#include "math/numerics.h"
#include "math/special.h"

#include "figures.h"

static const double LOG_SQRT_2PI = 0.91893853320467274178;

static void the_log_is_taken_apart_without_cancellation(void **state)
{
    /* log(1 + x) - x to 17 digits. */
    static const struct {
        double x, expected;
    } cases[] = {{1e-10, -4.999999999666667031e-21}, {-1e-5, -5.0000333335833361514e-11},
                 {0.1, -0.0046898201956751404607},   {-0.5, -0.19314718055994530942},
                 {0.69, -0.16527147106501787417},    {3, -1.6137056388801093812},
                 {-0.875, -1.2044415416798359283},   {1e18, -999999999999999958.55}};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_double_near(nps_log1p_minus(cases[i].x) / cases[i].expected, 1, 4e-16);
    assert_true(nps_log1p_minus(0) == 0);
    assert_true(nps_log1p_minus(-1) == -INFINITY);
}

static void sums_of_logs_do_not_overflow(void **state)
{
    (void)state;
    assert_double_near(nps_log_sum(log(2), log(3)), log(5), 1e-15);
    assert_double_near(nps_log_sum(-1e9, -1e9), log(2) - 1e9, 1e-6);
    assert_true(nps_log_sum(-INFINITY, 7) == 7 && nps_log_sum(7, -INFINITY) == 7);
    assert_true(nps_log_sum(-INFINITY, -INFINITY) == -INFINITY);
}

/* log (k - 1)! from Stirling's formula and its error, and known values at the ends. */
static void stirling_leaves_over_what_it_should(void **state)
{
    double log_factorial = 0, k;
    (void)state;
    for (k = 1; k <= 170; log_factorial += log(k), k++)
        assert_double_near(nps_stirling_error(k) + (k - 0.5) * log(k) - k + LOG_SQRT_2PI, log_factorial,
                           1e-14 * fmax(1, log_factorial));
    assert_double_near(nps_stirling_error(0.5), 0.5 - 0.5 * log(2), 1e-15);
    assert_double_near(nps_stirling_error(1e12) * 12e12, 1, 1e-15);
    assert_double_near(nps_stirling_error(1e-100), 50 * log(10) - LOG_SQRT_2PI, 1e-12);
}

/* Error of the log: 1e-11, or 1e-9 relative where x itself is only a double and parameters go up to 10^12. */
static void tails_are_the_reference_figures(void **state)
{
    struct figures figures = figures_open("incomplete_beta.csv");
    (void)state;
    while (figures_next(&figures)) {
        const double a = figures_number(&figures, 0), b = figures_number(&figures, 1);
        const double expected = figures_number(&figures, 4);
        const double below = nps_log_beta_below(a, b, figures_number(&figures, 2), figures_number(&figures, 3));
        assert_double_near(below, expected, fmax(1e-11, (a + b > 1e9 ? 1e-10 : 1e-12) * fabs(expected)));
    }
    assert_in_range(figures.row, 100, 245);
}

/* The continued fraction and the quadrature agree where they meet, and the two tails sum to 1. */
static void tails_are_smooth_and_make_one(void **state)
{
    static const double sizes[] = {1e-100, 1e-9, 0.01, 0.5, 1, 9.99, 10.01, 777, 3e4, 4e7, 1e15};
    enum { SIZES = sizeof sizes / sizeof *sizes };
    int i, j, step;
    (void)state;
    for (i = 0; i < SIZES; i++)
        for (j = 0; j < SIZES; j++) {
            double last = -INFINITY;
            for (step = -60; step <= 60; step++) {
                const double t = log(sizes[i] / sizes[j]) + step / 10.0 * sqrt(1 / sizes[i] + 1 / sizes[j]);
                const double x = 1 / (1 + exp(-t)), y = 1 / (1 + exp(t));
                const double below = nps_log_beta_below(sizes[i], sizes[j], x, y);
                const double above = nps_log_beta_below(sizes[j], sizes[i], y, x);
                assert_true(below <= 0 && above <= 0);
                assert_true(below >= last - 1e-11 * fmax(1, fabs(last)));
                assert_double_near(exp(below) + exp(above), 1, 1e-7);
                last = below;
            }
        }
    assert_true(nps_log_beta_below(2, 3, 0, 1) == -INFINITY);
    assert_true(nps_log_beta_below(2, 3, 1, 0) == 0);
}

/* exp(-x^2 / (2 s^2)), with a peak value far outside the range of exp(). */
static double bell(double x, const void *context)
{
    const double *deviation = context;
    return 5000 - 0.5 * x * x / (*deviation * *deviation);
}

static void a_bell_is_integrated(void **state)
{
    static const double deviations[] = {1e-9, 1, 1e9};
    size_t i;
    (void)state;
    for (i = 0; i < 3; i++) {
        const double *s = &deviations[i];
        const double left = nps_log_reach(bell, s, 0, -*s, -1e300), right = nps_log_reach(bell, s, 0, 40 * *s, 1e300);
        assert_in_range((int)(-left / *s), 9, 20);
        assert_in_range((int)(right / *s), 9, 20);
        assert_true(nps_log_reach(bell, s, 0, *s, 2 * *s) == 2 * *s);
        assert_double_near(nps_log_integral(bell, s, left, right, 5000, 0), 5000 + LOG_SQRT_2PI + log(*s), 1e-11);
        assert_double_near(nps_log_integral(bell, s, left, 0, 5000, 0), 5000 + LOG_SQRT_2PI + log(*s / 2), 1e-11);
    }
}

/* P(X / n >= Y / m) for a normal Y, summed over every value of a binomial X. */
static double tail_by_sum(int n, double rate, double m, double mean, double deviation)
{
    double sum = 0;
    int k;
    for (k = 0; k <= n; k++)
        sum += nps_binomial_probability(k, n, rate) * nps_normal_upper_tail((mean / m - (double)k / n) * m / deviation);
    return sum;
}

static void a_sum_over_some_values_is_that_over_all(void **state)
{
    static const struct {
        int n;
        double rate;
    } tables[] = {{1000, 0.3}, {1000, 0.7}, {3000, 0.25}, {4000, 0.064}, {4000, 0.5}, {100000, 0.003}};
    const double m = 20000, deviation = 70;
    size_t i;
    int away;
    (void)state;
    for (i = 0; i < sizeof tables / sizeof *tables; i++) {
        const int n = tables[i].n;
        const double rate = tables[i].rate, sd = sqrt(n * rate * (1 - rate));
        nps_lattice table;
        nps_lattice_binomial(&table, n, rate, 0, 1);
        assert_true(table.count > 0);
        for (away = -6; away <= 6; away += 3) {
            const nps_lattice normal = {.mean = (n * rate + away * sd) * m / n, .deviation = deviation};
            const double expected = tail_by_sum(n, rate, m, normal.mean, deviation);
            assert_double_near(nps_lattice_tail(&table, n, &normal, m, 1) / expected, 1, 1e-11);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_log_is_taken_apart_without_cancellation),
        cmocka_unit_test(sums_of_logs_do_not_overflow),
        cmocka_unit_test(stirling_leaves_over_what_it_should),
        cmocka_unit_test(tails_are_the_reference_figures),
        cmocka_unit_test(tails_are_smooth_and_make_one),
        cmocka_unit_test(a_bell_is_integrated),
        cmocka_unit_test(a_sum_over_some_values_is_that_over_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
