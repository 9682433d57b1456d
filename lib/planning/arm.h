/* One side of a planned comparison.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_ARM_H
#define NPS_PLANNING_ARM_H

#include <nps/planning.h>

/** A sample of n respondents with expected shares that sum to 1, or, with n = 0, an exactly known benchmark. */
typedef struct nps_plan_arm {
    nps_plan_shares shares;
    uint64_t n;
    double benchmark; /**< In points. */
    /** Of the estimated variance of its score; INFINITY: the variance is known. Not above 0: there is no estimate. */
    double degrees;
    /** The smallest value of the estimated variance, divided by the true one: 1 / design effect. */
    double least_variance;
} nps_plan_arm;

#endif
