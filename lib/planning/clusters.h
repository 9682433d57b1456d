/* What few clusters cost: their variance is estimated, with degrees of freedom.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_CLUSTERS_H
#define NPS_PLANNING_CLUSTERS_H

#include "arm.h"
#include "criterion.h"

/**
 * The power of a comparison whose variances are estimated from clusters, from its power with known variances.
 *
 * @param power With known variances, 0..1.
 * @return The power; `power` where all variances are known, and 0 where one cannot be estimated.
 */
double nps_plan_power_of_clusters(const nps_plan_arm *first, const nps_plan_arm *second,
                                  const nps_plan_criterion *criterion, double power);

#endif
