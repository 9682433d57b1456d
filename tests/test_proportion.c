/* SPDX-License-Identifier: MIT */
#include "figures.h"

static const uint64_t MILLION = 1000000, BILLIONS = UINT64_C(1000000000000);

static nps_proportion_result interval_of(uint64_t successes, uint64_t n, nps_proportion_method method, double level)
{
    const nps_proportion observed = {successes, n};
    nps_proportion_result result;
    assert_ok(nps_proportion_interval(&observed, method, level, &result));
    return result;
}

static double p_value_of(uint64_t successes, uint64_t n, double reference, nps_proportion_method method,
                         nps_alternative alternative)
{
    const nps_proportion observed = {successes, n};
    double p_value;
    assert_ok(nps_proportion_test(&observed, reference, method, alternative, &p_value));
    return p_value;
}

static uint64_t figures_whole(const struct figures *figures, int field)
{
    assert_true(field < figures->field_count);
    return strtoull(figures->fields[field], NULL, 10);
}

static void assert_relative(double actual, double expected, double tolerance)
{
    assert_double_near(actual, expected, tolerance * fabs(expected));
}

static void blaker_bounds_are_the_reference_figures(void **state)
{
    struct figures figures = figures_open("blaker.csv");
    (void)state;
    while (figures_next(&figures)) {
        const uint64_t successes = figures_whole(&figures, 0), n = figures_whole(&figures, 1);
        const double expected = figures_number(&figures, 2), tolerance = n <= MILLION ? 1e-11 : 1e-9;
        const nps_proportion_result found = interval_of(successes, n, NPS_PROPORTION_AUTO, 0.95);
        const nps_proportion_result mirror = interval_of(n - successes, n, NPS_PROPORTION_AUTO, 0.95);
        assert_int_equal(found.method, NPS_PROPORTION_BLAKER);
        assert_relative(found.lower, expected, tolerance);
        assert_relative(mirror.upper, 1 - expected, fmax(tolerance, 0x1p-53 / (1 - expected)));
    }
    assert_int_equal(figures.row, 11);
}

static void blaker_p_values_are_the_reference_figures(void **state)
{
    struct figures figures = figures_open("blaker_tests.csv");
    (void)state;
    while (figures_next(&figures)) {
        const uint64_t successes = figures_whole(&figures, 0), n = figures_whole(&figures, 1);
        const double reference = figures_number(&figures, 2);
        int side;
        for (side = NPS_TWO_SIDED; side <= NPS_LESS; side++)
            assert_relative(p_value_of(successes, n, reference, NPS_PROPORTION_AUTO, (nps_alternative)side),
                            figures_number(&figures, 3 + side), 1e-11);
    }
    assert_int_equal(figures.row, 18);
}

static void wilson_bounds_are_the_reference_figures(void **state)
{
    struct figures figures = figures_open("wilson.csv");
    (void)state;
    while (figures_next(&figures)) {
        const uint64_t successes = figures_whole(&figures, 0), n = figures_whole(&figures, 1);
        const nps_proportion_method method = n > BILLIONS ? NPS_PROPORTION_AUTO : NPS_PROPORTION_WILSON;
        const nps_proportion_result found = interval_of(successes, n, method, figures_number(&figures, 2));
        assert_int_equal(found.method, NPS_PROPORTION_WILSON);
        assert_relative(found.lower, figures_number(&figures, 3), 1e-13);
        assert_relative(found.upper, figures_number(&figures, 4), 1e-13);
    }
    assert_int_equal(figures.row, 87);
}

enum { MOST_TRIALS = 100 };

/* The probability of a share p that lies in the interval of the result, summed over all results. */
static double coverage(const nps_proportion_result *intervals, int n, double p)
{
    double sum = 0;
    int k;
    for (k = 0; k <= n; k++)
        if (intervals[k].lower <= p && p <= intervals[k].upper)
            sum += exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + (k > 0 ? k * log(p) : 0) +
                       (k < n ? (n - k) * log1p(-p) : 0));
    return sum;
}

