/* Plans with several looks at a comparison: the levels of the looks, and the respondents that they cost.
 *
 * The deviates of looks after equal numbers of respondents are sums of independent normal increments, divided by the
 * square root of the number of looks so far.
 *
 * SPDX-License-Identifier: MIT */
#include <nps/planning.h>

#include "../math/numerics.h"
#include "first_passage.h"
#include "looks.h"
#include "options.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* A design, and a quantity that is sought. */
struct look_design {
    int looks;
    nps_plan_boundary boundary;
    double constant; /* of the boundary */
    double drift;    /* the mean of an increment */
    double target;   /* of the probability of detecting */
};

/* The deviate that is significant at a look. */
static double deviate_of(const struct look_design *design, int look)
{
    return design->boundary == NPS_PLAN_POCOCK ? design->constant
                                               : design->constant * sqrt((double)design->looks / look);
}

/* The probability that one of the first looks detects. */
static double detected_by(const struct look_design *design, int last)
{
    nps_plan_path path;
    int look;
    for (look = 1; look <= last; look++) {
        const double limit = deviate_of(design, look) * sqrt(look), mean = design->drift * look;
        path.variance[look - 1] = look;
        path.lower[look - 1] = -limit - mean;
        path.upper[look - 1] = limit - mean;
    }
    return nps_plan_first_passage(&path, last);
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

static double level_of(const struct look_design *design, int look)
{
    return fmin(1 - 0x1p-53, 1 - 2 * nps_normal_upper_tail(deviate_of(design, look)));
}

nps_status nps_plan_check_looks(uint64_t looks, uint64_t look, nps_plan_boundary boundary)
{
    const bool is_known = boundary == NPS_PLAN_POCOCK || boundary == NPS_PLAN_OBRIEN_FLEMING;
    return looks > 0 && looks <= NPS_PLAN_LOOKS_MAX && look > 0 && look <= looks && is_known ? NPS_OK : NPS_ERROR_PLAN;
}

void nps_plan_look_levels(int looks, nps_plan_boundary boundary, double alpha, double levels[NPS_PLAN_LOOKS_MAX])
{
    struct look_design design = {.looks = looks, .boundary = boundary};
    int look;
    design.constant = find_constant(&design, alpha);
    for (look = 1; look <= looks; look++)
        levels[look - 1] = level_of(&design, look);
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
    status = nps_plan_check_looks(looks, look, boundary);
    if (status)
        return status;
    if (!(read.power > 1 - read.level && read.power < 1))
        return NPS_ERROR_PLAN;
    alpha = 1 - read.level;
    design.looks = (int)looks;
    design.constant = find_constant(&design, alpha);
    single.constant = find_constant(&single, alpha);
    design.drift = find_drift(&design, alpha, read.power);
    drift_of_single = find_drift(&single, alpha, read.power);
    out->share = (double)look / (double)looks;
    out->level = level_of(&design, (int)look);
    out->detected = detected_by(&design, (int)look);
    out->inflation = design.drift * design.drift * (double)looks / (drift_of_single * drift_of_single);
    return NPS_OK;
}
