/* The skewness-corrected score test of two independent samples.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_SKEWNESS_DIFFERENCE_H
#define NPS_METHOD_SKEWNESS_DIFFERENCE_H

#include "procedure.h"
#include "restricted_pair.h"

/** The interval of theta_a - theta_b of two independent samples. */
nps_bounds nps_skewness_difference_bounds(const nps_real_counts *a, const nps_real_counts *b, double alpha);

/** The distance of the observed difference from the tested one, in standard errors at the most likely pair of truths,
 * corrected for skewness. The observed difference is moved by the correction for continuity first, in theta. Where the
 * result is not 0, `most_likely` receives the truth of a in that pair. */
double nps_skewness_pair_deviate(const nps_tested_pair *tested, double correction, double *most_likely);

/** The standard normal deviate of the test that theta_a - theta_b equals `difference`; large when the true
 * difference is larger. */
double nps_skewness_difference_deviate(const nps_real_counts *a, const nps_real_counts *b, double difference);

/** The p-value of the hypothesis that theta_a - theta_b equals `difference`. */
double nps_skewness_difference_p_value(const nps_real_counts *a, const nps_real_counts *b, double difference,
                                       nps_alternative alternative);

#endif
