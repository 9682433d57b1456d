/* The power of the comparison of a sample with an exactly known benchmark, summed over the tables of the sample.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_BENCHMARK_POWER_H
#define NPS_PLANNING_BENCHMARK_POWER_H

#include "arm.h"
#include "criterion.h"

/**
 * The probability that a sample differs significantly from a benchmark.
 *
 * @param sample    The sample.
 * @param benchmark In points.
 * @return NPS_OK, NPS_ERROR_INTERRUPTED or what nps_compare_benchmark() returns.
 */
nps_status nps_plan_benchmark_sum(const nps_plan_arm *sample, double benchmark, const nps_plan_criterion *criterion,
                                  double *power);

#endif
