/* The index of the counter of each row. A group is NPS_BINS counters, one for each bin, and the groups are contiguous,
 * so the index is group * NPS_BINS + bin. SPDX-License-Identifier: MIT */
#ifndef NPS_CODE_GROUPS_INDEXES_H
#define NPS_CODE_GROUPS_INDEXES_H

#include "../column/block.h"

#include <nps/accumulator.h>
#include <stddef.h>
#include <stdint.h>

/** The number of rows read at a time; small, so that a processor computes the next indexes while it counts. */
enum { NPS_INDEXES_STEP = 128 };

/** Computes the indexes of NPS_INDEXES_STEP rows of plain integers and returns at least the largest. */
typedef uint32_t (*nps_indexes_kernel)(const unsigned char *codes, const unsigned char *answers, nps_code_range range,
                                       uint32_t bound, uint32_t *indexes);

/** The number of pairs of rows in a step: a row and the one so many rows later. */
enum { NPS_INDEX_PAIRS = NPS_INDEXES_STEP / 2 };

/** The smallest number above all indexes of a pair, whose first index is multiplied by it. */
enum { NPS_INDEX_PAIR_BASE = 128 };

/** Computes the indexes of the pairs of a step of plain integers. */
typedef void (*nps_index_pairs_kernel)(const unsigned char *codes, const unsigned char *answers, nps_code_range range,
                                       uint32_t bound, uint32_t *pairs);

/** Two columns of equal length that nps_column_open() has read. */
typedef struct nps_index_reader {
    const nps_column *codes, *answers;
    nps_code_range range;         /**< The codes of the groups. */
    uint32_t bound;               /**< See nps_column_bound(). */
    nps_indexes_kernel plain;     /**< NULL if a column is not of plain integers. */
    nps_index_pairs_kernel pairs; /**< NULL if rows cannot be read in pairs: only answers of a byte are. */
} nps_index_reader;

/** The indexes of up to NPS_INDEXES_STEP rows. */
typedef struct nps_indexes {
    _Alignas(64) uint32_t at[NPS_INDEXES_STEP]; /**< Aligned so that no vector lies in two lines of a cache. */
    uint32_t largest;                           /**< At least the largest of `count` indexes. */
    size_t count;
} nps_indexes;

/** Prepares reading two columns; there must be so few groups that all indexes fit into 32 bits. */
void nps_index_reader_open(nps_index_reader *self, const nps_column *codes, const nps_column *answers,
                           nps_code_range range);

/**
 * Computes the indexes of the rows from `from` on; `count` is 0 after the last row.
 *
 * The counters of the groups are followed by those of rows with a code outside, and those of rows without a code.
 */
void nps_index_reader_read(const nps_index_reader *self, size_t from, nps_indexes *indexes);

/**
 * Computes the indexes of NPS_INDEX_PAIRS pairs from row `from` on, if the reader reads pairs and all their rows are
 * within the columns: NPS_INDEX_PAIR_BASE times the index of a row, plus the index of the row NPS_INDEX_PAIRS later.
 */
void nps_index_reader_read_pairs(const nps_index_reader *self, size_t from, uint32_t *pairs);

#endif
