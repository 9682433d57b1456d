/**
 * @file composition.h
 * @brief Two samples compared by their shares: whether the same score hides different answers; and rounded shares.
 *
 * A score of 40 may be 40 % promoters and nobody else but passives, or 70 % promoters and 30 % detractors.
 * nps_compare() finds that two scores differ; the tests here find that the answers differ, also where the scores are
 * equal. nps_composition_test() compares the shares of promoters, passives and detractors, and nps_distribution_test()
 * those of all answers from 0 to 10.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_COMPOSITION_H
#define NPS_COMPOSITION_H

#include <nps/accumulator.h>
#include <nps/allocator.h>
#include <nps/counts.h>
#include <nps/export.h>
#include <nps/method.h>
#include <nps/scale.h>
#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** The largest number of answers of the smaller sample for NPS_METHOD_EXACT in nps_composition_test(), and the largest
 * for which NPS_METHOD_AUTO is NPS_METHOD_EXACT there. The other sample may have any number. */
#define NPS_COMPOSITION_EXACT_MAX 1000

/** The same for nps_distribution_test(). */
#define NPS_DISTRIBUTION_EXACT_MAX 50

/** The largest number of decimals of nps_shares_round(). */
#define NPS_SHARES_DECIMALS_MAX 13

/** Options of the tests of shares. Initialise them with nps_composition_options_init(). */
typedef struct nps_composition_options {
    uint32_t size; /**< sizeof(nps_composition_options), set by init. */
    /** NPS_METHOD_AUTO, as init sets, NPS_METHOD_EXACT or NPS_METHOD_SCORE. */
    nps_method method;
    double level; /**< The confidence level, inside (0, 1); init sets 0.95. */
    /** The scale of nps_distribution_test(), read during the call only; init sets NULL: 0 to 10. Without effect on
     * nps_composition_test(). */
    const nps_scale *scale;
    const nps_allocator *allocator; /**< The source of scratch memory; NULL, as init sets: malloc() and free(). */
} nps_composition_options;

/**
 * Sets the defaults. In the header, so that an older program never has its smaller struct overrun.
 *
 * @param options The options to set; NULL does nothing.
 */
static inline void nps_composition_options_init(nps_composition_options *options)
{
    if (options) {
        options->size = (uint32_t)sizeof(nps_composition_options);
        options->method = NPS_METHOD_AUTO;
        options->level = 0.95;
        options->scale = (const nps_scale *)0;
        options->allocator = (const nps_allocator *)0;
    }
}

/** A difference of two shares. Plain and part of the ABI; it never grows. */
typedef struct nps_share_difference {
    double difference; /**< The share in the first sample minus that in the second, in points, -100..100. */
    nps_bounds bounds; /**< Its interval in points; the intervals of all categories hold together. */
} nps_share_difference;

/** How two samples differ in their answers. Plain and part of the ABI; it never grows. */
typedef struct nps_composition {
    double p_value;   /**< The p-value of the hypothesis that all shares are equal. */
    double statistic; /**< Pearson's chi-square statistic of the shares. */
    double degrees;   /**< The number of categories with answers, minus 1: the mean of the statistic if shares are
                         equal. If it is 0, all answers are of one category, and every p-value is 1. */
    /** The two-sided p-value of the Wilcoxon-Mann-Whitney test: whether answers of one sample tend to be higher. It
     * sees a shift that the test of all shares, which ignores the order, needs more answers for, and does not see a
     * difference that goes up and down. */
    double rank_p_value;
    double cramers_v;       /**< Cramer's V, 0..1: 0 for equal shares, 1 for samples without a common category. */
    double total_variation; /**< Half the sum of all absolute differences of shares, 0..1: the part of the answers
                               that would have to change to make the shares equal. */
    /** The probability of superiority, 0..1: that a random answer of the first sample is higher than one of the second,
     * ties counting half. 1/2 if neither tends to be higher. */
    double superiority;
    double superiority_lower; /**< The lower bound of the interval of the probability of superiority. */
    double superiority_upper; /**< Its upper bound. */
    double cliffs_delta;      /**< Cliff's delta, -1..1: 2 superiority - 1; so are its bounds. */
    nps_method method;        /**< NPS_METHOD_EXACT or NPS_METHOD_SCORE. */
} nps_composition;

