/* The score interval of a paired difference (Tango, Statistics in Medicine 17:891, 1998).
 * SPDX-License-Identifier: MIT */
#include "score.h"

#include "../numerics.h"

#include <math.h>

/* For theta >= 0. Near 1 everything is written in 1 - theta, which is exact there, so that nothing cancels. */
static double deviate_above_zero(const nps_real_counts *counts, double theta)
{
    const double n = nps_real_counts_total(counts), m = counts->passives, c = counts->detractors;
    const double rest = 1 - theta;
    const double distance = theta < 0.5 ? counts->promoters - c - n * theta : n * rest - (m + 2 * c);
    /* q is the larger root of 2 n q^2 + linear q - product = 0. */
    const double linear =
        theta < 0.5 ? (n + m + 2 * c) * theta - counts->promoters - c : 2 * (m + c) - (n + m + 2 * c) * rest;
    const double product = c * theta * rest;
    const double root = sqrt(linear * linear + 8 * n * product);
    const double q = linear > 0 ? 2 * product / (linear + root) : (root - linear) / (4 * n);
    return distance == 0 ? 0 : distance / sqrt(n * (2 * q + theta * rest));
}

double nps_score_deviate(const nps_real_counts *counts, double theta)
{
    const nps_real_counts mirrored = {counts->detractors, counts->passives, counts->promoters};
    return theta < 0 ? -deviate_above_zero(&mirrored, -theta) : deviate_above_zero(counts, theta);
}

/* What is zero at a bound. */
struct bound {
    const nps_real_counts *counts;
    double deviate;
};

static double excess(double theta, const void *context)
{
    const struct bound *bound = context;
    return nps_score_deviate(bound->counts, theta) - bound->deviate;
}

static nps_status interval(const nps_real_counts *counts, double alpha, nps_bounds *theta)
{
    const double z = nps_normal_two_sided_quantile(alpha), estimate = nps_real_counts_theta(counts);
    const struct bound lower = {counts, z}, upper = {counts, -z};
    /* Everyone at one end: that end is possible, and nothing lies beyond it. */
    theta->lower = estimate == -1 ? -1 : nps_find_root(excess, &lower, -1, estimate);
    theta->upper = estimate == 1 ? 1 : nps_find_root(excess, &upper, estimate, 1);
    return NPS_OK;
}

static nps_status p_value(const nps_real_counts *counts, double theta, nps_alternative alternative, double *p)
{
    *p = nps_deviate_p_value(nps_score_deviate(counts, theta), alternative);
    return NPS_OK;
}

const nps_procedure nps_score_procedure = {nps_real_counts_theta, interval, p_value};
