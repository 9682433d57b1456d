/* Calibration with strata and clusters.
 * SPDX-License-Identifier: MIT */
#include "survey_designs.h"

static nps_weighted_estimate read_design(const struct survey_design *design, const nps_calibration_sample *sample)
{
    const nps_column answers = survey_design_answers(design);
    nps_calibration_options options;
    nps_weighted_estimate estimate;
    nps_calibration_options_init(&options);
    options.tolerance = 1e-13;
    assert_ok(nps_calibration_read(sample, &answers, NULL, &options, &estimate, NULL));
    return estimate;
}

static void check_raked(const struct figures *figures, struct survey_design *design)
{
    nps_calibration_sample sample = survey_design_sample(design);
    nps_weighted_estimate estimate, again;
    double weights[SURVEY_ROWS];
    survey_design_set_totals(design, 0, figures->fields[2]);
    survey_design_set_totals(design, 1, figures->fields[3]);
    estimate = read_design(design, &sample);
    survey_assert_estimate(figures, &estimate);
    /* Weights that were raked before say the same. */
    assert_ok(nps_calibration_rake(&sample, NULL, weights, NULL, NULL));
    sample.calibrated = weights;
    again = read_design(design, &sample);
    assert_double_near(again.score, estimate.score, 1e-5);
    assert_double_near(again.standard_error, estimate.standard_error, 1e-5);
}

static void raked_designs_are_those_of_r(void **state)
{
    (void)state;
    survey_check_designs("raked", check_raked);
}

static void check_plain(const struct figures *figures, struct survey_design *design)
{
    nps_calibration_sample sample = survey_design_sample(design);
    nps_weighted_estimate estimate;
    sample.margin_count = 0;
    estimate = read_design(design, &sample);
    survey_assert_estimate(figures, &estimate);
}

static void without_margins_a_design_is_read_as_it_is(void **state)
{
    (void)state;
    survey_check_designs("plain", check_plain);
}

/* The options of a variance, in options of calibration. */
struct options {
    nps_calibration_options calibration;
    nps_variance_options variance;
};

static void set_options(struct options *options)
{
    nps_calibration_options_init(&options->calibration);
    nps_variance_options_init(&options->variance);
    options->calibration.variance = &options->variance;
}

static nps_weighted_estimate read_with(const struct survey_design *design, const nps_calibration_sample *sample,
                                       const struct options *options)
{
    const nps_column answers = survey_design_answers(design);
    nps_weighted_estimate estimate;
    assert_ok(nps_calibration_read(sample, &answers, NULL, &options->calibration, &estimate, NULL));
    return estimate;
}

/* Twice as many clusters in the population as in the sample of any stratum, and some strata that the sample has not. */
static const nps_stratum_population POPULATIONS[] = {{-7, 1}, {0, 12}, {1, 12}, {2, 12}, {3, 12}, {9, 1}};
enum { POPULATION_COUNT = sizeof POPULATIONS / sizeof *POPULATIONS };

/* Another way to the same figures: sums by answer and cluster instead of rows. */
static void without_margins_every_rule_is_that_of_a_design(void **state)
{
    int number, lonely, degrees, has_populations;
    (void)state;
    for (number = 1; number <= SURVEY_DESIGNS; number++) {
        struct survey_design design;
        nps_calibration_sample sample;
        nps_weighted_design *sums;
        nps_column answers;
        survey_design_read(number, &design);
        /* A lonely stratum. */
        design.strata[design.rows - 1] = 3;
        sample = survey_design_sample(&design);
        sample.margin_count = 0;
        answers = survey_design_answers(&design);
        assert_ok(nps_weighted_design_create(NULL, &sums));
        assert_ok(nps_weighted_design_add_column(sums, &answers, design.weights, design.strata, design.clusters, NULL));
        for (lonely = 0; lonely < NPS_LONELY_END; lonely++)
            for (degrees = 0; degrees < NPS_DEGREES_END; degrees++)
                for (has_populations = 0; has_populations < 2; has_populations++) {
                    struct options options;
                    nps_weighted_estimate of_rows, of_sums;
                    set_options(&options);
                    options.variance.lonely = (nps_lonely)lonely;
                    options.variance.degrees = (nps_degrees_rule)degrees;
                    options.variance.populations = has_populations ? POPULATIONS : NULL;
                    options.variance.population_count = has_populations ? POPULATION_COUNT : 0;
                    of_rows = read_with(&design, &sample, &options);
                    assert_ok(nps_weighted_design_domain(sums, sums, &options.variance, NULL, &of_sums, NULL));
                    assert_double_near(of_rows.score, of_sums.score, 1e-10);
                    assert_double_near(of_rows.standard_error, of_sums.standard_error, 1e-10);
                    assert_double_near(of_rows.degrees, of_sums.degrees, 1e-9);
                    assert_double_near(of_rows.effective, of_sums.effective, 1e-8);
                    assert_true(of_rows.units == of_sums.units && of_rows.strata == of_sums.strata &&
                                of_rows.lonely_strata == of_sums.lonely_strata && of_rows.lonely == of_sums.lonely &&
                                of_rows.degrees_rule == of_sums.degrees_rule);
                }
        nps_weighted_design_destroy(sums);
    }
}

static void set_raked_totals(struct survey_design *design)
{
    survey_design_set_totals(design, 0, "200 250 300");
    survey_design_set_totals(design, 1, "400 350");
}

