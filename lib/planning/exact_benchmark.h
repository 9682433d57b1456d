/* The power of the exact test of a benchmark.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_EXACT_BENCHMARK_H
#define NPS_PLANNING_EXACT_BENCHMARK_H

#include "arm.h"
#include "criterion.h"

/**
 * The probability that a sample differs significantly from a benchmark by NPS_METHOD_EXACT, with an error below 1e-4.
 * If it is coarse, tables at the edge of the critical region are not examined, which is much faster, and the power may
 * be up to .031 too high.
 *
 * @param sample    At most NPS_PLAN_EXACT_MAX respondents.
 * @param benchmark In points, inside [-100, 100].
 * @return NPS_OK or NPS_ERROR_INTERRUPTED.
 */
nps_status nps_plan_exact_benchmark_power(const nps_plan_arm *sample, double benchmark,
                                          const nps_plan_criterion *criterion, double *power);

#endif
