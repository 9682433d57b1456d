/* The expected width of the interval of a survey.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_MARGIN_H
#define NPS_PLANNING_MARGIN_H

#include <nps/planning.h>

/** Half the expected width for `n` respondents, 1 to NPS_PLAN_MAX and at most the population. The shares sum to 1. */
nps_status nps_plan_half_width(uint64_t n, const nps_plan_shares *shares, const nps_plan_options *options,
                               double *margin);

/** The number of respondents for a margin inside (0, 100]. */
nps_status nps_plan_half_width_respondents(double margin, const nps_plan_shares *shares,
                                           const nps_plan_options *options, uint64_t *n);

#endif
