/* The width of the interval that a survey is expected to have.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_MARGIN_H
#define NPS_PLANNING_MARGIN_H

#include <nps/planning.h>

/** Half the width for n >= 1 respondents, no more than NPS_PLAN_MAX and the population; shares that sum to 1. */
nps_status nps_plan_half_width(uint64_t n, const nps_plan_shares *shares, const nps_plan_options *options,
                               double *margin);

/** The n that keeps a margin inside (0, 100]. */
nps_status nps_plan_half_width_respondents(double margin, const nps_plan_shares *shares,
                                           const nps_plan_options *options, uint64_t *n);

#endif
