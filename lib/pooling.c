/* Partial pooling of small segments.
 * SPDX-License-Identifier: MIT */
#include <nps/pooling.h>

#include "allocator.h"
#include "counts.h"
#include "interrupt.h"
#include "math/numerics.h"
#include "math/special.h"
#include "multiplicity/options.h"
#include "pooling/variation.h"

#include <math.h>
#include <nps/interval.h>
#include <string.h>

/* The least sum of the parameters of a beta distribution. */
static const double FLATTEST = 0.01;

/* The least distance of a mean from the ends, and the least variance, that doubles near 1 can hold. */
static const double NEAREST = 0x1p-53, NARROWEST = 0x1p-60;

/* The part of alpha that is used: the beta distribution has shorter tails than the mixture that it stands for. */
static const double USED = 0.7;

/* A tail of a beta distribution to be found. */
struct tail {
    double a, b, log_probability;
};

static double above_tail(double x, const void *context)
{
    const struct tail *tail = context;
    return tail->log_probability - nps_log_beta_below(tail->a, tail->b, x, 1 - x);
}

/* The value in 0..1 with the probability alpha / 2 below it. */
static double lower_quantile(double a, double b, double alpha)
{
    const struct tail tail = {a, b, log(alpha / 2)};
    return nps_find_root(above_tail, &tail, 0, 1);
}

/* The interval, in points, of the beta distribution with these moments. */
static nps_bounds beta_bounds(const nps_pooled_moments *moments, double alpha)
{
    const double mean = fmax(NEAREST, fmin((1 + moments->mean) / 2, 1 - NEAREST)),
                 variance = fmax(moments->variance / 4, NARROWEST);
    const double sum = fmax(mean * (1 - mean) / variance - 1, FLATTEST);
    const double a = mean * sum, b = (1 - mean) * sum;
    return (nps_bounds){200 * lower_quantile(a, b, alpha) - 100, 100 - 200 * lower_quantile(b, a, alpha)};
}

/* What is pooled, and the results, kept out of the caller's memory, which must not change if the call is interrupted.
 */
struct pooling_work {
    nps_segments_options options;
    nps_allocator memory;
    nps_variations variations;
    nps_pooled_segment *results;
    nps_pooling pooling;
};

static nps_status count_segments(struct pooling_work *work)
{
    size_t i;
    for (i = 0; i < work->variations.count; i++) {
        uint64_t n;
        const nps_status status = nps_counts_total(&work->variations.counts[i], &n);
        if (status && status != NPS_ERROR_EMPTY)
            return status;
        work->pooling.segments += !status;
    }
    return work->pooling.segments == 0 ? NPS_ERROR_EMPTY : NPS_OK;
}

static nps_status describe(struct pooling_work *work)
{
    nps_pooling *pooling = &work->pooling;
    const nps_variation *const values = work->variations.values;
    nps_variation best;
    double between = 0;
    bool is_found;
    int i;
    const nps_status status = nps_variations_find_best(&work->variations, &best, &is_found);
    if (status)
        return status;
    pooling->promoters = best.strength * best.shares[0];
    pooling->passives = best.strength * best.shares[1];
    pooling->detractors = best.strength * best.shares[2];
    pooling->score = 100 * (best.shares[0] - best.shares[2]);
    pooling->variation = is_found ? best.variation : 0;
    for (i = 0; i < NPS_VARIATIONS; i++)
        between += values[i].likely * nps_variation_between(&values[i]);
    pooling->deviation = 100 * sqrt(between);
    return NPS_OK;
}

static nps_status pool_segment(const struct pooling_work *work, size_t place)
{
    nps_pooled_segment *result = &work->results[place];
    const nps_real_counts counts = nps_counts_to_real(&work->variations.counts[place]);
    const nps_pooled_moments moments = nps_variations_pool(&work->variations, &counts);
    nps_interval_options options;
    nps_interval_result own;
    nps_status status;
    memset(result, 0, sizeof *result);
    result->score = result->bounds.lower = result->bounds.upper = NAN;
    result->pooled = 100 * moments.mean;
    result->pooled_bounds = beta_bounds(&moments, USED * (1 - work->options.level));
    /* A distribution whose mean is nearly at an end of the scale may have less than alpha / 2 on that side of it. */
    result->pooled_bounds.lower = fmin(result->pooled_bounds.lower, result->pooled);
    result->pooled_bounds.upper = fmax(result->pooled_bounds.upper, result->pooled);
    result->own = moments.own;
    if (nps_score(&work->variations.counts[place], &result->score))
        return NPS_OK;
    nps_interval_options_init(&options);
    options.method = work->options.method;
    options.level = work->options.level;
    status = nps_interval_with(&work->variations.counts[place], &options, &own);
    if (status)
        return status;
    result->bounds = own.bounds;
    result->method = own.method;
    return NPS_OK;
}

static nps_status pool_all(struct pooling_work *work)
{
    nps_status status = nps_variations_fill(&work->variations);
    size_t i;
    if (!status)
        status = describe(work);
    for (i = 0; !status && i < work->variations.count; i++) {
        status = nps_interrupt_check(&work->options.interrupt);
        if (!status)
            status = pool_segment(work, i);
    }
    return status;
}

nps_status nps_pool(const nps_counts *counts, size_t count, const nps_segments_options *options,
                    nps_pooled_segment *out, nps_pooling *pooling)
{
    struct pooling_work work = {.variations = {.counts = counts, .count = count}};
    nps_status status = nps_segments_read_options(&work.options, options);
    if (!status && nps_segments_has_prior(&work.options))
        status = NPS_ERROR_PRIOR;
    if (!status &&
        (!pooling || (count != 0 && (!counts || !out)) || !nps_allocator_read(&work.memory, work.options.allocator)))
        status = NPS_ERROR_NULL;
    if (!status)
        status = count_segments(&work);
    if (status)
        return status;
    work.variations.interrupt = &work.options.interrupt;
    work.results = nps_allocator_array(&work.memory, count, sizeof *work.results);
    status = work.results ? pool_all(&work) : NPS_ERROR_MEMORY;
    if (!status) {
        memcpy(out, work.results, count * sizeof *out);
        *pooling = work.pooling;
    }
    nps_allocator_release(&work.memory, work.results, count, sizeof *work.results);
    return status;
}
