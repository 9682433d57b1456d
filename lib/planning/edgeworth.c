/* SPDX-License-Identifier: MIT */
#include "edgeworth.h"

#include "../math/numerics.h"

#include <math.h>

double nps_edgeworth_upper_tail(double z, double skewness)
{
    static const double inverse_sqrt_2pi = 0.39894228040143267794;
    return fmax(0,
                fmin(1, nps_normal_upper_tail(z) + skewness / 6 * (z * z - 1) * inverse_sqrt_2pi * exp(-0.5 * z * z)));
}
