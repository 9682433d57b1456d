/* Blaker's exact method for a proportion.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PROPORTION_BLAKER_H
#define NPS_PROPORTION_BLAKER_H

/** A probability and its complement, each with its own precision. */
typedef struct nps_chance {
    double p, q;
} nps_chance;

/** P(X >= successes) for X binomial of n trials; whole numbers below 2^53. */
double nps_blaker_at_least(double successes, double n, nps_chance chance);

/** The lower bound, for 0 < alpha < 1. That of n - successes, with p and q exchanged, is the upper bound. */
nps_chance nps_blaker_lower(double successes, double n, double alpha);

/** The two-sided p-value of the hypothesis that the share is `chance`. */
double nps_blaker_p_value(double successes, double n, nps_chance chance);

#endif