/**
 * Tests whether two independent samples have the same shares of promoters, passives and detractors.
 *
 * NPS_METHOD_EXACT is the exact conditional test of a 2 x 3 table (Freeman and Halton, Biometrika 38:141, 1951; for a
 * 2 x 2 table it is Fisher's): given the numbers of promoters, passives and detractors in both samples together, every
 * split of them between the samples has a known probability if the shares are equal, and the p-value is the sum of
 * those that are not more probable than the observed one. The rank test is exact in the same way, for splits whose rank
 * sum is at least as far from its mean. Neither errs more often than the p-value says, whatever the shares are, and
 * both are conservative for small samples. The time grows with the number of splits: at most about 3 ms if the smaller
 * sample has NPS_COMPOSITION_EXACT_MAX answers, with 24 KiB of stack.
 *
 * NPS_METHOD_SCORE takes Pearson's statistic, which is the score test of equal shares. Its mean and its variance given
 * the numbers in both samples together are known (Haldane, Biometrika 33:234, 1945), and the p-value is that of the
 * multiple of a chi-square distribution which has them; where a category is rare, so that the variance is larger than
 * that of chi-square with `degrees` degrees of freedom, the larger of both p-values. The rank test takes the normal
 * distribution with the variance for ties, and the larger p-value where the kurtosis of the rank sum is above that of
 * the normal distribution. The time does not grow with the number of answers. docs/promises.md has the measured errors
 * of the tests and intervals, and the command that measures them.
 *
 * The intervals of the three differences are those of nps_compare() with NPS_METHOD_SKEWNESS_SCORE for two proportions,
 * each at level 1 - (1 - `level`) / 3, so that with probability `level` all three hold (Bonferroni).
 *
 * The interval of the probability of superiority, at `level`, has the values theta for which the estimate is within z
 * standard errors at theta. The variance at theta is the larger of that of Newcombe's method 5 (Statistics in Medicine
 * 25:559, 2006) and of the variance of the ranks (Brunner and Munzel, Biometrical Journal 42:17, 2000), with one answer
 * of the shares of both samples added to each sample; it is raised to the quantile of t with the smaller sample's
 * degrees of freedom, and is at most theta (1 - theta) / min(n_a, n_b), which no distribution exceeds.
 *
 * @code
 * const nps_counts rome = {40, 60, 0}, oslo = {65, 10, 25}; // both have a score of 40
 * nps_composition found;
 * nps_share_difference shares[3];
 * if (nps_composition_test(&rome, &oslo, NULL, &found, shares) == NPS_OK)
 *     printf("p = %.1e, passives %+.0f (%.0f to %.0f)\n", found.p_value, shares[1].difference, shares[1].bounds.lower,
 *            shares[1].bounds.upper); // prints: p = 1.3e-17, passives +50 (35 to 63)
 * @endcode
 *
 * @param a           The first sample. NULL: NPS_ERROR_NULL; empty: NPS_ERROR_EMPTY; a sum above 2^64 - 1, also that
 *                    of both samples together: NPS_ERROR_OVERFLOW.
 * @param b           The second sample, with the same conditions; may be the same object.
 * @param options     Made by nps_composition_options_init(), or NULL for the defaults. A size smaller than the first
 *                    version's, or a larger one whose tail is not all zero: NPS_ERROR_SIZE. NPS_METHOD_AUTO is
 *                    NPS_METHOD_EXACT if the smaller sample has at most NPS_COMPOSITION_EXACT_MAX answers, and
 *                    otherwise NPS_METHOD_SCORE. More answers with NPS_METHOD_EXACT: NPS_ERROR_TOO_MANY. Another
 * method: NPS_ERROR_UNAVAILABLE, or NPS_ERROR_METHOD if it is unknown. A level that is NaN or not inside (0, 1):
 * NPS_ERROR_LEVEL.
 * @param out         Receives the result. NULL: NPS_ERROR_NULL.
 * @param differences Receives the differences of the shares of promoters, passives and detractors, in this order; may
 *                    be NULL.
 * @return NPS_OK or one of these; on error nothing is written. No allocation. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_composition_test(const nps_counts *a, const nps_counts *b,
                                           const nps_composition_options *options, nps_composition *out,
                                           nps_share_difference differences[3]);

/**
 * Tests whether two independent samples have the same distribution of answers, from 0 to 10.
 *
 * All is as in nps_composition_test(), with a category for each answer of the scale, and with one exception. The exact
 * test of so many categories rounds the logarithms of probabilities for each category, away from the largest, before it
 * compares splits, so that they can be counted by a recursion over the categories instead of one by one. All splits
 * that are as probable as the observed one, or less, are counted: the p-value is never below the one without rounding.
 * It is above that one where splits are more probable by a difference of logarithms below 1/256 for each category, or
 * below (m + 2) / 13000 if the smaller sample has m answers, since some of these are counted as well; small samples
 * rarely have any. The rank test rounds the ranks to 200 different ones, if there are more. The p-value is never below
 * the probability of a split whose logarithm is 50 below the largest, which is about 1e-15. NPS_METHOD_EXACT takes at
 * most about 0.2 s and 6 MB of memory if the smaller sample has NPS_DISTRIBUTION_EXACT_MAX answers, usually 30 ms.
 *
 * @param a           The first sample; missing and invalid answers take no part. NULL: NPS_ERROR_NULL. No answer on the
 *                    scale: NPS_ERROR_EMPTY; a sum above 2^64 - 1, also that of both: NPS_ERROR_OVERFLOW. Answers
 *                    within 0..10 but off the scale: NPS_ERROR_OUTSIDE.
 * @param b           The second sample, with the same conditions; may be the same object.
 * @param options     As for nps_composition_test(), with NPS_DISTRIBUTION_EXACT_MAX. An impossible scale:
 *                    NPS_ERROR_SCALE. An allocator with a function that is NULL: NPS_ERROR_NULL.
 * @param out         Receives the result. NULL: NPS_ERROR_NULL.
 * @param differences Receives the differences of the shares of the answers 0 to 10, in this order; may be NULL. Each
 *                    is at level 1 - (1 - `level`) / k for the k answers of the scale; the others are 0.
 * @return NPS_OK, one of these or NPS_ERROR_MEMORY; on error nothing is written. Safe from any thread.
 */
