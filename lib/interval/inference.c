/* SPDX-License-Identifier: MIT */
#include "inference.h"

#include "../counts.h"
#include "../method.h"
#include "../method/bayes.h"
#include "../support/options.h"

#include <math.h>

/* The rounding error of a score that was converted to points and back, and is used as the reference. */
static const double REFERENCE_ROUNDING = 1e-15;

nps_status nps_inference_options(nps_interval_options *into, const nps_interval_options *from)
{
    nps_status status;
    nps_interval_options_init(into);
    status = nps_options_read(into, sizeof *into, sizeof *into, from);
    if (status)
        return status;
    return into->workspace && into->workspace_size < nps_method_workspace_size() ? NPS_ERROR_WORKSPACE : NPS_OK;
}

static nps_status read_prior(nps_inference *self, const nps_interval_options *options)
{
    const double *prior = options->prior;
    const bool is_given = prior[0] != 0 || prior[1] != 0 || prior[2] != 0;
    const nps_status status = nps_bayes_read_prior(&self->setting.prior, prior);
    return is_given && self->method != NPS_METHOD_BAYES ? NPS_ERROR_PRIOR : status;
}

/* Without replacement the variance shrinks by (N - n) / (N - 1), as if there were more answers (Cochran, Sampling
 * Techniques, 1977, theorem 2.2). So the respondents that a method adds do not move the interval of a near census
 * away from its score. */
static void read_population(nps_inference *self, uint64_t n, uint64_t population)
{
    self->is_census = n == population;
    self->setting.population = population;
    if (population != 0 && !self->is_census && self->method != NPS_METHOD_EXACT) {
        const double factor = (double)(population - 1) / (double)(population - n);
        self->counts.promoters *= factor;
        self->counts.passives *= factor;
        self->counts.detractors *= factor;
    }
}

nps_status nps_inference_prepare(nps_inference *self, const nps_counts *counts, const nps_interval_options *options)
{
    uint64_t n;
    nps_status status = nps_counts_total(counts, &n);
    if (!status && options->population != 0 && options->population < n)
        status = NPS_ERROR_POPULATION;
    if (!status)
        status =
            nps_method_find(options->method, NPS_ONE_SAMPLE, n, options->population, &self->method, &self->procedure);
    if (status)
        return status;
    self->setting.memory = NULL;
    self->counts = nps_counts_to_real(counts);
    read_population(self, n, options->population);
    return read_prior(self, options);
}

static nps_setting own_setting(const nps_inference *self, const nps_setting *given)
{
    nps_setting setting = self->setting;
    setting.memory = given->memory;
    return setting;
}

nps_status nps_inference_bounds(const nps_inference *self, const nps_setting *given, double alpha, nps_bounds *theta)
{
    const nps_setting setting = own_setting(self, given);
    if (!self->is_census)
        return nps_procedure_bounds(self->procedure, &setting, &self->counts, alpha, theta);
    theta->lower = theta->upper = nps_real_counts_theta(&self->counts);
    return NPS_OK;
}

static double census_p_value(double score, double theta, nps_alternative alternative)
{
    const bool is_above = score > theta + REFERENCE_ROUNDING, is_below = score < theta - REFERENCE_ROUNDING;
    switch (alternative) {
    case NPS_GREATER: return is_above ? 0 : 1;
    case NPS_LESS: return is_below ? 0 : 1;
    case NPS_TWO_SIDED: break;
    }
    return is_above || is_below ? 0 : 1;
}

nps_status nps_inference_p_value(const nps_inference *self, const nps_setting *given, double theta,
                                 nps_alternative alternative, double *p)
{
    const nps_setting setting = own_setting(self, given);
    if (!self->is_census)
        return nps_procedure_p_value(self->procedure, &setting, &self->counts, theta, alternative, p);
    *p = census_p_value(nps_real_counts_theta(&self->counts), theta, alternative);
    return NPS_OK;
}
