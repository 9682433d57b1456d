/* The score test of a difference of two samples, corrected for skewness (Laud, Pharmaceutical Statistics 16:334,
 * 2017; there for binomials, here for trinomials). The statistic is the observed difference minus the tested one,
 * over its standard error at the most likely pair of truths with the tested difference. MOVER uses no such pair, and
 * its coverage is too low where both samples are near an end of the scale.
 *
 *
 * SPDX-License-Identifier: MIT */
#include "skewness_difference.h"
#include "../math/numerics.h"
#include "skewness.h"

#include <math.h>

/* Two samples and the tested difference. Truths are written as rest = 1 - theta, and the samples are mirrored, if
 * necessary, so that the sum of their scores is above 0. Then nothing cancels where nearly all answers are
 * promoters. */
struct tested_samples {
    nps_real_counts a, b;
    double difference;
};

/* One sample at a truth: n (estimate - theta), and the second and third central moments of an answer. */
struct moments {
    double distance, variance, third;
};

static struct moments moments_at(const nps_real_counts *counts, double rest)
{
    const int mirrored = rest > 1;
    const nps_real_counts turned = mirrored ? nps_mirror(counts) : *counts;
    const double theta = fabs(1 - rest), remaining = mirrored ? 2 - rest : rest;
    const nps_restricted_estimate estimate = nps_restrict(&turned, theta, remaining);
    const double third = nps_third_moment(&estimate, theta, remaining);
    return (struct moments){mirrored ? -estimate.distance : estimate.distance, estimate.variance,
                            mirrored ? -third : third};
}

static double rest_of_estimate(const nps_real_counts *counts)
{
    return (counts->passives + 2 * counts->detractors) / nps_real_counts_total(counts);
}

static double rest_of_b(const struct tested_samples *tested, double rest_of_a)
{
    return fmax(0, fmin(2, rest_of_a + tested->difference));
}

/* The derivative of the log likelihood of one sample by theta. */
static double slope_of_one(const nps_real_counts *counts, double rest)
{
    const struct moments at = moments_at(counts, rest);
    return at.distance == 0 ? 0 : at.distance / at.variance;
}

/* The derivative of the log likelihood of both samples when their truths move together. */
static double slope(double rest_of_a, const void *context)
{
    const struct tested_samples *tested = context;
    return slope_of_one(&tested->a, rest_of_a) + slope_of_one(&tested->b, rest_of_b(tested, rest_of_a));
}

/* The theta of sample a in the most likely pair; it lies between the values that each sample alone makes most
 * likely. */
static double most_likely(const struct tested_samples *tested)
{
    /* Not -difference: fmax() may return -0, and quotients by -0 would have the wrong sign. */
    const double lowest = fmax(0, 0 - tested->difference), highest = fmin(2, 2 - tested->difference);
    const double one = fmax(lowest, fmin(highest, rest_of_estimate(&tested->a)));
    const double other = fmax(lowest, fmin(highest, rest_of_estimate(&tested->b) - tested->difference));
    const double from = fmin(one, other), to = fmax(one, other);
    if (from == to || slope(from, tested) >= 0)
        return from;
    return slope(to, tested) <= 0 ? to : nps_find_root(slope, tested, from, to);
}

/* A continuity correction in theta; n is the size of the smaller sample. Because the statistic of a small sample is
 * discrete, the coverage falls below the level, above all where there are no passives. Up to five respondents the
 * factor n / (n - 1) of the variance is sufficient. Found by exact enumeration: see docs/which_interval.md. */
static double continuity_correction(double n)
{
    return 0.26 * fmax(0, n - 5) / (n * n);
}

/* The distance of the observed difference from the tested one, in standard errors, corrected. It is never evidence
 * against the observed difference. */
static double deviate(const struct tested_samples *tested)
{
    const double n_a = nps_real_counts_total(&tested->a), n_b = nps_real_counts_total(&tested->b);
    const double distance = rest_of_estimate(&tested->b) - rest_of_estimate(&tested->a) - tested->difference;
    const double beyond = fabs(distance) - continuity_correction(fmin(n_a, n_b));
    struct moments a, b;
    double rest, variance, third, z;
    /* One answer has no variance estimate, so every difference is possible. With weights, n may differ from 1 by
     * rounding. */
    if (n_a <= 1 + 1e-9 || n_b <= 1 + 1e-9 || beyond <= 0)
        return 0;
    rest = most_likely(tested);
    a = moments_at(&tested->a, rest);
    b = moments_at(&tested->b, rest_of_b(tested, rest));
    variance = a.variance / (n_a - 1) + b.variance / (n_b - 1);
    if (!(variance > 0))
        return copysign(INFINITY, distance);
    third = a.third / n_a / n_a - b.third / n_b / n_b;
    z = nps_correct_for_skewness(copysign(beyond, distance) / sqrt(variance), third / variance / (6 * sqrt(variance)));
    return distance > 0 ? fmax(0, z) : fmin(0, z);
}

/* -1 if the samples were mirrored, and with them all signs. */
static double turn(const nps_real_counts *a, const nps_real_counts *b, struct tested_samples *tested)
{
    const int turned = nps_real_counts_theta(a) + nps_real_counts_theta(b) < 0;
    tested->a = turned ? nps_mirror(a) : *a;
    tested->b = turned ? nps_mirror(b) : *b;
    return turned ? -1 : 1;
}

/* A function that is zero at a bound. */
struct difference_equation {
    struct tested_samples tested;
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
    const double estimate = rest_of_estimate(&lower.tested.b) - rest_of_estimate(&lower.tested.a);
    nps_bounds theta;
    upper.tested = lower.tested;
    /* A root may be rounded to the other side of the estimate. */
    theta.lower = fmin(nps_find_bound(excess, &lower, -2, estimate), estimate);
    theta.upper = fmax(nps_find_bound(excess, &upper, 2, estimate), estimate);
    return sign > 0 ? theta : (nps_bounds){-theta.upper, -theta.lower};
}

double nps_skewness_difference_deviate(const nps_real_counts *a, const nps_real_counts *b, double difference)
{
    struct tested_samples tested;
    const double sign = turn(a, b, &tested);
    tested.difference = sign * difference;
    return sign * deviate(&tested);
}

double nps_skewness_difference_p_value(const nps_real_counts *a, const nps_real_counts *b, double difference,
                                       nps_alternative alternative)
{
    return nps_deviate_p_value(nps_skewness_difference_deviate(a, b, difference), alternative);
}
