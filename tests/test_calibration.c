/* SPDX-License-Identifier: MIT */
#include "failing_allocator.h"
#include "figures.h"

enum { MOST_ROWS = 400 };

/* A sample with two margins, as in calibration_rows.csv. */
struct sample {
    size_t rows;
    uint8_t answers[MOST_ROWS];
    uint32_t first[MOST_ROWS], second[MOST_ROWS];
    double base[MOST_ROWS], expected[MOST_ROWS], weights[MOST_ROWS];
    double totals[2][4];
    nps_margin margins[2];
};

static void set_totals(struct sample *sample, int margin, size_t count, const double *totals)
{
    memcpy(sample->totals[margin], totals, count * sizeof *totals);
    sample->margins[margin] = (nps_margin){margin == 0 ? sample->first : sample->second, sample->totals[margin], count};
}

static void read_sample(const char *name, struct sample *sample)
{
    struct figures figures = figures_open("calibration_rows.csv");
    memset(sample, 0, sizeof *sample);
    while (figures_next(&figures)) {
        const size_t i = sample->rows;
        if (strcmp(figures.fields[0], name) != 0)
            continue;
        sample->answers[i] = (uint8_t)strtoul(figures.fields[1], NULL, 10);
        sample->base[i] = figures_number(&figures, 2);
        sample->first[i] = (uint32_t)strtoul(figures.fields[3], NULL, 10);
        sample->second[i] = (uint32_t)strtoul(figures.fields[4], NULL, 10);
        sample->expected[i] = figures_number(&figures, 5);
        sample->rows++;
    }
    if (strcmp(name, "two margins") == 0) {
        set_totals(sample, 0, 3, (const double[]){40, 35, 25});
        set_totals(sample, 1, 4, (const double[]){10, 50, 25, 15});
    } else if (strcmp(name, "one margin") == 0) {
        set_totals(sample, 0, 3, (const double[]){1, 2, 0.5});
        set_totals(sample, 1, 1, (const double[]){3.5});
    } else {
        set_totals(sample, 0, 3, (const double[]){40, 60, 0});
        set_totals(sample, 1, 2, (const double[]){70, 30});
    }
}

static nps_status rake_rows(const double *base, size_t count, const nps_margin *margins, size_t margin_count,
                            const nps_calibration_options *options, double *weights, nps_calibration_result *result,
                            nps_error_detail *detail)
{
    const nps_calibration_sample sample = {
        .weights = base, .row_count = count, .margins = margins, .margin_count = margin_count};
    return nps_calibration_rake(&sample, options, weights, result, detail);
}

/* Rows whose base weights are 1 each. */
static nps_status read_rows(const uint8_t *answers, const double *weights, size_t count, const nps_margin *margins,
                            size_t margin_count, const nps_scale *scale, const nps_calibration_options *options,
                            nps_weighted_estimate *out, uint64_t *outside)
{
    const nps_calibration_sample sample = {
        .calibrated = weights, .row_count = count, .margins = margins, .margin_count = margin_count};
    nps_column column;
    nps_column_init(&column, NPS_COLUMN_U8, answers, count);
    return nps_calibration_read(&sample, &column, scale, options, out, outside);
}

static nps_status rake(struct sample *sample, const nps_calibration_options *options, nps_calibration_result *result,
                       nps_error_detail *detail)
{
    return rake_rows(sample->base, sample->rows, sample->margins, 2, options, sample->weights, result, detail);
}

static double sum_of(const struct sample *sample, int margin, size_t category)
{
    double sum = 0;
    size_t i;
    for (i = 0; i < sample->rows; i++)
        if (sample->margins[margin].categories[i] == category)
            sum += sample->weights[i];
    return sum;
}

static void assert_margins_met(const struct sample *sample, double tolerance)
{
    size_t i;
    int m;
    for (m = 0; m < 2; m++)
        for (i = 0; i < sample->margins[m].category_count; i++)
            assert_double_near(sum_of(sample, m, i), sample->totals[m][i], tolerance * sample->totals[m][i]);
}

