/* The adjustment of p-values, some of which may be absent because a comparison could not be made.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_MULTIPLICITY_ADJUST_H
#define NPS_MULTIPLICITY_ADJUST_H

#include <nps/multiplicity.h>

/** NPS_OK, or NPS_ERROR_METHOD for an unknown adjustment. */
nps_status nps_adjust_check(nps_adjustment adjustment);

/**
 * Sorts `count` indexes by their p-values, and adjusts these p-values.
 *
 * @param p_values   The p-values. Elements whose index is not in `order` are ignored.
 * @param adjustment Any adjustment except NPS_ADJUST_FALSE_DISCOVERY.
 * @param adjusted   Receives the adjusted p-values at the same indexes; may be `p_values`.
 * @param order      The indexes, all different; receives them sorted, equal p-values by index.
 */
void nps_adjust_places(const double *p_values, size_t count, nps_adjustment adjustment, double *adjusted,
                       size_t *order);

#endif
