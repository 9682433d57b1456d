/* The difference of two independent streams, each at any moment.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_ANYTIME_DIFFERENCE_H
#define NPS_METHOD_ANYTIME_DIFFERENCE_H

#include "procedure.h"

/**
 * Two independent streams at any two moments: every difference theta_a - theta_b that is left. What both have won is
 * multiplied, at the pair of truths that it speaks least against.
 */
nps_bounds nps_anytime_difference_bounds(const nps_real_counts *a, const nps_real_counts *b, double alpha);

/** The p-value of a difference; two-sided, whatever the alternative is. */
double nps_anytime_difference_p_value(const nps_real_counts *a, const nps_real_counts *b, double difference,
                                      nps_alternative alternative);

#endif
