/* The interface to the ingest kernels.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_INGEST_COLUMN_H
#define NPS_INGEST_COLUMN_H

#include <nps/accumulator.h>

/** Counts a column that nps_column_open() has read into an empty accumulator. A column has fewer than 2^64 values, so
 * no counter can overflow. */
void nps_ingest_column(const nps_column *column, nps_accumulator *counted);

#endif
