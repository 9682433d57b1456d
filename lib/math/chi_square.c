/* SPDX-License-Identifier: MIT */
#include "chi_square.h"

#include "special.h"

#include <math.h>

/* X is the limit of `degrees` times an F variable whose denominator has more and more degrees; its tail then is that of
 * a beta variable. This many make no difference. */
static const double MANY_DEGREES = 1e15;

double nps_chi_square_upper_tail(double x, double degrees)
{
    const double sum = MANY_DEGREES + x;
    return x > 0 ? exp(nps_log_beta_below(MANY_DEGREES / 2, degrees / 2, MANY_DEGREES / sum, x / sum)) : 1;
}
