/* SPDX-License-Identifier: MIT */
#include "measure.h"

nps_status count(const nps_accumulator *group, const struct options *options, struct measure *out)
{
    nps_status status = nps_accumulator_counts(group, options->scale, &out->counts, &out->outside);
    if (status)
        return status;
    out->missing = group->missing;
    out->invalid = group->invalid;
    out->n = out->counts.promoters + out->counts.passives + out->counts.detractors;
    return NPS_OK;
}

nps_status measure(const nps_accumulator *group, const struct options *options, struct measure *out)
{
    nps_interval_options how;
    nps_status status = count(group, options, out);
    if (!status)
        status = nps_score(&out->counts, &out->score);
    if (status)
        return status == NPS_ERROR_EMPTY ? NPS_OK : status;
    nps_interval_options_init(&how);
    how.level = options->level;
    how.method = options->method;
    return nps_interval_with(&out->counts, &how, &out->interval);
}

nps_status measure_period(const struct period *period, const struct options *options, struct measure *out)
{
    nps_accumulator all;
    nps_status status = nps_groups_total(period->segments, &all);
    return status ? status : measure(&all, options, out);
}
