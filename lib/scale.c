/* SPDX-License-Identifier: MIT */
#include "scale.h"

#include <stddef.h>

const nps_scale *nps_scale_0_10(void)
{
    static const nps_scale scale = {0, 10, 6, 9};
    return &scale;
}

const nps_scale *nps_scale_1_10(void)
{
    static const nps_scale scale = {1, 10, 6, 9};
    return &scale;
}

const nps_scale *nps_scale_1_5(void)
{
    static const nps_scale scale = {1, 5, 3, 5};
    return &scale;
}

const nps_scale *nps_scale_1_7(void)
{
    static const nps_scale scale = {1, 7, 5, 7};
    return &scale;
}

nps_status nps_scale_check(const nps_scale *scale)
{
    if (!scale)
        return NPS_OK;
    if (scale->lowest <= scale->detractor_max && scale->detractor_max < scale->promoter_min &&
        scale->promoter_min <= scale->highest && scale->highest <= 10)
        return NPS_OK;
    return NPS_ERROR_SCALE;
}

nps_status nps_scale_read(const nps_scale **scale)
{
    if (!*scale)
        *scale = nps_scale_0_10();
    return nps_scale_check(*scale);
}
