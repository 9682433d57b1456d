/* The power of the exact comparison of two small samples.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_EXACT_POWER_H
#define NPS_PLANNING_EXACT_POWER_H

#include "arm.h"
#include "criterion.h"

/** The probability of a p-value below 1 - level: a sum over all pairs of tables. 0.4 s for 5 and 5 answers, and more
 * for larger samples. NPS_OK or NPS_ERROR_INTERRUPTED. */
nps_status nps_plan_exact_power(const nps_plan_arm *first, const nps_plan_arm *second,
                                const nps_plan_criterion *criterion, double *power);

#endif
