/**
 * @file method.h
 * @brief The statistical methods by name, and what a test may claim.
 *
 * Promoters, passives and detractors are a trinomial, and the score is the paired difference of two proportions, so the
 * methods are those of that problem. Each gives an interval and the test that agrees with it: the two-sided p-value is
 * below 1 - level exactly when the reference lies outside the interval (to 1e-9). Counts above 2^53 are rounded
 * to doubles first.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_METHOD_H
#define NPS_METHOD_H

#include <nps/export.h>

NPS_BEGIN_DECLARATIONS

/** The largest number of answers that NPS_METHOD_EXACT takes; more are NPS_ERROR_TOO_MANY. */
#define NPS_EXACT_MAX 200

/** The largest number of answers for which NPS_METHOD_AUTO is NPS_METHOD_EXACT. */
#define NPS_EXACT_AUTO_MAX 100

/** The largest finite population that NPS_METHOD_EXACT does not take for an endless one. */
#define NPS_EXACT_POPULATION_MAX 1000

/** A method of inference. The values are part of the ABI. */
typedef enum nps_method {
    /** The best method for the number of answers. It depends on n alone, so nobody can shop for a method: exact up to
     * NPS_EXACT_AUTO_MAX answers, the skewness-corrected score above, and for two samples of every size. Results name
     * the method really used. */
    NPS_METHOD_AUTO = 0,
    /** The unconditional exact interval: it covers the truth at least as often as the level says, whatever the truth,
     * which docs/exact.md proves. Up to NPS_EXACT_MAX answers. One-sided tests are tests of their own, not half the
     * two-sided one. */
    NPS_METHOD_EXACT = 1,
    /** Score interval: inverts the score test at the restricted maximum likelihood estimate (Tango, Statistics in
     * Medicine 17:891, 1998). Contains the score, stays inside [-100, 100], usable on small samples. */
    NPS_METHOD_SCORE = 2,
    /** Score interval corrected for skewness (Laud, Pharmaceutical Statistics 16:334, 2017). Closer to the level than
     * the score interval, most of all on few answers; on one answer it is [-100, 100]. One-sided tests are those of the
     * paper; in the two-sided one a reference never speaks against the estimate beside it. Two samples have a test of
     * their own, see nps_compare(). */
    NPS_METHOD_SKEWNESS_SCORE = 3,
    /** Wald after adding 3/4, 3/2 and 3/4 respondents (Rocks, Journal of Usability Studies 11, 2016). */
    NPS_METHOD_ADJUSTED_WALD = 4,
    /** Wald after adding 1/2, 1 and 1/2 (Agresti and Min, Statistics in Medicine 24:729, 2005). */
    NPS_METHOD_AGRESTI_MIN = 5,
    /** Wald after adding one promoter and one detractor (Bonett and Price, Psychological Methods 17:370, 2012). */
    NPS_METHOD_BONETT_PRICE = 6,
    /** score +- z standard errors. Everyone prints it; do not trust it: with few answers, or a rare group, it covers
     * far less than it claims, and it has no width at all when everyone gives the same answer. */
    NPS_METHOD_WALD = 7,
    /** Dirichlet posterior, equal tails: the score lies inside with the probability of the level, given the prior
     * (Jeffreys' unless nps_interval_options has another). It need not contain the score. A p-value is the posterior
     * probability of what speaks against the alternative, in a two-sided test twice that of the smaller side. */
    NPS_METHOD_BAYES = 8,
    /** Valid at every moment of a stream at once, for those who watch while the answers come in: see nps/sequence.h.
     * From the counts alone. Half as wide again as the others at 100 answers, nearly twice at 10,000. */
    NPS_METHOD_ANYTIME = 9
} nps_method;

/** What is claimed of the true score. The values are part of the ABI. */
typedef enum nps_alternative {
    NPS_TWO_SIDED = 0, /**< It differs from the reference. */
    NPS_GREATER = 1,   /**< It is greater than the reference. */
    NPS_LESS = 2       /**< It is less than the reference. */
} nps_alternative;

/**
 * The name of a method in lower case, as Python takes and gives it: "score", "adjusted wald".
 *
 * @param method Any value; for one that is not a method: "unknown method".
 * @return A constant, never NULL, not to be freed. Safe from any thread.
 */
NPS_EXPORT const char *nps_method_string(nps_method method);

NPS_END_DECLARATIONS

#endif
