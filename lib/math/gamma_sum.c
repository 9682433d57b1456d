/* The probability is the integral of exp(K(s)) / s along a vertical line in the complex plane, where K is the cumulant
 * generating function, divided by 2 pi i. The line goes through the saddle point, the minimum of exp(K(s)) / s between
 * 0 and the first pole, from which the integrand falls without turning much; so nothing cancels, and a small
 * probability has all its digits (Daniels, Annals of Mathematical Statistics 25:631, 1954; Lugannani and Rice, Advances
 * in Applied Probability 12:475, 1980). No singularity is nearer to the saddle point than its width, so the trapezoidal
 * rule in v, with t = width sinh(v) along the line, converges exponentially.
 *
 * SPDX-License-Identifier: MIT */
#include "gamma_sum.h"

#include "numerics.h"

#include <math.h>

static const double PI = 3.14159265358979323846;
/* Twice as fine as doubles need. */
static const double STEP = 0.125;
/* Beyond v = 24 every integrand is negligible: two variables of shape 1 in all leave exp(-2 v). */
enum { MOST_STEPS = 192 };

typedef struct gamma_sum {
    const double *shapes, *coefficients;
    double saddle, sign;
    int count;
} gamma_sum;

static double mean(const gamma_sum *self)
{
    double sum = 0;
    int i;
    for (i = 0; i < self->count; i++)
        sum += self->shapes[i] * self->coefficients[i];
    return self->sign * sum;
}

static double largest(const gamma_sum *self)
{
    double most = 0;
    int i;
    for (i = 0; i < self->count; i++)
        if (self->shapes[i] > 0)
            most = fmax(most, self->sign * self->coefficients[i]);
    return most;
}

/* The derivative of K(s) - log s, times s. */
static double slope(double s, const void *context)
{
    const gamma_sum *const self = context;
    double sum = -1;
    int i;
    for (i = 0; i < self->count; i++) {
        const double product = self->sign * self->coefficients[i] * s;
        if (self->shapes[i] > 0)
            sum += self->shapes[i] * product / (1 - product);
    }
    return sum;
}

/* The logarithm of the integrand's size, relative to that at the saddle point, and its angle, both at distance t. */
static double turned(const gamma_sum *self, double t, double *angle)
{
    double size = -0.5 * log1p(t / self->saddle * (t / self->saddle));
    int i;
    *angle = -atan(t / self->saddle);
    for (i = 0; i < self->count; i++) {
        const double coefficient = self->sign * self->coefficients[i];
        const double ratio = t * coefficient / (1 - coefficient * self->saddle);
        if (!(self->shapes[i] > 0))
            continue;
        size -= 0.5 * self->shapes[i] * log1p(ratio * ratio);
        *angle += self->shapes[i] * atan(ratio);
    }
    return size;
}

static double width(const gamma_sum *self)
{
    double sum = 1 / (self->saddle * self->saddle);
    int i;
    for (i = 0; i < self->count; i++) {
        const double coefficient = self->sign * self->coefficients[i];
        const double ratio = coefficient / (1 - coefficient * self->saddle);
        if (self->shapes[i] > 0) /* the factor of another may have its pole at the saddle point */
            sum += self->shapes[i] * ratio * ratio;
    }
    return 1 / sqrt(sum);
}

static double log_at_saddle(const gamma_sum *self)
{
    double sum = -log(self->saddle);
    int i;
    for (i = 0; i < self->count; i++)
        if (self->shapes[i] > 0)
            sum -= self->shapes[i] * log1p(-self->sign * self->coefficients[i] * self->saddle);
    return sum;
}

/* The probability that the sum, times its sign, is positive, where its mean is not. */
static double tail(gamma_sum *self)
{
    const double most = largest(self);
    double scale, sum = 0.5;
    int i;
    if (!(most > 0))
        return 0;
    self->saddle = nps_find_root(slope, self, 0, 1 / most);
    scale = width(self);
    for (i = 1; i < MOST_STEPS; i++) {
        const double v = i * STEP;
        double angle;
        const double size = exp(turned(self, scale * sinh(v), &angle)) * cosh(v);
        sum += size * cos(angle);
        if (size < 1e-18)
            break;
    }
    return fmin(1, exp(log_at_saddle(self)) * sum * STEP * scale / PI);
}

double nps_gamma_sum_positive(const double *shapes, const double *coefficients, int count)
{
    gamma_sum self = {shapes, coefficients, 0, 1, count};
    if (mean(&self) <= 0)
        return tail(&self);
    self.sign = -1;
    return 1 - tail(&self);
}
