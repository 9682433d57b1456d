/* SPDX-License-Identifier: MIT */
#include "failing_allocator.h"
#include "survey_designs.h"

static nps_weighted_estimate read_replicates(const nps_replicates *replicates, const nps_column *answers)
{
    nps_weighted_estimate estimate;
    assert_ok(nps_replicates_read(replicates, answers, NULL, &estimate, NULL, NULL));
    return estimate;
}

/* Room for what is made, to be freed. */
static double *make(const nps_calibration_sample *sample, const nps_replication_options *options, nps_replicates *out)
{
    size_t length;
    double *numbers;
    assert_ok(nps_replicates_length(sample, options, &length));
    numbers = malloc(length * sizeof *numbers);
    assert_non_null(numbers);
    assert_ok(nps_replicates_make(sample, options, numbers, length, out, NULL));
    return numbers;
}

static void check_jackknife(const struct figures *figures, struct survey_design *design)
{
    const nps_column answers = survey_design_answers(design);
    const nps_calibration_sample sample = survey_design_sample(design);
    nps_replicates replicates;
    double *numbers = make(&sample, NULL, &replicates);
    const nps_weighted_estimate estimate = read_replicates(&replicates, &answers);
    nps_weighted_estimate around;
    survey_assert_estimate(figures, &estimate);
    /* Degrees of freedom that nobody gives are found from the factors. */
    replicates.degrees = -1;
    assert_double_near(read_replicates(&replicates, &answers).degrees, estimate.degrees, 1e-12);
    replicates.around_estimate = 1;
    around = read_replicates(&replicates, &answers);
    assert_true(around.standard_error >= estimate.standard_error);
    free(numbers);
}

static void the_jackknife_is_that_of_r(void **state)
{
    (void)state;
    survey_check_designs("jackknife", check_jackknife);
}

/* The score of rows, from the definition. */
static double score_of(const struct survey_design *design, const double *weights)
{
    double total = 0, difference = 0;
    size_t i;
    for (i = 0; i < design->rows; i++)
        if (design->answers[i] <= 10) {
            total += weights[i];
            difference += weights[i] * (design->answers[i] >= 9 ? 1 : design->answers[i] <= 6 ? -1 : 0);
        }
    return 100 * difference / total;
}

static void set_totals(struct survey_design *design)
{
    double of_g[3] = {0}, of_r[2] = {0};
    size_t i;
    for (i = 0; i < design->rows; i++) {
        of_g[design->g[i]] += design->weights[i];
        of_r[design->r[i]] += design->weights[i];
    }
    for (i = 0; i < 3; i++)
        design->totals[0][i] = of_g[i] * (i == 1 ? 1.1 : 1);
    design->totals[0][2] -= 0.1 * of_g[1];
    design->totals[1][0] = 0.9 * of_r[0];
    design->totals[1][1] = of_r[1] + 0.1 * of_r[0];
}

static void replicates_are_calibrated_on_request(void **state)
{
    struct survey_design design;
    nps_calibration_sample sample;
    nps_replication_options options;
    nps_replicates replicates, plain;
    nps_column answers;
    nps_weighted_estimate estimate, calibrated;
    double *numbers, *of_plain, mean = 0, sum = 0, scores[SURVEY_ROWS], raked[SURVEY_ROWS];
    size_t r;
    (void)state;
    survey_design_read(4, &design);
    set_totals(&design);
    sample = survey_design_sample(&design);
    answers = survey_design_answers(&design);
    nps_replication_options_init(&options);
    of_plain = make(&sample, &options, &plain);
    options.calibrate = 1;
    numbers = make(&sample, &options, &replicates);
    assert_int_equal(replicates.count, 17);
    for (r = 0; r < replicates.count; r++) {
        nps_calibration_sample replicate = sample;
        replicate.weights = plain.matrix + r * design.rows;
        assert_ok(nps_calibration_rake(&replicate, NULL, raked, NULL, NULL));
        assert_memory_equal(raked, replicates.matrix + r * design.rows, design.rows * sizeof *raked);
        scores[r] = score_of(&design, raked);
        mean += scores[r] / 17;
    }
    for (r = 0; r < replicates.count; r++)
        sum += replicates.replicate_scales[r] * (scores[r] - mean) * (scores[r] - mean);
    estimate = read_replicates(&replicates, &answers);
    assert_double_near(estimate.standard_error, sqrt(sum), 1e-9);
    assert_double_near(estimate.degrees, 13, 0);
    assert_ok(nps_calibration_rake(&sample, NULL, raked, NULL, NULL));
    assert_memory_equal(replicates.weights, raked, design.rows * sizeof *raked);
    assert_double_near(estimate.score, score_of(&design, raked), 1e-9);
    /* The linearised standard error is near. */
    assert_ok(nps_calibration_read(&sample, &answers, NULL, NULL, &calibrated, NULL));
    assert_double_near(estimate.standard_error, calibrated.standard_error, 0.1 * calibrated.standard_error);
    free(numbers);
    free(of_plain);
}

