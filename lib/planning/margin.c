/* SPDX-License-Identifier: MIT */
#include "margin.h"

#include "../interrupt.h"
#include "../math/numerics.h"
#include "../math/student.h"
#include "options.h"
#include "search.h"
#include "shares.h"

#include <math.h>
#include <nps/interval.h>
#include <stdbool.h>
#include <stddef.h>

/* Three tables of whole numbers around a table that is not whole, and the weights of the interpolation: the corners of
 * the triangle that contains it. */
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
    /* Numbers at most this far below a whole number are rounded up to it. */
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

/* The corners with a weight above 0; a table of whole numbers has one, and needs one interval. */
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

/* The population that matches the independent respondents: the sampled part of it is the same. 0: infinite. */
static uint64_t effective_population(const nps_plan_options *options)
{
    uint64_t effective;
    return nps_plan_effective(options->population, options, &effective) ? 0 : effective;
}

/* What an estimated variance costs: Student's quantile instead of the normal one. */
static double inflation_of_clusters(uint64_t n, const nps_plan_options *options)
{
    const double degrees = nps_plan_degrees(n, options), tail = (1 - options->level) / 2;
    if (isinf(degrees))
        return 1;
    return degrees > 0 ? nps_student_upper_quantile(tail, degrees) / nps_normal_upper_quantile(tail) : INFINITY;
}

nps_status nps_plan_half_width(uint64_t n, const nps_plan_shares *shares, const nps_plan_options *options,
                               double *margin)
{
    struct corners corners;
    nps_interval_options interval;
    nps_interval_result results[CORNERS];
    double width = 0;
    uint64_t effective;
    nps_status status = nps_plan_effective(n, options, &effective);
    size_t i;
    if (!status && options->population != 0 && n > options->population)
        status = NPS_ERROR_POPULATION;
    if (!status && effective == 0)
        status = NPS_ERROR_EMPTY;
    if (status)
        return status;
    corners = weighty(find_corners(shares, effective));
    nps_interval_options_init(&interval);
    interval.method = options->method;
    interval.level = options->level;
    interval.population = effective_population(options);
    status = nps_interval_many(corners.tables, corners.count, &interval, results, NULL);
    if (status)
        return status;
    for (i = 0; i < corners.count; i++)
        width += corners.weights[i] * (results[i].bounds.upper - results[i].bounds.lower);
    if (width > 0)
        width *= inflation_of_clusters(n, options);
    *margin = fmin(100, width / 2); /* sums of rounded bounds may exceed it */
    return NPS_OK;
}

struct wanted {
    double margin;
    const nps_plan_shares *shares;
    const nps_plan_options *options;
    /* Margins by respondents: a search asks for some of them again. The oldest ones are overwritten. */
    struct known_margin {
        uint64_t n;
        double margin;
    } known[16];
    unsigned known_count;
};

static nps_status margin_of(struct wanted *wanted, uint64_t n, double *margin)
{
    const unsigned most = sizeof wanted->known / sizeof *wanted->known;
    nps_status status;
    unsigned i;
    for (i = 0; i < wanted->known_count && i < most; i++)
        if (wanted->known[i].n == n) {
            *margin = wanted->known[i].margin;
            return NPS_OK;
        }
    *margin = INFINITY;
    status = nps_plan_half_width(n, wanted->shares, wanted->options, margin);
    if (!status)
        wanted->known[wanted->known_count++ % most] = (struct known_margin){n, *margin};
    return status;
}

static nps_status is_kept(void *context, uint64_t n, bool *enough)
{
    struct wanted *wanted = context;
    double margin = INFINITY;
    nps_status status = nps_interrupt_check(&wanted->options->interrupt);
    if (!status)
        status = margin_of(wanted, n, &margin);
    *enough = margin <= wanted->margin;
    /* Too few respondents for one independent answer are not enough. */
    return status == NPS_ERROR_EMPTY ? NPS_OK : status;
}

/* Cochran's formula, with a lower limit on the variance, times the design effect. */
static double formula(const struct wanted *wanted)
{
    const double z = nps_normal_two_sided_quantile(1 - wanted->options->level) / (wanted->margin / 100);
    const double n =
        fmax(1, z * z * fmax(0.01, nps_plan_shares_variance(wanted->shares)) * wanted->options->design_effect);
    return wanted->options->population == 0 ? n : n / (1 + (n - 1) / (double)wanted->options->population);
}

/* The size above which one more respondent changes the margin by less than the error of a bound, 1e-8 points. */
static double ragged(const struct wanted *wanted)
{
    return wanted->margin / 2e-8 * wanted->options->design_effect;
}

/* The first guess. Exact intervals are slow, and those of the skewness-corrected score are nearly as wide. */
static nps_status guess(const struct wanted *wanted, uint64_t most, double *start)
{
    nps_plan_options options = *wanted->options;
    struct wanted quick = {.margin = wanted->margin, .shares = wanted->shares, .options = &options};
    nps_status status;
    uint64_t n;
    options.method = NPS_METHOD_SKEWNESS_SCORE;
    status = nps_plan_find(is_kept, &quick, formula(wanted), most, ragged(wanted), &n);
    *start = status ? formula(wanted) : (double)n;
    return status == NPS_ERROR_INTERRUPTED ? status : NPS_OK;
}

/* A better guess for exact intervals, as margins fall with the root of the respondents. */
static nps_status refine(struct wanted *wanted, uint64_t most, double *start)
{
    double margin = INFINITY, ratio;
    nps_status status;
    if (wanted->options->method != NPS_METHOD_EXACT || *start >= (double)most)
        return NPS_OK;
    status = margin_of(wanted, (uint64_t)*start, &margin);
    ratio = fmax(0.7, fmin(1.4, margin / wanted->margin));
    *start = fmax(1, fmin((double)most, ceil(*start * ratio * ratio)));
    return status == NPS_ERROR_EMPTY ? NPS_OK : status;
}

nps_status nps_plan_half_width_respondents(double margin, const nps_plan_shares *shares,
                                           const nps_plan_options *options, uint64_t *n)
{
    struct wanted wanted = {.margin = margin, .shares = shares, .options = options};
    uint64_t most = nps_plan_most(options->method == NPS_METHOD_EXACT ? NPS_EXACT_MAX : NPS_PLAN_MAX, options);
    double start;
    nps_status status;
    if (options->population != 0 && options->population < most)
        most = options->population;
    status = guess(&wanted, most, &start);
    if (!status)
        status = refine(&wanted, most, &start);
    if (!status)
        status = nps_plan_find(is_kept, &wanted, start, most, ragged(&wanted), n);
    if (status != NPS_ERROR_UNREACHABLE)
        return status;
    return options->method == NPS_METHOD_EXACT ? NPS_ERROR_TOO_MANY : NPS_ERROR_OVERFLOW;
}
