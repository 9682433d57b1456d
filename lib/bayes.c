/* SPDX-License-Identifier: MIT */
#include <nps/bayes.h>

#include "counts.h"
#include "method.h"
#include "method/bayes.h"

#include <math.h>
#include <stddef.h>

nps_status nps_bayes_probability(const nps_counts *counts, const double prior[3], double value, double *above)
{
    nps_real_counts given, real, posterior;
    uint64_t n;
    nps_status status;
    if (!above)
        return NPS_ERROR_NULL;
    status = nps_counts_total(counts, &n);
    if (!status)
        status = nps_bayes_read_prior(&given, prior);
    if (!status)
        status = nps_method_check_reference(value);
    if (status)
        return status;
    real = nps_counts_to_real(counts);
    posterior = nps_bayes_posterior(&real, &given);
    *above = exp(nps_bayes_log_above(&posterior, value / 100));
    return NPS_OK;
}
