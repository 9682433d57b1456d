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

/* Two looks, by brute force: an expectation over the answers before the first look and those after it. */
struct both_looks {
    const nps_plan_shares *first, *second;
    uint64_t n, m, more_n, more_m; /* at the first look, and after it */
    double levels[2];
    nps_counts a, b, a_more;
};

static double is_found(const nps_counts *a, const nps_counts *b, double level)
{
    nps_comparison comparison;
    assert_ok(nps_compare(a, b, NPS_METHOD_AUTO, level, &comparison));
    return comparison.p_value < 1 - level;
}

static nps_counts sum_of(const nps_counts *a, const nps_counts *b)
{
    return (nps_counts){a->promoters + b->promoters, a->passives + b->passives, a->detractors + b->detractors};
}

static double with_more_of_both(const nps_counts *more, const void *context)
{
    const struct both_looks *looks = context;
    const nps_counts a = sum_of(&looks->a, &looks->a_more), b = sum_of(&looks->b, more);
    return is_found(&a, &b, looks->levels[1]);
}

static double with_more_of_first(const nps_counts *more, const void *context)
{
    struct both_looks looks = *(const struct both_looks *)context;
    looks.a_more = *more;
    return expectation(looks.more_m, looks.second, with_more_of_both, &looks);
}

static double with_second(const nps_counts *b, const void *context)
{
    struct both_looks looks = *(const struct both_looks *)context;
    looks.b = *b;
    if (is_found(&looks.a, b, looks.levels[0]) != 0)
        return 1;
    return looks.levels[1] == 0 ? 0 : expectation(looks.more_n, looks.first, with_more_of_first, &looks);
}

static double with_first(const nps_counts *a, const void *context)
{
    struct both_looks looks = *(const struct both_looks *)context;
    looks.a = *a;
    return expectation(looks.m, looks.second, with_second, &looks);
}

