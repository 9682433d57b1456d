/* Columns for the rooms above: the one way to read a caller's struct, and the bins that its values go to.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_COLUMN_INTERNAL_H
#define NPS_COLUMN_INTERNAL_H

#include <nps/column.h>

/**
 * A bin is what a value counts as: 0..10, NPS_ANSWER_MISSING or NPS_ANSWER_INVALID. Bins are in the order of the
 * counters of an accumulator.
 */
enum { NPS_BINS = NPS_ANSWERS + 2 };

/**
 * Reads a caller's column, so that it can be read from then on without a check.
 *
 * @param column The caller's.
 * @param out    Receives a copy of it.
 * @return NPS_OK, or why it is refused: see nps_column.
 */
nps_status nps_column_open(const nps_column *column, nps_column *out);

#endif
