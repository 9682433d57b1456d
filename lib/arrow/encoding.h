/* Encoded Arrow arrays, whose rows refer to values: by the indices of a dictionary, or by runs of one value each.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_ARROW_ENCODING_H
#define NPS_ARROW_ENCODING_H

#include "rows.h"

/** How the rows of an array refer to values: they are the values, they have indices of a dictionary, or they lie in
 * runs of one value each (run-end-encoded). */
typedef struct nps_arrow_encoding {
    enum { NPS_ARROW_PLAIN, NPS_ARROW_DICTIONARY, NPS_ARROW_RUNS } kind;
    nps_arrow_rows rows;
    nps_arrow_rows values; /* the rows themselves if they are plain */
    nps_column places;     /* the indices of the dictionary, or the ends of the runs */
} nps_arrow_encoding;

/** A column of the values in the buffer of rows that nps_arrow_check_buffers() has accepted. */
void nps_arrow_open_column(const nps_arrow_rows *rows, nps_column_type type, nps_column *column);

/** Opens rows with their encoding; values that are encoded themselves are NPS_ERROR_COLUMN. */
nps_status nps_arrow_open_encoding(const nps_arrow_rows *rows, nps_arrow_encoding *encoding, nps_error_detail *detail);

/** The places of the values of encoded rows; the number of values (or a smaller number that no place is) where the row
 * is null. NPS_ERROR_COLUMN for a row that refers to no value. */
nps_status nps_arrow_places(const nps_arrow_encoding *encoding, size_t from, size_t count, uint32_t *places,
                            nps_error_detail *detail);

#endif
