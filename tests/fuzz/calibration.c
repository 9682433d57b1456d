/* Raking: weights that meet the margins, or a status and nothing written; what is read with them, and
 * post-stratification against its definition.
 * SPDX-License-Identifier: MIT */
#include "bins.h"
#include "failing_allocator.h"

enum { ROWS = 60, MARGINS = 3, CATEGORIES = 4 };

/* A sample, and what is known of the population. */
struct sample {
    size_t rows, margin_count;
    double base[ROWS];
    uint8_t answers[ROWS];
    uint32_t categories[MARGINS][ROWS];
    double totals[MARGINS][CATEGORIES];
    nps_margin margins[MARGINS];
    nps_calibration_options options;
    struct failing failing;
    nps_allocator allocator;
};

/* Totals are mostly those of a population that has the categories as the rows have, so that there are such weights. */
static void read_margin(fuzz_input *input, struct sample *sample, size_t which)
{
    const size_t count = 1 + fuzz_byte(input) % CATEGORIES;
    double *const totals = sample->totals[which];
    size_t i;
    for (i = 0; i < sample->rows; i++) {
        sample->categories[which][i] = (uint32_t)(fuzz_byte(input) % count);
        totals[sample->categories[which][i]] += 1 + (double)(i * 7 % 5);
    }
    if (fuzz_seldom(input, 4))
        totals[fuzz_byte(input) % count] = fuzz_within(input, 0, 100);
    if (fuzz_seldom(input, 16))
        sample->categories[which][0] = (uint32_t)fuzz_number(input);
    sample->margins[which] = (nps_margin){sample->categories[which], totals, count};
}

static void read_sample(fuzz_input *input, struct sample *sample)
{
    size_t i;
    memset(sample, 0, sizeof *sample);
    sample->rows = fuzz_below(input, ROWS + 1);
    sample->margin_count = fuzz_byte(input) % (MARGINS + 1);
    for (i = 0; i < sample->rows; i++) {
        sample->base[i] = fuzz_seldom(input, 64) ? fuzz_double(input) : (double)fuzz_byte(input) / 16;
        sample->answers[i] = (uint8_t)fuzz_answer(input);
    }
    for (i = 0; i < sample->margin_count; i++)
        read_margin(input, sample, i);
    nps_calibration_options_init(&sample->options);
    sample->options.iterations = 1 + (uint32_t)fuzz_byte(input);
    sample->options.tolerance = fuzz_bool(input) ? 1e-9 : 1e-3;
    if (fuzz_bool(input)) {
        sample->options.lowest = fuzz_within(input, 0, 1);
        sample->options.highest = fuzz_within(input, 1, 10);
    }
    sample->allocator = (nps_allocator){&sample->failing, failing_allocate, failing_release};
    sample->options.allocator = &sample->allocator;
    if (fuzz_seldom(input, 8))
        sample->failing.fail_at = 1 + fuzz_byte(input) % 4;
}

static bool is_weight(double weight)
{
    return weight == 0 || (weight >= 0x1p-126 && weight < 0x1p128);
}

/* Whether a category of the row has nobody in the population, so that the row gets no weight. */
static bool is_nobody(const struct sample *sample, size_t row)
{
    size_t m;
    for (m = 0; m < sample->margin_count; m++)
        if (sample->totals[m][sample->categories[m][row]] == 0)
            return true;
    return false;
}

/* Weights are within the bounds, and every category has its total, to the tolerance; margins whose sums differ by
 * rounding are scaled to the first. */
static void check_weights(const struct sample *sample, const double *base, const double *weights)
{
    const nps_calibration_options *const options = &sample->options;
    double population = 0, weighted = 0;
    size_t m, c, i;
    for (c = 0; c < sample->margins[0].category_count; c++)
        population += sample->totals[0][c];
    for (i = 0; i < sample->rows; i++)
        weighted += !base || base[i] > 0;
    for (i = 0; i < sample->rows; i++)
        if (!is_nobody(sample, i) && (!base || base[i] > 0)) {
            const double of_mean = weights[i] * weighted / population;
            MUST(of_mean >= options->lowest * (1 - 1e-9) && of_mean <= options->highest * (1 + 1e-9));
        }
    for (i = 0; i < sample->rows; i++)
        MUST(is_weight(weights[i]) && (!base || base[i] != 0 || weights[i] == 0));
    for (m = 0; m < sample->margin_count; m++)
        for (c = 0; c < sample->margins[m].category_count; c++) {
            double sum = 0;
            for (i = 0; i < sample->rows; i++)
                if (sample->categories[m][i] == c)
                    sum += weights[i];
            MUST(fabs(sum - sample->totals[m][c]) <= (sample->options.tolerance + 2e-6) * sample->totals[m][c] + 1e-12);
        }
}

static bool can_run_out(const struct sample *sample)
{
    return sample->failing.fail_at > 0 && sample->failing.calls >= sample->failing.fail_at;
}

/* Few strata and clusters, so that they have several rows. */
static void read_units(fuzz_input *input, const struct sample *sample, int64_t *strata, int64_t *clusters,
                       nps_calibration_sample *out)
{
    const uint8_t which = fuzz_byte(input);
    size_t i;
    for (i = 0; i < sample->rows; i++) {
        strata[i] = fuzz_byte(input) % 3 - 1;
        clusters[i] = fuzz_byte(input) % 7;
    }
    out->strata = which & 1 ? strata : NULL;
    out->clusters = which & 2 ? clusters : NULL;
}

