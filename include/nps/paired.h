/**
 * @file paired.h
 * @brief The same people in two waves: the change, its significance, and the moves between groups.
 *
 * The two answers of one person are usually similar. Therefore the change of the same people is known more precisely
 * than the difference of two independent samples (nps_compare()). People who answered in one wave only are taken into
 * account.
 *
 * Waves have no weights: the distribution of a change is that of counts of people. For weighted answers read each wave
 * by itself and use nps_weighted_compare() (weighted.h), whose interval is wider, as it takes the waves for
 * independent.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_PAIRED_H
#define NPS_PAIRED_H

#include <nps/column.h>
#include <nps/compare.h>
#include <nps/counts.h>
#include <nps/export.h>
#include <nps/method.h>
#include <nps/scale.h>
#include <nps/status.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/**
 * Two waves. Plain and part of the ABI: 120 bytes, zeroed = empty, safe to copy. It owns nothing.
 *
 * The first three are the table of transitions, a row for what people were in the first wave, with counts of what
 * they are in the second: `promoters.detractors` were promoters and are detractors.
 */
typedef struct nps_paired {
    nps_counts promoters;   /**< The promoters of the first wave, by what they are in the second. */
    nps_counts passives;    /**< The passives of the first wave, by what they are in the second. */
    nps_counts detractors;  /**< The detractors of the first wave, by what they are in the second. */
    nps_counts first_only;  /**< Those who answered in the first wave only, by what they were. */
    nps_counts second_only; /**< Those who answered in the second wave only, by what they are. */
} nps_paired;

/** Who moved where, of those in both waves. Plain and part of the ABI; it never grows. */
typedef struct nps_paired_moves {
    uint64_t up;   /**< The number of people who moved up: detractor to passive or promoter, passive to promoter. */
    uint64_t same; /**< The number of people in the same group. */
    uint64_t down; /**< The number of people who moved down. */
    uint64_t promoters_gained;  /**< How many became promoters. */
    uint64_t promoters_lost;    /**< How many were promoters and are no more. */
    uint64_t passives_gained;   /**< How many became passives. */
    uint64_t passives_lost;     /**< How many were passives and are no more. */
    uint64_t detractors_gained; /**< How many became detractors. */
    uint64_t detractors_lost;   /**< How many were detractors and are no more. */
    double change;              /**< The score of these people in the second wave minus that in the first, in points. */
} nps_paired_moves;

/**
 * Counts people by their answers in both waves.
 *
 * @param self   The waves. NULL: NPS_ERROR_NULL.
 * @param first  The answer in the first wave; anything off the scale, as -1, is none.
 * @param second The answer in the second wave, likewise. Who answered in neither is not counted.
 * @param times  How many people.
 * @param scale  The scale. NULL: 0 to 10; an invalid scale: NPS_ERROR_SCALE.
 * @return NPS_OK or one of these, or NPS_ERROR_OVERFLOW; on error nothing changes. No allocation.
 */
NPS_EXPORT nps_status nps_paired_add(nps_paired *self, int64_t first, int64_t second, uint64_t times,
                                     const nps_scale *scale);

/**
 * Counts people by a column of answers for each wave: row i of both is one person.
 *
 * Missing and invalid answers, and answers off the scale, are none, as for nps_paired_add(); who has none in either is
 * not counted.
 *
 * @param self   The waves. NULL: NPS_ERROR_NULL.
 * @param first  The answers in the first wave; see nps_column for which are refused, and how.
 * @param second The answers in the second wave, likewise; may be the same column. Another length than that of `first`:
 *               NPS_ERROR_COLUMN.
 * @param scale  The scale. NULL: 0 to 10; an invalid scale: NPS_ERROR_SCALE.
 * @return NPS_OK or one of these, NPS_ERROR_SIZE or NPS_ERROR_OVERFLOW; on error nothing changes. No allocation.
 */
NPS_EXPORT nps_status nps_paired_add_column(nps_paired *self, const nps_column *first, const nps_column *second,
                                            const nps_scale *scale);

/**
 * Adds the people of another object. Merging is commutative and associative.
 *
 * @param self The waves. NULL: NPS_ERROR_NULL.
 * @param from The object to add; unchanged. NULL: NPS_ERROR_NULL. Adding an object to itself doubles its content.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_OVERFLOW; on error nothing changes.
 */
