/* SPDX-License-Identifier: MIT */
#include "linearize.h"

#include <stddef.h>

nps_status nps_weighted_design_domain(const nps_weighted_design *whole, const nps_weighted_design *part,
                                      const nps_variance_options *options, const nps_scale *scale,
                                      nps_weighted_estimate *out, uint64_t *outside)
{
    nps_design_frame frame;
    nps_design_domain domain;
    nps_linearized_result variance;
    uint64_t off_scale = 0;
    nps_status status;
    if (!out)
        return NPS_ERROR_NULL;
    status = nps_design_open(&frame, whole, scale, options);
    if (!status)
        status = nps_design_open_domain(&frame, part, &domain, outside ? &off_scale : NULL);
    if (!status)
        status = nps_design_variance(&frame, &domain, &variance);
    if (status)
        return status;
    *out = nps_weighted_finish_linearized(&domain.basis, &variance);
    if (outside)
        *outside = off_scale;
    return NPS_OK;
}

nps_status nps_weighted_design_read(const nps_weighted_design *self, const nps_scale *scale, nps_weighted_estimate *out,
                                    uint64_t *outside)
{
    return nps_weighted_design_domain(self, self, NULL, scale, out, outside);
}
