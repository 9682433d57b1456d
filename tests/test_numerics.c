/* SPDX-License-Identifier: MIT */
#include "math/numerics.h"

#include "test.h"

/* Values to twenty digits, from mpmath. */
static void upper_tails_of_the_normal_distribution(void **state)
{
    static const struct {
        double z, p;
    } known[] = {{0, 0.5},
                 {1.959963984540054, 0.025000000000000013765},
                 {-1, 0.84134474606854294859},
                 {5, 2.8665157187919391167e-7},
                 {20, 2.7536241186062336951e-89},
                 {37, 5.7255712225245768227e-300}};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof known / sizeof *known; i++)
        assert_double_near(nps_normal_upper_tail(known[i].z), known[i].p, 1e-13 * known[i].p);
}

static void quantiles_undo_tails(void **state)
{
    double z;
    (void)state;
    /* Below 0, p is so close to 1 that half a unit in its last place is a step of z. */
    for (z = -8; z <= 37.4; z += 0.037)
        assert_double_near(nps_normal_upper_quantile(nps_normal_upper_tail(z)), z,
                           1e-13 + (z < 0 ? 1e-16 / exp(-z * z / 2) : 0) * 2.5066);
}

static void two_sided_quantiles_are_the_textbook_ones(void **state)
{
    (void)state;
    assert_double_near(nps_normal_two_sided_quantile(0.05), 1.9599639845400542355, 4e-15);
    assert_double_near(nps_normal_two_sided_quantile(0.01), 2.5758293035489004, 4e-15);
    assert_double_near(nps_normal_two_sided_quantile(1e-300), 37.065787880772130393, 2e-14);
    assert_double_near(nps_normal_two_sided_quantile(1), 0, 0);
    assert_double_near(nps_normal_two_sided_quantile(1 - 1e-9), 1.2533141373155002515e-9, 1e-15);
}

static double minus_constant(double x, const void *context)
{
    return x - *(const double *)context;
}

static double cubic(double x, const void *context)
{
    return pow(x - *(const double *)context, 3);
}

static double step(double x, const void *context)
{
    return x < *(const double *)context ? -INFINITY : INFINITY;
}

static double steep(double x, const void *context)
{
    return expm1(1000 * (x - *(const double *)context));
}

static void roots_are_found_wherever_they_are(void **state)
{
    static const nps_root_function functions[] = {minus_constant, cubic, step, steep};
    static const double roots[] = {-1, -0.3, -1e-9, 0, 1e-300, 1e-12, 0.1234567, 0.9999999999, 1};
    size_t f, r;
    (void)state;
    for (f = 0; f < sizeof functions / sizeof *functions; f++)
        for (r = 0; r < sizeof roots / sizeof *roots; r++) {
            /* A triple root is limited by the rounding of its function. */
            const double tolerance = functions[f] == cubic ? 1e-6 : 1e-15;
            if (functions[f] == step && fabs(roots[r]) == 1)
                continue;
            assert_double_near(nps_find_root(functions[f], &roots[r], -1, 1), roots[r], tolerance);
        }
}

static double constant_minus(double x, const void *context)
{
    return *(const double *)context - x;
}

static void bounds_are_between_the_estimate_and_the_end(void **state)
{
    static const double inside = 0.25, outside = 7, opposite = -7;
    (void)state;
    assert_double_near(nps_find_bound(constant_minus, &inside, 1, -0.5), 0.25, 1e-15);
    assert_double_near(nps_find_bound(constant_minus, &inside, -1, 0.5), 0.25, 1e-15);
    /* The end is within reach, or equals the estimate. */
    assert_double_near(nps_find_bound(constant_minus, &outside, 1, -0.5), 1, 0);
    assert_double_near(nps_find_bound(constant_minus, &opposite, -1, 0.5), -1, 0);
    assert_double_near(nps_find_bound(constant_minus, &inside, 1, 1), 1, 0);
    /* The estimate is beyond the root. */
    assert_double_near(nps_find_bound(constant_minus, &inside, 1, 0.5), 0.5, 0);
    assert_double_near(nps_find_bound(constant_minus, &inside, -1, -0.5), -0.5, 0);
    assert_double_near(nps_find_bound(constant_minus, &inside, 1, 0.25), 0.25, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(upper_tails_of_the_normal_distribution),
        cmocka_unit_test(quantiles_undo_tails),
        cmocka_unit_test(two_sided_quantiles_are_the_textbook_ones),
        cmocka_unit_test(roots_are_found_wherever_they_are),
        cmocka_unit_test(bounds_are_between_the_estimate_and_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
