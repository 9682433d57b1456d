/* Families of segments that are estimates.
 * SPDX-License-Identifier: MIT */
#include <nps/weighted_segments.h>

#include "allocator.h"
#include "multiplicity/family.h"
#include "multiplicity/options.h"
#include "weighted/effective.h"
#include "weighted_segments.h"
#include "weighted_segments/rest.h"

#include <stdbool.h>

nps_status nps_weighted_segments_read_options(nps_segments_options *into, const nps_segments_options *from,
                                              nps_purpose purpose, const nps_procedure **procedure, nps_method *really)
{
    const nps_status status = nps_segments_read_options(into, from);
    return status ? status : nps_weighted_find(into->method, purpose, really, procedure);
}

nps_status nps_weighted_check_options(const nps_segments_options *options)
{
    nps_segments_options read;
    const nps_procedure *procedure;
    nps_method really;
    return nps_weighted_segments_read_options(&read, options, NPS_TWO_SAMPLES, &procedure, &really);
}

/* Segments and what they are compared with: a benchmark, their rests, or, when these are NULL, each other. */
struct estimated {
    const nps_weighted_estimate *segments, *rests;
    bool has_benchmark;
    double benchmark;
    uint64_t respondents;
};

static const nps_weighted_estimate *opponent_of(const struct estimated *self, const nps_family_member *member)
{
    return self->rests ? &self->rests[member->first] : &self->segments[member->second];
}

static nps_status check_member(const void *context, nps_method method, const nps_family_member *member)
{
    const struct estimated *self = context;
    const nps_status status = nps_weighted_check_segment(&self->segments[member->first]);
    (void)method;
    return status || self->has_benchmark ? status : nps_weighted_check_segment(opponent_of(self, member));
}

static nps_status compare_member(const void *context, nps_method method, const nps_family_member *member, double level,
                                 nps_comparison *out)
{
    const struct estimated *self = context;
    const nps_weighted_estimate *own = &self->segments[member->first];
    if (self->has_benchmark)
        return nps_weighted_compare_benchmark(own, self->benchmark, self->respondents, method, level, out);
    return nps_weighted_compare(own, opponent_of(self, member), method, level, out);
}

static nps_status compare_family(const struct estimated *self, size_t count, bool are_independent,
                                 const nps_segments_options *options, nps_segment_comparison *out)
{
    const nps_family family = {.segments = self->segments,
                               .count = count,
                               .is_of_pairs = !self->has_benchmark && !self->rests,
                               .are_independent = are_independent,
                               .context = self,
                               .check = check_member,
                               .compare = compare_member};
    const nps_status status = nps_weighted_check_options(options);
    return status ? status : nps_family_compare(&family, options, out);
}

nps_status nps_weighted_compare_with_benchmark(const nps_weighted_estimate *segments, size_t count,
                                               const nps_weighted_benchmark *benchmark,
                                               const nps_segments_options *options, nps_segment_comparison *out)
{
    const struct estimated self = {.segments = segments,
                                   .has_benchmark = true,
                                   .benchmark = benchmark->score,
                                   .respondents = benchmark->respondents};
    const nps_status status = nps_method_check_reference(benchmark->score);
    return status ? status : compare_family(&self, count, benchmark->are_independent, options, out);
}

nps_status nps_weighted_segments_compare_benchmark(const nps_weighted_estimate *segments, size_t count,
                                                   double benchmark, uint64_t respondents,
                                                   const nps_segments_options *options, nps_segment_comparison *out)
{
    const nps_weighted_benchmark with = {benchmark, respondents, respondents == 0};
    return nps_weighted_compare_with_benchmark(segments, count, &with, options, out);
}

nps_status nps_weighted_segments_compare_pairs(const nps_weighted_estimate *segments, size_t count,
                                               const nps_segments_options *options, nps_segment_comparison *out)
{
    const struct estimated self = {.segments = segments};
    return compare_family(&self, count, false, options, out);
}

nps_status nps_weighted_segments_compare_rest(const nps_weighted_estimate *segments, size_t count,
                                              const nps_segments_options *options, nps_segment_comparison *out)
{
    struct estimated self = {.segments = segments};
    nps_weighted_estimate *rests;
    nps_segments_options read;
    nps_allocator memory;
    nps_status status = nps_segments_read_options(&read, options);
    if (!status && ((count != 0 && !segments) || !nps_allocator_read(&memory, read.allocator)))
        status = NPS_ERROR_NULL;
    if (status)
        return status;
    if (count == 0)
        return compare_family(&self, count, false, options, out);
    rests = nps_allocator_array(&memory, count, sizeof *rests);
    if (!rests)
        return NPS_ERROR_MEMORY;
    self.rests = rests;
    status = nps_weighted_rests(segments, count, rests);
    if (!status)
        status = compare_family(&self, count, false, options, out);
    nps_allocator_release(&memory, rests, count, sizeof *rests);
    return status;
}

static nps_status counts_of(const void *context, size_t place, const nps_procedure *procedure, double z,
                            nps_real_counts *out)
{
    const nps_weighted_estimate *segment = (const nps_weighted_estimate *)context + place;
    const nps_status status = nps_weighted_check_segment(segment);
    if (status)
        return status;
    *out = segment->degrees > 0 ? nps_weighted_effective_counts(segment, procedure, z) : (nps_real_counts){0, 0, 0};
    return NPS_OK;
}

nps_status nps_weighted_segments_rank(const nps_weighted_estimate *segments, size_t count,
                                      const nps_segments_options *options, nps_segment_rank *out)
{
    const nps_segment_source source = {segments, count, segments, counts_of};
    nps_segments_options read;
    const nps_procedure *procedure;
    nps_method really;
    nps_status status = nps_weighted_segments_read_options(&read, options, NPS_JOINED_SAMPLES, &procedure, &really);
    if (!status)
        status = nps_rank_check_options(&read);
    return status ? status : nps_rank_segments(&source, &read, really, procedure, out);
}

nps_status nps_weighted_segments_best(const nps_weighted_estimate *segments, size_t count,
                                      const nps_segments_options *options, nps_segment_best *out)
{
    const nps_segment_source source = {segments, count, segments, counts_of};
    nps_segments_options read;
    const nps_status status = nps_segments_read_options(&read, options);
    return status ? status : nps_find_best_segments(&source, &read, out);
}
