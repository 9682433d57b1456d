/* Plans for the same people in two waves, compared with the sum over all tables of their changes.
 * SPDX-License-Identifier: MIT */
#include "plans.h"

static nps_plan_joint joint_of(nps_plan_shares first, nps_plan_shares second, double correlation)
{
    nps_plan_joint joint;
    assert_ok(nps_plan_joint_shares(&first, &second, correlation, &joint));
    return joint;
}

static double paired_power(const nps_plan_joint *joint, uint64_t people, const nps_plan_options *options)
{
    double power;
    assert_ok(nps_plan_paired_power(joint, people, options, &power));
    return power;
}

static double power_to(double base, uint64_t exponent)
{
    double product = 1;
    while (exponent-- > 0)
        product *= base;
    return product;
}

/* The probability of numbers of people by their change, from -2 to 2. */
static double likelihood(const uint64_t people[5], const double shares[5])
{
    double product = 1;
    uint64_t drawn = 0, i;
    int change;
    for (change = 0; change < 5; change++) {
        for (i = 1; i <= people[change]; i++)
            product *= (double)++drawn / (double)i;
        product *= power_to(shares[change], people[change]);
    }
    return product;
}

static int is_found(const uint64_t people[5], nps_method method, double level)
{
    const nps_paired waves = {
        {people[2], people[1], people[0]}, {people[3], 0, 0}, {people[4], 0, 0}, {0, 0, 0}, {0, 0, 0}};
    nps_comparison change;
    assert_ok(nps_paired_compare(&waves, method, level, &change));
    return change.p_value < 1 - level;
}

static double enumerated(const nps_plan_joint *joint, uint64_t n, nps_method method, double level)
{
    const double shares[] = {joint->promoters.detractors, joint->promoters.passives + joint->passives.detractors,
                             joint->promoters.promoters + joint->passives.passives + joint->detractors.detractors,
                             joint->passives.promoters + joint->detractors.passives, joint->detractors.promoters};
    uint64_t a, b, c, d;
    double power = 0;
    for (a = 0; a <= n; a++)
        for (b = 0; a + b <= n; b++)
            for (c = 0; a + b + c <= n; c++)
                for (d = 0; a + b + c + d <= n; d++) {
                    const uint64_t people[] = {a, b, c, d, n - a - b - c - d};
                    const double likely = likelihood(people, shares);
                    if (likely > 1e-8 && is_found(people, method, level))
                        power += likely;
                }
    return power;
}

static void the_power_is_that_of_the_paired_comparison(void **state)
{
    static const nps_method methods[] = {NPS_METHOD_AUTO, NPS_METHOD_SCORE, NPS_METHOD_WALD};
    const nps_plan_joint joints[] = {
        joint_of((nps_plan_shares){0.5, 0.3, 0.2}, (nps_plan_shares){0.1, 0.2, 0.7}, 0.2),
        joint_of((nps_plan_shares){0.2, 0.3, 0.5}, (nps_plan_shares){0.8, 0.15, 0.05}, 0.3),
        joint_of((nps_plan_shares){0.5, 0, 0.5}, (nps_plan_shares){0.9, 0, 0.1}, 0.2),
        joint_of((nps_plan_shares){0.95, 0.05, 0}, (nps_plan_shares){0.4, 0.55, 0.05}, 0),
        {{0, 0, 0}, {5, 0, 0}, {0, 3, 0}},
    };
    size_t i, j;
    (void)state;
    for (i = 0; i < sizeof methods / sizeof *methods; i++)
        for (j = 0; j < sizeof joints / sizeof *joints; j++) {
            nps_plan_options options = options_of(methods[i]);
            nps_plan_joint read = joints[j];
            const uint64_t n = 4 + j;
            options.level = i == 1 ? 0.9 : 0.95;
            if (j == 4)
                read = (nps_plan_joint){{0, 0, 0}, {0.625, 0, 0}, {0, 0.375, 0}};
            assert_double_near(paired_power(&joints[j], n, &options), enumerated(&read, n, methods[i], options.level),
                               0.0005);
        }
}

/* Values are left out; the right power is the sum over all 135,751 tables, which takes too long here. */
static void larger_numbers_have_their_power(void **state)
{
    const nps_plan_joint joint = joint_of((nps_plan_shares){0.5, 0.3, 0.2}, (nps_plan_shares){0.7, 0.2, 0.1}, 0.4);
    const nps_plan_options options = options_of(NPS_METHOD_AUTO);
    (void)state;
    assert_double_near(paired_power(&joint, 40, &options), 0.5986, 0.01);
}

