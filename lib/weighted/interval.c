/* SPDX-License-Identifier: MIT */
#include "../math/numerics.h"
#include "effective.h"

#include <math.h>
#include <stddef.h>

/* A method at work on an estimate. */
struct inference {
    const nps_weighted_estimate *estimate;
    const nps_procedure *procedure;
    double theta;
    nps_alternative alternative;
};

nps_status nps_weighted_interval(const nps_weighted_estimate *estimate, nps_method method, double level,
                                 nps_interval_result *out)
{
    const nps_procedure *procedure;
    nps_method really;
    nps_bounds theta = {-1, 1};
    nps_status status;
    if (!estimate || !out)
        return NPS_ERROR_NULL;
    status = nps_weighted_find(method, NPS_ONE_SAMPLE, &really, &procedure);
    if (!status)
        status = nps_method_check_level(level);
    if (!status)
        status = nps_weighted_check(estimate);
    if (!status && estimate->degrees > 0) {
        const nps_real_counts counts =
            nps_weighted_effective_counts(estimate, procedure, nps_normal_two_sided_quantile(1 - level));
        status = nps_procedure_bounds(procedure, &nps_weighted_setting, &counts, 1 - level, &theta);
    }
    if (status)
        return status;
    out->bounds = nps_bounds_in_points(&theta, 100);
    out->method = really;
    return NPS_OK;
}

static double p_value_at(double z, const void *context)
{
    const struct inference *self = context;
    const nps_real_counts counts = nps_weighted_effective_counts(self->estimate, self->procedure, z);
    double p = 0.5; /* stays only if the method fails, which cannot happen: what it refuses was refused before */
    (void)nps_procedure_p_value(self->procedure, &nps_weighted_setting, &counts, self->theta, self->alternative, &p);
    return p;
}

static nps_status p_value_of(const struct inference *self, double *p_value)
{
    const nps_weighted_estimate *estimate = self->estimate;
    if (estimate->degrees == 0) {
        *p_value = self->alternative == NPS_TWO_SIDED ? 1 : 0.5;
    } else if (isinf(estimate->degrees)) {
        const nps_real_counts counts = nps_weighted_effective_counts(estimate, self->procedure, 0);
        return nps_procedure_p_value(self->procedure, &nps_weighted_setting, &counts, self->theta, self->alternative,
                                     p_value);
    } else {
        *p_value = nps_weighted_consistent_p_value(p_value_at, self, self->alternative);
    }
    return NPS_OK;
}

nps_status nps_weighted_test(const nps_weighted_estimate *estimate, double reference, nps_method method,
                             nps_alternative alternative, nps_test_result *out)
{
    struct inference self = {estimate, NULL, reference / 100, alternative};
    nps_method really;
    nps_status status;
    double p_value = 0;
    if (!estimate || !out)
        return NPS_ERROR_NULL;
    status = nps_weighted_find(method, NPS_ONE_SAMPLE, &really, &self.procedure);
    if (!status)
        status = nps_method_check_alternative(alternative);
    if (!status)
        status = nps_method_check_reference(reference);
    if (!status)
        status = nps_weighted_check(estimate);
    if (!status)
        status = p_value_of(&self, &p_value);
    if (!status)
        *out = (nps_test_result){p_value, really};
    return status;
}
