/* SPDX-License-Identifier: MIT */
#include "procedure.h"

#include <math.h>

nps_status nps_procedure_bounds(const nps_procedure *self, const nps_setting *setting, const nps_real_counts *counts,
                                double alpha, nps_bounds *theta)
{
    if (self->bounds_with)
        return self->bounds_with(setting, counts, alpha, theta);
    *theta = self->bounds(counts, alpha);
    return NPS_OK;
}

nps_status nps_procedure_p_value(const nps_procedure *self, const nps_setting *setting, const nps_real_counts *counts,
                                 double theta, nps_alternative alternative, double *p)
{
    if (self->p_value_with)
        return self->p_value_with(setting, counts, theta, alternative, p);
    *p = self->p_value(counts, theta, alternative);
    return NPS_OK;
}

nps_bounds nps_bounds_in_points(const nps_bounds *theta, double limit)
{
    const double lower = fmax(-limit, fmin(limit, 100 * theta->lower));
    return (nps_bounds){lower, fmax(lower, fmin(limit, 100 * theta->upper))};
}
