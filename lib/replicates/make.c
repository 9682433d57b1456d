/* SPDX-License-Identifier: MIT */
#include "../allocator.h"
#include "../calibration/sampling_units.h"
#include "../calibration/table.h"
#include "../interrupt.h"
#include "../math/random.h"
#include "../status.h"
#include "../support/checked.h"
#include "../support/options.h"
#include "../weighted/bins.h"
#include "../weighted/variance_options.h"

#include <math.h>
#include <nps/replicates.h>
#include <string.h>

/* How often a bootstrap replicate is drawn that cannot be raked. */
enum { MOST_DRAWS = 100 };

/* Replicates being made. */
struct making {
    nps_calibration_sample sample;
    nps_replication_options options;
    nps_calibration_options calibration;
    nps_allocator allocator;
    nps_variance_options variance;
    nps_sampling_units units;
    double *left;        /* the part of the variance of each stratum that a finite population leaves */
    double *multipliers; /* of each unit, in the replicate at work */
    double *base;        /* the weights of each row before raking, in the replicate at work */
    uint64_t random;
    nps_error_detail *detail;
};

/* Every number below the limit is as likely. */
static size_t next_below(uint64_t *state, size_t limit)
{
    const uint64_t rest = (UINT64_MAX % limit + 1) % limit;
    uint64_t x;
    do
        x = nps_random_next(state);
    while (x > UINT64_MAX - rest);
    return (size_t)(x % limit);
}

static size_t units_in(const nps_sampling_units *units, size_t stratum)
{
    return units->firsts[stratum + 1] - units->firsts[stratum];
}

static size_t replicate_count(const struct making *self)
{
    return self->options.kind == NPS_REPLICATES_JKN ? self->units.count : self->options.count;
}

/* 1 - m / M of each stratum; 0 for a lonely one whose variance is that of others, or none. */
static nps_status set_left(struct making *self)
{
    size_t h;
    for (h = 0; h < self->units.stratum_count; h++) {
        const uint64_t count = units_in(&self->units, h);
        uint64_t population;
        const nps_status status =
            nps_variance_find_population(&self->variance, self->units.strata[h], count, &population);
        if (status)
            return status;
        self->left[h] = population != 0 ? 1 - (double)count / (double)population : 1;
        if (count == 1 && (self->variance.lonely != NPS_LONELY_ADJUST || self->units.stratum_count == 1))
            self->left[h] = 0;
    }
    return NPS_OK;
}

/* The factor of all replicates that gives lonely strata the average variance of the others. */
static double average_factor(const struct making *self)
{
    size_t h, lonely = 0;
    for (h = 0; h < self->units.stratum_count; h++)
        lonely += units_in(&self->units, h) == 1;
    if (self->variance.lonely != NPS_LONELY_AVERAGE || lonely == self->units.stratum_count)
        return 1;
    return (double)self->units.stratum_count / (double)(self->units.stratum_count - lonely);
}

/* Leaves out one unit, and gives its weight to the others of its stratum. The unit of a lonely stratum without a part
 * in the variance stays. */
static void leave_out(struct making *self, size_t stratum, size_t unit, double *scale)
{
    const size_t first = self->units.firsts[stratum], count = units_in(&self->units, stratum);
    const double m = (double)count;
    size_t i;
    for (i = 0; i < self->units.count; i++)
        self->multipliers[i] = 1;
    for (i = first; i < first + count && count > 1; i++)
        self->multipliers[i] = m / (m - 1);
    if (count > 1 || self->left[stratum] > 0)
        self->multipliers[unit] = 0;
    *scale = self->left[stratum] * (count > 1 ? (m - 1) / m : 1) * average_factor(self);
}

static void draw_stratum(struct making *self, size_t stratum)
{
    const size_t first = self->units.firsts[stratum], count = units_in(&self->units, stratum);
    const double m = (double)count, part = sqrt(self->left[stratum]);
    double *const times = self->multipliers + first;
    size_t i;
    if (count == 1) {
        times[0] = 1 + part * (next_below(&self->random, 2) == 0 ? -1 : 1);
        return;
    }
    memset(times, 0, count * sizeof *times);
    for (i = 1; i < count; i++)
        times[next_below(&self->random, count)]++;
    for (i = 0; i < count; i++)
        times[i] = 1 + part * (times[i] * m / (m - 1) - 1);
}

static void draw(struct making *self)
{
    size_t h;
    for (h = 0; h < self->units.stratum_count; h++)
        draw_stratum(self, h);
}

