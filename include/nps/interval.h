/**
 * @file interval.h
 * @brief Confidence intervals for one score.
 *
 * No interval covers the bias of those who did not answer.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_INTERVAL_H
#define NPS_INTERVAL_H

#include <nps/counts.h>
#include <nps/export.h>
#include <nps/method.h>
#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** What an interval or a test can be told. Make it with nps_interval_options_init(). */
typedef struct nps_interval_options {
    uint32_t size;     /**< sizeof(nps_interval_options), set by init. */
    nps_method method; /**< The method; init sets NPS_METHOD_AUTO. */
    double level;      /**< The confidence level, inside (0, 1); init sets 0.95. A test does not look at it. */
    /** Memory to work in, of any alignment, for threads with little stack; only read and written during the call. NULL,
     * as init sets: the stack, of which NPS_METHOD_EXACT then takes up to 64 KiB, else 20; the others take less than 2.
     */
    void *workspace;
    /** Its length in bytes; less than nps_interval_workspace_size(): NPS_ERROR_WORKSPACE. */
    size_t workspace_size;
    /** How many people there are of whom those who answered are a simple random sample without replacement; 0, as init
     * sets: endlessly many. Then the interval is about the score of these people, and narrower; when everyone has
     * answered it is the score itself. NPS_METHOD_EXACT sums the multivariate hypergeometric distribution, up to
     * NPS_EXACT_POPULATION_MAX people; more it takes for endlessly many, which is at most 5 % wider than need be for
     * 100 answers and covers no less (docs/exact.md). The others shrink the variance by (N - n) / (N - 1).
     * NPS_METHOD_ANYTIME, whose promise assumes endlessly many: NPS_ERROR_UNAVAILABLE. Fewer people than answers:
     * NPS_ERROR_POPULATION. Those who choose for themselves whether to answer are no random sample. */
    uint64_t population;
    /** Promoters, passives and detractors of the Dirichlet prior of NPS_METHOD_BAYES, each from 1e-100 to 1e15, like
     * respondents seen before; all 0, as init sets: Jeffreys' prior, 1/2 each. Unusable, or given for another method:
     * NPS_ERROR_PRIOR. */
    double prior[3];
} nps_interval_options;

/**
 * Sets the defaults. In the header, so that an older program never has its smaller struct overrun.
 *
 * @param options The options to set; NULL does nothing.
 */
static inline void nps_interval_options_init(nps_interval_options *options)
{
    if (options) {
        options->size = (uint32_t)sizeof(nps_interval_options);
        options->method = NPS_METHOD_AUTO;
        options->level = 0.95;
        options->workspace = (void *)0;
        options->workspace_size = 0;
        options->population = 0;
        options->prior[0] = options->prior[1] = options->prior[2] = 0;
    }
}

/** An interval and how it was made. Plain and part of the ABI; it never grows. */
typedef struct nps_interval_result {
    nps_bounds bounds; /**< The interval in points, clipped to [-100, 100]. */
    nps_method method; /**< The method really used, never NPS_METHOD_AUTO. */
} nps_interval_result;

/**
 * A two-sided confidence interval for the score.
 *
 * Absolute error at most 1e-8 points for every n. One answer is enough and gives a wide interval.
 *
 * @param counts The counts. All zero: NPS_ERROR_EMPTY; a sum above 2^64 - 1: NPS_ERROR_OVERFLOW.
 * @param method The method; NPS_METHOD_AUTO picks one by n alone.
 * @param level  The confidence level, 0.95 for 95 %. NaN or not inside (0, 1): NPS_ERROR_LEVEL.
 * @param out    Receives the bounds in points, clipped to [-100, 100].
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_METHOD, NPS_ERROR_UNAVAILABLE, NPS_ERROR_LEVEL, NPS_ERROR_EMPTY,
 *         NPS_ERROR_OVERFLOW or NPS_ERROR_TOO_MANY; on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_interval(const nps_counts *counts, nps_method method, double level, nps_bounds *out);

/**
 * The same for the methods that are a formula: NPS_METHOD_SCORE, NPS_METHOD_SKEWNESS_SCORE, NPS_METHOD_ADJUSTED_WALD,
 * NPS_METHOD_AGRESTI_MIN, NPS_METHOD_BONETT_PRICE and NPS_METHOD_WALD.
 *
 * What nps_interval() gives, to the last bit. A program that is linked statically and calls this alone is spared the
 * code of the others, which is most of it: see docs/size.md.
 *
 * @param counts As for nps_interval().
 * @param method One of these six; any other, NPS_METHOD_AUTO too: NPS_ERROR_UNAVAILABLE, or NPS_ERROR_METHOD where
 * there is no such method.
 * @param level  As for nps_interval().
 * @param out    As for nps_interval().
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_METHOD, NPS_ERROR_UNAVAILABLE, NPS_ERROR_LEVEL, NPS_ERROR_EMPTY or
 *         NPS_ERROR_OVERFLOW; on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_interval_closed(const nps_counts *counts, nps_method method, double level, nps_bounds *out);

/**
 * The same as nps_interval() with options, saying which method was used.
 *
 * @param counts  As for nps_interval().
 * @param options Made by nps_interval_options_init(), or NULL for the defaults. A size smaller than the first
 * version's, or a larger one whose tail is not all zero: NPS_ERROR_SIZE.
 * @param out     Receives the interval and the method really used.
 * @return As nps_interval(), or NPS_ERROR_SIZE, NPS_ERROR_WORKSPACE, NPS_ERROR_POPULATION or NPS_ERROR_PRIOR; on error
 *         `out` is unchanged. Safe from any thread, each with a workspace of its own.
 */
NPS_EXPORT nps_status nps_interval_with(const nps_counts *counts, const nps_interval_options *options,
                                        nps_interval_result *out);

/**
 * How much memory a workspace needs, for every method and every number of answers.
 *
 * @return Bytes; a constant of the library that is running. Safe from any thread.
 */
NPS_EXPORT size_t nps_interval_workspace_size(void);

/**
 * Intervals for many counts at once, as for the segments of a dashboard.
 *
 * Each is what nps_interval_with() gives, to the last bit. NPS_METHOD_EXACT shares work between counts of equal n, and
 * seldom computes equal counts or mirror images twice. No allocation.
 *
 * @param counts   `count` counts, in any order. NULL: NPS_ERROR_NULL, unless `count` is 0.
 * @param count    How many.
 * @param options  As for nps_interval_with(), for all; a population is that of each.
 * @param out      Receives `count` results, in the order of `counts`; not the same memory. NULL: NPS_ERROR_NULL, unless
 *                 `count` is 0.
 * @param statuses Receives `count` statuses; where one is not NPS_OK that result is unchanged and the others are still
 *                 computed. NULL: the first failure is returned, and no result is written.
 * @return NPS_OK, or what is wrong with the call as a whole, or with NULL `statuses` with the first bad counts.
 */
NPS_EXPORT nps_status nps_interval_many(const nps_counts *counts, size_t count, const nps_interval_options *options,
                                        nps_interval_result *out, nps_status *statuses);

NPS_END_DECLARATIONS

#endif
