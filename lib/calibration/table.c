/* SPDX-License-Identifier: MIT */
#include "table.h"

#include "../allocator.h"
#include "../support/options.h"

nps_status nps_calibration_read_options(const nps_calibration_options *options, nps_calibration_options *read,
                                        nps_allocator *allocator)
{
    nps_status status;
    nps_calibration_options_init(read);
    status = nps_options_read(read, sizeof *read, sizeof *read, options);
    if (status)
        return status;
    if (!nps_allocator_read(allocator, read->allocator))
        return NPS_ERROR_NULL;
    return read->lowest >= 0 && read->lowest <= 1 && read->highest >= 1 ? NPS_OK : NPS_ERROR_WEIGHT;
}

nps_status nps_calibration_read_sample(const nps_calibration_sample *sample, nps_calibration_table *self)
{
    if (!sample)
        return NPS_ERROR_NULL;
    self->margins = sample->margins;
    self->weights = sample->weights;
    self->margin_count = sample->margin_count;
    self->rows = sample->count;
    return NPS_OK;
}

nps_status nps_calibration_check_categories(const nps_calibration_table *self)
{
    size_t m, i;
    if (!self->margins && self->margin_count != 0)
        return NPS_ERROR_NULL;
    for (m = 0; m < self->margin_count; m++) {
        const nps_margin *margin = &self->margins[m];
        if (!margin->categories && self->rows != 0)
            return NPS_ERROR_NULL;
        for (i = 0; i < self->rows; i++)
            if (margin->categories[i] >= margin->count)
                return NPS_ERROR_NOT_FOUND;
    }
    return NPS_OK;
}

void nps_calibration_close(nps_calibration_table *self)
{
    nps_allocator_release(&self->allocator, self->values, self->rows, sizeof *self->values);
    nps_allocator_release(&self->allocator, self->sums, self->most_categories, sizeof *self->sums);
    nps_allocator_release(&self->allocator, self->products, self->most_categories, sizeof *self->products);
}

nps_status nps_calibration_open(nps_calibration_table *self)
{
    size_t m;
    self->most_categories = 1;
    for (m = 0; m < self->margin_count; m++)
        if (self->margins[m].count > self->most_categories)
            self->most_categories = self->margins[m].count;
    self->values = nps_allocator_array(&self->allocator, self->rows, sizeof *self->values);
    self->sums = nps_allocator_array(&self->allocator, self->most_categories, sizeof *self->sums);
    self->products = nps_allocator_array(&self->allocator, self->most_categories, sizeof *self->products);
    if (self->values && self->sums && self->products)
        return NPS_OK;
    nps_calibration_close(self);
    return NPS_ERROR_MEMORY;
}
