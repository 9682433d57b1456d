/* The least costly conversions that raise the number of promoters, net of detractors, by a number of steps.
 *
 * A passive who becomes a promoter and a detractor who becomes a passive are one step, a detractor who becomes a
 * promoter is two.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_LEAST_COST_H
#define NPS_LEAST_COST_H

#include <nps/conversion.h>

/** The largest number of steps that conversions with a finite cost can make. */
uint64_t nps_most_steps(const nps_counts *counts, const nps_conversion_costs *costs);

/** The least costly conversions of at least so many steps, no more than nps_most_steps(); of equal costs, the fewest
 * conversions, and of those the most passives. */
nps_conversions nps_least_cost(const nps_counts *counts, const nps_conversion_costs *costs, uint64_t steps);

#endif