static nps_weighted_estimate read_estimate(const struct sample *sample)
{
    const nps_calibration_sample read = {sample->base, sample->weights, sample->rows, sample->margins, 2, NULL, NULL};
    nps_weighted_estimate estimate;
    nps_column column;
    nps_column_init(&column, NPS_COLUMN_U8, sample->answers, sample->rows);
    assert_ok(nps_calibration_read(&read, &column, NULL, NULL, &estimate, NULL));
    return estimate;
}

static void weights_and_estimates_are_the_reference_figures(void **state)
{
    struct figures figures = figures_open("calibration_figures.csv");
    (void)state;
    while (figures_next(&figures)) {
        struct sample sample;
        nps_calibration_options options;
        nps_calibration_result result;
        nps_weighted_estimate estimate;
        size_t i;
        read_sample(figures.fields[0], &sample);
        nps_calibration_options_init(&options);
        options.tolerance = 1e-14;
        assert_ok(rake(&sample, &options, &result, NULL));
        for (i = 0; i < sample.rows; i++)
            assert_double_near(sample.weights[i], sample.expected[i], 1e-12 * sample.expected[i]);
        assert_margins_met(&sample, 1e-12);
        assert_true(result.iterations >= 1 && result.error <= 1e-14);
        assert_int_equal(result.trimmed, 0);
        estimate = read_estimate(&sample);
        assert_double_near(estimate.score, 100 * figures_number(&figures, 1), 1e-9);
        assert_double_near(estimate.standard_error, 100 * figures_number(&figures, 2), 1e-9);
        assert_double_near(estimate.kish, figures_number(&figures, 3), 1e-9);
        assert_true(estimate.effective <= estimate.kish);
        assert_double_near(estimate.degrees, figures_number(&figures, 4), 0);
    }
    assert_int_equal(figures.row, 3);
}

static nps_accumulator accumulator_of(uint64_t promoters, uint64_t passives, uint64_t detractors)
{
    nps_accumulator accumulator = {{0}, 0, 0};
    accumulator.answers[9] = promoters;
    accumulator.answers[8] = passives;
    accumulator.answers[0] = detractors;
    return accumulator;
}

static void segments_are_the_reference_figures(void **state)
{
    const nps_accumulator three[] = {accumulator_of(5, 3, 2), accumulator_of(20, 4, 9), accumulator_of(1, 8, 3)};
    const nps_accumulator single[] = {accumulator_of(5, 3, 2), accumulator_of(0, 1, 0)};
    const nps_accumulator ignored[] = {accumulator_of(50, 30, 20), accumulator_of(3, 9, 1), accumulator_of(7, 7, 7)};
    const struct {
        const char *name;
        const nps_accumulator *segments;
        size_t count;
        double totals[3];
    } cases[] = {{"three", three, 3, {100, 50, 350.5}},
                 {"a single respondent", single, 2, {10, 4}},
                 {"nobody counts", ignored, 3, {1000, 0, 3000}}};
    struct figures figures = figures_open("poststratified.csv");
    (void)state;
    while (figures_next(&figures)) {
        const int i = figures.row - 1;
        nps_weighted_estimate estimate;
        assert_string_equal(figures.fields[0], cases[i].name);
        assert_ok(nps_calibration_poststratify(cases[i].segments, cases[i].totals, cases[i].count, nps_scale_0_10(),
                                               &estimate, NULL));
        assert_double_near(estimate.score, 100 * figures_number(&figures, 1), 1e-10);
        assert_double_near(estimate.standard_error, 100 * figures_number(&figures, 2), 1e-10);
        assert_double_near(estimate.kish, figures_number(&figures, 3), 1e-10);
        assert_double_near(estimate.effective, figures_number(&figures, 4), 1e-10);
    }
    assert_int_equal(figures.row, 3);
}

