/* The number of respondents from which on a condition holds.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_SEARCH_H
#define NPS_PLANNING_SEARCH_H

#include <nps/status.h>
#include <stdbool.h>
#include <stdint.h>

/** No plan has more respondents: counts above are no longer whole as doubles. */
#define NPS_PLAN_MAX (UINT64_C(1) << 53)

/** Whether n respondents are enough. */
typedef nps_status (*nps_plan_condition)(void *context, uint64_t n, bool *enough);

/**
 * An n that is enough, while n - 1 is not; the few sizes above n that are still allowed are enough as well.
 *
 * @param guess  Where to begin; the better, the fewer steps.
 * @param most   The largest n allowed.
 * @param ragged The n above which one respondent more changes the figure that the condition rests on by less than the
 *               error of that figure. For larger sizes the result is exact to a part of 1 / ragged only.
 * @return NPS_OK; NPS_ERROR_UNREACHABLE when `most` is not enough; or what the condition returns.
 */
nps_status nps_plan_find(nps_plan_condition condition, void *context, double guess, uint64_t most, double ragged,
                         uint64_t *n);

#endif