/* splitmix64, and a draw below m, as replicates.h describes them. */
static uint64_t splitmix(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
    z = (z ^ z >> 27) * 0x94D049BB133111EB;
    return z ^ z >> 31;
}

static void the_bootstrap_is_as_described(void **state)
{
    static const int64_t strata[] = {2, 1, 1, 1, 2, 1, 2, 1, 1}, clusters[] = {5, 9, 9, -3, 4, -3, 5, 7, 8};
    /* The clusters in ascending order of stratum and number: (1, -3), (1, 7), (1, 8), (1, 9), (2, 4), (2, 5). */
    static const size_t unit_of[] = {5, 3, 3, 0, 4, 0, 5, 1, 2};
    const nps_calibration_sample sample = {.row_count = 9, .strata = strata, .clusters = clusters};
    nps_replication_options options;
    nps_replicates replicates;
    uint64_t random = 42;
    double *numbers;
    size_t r, i;
    (void)state;
    nps_replication_options_init(&options);
    options.kind = NPS_REPLICATES_BOOTSTRAP;
    options.count = 40;
    options.seed = 42;
    numbers = make(&sample, &options, &replicates);
    for (r = 0; r < 40; r++) {
        int times[6] = {0};
        for (i = 0; i < 3; i++)
            times[splitmix(&random) % 4]++; /* no number is above the largest multiple of 4 or 2 */
        times[4 + splitmix(&random) % 2]++;
        for (i = 0; i < 9; i++)
            assert_double_near(replicates.matrix[r * 9 + i], times[unit_of[i]] * (unit_of[i] < 4 ? 4.0 / 3 : 2.0),
                               1e-15);
    }
    assert_int_equal(replicates.kind, NPS_REPLICATES_BOOTSTRAP);
    assert_double_near(replicates.degrees, 4, 0);
    free(numbers);
}

static void the_bootstrap_is_near_the_jackknife(void **state)
{
    struct survey_design design;
    nps_calibration_sample sample;
    nps_replication_options options;
    nps_replicates replicates;
    nps_column answers;
    double *numbers, of_jackknife, of_bootstrap;
    (void)state;
    survey_design_read(4, &design);
    sample = survey_design_sample(&design);
    answers = survey_design_answers(&design);
    nps_replication_options_init(&options);
    numbers = make(&sample, &options, &replicates);
    of_jackknife = read_replicates(&replicates, &answers).standard_error;
    free(numbers);
    options.kind = NPS_REPLICATES_BOOTSTRAP;
    options.count = 4000;
    numbers = make(&sample, &options, &replicates);
    of_bootstrap = read_replicates(&replicates, &answers).standard_error;
    assert_double_near(of_bootstrap, of_jackknife, 0.15 * of_jackknife);
    free(numbers);
}

enum { ROWS = 6, COUNT = 4 };

/* Four replicates of six rows: weights 1..3, promoters, passives and detractors in turn. */
struct small {
    double matrix[ROWS * COUNT], weights[ROWS];
    uint8_t answers[ROWS];
    nps_column column;
    nps_replicates replicates;
};

