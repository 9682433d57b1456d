/* SPDX-License-Identifier: MIT */
#include <nps/trend.h>

#include "math/numerics.h"
#include "math/student.h"
#include "method/procedure.h"
#include "status.h"
#include "trend/line.h"

#include <math.h>

/* A function that is zero at a bound. Slopes are counted from the estimate in standard errors of answers that vary as
 * much as they can, so that the root is found as precisely for large samples as for small ones. */
struct slope_equation {
    const nps_line *line;
    double unit, deviate;
};

static double excess(double units, const void *context)
{
    const struct slope_equation *bound = context;
    return nps_line_deviate(bound->line, bound->line->slope + units * bound->unit) - bound->deviate;
}

/* The interval of the slope in theta. */
static nps_bounds bounds_of(const nps_line *line, double level)
{
    const double z = isinf(line->degrees) ? nps_normal_two_sided_quantile(1 - level)
                                          : nps_student_upper_quantile((1 - level) / 2, line->degrees);
    const double unit = 1 / sqrt(line->spread);
    const struct slope_equation lower = {line, unit, z}, upper = {line, unit, -z};
    const double down = nps_find_bound(excess, &lower, (-line->reach - line->slope) / unit, 0);
    const double up = nps_find_bound(excess, &upper, (line->reach - line->slope) / unit, 0);
    return (nps_bounds){fmax(-line->reach, line->slope + fmin(0, down) * unit),
                        fmin(line->reach, line->slope + fmax(0, up) * unit)};
}

static double p_value_of(const nps_line *line)
{
    const double z = nps_line_deviate(line, 0);
    if (isinf(line->degrees))
        return nps_deviate_p_value(z, NPS_TWO_SIDED);
    return fmin(1, 2 * nps_student_upper_tail(fabs(z), line->degrees));
}

/* Two periods: their comparison, over the time between them. `unit` is in points per theta over time. */
static nps_status compare_two(const nps_series *series, double level, double unit, nps_trend_result *out)
{
    nps_comparison comparison;
    size_t earlier, later;
    nps_status status;
    nps_series_ends(series, &earlier, &later);
    status = nps_period_compare(&series->periods[later], &series->periods[earlier], NPS_METHOD_AUTO, level, NULL,
                                &comparison);
    if (status)
        return status;
    out->slope = comparison.difference / 100 * unit;
    out->bounds = (nps_bounds){comparison.bounds.lower / 100 * unit, comparison.bounds.upper / 100 * unit};
    out->p_value = comparison.p_value;
    return NPS_OK;
}

/* `unit` is negative for a mirrored series. */
static void test_line(const nps_line *line, double level, double unit, nps_trend_result *out)
{
    const nps_bounds bounds = bounds_of(line, level);
    out->slope = line->slope * unit;
    out->bounds = unit > 0 ? (nps_bounds){bounds.lower * unit, bounds.upper * unit}
                           : (nps_bounds){bounds.upper * unit, bounds.lower * unit};
    out->p_value = p_value_of(line);
}

nps_status nps_trend_test(const nps_trend_period *periods, size_t count, const nps_trend_options *options,
                          nps_trend_result *out, nps_error_detail *detail)
{
    nps_trend_options read;
    nps_trend_result result;
    nps_series series;
    nps_line line;
    double unit;
    nps_status status = nps_trend_read_options(&read, options, detail);
    if (!status && !out)
        status = nps_explain_status(detail, NPS_ERROR_NULL);
    if (!status)
        status = nps_series_read(&series, periods, count, &read, detail);
    if (status)
        return status;
    if (!nps_line_read(&line, &series))
        return nps_explain(detail, NPS_ERROR_EMPTY,
                           "a trend needs answers at two times%s; %zu of %zu periods have some",
                           series.season > 1 ? " of one season" : "", series.filled, count);
    unit = 100 * read.per / (2 * series.range);
    if (!isfinite(unit * line.reach))
        return nps_explain(detail, NPS_ERROR_PERIOD, "the times are too close to each other for a slope");
    if (series.filled == 2)
        status = compare_two(&series, read.level, unit, &result);
    else
        test_line(&line, read.level, series.is_mirrored ? -unit : unit, &result);
    if (status)
        return nps_explain_status(detail, status);
    result.time = 2 * (series.earliest + line.time * series.range);
    result.score = series.is_mirrored ? -100 * line.theta : 100 * line.theta;
    result.degrees = line.degrees;
    result.periods = series.filled;
    *out = result;
    return NPS_OK;
}
