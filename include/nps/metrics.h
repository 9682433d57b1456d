/**
 * @file metrics.h
 * @brief Metrics beside the score, from the same accumulator: satisfaction, effort, retention, employees.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_METRICS_H
#define NPS_METRICS_H

#include <nps/accumulator.h>
#include <nps/counts.h>
#include <nps/export.h>
#include <nps/method.h>
#include <nps/proportion.h>
#include <nps/scale.h>
#include <nps/status.h>
#include <nps/summary.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** Customer satisfaction. Plain and part of the ABI; it never grows. */
typedef struct nps_csat_result {
    nps_proportion_result satisfied; /**< The share of answers in the box, with its interval. */
    nps_proportion counts;           /**< The number of answers in the box, and of all. */
    uint32_t top;                    /**< The box: how many of the highest points of the scale count as satisfied. */
    uint32_t points;                 /**< The number of points of the scale. */
} nps_csat_result;

/**
 * Customer satisfaction (CSAT): the share of answers in the highest box of a scale.
 *
 * The usual boxes are the top 1 of 2 or 3 points, the top 2 of 4 to 7, and the top 3 of 10 or 11. Scores with different
 * boxes cannot be compared, so the result names its box.
 *
 * @code
 * const nps_scale stars = {1, 5, 3, 5};
 * const uint8_t answers[] = {5, 4, 4, 3, 5, 2, 4, 5};
 * nps_accumulator survey = {{0}, 0, 0};
 * nps_csat_result out;
 * if (nps_accumulator_add_u8(&survey, answers, sizeof answers) == NPS_OK &&
 *     nps_csat(&survey, &stars, 0, 0.95, &out, NULL) == NPS_OK)
 *     printf("top %d of %d: %.2f\n", (int)out.top, (int)out.points, out.satisfied.share); // prints: top 2 of 5: 0.75
 * @endcode
 *
 * @param self    The accumulator. NULL: NPS_ERROR_NULL; no answer on the scale: NPS_ERROR_EMPTY.
 * @param scale   The scale, of which `lowest` and `highest` are used. NULL: 0 to 10; an invalid scale:
 *                NPS_ERROR_SCALE.
 * @param top     How many of the highest points count as satisfied, fewer than the scale has, otherwise
 *                NPS_ERROR_SCALE. 0: the usual box; there is none for 8 and 9 points: NPS_ERROR_UNAVAILABLE.
 * @param level   The confidence level, 0.95 for 95 %. NaN or not inside (0, 1): NPS_ERROR_LEVEL.
 * @param out     Receives the share. NULL: NPS_ERROR_NULL.
 * @param outside Receives the number of answers off the scale, as in nps_accumulator_counts(). NULL: such answers are
 *                NPS_ERROR_OUTSIDE.
 * @return NPS_OK or one of these, or NPS_ERROR_OVERFLOW for a sum above 2^64 - 1; on error nothing is written. Pure;
 * safe from any thread.
 */
NPS_EXPORT nps_status nps_csat(const nps_accumulator *self, const nps_scale *scale, uint32_t top, double level,
                               nps_csat_result *out, uint64_t *outside);

/** A mean answer with its interval. Plain and part of the ABI; it never grows. */
typedef struct nps_mean_result {
    double mean;  /**< The mean answer, in points of the scale. */
    double lower; /**< The lower end of the interval, from `lowest` to `highest` of the scale. */
    double upper; /**< The upper end of the interval, from `lowest` to `highest` of the scale. */
    uint64_t n;   /**< The number of answers. */
} nps_mean_result;

/**
 * The customer effort score (CES) as a mean, or the mean of any answers on a scale.
 *
 * The interval is Gaffke's (Mathematical Methods of Statistics 14:451, 2005): the quantiles of a Bayesian bootstrap
 * with one more answer at the lowest point for the lower bound, and at the highest for the upper one. It needs no
 * assumption about the distribution of the answers. For a scale of two points it is the interval of Clopper and
 * Pearson, whose coverage is proven; above 40 answers the probabilities of its ends are within 2 % of theirs, because
 * the distribution of the bootstrap is approximated. That the coverage is never below the level on other scales is a
 * conjecture, which no search has refuted (docs/promises.md). It is about as wide as the mean +- z standard errors from
 * 50 answers on, and wider with fewer.
 *
 * @code
 * const nps_scale seven = {1, 7, 4, 6};
 * const uint8_t answers[] = {7, 6, 6, 5, 7, 2, 4, 7, 6, 5};
 * nps_accumulator survey = {{0}, 0, 0};
 * nps_mean_result out;
 * if (nps_accumulator_add_u8(&survey, answers, sizeof answers) == NPS_OK &&
 *     nps_ces_mean(&survey, &seven, 0.95, &out, NULL) == NPS_OK)
 *     printf("%.1f, from %.2f to %.2f\n", out.mean, out.lower, out.upper); // prints: 5.5, from 3.86 to 6.35
 * @endcode
 *
 * @param self    The accumulator, as for nps_csat().
 * @param scale   The scale, of which `lowest` and `highest` are used, as for nps_csat().
 * @param level   The confidence level, 0.95 for 95 %. NaN or not inside (0, 1): NPS_ERROR_LEVEL.
 * @param out     Receives the mean. NULL: NPS_ERROR_NULL.
 * @param outside As for nps_csat().
 * @return NPS_OK or one of these, or NPS_ERROR_OVERFLOW; on error nothing is written. Pure; safe from any thread. Takes
 *         less than a millisecond.
 */
