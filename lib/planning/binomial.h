/* The binomial distribution: lower tail and distribution function.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_BINOMIAL_H
#define NPS_PLANNING_BINOMIAL_H

#include <stdint.h>

/**
 * P(X < k) for a binomial X with `trials`, at most 2^53, and 0 < rate < 1.
 *
 * Terms are summed relative to the largest, so nothing underflows or cancels. For k up to 10^9 and probabilities above
 * 1e-17 the relative error is below 1e-11. The time is proportional to the standard deviation.
 */
double nps_binomial_below(uint64_t k, uint64_t trials, double rate);

/** The largest number of entries in the table of a distribution function; if more are needed, it is approximated. */
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
 * P(X <= k) for a whole number `k` of any size. Up to a standard deviation of 220 it is read from the table, with an
 * absolute error below 1e-12; above that it is the normal approximation with corrections for skewness and continuity,
 * with an absolute error below 1e-5.
 */
double nps_binomial_cdf_at(const nps_binomial_cdf *self, double k);

#endif
