/* Validation of a caller's column, and the bins that its values are counted in.
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
 * Validates a caller's column and copies it; the copy can be read without further checks.
 *
 * @param column The caller's column.
 * @param out    Receives a copy of the column.
 * @return NPS_OK, or the reason for which the column is refused: see nps_column.
 */
nps_status nps_column_open(const nps_column *column, nps_column *out);

#endif
