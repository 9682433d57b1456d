/* SPDX-License-Identifier: MIT */
#include "../weighted/estimate.h"
#include "../allocator.h"
#include "../column.h"
#include "../column/block.h"
#include "../scale.h"
#include "../weighted/bins.h"
#include "../weighted/variance_options.h"
#include "residuals.h"
#include "sampling_units.h"
#include "table.h"

#include <math.h>
#include <string.h>

/* A calibrated sample at work. */
struct calibrated_reading {
    nps_calibration_sample sample;
    nps_calibration_options options;
    nps_allocator allocator;
    nps_column answers;
    const nps_scale *scale;
    double *raked;  /* the calibrated weights, when the caller has none */
    double *values; /* of each row: first the bin, then the distance from theta, then the residual */
    double
        *totals; /* of each sampling unit: of the residuals, and then its share of the weight of those who answered */
    nps_sampling_units units;
    nps_variance_options variance;
};

/* Without margins, and without weights from raking, the base weights stay. */
static double calibrated_weight(const struct calibrated_reading *self, size_t row)
{
    return self->sample.calibrated ? self->sample.calibrated[row] : nps_calibration_base_weight(&self->sample, row);
}

/* Raking gives a row without a base weight none, and residuals need one. */
static nps_status add_row(const struct calibrated_reading *self, size_t row, unsigned bin, nps_weighted *total)
{
    const double base = nps_calibration_base_weight(&self->sample, row), weight = calibrated_weight(self, row);
    nps_status status = NPS_ERROR_WEIGHT;
    if (nps_weighted_is_weight(base) && (base > 0 || weight == 0))
        status = nps_weighted_can_add(total, bin, weight, 1);
    if (!status)
        nps_weighted_add_bin(total, bin, weight, 1);
    return status;
}

/* Reads each answer once, because another thread may change it: the values are the bins. */
static nps_status read_rows(const struct calibrated_reading *self, nps_weighted *total)
{
    const size_t rows = self->sample.row_count;
    size_t from, i;
    for (from = 0; from < rows; from += NPS_BLOCK) {
        const size_t left = rows - from, count = left < NPS_BLOCK ? left : NPS_BLOCK;
        uint8_t bins[NPS_BLOCK];
        nps_block_bins(&self->answers, from, count, bins);
        for (i = 0; i < count; i++) {
            const nps_status status = add_row(self, from + i, bins[i], total);
            if (status)
                return status;
            self->values[from + i] = bins[i];
        }
    }
    return NPS_OK;
}

static void set_distances(const struct calibrated_reading *self, const nps_weighted_basis *basis)
{
    size_t row;
    for (row = 0; row < self->sample.row_count; row++) {
        const int group = nps_weighted_group(self->scale, (int64_t)self->values[row]);
        self->values[row] = group >= 0 ? basis->distances[group] : 0;
    }
}

/* Sets the shares before the values become residuals. */
static void add_shares(const struct calibrated_reading *self, double weight_of_all)
{
    double *const shares = self->totals + self->units.count;
    size_t row;
    memset(shares, 0, self->units.count * sizeof *shares);
    for (row = 0; row < self->sample.row_count; row++)
        if (nps_weighted_group(self->scale, (int64_t)self->values[row]) >= 0)
            shares[nps_sampling_unit_of(&self->units, row)] += calibrated_weight(self, row) / weight_of_all;
}

static void add_totals(const struct calibrated_reading *self, double weight_of_all)
{
    size_t row;
    memset(self->totals, 0, self->units.count * sizeof *self->totals);
    for (row = 0; row < self->sample.row_count; row++)
        self->totals[nps_sampling_unit_of(&self->units, row)] +=
            calibrated_weight(self, row) / weight_of_all * self->values[row];
}

static nps_status find_variance(const struct calibrated_reading *self, nps_linearized_result *out)
{
    const nps_sampling_units *const units = &self->units;
    nps_linearized_variance variance;
    size_t h, i;
    nps_linearized_begin(&variance, self->variance.lonely, self->variance.degrees);
    for (h = 0; h < units->stratum_count; h++) {
        nps_linearized_stratum stratum = {.units = units->firsts[h + 1] - units->firsts[h]};
        const nps_status status =
            nps_variance_find_population(&self->variance, units->strata[h], stratum.units, &stratum.population);
        if (status)
            return status;
        for (i = units->firsts[h]; i < units->firsts[h + 1]; i++)
            nps_linearized_add_unit(&stratum, self->totals[i], self->totals[units->count + i]);
        nps_linearized_add_stratum(&variance, &stratum);
    }
    *out = nps_linearized_finish(&variance);
    return NPS_OK;
}