static nps_status explain_weight(const struct making *self, size_t row, double weight)
{
    return nps_explain(self->detail, NPS_ERROR_WEIGHT, "row %zu has the weight %s; " NPS_WEIGHT_RULE, row,
                       nps_number_text_of(weight).text);
}

/* The weights of a replicate from the multipliers of its units. */
static nps_status weigh(const struct making *self, double *weights)
{
    nps_calibration_sample replicate = self->sample;
    double *const base = self->options.calibrate ? self->base : weights;
    bool is_empty = true;
    size_t row;
    for (row = 0; row < self->sample.row_count; row++) {
        base[row] = nps_calibration_base_weight(&self->sample, row) *
                    self->multipliers[nps_sampling_unit_of(&self->units, row)];
        if (!nps_weighted_is_weight(base[row]))
            return explain_weight(self, row, base[row]);
        is_empty = is_empty && base[row] == 0;
    }
    if (is_empty)
        return nps_explain(self->detail, NPS_ERROR_EMPTY, "no row has a weight");
    if (!self->options.calibrate)
        return NPS_OK;
    replicate.weights = base;
    return nps_calibration_rake(&replicate, &self->calibration, weights, NULL, self->detail);
}

static bool cannot_be_raked(nps_status status)
{
    return status == NPS_ERROR_MARGIN || status == NPS_ERROR_CONVERGENCE || status == NPS_ERROR_EMPTY;
}

static nps_status draw_replicate(struct making *self, double *weights)
{
    nps_status status = NPS_ERROR_MARGIN;
    int i;
    for (i = 0; i < MOST_DRAWS && cannot_be_raked(status); i++) {
        draw(self);
        status = weigh(self, weights);
    }
    if (!status)
        self->detail->text[0] = '\0'; /* what an earlier draw left */
    return status;
}

/* Names the replicate of which raking spoke. */
static nps_status explain_replicate(const struct making *self, nps_status status, size_t replicate)
{
    const nps_error_detail said = *self->detail;
    if (!status || said.text[0] == '\0')
        return status;
    return nps_explain(self->detail, status, "replicate %zu: %.*s", replicate, (int)sizeof said.text - 40, said.text);
}

static nps_status make_bootstrap(struct making *self, double *weights, double *scales)
{
    nps_status status = NPS_OK;
    size_t r;
    for (r = 0; !status && r < self->options.count; r++, weights += self->sample.row_count) {
        scales[r] = average_factor(self);
        status = nps_interrupt_check(&self->calibration.interrupt);
        if (!status)
            status = explain_replicate(self, draw_replicate(self, weights), r);
    }
    return status;
}

static nps_status make_jackknife(struct making *self, double *weights, double *scales)
{
    nps_status status = NPS_OK;
    size_t h, r;
    for (h = 0; h < self->units.stratum_count; h++)
        for (r = self->units.firsts[h]; !status && r < self->units.firsts[h + 1]; r++) {
            leave_out(self, h, r, &scales[r]);
            status = nps_interrupt_check(&self->calibration.interrupt);
            if (!status)
                status = explain_replicate(self, weigh(self, weights + r * self->sample.row_count), r);
        }
    return status;
}

/* The weights of the full sample: checked, and raked when the replicates are. */
static nps_status weigh_full(const struct making *self, double *weights)
{
    size_t row;
    for (row = 0; row < self->sample.row_count; row++)
        if (!nps_weighted_is_weight(nps_calibration_base_weight(&self->sample, row)))
            return explain_weight(self, row, nps_calibration_base_weight(&self->sample, row));
    for (row = 0; row < self->units.count; row++)
        self->multipliers[row] = 1;
    return weigh(self, weights);
}

/* Rows times (replicates + 1), plus replicates. */
static nps_status length_of(const struct making *self, size_t *length)
{
    const size_t count = replicate_count(self);
    size_t product, bytes;
    if (count > SIZE_MAX - 1 || !checked_multiply(self->sample.row_count, count + 1, &product) ||
        product > SIZE_MAX - count || !checked_multiply(product + count, sizeof(double), &bytes))
        return NPS_ERROR_OVERFLOW;
    *length = product + count;
    return NPS_OK;
}

