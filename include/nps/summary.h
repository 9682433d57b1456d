/**
 * @file summary.h
 * @brief Everything that a report shows of one survey, in one call.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_SUMMARY_H
#define NPS_SUMMARY_H

#include <nps/accumulator.h>
#include <nps/counts.h>
#include <nps/export.h>
#include <nps/interval.h>
#include <nps/method.h>
#include <nps/scale.h>
#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** Options of nps_accumulator_read(). Initialise them with nps_summary_options_init(). */
typedef struct nps_summary_options {
    uint32_t size;          /**< sizeof(nps_summary_options), set by init. */
    nps_method method;      /**< The method of the interval; init sets NPS_METHOD_AUTO. */
    double level;           /**< The confidence level, inside (0, 1); init sets 0.95. */
    const nps_scale *scale; /**< The scale, read during the call only; init sets NULL: 0 to 10. */
    /** What answers within 0..10 but off the scale do (a 0 on 1 to 10). 0, as init sets: they are NPS_ERROR_OUTSIDE.
     * Any other value: they are counted in nps_summary::outside and take no further part. */
    int ignore_outside;
    uint64_t population;   /**< As in nps_interval_options; init sets 0: infinite. */
    double prior[3];       /**< As in nps_interval_options; init sets all 0: Jeffreys' prior. */
    void *workspace;       /**< As in nps_interval_options; init sets NULL: the stack. */
    size_t workspace_size; /**< The length of the workspace in bytes, as in nps_interval_options; init sets 0. */
} nps_summary_options;

/**
 * Sets the defaults. In the header, so that an older program never has its smaller struct overrun.
 *
 * @param options The options to set; NULL does nothing.
 */
static inline void nps_summary_options_init(nps_summary_options *options)
{
    if (options) {
        options->size = (uint32_t)sizeof(nps_summary_options);
        options->method = NPS_METHOD_AUTO;
        options->level = 0.95;
        options->scale = (const nps_scale *)0;
        options->ignore_outside = 0;
        options->population = 0;
        options->prior[0] = options->prior[1] = options->prior[2] = 0;
        options->workspace = (void *)0;
        options->workspace_size = 0;
    }
}

/** Parts of all respondents; the three add up to 1, up to rounding. Plain and part of the ABI. */
typedef struct nps_shares {
    double promoters;  /**< The share of promoters, 0..1. */
    double passives;   /**< The share of passives, 0..1. */
    double detractors; /**< The share of detractors, 0..1. */
} nps_shares;

/** What an accumulator says on a scale. Plain and part of the ABI; it never grows. */
typedef struct nps_summary {
    uint64_t n;        /**< The number of respondents: promoters, passives and detractors together. */
    nps_counts counts; /**< The numbers of promoters, passives and detractors. */
    nps_shares shares; /**< The counts divided by n. */
    double score;      /**< The score in points, as nps_score() computes it. */
    nps_bounds bounds; /**< The confidence interval of the score in points, clipped to [-100, 100]. */
    nps_method method; /**< The method of the interval, never NPS_METHOD_AUTO. */
    uint64_t missing;  /**< How many answers were missing: blank, null, NaN, or a declared missing code. */
    uint64_t invalid;  /**< How many values were no answers, such as 11, -1 or 7.5. */
    uint64_t outside;  /**< How many answers within 0..10 were off the scale; 0 unless they were to be ignored. */
} nps_summary;

/**
 * Reads an accumulator: counts, shares, score, and the confidence interval of the score.
 *
 * Counts, score and interval equal those of nps_accumulator_counts(), nps_score() and nps_interval_with() to the last
 * bit. Missing, invalid and ignored answers are counted in the result, and take no part in the score and the interval.
 * Nothing is allocated.
 *
 * @code
 * const uint8_t answers[] = {10, 9, 9, 8, 7, 6, 10, 3};
 * nps_accumulator survey = {{0}, 0, 0};
 * nps_summary_options options;
 * nps_summary summary;
 * nps_summary_options_init(&options);
 * options.scale = nps_scale_1_10();
 * options.level = 0.9;
 * if (nps_accumulator_add_u8(&survey, answers, sizeof answers) == NPS_OK &&
 *     nps_accumulator_read(&survey, &options, &summary) == NPS_OK)
 *     printf("NPS %.1f, from %.1f to %.1f\n", summary.score, summary.bounds.lower, summary.bounds.upper);
 * // prints: NPS 25.0, from -22.9 to 61.0
 * @endcode
 *
 * @param self    The accumulator, unchanged. NULL: NPS_ERROR_NULL. No answer on the scale: NPS_ERROR_EMPTY. More than
 *                2^64 - 1 answers on the scale, or off it: NPS_ERROR_OVERFLOW.
 * @param options Made by nps_summary_options_init(), or NULL for the defaults. A size smaller than the first
 *                version's, or a larger one whose tail is not all zero: NPS_ERROR_SIZE. An impossible scale:
 *                NPS_ERROR_SCALE. Answers off the scale that are not ignored: NPS_ERROR_OUTSIDE.
 * @param out     Receives the summary. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, one of these, or as nps_interval_with(): NPS_ERROR_METHOD, NPS_ERROR_UNAVAILABLE, NPS_ERROR_LEVEL,
 *         NPS_ERROR_TOO_MANY, NPS_ERROR_WORKSPACE, NPS_ERROR_POPULATION or NPS_ERROR_PRIOR; on error `out` is
 *         unchanged. Safe from any thread, each with a workspace of its own.
 */
NPS_EXPORT nps_status nps_accumulator_read(const nps_accumulator *self, const nps_summary_options *options,
                                           nps_summary *out);

NPS_END_DECLARATIONS

#endif
