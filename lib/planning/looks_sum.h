/* The power of several looks at two small samples, summed over their tables.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_LOOKS_SUM_H
#define NPS_PLANNING_LOOKS_SUM_H

#include "arm.h"
#include "criterion.h"

#include <stdbool.h>

/** Looks at two samples that grow from look to look. */
typedef struct nps_plan_schedule {
    int count;                                                          /**< Of looks, 1 to NPS_PLAN_LOOKS_MAX. */
    nps_plan_arm first[NPS_PLAN_LOOKS_MAX], second[NPS_PLAN_LOOKS_MAX]; /**< The samples at each look. */
    double levels[NPS_PLAN_LOOKS_MAX];                                  /**< Of the comparison at each look. */
} nps_plan_schedule;

/** Whether the sum takes less than about 0.2 s. */
bool nps_plan_can_sum_looks(const nps_plan_schedule *schedule, const nps_plan_criterion *criterion);

/** The probability that the comparison at any of the looks detects a difference. For a method that
 * nps_plan_can_enumerate() allows (pair_test.h); NPS_OK, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED. */
nps_status nps_plan_sum_looks(const nps_plan_schedule *schedule, const nps_plan_criterion *criterion, double *power);

#endif
