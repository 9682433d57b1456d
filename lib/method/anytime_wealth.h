/* The wealth of a bettor against a hypothesis, for a stream of answers.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_ANYTIME_WEALTH_H
#define NPS_METHOD_ANYTIME_WEALTH_H

#include "procedure.h"

/** A truth: theta, 1 + theta and 1 - theta, each with its own precision. */
typedef struct nps_truth {
    double theta, below, above;
} nps_truth;

/**
 * The log of the wealth of one who bets against the truth being theta; it starts at 0 and, if theta is the truth, is
 * expected never to grow. For whole counts it is a convex function of theta, and at the score it is not above 0.
 *
 * @param theta In [-1, 1]. Infinite where theta is impossible.
 */
double nps_anytime_log_wealth(const nps_real_counts *counts, double theta);

/** The same for a truth that is known more precisely than one double can say. */
double nps_anytime_log_wealth_at(const nps_real_counts *counts, const nps_truth *truth);

/**
 * The same for one who stakes on a larger truth only, against every truth up to theta.
 *
 * @param theta In (-1, 1], below the score of the counts.
 */
double nps_anytime_log_wealth_above(const nps_real_counts *counts, double theta);

#endif
