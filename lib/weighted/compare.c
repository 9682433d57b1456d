/* SPDX-License-Identifier: MIT */
#include "../compare/difference.h"
#include "../math/numerics.h"
#include "effective.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* Two estimates and the method of their intervals. */
struct pair {
    const nps_procedure *procedure;
    nps_method method;
    const nps_weighted_estimate *a, *b;
    double difference; /* the one that is tested, in theta */
    bool above;        /* the side of it that is looked at */
    nps_alternative alternative;
};

/* Both as counts for a method that goes z deviates far, each on its own degrees of freedom. */
static nps_pair counts_at(const struct pair *pair, double z)
{
    return (nps_pair){pair->procedure, &nps_weighted_setting,
                      nps_weighted_effective_counts(pair->a, pair->procedure, z),
                      nps_weighted_effective_counts(pair->b, pair->procedure, z)};
}

static nps_status bounds_at(const struct pair *pair, double z, nps_bounds *theta)
{
    const nps_pair counts = counts_at(pair, z);
    return nps_difference_bounds(&counts, fmin(1, 2 * nps_normal_upper_tail(z)), theta);
}

/* How far the near bound is from the tested difference: positive while outside. */
static double clearance(double z, const void *context)
{
    const struct pair *pair = context;
    nps_bounds theta;
    if (bounds_at(pair, z, &theta))
        return 0; /* cannot happen: the method succeeded at the caller's level */
    return pair->above ? theta.lower - pair->difference : pair->difference - theta.upper;
}

/* The p-value whose interval just touches the tested difference. */
static nps_status p_value_that_touches(struct pair *pair, double *p)
{
    nps_bounds middle;
    const nps_status status = bounds_at(pair, 0, &middle);
    if (status)
        return status;
    pair->above = middle.lower > pair->difference;
    *p = nps_normal_p_value_of_root(clearance, pair);
    return NPS_OK;
}

static bool are_normal(const struct pair *pair)
{
    return isinf(pair->a->degrees) && isinf(pair->b->degrees);
}

static bool is_one_unknown(const struct pair *pair)
{
    return pair->a->degrees == 0 || pair->b->degrees == 0;
}

static nps_status p_value_of(struct pair *pair, double *p)
{
    nps_pair counts;
    if (!are_normal(pair))
        return p_value_that_touches(pair, p);
    counts = counts_at(pair, 0);
    *p = nps_difference_p_value(&counts, 0, NPS_TWO_SIDED);
    return NPS_OK;
}

/* One of them may be anything: what is known of the other is all there is. */
static nps_status bound_unknown(const struct pair *pair, double level, nps_bounds *theta)
{
    nps_interval_result a, b;
    nps_status status = nps_weighted_interval(pair->a, pair->method, level, &a);
    if (!status)
        status = nps_weighted_interval(pair->b, pair->method, level, &b);
    if (!status)
        *theta = (nps_bounds){(a.bounds.lower - b.bounds.upper) / 100, (a.bounds.upper - b.bounds.lower) / 100};
    return status;
}

/* Checks all but the level. */
static nps_status open_pair(struct pair *pair, const nps_weighted_estimate *a, const nps_weighted_estimate *b,
                            nps_method method)
{
    nps_status status;
    if (!a || !b)
        return NPS_ERROR_NULL;
    pair->a = a;
    pair->b = b;
    pair->difference = 0;
    status = nps_weighted_find(method, NPS_TWO_SAMPLES, &pair->method, &pair->procedure);
    if (!status)
        status = nps_weighted_check(a);
    return status ? status : nps_weighted_check(b);
}

static nps_comparison comparison_of(const struct pair *pair, const nps_bounds *theta, double p_value)
{
    return (nps_comparison){pair->a->score - pair->b->score, nps_bounds_in_points(theta, 200), p_value, pair->method};
}

nps_status nps_weighted_compare(const nps_weighted_estimate *a, const nps_weighted_estimate *b, nps_method method,
                                double level, nps_comparison *out)
{
    struct pair pair;
    nps_bounds theta;
    double p = 1;
    nps_status status = out ? open_pair(&pair, a, b, method) : NPS_ERROR_NULL;
    if (!status)
        status = nps_method_check_level(level);
    if (status)
        return status;
    if (is_one_unknown(&pair)) {
        status = bound_unknown(&pair, level, &theta);
    } else {
        status = bounds_at(&pair, nps_normal_two_sided_quantile(1 - level), &theta);
        if (!status)
            status = p_value_of(&pair, &p);
    }
    if (!status)
        *out = comparison_of(&pair, &theta, p);
    return status;
}