static void make_small(struct small *small)
{
    size_t i, r;
    for (i = 0; i < ROWS; i++) {
        small->answers[i] = (uint8_t)(i % 3 == 0 ? 10 : i % 3 == 1 ? 8 : 2);
        small->weights[i] = 1 + (double)(i % 2);
        for (r = 0; r < COUNT; r++)
            small->matrix[i * COUNT + r] = 1 + (double)((i + r) % 3);
    }
    nps_column_init(&small->column, NPS_COLUMN_U8, small->answers, ROWS);
    nps_replicates_init(&small->replicates, ROWS, COUNT);
    small->replicates.matrix = small->matrix;
    small->replicates.weights = small->weights;
}

static double small_score(const struct small *small, size_t replicate, bool has_factors)
{
    double total = 0, difference = 0;
    size_t i;
    for (i = 0; i < ROWS; i++) {
        const double weight = small->matrix[i * COUNT + replicate] * (has_factors ? small->weights[i] : 1);
        total += weight;
        difference += weight * (1 - (double)(i % 3));
    }
    return 100 * difference / total;
}

/* The sum of squared distances of the scores of the replicates. */
static double squares_around(const struct small *small, double centre, const double *scales, bool has_factors)
{
    double sum = 0;
    size_t r;
    for (r = 0; r < COUNT; r++)
        sum += (scales ? scales[r] : 1) * pow(small_score(small, r, has_factors) - centre, 2);
    return sum;
}

static void each_kind_has_its_scale(void **state)
{
    static const double scales[COUNT] = {0.5, 0, 2, 0.25};
    struct small small;
    nps_replicates *const replicates = &small.replicates;
    double mean = 0, square, full;
    size_t r;
    (void)state;
    make_small(&small);
    for (r = 0; r < COUNT; r++)
        mean += small_score(&small, r, false) / COUNT;
    square = squares_around(&small, mean, NULL, false);
    assert_true(square > 1);
    {
        const struct {
            nps_replicates_kind kind;
            double scale;
        } kinds[] = {{NPS_REPLICATES_OTHER, 0.3},          {NPS_REPLICATES_BRR, 1.0 / 4},
                     {NPS_REPLICATES_FAY, 1 / (4 * 0.49)}, {NPS_REPLICATES_JK1, 3.0 / 4},
                     {NPS_REPLICATES_BOOTSTRAP, 1.0 / 3},  {NPS_REPLICATES_SUCCESSIVE, 1}};
        replicates->variance_scale = 0.3;
        replicates->fay = 0.3;
        for (r = 0; r < sizeof kinds / sizeof *kinds; r++) {
            replicates->kind = kinds[r].kind;
            assert_double_near(read_replicates(replicates, &small.column).standard_error, sqrt(kinds[r].scale * square),
                               1e-10);
            assert_double_near(read_replicates(replicates, &small.column).degrees, 3, 0);
        }
    }
    replicates->kind = NPS_REPLICATES_JKN;
    replicates->replicate_scales = scales;
    mean = (small_score(&small, 0, false) + small_score(&small, 2, false) + small_score(&small, 3, false)) / 3;
    assert_double_near(read_replicates(replicates, &small.column).standard_error,
                       sqrt(squares_around(&small, mean, scales, false)), 1e-10);
    assert_double_near(read_replicates(replicates, &small.column).degrees, 2.75, 1e-12);
    replicates->around_estimate = 1;
    full = read_replicates(replicates, &small.column).score;
    assert_double_near(read_replicates(replicates, &small.column).standard_error,
                       sqrt(squares_around(&small, full, scales, false)), 1e-10);
    replicates->has_factors = 1;
    assert_double_near(read_replicates(replicates, &small.column).standard_error,
                       sqrt(squares_around(&small, full, scales, true)), 1e-10);
    replicates->degrees = 7;
    assert_double_near(read_replicates(replicates, &small.column).degrees, 7, 0);
    replicates->degrees = 0;
    assert_true(isinf(read_replicates(replicates, &small.column).standard_error));
}

