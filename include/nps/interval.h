/**
 * @file interval.h
 * @brief Confidence intervals for one score.
 *
 * An interval covers the chance of which people were drawn into the sample. It does not cover the bias from people who
 * did not answer.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_INTERVAL_H
#define NPS_INTERVAL_H

#include <nps/allocator.h>
#include <nps/counts.h>
#include <nps/export.h>
#include <nps/interrupt.h>
#include <nps/method.h>
#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** Options of intervals and tests. Initialise them with nps_interval_options_init(). */
typedef struct nps_interval_options {
    uint32_t size;     /**< sizeof(nps_interval_options), set by init. */
    nps_method method; /**< The method; init sets NPS_METHOD_AUTO. */
    double level;      /**< The confidence level, inside (0, 1); init sets 0.95. Tests ignore it. */
    /** Scratch memory of any alignment, for threads with a small stack; it is used during the call only. NULL, which
     * init sets: NPS_METHOD_EXACT uses up to 64 KiB of stack, above 200 answers 112. With a workspace NPS_METHOD_EXACT
     * uses 20 KiB of stack. Other methods use less than 2 KiB. */
    void *workspace;
    /** The length of the workspace in bytes. Less than nps_interval_workspace_size(): NPS_ERROR_WORKSPACE, with every
     * method, also with one that needs no workspace. Ignored if `workspace` is NULL. */
    size_t workspace_size;
    /** The number N of people in a finite population, if the n respondents are a simple random sample of it without
     * replacement; 0, which init sets: the population is infinite. The interval then estimates the score of these N
     * people, and is narrower; when everyone has answered, both bounds are the score. NPS_METHOD_EXACT sums the
     * multivariate hypergeometric distribution if N is at most NPS_EXACT_POPULATION_MAX. Larger populations are treated
     * as infinite: for 100 answers the interval is then at most 5 % wider than necessary, and its coverage is no lower
     * (docs/exact.md). The other methods multiply the variance by (N - n) / (N - 1). NPS_METHOD_ANYTIME refuses a
     * finite population: NPS_ERROR_UNAVAILABLE. Fewer people than answers: NPS_ERROR_POPULATION. Do not set a
     * population if people decided themselves whether to answer, because they are not a random sample. */
    uint64_t population;
    /** The parameters of the Dirichlet prior of NPS_METHOD_BAYES: promoters, passives and detractors, each from 1e-100
     * to 1e15. They count like earlier respondents. All 0, which init sets: Jeffreys' prior, 1/2 each. Other values, or
     * a prior for another method: NPS_ERROR_PRIOR. */
    double prior[3];
    /** Asked by nps_interval_many() between intervals; init sets none. The functions for one interval or test ignore
     * it: they return within 0.1 s, and NPS_METHOD_EXACT with a population near NPS_EXACT_POPULATION_MAX within 0.6 s.
     */
    nps_interrupt interrupt;
    /** The allocator of nps_interval_many(). It is used only if there is an interrupt, for 28 bytes for each of the
     * counts, which are released before the call returns. NULL, which init sets: malloc() and free(); an allocator
     * without both functions: NPS_ERROR_NULL. */
    const nps_allocator *allocator;
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
        options->interrupt.is_requested = 0;
        options->interrupt.context = (void *)0;
        options->allocator = (const nps_allocator *)0;
    }
}

/** An interval and its method. Plain and part of the ABI; it never grows. */
typedef struct nps_interval_result {
    nps_bounds bounds; /**< The interval in points, clipped to [-100, 100]. */
    nps_method method; /**< The method used, never NPS_METHOD_AUTO. */
} nps_interval_result;

