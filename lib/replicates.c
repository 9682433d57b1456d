/* SPDX-License-Identifier: MIT */
#include "allocator.h"
#include "column.h"
#include "column/block.h"
#include "interrupt.h"
#include "scale.h"
#include "status.h"
#include "support/checked.h"
#include "support/options.h"
#include "weighted/bins.h"
#include "weighted/estimate.h"

#include <math.h>
#include <nps/replicates.h>
#include <string.h>

/* The sums of one replicate: of the weights, and of the weights of promoters minus those of detractors. */
struct replicate_sums {
    double total, difference;
};

/* A sample at work. */
struct replicated_reading {
    nps_replicates replicates;
    nps_allocator allocator;
    nps_column answers;
    const nps_scale *scale;
    nps_weighted total; /* of the full sample */
    struct replicate_sums *sums;
    nps_error_detail *detail;
};

/* The scale of the variance; NaN for a kind that is none. */
static double scale_of_kind(const nps_replicates *self)
{
    const double count = (double)self->count, rest = 1 - self->fay;
    switch (self->kind) {
    case NPS_REPLICATES_OTHER: return self->variance_scale;
    case NPS_REPLICATES_BRR: return 1 / count;
    case NPS_REPLICATES_FAY: return 1 / (count * rest * rest);
    case NPS_REPLICATES_JK1: return (count - 1) / count;
    case NPS_REPLICATES_JKN: return 1;
    case NPS_REPLICATES_BOOTSTRAP: return count > 1 ? 1 / (count - 1) : 0;
    case NPS_REPLICATES_SUCCESSIVE: return 4 / count;
    case NPS_REPLICATES_END:
    default: return NAN;
    }
}

static bool is_scale(double value)
{
    return value >= 0 && value <= NPS_WEIGHT_LARGEST;
}

static double scale_of_replicate(const nps_replicates *self, size_t replicate)
{
    return self->replicate_scales ? self->replicate_scales[replicate] : 1;
}

static nps_status check_scales(const struct replicated_reading *self)
{
    const nps_replicates *const replicates = &self->replicates;
    size_t r;
    if ((unsigned)replicates->kind >= NPS_REPLICATES_END)
        return nps_explain(self->detail, NPS_ERROR_METHOD, "there is no kind %d of replicates", (int)replicates->kind);
    if (replicates->kind == NPS_REPLICATES_JKN && !replicates->replicate_scales)
        return nps_explain(self->detail, NPS_ERROR_NULL, "the stratified jackknife needs a factor of each replicate");
    if (replicates->kind == NPS_REPLICATES_FAY && !(replicates->fay >= 0 && replicates->fay < 1))
        return nps_explain(self->detail, NPS_ERROR_WEIGHT, "Fay's coefficient is %s; it is at least 0 and less than 1",
                           nps_number_text_of(replicates->fay).text);
    if (!is_scale(scale_of_kind(replicates)))
        return nps_explain(self->detail, NPS_ERROR_WEIGHT,
                           "the scale of the variance is %s; it is finite and not negative",
                           nps_number_text_of(scale_of_kind(replicates)).text);
    for (r = 0; r < replicates->count; r++)
        if (!is_scale(scale_of_replicate(replicates, r)))
            return nps_explain(self->detail, NPS_ERROR_WEIGHT,
                               "the factor of replicate %zu is %s; it is finite and not negative", r,
                               nps_number_text_of(scale_of_replicate(replicates, r)).text);
    if (isnan(replicates->degrees))
        return nps_explain(self->detail, NPS_ERROR_WEIGHT, "the degrees of freedom are not a number");
    return NPS_OK;
}

/* Whether the last weight lies within the matrix. */
static bool has_all(const nps_replicates *self)
{
    size_t by_row, by_replicate;
    return checked_multiply(self->rows - 1, self->row_stride, &by_row) &&
           checked_multiply(self->count - 1, self->replicate_stride, &by_replicate) && by_row < self->length &&
           by_replicate < self->length - by_row;
}