static void a_matrix_may_lie_either_way(void **state)
{
    struct small small;
    nps_weighted_estimate by_row, by_column, apart;
    double turned[ROWS * COUNT], far[200];
    size_t i, r;
    (void)state;
    make_small(&small);
    by_row = read_replicates(&small.replicates, &small.column);
    for (i = 0; i < 200; i++)
        far[i] = NAN;
    for (i = 0; i < ROWS; i++)
        for (r = 0; r < COUNT; r++) {
            turned[r * ROWS + i] = small.matrix[i * COUNT + r];
            far[i * 30 + r * 5] = small.matrix[i * COUNT + r];
        }
    small.replicates.matrix = turned;
    small.replicates.row_stride = 1;
    small.replicates.replicate_stride = ROWS;
    by_column = read_replicates(&small.replicates, &small.column);
    assert_memory_equal(&by_row, &by_column, sizeof by_row);
    small.replicates.matrix = far;
    small.replicates.row_stride = 30;
    small.replicates.replicate_stride = 5;
    small.replicates.length = 5 * 30 + 3 * 5 + 1;
    apart = read_replicates(&small.replicates, &small.column);
    assert_memory_equal(&by_row, &apart, sizeof by_row);
}

static void refused(const struct small *small, nps_status expected, const char *said)
{
    nps_weighted_estimate estimate = {.score = 7};
    nps_error_detail detail = {""};
    uint64_t outside = 7;
    assert_status(nps_replicates_read(&small->replicates, &small->column, NULL, &estimate, &outside, &detail),
                  expected);
    assert_double_near(estimate.score, 7, 0);
    assert_int_equal(outside, 7);
    if (!strstr(detail.text, said))
        fail_msg("\"%s\" does not say \"%s\"", detail.text, said);
}

static void wrong_weights_are_named(void **state)
{
    static const double wrong[] = {-1, NAN, INFINITY, -INFINITY, 1e-40, 1e39, 5e-324};
    struct small small;
    size_t i;
    (void)state;
    for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        make_small(&small);
        small.matrix[3 * COUNT + 2] = wrong[i];
        refused(&small, NPS_ERROR_WEIGHT, i == 0 ? "row 3 has the weight -1 in replicate 2" : "row 3 has the weight");
        make_small(&small);
        small.weights[5] = wrong[i];
        refused(&small, NPS_ERROR_WEIGHT, i == 0 ? "row 5 has the weight -1;" : "row 5 has the weight");
    }
    make_small(&small);
    for (i = 0; i < ROWS; i++)
        small.matrix[i * COUNT + 1] = 0;
    refused(&small, NPS_ERROR_EMPTY, "in replicate 1 no answer has a weight");
    memset(small.weights, 0, sizeof small.weights);
    refused(&small, NPS_ERROR_EMPTY, "");
}

static void wrong_scales_are_named(void **state)
{
    static const double wrong[] = {-1, NAN, INFINITY};
    double scales[COUNT] = {1, 1, 1, 1};
    struct small small;
    size_t i;
    (void)state;
    make_small(&small);
    small.replicates.replicate_scales = scales;
    for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        scales[2] = wrong[i];
        refused(&small, NPS_ERROR_WEIGHT, "the factor of replicate 2 is");
        scales[2] = 1;
        small.replicates.kind = NPS_REPLICATES_OTHER;
        small.replicates.variance_scale = wrong[i];
        refused(&small, NPS_ERROR_WEIGHT, "the scale of the variance is");
        small.replicates.kind = NPS_REPLICATES_FAY;
        small.replicates.fay = wrong[i];
        refused(&small, NPS_ERROR_WEIGHT, "Fay's coefficient is");
        small.replicates.kind = NPS_REPLICATES_JK1;
    }
    small.replicates.kind = NPS_REPLICATES_FAY;
    small.replicates.fay = 1;
    refused(&small, NPS_ERROR_WEIGHT, "Fay's coefficient is 1");
    small.replicates.kind = NPS_REPLICATES_JKN;
    small.replicates.replicate_scales = NULL;
    refused(&small, NPS_ERROR_NULL, "needs a factor of each replicate");
    small.replicates.kind = (nps_replicates_kind)77;
    refused(&small, NPS_ERROR_METHOD, "no kind 77");
    small.replicates.kind = NPS_REPLICATES_BRR;
    small.replicates.degrees = NAN;
    refused(&small, NPS_ERROR_WEIGHT, "degrees");
}