/**
 * A two-sided confidence interval for the score.
 *
 * The absolute numerical error of the bounds is at most 1e-8 points for every n. One answer is sufficient and gives a
 * wide interval.
 *
 * @code
 * const nps_counts counts = {46, 30, 14};
 * nps_bounds bounds;
 * if (nps_interval(&counts, NPS_METHOD_AUTO, 0.95, &bounds) == NPS_OK)
 *     printf("%.1f to %.1f\n", bounds.lower, bounds.upper); // prints: 18.5 to 49.2
 * @endcode
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
 * nps_interval() for the methods with a closed formula: NPS_METHOD_SCORE, NPS_METHOD_SKEWNESS_SCORE,
 * NPS_METHOD_ADJUSTED_WALD, NPS_METHOD_AGRESTI_MIN, NPS_METHOD_BONETT_PRICE and NPS_METHOD_WALD.
 *
 * The result equals that of nps_interval() to the last bit. A statically linked program that calls only this function
 * does not contain the code of the other methods, which is the largest part: see docs/size.md.
 *
 * @param counts As for nps_interval().
 * @param method One of these six. Any other method, NPS_METHOD_AUTO included: NPS_ERROR_UNAVAILABLE. A value that is
 *               not a method: NPS_ERROR_METHOD.
 * @param level  As for nps_interval().
 * @param out    As for nps_interval().
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_METHOD, NPS_ERROR_UNAVAILABLE, NPS_ERROR_LEVEL, NPS_ERROR_EMPTY or
 *         NPS_ERROR_OVERFLOW; on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_interval_closed(const nps_counts *counts, nps_method method, double level, nps_bounds *out);

/**
 * nps_interval() with options; the result names the method used.
 *
 * @param counts  As for nps_interval().
 * @param options Made by nps_interval_options_init(), or NULL for the defaults. A size smaller than the first
 *                version's, or a larger one whose tail is not all zero: NPS_ERROR_SIZE.
 * @param out     Receives the interval and the method used.
 * @return As nps_interval(), or NPS_ERROR_SIZE, NPS_ERROR_WORKSPACE, NPS_ERROR_POPULATION or NPS_ERROR_PRIOR; on error
 *         `out` is unchanged. Safe from any thread, each with a workspace of its own.
 */
NPS_EXPORT nps_status nps_interval_with(const nps_counts *counts, const nps_interval_options *options,
                                        nps_interval_result *out);

/**
 * The size of a workspace that suffices for every method and every number of answers.
 *
 * @return The size in bytes; a constant of the running library. Safe from any thread.
 */
NPS_EXPORT size_t nps_interval_workspace_size(void);

/**
 * Intervals for many counts in one call, for example for the segments of a dashboard.
 *
 * Each result equals that of nps_interval_with() to the last bit. NPS_METHOD_EXACT shares work between counts of equal
 * n, and usually computes equal counts and mirror images only once. Without an interrupt nothing is allocated. With an
 * interrupt, the results are first computed in allocated memory and written at the end, so that an interrupted call
 * changes nothing.
 *
 * @param counts   `count` counts, in any order. NULL: NPS_ERROR_NULL, unless `count` is 0.
 * @param count    The number of counts.
 * @param options  As for nps_interval_with(), for every interval: each of the counts has a population of this size.
 * @param out      Receives `count` results, in the order of `counts`, which it must not overlap. NULL: NPS_ERROR_NULL,
 *                 unless `count` is 0.
 * @param statuses Receives `count` statuses. If one is not NPS_OK, its result is unchanged, and the others are still
 *                 computed. NULL: the first failure is returned, and no result is written.
 * @return NPS_OK; NPS_ERROR_NULL, NPS_ERROR_SIZE, NPS_ERROR_LEVEL, NPS_ERROR_WORKSPACE, NPS_ERROR_MEMORY or
 *         NPS_ERROR_INTERRUPTED for the call as a whole; with NULL `statuses` also the status of the first counts
 *         without an interval. On error neither `out` nor `statuses` is written. Safe from any thread, as
 *         nps_interval_with().
 */
NPS_EXPORT nps_status nps_interval_many(const nps_counts *counts, size_t count, const nps_interval_options *options,
                                        nps_interval_result *out, nps_status *statuses);

NPS_END_DECLARATIONS

#endif