/* The coverage falls only at bounds, to its smallest values just beside them; and there by their own definition too. */
static double lowest_coverage(int n, nps_proportion_method method, double level)
{
    static const double beside[] = {1 - 1e-7, 1 - 1e-12, 1, 1 + 1e-12, 1 + 1e-7};
    nps_proportion_result intervals[MOST_TRIALS + 1];
    double lowest = 1;
    int k;
    size_t i;
    for (k = 0; k <= n; k++)
        intervals[k] = interval_of((uint64_t)k, (uint64_t)n, method, level);
    for (k = 0; k <= n; k++)
        for (i = 0; i < sizeof beside / sizeof *beside; i++) {
            const double bounds[] = {intervals[k].lower * beside[i], intervals[k].upper * beside[i]};
            if (bounds[0] > 0)
                lowest = fmin(lowest, coverage(intervals, n, bounds[0]));
            if (bounds[1] < 1)
                lowest = fmin(lowest, coverage(intervals, n, bounds[1]));
        }
    for (k = 1; k < 500; k++)
        lowest = fmin(lowest, coverage(intervals, n, k / 500.0));
    return lowest;
}

static void blaker_never_covers_less_than_its_level(void **state)
{
    static const double levels[] = {0.8, 0.95, 0.99};
    int n;
    size_t i;
    (void)state;
    for (n = 1; n <= MOST_TRIALS; n += n < 30 ? 1 : 7)
        for (i = 0; i < sizeof levels / sizeof *levels; i++)
            assert_true(lowest_coverage(n, NPS_PROPORTION_BLAKER, levels[i]) >= levels[i] - 1e-12);
}

/* As the header says, so that this test would see an interval that covers too little. */
static void wilson_covers_less_near_the_ends(void **state)
{
    const double lowest = lowest_coverage(50, NPS_PROPORTION_WILSON, 0.95);
    (void)state;
    assert_true(lowest > 0.83 && lowest < 0.85);
}

/* Never wider than the interval of Clopper and Pearson, whose bounds have tails of alpha / 2. */
static void blaker_is_inside_clopper_pearson(void **state)
{
    uint64_t k;
    (void)state;
    for (k = 0; k <= 40; k++) {
        const nps_proportion_result found = interval_of(k, 40, NPS_PROPORTION_BLAKER, 0.95);
        if (k > 0)
            assert_true(p_value_of(k, 40, found.lower, NPS_PROPORTION_BLAKER, NPS_GREATER) >= 0.025 - 1e-12);
        if (k < 40)
            assert_true(p_value_of(k, 40, found.upper, NPS_PROPORTION_BLAKER, NPS_LESS) >= 0.025 - 1e-12);
    }
}

static void tests_agree_with_intervals(void **state)
{
    static const uint64_t trials[] = {1, 2, 7, 30, 100, 5000, 1000000};
    static const double levels[] = {1e-9, 0.3, 0.8, 0.95, 0.9999, 0.999999999};
    uint64_t random = 7;
    size_t i, j;
    int method, times;
    (void)state;
    for (i = 0; i < sizeof trials / sizeof *trials; i++)
        for (j = 0; j < sizeof levels / sizeof *levels; j++)
            for (method = NPS_PROPORTION_BLAKER; method <= NPS_PROPORTION_WILSON; method++)
                for (times = 0; times < 8; times++) {
                    const uint64_t successes = next_below(&random, trials[i] + 1);
                    const nps_proportion_result found =
                        interval_of(successes, trials[i], (nps_proportion_method)method, levels[j]);
                    const double near[] = {found.lower * (1 - 1e-7), found.lower * (1 + 1e-7), found.upper * (1 - 1e-7),
                                           found.upper * (1 + 1e-7), (double)next_below(&random, 1000) / 1000};
                    size_t k;
                    for (k = 0; k < 5; k++) {
                        const int is_inside = near[k] >= found.lower && near[k] <= found.upper;
                        double p;
                        if (!(near[k] <= 1))
                            continue;
                        p = p_value_of(successes, trials[i], near[k], (nps_proportion_method)method, NPS_TWO_SIDED);
                        assert_true(is_inside ? p >= 1 - levels[j] - 1e-9 : p <= 1 - levels[j] + 1e-9);
                    }
                }
}

