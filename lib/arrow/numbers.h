/* Numbers of Arrow types, one at a time: those of columns, half floats, decimals, booleans, days and times.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_ARROW_NUMBERS_H
#define NPS_ARROW_NUMBERS_H

#include "../column/classify.h"
#include "encoding.h"
#include "types.h"

/** Numbers of an array. */
typedef struct nps_arrow_numbers {
    nps_arrow_type type;
    nps_column column;         /* their validity and missing codes, and, where they are stored in a type, the values */
    const unsigned char *data; /* the values of the buffer, for decimals and booleans */
    size_t first;              /* the first of these in the buffer */
} nps_arrow_numbers;

/** Opens rows of numbers of a type, which is none of texts. */
nps_status nps_arrow_open_numbers(const nps_arrow_rows *rows, const nps_arrow_type *type, nps_arrow_numbers *numbers,
                                  nps_error_detail *detail);

/** Reads a number that is not null: what kind it is, and its value where it is a 64-bit integer. Days and times are
 * days since 1970, booleans 0 and 1. */
nps_number nps_arrow_number_at(const nps_arrow_numbers *numbers, size_t row, int64_t *integer);

/** The bin of a number that is not null: 0..10, NPS_ANSWER_MISSING or NPS_ANSWER_INVALID. */
uint8_t nps_arrow_bin_at(const nps_arrow_numbers *numbers, size_t row);

#endif
