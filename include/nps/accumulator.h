/**
 * @file accumulator.h
 * @brief The state: a histogram of answers to which answers are added, and which can be merged, subtracted and read.
 *
 * An accumulator is 104 plain bytes. An accumulator whose bytes are all 0 is empty. An accumulator may be copied,
 * compared and stored as it is in memory; its encoded form is the same on every machine. An accumulator owns no memory
 * and needs no destruction.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_ACCUMULATOR_H
#define NPS_ACCUMULATOR_H

#include <nps/column.h>
#include <nps/counts.h>
#include <nps/export.h>
#include <nps/scale.h>
#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/**
 * The state of a survey. Plain and part of the ABI: 104 bytes, zeroed = empty, safe to copy.
 *
 * Not locked: use one accumulator per thread and merge them at the end, in any order.
 */
typedef struct nps_accumulator {
    uint64_t answers[NPS_ANSWERS]; /**< The number of times each answer 0..10 was given. */
    uint64_t missing;              /**< Blank, null, NaN, or a declared missing code. */
    uint64_t invalid;              /**< Anything else: 11, -1, 7.5, infinity. */
} nps_accumulator;

/**
 * Counts one answer.
 *
 * @param self   The accumulator. NULL: NPS_ERROR_NULL.
 * @param answer 0..10 is an answer; any other value counts as invalid and returns NPS_OK.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_OVERFLOW; on error nothing changes. Constant time, no allocation.
 */
NPS_EXPORT nps_status nps_accumulator_add(nps_accumulator *self, int64_t answer);

/**
 * Counts the same answer several times.
 *
 * @param self   The accumulator. NULL: NPS_ERROR_NULL.
 * @param answer As for nps_accumulator_add().
 * @param times  The number of times; 0 changes nothing.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_OVERFLOW; on error nothing changes.
 */
NPS_EXPORT nps_status nps_accumulator_add_n(nps_accumulator *self, int64_t answer, uint64_t times);

/**
 * Counts respondents who gave no answer.
 *
 * @param self  The accumulator. NULL: NPS_ERROR_NULL.
 * @param times The number of respondents; 0 changes nothing.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_OVERFLOW; on error nothing changes.
 */
NPS_EXPORT nps_status nps_accumulator_add_missing(nps_accumulator *self, uint64_t times);

/**
 * Subtracts an answer that was counted, to move a window or to correct a mistake.
 *
 * @param self   The accumulator. NULL: NPS_ERROR_NULL.
 * @param answer The answer that was counted; any value outside 0..10 is subtracted from `invalid`.
 * @param times  The number of times. More than were counted: NPS_ERROR_UNDERFLOW.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_UNDERFLOW; on error nothing changes.
 */
NPS_EXPORT nps_status nps_accumulator_remove_n(nps_accumulator *self, int64_t answer, uint64_t times);

/**
 * Counts an array of bytes; 11..255 are invalid.
 *
 * @param self    The accumulator. NULL: NPS_ERROR_NULL.
 * @param answers The bytes. NULL: NPS_ERROR_NULL, unless `count` is 0.
 * @param count   The number of bytes.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_OVERFLOW; on error nothing changes. No allocation.
 */
NPS_EXPORT nps_status nps_accumulator_add_u8(nps_accumulator *self, const uint8_t *answers, size_t count);

/**
 * Counts a column of any integer or floating type; see nps_column.
 *
 * @param self   The accumulator. NULL: NPS_ERROR_NULL.
 * @param column The column. NULL: NPS_ERROR_NULL. An unknown type: NPS_ERROR_COLUMN. An unknown size: NPS_ERROR_SIZE.
 *               `data` NULL with a length, or `missing_codes` NULL with a count: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, or NPS_ERROR_OVERFLOW; on error nothing changes. No allocation.
 */
NPS_EXPORT nps_status nps_accumulator_add_column(nps_accumulator *self, const nps_column *column);

/**
 * Adds the counts of another accumulator. Merging is commutative and associative.
 *
 * @param self The accumulator. NULL: NPS_ERROR_NULL.
 * @param from The object to add; unchanged. NULL: NPS_ERROR_NULL. Adding an object to itself doubles its content.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_OVERFLOW; on error nothing changes.
 */
NPS_EXPORT nps_status nps_accumulator_merge(nps_accumulator *self, const nps_accumulator *from);

/**
 * Subtracts a part that was merged or counted; reverses nps_accumulator_merge().
 *
 * @param self The accumulator. NULL: NPS_ERROR_NULL.
 * @param part The object to subtract; unchanged. NULL: NPS_ERROR_NULL. A counter would become negative:
 *             NPS_ERROR_UNDERFLOW. Subtracting an object from itself leaves it empty.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_UNDERFLOW; on error nothing changes.
 */
NPS_EXPORT nps_status nps_accumulator_subtract(nps_accumulator *self, const nps_accumulator *part);

/**
 * Classifies the answers on a scale. Missing and invalid answers are ignored.
 *
 * @code
 * const uint8_t answers[] = {10, 9, 9, 8, 7, 6, 10, 3};
 * nps_accumulator survey = {{0}, 0, 0};
 * nps_counts counts;
 * double score;
 * if (nps_accumulator_add_u8(&survey, answers, sizeof answers) == NPS_OK &&
 *     nps_accumulator_add(&survey, 9) == NPS_OK &&
 *     nps_accumulator_counts(&survey, NULL, &counts, NULL) == NPS_OK && nps_score(&counts, &score) == NPS_OK)
 *     printf("%.1f\n", score); // prints: 33.3
 * @endcode
 *
 * @param self    The accumulator, unchanged. NULL: NPS_ERROR_NULL.
 * @param scale   The scale. NULL: 0 to 10; an invalid scale: NPS_ERROR_SCALE.
 * @param out     Receives promoters, passives and detractors; all zero for an empty accumulator.
 * @param outside Receives the number of answers within 0..10 that are outside this scale (a 0 on 1..10). NULL: such
 *                answers cause NPS_ERROR_OUTSIDE.
 * @return NPS_OK or one of these, or NPS_ERROR_OVERFLOW when a sum exceeds 2^64 - 1; on error nothing is written. Pure;
 *         safe from any thread.
 */
NPS_EXPORT nps_status nps_accumulator_counts(const nps_accumulator *self, const nps_scale *scale, nps_counts *out,
                                             uint64_t *outside);

NPS_END_DECLARATIONS

#endif
