/* Estimates from weighted surveys, their intervals and tests.
 * SPDX-License-Identifier: MIT */
#include "weighted_surveys.h"

static void the_airport_with_its_weights(void **state)
{
    const nps_weighted of_2017 = airport("2017"), of_2018 = airport("2018");
    nps_weighted_estimate estimate = read_weighted(&of_2017);
    nps_counts effective;
    nps_bounds bounds;
    (void)state;
    assert_double_near(estimate.score, 40.398435511707426, 1e-12);
    assert_double_near(estimate.kish, 2266.512355086741, 1e-9);
    assert_int_equal(estimate.respondents, 2746);
    /* Real-valued counts lie between whole ones. */
    effective = (nps_counts){(uint64_t)(estimate.promoters * estimate.kish + 0.5),
                             (uint64_t)(estimate.passives * estimate.kish + 0.5),
                             (uint64_t)(estimate.detractors * estimate.kish + 0.5)};
    assert_ok(nps_interval(&effective, NPS_METHOD_SCORE, 0.95, &bounds));
    assert_double_near(interval_of(&estimate, NPS_METHOD_SCORE, 0.95).bounds.lower, bounds.lower, 0.05);
    assert_double_near(interval_of(&estimate, NPS_METHOD_SCORE, 0.95).bounds.upper, bounds.upper, 0.05);
    estimate = read_weighted(&of_2018);
    assert_double_near(estimate.score, 35.11363210359724, 1e-12);
    assert_double_near(estimate.kish, 2134.243010124503, 1e-9);
    assert_int_equal(estimate.respondents, 2650);
}

static void estimates_are_the_reference_figures(void **state)
{
    struct figures figures = figures_open("weighted_figures.csv");
    (void)state;
    while (figures_next(&figures)) {
        nps_weighted_design *design = new_design();
        nps_weighted weighted;
        nps_weighted_estimate estimate;
        read_survey(figures.fields[0], &weighted, design);
        estimate = read_design(design);
        assert_relative(estimate.score, 100 * figures_number(&figures, 1));
        assert_relative(estimate.standard_error, 100 * figures_number(&figures, 2));
        assert_relative(estimate.kish, figures_number(&figures, 3));
        assert_relative(estimate.design_effect, figures_number(&figures, 4));
        assert_relative(estimate.effective, figures_number(&figures, 5));
        assert_relative(estimate.degrees, figures_number(&figures, 6));
        estimate = read_weighted(&weighted);
        assert_relative(estimate.score, 100 * figures_number(&figures, 1));
        assert_relative(estimate.standard_error, 100 * figures_number(&figures, 7));
        assert_relative(estimate.design_effect, figures_number(&figures, 8));
        assert_relative(estimate.effective,
                        fmin(estimate.kish, (double)estimate.respondents / figures_number(&figures, 8)));
        assert_true(isinf(estimate.degrees));
        nps_weighted_design_destroy(design);
    }
    assert_int_equal(figures.row, 11);
}

static void intervals_are_the_reference_figures(void **state)
{
    struct figures figures = figures_open("weighted_intervals.csv");
    (void)state;
    while (figures_next(&figures)) {
        const nps_method method = figures_method(&figures, 2);
        nps_weighted_design *design = new_design();
        nps_weighted weighted;
        nps_weighted_estimate estimate;
        nps_interval_result result;
        read_survey(figures.fields[0], &weighted, design);
        estimate = read_design(design);
        nps_weighted_design_destroy(design);
        result = interval_of(&estimate, method, figures_number(&figures, 1));
        assert_double_near(result.bounds.lower, fmax(-100, 100 * figures_number(&figures, 3)), 1e-8);
        assert_double_near(result.bounds.upper, fmin(100, 100 * figures_number(&figures, 4)), 1e-8);
        assert_int_equal(result.method, method);
        if (figures.fields[6][0] != '\0') {
            const double p = figures_number(&figures, 6);
            assert_double_near(p_of(&estimate, figures_number(&figures, 5), method, NPS_TWO_SIDED), p, 1e-9 * p);
        }
    }
    assert_int_equal(figures.row, 108);
}

