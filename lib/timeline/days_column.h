/* A column of days: which rows have one, and the first and the last day.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TIMELINE_DAYS_COLUMN_H
#define NPS_TIMELINE_DAYS_COLUMN_H

#include "../column/block.h"

#include <stdbool.h>

/** Up to NPS_BLOCK rows of a column of days. */
typedef struct nps_days_block {
    size_t count;
    int64_t days[NPS_BLOCK];
    uint64_t undated[NPS_BLOCK_WORDS]; /* a bit is set for each row without a day, whose `days` is arbitrary */
} nps_days_block;

/** The smallest and the largest day of a column; the first is above the last if no row has a day. */
typedef struct nps_days_range {
    int64_t first, last;
    bool has_undated; /* whether some row has no day */
} nps_days_range;

/** Reads `count` rows from row `from` on of a column of integers that nps_column_open() has read. */
void nps_days_block_read(const nps_column *column, size_t from, size_t count, nps_days_block *block);

/** Whether a row of a block has no day. */
static inline bool nps_days_block_is_undated(const nps_days_block *block, size_t row)
{
    return block->undated[row / 64] >> row % 64 & 1;
}

/** Whether the rows here and there of such a column are from `first` to `last`, so that the others probably are; false
 * for a column that takes more than a look, because it may have rows without a day, or gaps. */
bool nps_days_seem_between(const nps_column *column, int64_t first, int64_t last);

/** The range of all rows of such a column. */
nps_days_range nps_days_range_of(const nps_column *column);

#endif
