/**
 * @file proportion.h
 * @brief A proportion, such as a response rate or the share of satisfied customers: interval, test and comparison.
 *
 * A proportion is a number of successes of n independent trials that have the same probability of success. Shares,
 * bounds and references are parts of 1: 0.82, not 82.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_PROPORTION_H
#define NPS_PROPORTION_H

#include <nps/export.h>
#include <nps/method.h>
#include <nps/status.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** The largest number of trials for NPS_PROPORTION_BLAKER; more trials return NPS_ERROR_TOO_MANY. */
#define NPS_PROPORTION_BLAKER_MAX 1000000000000LL

/** A number of successes. Plain and part of the ABI. */
typedef struct nps_proportion {
    uint64_t successes; /**< How many of the trials were successes, at most `n`. */
    uint64_t n;         /**< The number of trials. */
} nps_proportion;

/** A method for one proportion. The values are part of the ABI. */
typedef enum nps_proportion_method {
    /** Blaker's method for up to NPS_PROPORTION_BLAKER_MAX trials, and Wilson's for more. The choice depends on n
     * alone.
     */
    NPS_PROPORTION_AUTO = 0,
    /** Blaker's exact method (Canadian Journal of Statistics 28:783, 2000): its interval covers the true share with a
     * probability of at least the level, whatever the share is, and is never wider than that of Clopper and Pearson.
     * The accepted shares may have gaps; the interval is from the smallest to the largest of them. */
    NPS_PROPORTION_BLAKER = 1,
    /** Wilson's score interval (Journal of the American Statistical Association 22:209, 1927). It is narrower, and
     * covers the true share with the probability `level` on average over shares; near 0 and 1 with a probability of
     * .83 for some shares. */
    NPS_PROPORTION_WILSON = 2
} nps_proportion_method;

/** A share with its interval. Plain and part of the ABI; it never grows. */
typedef struct nps_proportion_result {
    double share;                 /**< successes / n, 0..1. */
    double lower;                 /**< The lower end of the interval, 0..1. */
    double upper;                 /**< The upper end of the interval, 0..1. */
    nps_proportion_method method; /**< The method used, never NPS_PROPORTION_AUTO. */
} nps_proportion_result;

/** The difference of two shares. Plain and part of the ABI; it never grows. */
typedef struct nps_proportion_difference {
    double difference; /**< The first share minus the second, -1..1. */
    double lower;      /**< The lower end of the interval of the difference, -1..1. */
    double upper;      /**< The upper end of the interval of the difference, -1..1. */
    double p_value;    /**< The two-sided p-value of a difference of 0. */
    nps_method method; /**< The method used, never NPS_METHOD_AUTO. */
} nps_proportion_difference;

/**
 * The name of a method in lower case: "blaker", "wilson".
 *
 * @param method Any value. A value that is not a method has the name "unknown method".
 * @return A constant, never NULL, not to be freed. Safe from any thread.
 */
NPS_EXPORT const char *nps_proportion_method_string(nps_proportion_method method);

/**
 * A two-sided confidence interval for the true share. It contains the observed share and never leaves [0, 1].
 *
 * The relative error of a bound, and of its distance from 1, is at most 1e-11 up to 10^6 trials and 1e-9 up to 10^12.
 * Blaker's bounds are rounded outward, so that the coverage of the computed interval is not below the level either.
 *
 * @code
 * const nps_proportion satisfied = {41, 50};
 * nps_proportion_result result;
 * if (nps_proportion_interval(&satisfied, NPS_PROPORTION_AUTO, 0.95, &result) == NPS_OK)
 *     printf("%.2f, from %.3f to %.3f\n", result.share, result.lower, result.upper);
 * // prints: 0.82, from 0.693 to 0.905
 * @endcode
 *
 * @param observed The proportion. NULL: NPS_ERROR_NULL; no trials: NPS_ERROR_EMPTY; more successes than trials:
 *                 NPS_ERROR_PART.
 * @param method   The method. An unknown value: NPS_ERROR_METHOD; NPS_PROPORTION_BLAKER for more than
 *                 NPS_PROPORTION_BLAKER_MAX trials: NPS_ERROR_TOO_MANY.
 * @param level    The confidence level, 0.95 for 95 %. NaN or not inside (0, 1): NPS_ERROR_LEVEL.
 * @param out      Receives the share, its interval and the method used. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these; on error `out` is unchanged. Pure; safe from any thread. Takes less than a
 *         millisecond.
 */
NPS_EXPORT nps_status nps_proportion_interval(const nps_proportion *observed, nps_proportion_method method,
                                              double level, nps_proportion_result *out);

/**
 * The p-value of the hypothesis that the true share equals `reference`.
 *
 * The two-sided test agrees with the interval of the same method: p is below 1 - level exactly when the reference lies
 * outside the interval, to 1e-9. For Blaker's method it is therefore the largest acceptability of the shares that are
 * as far from the observed share as the reference, or farther. One-sided p-values of Blaker's method are the binomial
 * probabilities of a result as large, or as small, as the observed one. A p below the smallest double is 0.
 *
 * @code
 * const nps_proportion satisfied = {41, 50};
 * double p;
 * if (nps_proportion_test(&satisfied, 0.7, NPS_PROPORTION_AUTO, NPS_TWO_SIDED, &p) == NPS_OK)
 *     printf("p = %.3f\n", p); // prints: p = 0.065
 * @endcode
 *
 * @param observed    The proportion, as for nps_proportion_interval().
 * @param reference   The share tested, 0..1. NaN or not inside [0, 1]: NPS_ERROR_REFERENCE.
 * @param method      The method, as for nps_proportion_interval().
 * @param alternative The alternative hypothesis; an unknown value: NPS_ERROR_ALTERNATIVE.
 * @param p_value     Receives the p-value, 0..1. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these; on error `p_value` is unchanged. Pure; safe from any thread. Takes less than a
 *         millisecond.
 */
NPS_EXPORT nps_status nps_proportion_test(const nps_proportion *observed, double reference,
                                          nps_proportion_method method, nps_alternative alternative, double *p_value);

/**
 * The difference between the shares of two independent samples, a minus b.
 *
 * A success counts as a promoter and a failure as a detractor, and the scores are compared by nps_compare() with
 * NPS_METHOD_AUTO: an exact test for up to 5 + 5 trials, whose coverage is at least the level; above that the score
 * test corrected for skewness and continuity. docs/promises.md has its coverage.
 *
 * @code
 * const nps_proportion before = {41, 50}, after = {52, 56};
 * nps_proportion_difference out;
 * if (nps_proportion_compare(&after, &before, 0.95, &out) == NPS_OK)
 *     printf("%+.3f, from %.3f to %.3f\n", out.difference, out.lower, out.upper);
 * // prints: +0.109, from -0.022 to 0.249
 * @endcode
 *
 * @param a     The first proportion, as for nps_proportion_interval().
 * @param b     The second proportion, the same.
 * @param level The confidence level, 0.95 for 95 %. NaN or not inside (0, 1): NPS_ERROR_LEVEL.
 * @param out   Receives the difference. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these; on error `out` is unchanged. Pure; safe from any thread. Takes some milliseconds for
 *         up to 5 + 5 trials, and otherwise less than one.
 */
NPS_EXPORT nps_status nps_proportion_compare(const nps_proportion *a, const nps_proportion *b, double level,
                                             nps_proportion_difference *out);

NPS_END_DECLARATIONS

#endif
