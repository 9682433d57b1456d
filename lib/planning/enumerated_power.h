/* Power by summing over the tables of both samples.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_ENUMERATED_POWER_H
#define NPS_PLANNING_ENUMERATED_POWER_H

#include "arm.h"
#include "criterion.h"

/**
 * The probability that the comparison of two samples shows its goal.
 *
 * @param first     A sample.
 * @param second    A sample.
 * @param criterion With a method that nps_plan_can_enumerate() allows (pair_test.h).
 * @return NPS_OK, NPS_ERROR_INTERRUPTED or what nps_compare() returns. At most some tens of milliseconds.
 */
nps_status nps_plan_enumerated_power(const nps_plan_arm *first, const nps_plan_arm *second,
                                     const nps_plan_criterion *criterion, double *power);

#endif
