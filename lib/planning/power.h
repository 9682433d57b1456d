/* The power of a comparison, by the sum over tables or by the formula.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_POWER_H
#define NPS_PLANNING_POWER_H

#include "arm.h"
#include "criterion.h"

#include <stdbool.h>

/** Whether the power is a sum over tables, which takes much longer than the formula. */
bool nps_plan_is_summed(const nps_plan_arm *first, const nps_plan_arm *second, const nps_plan_criterion *criterion);

/** Whether the comparison of two samples by NPS_METHOD_AUTO is exact. */
bool nps_plan_is_exact_comparison(const nps_plan_arm *first, const nps_plan_arm *second,
                                  const nps_plan_criterion *criterion);

/** Whether the comparison is the exact test of a benchmark. */
bool nps_plan_is_exact_benchmark(const nps_plan_arm *first, const nps_plan_arm *second,
                                 const nps_plan_criterion *criterion);

/** The power by the formula for large samples, which takes little time but for NPS_METHOD_BAYES and NPS_METHOD_ANYTIME.
 */
nps_status nps_plan_formula_power(const nps_plan_arm *first, const nps_plan_arm *second,
                                  const nps_plan_criterion *criterion, double *power);

/** The probability that a comparison shows its goal. The first arm must be a sample; a test with a margin has two. */
nps_status nps_plan_arms_power(const nps_plan_arm *first, const nps_plan_arm *second,
                               const nps_plan_criterion *criterion, double *power);

#endif
