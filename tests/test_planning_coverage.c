/* The plans of a grid, with rare and empty groups and groups of unequal sizes, and the power that their comparisons
 * have: the sum over all pairs of tables. SPDX-License-Identifier: MIT */
#include "plans.h"

static const nps_plan_shares FIRST[] = {
    {0.5, 0.3, 0.2},   {0.5, 0, 0.5},     {0.9, 0.05, 0.05}, {0.02, 0.5, 0.48},
    {0.8, 0.18, 0.02}, {0.3, 0.69, 0.01}, {0, 0.2, 0.8},     {0.7, 0.2, 0.1},
};
static const double PARTS[] = {0.4, 0.55, 0.7, 0.85, 1}; /* of the largest possible change */
static const double RATIOS[] = {1, 0.5, 2, 0.2, 4};
enum {
    FIRSTS = sizeof FIRST / sizeof *FIRST,
    CHANGES = sizeof PARTS / sizeof *PARTS,
    SIZES = sizeof RATIOS / sizeof *RATIOS
};

/* Larger groups are enumerated with this number of respondents; then it is the power that is compared, not the plan. */
enum { MOST = 40 };

struct other {
    nps_counts first;
    uint64_t n;
    const nps_plan_shares *shares;
};

static double differs(const nps_counts *second, const void *context)
{
    const struct other *other = context;
    nps_comparison comparison;
    assert_ok(nps_compare(&other->first, second, NPS_METHOD_AUTO, 0.95, &comparison));
    return comparison.p_value < 0.05;
}

static double differs_from_second(const nps_counts *first, const void *context)
{
    struct other other = *(const struct other *)context;
    other.first = *first;
    return expectation(other.n, other.shares, differs, &other);
}

static uint64_t at_most(uint64_t n, uint64_t most)
{
    return n < most ? n : most;
}

static void plans_have_the_power_that_enumeration_gives(void **state)
{
    nps_plan_options options = options_of(NPS_METHOD_AUTO);
    double worst = 0;
    int i, plans = 0, whole = 0;
    (void)state;
    for (i = 0; i < FIRSTS * CHANGES * SIZES; i++) {
        const nps_plan_shares *first = &FIRST[i % FIRSTS];
        const double change = PARTS[i / FIRSTS % CHANGES] * 100 * (2 * first->detractors + first->passives);
        struct other other;
        nps_plan_shares second;
        nps_plan_sizes sizes;
        uint64_t n;
        double planned;
        options.ratio = RATIOS[i / FIRSTS / CHANGES];
        assert_ok(nps_plan_shift(first, change, &second));
        assert_ok(nps_plan_comparison(change, first, &options, &sizes));
        n = at_most(sizes.first, MOST);
        other = (struct other){{0, 0, 0}, at_most(sizes.second, MOST), &second};
        planned = power_of(first, n, &second, other.n, &options);
        worst = fmax(worst, fabs(planned - expectation(n, first, differs_from_second, &other)));
        whole += n == sizes.first && other.n == sizes.second;
        plans++;
    }
    print_message("%d plans, %d of them whole: the largest error is %.5f\n", plans, whole, worst);
    assert_int_equal(plans, 200);
    assert_true(whole > 60);
    assert_true(worst <= 0.01);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(plans_have_the_power_that_enumeration_gives)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
