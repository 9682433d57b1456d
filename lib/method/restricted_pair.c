/* SPDX-License-Identifier: MIT */
#include "restricted_pair.h"

#include "../math/numerics.h"
#include "skewness.h"

#include <math.h>

/* The estimate of the counts or, where the score is negative, of their mirror image, with the distance of the counts.
 */
static nps_restricted_estimate estimate_at(const nps_real_counts *counts, double rest)
{
    const nps_real_counts mirror = nps_mirror(counts);
    nps_restricted_estimate estimate;
    if (rest <= 1)
        return nps_restrict(counts, 1 - rest, rest);
    estimate = nps_restrict(&mirror, rest - 1, 2 - rest);
    estimate.distance = -estimate.distance;
    return estimate;
}

nps_restricted_moments nps_restricted_moments_at(const nps_real_counts *counts, double rest)
{
    const int mirrored = rest > 1;
    const nps_restricted_estimate estimate = estimate_at(counts, rest);
    const double third = nps_third_moment(&estimate, fabs(1 - rest), mirrored ? 2 - rest : rest);
    return (nps_restricted_moments){estimate.distance, estimate.variance, mirrored ? -third : third};
}

nps_real_counts nps_restricted_shares_at(const nps_real_counts *counts, double rest)
{
    const int mirrored = rest > 1;
    const double theta = fabs(1 - rest), remaining = mirrored ? 2 - rest : rest;
    const double detractors = fmin(remaining / 2, estimate_at(counts, rest).detractors);
    const nps_real_counts shares = {theta + detractors, remaining - 2 * detractors, detractors};
    return mirrored ? nps_mirror(&shares) : shares;
}

double nps_rest_of_estimate(const nps_real_counts *counts)
{
    return (counts->passives + 2 * counts->detractors) / nps_real_counts_total(counts);
}

double nps_tested_pair_lowest(const nps_tested_pair *tested)
{
    /* Not -difference: fmax() may return -0, and quotients by -0 would have the wrong sign. */
    return fmax(0, 0 - tested->difference);
}

double nps_tested_pair_highest(const nps_tested_pair *tested)
{
    return fmin(2, 2 - tested->difference);
}

double nps_tested_pair_rest_of_b(const nps_tested_pair *tested, double rest_of_a)
{
    return fmax(0, fmin(2, rest_of_a + tested->difference));
}

/* The derivative of the log likelihood of one sample by theta. */
static double slope_of_one(const nps_real_counts *counts, double rest)
{
    const nps_restricted_estimate at = estimate_at(counts, rest);
    return at.distance == 0 ? 0 : at.distance / at.variance;
}

/* The derivative of the log likelihood of both samples when their truths move together. */
static double slope(double rest_of_a, const void *context)
{
    const nps_tested_pair *tested = context;
    return slope_of_one(&tested->a, rest_of_a) + slope_of_one(&tested->b, nps_tested_pair_rest_of_b(tested, rest_of_a));
}

/* It lies between the values that each sample alone makes most likely. */
double nps_tested_pair_most_likely(const nps_tested_pair *tested)
{
    const double lowest = nps_tested_pair_lowest(tested), highest = nps_tested_pair_highest(tested);
    const double one = fmax(lowest, fmin(highest, nps_rest_of_estimate(&tested->a)));
    const double other = fmax(lowest, fmin(highest, nps_rest_of_estimate(&tested->b) - tested->difference));
    const double from = fmin(one, other), to = fmax(one, other);
    if (from == to || slope(from, tested) >= 0)
        return from;
    return slope(to, tested) <= 0 ? to : nps_find_root(slope, tested, from, to);
}
