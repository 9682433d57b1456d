/* SPDX-License-Identifier: MIT */
#include "student.h"

#include "numerics.h"

#include <float.h>
#include <math.h>

static const double INVERSE_SQRT_PI = 0.56418958354775628695;
/* From this number of degrees of freedom on, Hill's expansion is exact to the last digits, and the fraction would
 * lose digits. */
static const double MANY_DEGREES = 1e4;

/* gamma(a + 1/2) / gamma(a). The difference of two lgamma() would lose digits where a is large. */
static double gamma_ratio(double a)
{
    double shifted = 1, inverse;
    while (a < 20) {
        shifted *= a / (a + 0.5);
        a += 1;
    }
    inverse = 1 / (a * a);
    return shifted * sqrt(a) *
           exp((-1. / 8 + inverse * (1. / 192 + inverse * (-1. / 640 + inverse * (17. / 14336)))) / a);
}

/* The continued fraction of the incomplete beta function, by Lentz's method (Numerical Recipes, 6.4). */
static double beta_fraction(double a, double b, double x)
{
    double c = 1, d = 1 / (1 - (a + b) * x / (a + 1)), fraction = d;
    int m;
    for (m = 1; m < 10000; m++) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        double step;
        d = 1 / (1 + even * d);
        c = 1 + even / c;
        fraction *= d * c;
        d = 1 / (1 + odd * d);
        c = 1 + odd / c;
        step = d * c;
        fraction *= step;
        if (fabs(step - 1) < DBL_EPSILON)
            break;
    }
    return fraction;
}

/* log(1 + u^2), also where u^2 exceeds the range of a double. */
static double log_one_plus_square(double u)
{
    return u < 1e100 ? log1p(u * u) : 2 * log(u);
}

/* The normal deviate with the same tail (Hill, Communications of the ACM 13:617, 1970). */
static double hill_deviate(double t, double degrees)
{
    const double a = degrees - 0.5, b = 48 * a * a;
    const double y = a * log_one_plus_square(t / sqrt(degrees));
    return (((((-0.4 * y - 3.3) * y - 24) * y - 85.5) / (0.8 * y * y + 100 + b) + y + 3) / b + 1) * sqrt(y);
}

double nps_student_upper_tail(double t, double degrees)
{
    const double a = degrees / 2, u = t / sqrt(degrees);
    double power, density;
    if (isinf(degrees) || isinf(t))
        return nps_normal_upper_tail(t);
    if (t < 0)
        return 1 - nps_student_upper_tail(-t, degrees);
    if (degrees >= MANY_DEGREES)
        return nps_normal_upper_tail(hill_deviate(t, degrees));
    /* x^a sqrt(1 - x) / B(a, 1/2) with x = degrees / (degrees + t^2), the factor of both fractions. */
    power = exp(-a * log_one_plus_square(u));
    density = power * (u / hypot(1, u)) * gamma_ratio(a) * INVERSE_SQRT_PI;
    if (t * t > 3 * degrees / (degrees + 2))
        return 0.5 * density * beta_fraction(a, 0.5, 1 / (1 + u * u)) / a;
    return 0.5 - density * beta_fraction(0.5, a, u * u / (1 + u * u));
}

struct student_tail {
    double degrees, p;
};

static double log_excess(double t, const void *context)
{
    const struct student_tail *tail = context;
    return log(nps_student_upper_tail(t, tail->degrees) / tail->p);
}

double nps_student_upper_quantile(double p, double degrees)
{
    const struct student_tail tail = {degrees, p};
    double low = 0, high = nps_normal_upper_quantile(p);
    if (isinf(degrees))
        return high;
    if (!(high > 0))
        return 0;
    while (log_excess(high, &tail) > 0) {
        low = high;
        high *= 2;
    }
    return isinf(high) ? high : nps_find_root(log_excess, &tail, low, high);
}
