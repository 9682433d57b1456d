/* SPDX-License-Identifier: MIT */
#include <nps/sequence.h>

#include "counts.h"
#include "method.h"
#include "method/anytime_wealth.h"

#include <math.h>
#include <stddef.h>

nps_status nps_evalue(const nps_counts *counts, double reference, double *log_e)
{
    nps_real_counts real;
    uint64_t n;
    nps_status status;
    if (!log_e)
        return NPS_ERROR_NULL;
    status = nps_counts_total(counts, &n);
    if (!status)
        status = nps_method_check_reference(reference);
    if (status)
        return status;
    real = nps_counts_to_real(counts);
    *log_e = nps_anytime_log_wealth(&real, reference / 100);
    return NPS_OK;
}

nps_status nps_sequence_init(nps_sequence *self, double level)
{
    nps_status status;
    if (!self)
        return NPS_ERROR_NULL;
    status = nps_method_check_level(level);
    if (!status)
        *self = (nps_sequence){{0, 0, 0}, {-100, 100}, level};
    return status;
}

static int continues(const nps_counts *now, const nps_counts *before)
{
    return now->promoters >= before->promoters && now->passives >= before->passives &&
           now->detractors >= before->detractors;
}

nps_status nps_sequence_update(nps_sequence *self, const nps_counts *counts)
{
    nps_real_counts real;
    nps_bounds theta;
    uint64_t n;
    nps_status status;
    if (!self)
        return NPS_ERROR_NULL;
    status = nps_counts_total(counts, &n);
    if (!status)
        status = nps_method_check_level(self->level);
    if (!status && !continues(counts, &self->counts))
        status = NPS_ERROR_UNDERFLOW;
    if (status)
        return status;
    real = nps_counts_to_real(counts);
    theta = nps_anytime_procedure.bounds(&real, 1 - self->level);
    self->counts = *counts;
    self->bounds.lower = fmax(self->bounds.lower, 100 * theta.lower);
    self->bounds.upper = fmin(self->bounds.upper, 100 * theta.upper);
    return NPS_OK;
}

nps_status nps_sequence_bounds(const nps_sequence *self, nps_bounds *out)
{
    if (!self || !out)
        return NPS_ERROR_NULL;
    if (!(self->bounds.lower <= self->bounds.upper))
        return NPS_ERROR_DRIFT;
    *out = self->bounds;
    return NPS_OK;
}
