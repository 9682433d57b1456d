/* Blocks of a column as small numbers that a loop can count by: answers as bins, codes as places.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_COLUMN_BLOCK_H
#define NPS_COLUMN_BLOCK_H

#include <nps/column.h>
#include <stddef.h>
#include <stdint.h>

/** How many rows a block has; the last one may have fewer. It and what is made of it stay in the nearest cache. */
enum { NPS_BLOCK = 512, NPS_BLOCK_WORDS = NPS_BLOCK / 64 };

/** Rows are read in steps of so many, so that loops have a length that is known when they are compiled. */
enum { NPS_BLOCK_STEP = 128 };

/**
 * The bins of `count` answers from row `from` on: 0..10, NPS_ANSWER_MISSING or NPS_ANSWER_INVALID.
 *
 * @param column One that nps_column_open() has read.
 * @param from   The first row.
 * @param count  At most NPS_BLOCK rows, all within the column.
 * @param bins   Room for NPS_BLOCK; what lies behind `count`, to the end of a step, is any bin.
 */
void nps_block_bins(const nps_column *column, size_t from, size_t count, uint8_t *bins);

/**
 * The places of `count` codes from row `from` on: the code where it is less than `limit`, `limit` for another one, and
 * `limit + 1` where there is none (null, NaN or a missing code).
 *
 * @param column As for nps_block_bins().
 * @param from   As for nps_block_bins().
 * @param count  As for nps_block_bins().
 * @param limit  Less than UINT32_MAX.
 * @param places Room for NPS_BLOCK; what lies behind `count`, to the end of a step, is at most `limit + 1`.
 */
void nps_block_places(const nps_column *column, size_t from, size_t count, uint32_t limit, uint32_t *places);

/** An integer of a column, in any row; one above INT64_MAX comes out negative. */
int64_t nps_block_integer(const nps_column *column, size_t row);

/**
 * The integers of `count` rows from row `from` on; those of NPS_COLUMN_U64 above INT64_MAX come out negative.
 *
 * @param column   One of integers.
 * @param from     As for nps_block_bins().
 * @param count    As for nps_block_bins().
 * @param integers Room for NPS_BLOCK; what lies behind `count` is any integer.
 */
void nps_block_integers(const nps_column *column, size_t from, size_t count, int64_t *integers);

/** Sets a bit of `nulls` for each of `count` rows from `from` on that an Arrow validity bitmap calls null. */
void nps_block_nulls(const uint8_t *validity, size_t offset, size_t from, size_t count,
                     uint64_t nulls[NPS_BLOCK_WORDS]);

/** Where the lowest bit of a word is set; the word is not 0. */
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
