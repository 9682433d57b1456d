/**
 * @file conversion.h
 * @brief What if: the score after some passives or detractors were won over, and the least costly way to a target.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_CONVERSION_H
#define NPS_CONVERSION_H

#include <nps/counts.h>
#include <nps/export.h>
#include <nps/interval.h>
#include <nps/method.h>
#include <nps/status.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** Numbers of respondents who change their group; each respondent changes at most once. Plain and part of the ABI; it
 * never grows. */
typedef struct nps_conversions {
    uint64_t passives;               /**< Passives who become promoters: the score rises by 100 / n each. */
    uint64_t detractors;             /**< Detractors who become promoters: 200 / n each. */
    uint64_t detractors_to_passives; /**< Detractors who become passives: 100 / n each. */
} nps_conversions;

/** The cost of one conversion of each kind, in any unit: each 0 or more; INFINITY if the kind is not possible. Plain
 * and part of the ABI; it never grows. */
typedef struct nps_conversion_costs {
    double passives;               /**< The cost of a passive who becomes a promoter. */
    double detractors;             /**< The cost of a detractor who becomes a promoter. */
    double detractors_to_passives; /**< The cost of a detractor who becomes a passive. */
} nps_conversion_costs;

/** A sample after conversions. Plain and part of the ABI; it never grows. */
typedef struct nps_conversion {
    nps_conversions conversions; /**< The numbers of conversions. */
    nps_counts counts;           /**< The sample after them. */
    double score;                /**< Its score, in points. */
    double change;               /**< Its score minus that before, in points. */
    nps_bounds bounds;           /**< The interval of a sample with these counts, in points, clipped to [-100, 100]. */
    nps_method method;           /**< The method of the interval, never NPS_METHOD_AUTO. */
    double cost;                 /**< The sum of the costs, INFINITY if too large; of nps_convert(), the conversions. */
} nps_conversion;

/**
 * The sample and its score if some respondents were won over.
 *
 * The interval says what a survey with the resulting counts would show. It says nothing about whether the respondents
 * can be won over, and by whom they were chosen: other people would answer in the next survey.
 *
 * @code
 * const nps_counts now = {50, 30, 20};
 * const nps_conversions plan = {.passives = 6, .detractors = 2};
 * nps_conversion then;
 * if (nps_convert(&now, &plan, NULL, &then) == NPS_OK)
 *     printf("from 30 to %.0f, %.1f to %.1f\n", then.score, then.bounds.lower, then.bounds.upper);
 * // prints: from 30 to 40, 23.0 to 53.4
 * @endcode
 *
 * @param counts      The sample before. NULL: NPS_ERROR_NULL; empty: NPS_ERROR_EMPTY; a sum above 2^64 - 1:
 *                    NPS_ERROR_OVERFLOW.
 * @param conversions The conversions. NULL: NPS_ERROR_NULL. More passives or detractors than there are:
 *                    NPS_ERROR_UNDERFLOW.
 * @param options     The options of the interval, as for nps_interval_with().
 * @param out         Receives the result. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, one of these, or as nps_interval_with(); on error `out` is unchanged. No allocation. Safe from any
 *         thread, each with a workspace of its own.
 */
NPS_EXPORT nps_status nps_convert(const nps_counts *counts, const nps_conversions *conversions,
                                  const nps_interval_options *options, nps_conversion *out);

/**
 * The least costly conversions that reach a target score, exactly.
 *
 * The result has the smallest sum of costs of all whole numbers of conversions after which nps_score() is at least the
 * target. Costs are compared without rounding. Of several ways of the same cost it has the one with the fewest
 * conversions; of those, the one with more passives. A score that is at least the target already needs no conversion.
 *
 * A detractor who becomes a promoter counts twice, so the target may be exceeded by one step. The cost is convex in the
 * number of such detractors, so that the search takes about as many steps as this number has bits: some microseconds
 * for 10^18 respondents.
 *
 * @code
 * const nps_counts now = {50, 30, 20};
 * const nps_conversion_costs costs = {.passives = 1, .detractors = 5, .detractors_to_passives = 2};
 * nps_conversion then;
 * if (nps_reach(&now, 65, &costs, NULL, &then, NULL) == NPS_OK)
 *     printf("%d passives, %d detractors to passives: %.0f\n", (int)then.conversions.passives,
 *            (int)then.conversions.detractors_to_passives, then.cost);
 * // prints: 30 passives, 5 detractors to passives: 40
 * @endcode
 *
 * @param counts  The sample before. NULL: NPS_ERROR_NULL; empty: NPS_ERROR_EMPTY; more than 2^62 respondents:
 *                NPS_ERROR_OVERFLOW.
 * @param target  The score to reach, in points. NaN or not inside [-100, 100]: NPS_ERROR_REFERENCE. A score that no
 *                possible conversions reach: NPS_ERROR_UNREACHABLE.
 * @param costs   The costs. Negative or NaN: NPS_ERROR_PLAN. NULL: each conversion costs 1, so that the number of
 *                conversions is the smallest.
 * @param options The options of the interval, as for nps_interval_with().
 * @param out     Receives the result. NULL: NPS_ERROR_NULL.
 * @param detail  Receives what is wrong, and how far the score can rise; may be NULL.
 * @return NPS_OK, one of these, or as nps_interval_with(); on error `out` is unchanged. No allocation. Safe from any
 *         thread, each with a workspace of its own.
 */
NPS_EXPORT nps_status nps_reach(const nps_counts *counts, double target, const nps_conversion_costs *costs,
                                const nps_interval_options *options, nps_conversion *out, nps_error_detail *detail);

NPS_END_DECLARATIONS

#endif
