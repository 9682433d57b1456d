/* SPDX-License-Identifier: MIT */
#include "power.h"

#include "approximate_power.h"
#include "enumerated_power.h"

#include <stdbool.h>

/* With this many expected in every group that has anybody, the formula errs by at most 0.006. */
static const double LARGE = 50;

static bool is_large(const nps_plan_arm *arm)
{
    const double shares[] = {arm->shares.promoters, arm->shares.passives, arm->shares.detractors};
    int i;
    for (i = 0; i < 3; i++)
        if (shares[i] > 0 && shares[i] * (double)arm->n < LARGE)
            return false;
    return true;
}

nps_status nps_plan_arms_power(const nps_plan_arm *first, const nps_plan_arm *second, nps_method method, double level,
                               double *power)
{
    const bool is_enumerated =
        second->n != 0 && nps_plan_can_enumerate(method) && !(is_large(first) && is_large(second));
    return (is_enumerated ? nps_plan_enumerated_power : nps_plan_approximate_power)(first, second, method, level,
                                                                                    power);
}
