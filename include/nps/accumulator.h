/**
 * @file accumulator.h
 * @brief The state: a histogram of answers that is fed, merged, subtracted and read.
 *
 * An accumulator is 104 plain bytes. Zeroed it is empty; it may be copied, compared and stored as it is in memory
 * (its encoded form is the same on every machine). It owns nothing and needs no destruction.
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
 * Not locked: one accumulator a thread, merged at the end, in any order.
 */
typedef struct nps_accumulator {
    uint64_t answers[NPS_ANSWERS]; /**< How often 0..10 was answered. */
    uint64_t missing;              /**< Blank, null, NaN, or a declared missing code. */
    uint64_t invalid;              /**< Anything else: 11, -1, 7.5, infinity. */
} nps_accumulator;

/**
 * Counts one answer.
 *
 * @param self   The accumulator. NULL: NPS_ERROR_NULL.
 * @param answer 0..10 is an answer; anything else counts as invalid and is NPS_OK.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_OVERFLOW; on error nothing changes. Constant time, no allocation.
 */
NPS_EXPORT nps_status nps_accumulator_add(nps_accumulator *self, int64_t answer);

/**
 * Counts the same answer several times.
 *
 * @param self   The accumulator. NULL: NPS_ERROR_NULL.
 * @param answer As for nps_accumulator_add().
 * @param times  How often; 0 changes nothing.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_OVERFLOW; on error nothing changes.
 */
NPS_EXPORT nps_status nps_accumulator_add_n(nps_accumulator *self, int64_t answer, uint64_t times);

/**
 * Counts respondents who gave no answer.
 *
 * @param self  The accumulator. NULL: NPS_ERROR_NULL.
 * @param times How many; 0 changes nothing.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_OVERFLOW; on error nothing changes.
 */
NPS_EXPORT nps_status nps_accumulator_add_missing(nps_accumulator *self, uint64_t times);

/**
 * Takes back an answer that was counted, so that a window can move or a mistake be mended.
 *
 * @param self   The accumulator. NULL: NPS_ERROR_NULL.
 * @param answer What was added; anything but 0..10 is taken from the invalid.
 * @param times  How often. More than there is: NPS_ERROR_UNDERFLOW.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_UNDERFLOW; on error nothing changes.
 */
NPS_EXPORT nps_status nps_accumulator_remove_n(nps_accumulator *self, int64_t answer, uint64_t times);

/**
 * Counts an array of bytes; 11..255 are invalid.
 *
 * @param self    The accumulator. NULL: NPS_ERROR_NULL.
 * @param answers The bytes. NULL: NPS_ERROR_NULL, unless `n` is 0.
 * @param n       How many.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_OVERFLOW; on error nothing changes. No allocation.
 */
NPS_EXPORT nps_status nps_accumulator_add_u8(nps_accumulator *self, const uint8_t *answers, size_t n);

/**
 * Counts a column of any integer or floating type; see nps_column.
 *
 * @param self   The accumulator. NULL: NPS_ERROR_NULL.
 * @param column The column. NULL: NPS_ERROR_NULL. An unknown type: NPS_ERROR_COLUMN. A size that is not known:
 *               NPS_ERROR_SIZE. `data` NULL with a length, or `missing_codes` NULL with a count: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, or NPS_ERROR_OVERFLOW; on error nothing changes. No allocation.
 */
NPS_EXPORT nps_status nps_accumulator_add_column(nps_accumulator *self, const nps_column *column);

/**
 * Adds the counts of another accumulator. Merging is commutative and associative.
 *
 * @param self The accumulator. NULL: NPS_ERROR_NULL.
 * @param from What to add, unchanged. NULL: NPS_ERROR_NULL. The same object doubles it.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_OVERFLOW; on error nothing changes.
 */
NPS_EXPORT nps_status nps_accumulator_merge(nps_accumulator *self, const nps_accumulator *from);

/**
 * Takes away a part that was merged or counted; undoes nps_accumulator_merge().
 *
 * @param self The accumulator. NULL: NPS_ERROR_NULL.
 * @param part What to take away, unchanged. NULL: NPS_ERROR_NULL. More than there is in any counter:
 *             NPS_ERROR_UNDERFLOW. The same object empties it.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_UNDERFLOW; on error nothing changes.
 */
NPS_EXPORT nps_status nps_accumulator_subtract(nps_accumulator *self, const nps_accumulator *part);

/**
 * Reads the answers on a scale. Missing and invalid ones take no part.
 *
 * @param self    The accumulator, unchanged. NULL: NPS_ERROR_NULL.
 * @param scale   The scale. NULL: 0 to 10; an impossible one: NPS_ERROR_SCALE.
 * @param out     Receives promoters, passives and detractors; all zero for an empty accumulator.
 * @param outside Receives how many answers within 0..10 are off this scale (a 0 on 1..10). NULL: such answers make
 *                it NPS_ERROR_OUTSIDE.
 * @return NPS_OK or one of these, or NPS_ERROR_OVERFLOW when a sum exceeds 2^64 - 1; on error nothing is written.
 *         Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_accumulator_counts(const nps_accumulator *self, const nps_scale *scale, nps_counts *out,
                                             uint64_t *outside);

NPS_END_DECLARATIONS

#endif
