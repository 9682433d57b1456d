/* SPDX-License-Identifier: MIT */
#include "interval/inference.h"

#include "allocator.h"
#include "counts.h"
#include "interrupt.h"
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
    return nps_method_work(request.inference.procedure, read.workspace, compute, &request);
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

/* How many rounds of a loop take less than some milliseconds: rounds that only read counts, and rounds that compute an
 * interval without memory, of which those of NPS_METHOD_BAYES take longest. */
enum { SHORT_ROUNDS = 16384, CLOSED_FORMS = 16 };

/* The inputs of many intervals, checked. */
struct many {
    const nps_counts *counts;
    size_t count;
    nps_interval_options options;
    nps_interval_result *out;
    nps_status *statuses;
    uint64_t most; /* the largest number of answers whose interval needs memory; 0: none needs it */
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
    const nps_interrupt *interrupt = &many->options.interrupt;
    nps_status status = NPS_OK;
    uint64_t n, total;
    size_t i;
    for (n = 1; !status && n <= many->most; n++) {
        struct recent recent = {{0}};
        for (i = 0; !status && i < many->count; i++) {
            size_t *const place = place_of(&recent, &many->counts[i]);
            status = nps_interrupt_check_every(interrupt, SHORT_ROUNDS, i);
            if (nps_counts_total(&many->counts[i], &total) != NPS_OK || total != n || recall(many, i, place))
                continue;
            if (!status)
                status = nps_interrupt_check(interrupt);
            if (!status)
                compute_and_note(many, i, setting);
            *place = i + 1;
        }
    }
    return status;
}

/* The remaining counts need no memory: large samples, other methods, and invalid counts. */
static nps_status compute_others(const struct many *many)
{
    const nps_setting no_memory = {.memory = NULL};
    nps_status status = NPS_OK;
    uint64_t total;
    size_t i;
    for (i = 0; !status && i < many->count; i++) {
        status = nps_interrupt_check_every(&many->options.interrupt, CLOSED_FORMS, i);
        if (!status && (nps_counts_total(&many->counts[i], &total) != NPS_OK || total > many->most))
            compute_and_note(many, i, &no_memory);
    }
    return status;
}

/* Checks everything that can fail, and finds the procedure that needs memory, if there is one, and for how many answers
 * it is used. */
static nps_status check_many(struct many *many, const nps_procedure **working)
{
    nps_status interrupted = NPS_OK;
    size_t i;
    for (i = 0; !interrupted && i < many->count; i++) {
        nps_inference inference;
        const nps_status status = nps_inference_prepare(&inference, &many->counts[i], &many->options);
        if (status && !many->statuses)
            return status;
        if (!status && inference.procedure->memory_size != 0) {
            uint64_t total;
            nps_counts_total(&many->counts[i], &total);
            if (total > many->most) {
                many->most = total;
                *working = inference.procedure;
            }
        }
        interrupted = nps_interrupt_check_every(&many->options.interrupt, SHORT_ROUNDS, i);
    }
    return interrupted;
}

static nps_status compute_many(struct many *many)
{
    const nps_procedure *working = NULL;
    nps_status status = check_many(many, &working);
    if (!status && working)
        status = nps_method_work(working, many->options.workspace, compute_by_size, many);
    return status ? status : compute_others(many);
}

static void write_results(const struct many *from, const struct many *to)
{
    size_t i;
    for (i = 0; i < to->count; i++) {
        if (!to->statuses || from->statuses[i] == NPS_OK)
            to->out[i] = from->out[i];
        if (to->statuses)
            to->statuses[i] = from->statuses[i];
    }
}

/* Computes apart from the caller's memory, in which nothing is written when the call is interrupted. */
static nps_status compute_apart(const struct many *many, const nps_allocator *allocator)
{
    struct many apart = *many;
    nps_status status = NPS_ERROR_MEMORY;
    apart.out = nps_allocator_array(allocator, many->count, sizeof *apart.out);
    if (many->statuses)
        apart.statuses = nps_allocator_array(allocator, many->count, sizeof *apart.statuses);
    if (apart.out && (apart.statuses || !many->statuses))
        status = compute_many(&apart);
    if (!status)
        write_results(&apart, many);
    nps_allocator_release(allocator, apart.out, many->count, sizeof *apart.out);
    if (many->statuses)
        nps_allocator_release(allocator, apart.statuses, many->count, sizeof *apart.statuses);
    return status;
}

nps_status nps_interval_many(const nps_counts *counts, size_t count, const nps_interval_options *options,
                             nps_interval_result *out, nps_status *statuses)
{
    struct many many = {.counts = counts, .count = count, .out = out, .statuses = statuses};
    nps_allocator allocator;
    const nps_status status = read_options(&many.options, options);
    if (status)
        return status;
    if (!nps_allocator_read(&allocator, many.options.allocator) || (count != 0 && (!counts || !out)))
        return NPS_ERROR_NULL;
    return count != 0 && many.options.interrupt.is_requested ? compute_apart(&many, &allocator) : compute_many(&many);
}

size_t nps_interval_workspace_size(void)
{
    return nps_method_workspace_size();
}
