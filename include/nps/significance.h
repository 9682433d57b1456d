/**
 * @file significance.h
 * @brief Tests of one score against a reference.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_SIGNIFICANCE_H
#define NPS_SIGNIFICANCE_H

#include <nps/counts.h>
#include <nps/export.h>
#include <nps/interval.h>
#include <nps/method.h>
#include <nps/status.h>

NPS_BEGIN_DECLARATIONS

/**
 * The p-value of the hypothesis that the true score equals `reference`.
 *
 * A small p-value speaks for the alternative. The two-sided test agrees with the interval of the same method: p is
 * below 1 - level exactly when the reference lies outside, to 1e-9. Relative error at most 1e-6 down to p = 1e-300 for
 * up to 10^12 answers, and growing with n beyond, where counts no longer fit into doubles; below the smallest double p
 * is 0. The exact method's p-values are too large by 1e-9 of their value at most, and never below 1e-240 unless 0.
 *
 * @param counts      The counts. All zero: NPS_ERROR_EMPTY; a sum above 2^64 - 1: NPS_ERROR_OVERFLOW.
 * @param reference   The score tested, in points. NaN or not inside [-100, 100]: NPS_ERROR_REFERENCE.
 * @param method      The method; NPS_METHOD_AUTO picks one by n alone.
 * @param alternative What is claimed; an unknown one: NPS_ERROR_ALTERNATIVE.
 * @param p_value     Receives the p-value, 0..1.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_REFERENCE, NPS_ERROR_METHOD, NPS_ERROR_UNAVAILABLE, NPS_ERROR_ALTERNATIVE,
 *         NPS_ERROR_EMPTY, NPS_ERROR_OVERFLOW or NPS_ERROR_TOO_MANY; on error `p_value` is unchanged. Pure; safe from
 *         any thread.
 */
NPS_EXPORT nps_status nps_test(const nps_counts *counts, double reference, nps_method method,
                               nps_alternative alternative, double *p_value);

/** A p-value and how it was made. Plain and part of the ABI; it never grows. */
typedef struct nps_test_result {
    double p_value;    /**< 0..1. */
    nps_method method; /**< The method really used, never NPS_METHOD_AUTO. */
} nps_test_result;

/**
 * The same with options, saying which method was used.
 *
 * @param counts      As for nps_test().
 * @param reference   As for nps_test().
 * @param alternative As for nps_test().
 * @param options     As for nps_interval_with(); the level takes no part.
 * @param out         Receives the p-value and the method really used.
 * @return As nps_test(), or NPS_ERROR_SIZE, NPS_ERROR_WORKSPACE, NPS_ERROR_POPULATION or NPS_ERROR_PRIOR; on error
 *         `out` is unchanged. Safe from any thread, each with a workspace of its own.
 */
NPS_EXPORT nps_status nps_test_with(const nps_counts *counts, double reference, nps_alternative alternative,
                                    const nps_interval_options *options, nps_test_result *out);

NPS_END_DECLARATIONS

#endif