static nps_status check_matrix(const struct replicated_reading *self)
{
    const nps_replicates *const replicates = &self->replicates;
    if (self->answers.length != replicates->rows)
        return nps_explain(self->detail, NPS_ERROR_COLUMN, "there are %zu answers, but %zu rows of weights",
                           self->answers.length, replicates->rows);
    if (replicates->rows == 0 || replicates->count == 0)
        return nps_explain(self->detail, NPS_ERROR_EMPTY, "there are %zu rows with %zu replicates", replicates->rows,
                           replicates->count);
    if (!replicates->matrix)
        return NPS_ERROR_NULL;
    if (!has_all(replicates))
        return nps_explain(self->detail, NPS_ERROR_SPACE,
                           "%zu rows with %zu replicates do not fit into a matrix of %zu numbers", replicates->rows,
                           replicates->count, replicates->length);
    return NPS_OK;
}

static double full_weight(const nps_replicates *self, size_t row)
{
    return self->weights ? self->weights[row] : 1;
}

/* +1, 0 or -1 for the bins of promoters, passives and detractors; NaN for the others, which take no part. */
static void set_values(const nps_scale *scale, double values[NPS_BINS])
{
    unsigned bin;
    for (bin = 0; bin < NPS_BINS; bin++) {
        const int group = bin < NPS_ANSWERS ? nps_weighted_group(scale, bin) : -1;
        values[bin] = group < 0 ? (double)NAN : (double)(1 - group);
    }
}

static nps_status add_full_weight(struct replicated_reading *self, size_t row, unsigned bin)
{
    const double weight = full_weight(&self->replicates, row);
    const nps_status status = nps_weighted_can_add(&self->total, bin, weight, 1);
    if (status == NPS_ERROR_WEIGHT)
        return nps_explain(self->detail, status, "row %zu has the weight %s; " NPS_WEIGHT_RULE, row,
                           nps_number_text_of(weight).text);
    if (!status)
        nps_weighted_add_bin(&self->total, bin, weight, 1);
    return status;
}

/* Adds the rows of a block to one replicate. */
static nps_status add_block(struct replicated_reading *self, size_t replicate, size_t from, size_t count,
                            const double *values)
{
    const nps_replicates *const replicates = &self->replicates;
    const double *const first =
        replicates->matrix + from * replicates->row_stride + replicate * replicates->replicate_stride;
    struct replicate_sums sums = {0, 0};
    size_t i;
    for (i = 0; i < count; i++) {
        double weight = first[i * replicates->row_stride];
        if (!nps_weighted_is_weight(weight))
            return nps_explain(self->detail, NPS_ERROR_WEIGHT,
                               "row %zu has the weight %s in replicate %zu; " NPS_WEIGHT_RULE, from + i,
                               nps_number_text_of(weight).text, replicate);
        if (replicates->has_factors)
            weight *= full_weight(replicates, from + i);
        if (!isnan(values[i])) {
            sums.total += weight;
            sums.difference += weight * values[i];
        }
    }
    self->sums[replicate].total += sums.total;
    self->sums[replicate].difference += sums.difference;
    return NPS_OK;
}

/* Reads each answer once, because another thread may change it. */
static nps_status read_block(struct replicated_reading *self, const double values_of[NPS_BINS], size_t from,
                             size_t count)
{
    uint8_t bins[NPS_BLOCK];
    double values[NPS_BLOCK];
    nps_status status = nps_interrupt_check(&self->replicates.interrupt);
    size_t i, r;
    nps_block_bins(&self->answers, from, count, bins);
    for (i = 0; !status && i < count; i++) {
        values[i] = values_of[bins[i]];
        status = add_full_weight(self, from + i, bins[i]);
    }
    for (r = 0; !status && r < self->replicates.count; r++)
        status = add_block(self, r, from, count, values);
    return status;
}

static nps_status read_rows(struct replicated_reading *self)
{
    const size_t rows = self->replicates.rows;
    double values_of[NPS_BINS];
    nps_status status = NPS_OK;
    size_t from;
    set_values(self->scale, values_of);
    memset(self->sums, 0, self->replicates.count * sizeof *self->sums);
    for (from = 0; !status && from < rows; from += NPS_BLOCK)
        status = read_block(self, values_of, from, rows - from < NPS_BLOCK ? rows - from : NPS_BLOCK);
    return status;
}

