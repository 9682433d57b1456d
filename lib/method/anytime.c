/* The confidence sequence as a method: the theta that the wealth of anytime_wealth.h does not exclude.
 * SPDX-License-Identifier: MIT */
#include "../math/numerics.h"
#include "anytime_wealth.h"
#include "procedure.h"
#include "score.h"

#include <math.h>

static double p_value_above(const nps_real_counts *counts, double theta)
{
    if (!(nps_real_counts_theta(counts) > theta))
        return 1;
    return theta > -1 ? fmin(1, exp(-nps_anytime_log_wealth_above(counts, theta))) : 0;
}

/* A function that is zero at a bound. */
struct wealth_equation {
    const nps_real_counts *counts;
    double log_alpha;
};

static double excess(double theta, const void *context)
{
    const struct wealth_equation *bound = context;
    return nps_anytime_log_wealth(bound->counts, theta) + bound->log_alpha;
}

/* Except for rounding, the estimate is never excluded. The end of the scale may be possible too. */
static double bound_towards(double end, const struct wealth_equation *bound)
{
    const double estimate = nps_real_counts_theta(bound->counts);
    if (excess(end, bound) <= 0)
        return end;
    return excess(estimate, bound) >= 0 ? estimate : nps_find_root(excess, bound, end, estimate);
}

static nps_bounds bounds(const nps_real_counts *counts, double alpha)
{
    const struct wealth_equation bound = {counts, log(alpha)};
    return (nps_bounds){bound_towards(-1, &bound), bound_towards(1, &bound)};
}

static double p_value(const nps_real_counts *counts, double theta, nps_alternative alternative)
{
    const nps_real_counts mirror = nps_mirror(counts);
    switch (alternative) {
    case NPS_GREATER: return p_value_above(counts, theta);
    case NPS_LESS: return p_value_above(&mirror, -theta);
    case NPS_TWO_SIDED: break;
    }
    return fmin(1, exp(-nps_anytime_log_wealth(counts, theta)));
}

const nps_procedure nps_anytime_procedure = {.center = nps_real_counts_theta, .bounds = bounds, .p_value = p_value};
