/* Validated Arrow arrays, read in blocks of rows.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_ARROW_INTERNAL_H
#define NPS_ARROW_INTERNAL_H

#include "column/block.h"

#include <nps/arrow.h>
#include <stdbool.h>

/** A bitmap of nulls; `bits` is NULL where nothing is null. */
typedef struct nps_arrow_validity {
    const uint8_t *bits;
    size_t offset;
} nps_arrow_validity;

/** Rows of an array; if the array is a child of a struct, the rows of the struct may be null as well. */
typedef struct nps_arrow_rows {
    const struct ArrowSchema *schema;
    const struct ArrowArray *array;
    size_t first, length; /* of the rows, in the buffers of the array */
    nps_arrow_validity own, parent;
} nps_arrow_rows;

/** Answers, plain or dictionary-encoded. */
typedef struct nps_arrow_answers {
    nps_arrow_rows rows;
    nps_column column; /* the answers, or the indices of the dictionary */
    bool encoded;
    nps_column dictionary; /* the values, where they are encoded */
} nps_arrow_answers;

/** An array and a schema that are not NULL and not released; NPS_ERROR_NULL or NPS_ERROR_COLUMN. */
nps_status nps_arrow_check(const struct ArrowSchema *schema, const struct ArrowArray *array, nps_error_detail *detail);

/** The rows of the array itself (`child` NULL), or of a child of the struct that it is. */
nps_status nps_arrow_open(const struct ArrowSchema *schema, const struct ArrowArray *array, const char *child,
                          nps_arrow_rows *rows, nps_error_detail *detail);

/** The values of a dictionary as rows. */
nps_status nps_arrow_open_dictionary(const nps_arrow_rows *rows, nps_arrow_rows *values, nps_error_detail *detail);

/** Numbers, or the indices of a dictionary, which are integers, as a column. */
nps_status nps_arrow_open_numbers(const nps_arrow_rows *rows, nps_column *column, nps_error_detail *detail);

/** Whether the array has this number of buffers, and a pointer for each but the first. */
nps_status nps_arrow_check_buffers(const nps_arrow_rows *rows, int64_t count, nps_error_detail *detail);

/** Reports that the format is not one of those `wanted`. */
nps_status nps_arrow_refuse(const struct ArrowSchema *schema, const char *wanted, nps_error_detail *detail);

/** The rows as answers. */
nps_status nps_arrow_open_answers(const nps_arrow_rows *rows, const int64_t *missing_codes, size_t missing_code_count,
                                  nps_arrow_answers *answers, nps_error_detail *detail);

/** nps_block_nulls() of rows: own nulls and those of the struct. */
void nps_arrow_nulls(const nps_arrow_rows *rows, size_t from, size_t count, uint64_t nulls[NPS_BLOCK_WORDS]);

/** Whether a row of the block is null. */
static inline bool nps_arrow_is_null(const uint64_t nulls[NPS_BLOCK_WORDS], size_t row)
{
    return nulls[row / 64] >> row % 64 & 1;
}

/** The places of dictionary indices, `values` where the row is null; or NPS_ERROR_COLUMN for an index without value. */
nps_status nps_arrow_indices(const nps_arrow_rows *rows, const nps_column *indices, size_t values, size_t from,
                             size_t count, uint32_t *places, nps_error_detail *detail);

/** nps_block_bins() of answers. */
nps_status nps_arrow_bins(const nps_arrow_answers *answers, size_t from, size_t count, uint8_t *bins,
                          nps_error_detail *detail);

/** A function that is called with each array of a stream. */
typedef nps_status nps_arrow_visit(void *context, const struct ArrowSchema *schema, const struct ArrowArray *array,
                                   nps_error_detail *detail);

/** Visits all arrays of a stream and releases them; ends at the first error. */
nps_status nps_arrow_visit_stream(struct ArrowArrayStream *stream, nps_arrow_visit *visit, void *context,
                                  nps_error_detail *detail);

#endif