/* At a level near 0 every change but that of 0 is significant. */
static void nearly_every_change_is_significant_at_a_low_level(void **state)
{
    const nps_plan_joint joints[] = {
        joint_of((nps_plan_shares){0.4, 0.3, 0.3}, (nps_plan_shares){0.42, 0.3, 0.28}, 0.3),
        joint_of((nps_plan_shares){0.5, 0, 0.5}, (nps_plan_shares){0.55, 0, 0.45}, 0.2),
    };
    nps_plan_options options = options_of(NPS_METHOD_AUTO);
    size_t i;
    (void)state;
    options.level = 1e-10;
    for (i = 0; i < sizeof joints / sizeof *joints; i++)
        assert_double_near(paired_power(&joints[i], 40, &options),
                           enumerated(&joints[i], 40, NPS_METHOD_AUTO, options.level), 0.005);
}

/* Those who changed one way change the other way. */
static nps_plan_joint exchanged(const nps_plan_joint *joint)
{
    const nps_plan_shares *p = &joint->promoters, *m = &joint->passives, *d = &joint->detractors;
    return (nps_plan_joint){{p->promoters, m->promoters, d->promoters},
                            {p->passives, m->passives, d->passives},
                            {p->detractors, m->detractors, d->detractors}};
}

static void both_orders_of_the_waves_have_the_same_power(void **state)
{
    const nps_plan_joint joints[] = {
        joint_of((nps_plan_shares){0.5, 0.3, 0.2}, (nps_plan_shares){0.58, 0.25, 0.17}, 0.3),
        joint_of((nps_plan_shares){0.5, 0, 0.5}, (nps_plan_shares){0.55, 0, 0.45}, 0.2),
        joint_of((nps_plan_shares){0.3, 0.4, 0.3}, (nps_plan_shares){0.35, 0.3, 0.35}, 0.1),
        joint_of((nps_plan_shares){0.9, 0.09, 0.01}, (nps_plan_shares){0.93, 0.069, 0.001}, 0.5),
        {{1, 2, 0.5}, {2, 3, 1}, {0.5, 1, 2}},
    };
    static const uint64_t numbers[] = {60, 2500};
    size_t i, j;
    (void)state;
    for (i = 0; i < sizeof joints / sizeof *joints; i++)
        for (j = 0; j < 2 * sizeof numbers / sizeof *numbers; j++) {
            const nps_plan_joint other = exchanged(&joints[i]);
            nps_plan_options options = options_of(NPS_METHOD_AUTO);
            options.cluster_size = j % 2 == 0 ? 0 : 2;
            assert_double_near(paired_power(&joints[i], numbers[j / 2], &options),
                               paired_power(&other, numbers[j / 2], &options), 1e-9);
        }
}

/* (z + z')^2 (v + v' - 2 r sqrt(v v')) / change^2. */
static void large_numbers_need_what_the_formula_says(void **state)
{
    const nps_plan_shares before = {0.5, 0.3, 0.2}, after = {0.505, 0.3, 0.195};
    const double z = 1.9599639845400545 + 0.8416212335729143, v = 0.61, w = 0.505 + 0.195 - 0.31 * 0.31;
    static const double correlations[] = {0, 0.3, 0.8, -0.5};
    const nps_plan_options options = options_of(NPS_METHOD_SCORE);
    size_t i;
    (void)state;
    for (i = 0; i < sizeof correlations / sizeof *correlations; i++) {
        const nps_plan_joint joint = joint_of(before, after, correlations[i]);
        uint64_t people;
        assert_ok(nps_plan_paired_people(&joint, &options, &people));
        assert_double_near((double)people / (z * z * (v + w - 2 * correlations[i] * sqrt(v * w)) / 1e-4), 1, 0.01);
    }
}

static void people_have_the_power_and_one_fewer_has_not(void **state)
{
    const nps_plan_joint joint = joint_of((nps_plan_shares){0.5, 0.3, 0.2}, (nps_plan_shares){0.7, 0.2, 0.1}, 0.4);
    nps_plan_options options = options_of(NPS_METHOD_AUTO);
    uint64_t people, of_clusters;
    (void)state;
    assert_ok(nps_plan_paired_people(&joint, &options, &people));
    assert_true(paired_power(&joint, people, &options) >= 0.8);
    assert_true(paired_power(&joint, people - 1, &options) < 0.8);
    options.design_effect = 2;
    assert_ok(nps_plan_paired_people(&joint, &options, &of_clusters));
    assert_int_equal(of_clusters, 2 * people);
    assert_true(paired_power(&joint, 2 * people, &options) >= 0.8);
    options.comparisons = 10;
    assert_ok(nps_plan_paired_people(&joint, &options, &of_clusters));
    assert_true(of_clusters > 2 * people);
}

static double variance_of(const nps_plan_shares *shares)
{
    const double score = shares->promoters - shares->detractors;
    return shares->promoters + shares->detractors - score * score;
}

