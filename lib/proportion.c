/* SPDX-License-Identifier: MIT */
#include <nps/compare.h>
#include <nps/proportion.h>

#include "math/numerics.h"
#include "method.h"
#include "proportion/blaker.h"

#include <math.h>
#include <stddef.h>

const char *nps_proportion_method_string(nps_proportion_method method)
{
    switch (method) {
    case NPS_PROPORTION_AUTO: return "auto";
    case NPS_PROPORTION_BLAKER: return "blaker";
    case NPS_PROPORTION_WILSON: return "wilson";
    }
    return "unknown method";
}

static nps_status check(const nps_proportion *observed)
{
    if (!observed)
        return NPS_ERROR_NULL;
    if (observed->successes > observed->n)
        return NPS_ERROR_PART;
    return observed->n > 0 ? NPS_OK : NPS_ERROR_EMPTY;
}

/* The method that is really used for a number of trials. */
static nps_status find_method(nps_proportion_method method, uint64_t n, nps_proportion_method *really)
{
    const int is_few = n <= NPS_PROPORTION_BLAKER_MAX;
    switch (method) {
    case NPS_PROPORTION_AUTO: *really = is_few ? NPS_PROPORTION_BLAKER : NPS_PROPORTION_WILSON; return NPS_OK;
    case NPS_PROPORTION_BLAKER: *really = method; return is_few ? NPS_OK : NPS_ERROR_TOO_MANY;
    case NPS_PROPORTION_WILSON: *really = method; return NPS_OK;
    }
    return NPS_ERROR_METHOD;
}

static void set_blaker(nps_proportion_result *out, double successes, double n, double alpha)
{
    out->lower = nps_blaker_lower(successes, n, alpha).p;
    out->upper = nps_blaker_lower(n - successes, n, alpha).q;
}

/* The roots of (n + z^2) p^2 - (2 x + z^2) p + x^2 / n; the smaller by their product, so that nothing cancels. */
static void set_wilson(nps_proportion_result *out, double successes, double n, double alpha)
{
    const double z = nps_normal_two_sided_quantile(alpha), square = z * z, both = n + square;
    const double sum = 2 * successes + square;
    const double root = z * sqrt(square + 4 * successes * ((n - successes) / n));
    out->upper = 0.5 * (sum + root) / both;
    out->lower = successes > 0 ? successes / n * successes / (both * out->upper) : 0;
}

nps_status nps_proportion_interval(const nps_proportion *observed, nps_proportion_method method, double level,
                                   nps_proportion_result *out)
{
    nps_status status = out ? check(observed) : NPS_ERROR_NULL;
    nps_proportion_result result;
    if (!status)
        status = find_method(method, observed->n, &result.method);
    if (!status)
        status = nps_method_check_level(level);
    if (status)
        return status;
    result.share = (double)observed->successes / (double)observed->n;
    (result.method == NPS_PROPORTION_BLAKER ? set_blaker : set_wilson)(&result, (double)observed->successes,
                                                                       (double)observed->n, 1 - level);
    out->share = result.share;
    out->lower = fmin(result.lower, result.share);
    out->upper = fmin(1, fmax(result.upper, result.share));
    out->method = result.method;
    return NPS_OK;
}

static double blaker_p_value(double successes, double n, nps_chance chance, nps_alternative alternative)
{
    const nps_chance mirrored = {chance.q, chance.p};
    switch (alternative) {
    case NPS_GREATER: return nps_blaker_at_least(successes, n, chance);
    case NPS_LESS: return nps_blaker_at_least(n - successes, n, mirrored);
    case NPS_TWO_SIDED: break;
    }
    return nps_blaker_p_value(successes, n, chance);
}

static double wilson_p_value(double successes, double n, nps_chance chance, nps_alternative alternative)
{
    const double difference = successes * chance.q - (n - successes) * chance.p;
    if (difference == 0)
        return alternative == NPS_TWO_SIDED ? 1 : chance.p <= 0 || chance.q <= 0 ? 1 : 0.5;
    return nps_deviate_p_value(difference / sqrt(n) / sqrt(chance.p) / sqrt(chance.q), alternative);
}

nps_status nps_proportion_test(const nps_proportion *observed, double reference, nps_proportion_method method,
                               nps_alternative alternative, double *p_value)
{
    const nps_chance chance = {reference, 1 - reference};
    nps_status status = p_value ? check(observed) : NPS_ERROR_NULL;
    nps_proportion_method really = method;
    if (!status)
        status = find_method(method, observed->n, &really);
    if (!status)
        status = nps_method_check_alternative(alternative);
    if (!status && !(reference >= 0 && reference <= 1))
        status = NPS_ERROR_REFERENCE;
    if (status)
        return status;
    *p_value = (really == NPS_PROPORTION_BLAKER ? blaker_p_value : wilson_p_value)(
        (double)observed->successes, (double)observed->n, chance, alternative);
    return NPS_OK;
}

static nps_counts as_counts(const nps_proportion *observed)
{
    return (nps_counts){observed->successes, 0, observed->n - observed->successes};
}

nps_status nps_proportion_compare(const nps_proportion *a, const nps_proportion *b, double level,
                                  nps_proportion_difference *out)
{
    nps_status status = out ? check(a) : NPS_ERROR_NULL;
    nps_counts first, second;
    nps_comparison scores;
    if (!status)
        status = check(b);
    if (status)
        return status;
    first = as_counts(a);
    second = as_counts(b);
    status = nps_compare(&first, &second, NPS_METHOD_AUTO, level, &scores);
    if (status)
        return status;
    out->difference = scores.difference / 200;
    out->lower = scores.bounds.lower / 200;
    out->upper = scores.bounds.upper / 200;
    out->p_value = scores.p_value;
    out->method = scores.method;
    return NPS_OK;
}
