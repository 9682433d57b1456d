/* SPDX-License-Identifier: MIT */
#include "numerics.h"

#include <float.h>
#include <math.h>

#if FLT_EVAL_METHOD < 0 || FLT_EVAL_METHOD > 1
#error "libnps needs arithmetic in double, the same bits everywhere: on 32-bit x86 compile with -msse2 -mfpmath=sse"
#endif

/* The smallest distance to which roots are resolved: all roots are shares or deviates, so nothing smaller matters. */
static const double SMALLEST_STEP = 1e-18;
static const double LOG_SQRT_2PI = 0.91893853320467274178;

static double polynomial(const double *coefficients, int count, double x)
{
    double sum = coefficients[count - 1];
    int i;
    for (i = count - 2; i >= 0; i--)
        sum = sum * x + coefficients[i];
    return sum;
}

/* P(Z > z) = 1/2 - z q(z^2) near 0: the Taylor series, 1 / (sqrt(2 pi) (-2)^i i! (2 i + 1)). */
static double tail_near_zero(double z)
{
    static const double NEAR[] = {3.9894228040143267794e-1,  -6.6490380066905446323e-2, 9.9735570100358169485e-3,
                                  -1.1873282154804543986e-3, 1.1543468761615528876e-4,  -9.4446562595036145346e-6,
                                  6.6596935163166512744e-7,  -4.1226674148626888841e-8, 2.2735298243728063699e-9,
                                  -1.130117164161921295e-10, 5.1124347902563106202e-12, -2.1217614742170459096e-13};
    return 0.5 - z * polynomial(NEAR, sizeof NEAR / sizeof *NEAR, z * z);
}

/* P(Z > z) exp(z^2 / 2) (z + 4) as a polynomial in (z - 4) / (z + 4), from its Chebyshev series; for z > 0. The
 * square is split so that no bit of it is lost. libm's erfc() is not used because its last bits differ between
 * machines. */
static double tail_far_from_zero(double z)
{
    static const double TAIL[] = {
        7.5528513041575149205e-1,  -6.0789664197189212453e-1, 3.8713740074221491747e-1,  -1.8652185795965482879e-1,
        6.0396574890917872251e-2,  -7.540188966825239981e-3,  -3.4796923670479736302e-3, 1.6308184593945859772e-3,
        1.3334430941183254391e-4,  -2.3109495324019438516e-4, -1.9082463514145710528e-6, 3.5144794787533553077e-5,
        7.1665876411951209908e-7,  -5.9205865195568908423e-6, -6.298367338492369051e-7,  1.022560415829603766e-6,
        2.7246296951145872079e-7,  -1.5650236461993106622e-7, -8.6866470159978927595e-8, 1.4630727405651174735e-8,
        2.1427603843452355884e-8,  1.4329918401088612934e-9,  -3.7306450818683702786e-9, -8.5465218998801471434e-10,
        3.4033123086494946476e-10, 1.1754789914807740295e-10};
    const double head = floor(16 * z) / 16, rest = z - head;
    const double density = exp(-0.5 * head * head) * exp(-0.5 * rest * (z + head));
    return density * polynomial(TAIL, sizeof TAIL / sizeof *TAIL, (z - 4) / (z + 4)) / (z + 4);
}

double nps_normal_upper_tail(double z)
{
    if (fabs(z) < 0.6)
        return tail_near_zero(z);
    if (z < -9) /* to the last bit */
        return 1;
    if (z < 0)
        return 1 - nps_normal_upper_tail(-z);
    return z < 39 ? tail_far_from_zero(z) : 0;
}

/* Newton's method on log P(Z > z), which is nearly a parabola, so it converges from a distant start. The start is
 * Abramowitz and Stegun 26.2.23, with an error of 4.5e-4. */
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
        /* A NaN from infinite values fails every comparison; then bisect. */
        if (!(t >= tolerance))
            t = t < tolerance ? tolerance : 0.5;
        else if (t > 1 - tolerance)
            t = 1 - tolerance;
    }
}

double nps_find_bound(nps_root_function function, const void *context, double end, double estimate)
{
    double at_end, at_estimate;
    if (estimate == end)
        return end;
    at_end = function(end, context);
    if (at_end == 0 || (at_end > 0) != (end < estimate))
        return end;
    at_estimate = function(estimate, context);
    if (at_estimate == 0 || (at_estimate > 0) == (end < estimate))
        return estimate;
    return nps_find_root(function, context, end, estimate);
}

double nps_normal_p_value_of_root(nps_root_function function, const void *context)
{
    if (function(0, context) <= 0)
        return 1;
    if (function(NPS_NORMAL_FARTHEST, context) > 0)
        return 0;
    return fmin(1, 2 * nps_normal_upper_tail(nps_find_root(function, context, 0, NPS_NORMAL_FARTHEST)));
}
