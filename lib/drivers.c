/* The change of the score, split by segment.
 * SPDX-License-Identifier: MIT */
#include "drivers/effect.h"

#include "allocator.h"
#include "compare/until.h"
#include "counts.h"
#include "interrupt.h"
#include "math/numerics.h"
#include "method.h"
#include "multiplicity/adjust.h"
#include "multiplicity/options.h"
#include "status.h"

#include <math.h>
#include <string.h>

/* A family of effects with their adjustment: one member of every driver. */
typedef nps_driver_effect *(*effect_of)(nps_driver *driver);

/* What is split, and the results, kept out of the caller's memory, which must not change if the call is interrupted. */
struct driver_work {
    const nps_driver_segment *segments;
    size_t count;
    nps_segments_options options;
    nps_allocator memory;
    nps_driver_totals totals;
    nps_comparison change;
    nps_driver *results;
    double *p_values;
    size_t *order;
};

static const nps_driver_effect NO_EFFECT = {0, {NAN, NAN}, NAN, NAN};
static const nps_comparison NO_COMPARISON = {NAN, {NAN, NAN}, NAN, NPS_METHOD_AUTO};

static nps_driver_effect *rate_of(nps_driver *driver)
{
    return &driver->rate;
}

static nps_driver_effect *mix_of(nps_driver *driver)
{
    return &driver->mix;
}

static nps_driver_effect *total_of(nps_driver *driver)
{
    return &driver->total;
}

static nps_status sum_segments(struct driver_work *work, nps_error_detail *detail)
{
    nps_driver_totals *totals = &work->totals;
    size_t i;
    uint64_t n;
    for (i = 0; i < work->count; i++)
        if (!nps_counts_add(&totals->before, &work->segments[i].before) ||
            !nps_counts_add(&totals->after, &work->segments[i].after))
            return nps_explain(detail, NPS_ERROR_OVERFLOW, "segment %zu: a sum of counts would exceed 2^64 - 1", i);
    if (nps_counts_total(&totals->before, &n) == NPS_ERROR_OVERFLOW ||
        nps_counts_total(&totals->after, &n) == NPS_ERROR_OVERFLOW)
        return nps_explain(detail, NPS_ERROR_OVERFLOW, "the segments together have more than 2^64 - 1 answers");
    if (nps_score(&totals->before, &totals->score_before))
        return nps_explain(detail, NPS_ERROR_EMPTY, "no segment has answers in the first period");
    if (nps_score(&totals->after, &totals->score_after))
        return nps_explain(detail, NPS_ERROR_EMPTY, "no segment has answers in the second period");
    return NPS_OK;
}

/* The change of all other segments. */
static nps_status compare_others(const struct driver_work *work, const nps_driver_segment *segment, nps_comparison *out)
{
    const nps_counts others_after = nps_counts_without(&work->totals.after, &segment->after),
                     others_before = nps_counts_without(&work->totals.before, &segment->before);
    const nps_status status = nps_compare_until(&others_after, &others_before, work->options.method,
                                                work->options.level, &work->options.interrupt, out);
    return status == NPS_ERROR_EMPTY ? NPS_OK : status;
}

/* The levels of the intervals of rates, and of those of mixes and totals. */
struct levels {
    double of_rates, of_others;
};

static nps_status split_segment(const struct driver_work *work, size_t place, const struct levels *levels)
{
    const nps_driver_segment *segment = &work->segments[place];
    const double z = nps_normal_two_sided_quantile(1 - levels->of_others);
    nps_driver *driver = &work->results[place];
    nps_driver_split split;
    nps_comparison comparison;
    nps_status status = NPS_OK;
    if (driver->presence != NPS_DRIVER_ABSENT) {
        split = nps_driver_split_effect(segment, &work->totals, driver);
        driver->mix = nps_driver_normal_effect(&split.mix, z);
        driver->total = nps_driver_normal_effect(&split.total, z);
    }
    if (driver->presence == NPS_DRIVER_STAYED) {
        status = nps_compare_until(&segment->after, &segment->before, work->options.method, levels->of_rates,
                                   &work->options.interrupt, &comparison);
        if (!status)
            driver->rate = nps_driver_product_effect(split.mean_share, split.share_variation, &comparison,
                                                     nps_normal_two_sided_quantile(1 - levels->of_rates));
    }
    return status ? status : compare_others(work, segment, &driver->without);
}

