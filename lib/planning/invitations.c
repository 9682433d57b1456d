/* Invitations, and how often to send them.
 * SPDX-License-Identifier: MIT */
#include "../math/numerics.h"
#include "binomial.h"
#include "options.h"
#include "search.h"

#include <math.h>
#include <stdbool.h>

/* The search for the number of invitations that bring enough respondents with a given assurance. */
struct mailing {
    uint64_t respondents;
    double rate, shortfall;
};

static nps_status is_assured(void *context, uint64_t invitations, bool *enough)
{
    const struct mailing *mailing = context;
    *enough = nps_binomial_below(mailing->respondents, invitations, mailing->rate) <= mailing->shortfall;
    return NPS_OK;
}

static nps_status find_assured(const struct mailing *mailing, uint64_t *invitations)
{
    /* Quantiles beyond 8 do not improve the first guess. */
    const double z = fmin(8, fmax(-8, nps_normal_upper_quantile(mailing->shortfall)));
    const double n = (double)mailing->respondents;
    const double guess = (n + z * sqrt(n * (1 - mailing->rate))) / mailing->rate;
    struct mailing context = *mailing;
    const nps_status status = nps_plan_find(is_assured, &context, guess, NPS_PLAN_MAX, INFINITY, invitations);
    return status == NPS_ERROR_UNREACHABLE ? NPS_ERROR_OVERFLOW : status;
}

nps_status nps_plan_invitations(uint64_t respondents, double rate, double assurance, uint64_t *invitations)
{
    /* The limit bounds the time to sum a binomial distribution. */
    static const uint64_t most_assured = 1000000000;
    const double mean = ceil((double)respondents / rate * NPS_PLAN_ROUNDED);
    if (!invitations)
        return NPS_ERROR_NULL;
    if (respondents == 0)
        return NPS_ERROR_EMPTY;
    if (!(rate > 0 && rate <= 1) || !(assurance == 0 || (assurance >= 0.5 && assurance < 1)))
        return NPS_ERROR_PLAN;
    if (respondents > NPS_PLAN_MAX)
        return NPS_ERROR_OVERFLOW;
    if (assurance > 0 && respondents > most_assured)
        return NPS_ERROR_TOO_MANY;
    if (rate == 1) {
        *invitations = respondents;
        return NPS_OK;
    }
    if (assurance > 0)
        return find_assured(&(struct mailing){respondents, rate, 1 - assurance}, invitations);
    if (mean > (double)NPS_PLAN_MAX)
        return NPS_ERROR_OVERFLOW;
    *invitations = (uint64_t)mean;
    return NPS_OK;
}

nps_status nps_plan_waves(uint64_t base, uint64_t invitations, double rest_days, nps_plan_rotation *rotation)
{
    if (!rotation)
        return NPS_ERROR_NULL;
    if (invitations == 0)
        return NPS_ERROR_EMPTY;
    if (!(rest_days >= 0 && isfinite(rest_days)))
        return NPS_ERROR_PLAN;
    if (invitations > base)
        return NPS_ERROR_UNREACHABLE;
    rotation->waves = base / invitations;
    rotation->days = rest_days / (double)rotation->waves;
    return NPS_OK;
}