/* A p-value never grows away from the observed share, although acceptability does. */
static void p_values_fall_away_from_the_share(void **state)
{
    double last = 0;
    int i;
    (void)state;
    for (i = 0; i <= 1000; i++) {
        const double p = p_value_of(13, 40, i / 1000.0, NPS_PROPORTION_BLAKER, NPS_TWO_SIDED);
        assert_true(i <= 325 ? p >= last - 1e-14 : p <= last + 1e-14);
        last = p;
    }
}

static void successes_and_failures_are_mirrored(void **state)
{
    uint64_t k;
    int method;
    (void)state;
    for (method = NPS_PROPORTION_BLAKER; method <= NPS_PROPORTION_WILSON; method++)
        for (k = 0; k <= 23; k++) {
            const nps_proportion_result found = interval_of(k, 23, (nps_proportion_method)method, 0.9);
            const nps_proportion_result mirror = interval_of(23 - k, 23, (nps_proportion_method)method, 0.9);
            assert_double_near(found.lower, 1 - mirror.upper, 1e-15);
            assert_double_near(p_value_of(k, 23, 0.375, (nps_proportion_method)method, NPS_GREATER),
                               p_value_of(23 - k, 23, 0.625, (nps_proportion_method)method, NPS_LESS), 1e-14);
        }
}

static void intervals_stay_between_0_and_1(void **state)
{
    static const uint64_t trials[] = {1, 3, 1000, UINT64_C(1000000000000), UINT64_MAX};
    static const double levels[] = {5e-324, 0.95, 1 - 0x1p-53};
    size_t i, j, k;
    (void)state;
    for (i = 0; i < 5; i++)
        for (j = 0; j < 3; j++) {
            const uint64_t n = trials[i], successes[] = {0, 1, n / 2, n - 1, n};
            for (k = 0; k < 5; k++) {
                const nps_proportion_result found = interval_of(successes[k], n, NPS_PROPORTION_AUTO, levels[j]);
                assert_true(found.lower >= 0 && found.lower <= found.share && found.share <= found.upper &&
                            found.upper <= 1);
                assert_true((successes[k] == 0) == (found.lower == 0));
            }
        }
    assert_double_near(p_value_of(0, 9, 0, NPS_PROPORTION_AUTO, NPS_TWO_SIDED), 1, 0);
    assert_double_near(p_value_of(1, 9, 0, NPS_PROPORTION_AUTO, NPS_TWO_SIDED), 0, 0);
    assert_double_near(p_value_of(9, 9, 1, NPS_PROPORTION_WILSON, NPS_TWO_SIDED), 1, 0);
    assert_double_near(p_value_of(8, 9, 1, NPS_PROPORTION_WILSON, NPS_LESS), 0, 0);
}

static void two_shares_are_compared_as_scores(void **state)
{
    const nps_proportion a = {52, 56}, b = {41, 50};
    const nps_counts as_a = {52, 0, 4}, as_b = {41, 0, 9};
    nps_proportion_difference found, other;
    nps_comparison scores;
    (void)state;
    assert_ok(nps_proportion_compare(&a, &b, 0.9, &found));
    assert_ok(nps_proportion_compare(&b, &a, 0.9, &other));
    assert_ok(nps_compare(&as_a, &as_b, NPS_METHOD_AUTO, 0.9, &scores));
    assert_double_near(found.difference, 52.0 / 56 - 41.0 / 50, 1e-15);
    assert_double_near(found.lower, scores.bounds.lower / 200, 0);
    assert_double_near(found.upper, -other.lower, 1e-12);
    assert_double_near(found.p_value, other.p_value, 1e-12);
    assert_int_equal(found.method, NPS_METHOD_SKEWNESS_SCORE);
}

