/* The binomial distribution: sums, probabilities and its distribution function.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_BINOMIAL_H
#define NPS_PLANNING_BINOMIAL_H

#include <stdint.h>

/**
 * P(X < k) of a binomial X of `trials`, at most 2^53, with 0 < rate < 1.
 *
 * Terms are summed relative to the largest, so nothing underflows or cancels; the relative error is below 1e-11 for
 * k up to 10^9, for probabilities above 1e-17. Takes time in proportion to the standard deviation.
 */
double nps_binomial_below(uint64_t k, uint64_t trials, double rate);

/** P(X = k) for whole k and trials as doubles, and 0 <= rate <= 1. */
double nps_binomial_probability(double k, double trials, double rate);

/** The widest table of a distribution function; with a larger standard deviation its values are approximated. */
#define NPS_BINOMIAL_TABLE 4096

/** P(X <= k) for many k of one binomial X. */
typedef struct nps_binomial_cdf {
    double trials, rate;
    double first, count; /**< The table holds k = first .. first + count - 1; count 0: there is no table. */
    double table[NPS_BINOMIAL_TABLE];
} nps_binomial_cdf;

/** Prepares the distribution function; 0 <= rate <= 1. */
void nps_binomial_cdf_init(nps_binomial_cdf *self, double trials, double rate);

/**
 * P(X <= k) for a whole k of any size. The absolute error is below 1e-12 where the table is wide enough, which it is up
 * to a standard deviation of 220; above that it is that of the normal distribution with a correction for skewness and
 * continuity, below 1e-5.
 */
double nps_binomial_cdf_at(const nps_binomial_cdf *self, double k);

#endif
