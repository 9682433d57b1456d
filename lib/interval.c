/* SPDX-License-Identifier: MIT */
#include <nps/interval.h>

#include "counts.h"
#include "method.h"
#include "options.h"

#include <math.h>
#include <stddef.h>

nps_status nps_interval_with(const nps_counts *counts, const nps_interval_options *options, nps_interval_result *out)
{
    nps_interval_options read;
    const nps_procedure *procedure;
    nps_method really;
    nps_real_counts real;
    nps_bounds theta;
    uint64_t n;
    nps_status status;

    if (!out)
        return NPS_ERROR_NULL;
    nps_interval_options_init(&read);
    status = nps_options_read(&read, sizeof read, sizeof read, options);
    if (!status)
        status = nps_counts_total(counts, &n);
    if (!status)
        status = nps_method_find(read.method, n, &really, &procedure);
    if (!status)
        status = nps_method_check_level(read.level);
    if (status)
        return status;

    real = nps_counts_to_real(counts);
    status = procedure->interval(&real, 1 - read.level, &theta);
    if (status)
        return status;
    out->bounds.lower = fmax(-100, fmin(100, 100 * theta.lower));
    out->bounds.upper = fmax(-100, fmin(100, 100 * theta.upper));
    out->method = really;
    return NPS_OK;
}

nps_status nps_interval(const nps_counts *counts, nps_method method, double level, nps_bounds *out)
{
    nps_interval_options options;
    nps_interval_result result;
    nps_status status;
    if (!out)
        return NPS_ERROR_NULL;
    nps_interval_options_init(&options);
    options.method = method;
    options.level = level;
    status = nps_interval_with(counts, &options, &result);
    if (!status)
        *out = result.bounds;
    return status;
}
