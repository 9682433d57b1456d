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
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** What nps_interval_with() can be told. Make it with nps_interval_options_init(). */
typedef struct nps_interval_options {
    uint32_t size;     /**< sizeof(nps_interval_options), set by init. */
    nps_method method; /**< The method; init sets NPS_METHOD_AUTO. */
    double level;      /**< The confidence level, inside (0, 1); init sets 0.95. */
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
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_METHOD, NPS_ERROR_UNAVAILABLE, NPS_ERROR_LEVEL, NPS_ERROR_EMPTY or
 *         NPS_ERROR_OVERFLOW; on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_interval(const nps_counts *counts, nps_method method, double level, nps_bounds *out);

/**
 * The same with options, saying which method was used.
 *
 * @param counts  As for nps_interval().
 * @param options Made by nps_interval_options_init(). A size smaller than the first version's, or a larger one whose
 *                tail is not all zero: NPS_ERROR_SIZE.
 * @param out     Receives the interval and the method really used.
 * @return As nps_interval(), or NPS_ERROR_SIZE; on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_interval_with(const nps_counts *counts, const nps_interval_options *options,
                                        nps_interval_result *out);

NPS_END_DECLARATIONS

#endif
