/* The score test of a difference of two samples, corrected for skewness (Laud, Pharmaceutical Statistics 16:334,
 * 2017; there for binomials, here for trinomials). The statistic is the observed difference minus the tested one,
 * over its standard error at the most likely pair of truths with the tested difference. MOVER uses no such pair, and
 * its coverage is too low where both samples are near an end of the scale.
 *
 *
 * SPDX-License-Identifier: MIT */
#include "skewness_difference.h"
#include "../math/numerics.h"
#include "restricted_pair.h"
#include "skewness.h"

#include <math.h>

/* A continuity correction in theta; n is the size of the smaller sample. Because the statistic of a small sample is
 * discrete, the coverage falls below the level, above all where there are no passives. Up to five respondents the
 * factor n / (n - 1) of the variance is sufficient. Found by exact enumeration: see docs/which_interval.md. */
static double continuity_correction(double n)
{
    return 0.26 * fmax(0, n - 5) / (n * n);
}

/* It is never evidence against the observed difference. */
double nps_skewness_pair_deviate(const nps_tested_pair *tested, double correction, double *most_likely)
{
    const double n_a = nps_real_counts_total(&tested->a), n_b = nps_real_counts_total(&tested->b);
    const double distance = nps_rest_of_estimate(&tested->b) - nps_rest_of_estimate(&tested->a) - tested->difference;
    const double beyond = fabs(distance) - correction;
    nps_restricted_moments a, b;
    double variance, third, z;
    /* One answer has no variance estimate, so every difference is possible. With weights, n may differ from 1 by
     * rounding. */
    if (n_a <= 1 + 1e-9 || n_b <= 1 + 1e-9 || beyond <= 0)
        return 0;
    *most_likely = nps_tested_pair_most_likely(tested);
    a = nps_restricted_moments_at(&tested->a, *most_likely);
    b = nps_restricted_moments_at(&tested->b, nps_tested_pair_rest_of_b(tested, *most_likely));
    variance = a.variance / (n_a - 1) + b.variance / (n_b - 1);
    if (!(variance > 0))
        return copysign(INFINITY, distance);
    third = a.third / n_a / n_a - b.third / n_b / n_b;
    z = nps_correct_for_skewness(copysign(beyond, distance) / sqrt(variance), third / variance / (6 * sqrt(variance)));
    return distance > 0 ? fmax(0, z) : fmin(0, z);
}

static double deviate(const nps_tested_pair *tested)
{
    const double n_a = nps_real_counts_total(&tested->a), n_b = nps_real_counts_total(&tested->b);
    double most_likely;
    return nps_skewness_pair_deviate(tested, continuity_correction(fmin(n_a, n_b)), &most_likely);
}

/* The smaller sample becomes the first, because the search for the most likely pair keeps the precision of the first
 * one next to an end of the scale; and the sum of the scores is made positive by mirroring both. -1 if the sign of the
 * difference has changed. */
static double turn(const nps_real_counts *a, const nps_real_counts *b, nps_tested_pair *tested)
{
    const int exchanged = nps_real_counts_total(b) < nps_real_counts_total(a);
    const int mirrored = nps_real_counts_theta(a) + nps_real_counts_theta(b) < 0;
    const nps_real_counts *first = exchanged ? b : a, *second = exchanged ? a : b;
    tested->a = mirrored ? nps_mirror(first) : *first;
    tested->b = mirrored ? nps_mirror(second) : *second;
    return exchanged == mirrored ? 1 : -1;
}

/* A function that is zero at a bound. */
struct difference_equation {
    nps_tested_pair tested;
    double deviate;
};

static double excess(double difference, const void *context)
{
    struct difference_equation bound = *(const struct difference_equation *)context;
    bound.tested.difference = difference;
    return deviate(&bound.tested) - bound.deviate;
}

nps_bounds nps_skewness_difference_bounds(const nps_real_counts *a, const nps_real_counts *b, double alpha)
{
    const double z = nps_normal_two_sided_quantile(alpha);
    struct difference_equation lower = {.deviate = z}, upper = {.deviate = -z};
    const double sign = turn(a, b, &lower.tested);
    const double estimate = nps_rest_of_estimate(&lower.tested.b) - nps_rest_of_estimate(&lower.tested.a);
    nps_bounds theta;
    upper.tested = lower.tested;
    /* A root may be rounded to the other side of the estimate. */
    theta.lower = fmin(nps_find_bound(excess, &lower, -2, estimate), estimate);
    theta.upper = fmax(nps_find_bound(excess, &upper, 2, estimate), estimate);
    return sign > 0 ? theta : (nps_bounds){-theta.upper, -theta.lower};
}

double nps_skewness_difference_deviate(const nps_real_counts *a, const nps_real_counts *b, double difference)
{
    nps_tested_pair tested;
    const double sign = turn(a, b, &tested);
    tested.difference = sign * difference;
    return sign * deviate(&tested);
}

double nps_skewness_difference_p_value(const nps_real_counts *a, const nps_real_counts *b, double difference,
                                       nps_alternative alternative)
{
    return nps_deviate_p_value(nps_skewness_difference_deviate(a, b, difference), alternative);
}
