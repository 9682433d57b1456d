/* The exact comparison of two samples: what holds for any order of the tables, and the guarantee for small samples.
 * test_exact_compare_coverage.c searches larger samples.
 *
 *
 * SPDX-License-Identifier: MIT */
#include "exact_pairs.h"
#include "test.h"

static const double levels[] = {0.001, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.99999};

enum { LEVELS = sizeof levels / sizeof *levels };

static const nps_counts samples[] = {{1, 0, 0}, {0, 1, 0}, {2, 0, 1}, {3, 1, 0}, {0, 4, 0}, {1, 2, 3}, {0, 0, 6}};

enum { SAMPLES = sizeof samples / sizeof *samples };

static nps_comparison comparison_of(const nps_counts *a, const nps_counts *b, double level)
{
    nps_comparison out;
    assert_ok(nps_compare(a, b, NPS_METHOD_EXACT, level, &out));
    assert_int_equal(out.method, NPS_METHOD_EXACT);
    return out;
}

static nps_counts mirror_of(const nps_counts *counts)
{
    return (nps_counts){counts->detractors, counts->passives, counts->promoters};
}

static void assert_turned(const nps_comparison *out, const nps_comparison *expected)
{
    assert_double_near(out->bounds.lower, -expected->bounds.upper, 0);
    assert_double_near(out->bounds.upper, -expected->bounds.lower, 0);
    assert_double_near(out->p_value, expected->p_value, 0);
}

static void exchanging_samples_or_groups_turns_the_interval_round(void **state)
{
    int i, j;
    (void)state;
    for (i = 0; i < SAMPLES; i++) {
        for (j = i; j < SAMPLES; j++) {
            const nps_counts a = mirror_of(&samples[i]), b = mirror_of(&samples[j]);
            const nps_comparison out = comparison_of(&samples[i], &samples[j], 0.95);
            const nps_comparison back = comparison_of(&samples[j], &samples[i], 0.95);
            const nps_comparison mirror = comparison_of(&a, &b, 0.95);
            assert_turned(&back, &out);
            assert_turned(&mirror, &out);
        }
    }
}

static void interval_and_test_agree_at_every_level(void **state)
{
    int i, j, k;
    (void)state;
    for (i = 0; i < SAMPLES; i++) {
        for (j = i; j < SAMPLES; j++) {
            nps_comparison narrower = comparison_of(&samples[i], &samples[j], levels[0]);
            for (k = 1; k < LEVELS; k++) {
                const nps_comparison out = comparison_of(&samples[i], &samples[j], levels[k]);
                assert_double_near(out.p_value, narrower.p_value, 0);
                assert_int_equal(out.p_value < 1 - levels[k], out.bounds.lower > 0 || out.bounds.upper < 0);
                assert_true(out.bounds.lower <= narrower.bounds.lower && narrower.bounds.upper <= out.bounds.upper);
                assert_true(out.bounds.lower <= out.difference && out.difference <= out.bounds.upper);
                narrower = out;
            }
        }
    }
}

static void p_values_and_levels_have_an_end(void **state)
{
    const nps_counts best = {12, 0, 0}, worst = {0, 0, 12};
    const nps_comparison out = comparison_of(&best, &worst, 1 - 1e-7);
    (void)state;
    assert_double_near(out.p_value, 0x1p-20, 0);
    assert_double_near(out.bounds.lower, -200, 0);
    assert_double_near(out.bounds.upper, 200, 0);
}

static void equal_samples_do_not_differ(void **state)
{
    const nps_counts counts = {4, 2, 1};
    const nps_comparison out = comparison_of(&counts, &counts, 0.5);
    (void)state;
    assert_double_near(out.p_value, 1, 0);
    assert_double_near(out.bounds.lower, -out.bounds.upper, 0);
}