static void equal_weights_are_no_weights(void **state)
{
    static const nps_method methods[] = {NPS_METHOD_SCORE, NPS_METHOD_SKEWNESS_SCORE, NPS_METHOD_ADJUSTED_WALD};
    static const nps_counts tables[] = {{1, 0, 0}, {5, 3, 2}, {0, 0, 9}, {1436, 968, 342}};
    static const double weights[] = {1, 0.3, 1e-30, 7e30};
    size_t i, j, k;
    (void)state;
    for (i = 0; i < 4; i++)
        for (j = 0; j < 4; j++) {
            nps_weighted weighted = {0};
            nps_weighted_estimate estimate;
            double score;
            assert_ok(nps_weighted_add_n(&weighted, 10, weights[j], tables[i].promoters));
            assert_ok(nps_weighted_add_n(&weighted, 8, weights[j], tables[i].passives));
            assert_ok(nps_weighted_add_n(&weighted, 0, weights[j], tables[i].detractors));
            estimate = read_weighted(&weighted);
            assert_ok(nps_score(&tables[i], &score));
            assert_double_near(estimate.score, score, 1e-12);
            assert_relative(estimate.kish, (double)estimate.respondents);
            assert_relative(estimate.design_effect, 1);
            for (k = 0; k < 3; k++) {
                nps_bounds bounds;
                const nps_interval_result result = interval_of(&estimate, methods[k], 0.95);
                double p;
                assert_ok(nps_interval(&tables[i], methods[k], 0.95, &bounds));
                assert_double_near(result.bounds.lower, bounds.lower, 1e-5);
                assert_double_near(result.bounds.upper, bounds.upper, 1e-5);
                assert_ok(nps_test(&tables[i], 12, methods[k], NPS_GREATER, &p));
                assert_double_near(p_of(&estimate, 12, methods[k], NPS_GREATER), p, 1e-9);
            }
        }
}

/* The Wald interval is the score and so many standard errors, which are those of the sample: n - 1 and not n. */
static void wald_is_the_score_and_its_standard_error(void **state)
{
    static const char *const names[] = {"strata", "clusters", "both", "lonely", "mixed", "weightless"};
    static const double t[] = {2.0261924630291093, 2.446911851144979,  2.306004135204166,
                               12.706204736174694, 3.1824463052837073, 3.1824463052837073};
    size_t i;
    (void)state;
    for (i = 0; i < 6; i++) {
        nps_weighted_design *design = new_design();
        nps_weighted weighted;
        nps_weighted_estimate estimate;
        nps_interval_result result;
        double margin;
        read_survey(names[i], &weighted, design);
        estimate = read_design(design);
        result = interval_of(&estimate, NPS_METHOD_WALD, 0.95);
        margin = t[i] * estimate.standard_error;
        assert_double_near(result.bounds.lower, fmax(-100, estimate.score - margin), 1e-8);
        assert_double_near(result.bounds.upper, fmin(100, estimate.score + margin), 1e-8);
        estimate = read_weighted(&weighted);
        result = interval_of(&estimate, NPS_METHOD_WALD, 0.95);
        margin = 1.959963984540054 * estimate.standard_error;
        assert_double_near(result.bounds.lower, fmax(-100, estimate.score - margin), 1e-8);
        assert_double_near(result.bounds.upper, fmin(100, estimate.score + margin), 1e-8);
        nps_weighted_design_destroy(design);
    }
}

static void one_answer_is_enough(void **state)
{
    nps_weighted weighted = {0};
    nps_weighted_design *design = new_design();
    nps_weighted_estimate estimate;
    nps_interval_result result;
    (void)state;
    assert_ok(nps_weighted_add(&weighted, 10, 2.5));
    estimate = read_weighted(&weighted);
    assert_double_near(estimate.score, 100, 0);
    assert_double_near(estimate.effective, 1, 1e-15);
    assert_true(isinf(estimate.standard_error));
    assert_double_near(estimate.design_effect, 1, 1e-15);
    assert_ok(nps_weighted_design_add(design, 1, 10, 2.5, 1));
    estimate = read_design(design);
    result = interval_of(&estimate, NPS_METHOD_WALD, 0.95);
    assert_double_near(result.bounds.lower, -100, 0);
    assert_double_near(result.bounds.upper, 100, 0);
    assert_double_near(p_of(&estimate, -100, NPS_METHOD_SCORE, NPS_TWO_SIDED), 1, 0);
    assert_double_near(p_of(&estimate, -100, NPS_METHOD_SCORE, NPS_GREATER), 0.5, 0);
    nps_weighted_design_destroy(design);
}

/* p is 1 - level where the interval just touches the reference. */
static void p_value_and_interval_agree(void **state)
{
    static const nps_method methods[] = {NPS_METHOD_SCORE,       NPS_METHOD_SKEWNESS_SCORE, NPS_METHOD_ADJUSTED_WALD,
                                         NPS_METHOD_AGRESTI_MIN, NPS_METHOD_BONETT_PRICE,   NPS_METHOD_WALD};
    static const double degrees[] = {1, 2, 7, 40, 12345, INFINITY};
    uint64_t random = 9;
    int round;
    (void)state;
    for (round = 0; round < 400; round++) {
        const double a = random_weight(&random), m = random_weight(&random), c = random_weight(&random);
        const double total = a + m + c;
        const nps_weighted_estimate estimate = {.promoters = a / total,
                                                .passives = m / total,
                                                .detractors = c / total,
                                                .effective = 1.5 + 0.1 * random_weight(&random),
                                                .degrees = degrees[round % 6]};
        const nps_method method = methods[round % 5 + round % 2];
        const double level = 0.5 + 0.499 * (double)next_below(&random, 1000) / 1000;
        const nps_interval_result result = interval_of(&estimate, method, level);
        if (result.bounds.lower > -100)
            assert_double_near(p_of(&estimate, result.bounds.lower, method, NPS_TWO_SIDED), 1 - level, 1e-9);
        if (result.bounds.upper < 100)
            assert_double_near(p_of(&estimate, result.bounds.upper, method, NPS_TWO_SIDED), 1 - level, 1e-9);
        if (method != NPS_METHOD_SKEWNESS_SCORE) {
            const double greater = p_of(&estimate, 5, method, NPS_GREATER), less = p_of(&estimate, 5, method, NPS_LESS);
            assert_double_near(greater + less, 1, 1e-9);
            assert_double_near(2 * fmin(greater, less), p_of(&estimate, 5, method, NPS_TWO_SIDED), 1e-9);
        }
    }
}

