/* One side of a comparison that is planned.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_ARM_H
#define NPS_PLANNING_ARM_H

#include <nps/planning.h>

/** A sample of shares that sum to 1, or with n = 0 a benchmark that is known exactly. */
typedef struct nps_plan_arm {
    nps_plan_shares shares;
    uint64_t n;
    double benchmark; /**< In points. */
} nps_plan_arm;

#endif
