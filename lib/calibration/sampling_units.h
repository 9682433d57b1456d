/* The clusters of a sample, numbered stratum by stratum.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_CALIBRATION_SAMPLING_UNITS_H
#define NPS_CALIBRATION_SAMPLING_UNITS_H

#include <nps/calibration.h>

/** The primary sampling units: clusters, or rows where there are no clusters. */
typedef struct nps_sampling_units {
    nps_allocator allocator;
    size_t rows, count, stratum_count;
    size_t *of_rows; /* the unit of each row; NULL: every row is one, in their order */
    size_t *firsts;  /* the first unit of each stratum, and then `count` */
    int64_t *strata; /* the number of each stratum, ascending */
} nps_sampling_units;

/** The unit of a row. */
static inline size_t nps_sampling_unit_of(const nps_sampling_units *self, size_t row)
{
    return self->of_rows ? self->of_rows[row] : row;
}

/**
 * Numbers the units: strata in the order of their numbers, clusters within them in the order of theirs, rows in their
 * own order.
 *
 * @param sample    At least one row.
 * @param allocator Where memory comes from.
 * @param self      Receives the units; to be closed, also after an error.
 * @return NPS_OK, NPS_ERROR_MEMORY, or NPS_ERROR_OVERFLOW for more than 2^32 - 1 rows with strata or clusters.
 */
nps_status nps_sampling_units_open(const nps_calibration_sample *sample, const nps_allocator *allocator,
                                   nps_sampling_units *self);

/** Gives the memory back. */
void nps_sampling_units_close(nps_sampling_units *self);

#endif
