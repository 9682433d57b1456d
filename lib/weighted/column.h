/* Columns of answers with columns of weights.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_WEIGHTED_COLUMN_H
#define NPS_WEIGHTED_COLUMN_H

#include <nps/weighted.h>

/**
 * Adds a column to an accumulator that has no rows, so that nothing overflows.
 *
 * @param answers A column that nps_weighted_open_column() has read.
 * @param weights A weight for each.
 * @param counted Receives the rows; on error some of them.
 * @return NPS_OK or NPS_ERROR_WEIGHT.
 */
nps_status nps_weighted_count_column(const nps_column *answers, const double *weights, nps_weighted *counted);

#endif