static void one_margin_is_poststratification(void **state)
{
    nps_accumulator segments[3] = {{{0}, 0, 0}, {{0}, 0, 0}, {{0}, 0, 0}};
    struct sample sample;
    nps_calibration_result result;
    nps_weighted_estimate of_segments, of_rows;
    size_t i;
    (void)state;
    read_sample("one margin", &sample);
    for (i = 0; i < sample.rows; i++) {
        sample.answers[i] = (uint8_t)(sample.answers[i] > 10 ? 9 : sample.answers[i]);
        assert_ok(nps_accumulator_add(&segments[sample.first[i]], sample.answers[i]));
    }
    assert_ok(rake_rows(NULL, sample.rows, sample.margins, 1, NULL, sample.weights, &result, NULL));
    assert_int_equal(result.iterations, 1);
    assert_ok(read_rows(sample.answers, sample.weights, sample.rows, sample.margins, 1, nps_scale_0_10(), NULL,
                        &of_rows, NULL));
    assert_ok(nps_calibration_poststratify(segments, sample.totals[0], 3, nps_scale_0_10(), &of_segments, NULL));
    assert_double_near(of_rows.score, of_segments.score, 1e-11);
    assert_double_near(of_rows.kish, of_segments.kish, 1e-11);
    /* The two variances differ in how n - 1 is divided among the segments. */
    assert_double_near(of_rows.standard_error, of_segments.standard_error, 0.1 * of_segments.standard_error);
}

/* 400 rows with nearly equal shares in all categories, and margins that differ strongly from them. */
static void make_skewed(struct sample *sample)
{
    uint64_t random = 13;
    memset(sample, 0, sizeof *sample);
    for (sample->rows = 0; sample->rows < MOST_ROWS; sample->rows++) {
        sample->answers[sample->rows] = (uint8_t)next_below(&random, 11);
        sample->first[sample->rows] = (uint32_t)next_below(&random, 3);
        sample->second[sample->rows] = (uint32_t)next_below(&random, 4);
        sample->base[sample->rows] = 0.2 + (double)next_below(&random, 1000) / 500;
    }
    set_totals(sample, 0, 3, (const double[]){100, 200, 700});
    set_totals(sample, 1, 4, (const double[]){600, 200, 150, 50});
}

static void trimmed_weights_match_margins_and_bounds(void **state)
{
    struct sample sample;
    nps_calibration_options options;
    nps_calibration_result result;
    double multiplier[3][4] = {{0}};
    size_t i, at_bounds = 0;
    (void)state;
    make_skewed(&sample);
    nps_calibration_options_init(&options);
    assert_ok(rake(&sample, &options, &result, NULL));
    assert_int_equal(result.trimmed, 0);
    options.lowest = 0.05;
    options.highest = 5;
    assert_ok(rake(&sample, &options, &result, NULL));
    assert_margins_met(&sample, 1.1e-9);
    for (i = 0; i < sample.rows; i++) {
        const double multiple = sample.weights[i] / 2.5; /* 1000 over 400 rows */
        double *of_cell = &multiplier[sample.first[i]][sample.second[i]];
        assert_true(multiple >= 0.05 - 1e-12 && multiple <= 5 + 1e-12);
        if (multiple <= 0.05 + 1e-12 || multiple >= 5 - 1e-12) {
            at_bounds++;
            continue;
        }
        /* The other weights are base weights times a factor of their cell. */
        if (*of_cell == 0)
            *of_cell = sample.weights[i] / sample.base[i];
        assert_double_near(sample.weights[i] / sample.base[i], *of_cell, 1e-10 * *of_cell);
    }
    assert_int_equal(at_bounds, result.trimmed);
    assert_true(at_bounds > 20);
    /* That factor is a factor of the first margin times a factor of the second. */
    assert_double_near(multiplier[0][1] * multiplier[1][2], multiplier[0][2] * multiplier[1][1], 1e-8);
    options.highest = 1.2;
    memset(sample.weights, 0, sizeof sample.weights);
    assert_status(rake(&sample, &options, &result, NULL), NPS_ERROR_CONVERGENCE);
    for (i = 0; i < sample.rows; i++)
        assert_double_near(sample.weights[i], 0, 0);
}

