/* The score interval corrected for skewness (Laud, Pharmaceutical Statistics 16:334, 2017, after Gart and Nam 1988),
 * with the variance times n / (n - 1).
 * SPDX-License-Identifier: MIT */
#include "skewness.h"

#include <math.h>

/* For theta >= 0. */
static double deviate_above_zero(const nps_real_counts *counts, double theta)
{
    const double n = nps_real_counts_total(counts), rest = 1 - theta;
    const nps_restricted_estimate estimate = nps_restrict(counts, theta, rest);
    const double third_moment = nps_third_moment(&estimate, theta, rest);
    const double variance_of_mean = estimate.variance / (n - 1);
    double s, a;

    /* One answer has no variance estimate, so every theta is possible. */
    if (n <= 1)
        return 0;
    if (!(estimate.variance > 0))
        return estimate.distance == 0 ? 0 : copysign(INFINITY, estimate.distance);
    s = estimate.distance / n / sqrt(variance_of_mean);
    a = third_moment / (n * n) / variance_of_mean / (6 * sqrt(variance_of_mean));
    return nps_correct_for_skewness(s, a);
}

/* The correction as published, for one-sided tests. */
static double corrected_deviate(const nps_real_counts *counts, double theta)
{
    if (theta < 0) {
        const nps_real_counts mirror = nps_mirror(counts);
        return -deviate_above_zero(&mirror, -theta);
    }
    return deviate_above_zero(counts, theta);
}

/* Close to the estimate the correction may exceed the distance, so that the statistic would have the wrong sign.
 * There the statistic is 0, which makes it monotone. */
static double deviate(const nps_real_counts *counts, double theta)
{
    const double corrected = corrected_deviate(counts, theta), estimate = nps_real_counts_theta(counts);
    if (estimate == theta)
        return 0;
    return estimate > theta ? fmax(0, corrected) : fmin(0, corrected);
}

static nps_bounds bounds(const nps_real_counts *counts, double alpha)
{
    return nps_invert_deviate(deviate, counts, alpha);
}

static double p_value(const nps_real_counts *counts, double theta, nps_alternative alternative)
{
    return nps_deviate_p_value(alternative == NPS_TWO_SIDED ? deviate(counts, theta) : corrected_deviate(counts, theta),
                               alternative);
}

const nps_procedure nps_skewness_score_procedure = {
    .center = nps_real_counts_theta, .bounds = bounds, .p_value = p_value};
