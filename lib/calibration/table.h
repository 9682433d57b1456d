/* Options and rows in categories, shared by raking and by the estimates from raked weights.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_CALIBRATION_TABLE_H
#define NPS_CALIBRATION_TABLE_H

#include <nps/calibration.h>

/** Copies the caller's options, or the defaults, and reads the allocator. */
nps_status nps_calibration_read_options(const nps_calibration_options *options, nps_calibration_options *read,
                                        nps_allocator *allocator);

/** Rows in categories, and the scratch to work on them. */
typedef struct nps_calibration_table {
    const nps_margin *margins;
    const double *weights; /* the caller's; NULL: 1 each */
    size_t margin_count, rows, most_categories;
    nps_allocator allocator;
    double *values;          /* a number for each row */
    double *sums, *products; /* two for each category of the margin at work */
} nps_calibration_table;

/** Takes rows and margins from a caller's sample; NPS_ERROR_NULL when there is none. */
nps_status nps_calibration_read_sample(const nps_calibration_sample *sample, nps_calibration_table *self);

/** NPS_OK, NPS_ERROR_NULL or NPS_ERROR_NOT_FOUND: whether every row has a category in every margin. */
nps_status nps_calibration_check_categories(const nps_calibration_table *self);

/** The caller's weight of a row, of any value. */
static inline double nps_calibration_weight(const nps_calibration_table *self, size_t row)
{
    return self->weights ? self->weights[row] : 1;
}

/** Makes the scratch, for at least one row; to be closed when it worked. */
nps_status nps_calibration_open(nps_calibration_table *self);

/** Gives the scratch back. */
void nps_calibration_close(nps_calibration_table *self);

#endif
