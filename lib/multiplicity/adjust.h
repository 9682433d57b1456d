/* Adjusting the p-values of a family of which some could not be tested.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_MULTIPLICITY_ADJUST_H
#define NPS_MULTIPLICITY_ADJUST_H

#include <nps/multiplicity.h>

/** NPS_OK, or NPS_ERROR_METHOD when there is no such adjustment. */
nps_status nps_adjust_check(nps_adjustment adjustment);

/**
 * Sorts `count` places by the p-values that they name, and adjusts these.
 *
 * @param p_values   Probabilities. What no place names is not looked at.
 * @param adjustment Any but NPS_ADJUST_FALSE_DISCOVERY.
 * @param adjusted   Written where a place says; may be `p_values`.
 * @param order      The places, all different; receives them sorted, equal p-values by place.
 */
void nps_adjust_places(const double *p_values, size_t count, nps_adjustment adjustment, double *adjusted,
                       size_t *order);

#endif