static void weights_may_replace_the_base(void **state)
{
    struct sample sample;
    size_t i;
    (void)state;
    make_skewed(&sample);
    assert_ok(rake(&sample, NULL, NULL, NULL));
    assert_ok(rake_rows(sample.base, sample.rows, sample.margins, 2, NULL, sample.base, NULL, NULL));
    for (i = 0; i < sample.rows; i++)
        assert_double_near(sample.base[i], sample.weights[i], 0);
    /* A sample that already matches the margins is not changed. */
    assert_ok(rake(&sample, NULL, NULL, NULL));
    for (i = 0; i < sample.rows; i++)
        assert_double_near(sample.base[i], sample.weights[i], 1e-8 * sample.base[i]);
}

static void a_sample_like_the_population_keeps_equal_weights(void **state)
{
    static const uint32_t first[] = {0, 0, 1, 1}, second[] = {0, 1, 0, 1};
    static const double totals[] = {50, 50};
    static const uint8_t answers[] = {10, 8, 3, 9};
    const nps_margin margins[] = {{first, totals, 2}, {second, totals, 2}};
    nps_weighted_estimate estimate;
    double weights[4];
    int i;
    (void)state;
    assert_ok(rake_rows(NULL, 4, margins, 2, NULL, weights, NULL, NULL));
    for (i = 0; i < 4; i++)
        assert_double_near(weights[i], 25, 1e-12);
    assert_ok(read_rows(answers, weights, 4, margins, 2, nps_scale_0_10(), NULL, &estimate, NULL));
    assert_double_near(estimate.score, 25, 1e-12);
    assert_double_near(estimate.kish, 4, 1e-12);
}

static void calibration_takes_away_what_the_margins_explain(void **state)
{
    struct sample sample;
    nps_weighted weighted = {0};
    nps_weighted_estimate calibrated, plain;
    nps_interval_result interval;
    size_t i;
    (void)state;
    make_skewed(&sample);
    for (i = 0; i < sample.rows; i++)
        sample.answers[i] = (uint8_t)(sample.first[i] == 0 ? 3 : sample.second[i] == 0 ? 8 : 10);
    assert_ok(rake(&sample, NULL, NULL, NULL));
    calibrated = read_estimate(&sample);
    for (i = 0; i < sample.rows; i++)
        assert_ok(nps_weighted_add(&weighted, sample.answers[i], sample.weights[i]));
    assert_ok(nps_weighted_read(&weighted, nps_scale_0_10(), &plain, NULL));
    assert_double_near(calibrated.score, plain.score, 1e-12);
    assert_true(calibrated.standard_error < 0.7 * plain.standard_error);
    assert_ok(nps_weighted_interval(&calibrated, NPS_METHOD_AUTO, 0.95, &interval));
    assert_true(interval.bounds.lower < calibrated.score && calibrated.score < interval.bounds.upper);
}

static void assert_margin_refused(struct sample *sample, const char *said)
{
    nps_error_detail detail = {""};
    assert_status(rake(sample, NULL, NULL, &detail), NPS_ERROR_MARGIN);
    if (!strstr(detail.text, said))
        fail_msg("\"%s\" does not say \"%s\"", detail.text, said);
}

static void impossible_margins_are_explained(void **state)
{
    struct sample sample;
    nps_calibration_options options;
    nps_error_detail detail = {""};
    size_t i;
    (void)state;
    make_skewed(&sample);
    sample.totals[1][2] = -1;
    assert_margin_refused(&sample, "margin 1: the total of category 2");
    sample.totals[1][2] = NAN;
    assert_margin_refused(&sample, "margin 1: the total of category 2");
    sample.totals[1][2] = INFINITY;
    assert_margin_refused(&sample, "margin 1: the total of category 2");
    sample.totals[1][2] = 151;
    assert_margin_refused(&sample, "margin 1: its sum");
    sample.totals[1][2] = 150.0001;
    assert_ok(rake(&sample, NULL, NULL, NULL));
    for (i = 0; i < sample.rows; i++)
        sample.second[i] = sample.second[i] == 3 ? 2 : sample.second[i];
    assert_margin_refused(&sample, "margin 1: category 3 has a total");
    set_totals(&sample, 0, 3, (const double[]){0, 0, 0});
    assert_margin_refused(&sample, "margin 0: all totals are 0");
    make_skewed(&sample);
    nps_calibration_options_init(&options);
    options.iterations = 1;
    assert_status(rake(&sample, &options, NULL, &detail), NPS_ERROR_CONVERGENCE);
    assert_non_null(strstr(detail.text, "parts in a million"));
    options.iterations = 0;
    assert_status(rake(&sample, &options, NULL, NULL), NPS_ERROR_CONVERGENCE);
    options.iterations = 3;
    options.tolerance = NAN;
    assert_status(rake(&sample, &options, NULL, NULL), NPS_ERROR_CONVERGENCE);
}