static nps_status read_options(struct making *self, const nps_replication_options *options)
{
    nps_status status;
    nps_replication_options_init(&self->options);
    status = nps_options_read(&self->options, sizeof *options, sizeof *options, options);
    if (!status)
        status = nps_calibration_read_options(self->options.calibration, &self->calibration, &self->allocator);
    if (!status)
        status = nps_variance_options_read(&self->variance, self->calibration.variance);
    if (status)
        return status;
    self->random = self->options.seed;
    if (self->options.kind == NPS_REPLICATES_JKN)
        return NPS_OK;
    if (self->options.kind != NPS_REPLICATES_BOOTSTRAP)
        return NPS_ERROR_UNAVAILABLE;
    return self->options.count >= 2
               ? NPS_OK
               : nps_explain(self->detail, NPS_ERROR_EMPTY, "a bootstrap has at least 2 replicates, not %zu",
                             self->options.count);
}

/* Reads the arguments and numbers the units, which are to be closed, also after an error. */
static nps_status open_making(struct making *self, const nps_calibration_sample *sample,
                              const nps_replication_options *options)
{
    nps_status status;
    if (!sample)
        return NPS_ERROR_NULL;
    status = read_options(self, options);
    if (status)
        return status;
    if (sample->row_count == 0)
        return NPS_ERROR_EMPTY;
    self->sample = *sample;
    return nps_sampling_units_open(sample, &self->allocator, &self->units);
}

static nps_status allocate(struct making *self)
{
    self->multipliers = nps_allocator_array(&self->allocator, self->units.count, sizeof *self->multipliers);
    self->base = nps_allocator_array(&self->allocator, self->sample.row_count, sizeof *self->base);
    self->left = nps_allocator_array(&self->allocator, self->units.stratum_count, sizeof *self->left);
    return self->multipliers && self->base && self->left ? NPS_OK : NPS_ERROR_MEMORY;
}

static void close_making(struct making *self)
{
    nps_allocator_release(&self->allocator, self->multipliers, self->units.count, sizeof *self->multipliers);
    nps_allocator_release(&self->allocator, self->base, self->sample.row_count, sizeof *self->base);
    nps_allocator_release(&self->allocator, self->left, self->units.stratum_count, sizeof *self->left);
    nps_sampling_units_close(&self->units);
}

static nps_status check_length(const struct making *self, size_t length)
{
    size_t needed = 0;
    const nps_status status = length_of(self, &needed);
    if (!status && length < needed)
        return nps_explain(self->detail, NPS_ERROR_SPACE, "the replicates need %zu numbers, and there is room for %zu",
                           needed, length);
    return status;
}

static nps_status make(struct making *self, double *numbers, size_t length, nps_replicates *out)
{
    const size_t rows = self->sample.row_count, count = replicate_count(self);
    double *const matrix = numbers + rows;
    double *scales;
    nps_status status = check_length(self, length);
    if (!status)
        status = allocate(self);
    if (!status)
        status = set_left(self);
    if (!status)
        status = weigh_full(self, numbers);
    if (status)
        return status;
    scales = matrix + rows * count;
    status = self->options.kind == NPS_REPLICATES_JKN ? make_jackknife(self, matrix, scales)
                                                      : make_bootstrap(self, matrix, scales);
    if (status)
        return status;
    nps_replicates_init(out, rows, count);
    out->kind = self->options.kind;
    out->weights = numbers;
    out->matrix = matrix;
    out->row_stride = 1;
    out->replicate_stride = rows;
    out->replicate_scales = scales;
    out->degrees = (double)(self->units.count - self->units.stratum_count);
    return NPS_OK;
}

nps_status nps_replicates_length(const nps_calibration_sample *sample, const nps_replication_options *options,
                                 size_t *length)
{
    nps_error_detail said = {""};
    struct making self = {.detail = &said};
    nps_status status;
    if (!length)
        return NPS_ERROR_NULL;
    status = open_making(&self, sample, options);
    if (!status)
        status = length_of(&self, length);
    nps_sampling_units_close(&self.units);
    return status;
}

nps_status nps_replicates_make(const nps_calibration_sample *sample, const nps_replication_options *options,
                               double *numbers, size_t length, nps_replicates *out, nps_error_detail *detail)
{
    nps_error_detail said = {""};
    struct making self = {.detail = &said};
    nps_status status = NPS_ERROR_NULL;
    if (numbers && out)
        status = open_making(&self, sample, options);
    if (!status)
        status = make(&self, numbers, length, out);
    close_making(&self);
    if (status)
        (void)nps_explain(detail, status, "%s", said.text[0] != '\0' ? said.text : nps_status_string(status));
    return status;
}
