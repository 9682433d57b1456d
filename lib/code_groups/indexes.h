/* Which counter a row counts in: a group is NPS_BINS counters, one for each bin of an answer, and groups follow each
 * other, so that a counter has an index.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_CODE_GROUPS_INDEXES_H
#define NPS_CODE_GROUPS_INDEXES_H

#include <nps/accumulator.h>
#include <stddef.h>
#include <stdint.h>

/** How many rows are read at a time: few, so that a processor calculates some indexes while it counts by others. */
enum { NPS_INDEXES_STEP = 128 };

/** A function that reads as many rows; where rows are no plain integers there is none. */
typedef uint32_t (*nps_indexes_kernel)(const unsigned char *codes, const unsigned char *answers, uint32_t bound,
                                       uint32_t limit, uint32_t *indexes);

/** Two columns, checked by nps_column_open() and of one length, and how they are read. */
typedef struct nps_index_reader {
    const nps_column *codes, *answers;
    uint32_t group_count;
    uint32_t bound; /**< Codes from here on are outside: `group_count`, or where the negative ones begin. */
    nps_indexes_kernel plain;
} nps_index_reader;

/** The indexes of some rows. */
typedef struct nps_indexes {
    size_t count;
    uint32_t largest; /**< At least the largest of `count` indexes. */
    uint32_t at[NPS_INDEXES_STEP];
} nps_indexes;

/** Prepares the reading of columns, for so few groups that all indexes fit 32 bits. */
void nps_index_reader_open(nps_index_reader *self, const nps_column *codes, const nps_column *answers,
                           uint32_t group_count);

/**
 * The indexes of the rows from `from` on; none past the last row.
 *
 * Behind the groups are the counters of rows whose code is outside, and then of those without a code.
 */
void nps_index_reader_read(const nps_index_reader *self, size_t from, nps_indexes *indexes);

#endif
