/* SPDX-License-Identifier: MIT */
#include "split.h"

#include "../allocator.h"
#include "../interrupt.h"
#include "../math/numerics.h"
#include "../multiplicity/options.h"
#include "family.h"

#include <math.h>
#include <string.h>

/* The results, kept out of the caller's memory, which must not change if the call is interrupted. */
struct driver_work {
    const nps_driver_source *source;
    const nps_segments_options *options;
    nps_comparison change;
    nps_driver *results;
    double *p_values;
    size_t *order;
};

static const nps_driver_effect NO_EFFECT = {0, {NAN, NAN}, NAN, NAN};
static const nps_comparison NO_COMPARISON = {NAN, {NAN, NAN}, NAN, NPS_METHOD_AUTO};

static nps_driver_effect *rate_in(void *results, size_t place)
{
    return &((nps_driver *)results)[place].rate;
}

static nps_driver_effect *mix_in(void *results, size_t place)
{
    return &((nps_driver *)results)[place].mix;
}

static nps_driver_effect *total_in(void *results, size_t place)
{
    return &((nps_driver *)results)[place].total;
}

/* The levels of the intervals of rates, and of those of mixes and totals. */
struct levels {
    double of_rates, of_others;
};

static nps_status compare(const struct driver_work *work, nps_driver_part part, size_t place, double level,
                          nps_comparison *out)
{
    return work->source->compare(work->source->context, part, place, work->options, level, out);
}

static nps_status split_segment(const struct driver_work *work, size_t place, const struct levels *levels)
{
    const double z = nps_normal_two_sided_quantile(1 - levels->of_others);
    nps_driver *driver = &work->results[place];
    nps_driver_split split;
    nps_comparison comparison;
    nps_status status = NPS_OK;
    if (driver->presence != NPS_DRIVER_ABSENT) {
        const nps_driver_periods periods = work->source->read(work->source->context, place);
        split = nps_driver_split_effect(&periods, work->source->reference, driver);
        driver->mix = nps_driver_normal_effect(&split.mix, z);
        driver->total = nps_driver_normal_effect(&split.total, z);
    }
    if (driver->presence == NPS_DRIVER_STAYED) {
        status = compare(work, NPS_DRIVER_SEGMENT, place, levels->of_rates, &comparison);
        if (!status)
            driver->rate = nps_driver_product_effect(split.mean_share, split.share_variation, &comparison,
                                                     nps_normal_two_sided_quantile(1 - levels->of_rates));
    }
    if (!status)
        status = compare(work, NPS_DRIVER_OTHERS, place, work->options->level, &driver->without);
    return status == NPS_ERROR_EMPTY ? NPS_OK : status;
}

/* Describes the segments, and finds the levels of their intervals. */
static nps_status describe_all(const struct driver_work *work, struct levels *levels)
{
    size_t i, stayed = 0, present = 0;
    nps_status status;
    for (i = 0; i < work->source->count; i++) {
        nps_driver *driver = &work->results[i];
        memset(driver, 0, sizeof *driver);
        driver->rate = driver->mix = driver->total = NO_EFFECT;
        driver->without = NO_COMPARISON;
        work->source->describe(work->source->context, i, driver);
        stayed += driver->presence == NPS_DRIVER_STAYED;
        present += driver->presence != NPS_DRIVER_ABSENT;
    }
    status = nps_segments_level_of_one(work->options, stayed, &levels->of_rates);
    return status ? status : nps_segments_level_of_one(work->options, present, &levels->of_others);
}

static nps_status split_all(struct driver_work *work)
{
    const nps_driver_family family = {work->results, work->source->count, work->options->adjustment, work->p_values,
                                      work->order};
    struct levels levels;
    size_t i;
    nps_status status = describe_all(work, &levels);
    if (!status)
        status = compare(work, NPS_DRIVER_ALL, 0, work->options->level, &work->change);
    for (i = 0; !status && i < work->source->count; i++) {
        status = nps_interrupt_check(&work->options->interrupt);
        if (!status)
            status = split_segment(work, i, &levels);
    }
    if (status)
        return status;
    nps_driver_adjust(&family, rate_in);
    nps_driver_adjust(&family, mix_in);
    nps_driver_adjust(&family, total_in);
    return NPS_OK;
}

nps_driver_presence nps_driver_presence_of(int was, int is)
{
    if (was)
        return is ? NPS_DRIVER_STAYED : NPS_DRIVER_GONE;
    return is ? NPS_DRIVER_NEW : NPS_DRIVER_ABSENT;
}

nps_status nps_driver_split_change(const nps_driver_source *source, const nps_segments_options *options,
                                   const nps_allocator *memory, nps_driver *out, nps_comparison *change)
{
    struct driver_work work = {.source = source, .options = options};
    const size_t count = source->count;
    nps_status status = NPS_ERROR_MEMORY;
    work.results = nps_allocator_array(memory, count, sizeof *work.results);
    work.p_values = nps_allocator_array(memory, count, sizeof *work.p_values);
    work.order = nps_allocator_array(memory, count, sizeof *work.order);
    if (work.results && work.p_values && work.order)
        status = split_all(&work);
    if (!status) {
        memcpy(out, work.results, count * sizeof *out);
        *change = work.change;
    }
    nps_allocator_release(memory, work.results, count, sizeof *work.results);
    nps_allocator_release(memory, work.p_values, count, sizeof *work.p_values);
    nps_allocator_release(memory, work.order, count, sizeof *work.order);
    return status;
}
