/* Comparisons of two weighted surveys.
 * SPDX-License-Identifier: MIT */
#include "weighted_surveys.h"

/* The estimate with this name in weighted_comparisons.csv: a year of the airport without its design, or a survey. */
static nps_weighted_estimate estimate_called(const char *name)
{
    nps_weighted_design *design = new_design();
    nps_weighted weighted;
    nps_weighted_estimate estimate;
    if (name[0] == '2') {
        weighted = airport(name);
        estimate = read_weighted(&weighted);
    } else {
        read_survey(name, &weighted, design);
        estimate = read_design(design);
    }
    nps_weighted_design_destroy(design);
    return estimate;
}

static nps_comparison comparison_of(const nps_weighted_estimate *a, const nps_weighted_estimate *b, nps_method method,
                                    double level)
{
    nps_comparison comparison;
    assert_ok(nps_weighted_compare(a, b, method, level, &comparison));
    return comparison;
}

static void comparisons_are_the_reference_figures(void **state)
{
    struct figures figures = figures_open("weighted_comparisons.csv");
    (void)state;
    while (figures_next(&figures)) {
        const nps_weighted_estimate a = estimate_called(figures.fields[0]), b = estimate_called(figures.fields[1]);
        const nps_method method = figures_method(&figures, 3);
        const nps_comparison comparison = comparison_of(&a, &b, method, figures_number(&figures, 2));
        assert_double_near(comparison.difference, 100 * figures_number(&figures, 4), 1e-11);
        assert_double_near(comparison.bounds.lower, fmax(-200, 100 * figures_number(&figures, 5)), 1e-8);
        assert_double_near(comparison.bounds.upper, fmin(200, 100 * figures_number(&figures, 6)), 1e-8);
        assert_int_equal(comparison.method, method);
    }
    assert_int_equal(figures.row, 84);
}

static void the_airport_became_worse_with_its_weights_too(void **state)
{
    const nps_weighted_estimate of_2017 = estimate_called("2017"), of_2018 = estimate_called("2018");
    const nps_comparison comparison = comparison_of(&of_2018, &of_2017, NPS_METHOD_AUTO, 0.95);
    (void)state;
    assert_double_near(comparison.difference, 35.11363210359724 - 40.398435511707426, 1e-12);
    assert_double_near(comparison.bounds.lower, -9.528, 0.0005);
    assert_double_near(comparison.bounds.upper, -1.047, 0.0005);
    assert_double_near(comparison.p_value, 0.01445, 0.000005);
    assert_int_equal(comparison.method, NPS_METHOD_SKEWNESS_SCORE);
}

static void equal_weights_give_the_unweighted_comparison(void **state)
{
    static const nps_method methods[] = {NPS_METHOD_AUTO, NPS_METHOD_SCORE, NPS_METHOD_SKEWNESS_SCORE,
                                         NPS_METHOD_ADJUSTED_WALD};
    static const nps_counts tables[] = {{1, 0, 0}, {5, 3, 2}, {0, 0, 9}, {1436, 968, 342}, {UINT64_MAX - 9, 4, 5}};
    size_t i, j, k;
    (void)state;
    for (i = 0; i < 5; i++)
        for (j = 0; j < 5; j++)
            for (k = 0; k < 4; k++) {
                nps_weighted_estimate a, b;
                nps_comparison expected, comparison;
                assert_ok(nps_weighted_read_counts(&tables[i], &a));
                assert_ok(nps_weighted_read_counts(&tables[j], &b));
                comparison = comparison_of(&a, &b, methods[k], 0.95);
                assert_ok(nps_compare(&tables[i], &tables[j], methods[k], 0.95, &expected));
                assert_double_near(comparison.difference, expected.difference, 1e-12);
                assert_double_near(comparison.bounds.lower, expected.bounds.lower, 1e-8);
                assert_double_near(comparison.bounds.upper, expected.bounds.upper, 1e-8);
                assert_double_near(comparison.p_value, expected.p_value, 1e-7 * expected.p_value);
                assert_int_equal(comparison.method, expected.method);
            }
}

