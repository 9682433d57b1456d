/**
 * @file method.h
 * @brief The statistical methods, and the alternatives of a test.
 *
 * The counts of promoters, passives and detractors are trinomial, and the score is the paired difference of two
 * proportions, so the methods are those of that problem. Each method gives an interval and a test that agrees with it:
 * the two-sided p-value is below 1 - level exactly when the reference lies outside the interval (to 1e-9). Counts above
 * 2^53 are first rounded to doubles.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_METHOD_H
#define NPS_METHOD_H

#include <nps/export.h>

NPS_BEGIN_DECLARATIONS

/** The largest number of answers for NPS_METHOD_EXACT; more answers return NPS_ERROR_TOO_MANY. */
#define NPS_EXACT_MAX 1000

/** The largest number of answers in each of two samples that nps_compare() accepts with NPS_METHOD_EXACT; more answers
 * return NPS_ERROR_TOO_MANY. */
#define NPS_EXACT_COMPARE_MAX 20

/** The largest number of answers for which NPS_METHOD_AUTO is NPS_METHOD_EXACT. */
#define NPS_EXACT_AUTO_MAX 100

/** The largest number of answers in each of two samples for which NPS_METHOD_AUTO is NPS_METHOD_EXACT in nps_compare().
 */
#define NPS_EXACT_COMPARE_AUTO_MAX 5

/** The largest finite population, in people, for NPS_METHOD_EXACT; larger populations are treated as infinite. */
#define NPS_EXACT_POPULATION_MAX 1000

/** A method of inference. The values are part of the ABI. */
typedef enum nps_method {
    /** The best method for n answers: exact if n is at most NPS_EXACT_AUTO_MAX, and the skewness-corrected score above
     * it; for two samples exact if both have at most NPS_EXACT_COMPARE_AUTO_MAX answers. The choice depends on sizes
     * alone, so nobody can choose a method for its result. Results name the method used. */
    NPS_METHOD_AUTO = 0,
    /** The unconditional exact interval, for up to NPS_EXACT_MAX answers, and for two samples of up to
     * NPS_EXACT_COMPARE_MAX answers each. Its coverage is at least the level whatever
     * the true score is; docs/exact.md has the proof. One-sided tests are computed separately; they are not half of the
     * two-sided test. */
    NPS_METHOD_EXACT = 1,
    /** Score interval: inverts the score test at the restricted maximum likelihood estimate (Tango, Statistics in
     * Medicine 17:891, 1998). It contains the score, stays inside [-100, 100], and is usable for small samples. */
    NPS_METHOD_SCORE = 2,
    /** Score interval corrected for skewness (Laud, Pharmaceutical Statistics 16:334, 2017). Its coverage is closer to
     * the level than that of the score interval, above all with few answers; with one answer it is [-100, 100].
     * One-sided tests are those of the paper. In the two-sided test the correction is limited, so that the statistic
     * never has the wrong sign near the estimate. Two samples have a test of their own, see nps_compare(). */
    NPS_METHOD_SKEWNESS_SCORE = 3,
    /** Wald after adding 3/4, 3/2 and 3/4 respondents (Rocks, Journal of Usability Studies 11, 2016). */
    NPS_METHOD_ADJUSTED_WALD = 4,
    /** Wald after adding 1/2, 1 and 1/2 respondents (Agresti and Min, Statistics in Medicine 24:729, 2005). */
    NPS_METHOD_AGRESTI_MIN = 5,
    /** Wald after adding one promoter and one detractor (Bonett and Price, Psychological Methods 17:370, 2012). */
    NPS_METHOD_BONETT_PRICE = 6,
    /** score +- z standard errors. It is common but unreliable: with few answers, or with a rare group, its coverage is
     * far below the level, and its width is 0 when all answers are in the same group. */
    NPS_METHOD_WALD = 7,
    /** The equal-tailed interval of the Dirichlet posterior: given the prior, the true score lies inside with the
     * probability `level`. The prior is Jeffreys' unless nps_interval_options has another. The interval need not
     * contain the observed score. A one-sided p-value is the posterior probability that the alternative is false; a
     * two-sided p-value is twice the smaller of the two. */
    NPS_METHOD_BAYES = 8,
    /** Valid at all moments of a stream together, for looking at a score while answers come in: see nps/sequence.h.
     * Computed from the counts alone. Half as wide again as the other intervals at 100 answers, and nearly twice as
     * wide at 10,000. */
    NPS_METHOD_ANYTIME = 9
} nps_method;

/** The alternative hypothesis of a test. The values are part of the ABI. */
typedef enum nps_alternative {
    NPS_TWO_SIDED = 0, /**< The true score differs from the reference. */
    NPS_GREATER = 1,   /**< The true score is greater than the reference. */
    NPS_LESS = 2       /**< The true score is less than the reference. */
} nps_alternative;

/**
 * The name of a method in lower case, as in Python: "score", "adjusted wald".
 *
 * @code
 * const nps_counts small = {46, 30, 14}, large = {460, 300, 140};
 * nps_interval_result result;
 * if (nps_interval_with(&small, NULL, &result) == NPS_OK)
 *     puts(nps_method_string(result.method)); // prints: exact
 * if (nps_interval_with(&large, NULL, &result) == NPS_OK)
 *     puts(nps_method_string(result.method)); // prints: skewness-corrected score
 * @endcode
 *
 * @param method Any value. A value that is not a method has the name "unknown method".
 * @return A constant, never NULL, not to be freed. Safe from any thread.
 */
NPS_EXPORT const char *nps_method_string(nps_method method);

NPS_END_DECLARATIONS

#endif