static void what_is_wrong_has_a_status(void **state)
{
    const nps_proportion none = {0, 0}, more = {3, 2}, some = {1, 2}, many = {5, NPS_PROPORTION_BLAKER_MAX + 1};
    nps_proportion_result before, out;
    nps_proportion_difference difference = {1, 2, 3, 4, NPS_METHOD_AUTO};
    double p = 7;
    (void)state;
    memset(&before, 0x5A, sizeof before);
    memcpy(&out, &before, sizeof out);
    assert_status(nps_proportion_interval(NULL, NPS_PROPORTION_AUTO, 0.95, &out), NPS_ERROR_NULL);
    assert_status(nps_proportion_interval(&some, NPS_PROPORTION_AUTO, 0.95, NULL), NPS_ERROR_NULL);
    assert_status(nps_proportion_interval(&none, NPS_PROPORTION_AUTO, 0.95, &out), NPS_ERROR_EMPTY);
    assert_status(nps_proportion_interval(&more, NPS_PROPORTION_AUTO, 0.95, &out), NPS_ERROR_PART);
    assert_status(nps_proportion_interval(&some, (nps_proportion_method)3, 0.95, &out), NPS_ERROR_METHOD);
    assert_status(nps_proportion_interval(&many, NPS_PROPORTION_BLAKER, 0.95, &out), NPS_ERROR_TOO_MANY);
    assert_status(nps_proportion_interval(&some, NPS_PROPORTION_AUTO, NAN, &out), NPS_ERROR_LEVEL);
    assert_status(nps_proportion_interval(&some, NPS_PROPORTION_AUTO, 1, &out), NPS_ERROR_LEVEL);
    assert_memory_equal(&out, &before, sizeof out);
    assert_status(nps_proportion_test(NULL, 0.5, NPS_PROPORTION_AUTO, NPS_LESS, &p), NPS_ERROR_NULL);
    assert_status(nps_proportion_test(&some, 0.5, NPS_PROPORTION_AUTO, NPS_LESS, NULL), NPS_ERROR_NULL);
    assert_status(nps_proportion_test(&none, 0.5, NPS_PROPORTION_AUTO, NPS_LESS, &p), NPS_ERROR_EMPTY);
    assert_status(nps_proportion_test(&some, 1.5, NPS_PROPORTION_AUTO, NPS_LESS, &p), NPS_ERROR_REFERENCE);
    assert_status(nps_proportion_test(&some, NAN, NPS_PROPORTION_AUTO, NPS_LESS, &p), NPS_ERROR_REFERENCE);
    assert_status(nps_proportion_test(&some, 0.5, NPS_PROPORTION_AUTO, (nps_alternative)3, &p), NPS_ERROR_ALTERNATIVE);
    assert_status(nps_proportion_test(&many, 0.5, NPS_PROPORTION_BLAKER, NPS_LESS, &p), NPS_ERROR_TOO_MANY);
    assert_double_near(p, 7, 0);
    assert_status(nps_proportion_compare(&some, NULL, 0.95, &difference), NPS_ERROR_NULL);
    assert_status(nps_proportion_compare(&some, &some, 0.95, NULL), NPS_ERROR_NULL);
    assert_status(nps_proportion_compare(&some, &none, 0.95, &difference), NPS_ERROR_EMPTY);
    assert_status(nps_proportion_compare(&more, &some, 0.95, &difference), NPS_ERROR_PART);
    assert_status(nps_proportion_compare(&some, &some, 0, &difference), NPS_ERROR_LEVEL);
    assert_double_near(difference.lower, 2, 0);
    assert_string_equal(nps_proportion_method_string((nps_proportion_method)-1), "unknown method");
    assert_string_equal(nps_proportion_method_string(NPS_PROPORTION_AUTO), "auto");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blaker_bounds_are_the_reference_figures),
        cmocka_unit_test(blaker_p_values_are_the_reference_figures),
        cmocka_unit_test(wilson_bounds_are_the_reference_figures),
        cmocka_unit_test(blaker_never_covers_less_than_its_level),
        cmocka_unit_test(wilson_covers_less_near_the_ends),
        cmocka_unit_test(blaker_is_inside_clopper_pearson),
        cmocka_unit_test(tests_agree_with_intervals),
        cmocka_unit_test(p_values_fall_away_from_the_share),
        cmocka_unit_test(successes_and_failures_are_mirrored),
        cmocka_unit_test(intervals_stay_between_0_and_1),
        cmocka_unit_test(two_shares_are_compared_as_scores),
        cmocka_unit_test(what_is_wrong_has_a_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
