/* Power by summing over the tables of both samples.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_ENUMERATED_POWER_H
#define NPS_PLANNING_ENUMERATED_POWER_H

#include "arm.h"

#include <stdbool.h>

/** Whether comparisons by this method are fast enough to be enumerated. */
bool nps_plan_can_enumerate(nps_method method);

/**
 * The probability of a p-value below 1 - level in the comparison of two samples.
 *
 * @param first  A sample.
 * @param second A sample.
 * @param method One that nps_plan_can_enumerate() allows.
 * @return NPS_OK or what nps_compare() returns. At most some tens of milliseconds.
 */
nps_status nps_plan_enumerated_power(const nps_plan_arm *first, const nps_plan_arm *second, nps_method method,
                                     double level, double *power);

#endif
