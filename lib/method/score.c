/* The score interval of a paired difference (Tango, Statistics in Medicine 17:891, 1998).
 * SPDX-License-Identifier: MIT */
#include "score.h"

#include "../math/numerics.h"

#include <math.h>

/* Near 1 all terms are written in 1 - theta, which is exact there, so that nothing cancels. */
nps_restricted_estimate nps_restrict(const nps_real_counts *counts, double theta, double rest)
{
    const double n = nps_real_counts_total(counts), m = counts->passives, c = counts->detractors;
    /* The share of detractors q is the larger root of 2 n q^2 + linear q - product = 0. */
    const double linear =
        theta < 0.5 ? (n + m + 2 * c) * theta - counts->promoters - c : 2 * (m + c) - (n + m + 2 * c) * rest;
    const double product = c * theta * rest;
    const double root = sqrt(linear * linear + 8 * n * product);
    nps_restricted_estimate estimate;
    estimate.distance = theta < 0.5 ? counts->promoters - c - n * theta : n * rest - (m + 2 * c);
    estimate.detractors = linear > 0 ? 2 * product / (linear + root) : (root - linear) / (4 * n);
    estimate.variance = 2 * estimate.detractors + theta * rest;
    return estimate;
}

nps_real_counts nps_mirror(const nps_real_counts *counts)
{
    return (nps_real_counts){counts->detractors, counts->passives, counts->promoters};
}

double nps_score_deviate(const nps_real_counts *counts, double theta)
{
    if (theta < 0) {
        const nps_real_counts mirror = nps_mirror(counts);
        return -nps_score_deviate(&mirror, -theta);
    } else {
        const nps_restricted_estimate estimate = nps_restrict(counts, theta, 1 - theta);
        return estimate.distance == 0 ? 0 : estimate.distance / sqrt(nps_real_counts_total(counts) * estimate.variance);
    }
}

/* A function that is zero at a bound. */
struct score_equation {
    nps_deviate statistic;
    const nps_real_counts *counts;
    double deviate;
};

static double excess(double theta, const void *context)
{
    const struct score_equation *bound = context;
    return bound->statistic(bound->counts, theta) - bound->deviate;
}

nps_bounds nps_invert_deviate(nps_deviate statistic, const nps_real_counts *counts, double alpha)
{
    const double z = nps_normal_two_sided_quantile(alpha), estimate = nps_real_counts_theta(counts);
    const double lower = nps_find_bound(excess, &(struct score_equation){statistic, counts, z}, -1, estimate);
    const double upper = nps_find_bound(excess, &(struct score_equation){statistic, counts, -z}, 1, estimate);
    /* A root may be rounded to the other side of the estimate. */
    return (nps_bounds){fmin(lower, estimate), fmax(upper, estimate)};
}

static nps_bounds bounds(const nps_real_counts *counts, double alpha)
{
    return nps_invert_deviate(nps_score_deviate, counts, alpha);
}

static double p_value(const nps_real_counts *counts, double theta, nps_alternative alternative)
{
    return nps_deviate_p_value(nps_score_deviate(counts, theta), alternative);
}

const nps_procedure nps_score_procedure = {.center = nps_real_counts_theta, .bounds = bounds, .p_value = p_value};
