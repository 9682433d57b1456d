/* SPDX-License-Identifier: MIT */
#include "sampling_units.h"

#include "../allocator.h"
#include "../bytes/order.h"

#include <math.h>
#include <string.h>

/* The rows at which runs of one unit begin, in the order of the units. Neighbours are often of one cluster. */
struct heads {
    const nps_calibration_sample *sample;
    size_t count;
    unsigned char *memory; /* twice the room, for nps_order_sort() */
    unsigned char *order;
};

static int64_t stratum_of(const nps_calibration_sample *sample, size_t row)
{
    return sample->strata ? sample->strata[row] : 0;
}

static int compare_integers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* Rows without clusters are never of one unit. */
static int compare_units(const nps_calibration_sample *sample, size_t a, size_t b)
{
    const int strata = compare_integers(stratum_of(sample, a), stratum_of(sample, b));
    if (strata != 0)
        return strata;
    if (sample->clusters)
        return compare_integers(sample->clusters[a], sample->clusters[b]);
    return (a > b) - (a < b);
}

static int compare_rows(const void *context, size_t a, size_t b)
{
    const int units = compare_units(context, a, b);
    return units != 0 ? units : (a > b) - (a < b);
}

static bool is_head(const nps_calibration_sample *sample, size_t row)
{
    return row == 0 || compare_units(sample, row - 1, row) != 0;
}

static nps_status sort_heads(struct heads *self, const nps_allocator *allocator)
{
    size_t row, i = 0;
    for (row = 0; row < self->sample->row_count; row++)
        self->count += is_head(self->sample, row);
    self->memory = nps_allocator_array(allocator, self->count, (size_t)2 * NPS_PLACE_SIZE);
    if (!self->memory)
        return NPS_ERROR_MEMORY;
    self->order = self->memory + self->count * NPS_PLACE_SIZE;
    for (row = 0; row < self->sample->row_count; row++)
        if (is_head(self->sample, row))
            nps_order_put(self->order, i++, row);
    nps_order_sort(self->order, self->count, compare_rows, self->sample);
    return NPS_OK;
}

static void count_units(const struct heads *heads, nps_sampling_units *self)
{
    size_t i;
    for (i = 0; i < heads->count; i++) {
        const size_t row = nps_order_get(heads->order, i), last = nps_order_get(heads->order, i > 0 ? i - 1 : 0);
        self->count += i == 0 || compare_units(heads->sample, last, row) != 0;
        self->stratum_count += i == 0 || stratum_of(heads->sample, last) != stratum_of(heads->sample, row);
    }
}

/* Gives the rows of a run their unit. */
static void set_unit(const nps_calibration_sample *sample, nps_sampling_units *self, size_t row, size_t unit)
{
    do
        self->of_rows[row++] = unit;
    while (row < sample->row_count && !is_head(sample, row));
}

static void set_units(const struct heads *heads, nps_sampling_units *self)
{
    size_t i;
    self->count = self->stratum_count = 0;
    for (i = 0; i < heads->count; i++) {
        const size_t row = nps_order_get(heads->order, i), last = nps_order_get(heads->order, i > 0 ? i - 1 : 0);
        if (i == 0 || stratum_of(heads->sample, last) != stratum_of(heads->sample, row)) {
            self->strata[self->stratum_count] = stratum_of(heads->sample, row);
            self->firsts[self->stratum_count++] = self->count;
        }
        self->count += i == 0 || compare_units(heads->sample, last, row) != 0;
        set_unit(heads->sample, self, row, self->count - 1);
    }
    self->firsts[self->stratum_count] = self->count;
}

static nps_status open_strata(nps_sampling_units *self)
{
    self->firsts = nps_allocator_array(&self->allocator, self->stratum_count + 1, sizeof *self->firsts);
    self->strata = nps_allocator_array(&self->allocator, self->stratum_count, sizeof *self->strata);
    return self->firsts && self->strata ? NPS_OK : NPS_ERROR_MEMORY;
}

static nps_status open_units(const struct heads *heads, nps_sampling_units *self)
{
    nps_status status;
    count_units(heads, self);
    status = open_strata(self);
    if (!status)
        self->of_rows = nps_allocator_array(&self->allocator, self->rows, sizeof *self->of_rows);
    if (!status && !self->of_rows)
        status = NPS_ERROR_MEMORY;
    if (!status)
        set_units(heads, self);
    return status;
}

nps_status nps_sampling_units_open(const nps_calibration_sample *sample, const nps_allocator *allocator,
                                   nps_sampling_units *self)
{
    struct heads heads = {.sample = sample};
    nps_status status;
    *self = (nps_sampling_units){.allocator = *allocator, .rows = sample->row_count};
    if (sample->strata || sample->clusters) {
        status = sample->row_count <= UINT32_MAX ? sort_heads(&heads, allocator) : NPS_ERROR_OVERFLOW;
        if (!status)
            status = open_units(&heads, self);
        nps_allocator_release(allocator, heads.memory, heads.count, (size_t)2 * NPS_PLACE_SIZE);
    } else {
        self->count = sample->row_count;
        self->stratum_count = 1;
        status = open_strata(self);
        if (!status) {
            self->firsts[0] = 0;
            self->firsts[1] = sample->row_count;
            self->strata[0] = 0;
        }
    }
    return status;
}

void nps_sampling_units_close(nps_sampling_units *self)
{
    nps_allocator_release(&self->allocator, self->of_rows, self->rows, sizeof *self->of_rows);
    nps_allocator_release(&self->allocator, self->firsts, self->stratum_count + 1, sizeof *self->firsts);
    nps_allocator_release(&self->allocator, self->strata, self->stratum_count, sizeof *self->strata);
}
