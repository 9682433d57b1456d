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

nps_status nps_calibration_check_categories(const nps_calibration_sample *sample)
{
    size_t m, i;
    if (!sample->margins && sample->margin_count != 0)
        return NPS_ERROR_NULL;
    for (m = 0; m < sample->margin_count; m++) {
        const nps_margin *margin = &sample->margins[m];
        if (!margin->categories && sample->row_count != 0)
            return NPS_ERROR_NULL;
        for (i = 0; i < sample->row_count; i++)
            if (margin->categories[i] >= margin->category_count)
                return NPS_ERROR_NOT_FOUND;
    }
    return NPS_OK;
}

void nps_calibration_close(nps_calibration_table *self)
{
    nps_allocator_release(&self->allocator, self->values, self->sample.row_count, sizeof *self->values);
    nps_allocator_release(&self->allocator, self->sums, self->most_categories, sizeof *self->sums);
}

nps_status nps_calibration_open(nps_calibration_table *self)
{
    size_t m;
    self->most_categories = 1;
    for (m = 0; m < self->sample.margin_count; m++)
        if (self->sample.margins[m].category_count > self->most_categories)
            self->most_categories = self->sample.margins[m].category_count;
    self->values = nps_allocator_array(&self->allocator, self->sample.row_count, sizeof *self->values);
    self->sums = nps_allocator_array(&self->allocator, self->most_categories, sizeof *self->sums);
    if (self->values && self->sums)
        return NPS_OK;
    nps_calibration_close(self);
    return NPS_ERROR_MEMORY;
}
