/* The probability that a test is significant, given all numbers but one: it is significant from some value of that
 * number on, the crossing.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_CROSSING_H
#define NPS_PLANNING_CROSSING_H

#include "binomial.h"
#include "lattice_mean.h"

#include <stdbool.h>

/** Positive where the test is significant. `moved` is the number, counted from the end where it is: from 0 with the
 * sign 1, from the number of trials downwards with the sign -1. */
typedef double (*nps_plan_excess)(double moved, const void *context);

/** A binomial number, and where its crossings are sought. */
typedef struct nps_plan_inner {
    nps_binomial_cdf cdf;
    bool is_scanned;          /**< The test may be significant at scattered values, so all of them are tried. */
    double *share;            /**< That of the values that are tried (lattice_mean.h); or NULL. */
    bool is_whole;            /**< Crossings are whole numbers, as no values are left out of the other sums. */
    bool is_rough;            /**< Crossings that are not whole may be less precise. */
    nps_plan_guesses guesses; /**< Where the next crossings probably are. */
} nps_plan_inner;

/** Prepares the distribution of a number. */
void nps_plan_inner_init(nps_plan_inner *self, double trials, double rate, bool is_whole);

/** The probability that the test with a sign is significant. */
double nps_plan_significant(nps_plan_inner *self, double sign, nps_plan_excess excess, const void *context);

#endif
