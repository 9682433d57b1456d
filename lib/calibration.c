/* SPDX-License-Identifier: MIT */
#include "calibration/table.h"
#include "interrupt.h"
#include "status.h"
#include "weighted/bins.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* The relative difference allowed between the sums of margins, whose published totals are rounded. */
static const double ROUNDED = 1e-6;

/* Raking: values are base weights times factors, before they are trimmed. */
struct raking {
    nps_calibration_table table;
    double lowest, highest; /* the bounds of a weight */
    double population;      /* the sum of the first margin */
    const nps_interrupt *interrupt;
    nps_error_detail *said; /* receives the description of an error */
};

/* A row with weight 0 keeps weight 0. */
static double trim(const struct raking *self, double value)
{
    return value > 0 ? fmin(self->highest, fmax(self->lowest, value)) : 0;
}

static void sum_weights(struct raking *self, const nps_margin *margin)
{
    nps_calibration_table *table = &self->table;
    size_t i;
    memset(table->sums, 0, margin->category_count * sizeof *table->sums);
    for (i = 0; i < table->sample.row_count; i++)
        table->sums[margin->categories[i]] += trim(self, table->values[i]);
}

static double sum_totals(const nps_margin *margin)
{
    double sum = 0;
    size_t i;
    for (i = 0; i < margin->category_count; i++)
        sum += margin->totals[i];
    return sum;
}

/* The total of a category on the scale of the first margin. */
static double total_of(const struct raking *self, const nps_margin *margin, size_t category)
{
    return margin->totals[category] * (self->population / sum_totals(margin));
}

static nps_status check_margin(struct raking *self, size_t m)
{
    const nps_margin *margin = &self->table.sample.margins[m];
    double sum;
    size_t i;
    if (!margin->totals)
        return NPS_ERROR_NULL;
    for (i = 0; i < margin->category_count; i++)
        if (!(margin->totals[i] >= 0 && margin->totals[i] <= 0x1p128))
            return nps_explain(self->said, NPS_ERROR_MARGIN,
                               "margin %zu: the total of category %zu is negative, not finite or too large", m, i);
    sum = sum_totals(margin);
    if (m == 0)
        self->population = sum;
    if (!(sum > 0))
        return nps_explain(self->said, NPS_ERROR_MARGIN, "margin %zu: all totals are 0", m);
    if (fabs(sum / self->population - 1) > ROUNDED)
        return nps_explain(self->said, NPS_ERROR_MARGIN, "margin %zu: its sum is not that of margin 0", m);
    return NPS_OK;
}

/* Needs what nobody has: a category with a total and no weight. */
static nps_status check_filled(struct raking *self, size_t m)
{
    const nps_margin *margin = &self->table.sample.margins[m];
    size_t i;
    sum_weights(self, margin);
    for (i = 0; i < margin->category_count; i++)
        if (margin->totals[i] > 0 && !(self->table.sums[i] > 0))
            return nps_explain(self->said, NPS_ERROR_MARGIN,
                               "margin %zu: category %zu has a total, but no row with a weight", m, i);
    return NPS_OK;
}

/* The values are the base weights, brought to the population's sum so that the bounds mean something from the start. */
static nps_status set_base(struct raking *self, const nps_calibration_options *options)
{
    nps_calibration_table *table = &self->table;
    double sum = 0;
    size_t i, weighted = 0;
    for (i = 0; i < table->sample.row_count; i++) {
        const double weight = nps_calibration_base_weight(&table->sample, i);
        if (!nps_weighted_is_weight(weight))
            return nps_explain(self->said, NPS_ERROR_WEIGHT, "row %zu has the weight %s; " NPS_WEIGHT_RULE, i,
                               nps_number_text_of(weight).text);
        table->values[i] = weight;
        sum += weight;
        weighted += weight > 0;
    }
    if (weighted == 0)
        return NPS_ERROR_EMPTY;
    for (i = 0; i < table->sample.row_count; i++)
        table->values[i] *= self->population / sum;
    self->lowest = options->lowest * self->population / (double)weighted;
    self->highest = options->highest * self->population / (double)weighted;
    return NPS_OK;
}

