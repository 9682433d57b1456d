/* Blocks of a column as small numbers to count by: answers as bins, codes as places.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_COLUMN_BLOCK_H
#define NPS_COLUMN_BLOCK_H

#include <nps/column.h>
#include <stddef.h>
#include <stdint.h>

/** Rows of a block; the last block may have fewer. A block and its results fit into the first-level cache. */
enum { NPS_BLOCK = 512, NPS_BLOCK_WORDS = NPS_BLOCK / 64 };

/** Rows are read in steps of this size, so that the length of loops is a compile-time constant. */
enum { NPS_BLOCK_STEP = 128 };

/**
 * The bins of `count` answers from row `from` on: 0..10, NPS_ANSWER_MISSING or NPS_ANSWER_INVALID.
 *
 * @param column One that nps_column_open() has read.
 * @param from   The first row.
 * @param count  At most NPS_BLOCK rows, all within the column.
 * @param bins   Room for NPS_BLOCK; from `count` to the end of a step the contents are arbitrary bins.
 */
void nps_block_bins(const nps_column *column, size_t from, size_t count, uint8_t *bins);

/** The codes that have places, from `first` on. In a column of integers `first` must be a value of its type. */
typedef struct nps_code_range {
    int64_t first;
    uint32_t count; /**< Less than UINT32_MAX. */
} nps_code_range;

/**
 * The places of `count` codes from row `from` on: the code less `range.first` if that is 0 to `range.count` - 1,
 * `range.count` for any other code, and `range.count + 1` for a row without a code (null, NaN or a missing code).
 *
 * @param column As for nps_block_bins().
 * @param from   As for nps_block_bins().
 * @param count  As for nps_block_bins().
 * @param range  The codes that have places.
 * @param places Room for NPS_BLOCK; what lies behind `count`, to the end of a step, is at most `range.count + 1`.
 */
void nps_block_places(const nps_column *column, size_t from, size_t count, nps_code_range range, uint32_t *places);

/** The integer in a row of a column; an integer above INT64_MAX wraps to a negative one. */
int64_t nps_block_integer(const nps_column *column, size_t row);

/**
 * The integers of `count` rows from row `from` on; those of NPS_COLUMN_U64 above INT64_MAX wrap to negative ones.
 *
 * @param column   A column of an integer type.
 * @param from     As for nps_block_bins().
 * @param count    As for nps_block_bins().
 * @param integers Room for NPS_BLOCK; what lies behind `count` is any integer.
 */
void nps_block_integers(const nps_column *column, size_t from, size_t count, int64_t *integers);

/** Sets a bit of `nulls` for each of `count` rows from `from` on that an Arrow validity bitmap calls null. */
void nps_block_nulls(const uint8_t *validity, size_t offset, size_t from, size_t count,
                     uint64_t nulls[NPS_BLOCK_WORDS]);

/** The index of the lowest set bit of a word, which is not 0. */
static inline unsigned nps_lowest_bit(uint64_t word)
{
#ifdef __GNUC__
    return (unsigned)__builtin_ctzll(word);
#else
    unsigned bit = 0;
    for (; !(word & 1); word >>= 1)
        bit++;
    return bit;
#endif
}

#endif
