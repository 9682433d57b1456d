/* The correction of a score statistic for skewness (Laud, Pharmaceutical Statistics 16:334, 2017).
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_SKEWNESS_SCORE_H
#define NPS_METHOD_SKEWNESS_SCORE_H

#include "score.h"

/** The third central moment of one answer under the restricted estimate; theta and rest as for nps_restrict(). */
double nps_third_moment(const nps_restricted_estimate *estimate, double theta, double rest);

/** The z with z + a (z^2 - 1) = s, where s is the score statistic and 6 a the skewness of its numerator. */
double nps_correct_for_skewness(double s, double a);

/** Two independent samples: the interval of theta_a - theta_b. */
nps_bounds nps_skewness_difference_bounds(const nps_real_counts *a, const nps_real_counts *b, double alpha);

/** The p-value of the hypothesis that theta_a - theta_b is `difference`. */
double nps_skewness_difference_p_value(const nps_real_counts *a, const nps_real_counts *b, double difference,
                                       nps_alternative alternative);

#endif
