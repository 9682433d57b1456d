/**
 * @file counts.h
 * @brief The numbers of promoters, passives and detractors, and their score.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_COUNTS_H
#define NPS_COUNTS_H

#include <nps/export.h>
#include <nps/status.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** The numbers of promoters, passives and detractors. Plain and part of the ABI. */
typedef struct nps_counts {
    uint64_t promoters;  /**< Respondents who recommend: answers 9 and 10 on the standard scale. */
    uint64_t passives;   /**< Respondents between: answers 7 and 8. They count: n is the sum of all three. */
    uint64_t detractors; /**< Respondents who do not recommend: answers 0 to 6. */
} nps_counts;

/** An interval of scores in points. Plain and part of the ABI. */
typedef struct nps_bounds {
    double lower; /**< The lower end, in points. */
    double upper; /**< The upper end, in points. */
} nps_bounds;

/**
 * The Net Promoter Score: 100 (promoters - detractors) / n, in points, -100..100.
 *
 * The difference and the sum are exact integers. Up to 2^53 / 100 (9.0e13) respondents the score is correctly rounded,
 * so a whole score is a whole number. Above that number its error is at most four units in the last place. It is never
 * -0.
 *
 * @code
 * const nps_counts counts = {70, 20, 10}; // promoters, passives, detractors
 * double score;
 * if (nps_score(&counts, &score) == NPS_OK)
 *     printf("%.1f\n", score); // prints: 60.0
 * @endcode
 *
 * @param counts The counts. All zero: NPS_ERROR_EMPTY; a sum above 2^64 - 1: NPS_ERROR_OVERFLOW.
 * @param score  Receives the score.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_EMPTY or NPS_ERROR_OVERFLOW; on error `score` is unchanged.
 *         Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_score(const nps_counts *counts, double *score);

NPS_END_DECLARATIONS

#endif