/* Respondents of a category without population get weight 0, which leaves no respondent for another category. */
static void categories_that_cannot_be_met_together_are_refused(void **state)
{
    static const uint32_t first[] = {0, 1}, second[] = {0, 1};
    static const double totals_first[] = {10, 0}, totals_second[] = {4, 6};
    const nps_margin margins[] = {{first, totals_first, 2}, {second, totals_second, 2}};
    double weights[2] = {7, 7};
    (void)state;
    assert_status(rake_rows(NULL, 2, margins, 2, NULL, weights, NULL, NULL), NPS_ERROR_MARGIN);
    assert_double_near(weights[0], 7, 0);
}

/* The accumulators accept the weights that raking returns. */
static void totals_too_small_for_weights_are_refused(void **state)
{
    static const uint32_t categories[] = {0, 1};
    static const double tiny[] = {1e-300, 1e-300}, mixed[] = {1, 1e-40}, small[] = {1e-37, 2e-37};
    double weights[2] = {7, 7};
    (void)state;
    assert_status(rake_rows(NULL, 2, &(nps_margin){categories, tiny, 2}, 1, NULL, weights, NULL, NULL),
                  NPS_ERROR_WEIGHT);
    assert_status(rake_rows(NULL, 2, &(nps_margin){categories, mixed, 2}, 1, NULL, weights, NULL, NULL),
                  NPS_ERROR_WEIGHT);
    assert_double_near(weights[0], 7, 0);
    assert_ok(rake_rows(NULL, 2, &(nps_margin){categories, small, 2}, 1, NULL, weights, NULL, NULL));
    assert_double_near(weights[1], 2e-37, 1e-50);
}

