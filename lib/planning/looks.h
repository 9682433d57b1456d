/* The levels of several looks at a comparison.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_LOOKS_H
#define NPS_PLANNING_LOOKS_H

#include <nps/planning.h>

/** NPS_OK, or NPS_ERROR_PLAN for a number of looks, a look (from 1) or a boundary that is not possible. */
nps_status nps_plan_check_looks(uint64_t looks, uint64_t look, nps_plan_boundary boundary);

/** The levels of all looks, whose errors together are alpha if the deviates are normal. */
void nps_plan_look_levels(int looks, nps_plan_boundary boundary, double alpha, double levels[NPS_PLAN_LOOKS_MAX]);

#endif
