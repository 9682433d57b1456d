/* The mean of answers from a list of values, by Gaffke's bounds.
 *
 * The bound is that of a Bayesian bootstrap with one more answer at the nearer end of the values. For two values it is
 * that of Clopper and Pearson. Gaffke (Three test statistics for a nonparametric one-sided hypothesis on the mean of a
 * nonnegative variable, Mathematical Methods of Statistics 14:451, 2005) conjectured that it keeps its level whatever
 * the distribution is; Learned-Miller and Thomas (arXiv 1905.06208) examine it. benchmarks/mean_coverage searches for
 * distributions that it covers too seldom.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_BOUNDED_MEAN_H
#define NPS_BOUNDED_MEAN_H

/** The largest number of values. */
#define NPS_BOUNDED_VALUES 11

/** Answers, and the parts of each value in a mean of sum(counts parts) / sum(counts weights). */
typedef struct nps_bounded_mean {
    const double *counts;  /**< How often each value was given, whole numbers; one at least is positive. */
    const double *parts;   /**< The part of each value in the numerator. */
    const double *weights; /**< The weight of each value, positive. */
    int count;             /**< The number of values, also of those that nobody gave; at most NPS_BOUNDED_VALUES. */
} nps_bounded_mean;

/** The observed mean. */
double nps_bounded_mean_estimate(const nps_bounded_mean *self);

/** The one-sided p-value of the hypothesis that the true mean is at most `mean` (sign 1), or at least (sign -1). */
double nps_bounded_mean_p_value(const nps_bounded_mean *self, double mean, int sign);

/** The bound below the observed mean (sign 1), or above it (sign -1), that the true mean is beyond with a probability
 * of at most alpha. */
double nps_bounded_mean_bound(const nps_bounded_mean *self, double alpha, int sign);

#endif
