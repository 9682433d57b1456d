/* The change of a weighted score, split by segment.
 * SPDX-License-Identifier: MIT */
#include <nps/weighted_drivers.h>

#include "drivers/split.h"
#include "multiplicity/options.h"
#include "scale.h"
#include "status.h"
#include "support/checked.h"
#include "weighted.h"
#include "weighted/estimate.h"

#include <math.h>
#include <stdbool.h>

_Static_assert((int)NPS_GROUP_COUNT == (int)NPS_DRIVER_GROUPS, "groups are the same in both");

/* The answers of all segments in a period. */
struct weighted_total {
    nps_weighted all;
    nps_weighted_basis basis;
};

struct weighted_drivers {
    const nps_weighted_driver_segment *segments;
    size_t count;
    const nps_scale *scale;
    struct weighted_total before, after;
};

static const nps_weighted *of_period(const nps_weighted_driver_segment *segment, bool is_after)
{
    const nps_weighted *state = is_after ? segment->after : segment->before;
    return state ? state : &nps_weighted_empty;
}

/* What the states have on the scale; all 0 if nothing. The scale and the sums have been checked. */
static nps_weighted_basis basis_of(const nps_weighted *state, const nps_scale *scale)
{
    nps_weighted_basis basis;
    uint64_t outside;
    if (nps_weighted_basis_of(state, scale, &basis, &outside))
        basis = (nps_weighted_basis){.respondents = 0};
    return basis;
}

/* Adds up the states of a period, and counts those off the scale. */
static nps_status sum_period(const struct weighted_drivers *self, bool is_after, struct weighted_total *total,
                             uint64_t *outside, nps_error_detail *detail)
{
    uint64_t here;
    size_t i;
    nps_status status;
    for (i = 0; i < self->count; i++)
        if (nps_weighted_merge(&total->all, of_period(&self->segments[i], is_after)))
            return nps_explain(detail, NPS_ERROR_OVERFLOW, "segment %zu: there would be more than 2^64 - 1 rows", i);
    status = nps_weighted_basis_of(&total->all, self->scale, &total->basis, &here);
    if (status == NPS_ERROR_EMPTY)
        return nps_explain(detail, status, "no segment has answers with a weight in the %s period",
                           is_after ? "second" : "first");
    if (!status && !checked_add(*outside, here, outside))
        status = NPS_ERROR_OVERFLOW;
    return nps_explain_status(detail, status);
}

/* All answers of a period without those of a segment. */
static nps_weighted others_of(const struct weighted_total *total, const nps_weighted *segment)
{
    nps_weighted others = total->all;
    (void)nps_weighted_subtract(&others, segment); /* it is a part of them */
    return others;
}

static bool describe_period(const struct weighted_drivers *self, const nps_weighted *state,
                            const struct weighted_total *total, double *share, double *score)
{
    const nps_weighted_basis basis = basis_of(state, self->scale);
    *share = basis.total / total->basis.total;
    *score = basis.respondents > 0 ? 100 * basis.theta : NAN;
    return basis.respondents > 0;
}

static void describe(const void *context, size_t place, nps_driver *out)
{
    const struct weighted_drivers *const self = context;
    const nps_weighted_driver_segment *segment = &self->segments[place];
    const bool was = describe_period(self, of_period(segment, false), &self->before, &out->share_before,
                                     &out->score_before),
               is = describe_period(self, of_period(segment, true), &self->after, &out->share_after, &out->score_after);
    out->presence = nps_driver_presence_of(was, is);
}

/* Weights and their squares, in proportion to the effective respondents of the period. */
static nps_driver_cells cells_of(const nps_weighted_basis *basis, double effective, double total)
{
    const double unit = effective / total;
    nps_driver_cells cells;
    int group;
    for (group = 0; group < NPS_GROUP_COUNT; group++) {
        cells.counts[group] = basis->weights[group] * unit;
        cells.variances[group] = basis->squares[group] * unit * unit;
    }
    return cells;
}

static nps_driver_period read_period(const struct weighted_drivers *self, const nps_weighted *state,
                                     const struct weighted_total *total)
{
    const nps_weighted_basis *all = &total->basis;
    const nps_weighted others = others_of(total, state);
    const nps_weighted_basis inside = basis_of(state, self->scale), outside = basis_of(&others, self->scale);
    const double squares = all->squares[0] + all->squares[1] + all->squares[2];
    const double effective = all->total / squares * all->total;
    return (nps_driver_period){effective, cells_of(&inside, effective, all->total),
                               cells_of(&outside, effective, all->total)};
}

static nps_driver_periods read_segment(const void *context, size_t place)
{
    const struct weighted_drivers *const self = context;
    const nps_weighted_driver_segment *segment = &self->segments[place];
    return (nps_driver_periods){read_period(self, of_period(segment, false), &self->before),
                                read_period(self, of_period(segment, true), &self->after)};
}

static nps_weighted part_of(nps_driver_part part, const struct weighted_total *total, const nps_weighted *segment)
{
    return part == NPS_DRIVER_ALL ? total->all : part == NPS_DRIVER_SEGMENT ? *segment : others_of(total, segment);
}

static nps_status compare_part(const void *context, nps_driver_part part, size_t place,
                               const nps_segments_options *options, double level, nps_comparison *out)
{
    const struct weighted_drivers *const self = context;
    const nps_weighted_driver_segment *segment = &self->segments[place];
    const nps_weighted before = part_of(part, &self->before, of_period(segment, false)),
                       after = part_of(part, &self->after, of_period(segment, true));
    nps_weighted_estimate a, b;
    uint64_t outside;
    nps_status status = nps_weighted_read(&after, self->scale, &a, &outside);
    if (!status)
        status = nps_weighted_read(&before, self->scale, &b, &outside);
    return status ? status : nps_weighted_compare(&a, &b, options->method, level, out);
}

nps_status nps_weighted_drivers(const nps_weighted_driver_periods *periods, const nps_segments_options *options,
                                nps_driver *drivers, nps_comparison *change, uint64_t *outside,
                                nps_error_detail *detail)
{
    const nps_weighted_driver_periods given = periods ? *periods : (nps_weighted_driver_periods){.count = 0};
    struct weighted_drivers self = {.segments = given.segments, .count = given.count, .scale = given.scale};
    nps_driver_source source = {&self, given.count, 0, describe, read_segment, compare_part};
    nps_segments_options read;
    nps_allocator memory;
    uint64_t off_scale = 0;
    nps_status status = nps_segments_read_dependent(&read, &memory, options);
    if (!status && (!periods || !change || (given.count != 0 && (!given.segments || !drivers))))
        status = NPS_ERROR_NULL;
    if (!status)
        status = nps_scale_read(&self.scale);
    if (status)
        return nps_explain_status(detail, status);
    status = sum_period(&self, false, &self.before, &off_scale, detail);
    if (!status)
        status = sum_period(&self, true, &self.after, &off_scale, detail);
    if (status)
        return status;
    if (off_scale != 0 && !outside)
        return nps_explain_status(detail, NPS_ERROR_OUTSIDE);
    source.reference = 100 * (self.before.basis.theta + self.after.basis.theta) / 2;
    status = nps_driver_split_change(&source, &read, &memory, drivers, change);
    if (!status && outside)
        *outside = off_scale;
    return nps_explain_status(detail, status);
}
