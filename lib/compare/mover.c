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

static double two_sided_p_value(const nps_pair *pair, double difference)
{
    const struct tested_difference tested = {pair, difference};
    return center_difference(pair) == difference ? 1 : nps_normal_p_value_of_root(clearance, &tested);
}

double nps_mover_p_value(const nps_pair *pair, double difference, nps_alternative alternative)
{
    const double two_sided = two_sided_p_value(pair, difference);
    if (alternative == NPS_TWO_SIDED)
        return two_sided;
    return (center_difference(pair) > difference) == (alternative == NPS_GREATER) ? two_sided / 2 : 1 - two_sided / 2;
}
