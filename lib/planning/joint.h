/* Expected shares of the same people in two waves.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_JOINT_H
#define NPS_PLANNING_JOINT_H

#include <nps/planning.h>

/** Scales shares to the sum 1; NPS_ERROR_NULL, or NPS_ERROR_SHARES for invalid ones. */
nps_status nps_plan_joint_read(nps_plan_joint *into, const nps_plan_joint *from);

/** The shares of people by the change of their answer, -2 to 2, where a promoter is 1 and a detractor -1. */
void nps_plan_joint_changes(const nps_plan_joint *joint, double changes[5]);

#endif
