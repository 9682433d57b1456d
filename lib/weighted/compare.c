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
    const nps_weighted_estimate *a, *b;
    bool above; /* the side of no difference that is looked at */
};

/* Both as counts for a method that goes z deviates far, each on its own degrees of freedom. */
static nps_pair counts_at(const struct pair *pair, double z)
{
    return (nps_pair){pair->procedure, &nps_weighted_setting, nps_weighted_effective_counts(pair->a, z),
                      nps_weighted_effective_counts(pair->b, z)};
}

static nps_status bounds_at(const struct pair *pair, double z, nps_bounds *theta)
{
    const nps_pair counts = counts_at(pair, z);
    return nps_difference_bounds(&counts, fmin(1, 2 * nps_normal_upper_tail(z)), theta);
}

/* How far the near bound is from no difference: positive while outside. */
static double clearance(double z, const void *context)
{
    const struct pair *pair = context;
    nps_bounds theta;
    if (bounds_at(pair, z, &theta))
        return 0; /* cannot happen: the method succeeded at the caller's level */
    return pair->above ? theta.lower : -theta.upper;
}

/* The p-value whose interval just touches no difference. */
static nps_status p_value_that_touches(struct pair *pair, double *p)
{
    nps_bounds middle;
    const nps_status status = bounds_at(pair, 0, &middle);
    if (status)
        return status;
    pair->above = middle.lower > 0;
    *p = nps_normal_p_value_of_root(clearance, pair);
    return NPS_OK;
}

static nps_status p_value_of(struct pair *pair, double *p)
{
    nps_pair counts;
    if (!isinf(pair->a->degrees) || !isinf(pair->b->degrees))
        return p_value_that_touches(pair, p);
    counts = counts_at(pair, 0);
    *p = nps_difference_p_value(&counts, 0, NPS_TWO_SIDED);
    return NPS_OK;
}

/* One of them may be anything: what is known of the other is all there is. */
static nps_status compare_unknown(const struct pair *pair, nps_method method, double level, nps_bounds *theta)
{
    nps_interval_result a, b;
    nps_status status = nps_weighted_interval(pair->a, method, level, &a);
    if (!status)
        status = nps_weighted_interval(pair->b, method, level, &b);
    if (!status)
        *theta = (nps_bounds){(a.bounds.lower - b.bounds.upper) / 100, (a.bounds.upper - b.bounds.lower) / 100};
    return status;
}

nps_status nps_weighted_compare(const nps_weighted_estimate *a, const nps_weighted_estimate *b, nps_method method,
                                double level, nps_comparison *out)
{
    struct pair pair = {NULL, a, b, false};
    nps_bounds theta;
    nps_method really;
    double p = 1;
    nps_status status;
    if (!a || !b || !out)
        return NPS_ERROR_NULL;
    status = nps_weighted_find(method, NPS_TWO_SAMPLES, &really, &pair.procedure);
    if (!status)
        status = nps_method_check_level(level);
    if (!status)
        status = nps_weighted_check(a);
    if (!status)
        status = nps_weighted_check(b);
    if (status)
        return status;
    if (a->degrees == 0 || b->degrees == 0) {
        status = compare_unknown(&pair, really, level, &theta);
    } else {
        status = bounds_at(&pair, nps_normal_two_sided_quantile(1 - level), &theta);
        if (!status)
            status = p_value_of(&pair, &p);
    }
    if (status)
        return status;
    out->difference = a->score - b->score;
    out->bounds = nps_bounds_in_points(&theta, 200);
    out->p_value = p;
    out->method = really;
    return NPS_OK;
}
