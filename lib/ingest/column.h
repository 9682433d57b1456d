/* The seam behind which the ingest kernels live.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_INGEST_COLUMN_H
#define NPS_INGEST_COLUMN_H

#include <nps/accumulator.h>

/**
 * Counts a column into an empty accumulator; cannot overflow, as a column is shorter than 2^64.
 *
 * @return NPS_OK, NPS_ERROR_COLUMN for an unknown type, NPS_ERROR_NULL for a length without data or a number of
 *         missing codes without codes.
 */
nps_status nps_ingest_column(const nps_column *column, nps_accumulator *counted);

#endif
