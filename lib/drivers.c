/* The change of the score, split by segment.
 * SPDX-License-Identifier: MIT */
#include "drivers/split.h"

#include "compare/until.h"
#include "counts.h"
#include "method.h"
#include "multiplicity/options.h"
#include "status.h"

#include <math.h>
#include <stdbool.h>

/* Counts by segment, and their sums. */
struct counted_drivers {
    const nps_driver_segment *segments;
    size_t count;
    nps_counts before, after;
    double score_before, score_after;
};

static nps_status sum_segments(struct counted_drivers *self, nps_error_detail *detail)
{
    size_t i;
    uint64_t n;
    for (i = 0; i < self->count; i++)
        if (!nps_counts_add(&self->before, &self->segments[i].before) ||
            !nps_counts_add(&self->after, &self->segments[i].after))
            return nps_explain(detail, NPS_ERROR_OVERFLOW, "segment %zu: a sum of counts would exceed 2^64 - 1", i);
    if (nps_counts_total(&self->before, &n) == NPS_ERROR_OVERFLOW ||
        nps_counts_total(&self->after, &n) == NPS_ERROR_OVERFLOW)
        return nps_explain(detail, NPS_ERROR_OVERFLOW, "the segments together have more than 2^64 - 1 answers");
    if (nps_score(&self->before, &self->score_before))
        return nps_explain(detail, NPS_ERROR_EMPTY, "no segment has answers in the first period");
    if (nps_score(&self->after, &self->score_after))
        return nps_explain(detail, NPS_ERROR_EMPTY, "no segment has answers in the second period");
    return NPS_OK;
}

static bool describe_period(const nps_counts *segment, const nps_counts *all, double *share, double *score)
{
    *score = NAN;
    *share = (double)(segment->promoters + segment->passives + segment->detractors) /
             (double)(all->promoters + all->passives + all->detractors);
    return nps_score(segment, score) == NPS_OK;
}

static void describe(const void *context, size_t place, nps_driver *out)
{
    const struct counted_drivers *const self = context;
    const nps_driver_segment *segment = &self->segments[place];
    const bool was = describe_period(&segment->before, &self->before, &out->share_before, &out->score_before),
               is = describe_period(&segment->after, &self->after, &out->share_after, &out->score_after);
    out->presence = nps_driver_presence_of(was, is);
}

static nps_driver_periods read_segment(const void *context, size_t place)
{
    const struct counted_drivers *const self = context;
    return (nps_driver_periods){nps_driver_period_of(&self->segments[place].before, &self->before),
                                nps_driver_period_of(&self->segments[place].after, &self->after)};
}

static nps_status compare_part(const void *context, nps_driver_part part, size_t place,
                               const nps_segments_options *options, double level, nps_comparison *out)
{
    const struct counted_drivers *const self = context;
    const nps_driver_segment *segment = &self->segments[place];
    nps_counts before = self->before, after = self->after;
    if (part == NPS_DRIVER_SEGMENT) {
        before = segment->before;
        after = segment->after;
    } else if (part == NPS_DRIVER_OTHERS) {
        before = nps_counts_without(&before, &segment->before);
        after = nps_counts_without(&after, &segment->after);
    }
    return nps_compare_until(&after, &before, options->method, level, &options->interrupt, out);
}

nps_status nps_drivers(const nps_driver_segment *segments, size_t count, const nps_segments_options *options,
                       nps_driver *out, nps_comparison *change, nps_error_detail *detail)
{
    struct counted_drivers self = {.segments = segments, .count = count};
    nps_driver_source source = {&self, count, 0, describe, read_segment, compare_part};
    nps_segments_options read;
    nps_allocator memory;
    nps_status status = nps_segments_read_dependent(&read, &memory, options);
    if (!status && (!change || (count != 0 && (!segments || !out))))
        status = NPS_ERROR_NULL;
    if (status)
        return nps_explain_status(detail, status);
    status = sum_segments(&self, detail);
    if (status)
        return status;
    source.reference = (self.score_before + self.score_after) / 2;
    return nps_explain_status(detail, nps_driver_split_change(&source, &read, &memory, out, change));
}
