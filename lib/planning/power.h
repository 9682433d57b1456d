/* How often a comparison finds a difference.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_POWER_H
#define NPS_PLANNING_POWER_H

#include <nps/planning.h>

/** One side of a comparison: a sample of shares that sum to 1, or with n = 0 a benchmark that is known exactly. */
typedef struct nps_plan_arm {
    nps_plan_shares shares;
    uint64_t n;
    double benchmark; /* in points */
} nps_plan_arm;

/** The probability of a p-value below 1 - level. The first arm is a sample. */
nps_status nps_plan_arms_power(const nps_plan_arm *first, const nps_plan_arm *second, nps_method method, double level,
                               double *power);

#endif
