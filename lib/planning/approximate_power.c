/* Power by a formula for large samples. The difference of the scores is treated as normal with its true variance and
 * skewness. The comparison itself determines the smallest significant difference, for the most likely tables with that
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

/* A comparison, and the moments of the difference of theta. */
struct trial {
    const nps_plan_arm *first, *second;
    const nps_plan_criterion *criterion;
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

/* The most likely table of an arm, given a difference that deviates from its mean by `deviation`: a linear regression.
 */
static nps_counts likely_table(const struct trial *trial, const nps_plan_arm *arm, double deviation, double sign)
{
    const nps_plan_shares *shares = &arm->shares;
    const double theta = nps_plan_shares_theta(shares);
    const double slope = trial->variance > 0 ? sign * deviation / ((double)arm->n * trial->variance) : 0;
    return nps_plan_shares_table(shares->promoters * (1 + (1 - theta) * slope),
                                 shares->detractors * (1 - (1 + theta) * slope), arm->n);
}

/* The interval of a comparison of the likely tables. Its p-value is not computed, because that takes much longer. */
struct comparison {
    nps_pair pair;
    bool has_margin;
    double alpha, reference;
    nps_bounds theta;
};

static nps_status with_sample(void *context, const nps_setting *setting)
{
    struct comparison *comparison = context;
    comparison->pair.setting = setting;
    return comparison->has_margin ? nps_margin_bounds(&comparison->pair, comparison->alpha, &comparison->theta)
                                  : nps_difference_bounds(&comparison->pair, comparison->alpha, &comparison->theta);
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

/* The distance from the difference to the bound of its interval towards 0, given that the difference deviates from its
 * mean by `deviation`. */
static nps_status find_reach(const struct trial *trial, double deviation, double sign, double *reach)
{
    const nps_counts first = likely_table(trial, trial->first, deviation, 1);
    const uint64_t others = trial->second->n;
    struct comparison comparison = {.has_margin = trial->criterion->goal != NPS_PLAN_DIFFERENCE,
                                    .alpha = nps_plan_alpha(trial->criterion),
                                    .reference = trial->second->benchmark / 100};
    double difference;
    nps_method really;
    nps_status status =
        nps_method_find(trial->criterion->method, others == 0 ? NPS_ONE_SAMPLE : NPS_JOINED_SAMPLES,
                        others > trial->first->n ? others : trial->first->n, 0, &really, &comparison.pair.procedure);
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
    status = nps_method_work(comparison.pair.procedure, NULL, others == 0 ? with_benchmark : with_sample, &comparison);
    *reach = difference - (sign > 0 ? comparison.theta.lower : comparison.theta.upper);
    return status;
}

/* P(D > x) for the difference D, or P(D < x) with sign -1, with the first term of Edgeworth's series. */
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
    return sign * (nps_normal_two_sided_quantile(nps_plan_alpha(trial->criterion)) * sqrt(trial->variance) -
                   trial->criterion->margin);
}

/* Whether the probability of detecting a difference on this side is below 1e-5. */
static bool is_negligible(const struct trial *trial, double sign)
{
    static const double far_away = 4.4;
    const double distance = sign * (significant_difference(trial, sign) - trial->mean);
    return distance > far_away * sqrt(trial->variance) && trial->variance > 0;
}

/* The probability that the difference is significantly above its reference (sign 1) or below it (sign -1). */
static nps_status find_side(const struct trial *trial, double sign, double *probability)
{
    const double deviation = significant_difference(trial, sign) - trial->mean;
    double reach;
    nps_status status;
    *probability = 0;
    if (!nps_plan_looks_at(trial->criterion, sign) || is_negligible(trial, sign))
        return NPS_OK;
    status = find_reach(trial, deviation, sign, &reach);
    /* A method that is much stricter is asked again near the difference that is just significant for it. */
    if (!status &&
        fabs(reach - sign * trial->criterion->margin - trial->mean - deviation) > 0.25 * sqrt(trial->variance))
        status = find_reach(trial, reach - sign * trial->criterion->margin - trial->mean, sign, &reach);
    if (!status)
        *probability = tail(trial, reach - sign * trial->criterion->margin, sign);
    return status;
}

nps_status nps_plan_approximate_power(const nps_plan_arm *first, const nps_plan_arm *second,
                                      const nps_plan_criterion *criterion, double *power)
{
    struct trial trial = {first, second, criterion, 0, 0, 0};
    double above, below;
    nps_status status;
    add_moments(&trial, first, 1);
    add_moments(&trial, second, -1);
    status = find_side(&trial, 1, &above);
    if (!status)
        status = find_side(&trial, -1, &below);
    if (!status)
        *power = nps_plan_joined(criterion, above, below);
    return status;
}
