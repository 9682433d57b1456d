/* Columns of integer keys, counted by the code for Arrow arrays.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_GROUPS_ARROW_INTERNAL_H
#define NPS_GROUPS_ARROW_INTERNAL_H

#include <nps/groups_arrow.h>

/**
 * Counts rows by integer keys.
 *
 * @param self    Groups of integers.
 * @param keys    A column of an integer type that nps_column_open() has read.
 * @param answers As many answers, likewise.
 * @param rest    Receives, added, the rows without a key.
 * @param detail  As in the public functions.
 * @return NPS_OK, NPS_ERROR_OVERFLOW or NPS_ERROR_MEMORY; on error nothing changes.
 */
nps_status nps_groups_count_integers(nps_groups *self, const nps_column *keys, const nps_column *answers,
                                     nps_accumulator *rest, nps_error_detail *detail);

#endif
