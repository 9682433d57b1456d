/* SPDX-License-Identifier: MIT */
#include "method.h"

#include <stddef.h>

static const struct {
    const char *name;
    const nps_procedure *procedure; /* NULL: not in this version */
} methods[] = {
    [NPS_METHOD_AUTO] = {"auto", NULL},
    [NPS_METHOD_EXACT] = {"exact", NULL},
    [NPS_METHOD_SCORE] = {"score", &nps_score_procedure},
    [NPS_METHOD_SKEWNESS_SCORE] = {"skewness-corrected score", &nps_skewness_score_procedure},
    [NPS_METHOD_ADJUSTED_WALD] = {"adjusted wald", &nps_adjusted_wald_procedure},
    [NPS_METHOD_AGRESTI_MIN] = {"agresti-min", &nps_agresti_min_procedure},
    [NPS_METHOD_BONETT_PRICE] = {"bonett-price", &nps_bonett_price_procedure},
    [NPS_METHOD_WALD] = {"wald", &nps_wald_procedure},
    [NPS_METHOD_BAYES] = {"bayes", NULL},
    [NPS_METHOD_ANYTIME] = {"anytime", NULL},
};

static int is_known(nps_method method)
{
    return (unsigned)method < sizeof methods / sizeof *methods;
}

const char *nps_method_string(nps_method method)
{
    return is_known(method) ? methods[method].name : "unknown method";
}

nps_status nps_method_find(nps_method method, uint64_t n, nps_method *really, const nps_procedure **found)
{
    (void)n;
    if (!is_known(method))
        return NPS_ERROR_METHOD;
    if (method == NPS_METHOD_AUTO)
        method = NPS_METHOD_SCORE;
    if (!methods[method].procedure)
        return NPS_ERROR_UNAVAILABLE;
    *really = method;
    *found = methods[method].procedure;
    return NPS_OK;
}

nps_status nps_method_check_level(double level)
{
    return level > 0 && level < 1 ? NPS_OK : NPS_ERROR_LEVEL;
}

nps_status nps_method_check_reference(double reference)
{
    return reference >= -100 && reference <= 100 ? NPS_OK : NPS_ERROR_REFERENCE;
}
