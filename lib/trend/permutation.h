/* Whether small periods differ, judged by all ways in which their answers could have come to them.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TREND_PERMUTATION_H
#define NPS_TREND_PERMUTATION_H

#include "series.h"

/**
 * The exact p-value of the permutation test: the probability of distances between the scores that are at least as large
 * as those seen, if the answers are dealt out to the periods at random.
 *
 * The distances are measured by the sum of n (s - m)^2 over the periods, with the mean m of all answers. 0, which does
 * not change a larger p-value, if there are too many ways or periods, or if the effective counts of a weighted period
 * are not whole.
 */
double nps_permutation_p_value(const nps_series *series);

#endif
