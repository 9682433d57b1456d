/* The difference of two samples, by a test of the method itself or by MOVER.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_COMPARE_DIFFERENCE_H
#define NPS_COMPARE_DIFFERENCE_H

#include "mover.h"

/** The interval of theta_a - theta_b. */
nps_status nps_difference_bounds(const nps_pair *pair, double alpha, nps_bounds *theta);

/** The p-value of the hypothesis that theta_a - theta_b equals `difference`. */
double nps_difference_p_value(const nps_pair *pair, double difference, nps_alternative alternative);

/** The interval of theta_a - theta_b whose bounds are one-sided, for a test with a margin. */
nps_status nps_margin_bounds(const nps_pair *pair, double alpha, nps_bounds *theta);

/** The one-sided p-value of the hypothesis that theta_a - theta_b equals `difference`, for a test with a margin. */
double nps_margin_p_value(const nps_pair *pair, double difference, nps_alternative alternative);

#endif