/* Brings each category to its total, one margin after the other. */
static nps_status fit(struct raking *self)
{
    nps_calibration_table *table = &self->table;
    nps_status status = NPS_OK;
    size_t m, i;
    for (m = 0; !status && m < table->sample.margin_count; m++) {
        const nps_margin *margin = &table->sample.margins[m];
        status = nps_interrupt_check(self->interrupt);
        if (!status)
            status = check_filled(self, m);
        for (i = 0; !status && i < margin->category_count; i++)
            table->sums[i] = margin->totals[i] > 0 ? total_of(self, margin, i) / table->sums[i] : 0;
        for (i = 0; !status && i < table->sample.row_count; i++)
            table->values[i] *= table->sums[margin->categories[i]];
    }
    return status;
}

/* The category that is farthest from its total, as a part of it. */
struct farthest {
    size_t margin, category;
    double error;
};

static struct farthest find_farthest(struct raking *self)
{
    struct farthest farthest = {0, 0, 0};
    size_t m, i;
    for (m = 0; m < self->table.sample.margin_count; m++) {
        const nps_margin *margin = &self->table.sample.margins[m];
        sum_weights(self, margin);
        for (i = 0; i < margin->category_count; i++) {
            const double error = margin->totals[i] > 0 ? fabs(self->table.sums[i] / total_of(self, margin, i) - 1) : 0;
            if (!(error <= farthest.error))
                farthest = (struct farthest){m, i, error};
        }
    }
    return farthest;
}

static nps_status rake(struct raking *self, const nps_calibration_options *options, nps_calibration_result *result)
{
    struct farthest farthest = {0, 0, 0};
    bool met = false;
    size_t i;
    for (result->iterations = 0; !met && result->iterations < options->iterations; result->iterations++) {
        const nps_status status = fit(self);
        if (status)
            return status;
        farthest = find_farthest(self);
        met = farthest.error <= options->tolerance;
    }
    if (!met)
        return nps_explain(self->said, NPS_ERROR_CONVERGENCE,
                           "margin %zu: category %zu is still %llu parts in a million from its total", farthest.margin,
                           farthest.category, (unsigned long long)ceil(fmin(1e15, 1e6 * farthest.error)));
    result->error = farthest.error;
    result->trimmed = 0;
    for (i = 0; i < self->table.sample.row_count; i++) {
        const double weight = trim(self, self->table.values[i]);
        if (!nps_weighted_is_weight(weight))
            return NPS_ERROR_WEIGHT;
        result->trimmed += weight > 0 && (weight >= self->highest || weight <= self->lowest);
    }
    return NPS_OK;
}

/* The checks that need no scratch memory. */
static nps_status check(struct raking *self, const double *weights)
{
    nps_status status = NPS_OK;
    size_t m;
    if (!weights)
        return NPS_ERROR_NULL;
    if (self->table.sample.margin_count == 0)
        return nps_explain(self->said, NPS_ERROR_MARGIN, "there is no margin");
    status = nps_calibration_check_categories(&self->table.sample);
    for (m = 0; !status && m < self->table.sample.margin_count; m++)
        status = check_margin(self, m);
    return !status && self->table.sample.row_count == 0 ? NPS_ERROR_EMPTY : status;
}

static nps_status rake_rows(struct raking *self, const nps_calibration_options *options, double *weights,
                            nps_calibration_result *result)
{
    nps_status status = nps_calibration_open(&self->table);
    size_t i;
    if (status)
        return status;
    status = set_base(self, options);
    if (!status)
        status = rake(self, options, result);
    for (i = 0; !status && i < self->table.sample.row_count; i++)
        weights[i] = trim(self, self->table.values[i]);
    nps_calibration_close(&self->table);
    return status;
}

nps_status nps_calibration_rake(const nps_calibration_sample *sample, const nps_calibration_options *options,
                                double *weights, nps_calibration_result *result, nps_error_detail *detail)
{
    nps_error_detail said = {""};
    struct raking self = {.said = &said};
    nps_calibration_options read;
    nps_calibration_result raked;
    nps_status status = nps_calibration_read_options(options, &read, &self.table.allocator);
    if (!status && !sample)
        status = NPS_ERROR_NULL;
    if (!status) {
        self.table.sample = *sample;
        self.interrupt = &read.interrupt;
        status = check(&self, weights);
    }
    if (!status)
        status = rake_rows(&self, &read, weights, &raked);
    if (!status && result)
        *result = raked;
    if (status)
        (void)nps_explain(detail, status, "%s", said.text[0] != '\0' ? said.text : nps_status_string(status));
    return status;
}