/* The score of a replicate divided by 100, kept in the place of its difference. */
static nps_status set_thetas(struct replicated_reading *self)
{
    size_t r;
    for (r = 0; r < self->replicates.count; r++) {
        struct replicate_sums *const sums = &self->sums[r];
        if (scale_of_replicate(&self->replicates, r) > 0 && !(sums->total > 0))
            return nps_explain(self->detail, NPS_ERROR_EMPTY, "in replicate %zu no answer has a weight", r);
        sums->difference = sums->total > 0 ? sums->difference / sums->total : 0;
    }
    return NPS_OK;
}

static double mean_of_thetas(const struct replicated_reading *self)
{
    double sum = 0;
    size_t r, count = 0;
    for (r = 0; r < self->replicates.count; r++)
        if (scale_of_replicate(&self->replicates, r) > 0) {
            sum += self->sums[r].difference;
            count++;
        }
    return count != 0 ? sum / (double)count : 0;
}

static double variance_around(const struct replicated_reading *self, double centre)
{
    double sum = 0;
    size_t r;
    for (r = 0; r < self->replicates.count; r++) {
        const double scale = scale_of_replicate(&self->replicates, r), distance = self->sums[r].difference - centre;
        if (scale > 0)
            sum += scale * distance * distance;
    }
    return scale_of_kind(&self->replicates) * sum;
}

static double degrees_of(const nps_replicates *self)
{
    double sum = 0;
    size_t r;
    if (self->degrees >= 0)
        return self->degrees;
    if (self->kind != NPS_REPLICATES_JKN)
        return (double)(self->count - 1);
    for (r = 0; r < self->count; r++)
        sum += self->replicate_scales[r];
    return sum;
}

static nps_status estimate(struct replicated_reading *self, nps_weighted_estimate *out, uint64_t *outside)
{
    nps_weighted_basis basis;
    uint64_t off_scale = 0;
    double variance;
    nps_status status = read_rows(self);
    if (!status)
        status = nps_weighted_basis_of(&self->total, self->scale, &basis, outside ? &off_scale : NULL);
    if (!status)
        status = set_thetas(self);
    if (status)
        return status;
    variance = variance_around(self, self->replicates.around_estimate ? basis.theta : mean_of_thetas(self));
    *out = nps_weighted_finish(&basis, variance, degrees_of(&self->replicates));
    if (outside)
        *outside = off_scale;
    return NPS_OK;
}

static nps_status read_arguments(struct replicated_reading *self, const nps_replicates *replicates,
                                 const nps_column *answers)
{
    nps_status status = nps_scale_read(&self->scale);
    nps_replicates_init(&self->replicates, 0, 0);
    if (!status)
        status = nps_options_read(&self->replicates, sizeof *replicates, sizeof *replicates, replicates);
    if (!status && !nps_allocator_read(&self->allocator, self->replicates.allocator))
        status = NPS_ERROR_NULL;
    if (!status)
        status = nps_column_open(answers, &self->answers);
    if (!status)
        status = check_matrix(self);
    return status ? status : check_scales(self);
}

nps_status nps_replicates_read(const nps_replicates *self, const nps_column *answers, const nps_scale *scale,
                               nps_weighted_estimate *out, uint64_t *outside, nps_error_detail *detail)
{
    nps_error_detail said = {""};
    struct replicated_reading reading = {.scale = scale, .detail = &said};
    nps_status status = NPS_ERROR_NULL;
    if (self && out)
        status = read_arguments(&reading, self, answers);
    if (!status) {
        reading.sums = nps_allocator_array(&reading.allocator, reading.replicates.count, sizeof *reading.sums);
        status = reading.sums ? estimate(&reading, out, outside) : NPS_ERROR_MEMORY;
        nps_allocator_release(&reading.allocator, reading.sums, reading.replicates.count, sizeof *reading.sums);
    }
    if (status)
        (void)nps_explain(detail, status, "%s", said.text[0] != '\0' ? said.text : nps_status_string(status));
    return status;
}
