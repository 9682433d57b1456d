/* SPDX-License-Identifier: MIT */
#include "options.h"

#include "../method.h"
#include "../support/options.h"
#include "search.h"

#include <math.h>
#include <stddef.h>

nps_status nps_plan_options_read(nps_plan_options *into, const nps_plan_options *from)
{
    nps_status status;
    nps_plan_options_init(into);
    /* The first version ended before the comparisons. */
    status = nps_options_read(into, sizeof *into, offsetof(nps_plan_options, comparisons), from);
    if (!status)
        status = nps_method_check_level(into->level);
    if (status)
        return status;
    if (into->comparisons == 0 || !(into->design_effect > 0 && isfinite(into->design_effect)))
        return NPS_ERROR_PLAN;
    if (!(into->cluster_size == 0 || (into->cluster_size >= 1 && isfinite(into->cluster_size))) ||
        into->cluster_strata == 0)
        return NPS_ERROR_PLAN;
    if (into->comparisons > 1)
        into->level = 1 - (1 - into->level) / (double)into->comparisons;
    return nps_method_check_level(into->level);
}

nps_status nps_plan_criterion_read(nps_plan_criterion *into, const nps_plan_options *options)
{
    *into = (nps_plan_criterion){.method = options->method,
                                 .level = options->level,
                                 .goal = options->goal,
                                 .has_clusters = options->cluster_size > 0,
                                 .interrupt = options->interrupt};
    /* Answers of clusters are compared as weighted ones, by the method for large samples. */
    if (options->method == NPS_METHOD_AUTO && (options->design_effect != 1 || options->cluster_size > 0))
        into->method = NPS_METHOD_SKEWNESS_SCORE;
    switch (options->goal) {
    case NPS_PLAN_DIFFERENCE: return NPS_OK;
    case NPS_PLAN_NONINFERIORITY:
    case NPS_PLAN_EQUIVALENCE:
        if (!(options->margin > 0 && options->margin <= 200))
            return NPS_ERROR_PLAN;
        into->margin = options->margin / 100;
        return options->level > 0.5 ? NPS_OK : NPS_ERROR_LEVEL;
    }
    return NPS_ERROR_PLAN;
}

nps_status nps_plan_check_respondents(uint64_t n)
{
    if (n == 0)
        return NPS_ERROR_EMPTY;
    return n <= NPS_PLAN_MAX ? NPS_OK : NPS_ERROR_OVERFLOW;
}

nps_status nps_plan_effective(uint64_t n, const nps_plan_options *options, uint64_t *effective)
{
    const double worth = floor((double)n / (options->design_effect * NPS_PLAN_ROUNDED));
    if (options->design_effect == 1) {
        *effective = n;
        return NPS_OK;
    }
    if (!(worth * NPS_PLAN_ROUNDED <= (double)NPS_PLAN_MAX))
        return NPS_ERROR_OVERFLOW;
    *effective = (uint64_t)fmin(worth, (double)NPS_PLAN_MAX);
    return NPS_OK;
}

double nps_plan_degrees(uint64_t n, const nps_plan_options *options)
{
    if (options->cluster_size == 0)
        return INFINITY;
    return floor((double)n / (options->cluster_size * NPS_PLAN_ROUNDED)) - (double)options->cluster_strata;
}

double nps_plan_least(const nps_plan_options *options)
{
    return fmax(1, options->cluster_size * ((double)options->cluster_strata + 1));
}

uint64_t nps_plan_most(uint64_t effective, const nps_plan_options *options)
{
    const double most = floor((double)effective * options->design_effect);
    return most < (double)NPS_PLAN_MAX ? (uint64_t)most : NPS_PLAN_MAX;
}

nps_status nps_plan_design_effect(double cluster_size, double variation, double icc, double *effect)
{
    double found;
    if (!effect)
        return NPS_ERROR_NULL;
    if (!(cluster_size >= 1 && isfinite(cluster_size)) || !(variation >= 0 && isfinite(variation)) ||
        !(icc >= 0 && icc <= 1))
        return NPS_ERROR_PLAN;
    found = 1 + ((1 + variation * variation) * cluster_size - 1) * icc;
    if (!isfinite(found))
        return NPS_ERROR_OVERFLOW;
    *effect = found;
    return NPS_OK;
}
