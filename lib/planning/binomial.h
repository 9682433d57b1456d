/* Sums of the binomial distribution.
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

#endif