static void bad_arguments_return_statuses(void **state)
{
    struct sample sample;
    nps_calibration_options options;
    nps_weighted_estimate estimate;
    nps_error_detail detail = {""};
    nps_allocator half = {NULL, NULL, NULL};
    const nps_scale impossible = {5, 3, 2, 1};
    (void)state;
    make_skewed(&sample);
    nps_calibration_options_init(NULL);
    assert_status(rake_rows(NULL, 400, NULL, 2, NULL, sample.weights, NULL, NULL), NPS_ERROR_NULL);
    assert_status(rake_rows(NULL, 400, sample.margins, 2, NULL, NULL, NULL, &detail), NPS_ERROR_NULL);
    assert_string_equal(detail.text, nps_status_string(NPS_ERROR_NULL));
    assert_status(rake_rows(NULL, 400, sample.margins, 0, NULL, sample.weights, NULL, NULL), NPS_ERROR_MARGIN);
    assert_status(rake_rows(NULL, 0, sample.margins, 2, NULL, sample.weights, NULL, NULL), NPS_ERROR_EMPTY);
    nps_calibration_options_init(&options);
    options.size = 2;
    assert_status(rake(&sample, &options, NULL, NULL), NPS_ERROR_SIZE);
    nps_calibration_options_init(&options);
    options.allocator = &half;
    assert_status(rake(&sample, &options, NULL, NULL), NPS_ERROR_NULL);
    nps_calibration_options_init(&options);
    options.lowest = 1.5;
    assert_status(rake(&sample, &options, NULL, NULL), NPS_ERROR_WEIGHT);
    options.lowest = NAN;
    assert_status(rake(&sample, &options, NULL, NULL), NPS_ERROR_WEIGHT);
    options.lowest = 0;
    options.highest = 0.9;
    assert_status(rake(&sample, &options, NULL, NULL), NPS_ERROR_WEIGHT);
    sample.base[7] = -1;
    assert_status(rake(&sample, NULL, NULL, NULL), NPS_ERROR_WEIGHT);
    memset(sample.base, 0, sizeof sample.base);
    assert_status(rake(&sample, NULL, NULL, NULL), NPS_ERROR_EMPTY);
    make_skewed(&sample);
    sample.second[3] = 4;
    assert_status(rake(&sample, NULL, NULL, NULL), NPS_ERROR_NOT_FOUND);
    assert_status(
        read_rows(sample.answers, sample.base, 400, sample.margins, 2, nps_scale_0_10(), NULL, &estimate, NULL),
        NPS_ERROR_NOT_FOUND);
    sample.second[3] = 1;
    sample.margins[1].totals = NULL;
    assert_status(rake(&sample, NULL, NULL, NULL), NPS_ERROR_NULL);
    assert_ok(read_rows(sample.answers, sample.base, 400, sample.margins, 2, nps_scale_0_10(), NULL, &estimate, NULL));
    sample.margins[1].categories = NULL;
    assert_status(rake(&sample, NULL, NULL, NULL), NPS_ERROR_NULL);
    assert_status(read_rows(NULL, sample.base, 400, sample.margins, 1, nps_scale_0_10(), NULL, &estimate, NULL),
                  NPS_ERROR_NULL);
    assert_status(read_rows(sample.answers, sample.base, 400, sample.margins, 1, &impossible, NULL, &estimate, NULL),
                  NPS_ERROR_SCALE);
    assert_status(read_rows(sample.answers, sample.base, 0, sample.margins, 1, nps_scale_0_10(), NULL, &estimate, NULL),
                  NPS_ERROR_EMPTY);
    assert_status(
        read_rows(sample.answers, sample.base, 400, sample.margins, 1, nps_scale_1_5(), NULL, &estimate, NULL),
        NPS_ERROR_OUTSIDE);
    sample.base[9] = NAN;
    assert_status(
        read_rows(sample.answers, sample.base, 400, sample.margins, 1, nps_scale_0_10(), NULL, &estimate, NULL),
        NPS_ERROR_WEIGHT);
}

static void a_sample_has_a_default_and_a_length(void **state)
{
    struct sample sample;
    nps_calibration_sample read = {.margins = sample.margins, .margin_count = 2};
    nps_weighted_estimate ones, none;
    nps_column column;
    size_t i;
    (void)state;
    read_sample("two margins", &sample);
    read.row_count = sample.rows;
    for (i = 0; i < sample.rows; i++)
        sample.base[i] = 1;
    nps_column_init(&column, NPS_COLUMN_U8, sample.answers, sample.rows);
    assert_ok(nps_calibration_read(&read, &column, NULL, NULL, &none, NULL));
    read.weights = sample.base;
    assert_ok(nps_calibration_read(&read, &column, NULL, NULL, &ones, NULL));
    assert_memory_equal(&none, &ones, sizeof ones);
    column.length--;
    assert_status(nps_calibration_read(&read, &column, NULL, NULL, &ones, NULL), NPS_ERROR_COLUMN);
    assert_status(nps_calibration_read(NULL, &column, NULL, NULL, &ones, NULL), NPS_ERROR_NULL);
    assert_status(nps_calibration_read(&read, NULL, NULL, NULL, &ones, NULL), NPS_ERROR_NULL);
    assert_status(nps_calibration_rake(NULL, NULL, sample.weights, NULL, NULL), NPS_ERROR_NULL);
    assert_memory_equal(&none, &ones, sizeof ones);
}

