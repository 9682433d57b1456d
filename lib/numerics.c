/* SPDX-License-Identifier: MIT */
#include "numerics.h"

#include <float.h>
#include <math.h>

static const double SQRT_HALF = 0.70710678118654752440;
/* Roots are sought no closer to 0 than this: all of ours are shares or deviates. */
static const double SMALLEST_STEP = 1e-18;
static const double LOG_SQRT_2PI = 0.91893853320467274178;

double nps_normal_upper_tail(double z)
{
    return 0.5 * erfc(z * SQRT_HALF);
}

/* Newton's method on log P(Z > z), which is nearly a parabola and so converges from afar; the start is Abramowitz and
 * Stegun 26.2.23, good to 4.5e-4. */
static double upper_quantile_of_small(double p)
{
    const double log_p = log(p);
    const double t = sqrt(-2 * log_p);
    double z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
    int step;
    for (step = 0; step < 4; step++) {
        const double tail = nps_normal_upper_tail(z);
        const double log_ratio = tail > 0.25 ? log1p((tail - p) / p) : log(tail) - log_p;
        const double hazard = exp(-0.5 * z * z - LOG_SQRT_2PI) / tail;
        z += log_ratio / hazard;
    }
    return z;
}

double nps_normal_upper_quantile(double p)
{
    return p <= 0.5 ? upper_quantile_of_small(p) : -upper_quantile_of_small(1 - p);
}

double nps_normal_two_sided_quantile(double alpha)
{
    return alpha < 1 ? upper_quantile_of_small(alpha / 2) : 0;
}

static double sign_of(double x)
{
    return (x > 0) - (x < 0);
}

double nps_find_root(nps_root_function function, const void *context, double a, double b)
{
    double fa = function(a, context), fb = function(b, context);
    double c, fc, t = 0.5;
    for (;;) {
        double x, fx, closest, tolerance;
        if (fa == 0)
            return a;
        if (fb == 0)
            return b;
        x = a + t * (b - a);
        fx = function(x, context);
        if (sign_of(fx) == sign_of(fa)) {
            c = a, fc = fa;
        } else {
            c = b, fc = fb;
            b = a, fb = fa;
        }
        a = x, fa = fx;
        closest = fabs(fa) < fabs(fb) ? a : b;
        tolerance = (DBL_EPSILON * fabs(closest) + SMALLEST_STEP) / fabs(b - a);
        if (fa == 0 || tolerance >= 0.5)
            return closest;
        {
            const double xi = (a - b) / (c - b), phi = (fa - fb) / (fc - fb);
            t = 0.5;
            if (phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi)
                t = fa / (fb - fa) * (fc / (fb - fc)) + (c - a) / (b - a) * (fa / (fc - fa)) * (fb / (fc - fb));
        }
        /* A NaN from infinite values fails every comparison; bisect then. */
        if (!(t >= tolerance))
            t = t < tolerance ? tolerance : 0.5;
        else if (t > 1 - tolerance)
            t = 1 - tolerance;
    }
}
