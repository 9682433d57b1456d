/* Rows whose keys are small numbers, such as codes of shops: those are counted as groups by code are, and only then put
 * into groups by key, once for each key.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_SMALL_KEYS_H
#define NPS_SMALL_KEYS_H

#include "../arrow.h"
#include "../groups.h"

#include <stdbool.h>

/**
 * Counts rows, if all of their keys that are not null are small numbers and there is memory for it.
 *
 * @param groups      Groups of integers.
 * @param rows        The rows of the keys.
 * @param keys        Their integers.
 * @param answers     As many answers.
 * @param without_key Receives, added, the rows whose key is null.
 * @param status      Receives NPS_OK, or NPS_ERROR_OVERFLOW or NPS_ERROR_MEMORY, and then nothing has changed.
 * @return Whether it was for this; otherwise nothing is counted.
 */
bool nps_small_keys_count(nps_groups *groups, const nps_arrow_rows *rows, const nps_column *keys,
                          const nps_arrow_answers *answers, nps_accumulator *without_key, nps_status *status);

#endif
