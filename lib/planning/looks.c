/* Plans with several looks at a comparison: the levels of the looks, and the respondents that they cost.
 *
 * The deviates of looks after equal numbers of respondents are sums of independent normal increments, divided by the
 * square root of the number of looks so far. The density of the sum while no look has detected anything is integrated
 * from look to look (Armitage, McPherson and Rowe, Journal of the Royal Statistical Society A 132:235, 1969), by
 * Simpson's rule.
 *
 * SPDX-License-Identifier: MIT */
#include <nps/planning.h>

#include "../math/numerics.h"
#include "options.h"

#include <math.h>
#include <stddef.h>

/* The step of the integration, in standard deviations of an increment; its error is below 1e-5. */
static const double STEP = 0.2;

/* Enough for NPS_PLAN_LOOKS_MAX looks at every level. */
enum { MOST_STEPS = 400, MOST_POINTS = 2 * MOST_STEPS + 1 }; /* on each side of 0, and in all */

/* A design, and a quantity that is sought. */
struct look_design {
    int looks;
    nps_plan_boundary boundary;
    double constant; /* of the boundary */
    double drift;    /* the mean of an increment */
    double target;   /* of the probability of detecting */
};

/* The density of the sum, multiplied by the weights of the integration. */
struct sum_density {
    int count;
    double at[MOST_POINTS], weights[MOST_POINTS];
};

/* The deviate that is significant at a look. */
static double deviate_of(const struct look_design *design, int look)
{
    return design->boundary == NPS_PLAN_POCOCK ? design->constant
                                               : design->constant * sqrt((double)design->looks / look);
}

static double limit_of(const struct look_design *design, int look)
{
    return deviate_of(design, look) * sqrt(look);
}

static double normal_density(double x)
{
    static const double inverse_sqrt_2pi = 0.39894228040143267794;
    return inverse_sqrt_2pi * exp(-0.5 * x * x);
}

/* The probability that the next look is the first that detects. */
static double leaves(const struct sum_density *density, double limit, double drift)
{
    double probability = 0;
    int i;
    for (i = 0; i < density->count; i++) {
        const double from = density->at[i] + drift;
        probability +=
            density->weights[i] * (nps_normal_upper_tail(limit - from) + nps_normal_upper_tail(limit + from));
    }
    return probability;
}

/* The density after one more increment. */
static void advance(struct sum_density *density, double limit, double drift)
{
    struct sum_density next;
    const int half = (int)fmin(MOST_STEPS, ceil(limit / STEP));
    const double step = limit / half;
    int i, j;
    next.count = 2 * half + 1;
    for (i = 0; i < next.count; i++) {
        const double simpson = i == 0 || i == next.count - 1 ? 1 : i % 2 == 1 ? 4 : 2;
        double sum = 0;
        next.at[i] = (i - half) * step;
        for (j = 0; j < density->count; j++)
            sum += density->weights[j] * normal_density(next.at[i] - density->at[j] - drift);
        next.weights[i] = simpson * step / 3 * sum;
    }
    *density = next;
}

/* The probability that one of the first looks detects. */
static double detected_by(const struct look_design *design, int last)
{
    struct sum_density density = {.count = 1, .at = {0}, .weights = {1}};
    double probability = 0;
    int look;
    for (look = 1; look <= last; look++) {
        const double limit = limit_of(design, look);
        probability += leaves(&density, limit, design->drift);
        if (look < last)
            advance(&density, limit, design->drift);
    }
    return probability;
}

static double excess_of_constant(double constant, const void *context)
{
    struct look_design design = *(const struct look_design *)context;
    design.constant = constant;
    return detected_by(&design, design.looks) - design.target;
}

static double excess_of_drift(double drift, const void *context)
{
    struct look_design design = *(const struct look_design *)context;
    design.drift = drift;
    return detected_by(&design, design.looks) - design.target;
}

/* The constant of the boundary for an error of alpha: between that of one look and Bonferroni's. */
static double find_constant(const struct look_design *design, double alpha)
{
    struct look_design null = *design;
    null.drift = 0;
    null.target = alpha;
    if (design->looks == 1)
        return nps_normal_two_sided_quantile(alpha);
    return nps_find_root(excess_of_constant, &null, nps_normal_two_sided_quantile(alpha),
                         nps_normal_two_sided_quantile(alpha / design->looks));
}

/* The drift with which one of the looks detects with the given power. The sum of the deviates of level and power is
 * enough for one look, and twice that for several. */
static double find_drift(const struct look_design *design, double alpha, double power)
{
    struct look_design sought = *design;
    const double z = nps_normal_two_sided_quantile(alpha) + fmax(0, -nps_normal_upper_quantile(power));
    sought.target = power;
    return nps_find_root(excess_of_drift, &sought, 0, 2 * z / sqrt(design->looks));
}

nps_status nps_plan_looks(uint64_t looks, uint64_t look, nps_plan_boundary boundary, const nps_plan_options *options,
                          nps_plan_look *out)
{
    struct look_design design = {.looks = 1, .boundary = boundary}, single = {.looks = 1, .boundary = boundary};
    nps_plan_options read;
    double alpha, drift_of_single;
    nps_status status;
    if (!out)
        return NPS_ERROR_NULL;
    status = nps_plan_options_read(&read, options);
    if (status)
        return status;
    if (looks == 0 || looks > NPS_PLAN_LOOKS_MAX || look == 0 || look > looks ||
        (boundary != NPS_PLAN_POCOCK && boundary != NPS_PLAN_OBRIEN_FLEMING) ||
        !(read.power > 1 - read.level && read.power < 1))
        return NPS_ERROR_PLAN;
    alpha = 1 - read.level;
    design.looks = (int)looks;
    design.constant = find_constant(&design, alpha);
    single.constant = find_constant(&single, alpha);
    design.drift = find_drift(&design, alpha, read.power);
    drift_of_single = find_drift(&single, alpha, read.power);
    out->share = (double)look / (double)looks;
    out->level = fmin(1 - 0x1p-53, 1 - 2 * nps_normal_upper_tail(deviate_of(&design, (int)look)));
    out->detected = detected_by(&design, (int)look);
    out->inflation = design.drift * design.drift * (double)looks / (drift_of_single * drift_of_single);
    return NPS_OK;
}
