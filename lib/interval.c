/* SPDX-License-Identifier: MIT */
#include "interval/inference.h"

#include "counts.h"
#include "method.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

static nps_status read_options(nps_interval_options *into, const nps_interval_options *from)
{
    const nps_status status = nps_inference_options(into, from);
    return status ? status : nps_method_check_level(into->level);
}

/* The inputs of an interval, checked. */
struct interval_request {
    nps_inference inference;
    double alpha;
    nps_interval_result *out;
};

static nps_status compute(void *context, const nps_setting *setting)
{
    const struct interval_request *request = context;
    nps_bounds theta;
    const nps_status status = nps_inference_bounds(&request->inference, setting, request->alpha, &theta);
    if (status)
        return status;
    request->out->bounds = nps_bounds_in_points(&theta, 100);
    request->out->method = request->inference.method;
    return NPS_OK;
}

nps_status nps_interval_with(const nps_counts *counts, const nps_interval_options *options, nps_interval_result *out)
{
    nps_interval_options read;
    struct interval_request request;
    nps_status status;
    if (!out)
        return NPS_ERROR_NULL;
    status = read_options(&read, options);
    if (!status)
        status = nps_inference_prepare(&request.inference, counts, &read);
    if (status)
        return status;
    request.alpha = 1 - read.level;
    request.out = out;
    return nps_method_work(request.inference.procedure, read.workspace, read.workspace_size, compute, &request);
}

nps_status nps_interval(const nps_counts *counts, nps_method method, double level, nps_bounds *out)
{
    nps_interval_options options;
    nps_interval_result result;
    nps_status status;
    if (!out)
        return NPS_ERROR_NULL;
    nps_interval_options_init(&options);
    options.method = method;
    options.level = level;
    status = nps_interval_with(counts, &options, &result);
    if (!status)
        *out = result.bounds;
    return status;
}

/* The inputs of many intervals, checked. */
struct many {
    const nps_counts *counts;
    size_t count;
    nps_interval_options options;
    nps_interval_result *out;
    nps_status *statuses;
};

static nps_status compute_one(const struct many *many, size_t index, const nps_setting *setting)
{
    struct interval_request request;
    nps_status status;
    request.alpha = 1 - many->options.level;
    request.out = &many->out[index];
    status = nps_inference_prepare(&request.inference, &many->counts[index], &many->options);
    return status ? status : compute(&request, setting);
}

static void compute_and_note(const struct many *many, size_t index, const nps_setting *setting)
{
    const nps_status status = compute_one(many, index, setting);
    if (many->statuses)
        many->statuses[index] = status;
}

/* A hash table of counts of the same n whose intervals are known. Counts and their mirror images share a hash. */
enum { REMEMBERED = 256 };
struct recent {
    size_t places[REMEMBERED]; /* index plus one; 0: none */
};

static size_t *place_of(struct recent *recent, const nps_counts *counts)
{
    const uint64_t ends = counts->promoters * counts->detractors * 31 + counts->passives;
    return &recent->places[ends % REMEMBERED];
}

/* Copies a known result; returns false when there is none. */
static bool recall(const struct many *many, size_t index, const size_t *place)
{
    const nps_counts *now = &many->counts[index], *then;
    const nps_interval_result *result;
    if (*place == 0)
        return false;
    then = &many->counts[*place - 1];
    result = &many->out[*place - 1];
    if (now->passives != then->passives)
        return false;
    if (now->promoters == then->promoters)
        many->out[index] = *result;
    else if (now->promoters == then->detractors)
        many->out[index] = (nps_interval_result){{-result->bounds.upper, -result->bounds.lower}, result->method};
    else
        return false;
    if (many->statuses)
        many->statuses[index] = NPS_OK;
    return true;
}

/* Orders by n, because exact intervals of equal n share work. */
static nps_status compute_by_size(void *context, const nps_setting *setting)
{
    const struct many *many = context;
    uint64_t n, total;
    size_t i;
    for (n = 1; n <= NPS_EXACT_MAX; n++) {
        struct recent recent = {{0}};
        for (i = 0; i < many->count; i++) {
            size_t *const place = place_of(&recent, &many->counts[i]);
            if (nps_counts_total(&many->counts[i], &total) != NPS_OK || total != n || recall(many, i, place))
                continue;
            compute_and_note(many, i, setting);
            *place = i + 1;
        }
    }
    return NPS_OK;
}

/* Checks everything that can fail, and finds the procedure that needs memory, if there is one. */
static nps_status check_many(const struct many *many, const nps_procedure **working)
{
    size_t i;
    for (i = 0; i < many->count; i++) {
        nps_inference inference;
        const nps_status status = nps_inference_prepare(&inference, &many->counts[i], &many->options);
        if (status && !many->statuses)
            return status;
        if (!status && inference.procedure->memory_size != 0)
            *working = inference.procedure;
    }
    return NPS_OK;
}

nps_status nps_interval_many(const nps_counts *counts, size_t count, const nps_interval_options *options,
                             nps_interval_result *out, nps_status *statuses)
{
    struct many many;
    const nps_procedure *working = NULL;
    uint64_t total;
    nps_status status = read_options(&many.options, options);
    size_t i;
    many.counts = counts;
    many.count = count;
    many.out = out;
    many.statuses = statuses;
    if (!status && count != 0 && (!counts || !out))
        status = NPS_ERROR_NULL;
    if (!status)
        status = check_many(&many, &working);
    if (!status && working)
        status = nps_method_work(working, many.options.workspace, many.options.workspace_size, compute_by_size, &many);
    if (status)
        return status;
    /* The remaining counts need no memory: large samples, other methods, and invalid counts. */
    for (i = 0; i < count; i++)
        if (!working || nps_counts_total(&counts[i], &total) != NPS_OK || total > NPS_EXACT_MAX)
            compute_and_note(&many, i, &(nps_setting){.memory = NULL});
    return NPS_OK;
}

size_t nps_interval_workspace_size(void)
{
    return nps_method_workspace_size();
}
