/* Options, and rows in categories.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_CALIBRATION_TABLE_H
#define NPS_CALIBRATION_TABLE_H

#include <nps/calibration.h>

/** Copies the caller's options, or the defaults, and reads the allocator. */
nps_status nps_calibration_read_options(const nps_calibration_options *options, nps_calibration_options *read,
                                        nps_allocator *allocator);

/** Rows in categories, and the scratch to work on them. */
typedef struct nps_calibration_table {
    nps_calibration_sample sample;
    size_t most_categories;
    nps_allocator allocator;
    double *values; /* a number for each row */
    double *sums;   /* a number for each category of the margin at work */
} nps_calibration_table;

/** NPS_OK, NPS_ERROR_NULL or NPS_ERROR_NOT_FOUND: whether every row has a category in every margin. */
nps_status nps_calibration_check_categories(const nps_calibration_sample *sample);

/** The base weight of a row, of any value. */
static inline double nps_calibration_base_weight(const nps_calibration_sample *sample, size_t row)
{
    return sample->weights ? sample->weights[row] : 1;
}

/** Makes the scratch, for at least one row; to be closed when it worked. */
nps_status nps_calibration_open(nps_calibration_table *self);

/** Gives the scratch back. */
void nps_calibration_close(nps_calibration_table *self);

#endif
