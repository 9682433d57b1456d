/* The smallest number of respondents for which a condition holds.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_SEARCH_H
#define NPS_PLANNING_SEARCH_H

#include <nps/status.h>
#include <stdbool.h>
#include <stdint.h>

/** The largest number of respondents of a plan; larger counts are not exact as doubles. */
#define NPS_PLAN_MAX (UINT64_C(1) << 53)

/** Sets `enough` to whether n respondents are enough. */
typedef nps_status (*nps_plan_condition)(void *context, uint64_t n, bool *enough);

/**
 * Finds an n that is enough, while n - 1 is not; the next few sizes above n, up to `most`, are enough too.
 *
 * @param guess  The first size to try; a good guess saves steps.
 * @param most   The largest n allowed.
 * @param ragged The n above which one more respondent changes the quantity in the condition by less than its error. For
 *               larger sizes the relative error of the result is up to 1 / ragged.
 * @return NPS_OK; NPS_ERROR_UNREACHABLE when `most` is not enough; or what the condition returns.
 */
nps_status nps_plan_find(nps_plan_condition condition, void *context, double guess, uint64_t most, double ragged,
                         uint64_t *n);

#endif