static void bad_inferences_leave_the_output_unchanged(void **state)
{
    const nps_weighted_estimate good = {
        .promoters = 0.5, .passives = 0.25, .detractors = 0.25, .effective = 12, .degrees = 5};
    nps_weighted_estimate bad[5];
    nps_interval_result out = {{1, 2}, NPS_METHOD_BAYES};
    nps_test_result test = {3, NPS_METHOD_BAYES};
    size_t i;
    (void)state;
    for (i = 0; i < 5; i++)
        bad[i] = good;
    bad[0].promoters = NAN;
    bad[1].passives = -0.25;
    bad[2].effective = 0;
    bad[3].degrees = NAN;
    bad[4].effective = INFINITY;
    for (i = 0; i < 5; i++) {
        assert_status(nps_weighted_interval(&bad[i], NPS_METHOD_AUTO, 0.95, &out), NPS_ERROR_WEIGHT);
        assert_status(nps_weighted_test(&bad[i], 0, NPS_METHOD_AUTO, NPS_TWO_SIDED, &test), NPS_ERROR_WEIGHT);
    }
    assert_status(nps_weighted_interval(NULL, NPS_METHOD_AUTO, 0.95, &out), NPS_ERROR_NULL);
    assert_status(nps_weighted_interval(&good, NPS_METHOD_AUTO, 0.95, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_interval(&good, NPS_METHOD_EXACT, 0.95, &out), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_weighted_interval(&good, NPS_METHOD_ANYTIME, 0.95, &out), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_weighted_interval(&good, (nps_method)99, 0.95, &out), NPS_ERROR_METHOD);
    assert_status(nps_weighted_interval(&good, NPS_METHOD_AUTO, NAN, &out), NPS_ERROR_LEVEL);
    assert_status(nps_weighted_test(NULL, 0, NPS_METHOD_AUTO, NPS_TWO_SIDED, &test), NPS_ERROR_NULL);
    assert_status(nps_weighted_test(&good, 0, NPS_METHOD_AUTO, NPS_TWO_SIDED, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_test(&good, 101, NPS_METHOD_AUTO, NPS_TWO_SIDED, &test), NPS_ERROR_REFERENCE);
    assert_status(nps_weighted_test(&good, 0, NPS_METHOD_AUTO, (nps_alternative)3, &test), NPS_ERROR_ALTERNATIVE);
    assert_status(nps_weighted_test(&good, 0, NPS_METHOD_EXACT, NPS_TWO_SIDED, &test), NPS_ERROR_UNAVAILABLE);
    assert_double_near(out.bounds.lower, 1, 0);
    assert_int_equal(out.method, NPS_METHOD_BAYES);
    assert_double_near(test.p_value, 3, 0);
    assert_int_equal(test.method, NPS_METHOD_BAYES);
}

/* One degree of freedom has so heavy a tail that no interval may be cut off too early. */
static void few_degrees_and_extreme_levels_are_survived(void **state)
{
    static const double levels[] = {1e-300, 1e-9, 0.5, 0.999999, 1 - 0x1p-53};
    nps_weighted_estimate estimate = {.promoters = 1, .effective = 1e19, .degrees = 1};
    size_t i;
    (void)state;
    for (i = 0; i < 5; i++) {
        const nps_interval_result result = interval_of(&estimate, NPS_METHOD_SCORE, levels[i]);
        assert_double_near(result.bounds.upper, 100, 0);
        assert_true(result.bounds.lower >= -100 && result.bounds.lower <= 100);
    }
    assert_true(p_of(&estimate, -100, NPS_METHOD_WALD, NPS_TWO_SIDED) <= 1e-307);
    estimate.degrees = 0;
    estimate.effective = 0;
    assert_double_near(p_of(&estimate, -100, NPS_METHOD_WALD, NPS_TWO_SIDED), 1, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_airport_with_its_weights),
        cmocka_unit_test(estimates_are_the_reference_figures),
        cmocka_unit_test(intervals_are_the_reference_figures),
        cmocka_unit_test(equal_weights_are_no_weights),
        cmocka_unit_test(wald_is_the_score_and_its_standard_error),
        cmocka_unit_test(one_answer_is_enough),
        cmocka_unit_test(p_value_and_interval_agree),
        cmocka_unit_test(bad_inferences_leave_the_output_unchanged),
        cmocka_unit_test(few_degrees_and_extreme_levels_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
