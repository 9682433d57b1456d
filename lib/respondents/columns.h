/* Columns of ids, days, answers and sequence numbers, read in blocks of rows.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_RESPONDENTS_COLUMNS_H
#define NPS_RESPONDENTS_COLUMNS_H

#include "../column/block.h"

#include <nps/respondents.h>
#include <stdbool.h>

/** Checked copies of the columns. */
typedef struct nps_response_columns {
    nps_column ids, days, answers, sequences;
    size_t length;
    bool is_sequenced;
    nps_error_detail *detail;
} nps_response_columns;

/** A block of rows. */
typedef struct nps_response_block {
    size_t count;
    uint64_t skipped[NPS_BLOCK_WORDS]; /**< Bits of the rows without an id or without a day. */
    int64_t ids[NPS_BLOCK];
    int64_t days[NPS_BLOCK]; /**< Of rows that are not skipped: days of the calendar. */
    int64_t sequences[NPS_BLOCK];
    uint8_t bins[NPS_BLOCK];
} nps_response_block;

/** Checks the columns; see nps_respondents_columns for what is refused. */
nps_status nps_response_columns_open(nps_response_columns *self, const nps_respondents_columns *columns,
                                     nps_error_detail *detail);

/** The same for columns whose ids come from elsewhere and are not read here. */
nps_status nps_response_columns_open_rest(nps_response_columns *self, const nps_respondents_columns *columns,
                                          nps_error_detail *detail);

/** Reads the block that begins in a row; NPS_ERROR_OVERFLOW for an id, and NPS_ERROR_DAY for a day out of range. */
nps_status nps_response_columns_read(const nps_response_columns *self, size_t from, nps_response_block *block);

/** Reads `count` rows, at most NPS_BLOCK, without their ids; `skipped` are those without a day, and on entry others. */
nps_status nps_response_columns_read_rest(const nps_response_columns *self, size_t from, size_t count,
                                          nps_response_block *block);

/** Reads the ids of a block only; `skipped` are then the rows without an id. */
nps_status nps_response_columns_read_ids(const nps_response_columns *self, size_t from, nps_response_block *block);

/** The sequence number of a row; 0 if it has none. */
int64_t nps_response_columns_sequence(const nps_response_columns *self, size_t row);

/** Whether a row of the block is skipped. */
static inline bool nps_response_is_skipped(const nps_response_block *block, size_t row)
{
    return block->skipped[row / 64] >> row % 64 & 1;
}

/** Rows on their way into respondents. */
typedef struct nps_response_rows {
    const nps_response_columns *columns;
    nps_error_detail *detail;
    /** Adds all rows to respondents, one by one, and counts those without an id or a day. */
    nps_status (*add)(const struct nps_response_rows *self, nps_respondents *to, nps_accumulator *rest);
} nps_response_rows;

/** Adds rows; on error nothing changes. Errors of `add`, NPS_ERROR_OVERFLOW, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED.
 */
nps_status nps_respondents_add_rows(nps_respondents *self, const nps_response_rows *rows, nps_accumulator *rest);

#endif
