/* What few clusters cost: their variance is estimated, with degrees of freedom.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_CLUSTERS_H
#define NPS_PLANNING_CLUSTERS_H

#include "criterion.h"
#include "strictness.h"

/** An estimated score, or a mean change of people. */
typedef struct nps_plan_estimate {
    double variance;       /**< Of the estimate; 0 for a benchmark. */
    double degrees;        /**< Of the estimated variance; INFINITY: the variance is known. Not above 0: no estimate. */
    double least_variance; /**< The smallest value of the estimated variance, divided by the true variance. */
} nps_plan_estimate;

/**
 * The power of a comparison whose variances are estimated from clusters, from its power with known variances.
 *
 * @param estimates  Of both groups, or of one and a benchmark.
 * @param difference The true difference, the first minus the second.
 * @param power      With known variances, 0..1.
 * @param strictness The test, with the independent respondents. NULL: `power` tells how strict the test is.
 * @return The power; `power` where all variances are known, and 0 where one cannot be estimated.
 */
double nps_plan_power_of_clusters(const nps_plan_estimate estimates[2], double difference,
                                  const nps_plan_criterion *criterion, double power,
                                  const nps_plan_strictness *strictness);

#endif
