/* The methods with a closed formula, without the table of all methods, so that a static program contains no others.
 * SPDX-License-Identifier: MIT */
#include "../counts.h"
#include "../method.h"

#include <nps/interval.h>

enum { METHODS = NPS_METHOD_ANYTIME + 1 };

static const nps_procedure *const procedures[METHODS] = {
    [NPS_METHOD_SCORE] = &nps_score_procedure,
    [NPS_METHOD_SKEWNESS_SCORE] = &nps_skewness_score_procedure,
    [NPS_METHOD_ADJUSTED_WALD] = &nps_adjusted_wald_procedure,
    [NPS_METHOD_AGRESTI_MIN] = &nps_agresti_min_procedure,
    [NPS_METHOD_BONETT_PRICE] = &nps_bonett_price_procedure,
    [NPS_METHOD_WALD] = &nps_wald_procedure,
};

nps_status nps_interval_closed(const nps_counts *counts, nps_method method, double level, nps_bounds *out)
{
    nps_real_counts real;
    nps_bounds theta;
    uint64_t n;
    nps_status status = nps_method_check_level(level);
    if (!out)
        return NPS_ERROR_NULL;
    if (!status)
        status = nps_counts_total(counts, &n);
    if (!status && (unsigned)method >= METHODS)
        status = NPS_ERROR_METHOD;
    if (!status && !procedures[method])
        status = NPS_ERROR_UNAVAILABLE;
    if (status)
        return status;
    real = nps_counts_to_real(counts);
    theta = procedures[method]->bounds(&real, 1 - level);
    *out = nps_bounds_in_points(&theta, 100);
    return NPS_OK;
}