static void joint_shares_have_their_margins_and_correlation(void **state)
{
    const nps_plan_shares a = {0.5, 0.3, 0.2}, b = {0.6, 0.25, 0.15};
    static const double correlations[] = {0, 0.5, 0.8, -0.6};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof correlations / sizeof *correlations; i++) {
        const nps_plan_joint joint = joint_of(a, b, correlations[i]);
        const nps_plan_shares *p = &joint.promoters, *m = &joint.passives, *d = &joint.detractors;
        const double products = p->promoters - p->detractors - d->promoters + d->detractors;
        assert_double_near(p->promoters + p->passives + p->detractors, 0.5, 1e-15);
        assert_double_near(m->promoters + m->passives + m->detractors, 0.3, 1e-15);
        assert_double_near(p->promoters + m->promoters + d->promoters, 0.6, 1e-15);
        assert_double_near(p->detractors + m->detractors + d->detractors, 0.15, 1e-15);
        assert_double_near((products - 0.3 * 0.45) / sqrt(variance_of(&a) * variance_of(&b)), correlations[i], 1e-12);
        assert_true(p->detractors >= 0 && d->promoters >= 0);
    }
}

static void what_is_impossible_is_refused(void **state)
{
    static const double bad[] = {1.01, -1.01, NAN, INFINITY};
    const nps_plan_shares a = {0.5, 0.3, 0.2}, b = {0.2, 0.2, 0.6}, nobody = {0, 0, 0}, all = {1, 0, 0},
                          nearly_all = {1, 3e-275, 0};
    nps_plan_joint joint = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}, none = {{0, 0, 0}, {0, 0, 0}, {0, 0, 0}};
    nps_plan_options options = options_of(NPS_METHOD_AUTO);
    uint64_t n = 99;
    double x = 99;
    size_t i;
    (void)state;
    for (i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_status(nps_plan_joint_shares(&a, &b, bad[i], &joint), NPS_ERROR_PLAN);
    assert_status(nps_plan_joint_shares(&a, &b, 0.99, &joint), NPS_ERROR_UNREACHABLE);
    assert_status(nps_plan_joint_shares(&a, &all, 0.5, &joint), NPS_ERROR_UNREACHABLE);
    assert_status(nps_plan_joint_shares(&nearly_all, &(nps_plan_shares){0, 0.5, 0.5}, -1, &joint),
                  NPS_ERROR_UNREACHABLE);
    assert_status(nps_plan_joint_shares(&a, &nobody, 0, &joint), NPS_ERROR_SHARES);
    assert_status(nps_plan_joint_shares(NULL, &b, 0, &joint), NPS_ERROR_NULL);
    assert_status(nps_plan_joint_shares(&a, NULL, 0, &joint), NPS_ERROR_NULL);
    assert_status(nps_plan_joint_shares(&a, &b, 0, NULL), NPS_ERROR_NULL);
    assert_double_near(joint.detractors.detractors, 9, 0);
    assert_status(nps_plan_paired_power(&none, 10, &options, &x), NPS_ERROR_SHARES);
    joint.passives.passives = -1;
    assert_status(nps_plan_paired_power(&joint, 10, &options, &x), NPS_ERROR_SHARES);
    joint = joint_of(a, a, 0.3);
    assert_status(nps_plan_paired_people(&joint, &options, &n), NPS_ERROR_UNREACHABLE);
    joint = joint_of(a, b, 0.3);
    assert_status(nps_plan_paired_power(&joint, 0, &options, &x), NPS_ERROR_EMPTY);
    assert_status(nps_plan_paired_power(&joint, UINT64_MAX, &options, &x), NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_paired_power(NULL, 10, &options, &x), NPS_ERROR_NULL);
    assert_status(nps_plan_paired_power(&joint, 10, &options, NULL), NPS_ERROR_NULL);
    assert_status(nps_plan_paired_people(NULL, &options, &n), NPS_ERROR_NULL);
    assert_status(nps_plan_paired_people(&joint, &options, NULL), NPS_ERROR_NULL);
    options.power = 0.05;
    assert_status(nps_plan_paired_people(&joint, &options, &n), NPS_ERROR_PLAN);
    options = options_of(NPS_METHOD_EXACT);
    assert_status(nps_plan_paired_power(&joint, 10, &options, &x), NPS_ERROR_UNAVAILABLE);
    options = options_of((nps_method)77);
    assert_status(nps_plan_paired_power(&joint, 10, &options, &x), NPS_ERROR_METHOD);
    options = options_of(NPS_METHOD_AUTO);
    options.goal = NPS_PLAN_EQUIVALENCE;
    options.margin = 10;
    assert_status(nps_plan_paired_power(&joint, 10, &options, &x), NPS_ERROR_UNAVAILABLE);
    assert_double_near(x, 99, 0);
    assert_int_equal(n, 99);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_power_is_that_of_the_paired_comparison),
        cmocka_unit_test(larger_numbers_have_their_power),
        cmocka_unit_test(nearly_every_change_is_significant_at_a_low_level),
        cmocka_unit_test(both_orders_of_the_waves_have_the_same_power),
        cmocka_unit_test(large_numbers_need_what_the_formula_says),
        cmocka_unit_test(people_have_the_power_and_one_fewer_has_not),
        cmocka_unit_test(joint_shares_have_their_margins_and_correlation),
        cmocka_unit_test(what_is_impossible_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