static void options_hold_for_raked_designs(void **state)
{
    struct survey_design design;
    nps_calibration_sample sample;
    struct options options;
    nps_weighted_estimate plain, finite, small;
    nps_stratum_population all[] = {{0, 3}, {1, 5}, {2, 3}, {3, 6}}, twice[] = {{0, 6}, {1, 10}, {2, 6}, {3, 12}};
    (void)state;
    survey_design_read(4, &design);
    set_raked_totals(&design);
    sample = survey_design_sample(&design);
    set_options(&options);
    plain = read_with(&design, &sample, &options);
    assert_int_equal(plain.units, 17);
    assert_int_equal(plain.strata, 4);
    options.variance.populations = twice;
    options.variance.population_count = 4;
    finite = read_with(&design, &sample, &options);
    assert_double_near(finite.standard_error, sqrt(0.5) * plain.standard_error, 1e-9);
    options.variance.populations = all;
    assert_double_near(read_with(&design, &sample, &options).standard_error, 0, 0);
    options.variance.populations = NULL;
    options.variance.degrees = NPS_DEGREES_SATTERTHWAITE;
    small = read_with(&design, &sample, &options);
    assert_true(small.degrees < plain.degrees && small.degrees >= 1);
    assert_int_equal(small.degrees_rule, NPS_DEGREES_SATTERTHWAITE);
}

static void wrong_options_are_refused(void **state)
{
    struct survey_design design;
    nps_calibration_sample sample;
    struct options options;
    nps_weighted_estimate estimate = {.score = 7};
    nps_column answers;
    nps_stratum_population few[] = {{0, 3}, {1, 4}, {2, 3}, {3, 6}}, mixed[] = {{1, 9}, {0, 9}, {2, 9}, {3, 9}};
    (void)state;
    survey_design_read(4, &design);
    set_raked_totals(&design);
    sample = survey_design_sample(&design);
    answers = survey_design_answers(&design);
    set_options(&options);
    options.variance.populations = few;
    options.variance.population_count = 4;
    assert_status(nps_calibration_read(&sample, &answers, NULL, &options.calibration, &estimate, NULL),
                  NPS_ERROR_POPULATION);
    options.variance.populations = mixed;
    assert_status(nps_calibration_read(&sample, &answers, NULL, &options.calibration, &estimate, NULL),
                  NPS_ERROR_POPULATION);
    options.variance.populations = POPULATIONS;
    options.variance.population_count = 2;
    assert_status(nps_calibration_read(&sample, &answers, NULL, &options.calibration, &estimate, NULL),
                  NPS_ERROR_POPULATION);
    set_options(&options);
    options.variance.lonely = NPS_LONELY_END;
    assert_status(nps_calibration_read(&sample, &answers, NULL, &options.calibration, &estimate, NULL),
                  NPS_ERROR_METHOD);
    options.variance.size = 1;
    assert_status(nps_calibration_read(&sample, &answers, NULL, &options.calibration, &estimate, NULL), NPS_ERROR_SIZE);
    assert_double_near(estimate.score, 7, 0);
}

/* Margins that say the same twice, or the same in finer categories, change nothing. */
static void margins_may_depend_on_each_other(void **state)
{
    struct survey_design design;
    nps_calibration_sample sample;
    nps_margin margins[4];
    uint32_t coarse[SURVEY_ROWS];
    const double coarse_totals[] = {450, 300, 0};
    nps_weighted_estimate once, again;
    size_t i;
    (void)state;
    survey_design_read(4, &design);
    set_raked_totals(&design);
    sample = survey_design_sample(&design);
    once = read_design(&design, &sample);
    for (i = 0; i < design.rows; i++)
        coarse[i] = design.g[i] == 2;
    margins[0] = design.margins[0];
    margins[1] = design.margins[1];
    margins[2] = design.margins[0];
    margins[3] = (nps_margin){coarse, coarse_totals, 3}; /* with a category that nobody is in */
    sample.margins = margins;
    sample.margin_count = 4;
    again = read_design(&design, &sample);
    assert_double_near(again.score, once.score, 1e-9);
    assert_double_near(again.standard_error, once.standard_error, 1e-9);
}

/* Two margins that differ in a single row: alternating projections would take thousands of steps. */
static void nearly_equal_margins_are_solved(void **state)
{
    enum { MANY = 20000 };
    static uint32_t first[MANY], second[MANY];
    static uint8_t answers[MANY];
    static const double totals[] = {1, 1};
    const nps_margin margins[] = {{first, totals, 2}, {second, totals, 2}};
    const nps_calibration_sample sample = {
        .calibrated = NULL, .row_count = MANY, .margins = margins, .margin_count = 2};
    nps_calibration_sample read = sample;
    static double ones[MANY];
    nps_weighted_estimate estimate;
    nps_calibration_options options;
    nps_column column;
    size_t i;
    (void)state;
    for (i = 0; i < MANY; i++) {
        first[i] = second[i] = i % 2;
        answers[i] = (uint8_t)(i % 11);
        ones[i] = 1;
    }
    second[7] = 0;
    read.calibrated = ones;
    nps_column_init(&column, NPS_COLUMN_U8, answers, MANY);
    nps_calibration_options_init(&options);
    options.iterations = 20;
    assert_ok(nps_calibration_read(&read, &column, NULL, &options, &estimate, NULL));
    assert_true(estimate.standard_error > 0.4 && estimate.standard_error < 0.7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(raked_designs_are_those_of_r),
        cmocka_unit_test(without_margins_a_design_is_read_as_it_is),
        cmocka_unit_test(without_margins_every_rule_is_that_of_a_design),
        cmocka_unit_test(options_hold_for_raked_designs),
        cmocka_unit_test(wrong_options_are_refused),
        cmocka_unit_test(margins_may_depend_on_each_other),
        cmocka_unit_test(nearly_equal_margins_are_solved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
