/* Power by a formula: the difference of the scores is taken as normal with its true variance and skewness, and how
 * large a difference is just significant is asked from the comparison itself, for the most likely tables with such a
 * difference.
 * SPDX-License-Identifier: MIT */
#include "approximate_power.h"

#include "../math/numerics.h"
#include "shares.h"

#include <math.h>
#include <nps/compare.h>
#include <stdbool.h>

/* A comparison, and the moments of its difference in theta. */
struct trial {
    const nps_plan_arm *first, *second;
    nps_method method;
    double level;
    double mean, variance, third_moment;
};

static void add_moments(struct trial *trial, const nps_plan_arm *arm, double sign)
{
    const double n = (double)arm->n;
    if (arm->n == 0) {
        trial->mean += sign * arm->benchmark / 100;
        return;
    }
    trial->mean += sign * nps_plan_shares_theta(&arm->shares);
    trial->variance += nps_plan_shares_variance(&arm->shares) / n;
    trial->third_moment += sign * nps_plan_shares_third_moment(&arm->shares) / (n * n);
}

/* The most likely table of an arm when the difference is `deviation` away from its mean: its regression on it. */
static nps_counts likely_table(const struct trial *trial, const nps_plan_arm *arm, double deviation, double sign)
{
    const nps_plan_shares *shares = &arm->shares;
    const double theta = nps_plan_shares_theta(shares);
    const double slope = trial->variance > 0 ? sign * deviation / ((double)arm->n * trial->variance) : 0;
    return nps_plan_shares_table(shares->promoters * (1 + (1 - theta) * slope),
                                 shares->detractors * (1 - (1 + theta) * slope), arm->n);
}

static nps_status compare(const struct trial *trial, double deviation, nps_comparison *comparison)
{
    const nps_counts first = likely_table(trial, trial->first, deviation, 1);
    nps_counts second;
    if (trial->second->n == 0)
        return nps_compare_benchmark(&first, trial->second->benchmark, 0, trial->method, trial->level, comparison);
    second = likely_table(trial, trial->second, deviation, -1);
    return nps_compare(&first, &second, trial->method, trial->level, comparison);
}

/* P(D > x) for the difference D, or with sign -1 P(D < x): the normal tail with the first term of Edgeworth's series.
 */
static double tail(const struct trial *trial, double x, double sign)
{
    static const double inverse_sqrt_2pi = 0.39894228040143267794;
    const double distance = sign * (x - trial->mean);
    double z, skewness;
    if (trial->variance == 0)
        return distance < 0;
    z = distance / sqrt(trial->variance);
    skewness = sign * trial->third_moment / (trial->variance * sqrt(trial->variance));
    return fmax(0,
                fmin(1, nps_normal_upper_tail(z) + skewness / 6 * (z * z - 1) * inverse_sqrt_2pi * exp(-0.5 * z * z)));
}

/* The difference that would be just significant if the variance were known. */
static double significant_difference(const struct trial *trial, double sign)
{
    return sign * nps_normal_two_sided_quantile(1 - trial->level) * sqrt(trial->variance);
}

/* Whether a difference on this side is found less often than once in 10^5. */
static bool is_negligible(const struct trial *trial, double sign)
{
    static const double far_away = 4.4;
    const double distance = sign * (significant_difference(trial, sign) - trial->mean);
    return distance > far_away * sqrt(trial->variance) && trial->variance > 0;
}

/* The probability that the difference is found to be above 0 (sign 1) or below it (-1). */
static nps_status find_side(const struct trial *trial, double sign, double *probability)
{
    const double deviation = significant_difference(trial, sign) - trial->mean;
    nps_comparison comparison;
    nps_status status;
    *probability = 0;
    if (is_negligible(trial, sign))
        return NPS_OK;
    status = compare(trial, deviation, &comparison);
    if (!status) {
        const double bound = sign > 0 ? comparison.bounds.lower : comparison.bounds.upper;
        *probability = tail(trial, (comparison.difference - bound) / 100, sign);
    }
    return status;
}

nps_status nps_plan_approximate_power(const nps_plan_arm *first, const nps_plan_arm *second, nps_method method,
                                      double level, double *power)
{
    struct trial trial = {first, second, method, level, 0, 0, 0};
    double above, below;
    nps_status status;
    add_moments(&trial, first, 1);
    add_moments(&trial, second, -1);
    status = find_side(&trial, 1, &above);
    if (!status)
        status = find_side(&trial, -1, &below);
    if (!status)
        *power = fmin(1, above + below);
    return status;
}
