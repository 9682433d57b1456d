/* How often a comparison finds a difference.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_POWER_H
#define NPS_PLANNING_POWER_H

#include "arm.h"

/** The probability of a p-value below 1 - level. The first arm is a sample. */
nps_status nps_plan_arms_power(const nps_plan_arm *first, const nps_plan_arm *second, nps_method method, double level,
                               double *power);

#endif