static void check_reading(fuzz_input *input, const struct sample *sample, const double *base, const double *weights)
{
    const nps_scale scale = fuzz_scale(input);
    nps_weighted_estimate estimate = {.score = 777};
    int64_t strata[ROWS], clusters[ROWS];
    nps_calibration_sample calibrated = {.calibrated = weights,
                                         .row_count = sample->rows,
                                         .margins = sample->margins,
                                         .margin_count = sample->margin_count};
    nps_column answers;
    nps_weighted whole;
    uint64_t outside = 0;
    size_t i;
    nps_status status;
    calibrated.weights = base;
    read_units(input, sample, strata, clusters, &calibrated);
    nps_column_init(&answers, NPS_COLUMN_U8, sample->answers, sample->rows);
    status = nps_calibration_read(&calibrated, &answers, &scale, &sample->options, &estimate, &outside);
    if (status != NPS_OK) {
        MUST(estimate.score == 777);
        MUST(status == NPS_ERROR_EMPTY || status == NPS_ERROR_CONVERGENCE ||
             (status == NPS_ERROR_SCALE && !is_possible_scale(&scale)) ||
             (status == NPS_ERROR_MEMORY && can_run_out(sample)));
        return;
    }
    MUST(is_possible_scale(&scale) && estimate.score >= -100 && estimate.score <= 100 && estimate.kish > 0);
    MUST(estimate.standard_error >= 0);
    memset(&whole, 0, sizeof whole);
    for (i = 0; i < sample->rows; i++)
        MUST_OK(nps_weighted_add(&whole, sample->answers[i], weights[i]));
    {
        nps_weighted_estimate plain;
        uint64_t plain_outside = 0;
        MUST_OK(nps_weighted_read(&whole, &scale, &plain, &plain_outside));
        MUST(fabs(plain.score - estimate.score) <= 1e-9 && plain.respondents == estimate.respondents);
        MUST(plain_outside == outside);
    }
}

static void check_rake(fuzz_input *input)
{
    struct sample sample;
    double weights[ROWS];
    nps_calibration_sample asked;
    nps_calibration_result result;
    nps_error_detail detail = {""};
    const double *base;
    nps_status status;
    size_t i;
    read_sample(input, &sample);
    base = fuzz_bool(input) ? sample.base : NULL;
    asked = (nps_calibration_sample){
        .weights = base, .row_count = sample.rows, .margins = sample.margins, .margin_count = sample.margin_count};
    memset(weights, 0x5A, sizeof weights);
    status = nps_calibration_rake(&asked, &sample.options, weights, &result, &detail);
    MUST(sample.failing.bytes == 0);
    if (status != NPS_OK) {
        for (i = 0; i < sizeof weights; i++)
            MUST(((unsigned char *)weights)[i] == 0x5A);
        MUST(status == NPS_ERROR_WEIGHT || status == NPS_ERROR_EMPTY || status == NPS_ERROR_NOT_FOUND ||
             status == NPS_ERROR_MARGIN || status == NPS_ERROR_CONVERGENCE ||
             (status == NPS_ERROR_MEMORY && can_run_out(&sample)));
        return;
    }
    MUST(sample.rows > 0 && sample.margin_count > 0);
    MUST(result.iterations <= sample.options.iterations && result.error <= sample.options.tolerance);
    check_weights(&sample, base, weights);
    check_reading(input, &sample, base, weights);
    MUST(sample.failing.bytes == 0);
}

/* The mean of the segments' scores, weighted with their populations. */
static void check_poststratify(fuzz_input *input)
{
    enum { SEGMENTS = 5 };
    const size_t count = fuzz_byte(input) % (SEGMENTS + 1);
    nps_accumulator segments[SEGMENTS];
    double totals[SEGMENTS];
    long double sum = 0, whole = 0;
    nps_weighted_estimate estimate = {.score = 777};
    uint64_t outside;
    bool is_good = count > 0;
    nps_status status;
    size_t i;
    memset(segments, 0, sizeof segments);
    for (i = 0; i < count; i++) {
        nps_counts counts;
        uint64_t n = 0;
        segments[i].answers[9] = fuzz_bool(input) ? fuzz_byte(input) : fuzz_number(input);
        segments[i].answers[7] = fuzz_byte(input);
        segments[i].answers[2] = fuzz_byte(input);
        totals[i] = fuzz_within(input, 0, 1000);
        MUST_OK(nps_accumulator_counts(&segments[i], NULL, &counts, NULL));
        is_good =
            is_good && totals[i] >= 0 && isfinite(totals[i]) && fuzz_total(&counts, &n) && (n > 0 || totals[i] == 0);
        if (is_good && n > 0) {
            sum += (long double)totals[i] * fuzz_score(&counts);
            whole += (long double)totals[i];
        }
    }
    status = nps_calibration_poststratify(segments, totals, count, NULL, &estimate, &outside);
    if (status == NPS_OK) {
        MUST(is_good && whole > 0 && fabsl(estimate.score - sum / whole) <= 1e-9L);
        MUST(estimate.standard_error >= 0 && estimate.kish > 0 && estimate.effective > 0);
        return;
    }
    MUST(estimate.score == 777);
    MUST(!is_good || whole == 0 || status == NPS_ERROR_WEIGHT || status == NPS_ERROR_OVERFLOW);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    fuzz_input input = {bytes, length};
    if (fuzz_seldom(&input, 4))
        check_poststratify(&input);
    else
        check_rake(&input);
    return 0;
}
