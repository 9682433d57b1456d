/* Rows whose keys are small numbers, such as codes of shops, or indices of a dictionary: those are counted as groups by
 * code are, and only then put into groups by key, once for each key.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_SMALL_KEYS_H
#define NPS_SMALL_KEYS_H

#include "../arrow.h"
#include "../arrow/keys.h"
#include "../groups.h"

#include <nps/interrupt.h>
#include <stdbool.h>

/** Rows with keys and answers. */
typedef struct nps_small_keys_rows {
    const nps_arrow_rows *rows;       /**< The rows of the keys. */
    const nps_column *keys;           /**< Their integers, or their indices. */
    const nps_arrow_keys *dictionary; /**< The keys with these indices; NULL if the integers are the keys. */
    const nps_arrow_answers *answers; /**< As many answers. */
    const nps_interrupt *interrupt;
} nps_small_keys_rows;

/**
 * Counts rows, if all of their keys that are not null are small numbers, or are in a dictionary that is not too large
 * for so many rows, and there is memory for it.
 *
 * @param groups      Groups of integers, or of what the dictionary has.
 * @param rows        The rows.
 * @param without_key Receives, added, the rows whose key is null.
 * @param status      Receives NPS_OK, or NPS_ERROR_OVERFLOW, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED, and then
 * nothing has changed.
 * @return Whether the rows were of this kind; otherwise nothing is counted, which may have any other reason, such as
 *         an index outside the dictionary.
 */
bool nps_small_keys_count(nps_groups *groups, const nps_small_keys_rows *rows, nps_accumulator *without_key,
                          nps_status *status);

#endif
