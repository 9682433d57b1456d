/* The test of a margin: the skewness-corrected score test of two samples, corrected where its error would be too large.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_SKEWNESS_MARGIN_H
#define NPS_METHOD_SKEWNESS_MARGIN_H

#include "procedure.h"

/** The one-sided bounds of theta_a - theta_b, each with the error alpha / 2. */
nps_bounds nps_skewness_margin_bounds(const nps_real_counts *a, const nps_real_counts *b, double alpha);

/** The one-sided p-value of a difference: NPS_GREATER, when the true difference may be larger, or NPS_LESS. */
double nps_skewness_margin_p_value(const nps_real_counts *a, const nps_real_counts *b, double difference,
                                   nps_alternative alternative);

/** Positive exactly where the p-value with NPS_GREATER is below alpha, which is below 0.5 and has the upper normal
 * quantile z: the deviate minus z, or -INFINITY where it is above 0 but the probability of tables is above alpha. Takes
 * less time than the p-value. */
double nps_skewness_margin_excess(const nps_real_counts *a, const nps_real_counts *b, double difference, double alpha,
                                  double z);

#endif