static void unweighted_samples_are_estimates(void **state)
{
    const nps_counts counts = {5, 3, 2}, one = {0, 1, 0}, none = {0, 0, 0}, too_many = {UINT64_MAX, 0, 1};
    nps_weighted_estimate estimate;
    (void)state;
    assert_ok(nps_weighted_read_counts(&counts, &estimate));
    assert_double_near(estimate.score, 30, 1e-13);
    /* The variance of the values 1, 0, -1 occurring five, three and two times, over ten. */
    assert_relative(estimate.standard_error, 100 * sqrt((5 * 0.49 + 3 * 0.09 + 2 * 1.69) / 90));
    assert_relative(estimate.promoters, 0.5);
    assert_relative(estimate.passives, 0.3);
    assert_relative(estimate.detractors, 0.2);
    assert_int_equal(estimate.respondents, 10);
    assert_relative(estimate.kish, 10);
    assert_relative(estimate.design_effect, 1);
    assert_relative(estimate.effective, 10);
    assert_true(isinf(estimate.degrees));
    assert_ok(nps_weighted_read_counts(&one, &estimate));
    assert_double_near(estimate.effective, 1, 0);
    estimate.score = 77;
    assert_status(nps_weighted_read_counts(NULL, &estimate), NPS_ERROR_NULL);
    assert_status(nps_weighted_read_counts(&counts, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_read_counts(&none, &estimate), NPS_ERROR_EMPTY);
    assert_status(nps_weighted_read_counts(&too_many, &estimate), NPS_ERROR_OVERFLOW);
    assert_double_near(estimate.score, 77, 0);
}

/* Random shares, effective respondents and degrees of freedom of any size. */
static nps_weighted_estimate any_estimate(uint64_t *random)
{
    static const double degrees[] = {1, 2, 7, 40, 12345, INFINITY};
    const double a = random_weight(random), m = random_weight(random), c = random_weight(random), total = a + m + c;
    return (nps_weighted_estimate){.score = 100 * (a - c) / total,
                                   .promoters = a / total,
                                   .passives = m / total,
                                   .detractors = c / total,
                                   .effective = 1.5 + random_weight(random),
                                   .degrees = degrees[next_below(random, 6)]};
}

/* At the level 1 - p the interval just touches a difference of 0; exchanging the samples changes the sign. */
static void p_values_of_differences_agree_with_their_intervals(void **state)
{
    static const nps_method methods[] = {NPS_METHOD_SCORE,       NPS_METHOD_SKEWNESS_SCORE, NPS_METHOD_ADJUSTED_WALD,
                                         NPS_METHOD_AGRESTI_MIN, NPS_METHOD_BONETT_PRICE,   NPS_METHOD_WALD};
    uint64_t random = 11;
    int round, inside = 0;
    (void)state;
    for (round = 0; round < 300; round++) {
        const nps_weighted_estimate a = any_estimate(&random), b = any_estimate(&random);
        const nps_method method = methods[round % 6];
        const nps_comparison one = comparison_of(&a, &b, method, 0.9), back = comparison_of(&b, &a, method, 0.9);
        assert_double_near(one.difference, -back.difference, 0);
        assert_double_near(one.bounds.lower, -back.bounds.upper, 1e-10);
        assert_double_near(one.p_value, back.p_value, 1e-9);
        assert_true((one.p_value < 0.1) == (one.bounds.lower > 0 || one.bounds.upper < 0));
        if (one.p_value > 1e-6 && one.p_value < 0.999999) {
            const nps_comparison touching = comparison_of(&a, &b, method, 1 - one.p_value);
            assert_double_near(fmin(fabs(touching.bounds.lower), fabs(touching.bounds.upper)), 0, 1e-5);
            inside++;
        }
    }
    assert_true(inside > 100);
}

/* If nothing is known about one sample, all differences that the other allows remain possible. */
static void without_degrees_of_freedom_nothing_is_told_apart(void **state)
{
    const nps_counts all_promoters = {1000000, 0, 0};
    nps_weighted_estimate known, unknown;
    nps_weighted_design *design = new_design();
    nps_comparison comparison;
    double lower;
    (void)state;
    assert_ok(nps_weighted_read_counts(&all_promoters, &known));
    assert_ok(nps_weighted_design_add_cluster(design, 1, 1, 0, 2.5, 7));
    unknown = read_design(design);
    nps_weighted_design_destroy(design);
    lower = interval_of(&known, NPS_METHOD_SCORE, 0.95).bounds.lower;
    comparison = comparison_of(&known, &unknown, NPS_METHOD_SCORE, 0.95);
    assert_double_near(comparison.difference, 200, 0);
    assert_double_near(comparison.bounds.lower, lower - 100, 1e-12);
    assert_double_near(comparison.bounds.upper, 200, 0);
    assert_double_near(comparison.p_value, 1, 0);
    comparison = comparison_of(&unknown, &known, NPS_METHOD_WALD, 0.95);
    assert_double_near(comparison.bounds.lower, -200, 0);
    assert_double_near(comparison.bounds.upper, 0, 0);
    comparison = comparison_of(&unknown, &unknown, NPS_METHOD_AUTO, 0.95);
    assert_double_near(comparison.bounds.lower, -200, 0);
    assert_double_near(comparison.bounds.upper, 200, 0);
}

static void bad_comparisons_leave_the_output_unchanged(void **state)
{
    static const nps_counts counts = {5, 3, 2};
    nps_weighted_estimate good, bad;
    nps_comparison comparison = {.difference = 77};
    size_t i;
    (void)state;
    assert_ok(nps_weighted_read_counts(&counts, &good));
    assert_status(nps_weighted_compare(NULL, &good, NPS_METHOD_SCORE, 0.95, &comparison), NPS_ERROR_NULL);
    assert_status(nps_weighted_compare(&good, NULL, NPS_METHOD_SCORE, 0.95, &comparison), NPS_ERROR_NULL);
    assert_status(nps_weighted_compare(&good, &good, NPS_METHOD_SCORE, 0.95, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_compare(&good, &good, (nps_method)99, 0.95, &comparison), NPS_ERROR_METHOD);
    assert_status(nps_weighted_compare(&good, &good, NPS_METHOD_EXACT, 0.95, &comparison), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_weighted_compare(&good, &good, NPS_METHOD_ANYTIME, 0.95, &comparison), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_weighted_compare(&good, &good, NPS_METHOD_SCORE, 1, &comparison), NPS_ERROR_LEVEL);
    assert_status(nps_weighted_compare(&good, &good, NPS_METHOD_SCORE, NAN, &comparison), NPS_ERROR_LEVEL);
    for (i = 0; i < 7; i++) {
        static const double none[] = {NAN, -1, NAN, -1e-9, NAN, NAN, 101};
        bad = good;
        *(i < 2 ? &bad.effective : i < 4 ? &bad.passives : i < 5 ? &bad.degrees : &bad.score) = none[i];
        assert_status(nps_weighted_compare(&bad, &good, NPS_METHOD_SCORE, 0.95, &comparison), NPS_ERROR_WEIGHT);
        assert_status(nps_weighted_compare(&good, &bad, NPS_METHOD_SCORE, 0.95, &comparison), NPS_ERROR_WEIGHT);
    }
    assert_double_near(comparison.difference, 77, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comparisons_are_the_reference_figures),
        cmocka_unit_test(the_airport_became_worse_with_its_weights_too),
        cmocka_unit_test(equal_weights_give_the_unweighted_comparison),
        cmocka_unit_test(unweighted_samples_are_estimates),
        cmocka_unit_test(p_values_of_differences_agree_with_their_intervals),
        cmocka_unit_test(without_degrees_of_freedom_nothing_is_told_apart),
        cmocka_unit_test(bad_comparisons_leave_the_output_unchanged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
