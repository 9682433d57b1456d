/* The errors of powers are measured: benchmarks/planning_power finds at most 0.01 without clusters, and
 * benchmarks/cluster_plans the rest.
 * SPDX-License-Identifier: MIT */
#include "options.h"

#include <math.h>

static const double WITHOUT_CLUSTERS = 0.01, PER_DEGREE = 0.6;

static double degrees_of(uint64_t n, const nps_plan_options *options)
{
    return n == 0 ? INFINITY : nps_plan_degrees(n, options);
}

nps_status nps_plan_power_error(const nps_plan_sizes *sizes, const nps_plan_options *options, double *error)
{
    nps_plan_options read;
    nps_status status;
    double degrees;
    if (!sizes || !error)
        return NPS_ERROR_NULL;
    status = nps_plan_options_read(&read, options);
    if (!status)
        status = nps_plan_check_respondents(sizes->first);
    if (!status && sizes->second != 0)
        status = nps_plan_check_respondents(sizes->second);
    if (status)
        return status;
    degrees = fmin(degrees_of(sizes->first, &read), degrees_of(sizes->second, &read));
    /* A comparison without a degree of freedom is never significant, and its power of 0 is exact. */
    *error = degrees > 0 ? fmin(1, WITHOUT_CLUSTERS + PER_DEGREE / degrees) : 0;
    return NPS_OK;
}
