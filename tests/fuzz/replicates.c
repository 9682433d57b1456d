/* Replicate weights: read from any matrix, and made from any strata and clusters, against their definition.
 * SPDX-License-Identifier: MIT */
#include "failing_allocator.h"
#include "fuzz.h"

enum { ROWS = 24, REPLICATES = 12, NUMBERS = ROWS * (ROWS + 1) + ROWS };

static bool is_weight(double weight)
{
    return weight == 0 || (weight >= 0x1p-126 && weight < 0x1p128);
}

static double value_of(uint8_t answer)
{
    return answer >= 9 ? 1 : answer <= 6 ? -1 : 0;
}

/* Theta of the answers on 0 to 10; NaN when none has a weight. */
static long double theta_of(const uint8_t *answers, size_t rows, const double *weights, size_t stride)
{
    long double sum = 0, total = 0;
    size_t i;
    for (i = 0; i < rows; i++)
        if (answers[i] <= 10) {
            total += (long double)weights[i * stride];
            sum += (long double)weights[i * stride] * (long double)value_of(answers[i]);
        }
    return total > 0 ? sum / total : NAN;
}

static nps_column column_of(const uint8_t *answers, size_t rows)
{
    nps_column column;
    nps_column_init(&column, NPS_COLUMN_U8, answers, rows);
    return column;
}

static void check_read(fuzz_input *input)
{
    double weights[ROWS], matrix[ROWS * REPLICATES], scales[REPLICATES];
    uint8_t answers[ROWS];
    const size_t rows = fuzz_below(input, ROWS + 1), count = fuzz_below(input, REPLICATES + 1);
    nps_replicates replicates;
    nps_weighted_estimate estimate = {.score = 777};
    nps_error_detail detail = {""};
    nps_column column;
    nps_status status;
    bool is_good = rows > 0 && count > 0;
    long double full;
    size_t i;
    for (i = 0; i < rows; i++) {
        weights[i] = fuzz_seldom(input, 64) ? fuzz_double(input) : (double)fuzz_byte(input) / 16;
        answers[i] = (uint8_t)fuzz_answer(input);
        is_good = is_good && is_weight(weights[i]);
    }
    for (i = 0; i < rows * count; i++) {
        matrix[i] = fuzz_seldom(input, 128) ? fuzz_double(input) : (double)fuzz_byte(input) / 16;
        is_good = is_good && is_weight(matrix[i]);
    }
    for (i = 0; i < count; i++)
        scales[i] = fuzz_within(input, 0, 2);
    nps_replicates_init(&replicates, rows, count);
    replicates.kind = (nps_replicates_kind)(fuzz_byte(input) % (NPS_REPLICATES_END + 1));
    replicates.weights = weights;
    replicates.matrix = matrix;
    replicates.replicate_scales = fuzz_bool(input) ? scales : NULL;
    replicates.fay = fuzz_within(input, 0, 0.9);
    replicates.variance_scale = fuzz_within(input, 0, 2);
    replicates.around_estimate = fuzz_bool(input);
    replicates.has_factors = fuzz_bool(input);
    replicates.degrees = fuzz_within(input, -1, 50);
    if (fuzz_seldom(input, 8)) {
        replicates.row_stride = fuzz_number(input);
        replicates.replicate_stride = fuzz_number(input);
        replicates.length = rows * count - (rows * count > 0 ? fuzz_byte(input) % 2 : 0);
    }
    column = column_of(answers, rows);
    status = nps_replicates_read(&replicates, &column, NULL, &estimate, NULL, &detail);
    if (status != NPS_OK) {
        MUST(estimate.score == 777 && detail.text[0] != '\0');
        return;
    }
    full = theta_of(answers, rows, weights, 1);
    MUST(is_good || replicates.row_stride != count);
    MUST(fabsl((long double)estimate.score - 100 * full) <= 1e-9L);
    MUST(estimate.standard_error >= 0 && estimate.kish > 0);
}

/* Every weight is 0 or the base weight times m / (m - 1) or a multiple, and what is made can be read. */
static void check_make(fuzz_input *input)
{
    static double numbers[NUMBERS];
    double weights[ROWS], sum = 0;
    int64_t strata[ROWS], clusters[ROWS];
    uint8_t answers[ROWS];
    const size_t rows = 1 + fuzz_below(input, ROWS);
    const nps_calibration_sample sample = {
        .weights = weights, .row_count = rows, .strata = strata, .clusters = fuzz_bool(input) ? clusters : NULL};
    struct failing failing = {.fail_at = 0};
    const nps_allocator allocator = {&failing, failing_allocate, failing_release};
    nps_calibration_options calibration;
    nps_replication_options options;
    nps_replicates replicates = {.rows = 777};
    nps_weighted_estimate estimate;
    nps_column column;
    nps_status status;
    size_t i, length;
    bool has_weights = true;
    for (i = 0; i < rows; i++) {
        weights[i] = fuzz_seldom(input, 64) ? fuzz_double(input) : (double)(fuzz_byte(input) % 8);
        strata[i] = fuzz_byte(input) % 4 - 1;
        clusters[i] = fuzz_seldom(input, 16) ? fuzz_integer(input) : fuzz_byte(input) % 5;
        answers[i] = (uint8_t)(fuzz_byte(input) % 12);
        has_weights = has_weights && is_weight(weights[i]);
        sum += has_weights ? weights[i] : 0;
    }
    nps_calibration_options_init(&calibration);
    calibration.allocator = &allocator;
    nps_replication_options_init(&options);
    options.calibration = &calibration;
    options.kind = fuzz_bool(input) ? NPS_REPLICATES_JKN : NPS_REPLICATES_BOOTSTRAP;
    options.count = 2 + fuzz_below(input, REPLICATES);
    options.seed = fuzz_number(input);
    if (fuzz_seldom(input, 8))
        failing.fail_at = 1 + fuzz_byte(input) % 6;
    status = nps_replicates_length(&sample, &options, &length);
    MUST(failing.bytes == 0 && (status == NPS_OK || (status == NPS_ERROR_MEMORY && failing.fail_at > 0)));
    if (status)
        return;
    MUST(length <= NUMBERS);
    failing.calls = 0;
    status = nps_replicates_make(&sample, &options, numbers, length, &replicates, NULL);
    MUST(failing.bytes == 0);
    if (status) {
        MUST(replicates.rows == 777);
        MUST(!has_weights || status == NPS_ERROR_EMPTY || status == NPS_ERROR_MEMORY || status == NPS_ERROR_WEIGHT);
        return;
    }
    MUST(has_weights && sum > 0 && replicates.rows == rows &&
         rows * (replicates.count + 1) + replicates.count == length);
    for (i = 0; i < rows * replicates.count; i++)
        MUST(is_weight(replicates.matrix[i]) && (weights[i % rows] > 0 || replicates.matrix[i] == 0));
    column = column_of(answers, rows);
    status = nps_replicates_read(&replicates, &column, NULL, &estimate, NULL, NULL);
    MUST(status == NPS_OK || status == NPS_ERROR_EMPTY);
    if (!status)
        MUST(fabsl((long double)estimate.score - 100 * theta_of(answers, rows, weights, 1)) <= 1e-9L);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    fuzz_input input = {bytes, length};
    if (fuzz_bool(&input))
        check_make(&input);
    else
        check_read(&input);
    return 0;
}
