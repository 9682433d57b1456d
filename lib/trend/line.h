/* The score test of a slope.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TREND_LINE_H
#define NPS_TREND_LINE_H

#include "series.h"

/** The line through a series; slopes are of theta over time, both from 0 to 1. */
typedef struct nps_line {
    const nps_series *series;
    double slope;      /**< The estimate. */
    double spread;     /**< The sum of n (time - mean time)^2, within seasons. */
    double reach;      /**< The largest slope that any answers give: -reach to reach. */
    double step;       /**< How much `spread` times the slope changes when one answer goes to the next period. */
    double correction; /**< N / (N - the number of seasons), for the variance. */
    double degrees;    /**< The degrees of freedom of t, or INFINITY. */
    double time;       /**< The mean time of all answers. */
    double theta;      /**< The mean of all answers. */
} nps_line;

/** The line; false if no season has answers at two times. */
bool nps_line_read(nps_line *into, const nps_series *series);

/** The deviate of the estimate from a hypothetical slope: falls as the slope rises, and has the sign of the difference.
 */
double nps_line_deviate(const nps_line *self, double slope);

#endif