static nps_status estimate(const struct calibrated_reading *self, nps_weighted_estimate *out, uint64_t *outside)
{
    nps_weighted total = {.weightless = 0};
    nps_weighted_basis basis;
    nps_linearized_result variance;
    uint64_t off_scale = 0;
    nps_status status = read_rows(self, &total);
    if (!status)
        status = nps_weighted_basis_of(&total, self->scale, &basis,
                                       outside || self->variance.ignore_outside ? &off_scale : NULL);
    if (status)
        return status;
    add_shares(self, basis.total);
    set_distances(self, &basis);
    status = nps_calibration_take_residuals(&self->sample, &self->options, &self->allocator, self->values);
    if (status)
        return status;
    add_totals(self, basis.total);
    status = find_variance(self, &variance);
    if (status)
        return status;
    *out = nps_weighted_finish_linearized(&basis, &variance);
    if (outside)
        *outside = off_scale;
    return NPS_OK;
}

/* Makes the calibrated weights that the caller has not. */
static nps_status rake(struct calibrated_reading *self)
{
    nps_status status;
    if (self->sample.calibrated || self->sample.margin_count == 0)
        return NPS_OK;
    self->raked = nps_allocator_array(&self->allocator, self->sample.row_count, sizeof *self->raked);
    if (!self->raked)
        return NPS_ERROR_MEMORY;
    status = nps_calibration_rake(&self->sample, &self->options, self->raked, NULL, NULL);
    self->sample.calibrated = self->raked;
    return status;
}

/* Makes the scratch; what was made is to be closed, also on error. */
static nps_status open_reading(struct calibrated_reading *self)
{
    nps_status status = nps_sampling_units_open(&self->sample, &self->allocator, &self->units);
    if (status)
        return status;
    self->values = nps_allocator_array(&self->allocator, self->sample.row_count, sizeof *self->values);
    self->totals = nps_allocator_array(&self->allocator, self->units.count, 2 * sizeof *self->totals);
    return self->values && self->totals ? rake(self) : NPS_ERROR_MEMORY;
}

static void close_reading(struct calibrated_reading *self)
{
    nps_allocator_release(&self->allocator, self->raked, self->sample.row_count, sizeof *self->raked);
    nps_allocator_release(&self->allocator, self->values, self->sample.row_count, sizeof *self->values);
    nps_allocator_release(&self->allocator, self->totals, self->units.count, 2 * sizeof *self->totals);
    nps_sampling_units_close(&self->units);
}

static nps_status read_arguments(struct calibrated_reading *self, const nps_calibration_sample *sample,
                                 const nps_column *answers, const nps_calibration_options *options)
{
    nps_status status = nps_scale_read(&self->scale);
    if (!status)
        status = nps_calibration_read_options(options, &self->options, &self->allocator);
    if (!status)
        status = nps_variance_options_read(&self->variance, self->options.variance);
    if (!status && !sample)
        status = NPS_ERROR_NULL;
    if (!status)
        status = nps_column_open(answers, &self->answers);
    if (status)
        return status;
    self->sample = *sample;
    if (self->answers.length != sample->row_count)
        return NPS_ERROR_COLUMN;
    status = nps_calibration_check_categories(sample);
    return !status && sample->row_count == 0 ? NPS_ERROR_EMPTY : status;
}

nps_status nps_calibration_read(const nps_calibration_sample *sample, const nps_column *answers, const nps_scale *scale,
                                const nps_calibration_options *options, nps_weighted_estimate *out, uint64_t *outside)
{
    struct calibrated_reading self = {.scale = scale};
    nps_status status;
    if (!out)
        return NPS_ERROR_NULL;
    status = read_arguments(&self, sample, answers, options);
    if (status)
        return status;
    status = open_reading(&self);
    if (!status)
        status = estimate(&self, out, outside);
    close_reading(&self);
    return status;
}
