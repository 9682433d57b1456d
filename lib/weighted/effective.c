/* SPDX-License-Identifier: MIT */
#include "effective.h"

#include "../math/numerics.h"
#include "../math/student.h"
#include "../method/wald.h"

#include <math.h>
#include <stddef.h>

const nps_setting nps_weighted_setting = {.memory = NULL};

nps_status nps_weighted_find(nps_method method, nps_purpose purpose, nps_method *really,
                             const nps_procedure **procedure)
{
    nps_status status;
    /* What they guarantee, weights take away. */
    if (method == NPS_METHOD_EXACT || method == NPS_METHOD_ANYTIME)
        return NPS_ERROR_UNAVAILABLE;
    status = nps_method_find(method, purpose, UINT64_MAX, 0, really, procedure);
    return !status && (*procedure)->memory_size != 0 ? NPS_ERROR_UNAVAILABLE : status;
}

nps_status nps_weighted_check(const nps_weighted_estimate *estimate)
{
    const double shares = estimate->promoters + estimate->passives + estimate->detractors;
    const int shared =
        estimate->promoters >= 0 && estimate->passives >= 0 && estimate->detractors >= 0 && fabs(shares - 1) < 1e-6;
    const int known = estimate->degrees == 0 || (estimate->degrees > 0 && estimate->effective > 0);
    return fabs(estimate->score) <= 100 && shared && known && estimate->effective <= 0x1p64 ? NPS_OK : NPS_ERROR_WEIGHT;
}

/* z / t for quantiles of the same tail. It is flat at 0, and never so small that counts times its square are none. */
static double ratio_of_quantiles(double z, double degrees)
{
    const double away = fmax(fabs(z), 1e-4);
    if (isinf(degrees))
        return 1;
    return fmax(1e-60, away / nps_student_upper_quantile(nps_normal_upper_tail(away), degrees));
}

double nps_weighted_wald_respondents(const nps_weighted_estimate *estimate)
{
    const nps_real_counts shares = {estimate->promoters, estimate->passives, estimate->detractors};
    const double of_one = nps_wald_variance(&shares), error = estimate->standard_error / 100;
    return error > 0 && isfinite(error) && of_one > 0 ? fmin(0x1p64, of_one / error / error) : estimate->effective;
}

nps_real_counts nps_weighted_effective_counts(const nps_weighted_estimate *estimate, const nps_procedure *procedure,
                                              double z)
{
    const double ratio = ratio_of_quantiles(z, estimate->degrees);
    const double n =
        (procedure == &nps_wald_procedure ? nps_weighted_wald_respondents(estimate) : estimate->effective) * ratio *
        ratio;
    return (nps_real_counts){n * estimate->promoters, n * estimate->passives, n * estimate->detractors};
}

/* A p-value as a function of the deviate for which its counts are made. */
struct tested {
    nps_weighted_p_value function;
    const void *context;
    nps_alternative alternative;
};

/* The normal deviate of a p-value. */
static double deviate_of(double p, nps_alternative alternative)
{
    if (p <= 0)
        return INFINITY;
    if (alternative == NPS_TWO_SIDED)
        return nps_normal_two_sided_quantile(p);
    return p < 1 ? nps_normal_upper_quantile(p) : -INFINITY;
}

/* How much farther the deviate of the p-value is than the one for which its counts were made. */
static double excess(double z, const void *context)
{
    const struct tested *self = context;
    return deviate_of(self->function(z, self->context), self->alternative) - z;
}

static double consistent_deviate(const struct tested *self)
{
    const double at_0 = excess(0, self);
    const double end = copysign(NPS_NORMAL_FARTHEST, at_0), at_end = excess(end, self);
    if (at_0 == 0)
        return 0;
    return (at_end > 0) == (at_0 > 0) ? copysign(INFINITY, at_0) : nps_find_root(excess, self, 0, end);
}

double nps_weighted_consistent_p_value(nps_weighted_p_value function, const void *context, nps_alternative alternative)
{
    const struct tested self = {function, context, alternative};
    const double tail = nps_normal_upper_tail(consistent_deviate(&self));
    return alternative == NPS_TWO_SIDED ? fmin(1, 2 * tail) : tail;
}
