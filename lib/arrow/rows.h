/* The rows of Arrow arrays: their buffers, which are checked, and which of them are null.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_ARROW_ROWS_H
#define NPS_ARROW_ROWS_H

#include "../column/block.h"

#include <nps/arrow.h>
#include <stdbool.h>

/** A text of the caller in printable characters, for a one-line message. */
typedef struct nps_arrow_printable {
    char text[81];
} nps_arrow_printable;

nps_arrow_printable nps_arrow_print(const char *text);

/** A validity bitmap; `bits` is NULL if no value is null. */
typedef struct nps_arrow_validity {
    const uint8_t *bits;
    size_t offset;
} nps_arrow_validity;

/** The rows of an array. If the array is a child of a struct, the rows of the struct may be null as well. */
typedef struct nps_arrow_rows {
    const struct ArrowSchema *schema;
    const struct ArrowArray *array;
    size_t first, length; /* of the rows, in the buffers of the array */
    nps_arrow_validity own, parent;
} nps_arrow_rows;

/** NPS_OK, NPS_ERROR_NULL for a NULL array or schema, or NPS_ERROR_COLUMN for one that was released. */
nps_status nps_arrow_check(const struct ArrowSchema *schema, const struct ArrowArray *array, nps_error_detail *detail);

/** Opens the rows of the array itself, if `child` is NULL, or of the child of that name. */
nps_status nps_arrow_open(const struct ArrowSchema *schema, const struct ArrowArray *array, const char *child,
                          nps_arrow_rows *rows, nps_error_detail *detail);

/** NPS_OK if the array has `count` buffers, none of them NULL except the first. */
nps_status nps_arrow_check_buffers(const nps_arrow_rows *rows, int64_t count, nps_error_detail *detail);

/** Sets the detail to say that the format is not among those `wanted`, and what to do; returns NPS_ERROR_COLUMN.
 * `remedy` is "" or begins with a colon. */
nps_status nps_arrow_refuse(const struct ArrowSchema *schema, const char *wanted, const char *remedy,
                            nps_error_detail *detail);

/** As nps_block_nulls(), for the nulls of the array and of its struct. */
void nps_arrow_nulls(const nps_arrow_rows *rows, size_t from, size_t count, uint64_t nulls[NPS_BLOCK_WORDS]);

/** Whether a row of the block is null. */
static inline bool nps_arrow_is_null(const uint64_t nulls[NPS_BLOCK_WORDS], size_t row)
{
    return nulls[row / 64] >> row % 64 & 1;
}

#endif
