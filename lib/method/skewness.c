/* SPDX-License-Identifier: MIT */
#include "skewness.h"

#include <math.h>

double nps_third_moment(const nps_restricted_estimate *estimate, double theta, double rest)
{
    const double q = estimate->detractors;
    return (q + theta) * rest * rest * rest - fmax(0, rest - 2 * q) * theta * theta * theta - q * pow(1 + theta, 3);
}

double nps_correct_for_skewness(double s, double a)
{
    const double discriminant = 1 + 4 * a * (a + s);
    /* As the variance goes to 0, the correction grows faster than the statistic, and z tends to the sign of the
     * statistic. */
    if (fabs(a) > 1e100)
        return copysign(1, a);
    return discriminant > 0 ? 2 * (a + s) / (1 + sqrt(discriminant)) : -1 / (2 * a);
}
