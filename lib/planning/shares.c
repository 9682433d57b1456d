/* SPDX-License-Identifier: MIT */
#include "shares.h"

#include <math.h>

static int is_share(double x)
{
    return x >= 0 && isfinite(x);
}

nps_status nps_plan_shares_read(nps_plan_shares *into, const nps_plan_shares *from)
{
    nps_plan_shares scaled;
    double largest, sum;
    if (!from)
        return NPS_ERROR_NULL;
    if (!is_share(from->promoters) || !is_share(from->passives) || !is_share(from->detractors))
        return NPS_ERROR_SHARES;
    largest = fmax(from->promoters, fmax(from->passives, from->detractors));
    if (largest == 0)
        return NPS_ERROR_SHARES;
    /* Divided by the largest first, because the sum may be infinite. */
    scaled = (nps_plan_shares){from->promoters / largest, from->passives / largest, from->detractors / largest};
    sum = scaled.promoters + scaled.detractors + scaled.passives;
    *into = (nps_plan_shares){scaled.promoters / sum, scaled.passives / sum, scaled.detractors / sum};
    return NPS_OK;
}

nps_plan_shares nps_plan_shares_polar(double theta)
{
    return (nps_plan_shares){(1 + theta) / 2, 0, (1 - theta) / 2};
}

double nps_plan_shares_theta(const nps_plan_shares *shares)
{
    return shares->promoters - shares->detractors;
}

double nps_plan_shares_variance(const nps_plan_shares *shares)
{
    const double theta = nps_plan_shares_theta(shares), up = 1 - theta, down = 1 + theta;
    /* A sum of squared distances, so that nothing cancels, and the variance is 0 if all answers are in one group. */
    return shares->promoters * up * up + shares->passives * theta * theta + shares->detractors * down * down;
}

double nps_plan_shares_third_moment(const nps_plan_shares *shares)
{
    const double theta = nps_plan_shares_theta(shares), up = 1 - theta, down = 1 + theta;
    return shares->promoters * up * up * up - shares->passives * theta * theta * theta -
           shares->detractors * down * down * down;
}

nps_counts nps_plan_shares_table(double promoters, double detractors, uint64_t n)
{
    const double p = fmax(0, fmin(1, promoters)), d = fmax(0, fmin(1 - p, detractors));
    nps_counts table;
    table.promoters = (uint64_t)floor(p * (double)n + 0.5);
    table.detractors = (uint64_t)floor(d * (double)n + 0.5);
    if (table.promoters > n)
        table.promoters = n;
    if (table.detractors > n - table.promoters)
        table.detractors = n - table.promoters;
    table.passives = n - table.promoters - table.detractors;
    return table;
}

nps_status nps_plan_shift(const nps_plan_shares *from, double change, nps_plan_shares *out)
{
    const double step = fabs(change) / 100;
    nps_plan_shares shares;
    double *gains, *loses, lost;
    nps_status status;
    if (!out)
        return NPS_ERROR_NULL;
    status = nps_plan_shares_read(&shares, from);
    if (status)
        return status;
    if (!isfinite(change))
        return NPS_ERROR_PLAN;
    gains = change > 0 ? &shares.promoters : &shares.detractors;
    loses = change > 0 ? &shares.detractors : &shares.promoters;
    /* The tolerance allows the largest possible change in spite of the rounding of the shares. */
    if (step > (2 * *loses + shares.passives) * (1 + 1e-12))
        return NPS_ERROR_UNREACHABLE;
    lost = fmin(step / 2, *loses);
    *loses -= lost;
    *gains = fmin(1 - *loses, *gains + step - lost);
    if (lost < step / 2)
        shares.passives = fmax(0, 1 - *gains - *loses);
    *out = shares;
    return NPS_OK;
}
