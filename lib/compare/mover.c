/* SPDX-License-Identifier: MIT */
#include "mover.h"

#include "../math/numerics.h"

#include <math.h>

static double center_difference(const nps_pair *pair)
{
    return pair->procedure->center(&pair->a) - pair->procedure->center(&pair->b);
}

/* Both arguments are at most 2. libm's hypot() is not used because its last bits differ between machines. */
static double joined(double x, double y)
{
    return sqrt(x * x + y * y);
}

/* The distance from the difference to its lower bound combines the distance of a to its lower bound with that of b
 * to its upper bound. An interval around a median, at a low level, may lie beside the mean; it has the distance 0. */
nps_status nps_mover_bounds(const nps_pair *pair, double alpha, nps_bounds *theta)
{
    const double a = pair->procedure->center(&pair->a), b = pair->procedure->center(&pair->b);
    nps_bounds of_a, of_b;
    nps_status status = nps_procedure_bounds(pair->procedure, pair->setting, &pair->a, alpha, &of_a);
    if (!status)
        status = nps_procedure_bounds(pair->procedure, pair->setting, &pair->b, alpha, &of_b);
    if (status)
        return status;
    theta->lower = a - b - joined(fmax(0, a - of_a.lower), fmax(0, of_b.upper - b));
    theta->upper = a - b + joined(fmax(0, of_a.upper - a), fmax(0, b - of_b.lower));
    return NPS_OK;
}

/* A tested difference. */
struct tested_difference {
    const nps_pair *pair;
    double difference;
};

/* The distance of the near bound from the tested difference when the intervals use z deviates: positive while the
 * tested difference is outside. */
static double clearance(double z, const void *context)
{
    const struct tested_difference *tested = context;
    nps_bounds theta;
    if (nps_mover_bounds(tested->pair, fmin(1, 2 * nps_normal_upper_tail(z)), &theta))
        return 0; /* cannot happen: the method succeeded for these counts at the caller's level */
    return center_difference(tested->pair) > tested->difference ? theta.lower - tested->difference
                                                                : tested->difference - theta.upper;
}

/* The p-value that inverts the interval is that of the level at which a bound is the tested difference. There the
 * distances of the two near bounds from their estimates are the sides of a right angle whose hypotenuse is the distance
 * of the difference from the tested one; of all such triangles it is the one with equal probabilities beyond the two
 * bounds. The argument is the tangent of half the angle between the hypotenuse and the side of a, from 0 to 1. */
struct triangle {
    const nps_pair *pair;
    double a, b, hypotenuse;
    int greater; /* the difference is above the tested one, so the near bounds are the lower of a and the upper of b */
};

static double log_beyond_a(const struct triangle *self, double t)
{
    const double side = self->hypotenuse * ((1 - t) * (1 + t) / (1 + t * t));
    return self->pair->procedure->log_beyond(self->pair->setting, &self->pair->a,
                                             self->greater ? self->a - side : self->a + side, !self->greater);
}

static double log_beyond_b(const struct triangle *self, double t)
{
    const double side = self->hypotenuse * (2 * t / (1 + t * t));
    return self->pair->procedure->log_beyond(self->pair->setting, &self->pair->b,
                                             self->greater ? self->b + side : self->b - side, self->greater);
}

/* Falls while the side of b grows. Both probabilities may be 0 where a side is longer than scores allow. */
static double imbalance(double t, const void *context)
{
    const struct triangle *triangle = context;
    const double of_a = log_beyond_a(triangle, t), of_b = log_beyond_b(triangle, t);
    return of_a == of_b ? 0 : of_b - of_a;
}

static double balanced_p_value(const nps_pair *pair, double difference)
{
    const double a = pair->procedure->center(&pair->a), b = pair->procedure->center(&pair->b);
    const struct triangle triangle = {pair, a, b, fabs(a - b - difference), a - b > difference};
    /* At low levels a bound may lie beyond its estimate, which has the distance 0: then the other side is the whole. */
    if (imbalance(0, &triangle) <= 0)
        return fmin(1, 2 * exp(log_beyond_a(&triangle, 0)));
    if (imbalance(1, &triangle) >= 0)
        return fmin(1, 2 * exp(log_beyond_b(&triangle, 1)));
    return fmin(1, 2 * exp(log_beyond_b(&triangle, nps_find_root(imbalance, &triangle, 0, 1))));
}

static double two_sided_p_value(const nps_pair *pair, double difference)
{
    const struct tested_difference tested = {pair, difference};
    if (center_difference(pair) == difference)
        return 1;
    if (pair->procedure->log_beyond)
        return balanced_p_value(pair, difference);
    return nps_normal_p_value_of_root(clearance, &tested);
}

double nps_mover_p_value(const nps_pair *pair, double difference, nps_alternative alternative)
{
    const double two_sided = two_sided_p_value(pair, difference);
    if (alternative == NPS_TWO_SIDED)
        return two_sided;
    return (center_difference(pair) > difference) == (alternative == NPS_GREATER) ? two_sided / 2 : 1 - two_sided / 2;
}
