/* What a stream has won against a hypothesis.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_ANYTIME_H
#define NPS_METHOD_ANYTIME_H

#include "procedure.h"

/**
 * The log of the wealth of one who bets against the truth being theta; it starts at 0 and, if theta is the truth, is
 * expected never to grow. For whole counts it is a convex function of theta, and at the score it is not above 0.
 *
 * @param theta In [-1, 1]. Infinite where theta is impossible.
 */
double nps_anytime_log_wealth(const nps_real_counts *counts, double theta);

/**
 * Two independent streams at any two moments: every difference theta_a - theta_b that is left. What both have won is
 * multiplied, at the pair of truths that it speaks least against.
 */
nps_bounds nps_anytime_difference_bounds(const nps_real_counts *a, const nps_real_counts *b, double alpha);

/** The p-value of a difference; whatever the alternative, it is two-sided. */
double nps_anytime_difference_p_value(const nps_real_counts *a, const nps_real_counts *b, double difference,
                                      nps_alternative alternative);

#endif
