/* Keys of Arrow arrays and of columns: texts, or integers, which may be stored as other types of whole numbers.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_ARROW_KEYS_H
#define NPS_ARROW_KEYS_H

#include "../keys/keys.h"
#include "numbers.h"
#include "texts.h"

/** Keys, plain or encoded. */
typedef struct nps_arrow_keys {
    nps_arrow_encoding encoding;
    nps_arrow_type type; /* of the values */
    nps_arrow_texts texts;
    nps_arrow_numbers numbers; /* where they are not texts */
    const char *origin;        /* what messages begin with */
} nps_arrow_keys;

/** Opens rows as keys of a type. NPS_ERROR_COLUMN for a type that has no keys, NPS_ERROR_KEY for keys of the other
 * type; nulls are of both. */
nps_status nps_arrow_open_keys(const nps_arrow_rows *rows, nps_key_type type, nps_arrow_keys *keys,
                               nps_error_detail *detail);

/** Opens rows as keys of the type that they have. NPS_ERROR_COLUMN for a type that has no keys. */
nps_status nps_arrow_open_any_keys(const nps_arrow_rows *rows, nps_arrow_keys *keys, nps_error_detail *detail);

/** Opens a column of numbers that nps_column_open() has read; its missing codes are rows without a key. */
void nps_arrow_open_key_column(const nps_column *column, nps_arrow_keys *keys);

/** Whether keys are integers that are neither encoded nor converted, so that they are a column. */
static inline bool nps_arrow_keys_are_column(const nps_arrow_keys *keys)
{
    return keys->encoding.kind == NPS_ARROW_PLAIN && nps_arrow_is_integer(&keys->type);
}

/**
 * The integers of a block of plain keys. Booleans are 0 and 1, dates and times are days since 1970.
 *
 * @param keys     Keys that are not texts.
 * @param from     The first row.
 * @param count    At most NPS_BLOCK.
 * @param integers Room for NPS_BLOCK.
 * @param nulls    Receives which rows have no key.
 * @param detail   Receives, on error, which row is wrong.
 * @return NPS_OK, NPS_ERROR_KEY for a number that is not whole, or NPS_ERROR_OVERFLOW for a larger one.
 */
nps_status nps_arrow_key_integers(const nps_arrow_keys *keys, size_t from, size_t count, int64_t *integers,
                                  uint64_t nulls[NPS_BLOCK_WORDS], nps_error_detail *detail);

/** The key of a value of encoded keys; `is_null` receives whether it is no key. Errors as above. */
nps_status nps_arrow_key_of_value(const nps_arrow_keys *keys, size_t value, nps_key *key, bool *is_null,
                                  nps_error_detail *detail);

#endif
