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
 * A small p-value is evidence for the alternative. The two-sided test agrees with the interval of the same method: p is
 * below 1 - level exactly when the reference lies outside the interval, to 1e-9. The relative error is at most 1e-6
 * down to p = 1e-300 for up to 10^12 answers. Above that it grows with n, because counts no longer fit into doubles. A
 * p below the smallest double is 0. P-values of the exact method are too large by a relative 1e-9 at most, and are
 * never between 0 and 1e-230.
 *
 * @code
 * const nps_counts counts = {46, 30, 14};
 * double p;
 * if (nps_test(&counts, 20, NPS_METHOD_AUTO, NPS_GREATER, &p) == NPS_OK) // is the true score above 20?
 *     printf("p = %.3f\n", p); // prints: p = 0.032
 * @endcode
 *
 * @param counts      The counts. All zero: NPS_ERROR_EMPTY; a sum above 2^64 - 1: NPS_ERROR_OVERFLOW.
 * @param reference   The score tested, in points. NaN or not inside [-100, 100]: NPS_ERROR_REFERENCE.
 * @param method      The method; NPS_METHOD_AUTO picks one by n alone.
 * @param alternative The alternative hypothesis; an unknown value: NPS_ERROR_ALTERNATIVE.
 * @param p_value     Receives the p-value, 0..1.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_REFERENCE, NPS_ERROR_METHOD, NPS_ERROR_UNAVAILABLE, NPS_ERROR_ALTERNATIVE,
 *         NPS_ERROR_EMPTY, NPS_ERROR_OVERFLOW or NPS_ERROR_TOO_MANY; on error `p_value` is unchanged. Pure; safe from
 *         any thread.
 */
NPS_EXPORT nps_status nps_test(const nps_counts *counts, double reference, nps_method method,
                               nps_alternative alternative, double *p_value);

/** A p-value and its method. Plain and part of the ABI; it never grows. */
typedef struct nps_test_result {
    double p_value;    /**< The p-value, 0..1. */
    nps_method method; /**< The method used, never NPS_METHOD_AUTO. */
} nps_test_result;

/**
 * The same with options; the result names the method used.
 *
 * @param counts      As for nps_test().
 * @param reference   As for nps_test().
 * @param alternative As for nps_test().
 * @param options     As for nps_interval_with(); the level is ignored.
 * @param out         Receives the p-value and the method used.
 * @return As nps_test(), or NPS_ERROR_SIZE, NPS_ERROR_WORKSPACE, NPS_ERROR_POPULATION or NPS_ERROR_PRIOR; on error
 *         `out` is unchanged. Safe from any thread, each with a workspace of its own.
 */
NPS_EXPORT nps_status nps_test_with(const nps_counts *counts, double reference, nps_alternative alternative,
                                    const nps_interval_options *options, nps_test_result *out);

NPS_END_DECLARATIONS

#endif
