/* SPDX-License-Identifier: MIT */
#include "margin.h"

#include "../math/numerics.h"
#include "search.h"
#include "shares.h"

#include <math.h>
#include <nps/interval.h>
#include <stdbool.h>
#include <stddef.h>

/* Whole tables around one that is not whole, and their weights: the corners of the triangle that it lies in. */
enum { CORNERS = 3 };
struct corners {
    nps_counts tables[CORNERS];
    double weights[CORNERS];
    size_t count;
};

static nps_counts table_of(uint64_t promoters, uint64_t detractors, uint64_t n)
{
    const uint64_t p = promoters < n ? promoters : n, d = detractors < n - p ? detractors : n - p;
    return (nps_counts){p, n - p - d, d};
}

static struct corners find_corners(const nps_plan_shares *shares, uint64_t n)
{
    /* What is whole but for a rounding is made so. */
    static const double rounding = 1e-9;
    const double promoters = shares->promoters * (double)n, detractors = shares->detractors * (double)n;
    const double whole_p = floor(promoters + rounding), whole_d = floor(detractors + rounding);
    const double u = fmax(0, promoters - whole_p), v = fmax(0, detractors - whole_d);
    const uint64_t p = (uint64_t)whole_p, d = (uint64_t)whole_d;
    if (u + v <= 1)
        return (struct corners){
            {table_of(p, d, n), table_of(p + 1, d, n), table_of(p, d + 1, n)}, {1 - u - v, u, v}, CORNERS};
    return (struct corners){
        {table_of(p + 1, d + 1, n), table_of(p + 1, d, n), table_of(p, d + 1, n)}, {u + v - 1, 1 - v, 1 - u}, CORNERS};
}

/* Those with a weight: a table that is whole needs one interval, not three. */
static struct corners weighty(struct corners all)
{
    struct corners some = {.count = 0};
    size_t i;
    for (i = 0; i < all.count; i++)
        if (all.weights[i] > 0) {
            some.tables[some.count] = all.tables[i];
            some.weights[some.count++] = all.weights[i];
        }
    return some;
}

nps_status nps_plan_half_width(uint64_t n, const nps_plan_shares *shares, const nps_plan_options *options,
                               double *margin)
{
    const struct corners corners = weighty(find_corners(shares, n));
    nps_interval_options interval;
    nps_interval_result results[CORNERS];
    double width = 0;
    nps_status status;
    size_t i;
    nps_interval_options_init(&interval);
    interval.method = options->method;
    interval.level = options->level;
    interval.population = options->population;
    status = nps_interval_many(corners.tables, corners.count, &interval, results, NULL);
    if (status)
        return status;
    for (i = 0; i < corners.count; i++)
        width += corners.weights[i] * (results[i].bounds.upper - results[i].bounds.lower);
    *margin = width / 2;
    return NPS_OK;
}

struct wanted {
    double margin;
    const nps_plan_shares *shares;
    const nps_plan_options *options;
};

static nps_status is_kept(void *context, uint64_t n, bool *enough)
{
    const struct wanted *wanted = context;
    double margin = 0;
    const nps_status status = nps_plan_half_width(n, wanted->shares, wanted->options, &margin);
    *enough = margin <= wanted->margin;
    return status;
}

/* Cochran's formula, with a variance that is never quite 0. */
static double formula(const struct wanted *wanted)
{
    const double z = nps_normal_two_sided_quantile(1 - wanted->options->level) / (wanted->margin / 100);
    const double n = fmax(1, z * z * fmax(0.01, nps_plan_shares_variance(wanted->shares)));
    return wanted->options->population == 0 ? n : n / (1 + (n - 1) / (double)wanted->options->population);
}

/* A bound is known to 1e-8 points, so that above this size one respondent more changes the margin by less. */
static double ragged(const struct wanted *wanted)
{
    return wanted->margin / 2e-8;
}

/* Exact intervals take long; those of the skewness-corrected score are nearly as wide. */
static double guess(const struct wanted *wanted, uint64_t most)
{
    nps_plan_options options = *wanted->options;
    struct wanted quick = {wanted->margin, wanted->shares, &options};
    uint64_t n;
    options.method = NPS_METHOD_SKEWNESS_SCORE;
    return nps_plan_find(is_kept, &quick, formula(wanted), most, ragged(wanted), &n) ? formula(wanted) : (double)n;
}

nps_status nps_plan_half_width_respondents(double margin, const nps_plan_shares *shares,
                                           const nps_plan_options *options, uint64_t *n)
{
    struct wanted wanted = {margin, shares, options};
    uint64_t most = options->method == NPS_METHOD_EXACT ? NPS_EXACT_MAX : NPS_PLAN_MAX;
    nps_status status;
    if (options->population != 0 && options->population < most)
        most = options->population;
    status = nps_plan_find(is_kept, &wanted, guess(&wanted, most), most, ragged(&wanted), n);
    if (status != NPS_ERROR_UNREACHABLE)
        return status;
    return options->method == NPS_METHOD_EXACT ? NPS_ERROR_TOO_MANY : NPS_ERROR_OVERFLOW;
}