static void small_samples_have_the_power_of_an_enumeration(void **state)
{
    static const nps_plan_shares first = {0.1, 0.3, 0.6}, second = {0.8, 0.15, 0.05};
    static const uint64_t sizes[][2] = {{6, 5}, {3, 2}};
    size_t i;
    int boundary;
    (void)state;
    for (i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (boundary = NPS_PLAN_POCOCK; boundary <= NPS_PLAN_OBRIEN_FLEMING; boundary++) {
            const uint64_t n = sizes[i][0], m = sizes[i][1], n_1 = (n + 1) / 2, m_1 = (m + 1) / 2;
            struct both_looks looks = {.first = &first, .second = &second, .n = n_1, .m = m_1};
            double planned;
            looks.more_n = n - n_1;
            looks.more_m = m - m_1;
            looks.levels[0] = look_of(2, 1, (nps_plan_boundary)boundary, NULL).level;
            assert_ok(nps_plan_looks_power(&first, &second, &(nps_plan_sizes){n, m},
                                           &(nps_plan_stages){2, 1, (nps_plan_boundary)boundary}, NULL, &planned));
            assert_double_near(planned, expectation(n_1, &first, with_first, &looks), 1e-4);
            looks.levels[1] = look_of(2, 2, (nps_plan_boundary)boundary, NULL).level;
            assert_ok(nps_plan_looks_power(&first, &second, &(nps_plan_sizes){n, m},
                                           &(nps_plan_stages){2, 2, (nps_plan_boundary)boundary}, NULL, &planned));
            assert_double_near(planned, expectation(n_1, &first, with_first, &looks), 1e-4);
        }
}

static void large_samples_have_the_power_of_the_plan(void **state)
{
    static const nps_plan_shares before = {0.5, 0.3, 0.2};
    nps_plan_options options = options_of(NPS_METHOD_AUTO);
    nps_plan_shares after;
    uint64_t look;
    int boundary;
    (void)state;
    assert_ok(nps_plan_shift(&before, -4, &after));
    options.design_effect = 2;
    for (boundary = NPS_PLAN_POCOCK; boundary <= NPS_PLAN_OBRIEN_FLEMING; boundary++) {
        const double inflation = look_of(3, 3, (nps_plan_boundary)boundary, NULL).inflation;
        nps_plan_sizes sizes;
        assert_ok(nps_plan_comparison(-4, &before, &options, &sizes));
        for (look = 1; look <= 3; look++) {
            const uint64_t n = (uint64_t)ceil(inflation * (double)sizes.first);
            double power;
            assert_ok(nps_plan_looks_power(&before, &after, &(nps_plan_sizes){n, n},
                                           &(nps_plan_stages){3, look, (nps_plan_boundary)boundary}, &options, &power));
            assert_double_near(power, look_of(3, look, (nps_plan_boundary)boundary, NULL).detected, 0.004);
        }
    }
}

static void looks_at_equal_groups_have_the_error_of_the_level(void **state)
{
    static const nps_plan_shares shares = {0.5, 0.3, 0.2};
    double error;
    (void)state;
    assert_ok(nps_plan_looks_power(&shares, &shares, &(nps_plan_sizes){9000, 9000},
                                   &(nps_plan_stages){3, 3, NPS_PLAN_POCOCK}, NULL, &error));
    assert_double_near(error, 0.05, 0.001);
}

/* Sums of probabilities that are 1 but for rounding. */
static void what_is_certain_has_a_power_of_one(void **state)
{
    static const nps_plan_shares worst = {0, 0, 1}, best = {1, 0, 0};
    uint64_t n;
    (void)state;
    for (n = 16; n <= 400; n += 48) {
        double power = 0;
        assert_ok(nps_plan_looks_power(&worst, &best, &(nps_plan_sizes){n + 45, n},
                                       &(nps_plan_stages){2, 2, NPS_PLAN_OBRIEN_FLEMING}, NULL, &power));
        assert_true(power <= 1);
        assert_double_near(power, 1, 1e-9);
    }
}

/* Between the sizes for which all samples are enumerated and the others there is no step. */
static void samples_of_a_middle_size_have_nearly_the_same_power(void **state)
{
    static const nps_plan_shares first = {0.5, 0.3, 0.2}, second = {0.75, 0.2, 0.05};
    double before = 0;
    uint64_t n;
    (void)state;
    for (n = 21; n <= 25; n += 2) {
        double power;
        assert_ok(nps_plan_looks_power(&first, &second, &(nps_plan_sizes){n, n},
                                       &(nps_plan_stages){2, 2, NPS_PLAN_POCOCK}, NULL, &power));
        assert_true(n == 21 || (power > before - 0.01 && power < before + 0.08));
        before = power;
    }
}

static void a_power_of_looks_that_is_impossible_is_refused(void **state)
{
    static const nps_plan_shares some = {0.5, 0.3, 0.2}, none = {0, 0, 0};
    static const nps_method methods[] = {NPS_METHOD_EXACT, NPS_METHOD_BAYES, NPS_METHOD_ANYTIME};
    nps_plan_options options = options_of(NPS_METHOD_AUTO);
    double power = 99;
    size_t i;
    (void)state;
    assert_status(nps_plan_looks_power(&some, &some, NULL, &(nps_plan_stages){2, 2, NPS_PLAN_POCOCK}, NULL, &power),
                  NPS_ERROR_NULL);
    assert_status(nps_plan_looks_power(&some, &some, &(nps_plan_sizes){9, 9}, NULL, NULL, &power), NPS_ERROR_NULL);
    assert_status(nps_plan_looks_power(NULL, &some, &(nps_plan_sizes){9, 9}, &(nps_plan_stages){2, 2, NPS_PLAN_POCOCK},
                                       NULL, &power),
                  NPS_ERROR_NULL);
    assert_status(nps_plan_looks_power(&some, NULL, &(nps_plan_sizes){9, 9}, &(nps_plan_stages){2, 2, NPS_PLAN_POCOCK},
                                       NULL, &power),
                  NPS_ERROR_NULL);
    assert_status(nps_plan_looks_power(&some, &some, &(nps_plan_sizes){9, 9}, &(nps_plan_stages){2, 2, NPS_PLAN_POCOCK},
                                       NULL, NULL),
                  NPS_ERROR_NULL);
    assert_status(nps_plan_looks_power(&some, &none, &(nps_plan_sizes){9, 9}, &(nps_plan_stages){2, 2, NPS_PLAN_POCOCK},
                                       NULL, &power),
                  NPS_ERROR_SHARES);
    assert_status(nps_plan_looks_power(&some, &some, &(nps_plan_sizes){9, 0}, &(nps_plan_stages){2, 2, NPS_PLAN_POCOCK},
                                       NULL, &power),
                  NPS_ERROR_EMPTY);
    assert_status(nps_plan_looks_power(&some, &some, &(nps_plan_sizes){UINT64_MAX, 9},
                                       &(nps_plan_stages){2, 2, NPS_PLAN_POCOCK}, NULL, &power),
                  NPS_ERROR_OVERFLOW);
    assert_status(nps_plan_looks_power(&some, &some, &(nps_plan_sizes){9, 9}, &(nps_plan_stages){2, 3, NPS_PLAN_POCOCK},
                                       NULL, &power),
                  NPS_ERROR_PLAN);
    assert_status(nps_plan_looks_power(&some, &some, &(nps_plan_sizes){9, 9},
                                       &(nps_plan_stages){21, 3, NPS_PLAN_POCOCK}, NULL, &power),
                  NPS_ERROR_PLAN);
    options.design_effect = 6;
    assert_status(nps_plan_looks_power(&some, &some, &(nps_plan_sizes){9, 9}, &(nps_plan_stages){2, 2, NPS_PLAN_POCOCK},
                                       &options, &power),
                  NPS_ERROR_EMPTY);
    for (i = 0; i < sizeof methods / sizeof *methods; i++) {
        options = options_of(methods[i]);
        assert_status(nps_plan_looks_power(&some, &some, &(nps_plan_sizes){9, 9},
                                           &(nps_plan_stages){2, 2, NPS_PLAN_POCOCK}, &options, &power),
                      NPS_ERROR_UNAVAILABLE);
    }
    options = options_of(NPS_METHOD_AUTO);
    options.cluster_size = 2;
    assert_status(nps_plan_looks_power(&some, &some, &(nps_plan_sizes){9, 9}, &(nps_plan_stages){2, 2, NPS_PLAN_POCOCK},
                                       &options, &power),
                  NPS_ERROR_UNAVAILABLE);
    options = options_of(NPS_METHOD_AUTO);
    options.goal = NPS_PLAN_EQUIVALENCE;
    options.margin = 20;
    assert_status(nps_plan_looks_power(&some, &some, &(nps_plan_sizes){9, 9}, &(nps_plan_stages){2, 2, NPS_PLAN_POCOCK},
                                       &options, &power),
                  NPS_ERROR_UNAVAILABLE);
    assert_double_near(power, 99, 0);
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
        cmocka_unit_test(small_samples_have_the_power_of_an_enumeration),
        cmocka_unit_test(large_samples_have_the_power_of_the_plan),
        cmocka_unit_test(looks_at_equal_groups_have_the_error_of_the_level),
        cmocka_unit_test(what_is_certain_has_a_power_of_one),
        cmocka_unit_test(samples_of_a_middle_size_have_nearly_the_same_power),
        cmocka_unit_test(a_power_of_looks_that_is_impossible_is_refused),
        cmocka_unit_test(impossible_looks_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
