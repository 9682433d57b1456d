/* Answers of Arrow arrays, read in blocks of rows.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_ARROW_INTERNAL_H
#define NPS_ARROW_INTERNAL_H

#include "arrow/encoding.h"
#include "arrow/numbers.h"

#include <nps/arrow.h>
#include <stdbool.h>

/** Answers, plain or encoded. */
typedef struct nps_arrow_answers {
    nps_arrow_encoding encoding;
    nps_arrow_numbers numbers; /* the values */
} nps_arrow_answers;

/** Opens rows as answers. */
nps_status nps_arrow_open_answers(const nps_arrow_rows *rows, const int64_t *missing_codes, size_t missing_code_count,
                                  nps_arrow_answers *answers, nps_error_detail *detail);

/** Whether the answers are a column, which other functions can count. */
static inline bool nps_arrow_are_column(const nps_arrow_answers *answers)
{
    return answers->encoding.kind == NPS_ARROW_PLAIN && answers->numbers.type.kind == NPS_ARROW_NUMBERS;
}

/** As nps_block_bins(), for answers of an array. */
nps_status nps_arrow_bins(const nps_arrow_answers *answers, size_t from, size_t count, uint8_t *bins,
                          nps_error_detail *detail);

/** A function that is called with each array of a stream. */
typedef nps_status nps_arrow_visit(void *context, const struct ArrowSchema *schema, const struct ArrowArray *array,
                                   nps_error_detail *detail);

/** Calls `visit` with each array of a stream and releases the array; ends at the first error. */
nps_status nps_arrow_visit_stream(struct ArrowArrayStream *stream, nps_arrow_visit *visit, void *context,
                                  nps_error_detail *detail);

#endif
