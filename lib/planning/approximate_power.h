/* Power by a formula, for large samples and for the methods whose comparisons take long.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_APPROXIMATE_POWER_H
#define NPS_PLANNING_APPROXIMATE_POWER_H

#include "arm.h"

/** The probability of a p-value below 1 - level, approximately. The first arm is a sample. */
nps_status nps_plan_approximate_power(const nps_plan_arm *first, const nps_plan_arm *second, nps_method method,
                                      double level, double *power);

#endif