nps_status nps_weighted_compare_benchmark(const nps_weighted_estimate *estimate, double benchmark, uint64_t respondents,
                                          nps_method method, double level, nps_comparison *out)
{
    const double theta = benchmark / 100, n = (double)respondents;
    /* The split with the largest variance, as for a sample without weights. */
    const nps_weighted_estimate published = {.score = benchmark,
                                             .promoters = (1 + theta) / 2,
                                             .detractors = (1 - theta) / 2,
                                             .effective = n,
                                             .degrees = INFINITY};
    nps_interval_result interval;
    nps_test_result test;
    nps_status status;
    if (!out)
        return NPS_ERROR_NULL;
    status = nps_method_check_reference(benchmark);
    if (status)
        return status;
    if (respondents != 0)
        return nps_weighted_compare(estimate, &published, method, level, out);
    status = nps_weighted_interval(estimate, method, level, &interval);
    if (!status)
        status = nps_weighted_test(estimate, benchmark, method, NPS_TWO_SIDED, &test);
    if (!status)
        *out = (nps_comparison){estimate->score - benchmark,
                                {interval.bounds.lower - benchmark, interval.bounds.upper - benchmark},
                                test.p_value,
                                test.method};
    return status;
}

/* ---- margins ---- */

static double margin_p_value_at(double z, const void *context)
{
    const struct pair *pair = context;
    const nps_pair counts = counts_at(pair, z);
    return nps_margin_p_value(&counts, pair->difference, pair->alternative);
}

/* The other estimate is at the end of the scale that speaks most against the alternative. */
static nps_status unknown_margin_p_value(const struct pair *pair, double *p)
{
    const bool is_a_known = pair->a->degrees > 0, is_greater = pair->alternative == NPS_GREATER;
    const double margin = fabs(pair->difference), sign = is_greater == is_a_known ? 1 : -1;
    nps_test_result test = {0.5, pair->method};
    nps_status status = NPS_OK;
    if (is_a_known || pair->b->degrees > 0)
        status = nps_weighted_test(is_a_known ? pair->a : pair->b, sign * 100 * (1 - margin), pair->method,
                                   sign > 0 ? NPS_GREATER : NPS_LESS, &test);
    *p = test.p_value;
    return status;
}

/* By a method that has no test of its own for margins; half of the two-sided p-value. */
static nps_status half_p_value(struct pair *pair, double *p)
{
    double two_sided;
    const nps_status status = p_value_that_touches(pair, &two_sided);
    if (!status)
        *p = pair->above == (pair->alternative == NPS_GREATER) ? two_sided / 2 : 1 - two_sided / 2;
    return status;
}

/* The one-sided p-value of a difference. */
static nps_status margin_p_value(struct pair *pair, double difference, nps_alternative alternative, double *p)
{
    pair->difference = difference;
    pair->alternative = alternative;
    if (is_one_unknown(pair))
        return unknown_margin_p_value(pair, p);
    if (!are_normal(pair) && pair->procedure != &nps_skewness_score_procedure)
        return half_p_value(pair, p);
    *p = are_normal(pair) ? margin_p_value_at(0, pair)
                          : nps_weighted_consistent_p_value(margin_p_value_at, pair, alternative);
    return NPS_OK;
}

static nps_status margin_bounds(const struct pair *pair, double alpha, nps_bounds *theta)
{
    nps_pair counts;
    if (is_one_unknown(pair))
        return bound_unknown(pair, 1 - alpha, theta);
    counts = counts_at(pair, nps_normal_two_sided_quantile(alpha));
    return nps_margin_bounds(&counts, alpha, theta);
}

static nps_status compare_by_margin(const nps_weighted_estimate *a, const nps_weighted_estimate *b, double margin,
                                    nps_method method, double level, bool both, nps_comparison *out)
{
    struct pair pair;
    nps_bounds theta;
    double p, other = 0;
    nps_status status = out ? open_pair(&pair, a, b, method) : NPS_ERROR_NULL;
    if (!status && !(level > 0.5 && level < 1))
        status = NPS_ERROR_LEVEL;
    if (!status && !(margin > 0 && margin <= 200))
        status = NPS_ERROR_REFERENCE;
    if (!status)
        status = margin_p_value(&pair, -margin / 100, NPS_GREATER, &p);
    if (!status && both)
        status = margin_p_value(&pair, margin / 100, NPS_LESS, &other);
    if (!status)
        status = margin_bounds(&pair, 2 * (1 - level), &theta);
    if (!status)
        *out = comparison_of(&pair, &theta, fmax(p, other));
    return status;
}

nps_status nps_weighted_compare_noninferiority(const nps_weighted_estimate *a, const nps_weighted_estimate *b,
                                               double margin, nps_method method, double level, nps_comparison *out)
{
    return compare_by_margin(a, b, margin, method, level, false, out);
}

nps_status nps_weighted_compare_equivalence(const nps_weighted_estimate *a, const nps_weighted_estimate *b,
                                            double margin, nps_method method, double level, nps_comparison *out)
{
    return compare_by_margin(a, b, margin, method, level, true, out);
}
