/* Invitations for a planned number of answers, and waves of a panel.
 * SPDX-License-Identifier: MIT */
#include "figures.h"
#include "planning/binomial.h"
#include "plans.h"

static uint64_t invitations_for(uint64_t respondents, double rate, double assurance)
{
    uint64_t invitations;
    assert_ok(nps_plan_invitations(respondents, rate, assurance, &invitations));
    return invitations;
}

static void invitations_are_enough_on_average(void **state)
{
    (void)state;
    assert_int_equal(invitations_for(385, 0.2, 0), 1925);
    assert_int_equal(invitations_for(385, 1, 0), 385);
    assert_int_equal(invitations_for(21, 0.07, 0), 300);
    assert_int_equal(invitations_for(100, 0.3, 0), 334);
    assert_int_equal(invitations_for(1, 1e-14, 0), 100000000000000);
    assert_int_equal(invitations_for((uint64_t)1 << 53, 1, 0), (uint64_t)1 << 53);
}

/* Figures by exact arithmetic. */
static void invitations_are_assured(void **state)
{
    struct figures figures = figures_open("invitations.csv");
    (void)state;
    while (figures_next(&figures))
        assert_int_equal(invitations_for(strtoull(figures.fields[0], NULL, 10), figures_number(&figures, 1),
                                         figures_number(&figures, 2)),
                         strtoull(figures.fields[3], NULL, 10));
    assert_int_equal(figures.row, 84);
    assert_int_equal(invitations_for(7, 1, 0.999), 7);
}

/* The distribution of tosses, one after the other. */
static void binomial_sums_are_those_of_tosses(void **state)
{
    enum { TOSSES = 40 };
    static const double rates[] = {0.01, 0.3, 0.5, 0.97};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof rates / sizeof *rates; i++) {
        double heads[TOSSES + 2] = {1};
        int n, k;
        for (n = 1; n <= TOSSES; n++) {
            double below = 0;
            for (k = n; k >= 0; k--)
                heads[k] = (k > 0 ? heads[k - 1] * rates[i] : 0) + heads[k] * (1 - rates[i]);
            for (k = 0; k <= n + 1; k++) {
                const double sum = nps_binomial_below((uint64_t)k, (uint64_t)n, rates[i]);
                assert_double_near(sum, below, below > 1e-17 ? 1e-12 * below : 1e-17);
                below += heads[k];
            }
        }
    }
}

static void a_panel_is_divided_into_waves(void **state)
{
    nps_plan_rotation rotation;
    (void)state;
    assert_ok(nps_plan_waves(10000, 2000, 90, &rotation));
    assert_int_equal(rotation.waves, 5);
    assert_double_near(rotation.days, 18, 0);
    assert_ok(nps_plan_waves(9999, 2000, 90, &rotation));
    assert_int_equal(rotation.waves, 4);
    assert_double_near(rotation.days, 22.5, 0);
    assert_ok(nps_plan_waves(UINT64_MAX, 1, 0, &rotation));
    assert_int_equal(rotation.waves, UINT64_MAX);
    assert_double_near(rotation.days, 0, 0);
    assert_ok(nps_plan_waves(2000, 2000, 90, &rotation));
    assert_int_equal(rotation.waves, 1);
    assert_double_near(rotation.days, 90, 0);
    assert_status(nps_plan_waves(1999, 2000, 90, &rotation), NPS_ERROR_UNREACHABLE);
    assert_status(nps_plan_waves(2000, 0, 90, &rotation), NPS_ERROR_EMPTY);
    assert_status(nps_plan_waves(2000, 1, -1, &rotation), NPS_ERROR_PLAN);
    assert_status(nps_plan_waves(2000, 1, NAN, &rotation), NPS_ERROR_PLAN);
    assert_status(nps_plan_waves(2000, 1, INFINITY, &rotation), NPS_ERROR_PLAN);
    assert_status(nps_plan_waves(2000, 1, 90, NULL), NPS_ERROR_NULL);
    assert_int_equal(rotation.waves, 1);
}

static void impossible_invitations_are_refused(void **state)
{
    static const double rates[] = {0, -0.1, 1.1, NAN, INFINITY}, assurances[] = {0.49, 1, -0.1, NAN, INFINITY};
    uint64_t out = 99;
    size_t i;
    (void)state;
    for (i = 0; i < 5; i++) {
        assert_status(nps_plan_invitations(10, rates[i], 0.5, &out), NPS_ERROR_PLAN);
        assert_status(nps_plan_invitations(10, 0.5, assurances[i], &out), NPS_ERROR_PLAN);
    }
    assert_status(nps_plan_invitations(0, 0.5, 0, &out), NPS_ERROR_EMPTY);
    assert_status(nps_plan_invitations(10, 0.5, 0, NULL), NPS_ERROR_NULL);
    assert_status(nps_plan_invitations(10, 1e-15, 0, &out), NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_invitations(10, 5e-324, 0, &out), NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_invitations(10, 1e-15, 0.9, &out), NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_invitations(10, 5e-324, 0.9, &out), NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_invitations(UINT64_MAX, 1, 0, &out), NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_invitations(UINT64_MAX, 1, 0.5, &out), NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_invitations(1000000001, 0.5, 0.9, &out), NPS_ERROR_TOO_MANY);
    assert_int_equal(out, 99);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(invitations_are_enough_on_average),  cmocka_unit_test(invitations_are_assured),
        cmocka_unit_test(binomial_sums_are_those_of_tosses),  cmocka_unit_test(a_panel_is_divided_into_waves),
        cmocka_unit_test(impossible_invitations_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