NPS_EXPORT nps_status nps_paired_merge(nps_paired *self, const nps_paired *from);

/**
 * Subtracts people who were merged or counted; reverses nps_paired_merge().
 *
 * @param self The waves. NULL: NPS_ERROR_NULL.
 * @param part The object to subtract; unchanged. NULL: NPS_ERROR_NULL. A counter would become negative:
 *             NPS_ERROR_UNDERFLOW. Subtracting an object from itself leaves it empty.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_UNDERFLOW; on error nothing changes.
 */
NPS_EXPORT nps_status nps_paired_subtract(nps_paired *self, const nps_paired *part);

/**
 * Everybody in each wave, whether in both or in one.
 *
 * @param self   The waves, unchanged. NULL: NPS_ERROR_NULL.
 * @param first  Receives the counts of the first wave. NULL: NPS_ERROR_NULL.
 * @param second Receives the counts of the second wave. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_OVERFLOW; on error nothing is written. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_paired_read_waves(const nps_paired *self, nps_counts *first, nps_counts *second);

/**
 * Who moved where.
 *
 * @param self The waves, unchanged. NULL: NPS_ERROR_NULL. Nobody in both: NPS_ERROR_EMPTY.
 * @param out  Receives the moves. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, or NPS_ERROR_OVERFLOW; on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_paired_read_moves(const nps_paired *self, nps_paired_moves *out);

/**
 * The change of the score, second wave minus first, of everybody who answered.
 *
 * When all answered twice, a person's change is one of -2, -1, 0, 1, 2, and its mean has a score interval as the score
 * itself has one: the test at the restricted maximum likelihood estimate of the five probabilities is inverted (Tango,
 * Statistics in Medicine 17:891, 1998, for three of them; the estimate is the empirical likelihood's, Owen 1988, with
 * the ends always possible), with Laud's correction for skewness (Pharmaceutical Statistics 16:334, 2017) by default.
 *
 * When some answered once, the difference is the sum of three independent parts: those in both waves, each answer
 * with the weight that it has in its wave, those in the second only, and those in the first only. Each part has its
 * own interval of the same method, and MOVER joins them (Zou and Donner, Statistics in Medicine 27:1693, 2008). With
 * nobody in both it is nps_compare().
 *
 * The p-value inverts the interval. Coverage of 95 % intervals, lowest / mean over the truths, as
 * benchmarks/paired_coverage prints it (about a minute and a half; seed and truths are fixed). Exactly, all in both,
 * 1500 truths (n = 20: 600) in which every change has at least 1 %, at n = 5, 10, 20: skewness-corrected score
 * .955/.994, .939/.981, .945/.968; score .893/.979, .924/.968, .938/.959; Wald .184/.705, .332/.819, .459/.884. With
 * changes as rare as 0.01 % the lowest at n = 10 are .929, .856 and .004. Simulated, over 24 truths, with 40 in both,
 * 20 in the first and 20 in the second only: .946/.961, .941/.958 and .924/.939; with 20, 0 and 30: .950/.965,
 * .945/.959 and .926/.934.
 *
 * The change of those in both and the change of everybody are different questions when those who left, or came, are
 * other people: compare `difference` with nps_paired_moves.change.
 *
 * @param self   The waves, unchanged. NULL: NPS_ERROR_NULL. Nobody in one of the waves: NPS_ERROR_EMPTY; a sum above
 *               2^64 - 1: NPS_ERROR_OVERFLOW.
 * @param method NPS_METHOD_SKEWNESS_SCORE, which NPS_METHOD_AUTO is, NPS_METHOD_SCORE or NPS_METHOD_WALD; any other:
 *               NPS_ERROR_UNAVAILABLE.
 * @param level  The confidence level. NaN or not inside (0, 1): NPS_ERROR_LEVEL.
 * @param out    Receives the comparison. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, or NPS_ERROR_METHOD; on error `out` is unchanged. Pure; safe from any thread; some
 *         tenths of a millisecond.
 */
NPS_EXPORT nps_status nps_paired_compare(const nps_paired *self, nps_method method, double level, nps_comparison *out);

NPS_END_DECLARATIONS

#endif
