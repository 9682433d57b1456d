/* SPDX-License-Identifier: MIT */
#include "../method.h"
#include "../numerics.h"
#include "../student.h"

#include <nps/weighted.h>

#include <math.h>
#include <stddef.h>

/* A method at work on an estimate. */
struct inference {
    const nps_weighted_estimate *estimate;
    const nps_procedure *procedure;
    double theta;
    nps_alternative alternative;
};

/* For methods that need no memory. */
static const nps_setting SETTING = {.memory = NULL};

static nps_status find(nps_method method, nps_method *really, const nps_procedure **procedure)
{
    nps_status status;
    /* What they guarantee, weights take away. */
    if (method == NPS_METHOD_EXACT || method == NPS_METHOD_ANYTIME)
        return NPS_ERROR_UNAVAILABLE;
    status = nps_method_find(method, NPS_ONE_SAMPLE, UINT64_MAX, 0, really, procedure);
    return !status && (*procedure)->memory_size != 0 ? NPS_ERROR_UNAVAILABLE : status;
}

static nps_status check(const nps_weighted_estimate *estimate)
{
    const double shares = estimate->promoters + estimate->passives + estimate->detractors;
    const int shared =
        estimate->promoters >= 0 && estimate->passives >= 0 && estimate->detractors >= 0 && fabs(shares - 1) < 1e-6;
    const int known = estimate->degrees == 0 || (estimate->degrees > 0 && estimate->effective > 0);
    return shared && known && estimate->effective <= 0x1p64 ? NPS_OK : NPS_ERROR_WEIGHT;
}

/* z / t for quantiles of the same tail. It is flat at 0, and never so small that counts times its square are none. */
static double ratio_of_quantiles(double z, double degrees)
{
    const double away = fmax(fabs(z), 1e-4);
    if (isinf(degrees))
        return 1;
    return fmax(1e-60, away / nps_student_upper_quantile(nps_normal_upper_tail(away), degrees));
}

/* The counts that a method may take for unweighted ones when it goes z deviates far. */
static nps_real_counts effective_counts(const nps_weighted_estimate *estimate, double z)
{
    const double ratio = ratio_of_quantiles(z, estimate->degrees), n = estimate->effective * ratio * ratio;
    return (nps_real_counts){n * estimate->promoters, n * estimate->passives, n * estimate->detractors};
}

nps_status nps_weighted_interval(const nps_weighted_estimate *estimate, nps_method method, double level,
                                 nps_interval_result *out)
{
    const nps_procedure *procedure;
    nps_method really;
    nps_bounds theta = {-1, 1};
    nps_status status;
    if (!estimate || !out)
        return NPS_ERROR_NULL;
    status = find(method, &really, &procedure);
    if (!status)
        status = nps_method_check_level(level);
    if (!status)
        status = check(estimate);
    if (!status && estimate->degrees > 0) {
        const nps_real_counts counts = effective_counts(estimate, nps_normal_two_sided_quantile(1 - level));
        status = nps_procedure_bounds(procedure, &SETTING, &counts, 1 - level, &theta);
    }
    if (status)
        return status;
    out->bounds.lower = fmax(-100, fmin(100, 100 * theta.lower));
    out->bounds.upper = fmax(-100, fmin(100, 100 * theta.upper));
    out->method = really;
    return NPS_OK;
}

/* The normal deviate of a p-value. */
static double deviate_of(double p, nps_alternative alternative)
{
    if (p <= 0)
        return INFINITY;
    if (alternative == NPS_TWO_SIDED)
        return nps_normal_two_sided_quantile(p);
    return p < 1 ? nps_normal_upper_quantile(p) : -INFINITY;
}

/* How much farther the method finds theta than the z deviates for which its counts were made. */
static double excess(double z, const void *context)
{
    const struct inference *self = context;
    const nps_real_counts counts = effective_counts(self->estimate, z);
    double p;
    if (nps_procedure_p_value(self->procedure, &SETTING, &counts, self->theta, self->alternative, &p))
        return 0; /* cannot happen: what it refuses was refused before */
    return deviate_of(p, self->alternative) - z;
}

/* The deviate that it finds for counts that were made for it. */
static double consistent_deviate(const struct inference *self)
{
    /* Beyond it the tail is no longer a normal double. */
    static const double farthest = 37.5;
    const double at_0 = excess(0, self);
    const double end = copysign(farthest, at_0), at_end = excess(end, self);
    if (at_0 == 0)
        return 0;
    return (at_end > 0) == (at_0 > 0) ? copysign(INFINITY, at_0) : nps_find_root(excess, self, 0, end);
}

nps_status nps_weighted_test(const nps_weighted_estimate *estimate, double reference, nps_method method,
                             nps_alternative alternative, double *p_value)
{
    struct inference self = {estimate, NULL, reference / 100, alternative};
    nps_method really;
    nps_status status;
    if (!estimate || !p_value)
        return NPS_ERROR_NULL;
    status = find(method, &really, &self.procedure);
    if (!status && alternative != NPS_TWO_SIDED && alternative != NPS_GREATER && alternative != NPS_LESS)
        status = NPS_ERROR_ALTERNATIVE;
    if (!status)
        status = nps_method_check_reference(reference);
    if (!status)
        status = check(estimate);
    if (status)
        return status;
    if (estimate->degrees == 0) {
        *p_value = alternative == NPS_TWO_SIDED ? 1 : 0.5;
    } else if (isinf(estimate->degrees)) {
        const nps_real_counts counts = effective_counts(estimate, 0);
        return nps_procedure_p_value(self.procedure, &SETTING, &counts, self.theta, alternative, p_value);
    } else {
        const double tail = nps_normal_upper_tail(consistent_deviate(&self));
        *p_value = alternative == NPS_TWO_SIDED ? fmin(1, 2 * tail) : tail;
    }
    return NPS_OK;
}