static void matrices_that_are_too_short_are_refused(void **state)
{
    struct small small;
    (void)state;
    make_small(&small);
    small.replicates.length--;
    refused(&small, NPS_ERROR_SPACE, "6 rows with 4 replicates do not fit into a matrix of 23 numbers");
    small.replicates.length = 0;
    refused(&small, NPS_ERROR_SPACE, "");
    make_small(&small);
    small.replicates.row_stride = SIZE_MAX / 2;
    refused(&small, NPS_ERROR_SPACE, "");
    small.replicates.row_stride = 1;
    small.replicates.replicate_stride = SIZE_MAX;
    refused(&small, NPS_ERROR_SPACE, "");
    make_small(&small);
    nps_replicates_init(&small.replicates, SIZE_MAX, 2);
    small.replicates.matrix = small.matrix;
    refused(&small, NPS_ERROR_COLUMN, "there are 6 answers");
    assert_int_equal(small.replicates.length, 0);
    make_small(&small);
    small.replicates.count = 0;
    refused(&small, NPS_ERROR_EMPTY, "");
    make_small(&small);
    small.replicates.rows = 5;
    refused(&small, NPS_ERROR_COLUMN, "there are 6 answers, but 5 rows of weights");
    make_small(&small);
    small.replicates.matrix = NULL;
    refused(&small, NPS_ERROR_NULL, "");
    make_small(&small);
    small.replicates.size = 3;
    refused(&small, NPS_ERROR_SIZE, "");
    assert_status(nps_replicates_read(NULL, &small.column, NULL, NULL, NULL, NULL), NPS_ERROR_NULL);
    nps_replicates_init(NULL, 3, 4);
    nps_replication_options_init(NULL);
}

static void other_answers_take_no_part(void **state)
{
    struct small small;
    nps_weighted_estimate of_rest, estimate;
    uint64_t outside;
    (void)state;
    make_small(&small);
    small.answers[4] = NPS_ANSWER_INVALID;
    small.answers[5] = 77;
    estimate = read_replicates(&small.replicates, &small.column);
    assert_int_equal(estimate.respondents, 4);
    small.column.length = small.replicates.rows = 4;
    of_rest = read_replicates(&small.replicates, &small.column);
    assert_memory_equal(&of_rest, &estimate, sizeof estimate);
    assert_status(nps_replicates_read(&small.replicates, &small.column, nps_scale_1_5(), &estimate, NULL, NULL),
                  NPS_ERROR_OUTSIDE);
    assert_ok(nps_replicates_read(&small.replicates, &small.column, nps_scale_1_5(), &estimate, &outside, NULL));
    assert_int_equal(outside, 3);
    assert_double_near(estimate.score, -100, 0);
}

static void making_refused(const nps_calibration_sample *sample, const nps_replication_options *options, size_t length,
                           nps_status expected, const char *said)
{
    static double numbers[1000];
    nps_replicates replicates = {.rows = 7};
    nps_error_detail detail = {""};
    assert_status(nps_replicates_make(sample, options, numbers, length, &replicates, &detail), expected);
    assert_int_equal(replicates.rows, 7);
    if (!strstr(detail.text, said))
        fail_msg("\"%s\" does not say \"%s\"", detail.text, said);
}

