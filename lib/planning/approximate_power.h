/* Power by a formula, for large samples and for methods whose comparisons are slow.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_APPROXIMATE_POWER_H
#define NPS_PLANNING_APPROXIMATE_POWER_H

#include "arm.h"
#include "criterion.h"

/** The approximate probability that a comparison shows its goal. The first arm must be a sample; a test with a margin
 * has two. */
nps_status nps_plan_approximate_power(const nps_plan_arm *first, const nps_plan_arm *second,
                                      const nps_plan_criterion *criterion, double *power);

#endif
