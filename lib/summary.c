/* SPDX-License-Identifier: MIT */
#include <nps/summary.h>

#include "counts.h"
#include "support/options.h"

static nps_status read_counts(const nps_accumulator *self, const nps_summary_options *options, nps_summary *out)
{
    const nps_status status =
        nps_accumulator_counts(self, options->scale, &out->counts, options->ignore_outside ? &out->outside : NULL);
    if (!status && !options->ignore_outside)
        out->outside = 0;
    return status;
}

static nps_shares shares_of(const nps_counts *counts, uint64_t n)
{
    const double total = (double)n;
    return (nps_shares){(double)counts->promoters / total, (double)counts->passives / total,
                        (double)counts->detractors / total};
}

static nps_status read_interval(const nps_summary_options *options, nps_summary *out)
{
    nps_interval_options interval;
    nps_interval_result result;
    nps_status status;
    nps_interval_options_init(&interval);
    interval.method = options->method;
    interval.level = options->level;
    interval.population = options->population;
    memcpy(interval.prior, options->prior, sizeof interval.prior);
    interval.workspace = options->workspace;
    interval.workspace_size = options->workspace_size;
    status = nps_interval_with(&out->counts, &interval, &result);
    if (status)
        return status;
    out->bounds = result.bounds;
    out->method = result.method;
    return NPS_OK;
}

nps_status nps_accumulator_read(const nps_accumulator *self, const nps_summary_options *options, nps_summary *out)
{
    nps_summary_options read;
    nps_summary summary;
    nps_status status;
    if (!self || !out)
        return NPS_ERROR_NULL;
    nps_summary_options_init(&read);
    status = nps_options_read(&read, sizeof read, sizeof read, options);
    if (!status)
        status = read_counts(self, &read, &summary);
    if (!status)
        status = nps_counts_total(&summary.counts, &summary.n);
    if (!status)
        status = nps_score(&summary.counts, &summary.score);
    if (!status)
        status = read_interval(&read, &summary);
    if (status)
        return status;
    summary.shares = shares_of(&summary.counts, summary.n);
    summary.missing = self->missing;
    summary.invalid = self->invalid;
    *out = summary;
    return NPS_OK;
}