static void small_samples_are_compared_exactly_by_default(void **state)
{
    const nps_counts five = {3, 1, 1}, four = {0, 2, 2}, six = {3, 2, 1};
    nps_comparison out;
    (void)state;
    assert_int_equal(five.promoters + five.passives + five.detractors, NPS_EXACT_COMPARE_AUTO_MAX);
    assert_ok(nps_compare(&five, &four, NPS_METHOD_AUTO, 0.9, &out));
    assert_int_equal(out.method, NPS_METHOD_EXACT);
    assert_double_near(out.p_value, comparison_of(&five, &four, 0.9).p_value, 0);
    assert_ok(nps_compare(&five, &six, NPS_METHOD_AUTO, 0.9, &out));
    assert_int_equal(out.method, NPS_METHOD_SKEWNESS_SCORE);
    assert_ok(nps_compare(&six, &five, NPS_METHOD_AUTO, 0.9, &out));
    assert_int_equal(out.method, NPS_METHOD_SKEWNESS_SCORE);
    assert_ok(nps_compare_benchmark(&five, 3.5, 4, NPS_METHOD_AUTO, 0.9, &out));
    assert_int_equal(out.method, NPS_METHOD_SKEWNESS_SCORE);
    assert_ok(nps_compare_noninferiority(&five, &four, 10, NPS_METHOD_AUTO, 0.9, &out));
    assert_int_equal(out.method, NPS_METHOD_EXACT);
    assert_ok(nps_compare_equivalence(&five, &six, 10, NPS_METHOD_AUTO, 0.9, &out));
    assert_int_equal(out.method, NPS_METHOD_SKEWNESS_SCORE);
}

static void larger_samples_are_too_many(void **state)
{
    const nps_counts most = {10, 5, 5}, more = {10, 6, 5}, one = {1, 0, 0};
    nps_comparison out;
    (void)state;
    assert_int_equal(most.promoters + most.passives + most.detractors, NPS_EXACT_COMPARE_MAX);
    assert_ok(nps_compare(&most, &one, NPS_METHOD_EXACT, 0.95, &out));
    assert_status(nps_compare(&one, &more, NPS_METHOD_EXACT, 0.95, &out), NPS_ERROR_TOO_MANY);
    assert_status(nps_compare(&more, &one, NPS_METHOD_EXACT, 0.95, &out), NPS_ERROR_TOO_MANY);
    assert_status(nps_compare_benchmark(&one, 0, 22, NPS_METHOD_EXACT, 0.95, &out), NPS_ERROR_TOO_MANY);
    assert_status(nps_compare_benchmark(&one, 0, 5, NPS_METHOD_EXACT, 0.95, &out), NPS_ERROR_UNAVAILABLE);
    assert_ok(nps_compare_benchmark(&one, 0, 4, NPS_METHOD_EXACT, 0.95, &out));
}

/* The largest probability of a miss is found by search; it is close to what is allowed, because the truths of samples
 * are few. */
static void the_coverage_is_at_least_the_level(void **state)
{
    static const struct {
        int n_a, n_b;
        double level, least_missed;
    } cases[] = {{1, 1, 0.95, 0.045}, {2, 1, 0.8, 0.17}, {2, 2, 0.95, 0.045}, {3, 2, 0.9, 0.09}, {3, 3, 0.95, 0.045}};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        double missed;
        pairs_set(cases[i].n_a, cases[i].n_b, cases[i].level);
        missed = pairs_worst_miss(40, 150);
        assert_true(missed <= 1 - cases[i].level + 1e-9);
        assert_true(missed >= cases[i].least_missed);
        missed = pairs_worst_false_alarm(20, 100, 1 - cases[i].level);
        assert_true(missed <= 1 - cases[i].level + 1e-9);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exchanging_samples_or_groups_turns_the_interval_round),
        cmocka_unit_test(interval_and_test_agree_at_every_level),
        cmocka_unit_test(p_values_and_levels_have_an_end),
        cmocka_unit_test(equal_samples_do_not_differ),
        cmocka_unit_test(small_samples_are_compared_exactly_by_default),
        cmocka_unit_test(larger_samples_are_too_many),
        cmocka_unit_test(the_coverage_is_at_least_the_level),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