NPS_EXPORT nps_status nps_distribution_test(const nps_accumulator *a, const nps_accumulator *b,
                                            const nps_composition_options *options, nps_composition *out,
                                            nps_share_difference differences[11]);

/**
 * Shares in percent, rounded so that they add up to 100, by the method of largest remainders.
 *
 * Each share is rounded down or up to a multiple of 10^-decimals. Those with the largest remainders are rounded up, as
 * many as are needed; of equal remainders, the earlier one. Exact for all counts. The results are the doubles nearest
 * to such multiples, so printf("%.*f", decimals, percent) shows what adds up.
 *
 * @code
 * const uint64_t counts[3] = {1, 1, 1};
 * double percent[3];
 * if (nps_shares_round(counts, 3, 1, percent) == NPS_OK)
 *     printf("%.1f %.1f %.1f\n", percent[0], percent[1], percent[2]); // prints: 33.4 33.3 33.3
 * @endcode
 *
 * @param counts   `count` numbers of answers. NULL: NPS_ERROR_NULL; all zero, or `count` is 0: NPS_ERROR_EMPTY; a sum
 *                 above 2^64 - 1: NPS_ERROR_OVERFLOW.
 * @param count    The number of shares.
 * @param decimals The number of decimals. More than NPS_SHARES_DECIMALS_MAX: NPS_ERROR_UNAVAILABLE.
 * @param percent  Receives `count` shares. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these; on error `percent` is unchanged. No allocation. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_shares_round(const uint64_t *counts, size_t count, uint32_t decimals, double *percent);

NPS_END_DECLARATIONS

#endif
