/* The statistic is the weighted sum of squared distances from the common score, each weight being the inverse variance
 * of a period at the most likely shares with the score of all. Its distribution is taken for that of a multiple of
 * chi-square with the same mean and variance (Satterthwaite; Box, Annals of Mathematical Statistics 25:290, 1954).
 * SPDX-License-Identifier: MIT */
#include "../math/numerics.h"
#include "../math/special.h"
#include "../method/restricted_pair.h"
#include "../status.h"
#include "permutation.h"
#include "series.h"

#include <math.h>

/* More degrees of freedom make no difference. */
static const double MANY_DEGREES = 1e15;

/* A period at the common score. */
struct at_common_score {
    double rest;   /* 1 - theta */
    double weight; /* the inverse of its variance; 0 if nothing can vary */
    double excess; /* the fourth cumulant of an answer over n times its squared variance */
};

static double fourth_power(double x)
{
    return x * x * x * x;
}

static struct at_common_score restrict_to(const nps_point *point, double rest, double correction)
{
    const nps_real_counts shares = nps_restricted_shares_at(&point->counts, rest);
    const double variance = nps_restricted_moments_at(&point->counts, rest).variance;
    const double fourth = shares.promoters * fourth_power(rest) + shares.passives * fourth_power(1 - rest) +
                          shares.detractors * fourth_power(2 - rest);
    struct at_common_score out = {nps_rest_of_estimate(&point->counts), 0, 0};
    if (variance > 0) {
        out.weight = point->n / (variance * correction);
        out.excess = (fourth / variance / variance - 3) / point->n;
    }
    return out;
}

/* What all periods have together. */
struct common {
    double rest, correction; /* of all answers; the factor of the variance */
    double weight, mean;     /* the sum of the weights, and the mean of 1 - theta with these weights */
};

static struct common common_of(const nps_series *series)
{
    struct common common = {0};
    double n = 0, distance = 0;
    nps_point point;
    size_t place;
    for (place = 0; place < series->count; place++)
        if (nps_series_point(series, place, &point)) {
            n += point.n;
            distance += point.counts.passives + 2 * point.counts.detractors;
        }
    common.rest = distance / n;
    common.correction = n / (n - 1);
    for (place = 0; place < series->count; place++)
        if (nps_series_point(series, place, &point)) {
            const struct at_common_score restricted = restrict_to(&point, common.rest, common.correction);
            common.weight += restricted.weight;
            common.mean += restricted.weight * restricted.rest;
        }
    if (common.weight > 0)
        common.mean /= common.weight;
    return common;
}

/* The statistic, its variance, and the degrees of freedom of its denominator. */
struct quadratic {
    double sum, variance, degrees;
};

static struct quadratic quadratic_of(const nps_series *series, const struct common *common)
{
    struct quadratic out = {0, 2 * ((double)series->filled - 1), 0};
    double squares_by_degrees = 0;
    nps_point point;
    size_t place;
    for (place = 0; place < series->count; place++)
        if (nps_series_point(series, place, &point)) {
            const struct at_common_score restricted = restrict_to(&point, common->rest, common->correction);
            const double away = restricted.rest - common->mean, part = 1 - restricted.weight / common->weight;
            out.sum += restricted.weight * away * away;
            out.variance += part * part * restricted.excess;
            squares_by_degrees += part * part / point.degrees;
        }
    out.degrees = nps_joined_degrees((double)series->filled - 1, squares_by_degrees);
    return out;
}

/* P(statistic >= its value) for a multiple of F with this mean and variance, with chi-square as the limit. */
static double matched_p_value(const struct quadratic *quadratic, double mean, double variance)
{
    const double degrees = 2 * mean * mean / variance;
    const double denominator = fmin(quadratic->degrees, MANY_DEGREES), x = quadratic->sum / mean * degrees;
    if (!(x > 0))
        return 1;
    return exp(
        nps_log_beta_below(denominator / 2, degrees / 2, denominator / (denominator + x), x / (denominator + x)));
}

/* A variance that is large because of a period of few answers and rare groups makes the matched distribution one of
 * tiny values and a long tail. What is small for chi-square must not be significant there. */
static double p_value_of(const struct quadratic *quadratic, double mean)
{
    /* The variance of a statistic that has only a few values may come out too small for any distribution. */
    const double p_value = matched_p_value(quadratic, mean, fmax(quadratic->variance, mean / 10));
    return quadratic->variance > 2 * mean ? fmax(p_value, matched_p_value(quadratic, mean, 2 * mean)) : p_value;
}

static nps_status compare_two(const nps_series *series, nps_homogeneity_result *out)
{
    nps_comparison comparison;
    size_t earlier, later;
    nps_status status;
    double z;
    nps_series_ends(series, &earlier, &later);
    status = nps_period_compare(&series->periods[later], &series->periods[earlier], NPS_METHOD_AUTO, 0.95, NULL,
                                &comparison);
    if (status)
        return status;
    z = comparison.p_value > 0 ? nps_normal_two_sided_quantile(comparison.p_value) : INFINITY;
    *out = (nps_homogeneity_result){z * z, 1, comparison.p_value, 2};
    return NPS_OK;
}

static nps_homogeneity_result compare_all(const nps_series *series)
{
    const struct common common = common_of(series);
    const double degrees = (double)series->filled - 1;
    nps_homogeneity_result out = {0, degrees, 1, series->filled};
    if (common.weight > 0 && isfinite(common.weight)) {
        const struct quadratic quadratic = quadratic_of(series, &common);
        out.statistic = quadratic.sum;
        out.p_value = fmin(1, fmax(p_value_of(&quadratic, degrees), nps_permutation_p_value(series)));
    }
    return out;
}

nps_status nps_homogeneity(const nps_trend_period *periods, size_t count, nps_homogeneity_result *out,
                           nps_error_detail *detail)
{
    nps_trend_options options;
    nps_series series;
    nps_status status;
    if (!out)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    nps_trend_options_init(&options);
    status = nps_series_read(&series, periods, count, &options, detail);
    if (status)
        return status;
    if (series.filled < 2)
        return nps_explain(detail, NPS_ERROR_EMPTY, "two periods with answers are needed; %zu of %zu have some",
                           series.filled, count);
    if (series.filled == 2)
        return nps_explain_status(detail, compare_two(&series, out));
    *out = compare_all(&series);
    return NPS_OK;
}
