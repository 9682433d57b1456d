/* SPDX-License-Identifier: MIT */
#include <nps/significance.h>

#include "counts.h"
#include "method.h"

#include <stddef.h>

static nps_status check_alternative(nps_alternative alternative)
{
    switch (alternative) {
    case NPS_TWO_SIDED:
    case NPS_GREATER:
    case NPS_LESS: return NPS_OK;
    }
    return NPS_ERROR_ALTERNATIVE;
}

nps_status nps_test(const nps_counts *counts, double reference, nps_method method, nps_alternative alternative,
                    double *p_value)
{
    const nps_procedure *procedure;
    nps_method really;
    nps_real_counts real;
    uint64_t n;
    nps_status status;

    if (!p_value)
        return NPS_ERROR_NULL;
    status = nps_counts_total(counts, &n);
    if (!status)
        status = nps_method_find(method, n, &really, &procedure);
    if (!status)
        status = check_alternative(alternative);
    if (!status)
        status = nps_method_check_reference(reference);
    if (status)
        return status;

    real = nps_counts_to_real(counts);
    return procedure->p_value(&real, reference / 100, alternative, p_value);
}
