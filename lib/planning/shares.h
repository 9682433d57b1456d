/* Expected shares that sum to 1, and quantities computed from them.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_SHARES_H
#define NPS_PLANNING_SHARES_H

#include <nps/planning.h>

/** Scales shares to the sum 1; NPS_ERROR_NULL, or NPS_ERROR_SHARES for invalid ones. */
nps_status nps_plan_shares_read(nps_plan_shares *into, const nps_plan_shares *from);

/** The shares with the largest variance for a score of theta: no passives. */
nps_plan_shares nps_plan_shares_polar(double theta);

/** theta = NPS / 100 of shares that sum to 1. */
double nps_plan_shares_theta(const nps_plan_shares *shares);

/** The variance of one answer, which is 1, 0 or -1. */
double nps_plan_shares_variance(const nps_plan_shares *shares);

/** The third central moment of one answer. */
double nps_plan_shares_third_moment(const nps_plan_shares *shares);

/** The table of n <= 2^53 answers in whole numbers nearest to these shares, which may be outside [0, 1]. */
nps_counts nps_plan_shares_table(double promoters, double detractors, uint64_t n);

#endif
