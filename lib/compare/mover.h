/* The difference of two samples from their separate intervals: the method of variance estimates recovery (Zou and
 * Donner, Statistics in Medicine 27:1693, 2008).
 * SPDX-License-Identifier: MIT */
#ifndef NPS_COMPARE_MOVER_H
#define NPS_COMPARE_MOVER_H

#include "../method/procedure.h"

/** Two samples and the method of their intervals. */
typedef struct nps_pair {
    const nps_procedure *procedure;
    const nps_setting *setting;
    nps_real_counts a, b;
} nps_pair;

/** The interval of theta_a - theta_b. */
nps_status nps_mover_bounds(const nps_pair *pair, double alpha, nps_bounds *theta);

/** The p-value of a difference: that of the interval which just touches it. One-sided only for a method with equal
 * tails. */
double nps_mover_p_value(const nps_pair *pair, double difference, nps_alternative alternative);

#endif
