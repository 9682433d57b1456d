/* The correction of a score statistic for skewness (Laud, Pharmaceutical Statistics 16:334, 2017).
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_SKEWNESS_H
#define NPS_METHOD_SKEWNESS_H

#include "score.h"

/** The third central moment of one answer under the restricted estimate; theta and rest as for nps_restrict(). */
double nps_third_moment(const nps_restricted_estimate *estimate, double theta, double rest);

/** The z with z + a (z^2 - 1) = s, where s is the score statistic and 6 a the skewness of its numerator. */
double nps_correct_for_skewness(double s, double a);

#endif
