/* Power by a formula: the difference of the scores is taken as normal with its true variance and skewness, and how
 * large a difference is just significant is asked from the comparison itself, for the most likely tables with such a
 * difference.
 * SPDX-License-Identifier: MIT */
#include "approximate_power.h"

#include "../compare/difference.h"
#include "../counts.h"
#include "../math/numerics.h"
#include "../method.h"
#include "edgeworth.h"
#include "shares.h"

#include <math.h>
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

/* A comparison of the likely tables, of which only the interval is wanted: a p-value takes far longer to find. */
struct comparison {
    nps_pair pair;
    double alpha, reference;
    nps_bounds theta;
};

static nps_status with_sample(void *context, const nps_setting *setting)
{
    struct comparison *comparison = context;
    comparison->pair.setting = setting;
    return nps_difference_bounds(&comparison->pair, comparison->alpha, &comparison->theta);
}

static nps_status with_benchmark(void *context, const nps_setting *setting)
{
    struct comparison *comparison = context;
    nps_bounds *theta = &comparison->theta;
    const nps_status status =
        nps_procedure_bounds(comparison->pair.procedure, setting, &comparison->pair.a, comparison->alpha, theta);
    theta->lower -= comparison->reference;
    theta->upper -= comparison->reference;
    return status;
}

/* How far the interval reaches from the difference towards 0, when the difference is `deviation` away from its mean. */
static nps_status find_reach(const struct trial *trial, double deviation, double sign, double *reach)
{
    const nps_counts first = likely_table(trial, trial->first, deviation, 1);
    const uint64_t others = trial->second->n;
    struct comparison comparison = {.alpha = 1 - trial->level, .reference = trial->second->benchmark / 100};
    double difference;
    nps_method really;
    nps_status status = nps_method_check_level(trial->level);
    if (!status)
        status = nps_method_find(trial->method, others == 0 ? NPS_ONE_SAMPLE : NPS_TWO_SAMPLES,
                                 others > trial->first->n ? others : trial->first->n, 0, &really,
                                 &comparison.pair.procedure);
    if (status)
        return status;
    comparison.pair.a = nps_counts_to_real(&first);
    difference = nps_real_counts_theta(&comparison.pair.a);
    if (others == 0) {
        difference -= comparison.reference;
    } else {
        const nps_counts second = likely_table(trial, trial->second, deviation, -1);
        comparison.pair.b = nps_counts_to_real(&second);
        difference -= nps_real_counts_theta(&comparison.pair.b);
    }
    status =
        nps_method_work(comparison.pair.procedure, NULL, 0, others == 0 ? with_benchmark : with_sample, &comparison);
    *reach = difference - (sign > 0 ? comparison.theta.lower : comparison.theta.upper);
    return status;
}

/* P(D > x) for the difference D, or with sign -1 P(D < x): the normal tail with the first term of Edgeworth's series.
 */
static double tail(const struct trial *trial, double x, double sign)
{
    const double distance = sign * (x - trial->mean);
    if (trial->variance == 0)
        return distance < 0;
    return nps_edgeworth_upper_tail(distance / sqrt(trial->variance),
                                    sign * trial->third_moment / (trial->variance * sqrt(trial->variance)));
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
    double reach;
    nps_status status;
    *probability = 0;
    if (is_negligible(trial, sign))
        return NPS_OK;
    status = find_reach(trial, deviation, sign, &reach);
    if (!status)
        *probability = tail(trial, reach, sign);
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
