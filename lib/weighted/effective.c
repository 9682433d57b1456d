/* SPDX-License-Identifier: MIT */
#include "effective.h"

#include "../math/numerics.h"
#include "../math/student.h"

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

nps_real_counts nps_weighted_effective_counts(const nps_weighted_estimate *estimate, double z)
{
    const double ratio = ratio_of_quantiles(z, estimate->degrees), n = estimate->effective * ratio * ratio;
    return (nps_real_counts){n * estimate->promoters, n * estimate->passives, n * estimate->detractors};
}