static void bad_segments_return_statuses(void **state)
{
    const nps_accumulator segments[] = {accumulator_of(5, 3, 2), accumulator_of(0, 0, 0)};
    const nps_accumulator huge[] = {accumulator_of(UINT64_MAX, 0, 0), accumulator_of(1, 0, 0)};
    static const double bad[][2] = {{1, 1}, {1, -1}, {1, NAN}, {INFINITY, 0}, {0, 0}};
    static const double tiny[] = {5e-324};
    nps_weighted_estimate estimate;
    uint64_t outside = 5;
    size_t i;
    (void)state;
    for (i = 0; i < 5; i++)
        assert_status(nps_calibration_poststratify(segments, bad[i], 2, nps_scale_0_10(), &estimate, NULL),
                      NPS_ERROR_MARGIN);
    /* A population of which no respondent gets a weight is not one of 0. */
    assert_status(nps_calibration_poststratify(segments, tiny, 1, NULL, &estimate, NULL), NPS_ERROR_WEIGHT);
    assert_status(nps_calibration_poststratify(segments, bad[0], 0, nps_scale_0_10(), &estimate, NULL),
                  NPS_ERROR_EMPTY);
    assert_status(nps_calibration_poststratify(NULL, bad[0], 2, nps_scale_0_10(), &estimate, NULL), NPS_ERROR_NULL);
    assert_status(nps_calibration_poststratify(segments, NULL, 2, nps_scale_0_10(), &estimate, NULL), NPS_ERROR_NULL);
    assert_status(nps_calibration_poststratify(segments, bad[0], 2, nps_scale_0_10(), NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_calibration_poststratify(segments, bad[0], 1, nps_scale_1_10(), &estimate, NULL),
                  NPS_ERROR_OUTSIDE);
    assert_ok(nps_calibration_poststratify(segments, bad[0], 1, nps_scale_0_10(), &estimate, &outside));
    assert_int_equal(outside, 0);
    assert_double_near(estimate.score, 30, 1e-12);
    assert_double_near(estimate.effective, 10, 1e-12);
    assert_status(nps_calibration_poststratify(huge, bad[0], 2, nps_scale_0_10(), &estimate, NULL), NPS_ERROR_OVERFLOW);
}

/* Fails each allocation in turn, until none is left to fail; returns how many there are. */
static size_t fail_each(struct sample *sample, bool is_reading)
{
    struct failing failing = {.fail_at = 0};
    const nps_allocator allocator = {&failing, failing_allocate, failing_release};
    nps_calibration_options options;
    nps_weighted_estimate estimate = {.score = 7};
    nps_status status;
    nps_calibration_options_init(&options);
    options.allocator = &allocator;
    do {
        failing.fail_at++;
        failing.calls = 0;
        memset(sample->weights, 0, sizeof sample->weights);
        if (is_reading)
            status = read_rows(sample->answers, NULL, sample->rows, sample->margins, 2, nps_scale_0_10(), &options,
                               &estimate, NULL);
        else
            status = rake(sample, &options, NULL, NULL);
        assert_int_equal(failing.bytes, 0);
        if (status) {
            assert_int_equal(status, NPS_ERROR_MEMORY);
            assert_double_near(sample->weights[0], 0, 0);
            assert_double_near(estimate.score, 7, 0);
        }
    } while (status);
    return failing.fail_at - 1;
}

static void each_allocation_may_fail(void **state)
{
    struct sample sample;
    (void)state;
    make_skewed(&sample);
    assert_int_equal(fail_each(&sample, false), 2);
    assert_int_equal(fail_each(&sample, true), 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_and_estimates_are_the_reference_figures),
        cmocka_unit_test(segments_are_the_reference_figures),
        cmocka_unit_test(one_margin_is_poststratification),
        cmocka_unit_test(trimmed_weights_match_margins_and_bounds),
        cmocka_unit_test(weights_may_replace_the_base),
        cmocka_unit_test(a_sample_like_the_population_keeps_equal_weights),
        cmocka_unit_test(calibration_takes_away_what_the_margins_explain),
        cmocka_unit_test(impossible_margins_are_explained),
        cmocka_unit_test(categories_that_cannot_be_met_together_are_refused),
        cmocka_unit_test(totals_too_small_for_weights_are_refused),
        cmocka_unit_test(bad_arguments_return_statuses),
        cmocka_unit_test(bad_segments_return_statuses),
        cmocka_unit_test(a_sample_has_a_default_and_a_length),
        cmocka_unit_test(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