/* Adjusts the p-values of a family. */
static void adjust(const struct driver_work *work, effect_of effect)
{
    size_t i, done = 0;
    for (i = 0; i < work->count; i++) {
        work->p_values[i] = effect(&work->results[i])->p_value;
        if (!isnan(work->p_values[i]))
            work->order[done++] = i;
    }
    nps_adjust_places(work->p_values, done, work->options.adjustment, work->p_values, work->order);
    for (i = 0; i < done; i++)
        effect(&work->results[work->order[i]])->adjusted = work->p_values[work->order[i]];
}

/* Describes the segments, and finds the levels of their intervals. */
static nps_status describe_all(const struct driver_work *work, struct levels *levels)
{
    size_t i, stayed = 0, present = 0;
    nps_status status;
    for (i = 0; i < work->count; i++) {
        nps_driver *driver = &work->results[i];
        memset(driver, 0, sizeof *driver);
        driver->rate = driver->mix = driver->total = NO_EFFECT;
        driver->without = NO_COMPARISON;
        nps_driver_describe(&work->segments[i], &work->totals, driver);
        stayed += driver->presence == NPS_DRIVER_STAYED;
        present += driver->presence != NPS_DRIVER_ABSENT;
    }
    status = nps_segments_level_of_one(&work->options, stayed, &levels->of_rates);
    return status ? status : nps_segments_level_of_one(&work->options, present, &levels->of_others);
}

static nps_status split_all(struct driver_work *work)
{
    struct levels levels;
    size_t i;
    nps_status status = describe_all(work, &levels);
    if (!status)
        status = nps_compare_until(&work->totals.after, &work->totals.before, work->options.method, work->options.level,
                                   &work->options.interrupt, &work->change);
    for (i = 0; !status && i < work->count; i++) {
        status = nps_interrupt_check(&work->options.interrupt);
        if (!status)
            status = split_segment(work, i, &levels);
    }
    if (status)
        return status;
    adjust(work, rate_of);
    adjust(work, mix_of);
    adjust(work, total_of);
    return NPS_OK;
}

static nps_status split_apart(struct driver_work *work, nps_driver *out)
{
    const nps_allocator *memory = &work->memory;
    const size_t count = work->count;
    nps_status status = NPS_ERROR_MEMORY;
    work->results = nps_allocator_array(memory, count, sizeof *work->results);
    work->p_values = nps_allocator_array(memory, count, sizeof *work->p_values);
    work->order = nps_allocator_array(memory, count, sizeof *work->order);
    if (work->results && work->p_values && work->order)
        status = split_all(work);
    if (!status)
        memcpy(out, work->results, count * sizeof *out);
    nps_allocator_release(memory, work->results, count, sizeof *work->results);
    nps_allocator_release(memory, work->p_values, count, sizeof *work->p_values);
    nps_allocator_release(memory, work->order, count, sizeof *work->order);
    return status;
}

nps_status nps_drivers(const nps_driver_segment *segments, size_t count, const nps_segments_options *options,
                       nps_driver *out, nps_comparison *change, nps_error_detail *detail)
{
    struct driver_work work = {.segments = segments, .count = count};
    nps_status status = nps_segments_read_dependent(&work.options, &work.memory, options);
    if (!status && (!change || (count != 0 && (!segments || !out))))
        status = NPS_ERROR_NULL;
    if (status)
        return nps_explain_status(detail, status);
    status = sum_segments(&work, detail);
    if (status)
        return status;
    status = split_apart(&work, out);
    if (status)
        return nps_explain_status(detail, status);
    *change = work.change;
    return NPS_OK;
}
