/* SPDX-License-Identifier: MIT */
#include "difference.h"

nps_status nps_difference_bounds(const nps_pair *pair, double alpha, nps_bounds *theta)
{
    if (!pair->procedure->difference_bounds)
        return nps_mover_bounds(pair, alpha, theta);
    *theta = pair->procedure->difference_bounds(&pair->a, &pair->b, alpha);
    return NPS_OK;
}

double nps_difference_p_value(const nps_pair *pair, double difference, nps_alternative alternative)
{
    if (pair->procedure->difference_p_value)
        return pair->procedure->difference_p_value(&pair->a, &pair->b, difference, alternative);
    return nps_mover_p_value(pair, difference, alternative);
}