static void what_cannot_be_made_is_refused(void **state)
{
    static const uint32_t categories[] = {0, 0, 0, 1};
    static const double totals[] = {30, 10};
    static const int64_t clusters[] = {1, 2, 2, 3};
    const nps_margin margin = {categories, totals, 2};
    double weights[] = {1, 1, 1, 1};
    nps_calibration_sample sample = {
        .weights = weights, .row_count = 4, .margins = &margin, .margin_count = 1, .clusters = clusters};
    nps_replication_options options;
    size_t length;
    (void)state;
    nps_replication_options_init(&options);
    assert_ok(nps_replicates_length(&sample, &options, &length));
    assert_int_equal(length, 4 * 4 + 3);
    making_refused(&sample, &options, length - 1, NPS_ERROR_SPACE, "need 19 numbers, and there is room for 18");
    options.calibrate = 1;
    making_refused(&sample, &options, length, NPS_ERROR_MARGIN, "replicate 2: margin 0: category 1 has a total");
    options.kind = NPS_REPLICATES_BRR;
    making_refused(&sample, &options, length, NPS_ERROR_UNAVAILABLE, "");
    options.kind = NPS_REPLICATES_BOOTSTRAP;
    options.count = 1;
    making_refused(&sample, &options, length, NPS_ERROR_EMPTY, "at least 2 replicates, not 1");
    options.count = SIZE_MAX / 8;
    assert_status(nps_replicates_length(&sample, &options, &length), NPS_ERROR_OVERFLOW);
    options.count = SIZE_MAX;
    assert_status(nps_replicates_length(&sample, &options, &length), NPS_ERROR_OVERFLOW);
    options.size = 1;
    making_refused(&sample, &options, 100, NPS_ERROR_SIZE, "");
    weights[2] = -3;
    making_refused(&sample, NULL, 100, NPS_ERROR_WEIGHT, "row 2 has the weight -3");
    memset(weights, 0, sizeof weights);
    making_refused(&sample, NULL, 100, NPS_ERROR_EMPTY, "no row has a weight");
    weights[0] = 1;
    making_refused(&sample, NULL, 100, NPS_ERROR_EMPTY, "replicate 0: no row has a weight");
    sample.row_count = 0;
    making_refused(&sample, NULL, 100, NPS_ERROR_EMPTY, "");
    making_refused(NULL, NULL, 100, NPS_ERROR_NULL, "");
    assert_status(nps_replicates_length(&sample, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_replicates_make(&sample, NULL, NULL, 0, NULL, NULL), NPS_ERROR_NULL);
}

/* A bootstrap draw without a category is drawn again. */
static void bootstraps_that_lack_a_category_are_drawn_again(void **state)
{
    uint32_t categories[8];
    static const double totals[] = {60, 20};
    const nps_margin margin = {categories, totals, 2};
    const nps_calibration_sample sample = {.row_count = 8, .margins = &margin, .margin_count = 1};
    nps_replication_options options;
    nps_replicates replicates;
    double *numbers;
    size_t i, r;
    (void)state;
    for (i = 0; i < 8; i++)
        categories[i] = i >= 7;
    nps_replication_options_init(&options);
    options.kind = NPS_REPLICATES_BOOTSTRAP;
    options.calibrate = 1;
    options.count = 200;
    numbers = make(&sample, &options, &replicates);
    for (r = 0; r < 200; r++)
        assert_double_near(replicates.matrix[r * 8 + 7], 20, 1e-6);
    free(numbers);
}

static void a_single_cluster_has_no_standard_error(void **state)
{
    static const int64_t clusters[] = {4, 4, 4};
    static const uint8_t answers[] = {10, 9, 3};
    const nps_calibration_sample sample = {.row_count = 3, .clusters = clusters};
    nps_replication_options options;
    nps_replicates replicates;
    nps_column column;
    int kind;
    (void)state;
    nps_column_init(&column, NPS_COLUMN_U8, answers, 3);
    nps_replication_options_init(&options);
    for (kind = NPS_REPLICATES_JKN; kind <= NPS_REPLICATES_BOOTSTRAP; kind++) {
        double *numbers;
        nps_weighted_estimate estimate;
        options.kind = (nps_replicates_kind)kind;
        numbers = make(&sample, &options, &replicates);
        estimate = read_replicates(&replicates, &column);
        assert_true(isinf(estimate.standard_error) && estimate.degrees == 0);
        free(numbers);
    }
}

/* A stratum of one cluster counts, as it does in the linearised variance. */
static void lonely_strata_count(void **state)
{
    enum { LONELY_ROWS = 41 };
    int64_t strata[LONELY_ROWS];
    uint8_t answers[LONELY_ROWS];
    double weights[LONELY_ROWS];
    const nps_calibration_sample sample = {.weights = weights, .row_count = LONELY_ROWS, .strata = strata};
    nps_replication_options options;
    nps_replicates replicates;
    nps_weighted_estimate linear, jackknife, bootstrap;
    nps_column column;
    double *numbers;
    size_t i;
    (void)state;
    for (i = 0; i < LONELY_ROWS; i++) {
        strata[i] = i == 40;
        answers[i] = (uint8_t)(i % 3 == 0 ? 10 : 8);
        weights[i] = i == 40 ? 4 : 1;
    }
    answers[40] = 0;
    nps_column_init(&column, NPS_COLUMN_U8, answers, LONELY_ROWS);
    assert_ok(nps_calibration_read(&sample, &column, NULL, NULL, &linear, NULL));
    numbers = make(&sample, NULL, &replicates);
    replicates.around_estimate = 1;
    jackknife = read_replicates(&replicates, &column);
    free(numbers);
    nps_replication_options_init(&options);
    options.kind = NPS_REPLICATES_BOOTSTRAP;
    options.count = 2000;
    numbers = make(&sample, &options, &replicates);
    bootstrap = read_replicates(&replicates, &column);
    free(numbers);
    assert_double_near(jackknife.standard_error, linear.standard_error, 0.12 * linear.standard_error);
    assert_double_near(bootstrap.standard_error, linear.standard_error, 0.12 * linear.standard_error);
    assert_true(linear.degrees == 39 && jackknife.degrees == 39 && bootstrap.degrees == 39);
}

/* The jackknife of linear changes is the linearised variance: (1 - m / M) of each stratum, and the rule for lonely
 * ones. */
static void populations_and_lonely_strata_follow_the_options(void **state)
{
    static const nps_stratum_population populations[] = {{0, 5}, {1, 4}, {2, 1}, {3, 9}};
    static const int64_t strata[] = {0, 0, 0, 1, 1, 2}; /* rows, of which that of stratum 2 is alone */
    const nps_calibration_sample sample = {.row_count = 6, .strata = strata};
    nps_calibration_options calibration;
    nps_variance_options variance;
    nps_replication_options options;
    nps_replicates replicates;
    double *numbers;
    size_t r;
    int lonely;
    (void)state;
    nps_calibration_options_init(&calibration);
    nps_variance_options_init(&variance);
    nps_replication_options_init(&options);
    options.calibration = &calibration;
    calibration.variance = &variance;
    variance.populations = populations;
    variance.population_count = 4;
    numbers = make(&sample, &options, &replicates);
    for (r = 0; r < 6; r++)
        assert_double_near(replicates.replicate_scales[r], r < 3 ? 0.4 * 2 / 3 : r < 5 ? 0.5 / 2 : 0, 1e-15);
    assert_double_near(replicates.matrix[5 * 6 + 5], 1, 0);
    free(numbers);
    variance.populations = NULL;
    for (lonely = 0; lonely < NPS_LONELY_END; lonely++) {
        const double average = lonely == NPS_LONELY_AVERAGE ? 1.5 : 1;
        variance.lonely = (nps_lonely)lonely;
        options.kind = NPS_REPLICATES_JKN;
        numbers = make(&sample, &options, &replicates);
        for (r = 0; r < 6; r++)
            assert_double_near(replicates.replicate_scales[r],
                               r < 3   ? average * 2 / 3
                               : r < 5 ? average / 2
                                       : lonely == NPS_LONELY_ADJUST,
                               1e-15);
        assert_double_near(replicates.matrix[5 * 6 + 5], lonely == NPS_LONELY_ADJUST ? 0 : 1, 0);
        free(numbers);
        options.kind = NPS_REPLICATES_BOOTSTRAP;
        numbers = make(&sample, &options, &replicates);
        for (r = 0; r < replicates.count; r++) {
            const double weight = replicates.matrix[r * 6 + 5];
            assert_true(lonely == NPS_LONELY_ADJUST ? weight == 0 || weight == 2 : weight == 1);
            assert_double_near(replicates.replicate_scales[r], average, 1e-15);
        }
        free(numbers);
    }
    variance.populations = populations;
    variance.population_count = 2;
    options.kind = NPS_REPLICATES_JKN;
    making_refused(&sample, &options, 1000, NPS_ERROR_POPULATION, "");
}

/* Where half of all clusters were drawn, the bootstrap has half the variance. */
static void the_bootstrap_knows_finite_populations(void **state)
{
    static const nps_stratum_population population = {0, 80};
    uint8_t answers[40];
    const nps_calibration_sample sample = {.row_count = 40};
    nps_calibration_options calibration;
    nps_variance_options variance;
    nps_replication_options options;
    nps_replicates replicates;
    nps_column column;
    double *numbers, infinite, finite;
    size_t i;
    (void)state;
    for (i = 0; i < 40; i++)
        answers[i] = (uint8_t)(i % 3 == 0 ? 10 : i % 3 == 1 ? 8 : 2);
    nps_column_init(&column, NPS_COLUMN_U8, answers, 40);
    nps_calibration_options_init(&calibration);
    nps_variance_options_init(&variance);
    nps_replication_options_init(&options);
    options.kind = NPS_REPLICATES_BOOTSTRAP;
    options.calibration = &calibration;
    calibration.variance = &variance;
    numbers = make(&sample, &options, &replicates);
    infinite = read_replicates(&replicates, &column).standard_error;
    free(numbers);
    variance.populations = &population;
    variance.population_count = 1;
    numbers = make(&sample, &options, &replicates);
    finite = read_replicates(&replicates, &column).standard_error;
    assert_double_near(finite, sqrt(0.5) * infinite, 1e-9);
    free(numbers);
}

static int stop(void *context)
{
    int *const left = context;
    return (*left)-- == 0;
}

static void long_calls_can_be_interrupted(void **state)
{
    struct survey_design design;
    nps_calibration_sample sample;
    nps_calibration_options calibration;
    nps_replication_options options;
    nps_replicates replicates = {.rows = 7};
    struct small small;
    double numbers[2000];
    int left = 5;
    (void)state;
    survey_design_read(4, &design);
    sample = survey_design_sample(&design);
    nps_calibration_options_init(&calibration);
    calibration.interrupt = (nps_interrupt){stop, &left};
    nps_replication_options_init(&options);
    options.calibration = &calibration;
    assert_status(nps_replicates_make(&sample, &options, numbers, 2000, &replicates, NULL), NPS_ERROR_INTERRUPTED);
    assert_int_equal(replicates.rows, 7);
    left = 0;
    make_small(&small);
    small.replicates.interrupt = calibration.interrupt;
    refused(&small, NPS_ERROR_INTERRUPTED, "");
}

static void each_allocation_may_fail(void **state)
{
    struct survey_design design;
    nps_calibration_sample sample;
    struct failing failing = {.fail_at = 0};
    const nps_allocator allocator = {&failing, failing_allocate, failing_release};
    nps_calibration_options calibration;
    nps_replication_options options;
    nps_replicates replicates;
    struct small small;
    double numbers[2000];
    nps_status status;
    (void)state;
    survey_design_read(4, &design);
    set_totals(&design);
    sample = survey_design_sample(&design);
    nps_calibration_options_init(&calibration);
    calibration.allocator = &allocator;
    nps_replication_options_init(&options);
    options.calibration = &calibration;
    options.calibrate = 1;
    do {
        failing.fail_at++;
        failing.calls = 0;
        status = nps_replicates_make(&sample, &options, numbers, 2000, &replicates, NULL);
        assert_int_equal(failing.bytes, 0);
        assert_true(status == NPS_OK || status == NPS_ERROR_MEMORY);
    } while (status);
    assert_int_equal(failing.fail_at - 1, 7 + 2 * 18);
    make_small(&small);
    small.replicates.allocator = &allocator;
    failing.calls = 0;
    failing.fail_at = 1;
    refused(&small, NPS_ERROR_MEMORY, "");
    assert_int_equal(failing.bytes, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_jackknife_is_that_of_r),
        cmocka_unit_test(replicates_are_calibrated_on_request),
        cmocka_unit_test(the_bootstrap_is_as_described),
        cmocka_unit_test(the_bootstrap_is_near_the_jackknife),
        cmocka_unit_test(each_kind_has_its_scale),
        cmocka_unit_test(a_matrix_may_lie_either_way),
        cmocka_unit_test(wrong_weights_are_named),
        cmocka_unit_test(wrong_scales_are_named),
        cmocka_unit_test(matrices_that_are_too_short_are_refused),
        cmocka_unit_test(other_answers_take_no_part),
        cmocka_unit_test(what_cannot_be_made_is_refused),
        cmocka_unit_test(bootstraps_that_lack_a_category_are_drawn_again),
        cmocka_unit_test(a_single_cluster_has_no_standard_error),
        cmocka_unit_test(lonely_strata_count),
        cmocka_unit_test(populations_and_lonely_strata_follow_the_options),
        cmocka_unit_test(the_bootstrap_knows_finite_populations),
        cmocka_unit_test(long_calls_can_be_interrupted),
        cmocka_unit_test(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