NPS_EXPORT nps_status nps_ces_mean(const nps_accumulator *self, const nps_scale *scale, double level,
                                   nps_mean_result *out, uint64_t *outside);

/**
 * The counts of the customer effort score (CES) as a net score: answers above the middle of the scale, at the middle,
 * and below it, as promoters, passives and detractors.
 *
 * High answers mean little effort ("the company made it easy for me"). nps_score() of the counts is the net score,
 * nps_interval() its interval, and nps_compare() compares two of them. A scale with an even number of points has no
 * middle. On 1 to 7 the answers 5 to 7 are above, and 1 to 3 below.
 *
 * @param self    The accumulator. NULL: NPS_ERROR_NULL.
 * @param scale   The scale, of which `lowest` and `highest` are used, as for nps_csat().
 * @param out     Receives the counts; all zero without answers. NULL: NPS_ERROR_NULL.
 * @param outside As for nps_csat().
 * @return NPS_OK or one of these, or NPS_ERROR_OVERFLOW; on error nothing is written. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_ces_counts(const nps_accumulator *self, const nps_scale *scale, nps_counts *out,
                                     uint64_t *outside);

/** The difference of two means. Plain and part of the ABI; it never grows. */
typedef struct nps_mean_difference {
    double difference; /**< The first mean minus the second, in points of the scale. */
    double lower;      /**< The lower end of the interval of the difference. */
    double upper;      /**< The upper end of the interval of the difference. */
    double p_value;    /**< The two-sided p-value of a difference of 0: below 1 - level exactly when 0 lies outside. */
} nps_mean_difference;

/**
 * The difference of the mean answers of two independent samples, a minus b.
 *
 * The intervals of nps_ces_mean() are joined by MOVER, the method of variance estimates recovery (Zou and Donner,
 * Statistics in Medicine 27:1693, 2008). docs/promises.md has the measured coverage.
 *
 * @param a     The first accumulator. NULL: NPS_ERROR_NULL; no answers: NPS_ERROR_EMPTY; answers off the scale:
 *              NPS_ERROR_OUTSIDE.
 * @param b     The second accumulator, the same.
 * @param scale The scale, of which `lowest` and `highest` are used, as for nps_csat().
 * @param level The confidence level, 0.95 for 95 %. NaN or not inside (0, 1): NPS_ERROR_LEVEL.
 * @param out   Receives the difference. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, or NPS_ERROR_OVERFLOW; on error `out` is unchanged. Pure; safe from any thread. Takes
 *         some milliseconds.
 */
NPS_EXPORT nps_status nps_mean_compare(const nps_accumulator *a, const nps_accumulator *b, const nps_scale *scale,
                                       double level, nps_mean_difference *out);

/**
 * The retention rate of customers: (end - gained) / start, with the interval of nps_proportion_interval().
 *
 * @code
 * nps_proportion_result out;
 * if (nps_retention(200, 210, 40, 0.95, &out) == NPS_OK) // 170 of 200 stayed
 *     printf("%.2f\n", out.share); // prints: 0.85
 * @endcode
 *
 * @param start  The number of customers at the beginning of the period. 0: NPS_ERROR_EMPTY.
 * @param end    The number of customers at its end. More than `start` and `gained` together: NPS_ERROR_PART.
 * @param gained The number of customers at its end who were won in the period. More than `end`: NPS_ERROR_PART.
 * @param level  The confidence level, 0.95 for 95 %. NaN or not inside (0, 1): NPS_ERROR_LEVEL.
 * @param out    Receives the rate. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these; on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_retention(uint64_t start, uint64_t end, uint64_t gained, double level,
                                    nps_proportion_result *out);

/**
 * The employee net promoter score (eNPS): nps_accumulator_read() for a group with at least a number of respondents.
 *
 * The score of a small group gives away the answers of its members, who were promised anonymity. Where a total is shown
 * too, a single group that is left out can be found by subtraction: leave out a second one.
 *
 * @param self    The accumulator of the group. NULL: NPS_ERROR_NULL.
 * @param options As for nps_accumulator_read(); NULL for the defaults.
 * @param minimum The smallest number of respondents whose score is shown; 5 is usual.
 * @param out     Receives the summary. NULL: NPS_ERROR_NULL.
 * @return NPS_OK; NPS_ERROR_UNAVAILABLE for a group with fewer respondents than `minimum`, also with none; or as
 *         nps_accumulator_read(); on error `out` is unchanged. Safe from any thread, each with a workspace of its own.
 */
NPS_EXPORT nps_status nps_enps(const nps_accumulator *self, const nps_summary_options *options, uint64_t minimum,
                               nps_summary *out);

NPS_END_DECLARATIONS

#endif
