/* Families of comparisons of segments that are counts.
 * SPDX-License-Identifier: MIT */
#include "counts.h"
#include "method.h"
#include "multiplicity/family.h"

/* What each segment is compared with. */
enum opponent { BENCHMARK, REST, EACH_OTHER };

/* Segments and their opponents. */
struct counted {
    const nps_counts *counts;
    enum opponent opponent;
    double benchmark;
    uint64_t respondents;
    nps_counts pooled;
};

static nps_counts opponent_of(const struct counted *self, const nps_family_member *member)
{
    if (self->opponent == EACH_OTHER)
        return self->counts[member->second];
    return nps_counts_without(&self->pooled, &self->counts[member->first]);
}

static nps_status check_member(const void *context, nps_method method, const nps_family_member *member)
{
    const struct counted *self = context;
    uint64_t n, others = self->respondents;
    nps_method really;
    const nps_procedure *procedure;
    nps_status status = nps_counts_total(&self->counts[member->first], &n);
    if (!status && self->opponent != BENCHMARK) {
        const nps_counts opponent = opponent_of(self, member);
        status = nps_counts_total(&opponent, &others);
    }
    if (status)
        return status;
    return nps_method_find(method, others == 0 ? NPS_ONE_SAMPLE : NPS_TWO_SAMPLES, others > n ? others : n, 0, &really,
                           &procedure);
}

static nps_status compare_member(const void *context, nps_method method, const nps_family_member *member, double level,
                                 nps_comparison *out)
{
    const struct counted *self = context;
    const nps_counts *own = &self->counts[member->first];
    nps_counts opponent;
    if (self->opponent == BENCHMARK)
        return nps_compare_benchmark(own, self->benchmark, self->respondents, method, level, out);
    opponent = opponent_of(self, member);
    return nps_compare(own, &opponent, method, level, out);
}

static nps_status compare_counts(const struct counted *self, size_t count, const nps_segments_options *options,
                                 nps_segment_comparison *out)
{
    const nps_family family = {.segments = self->counts,
                               .count = count,
                               .is_of_pairs = self->opponent == EACH_OTHER,
                               .are_independent = self->opponent == BENCHMARK && self->respondents == 0,
                               .context = self,
                               .check = check_member,
                               .compare = compare_member};
    return nps_family_compare(&family, options, out);
}

nps_status nps_segments_compare_benchmark(const nps_counts *counts, size_t count, double benchmark,
                                          uint64_t respondents, const nps_segments_options *options,
                                          nps_segment_comparison *out)
{
    const struct counted self = {
        .counts = counts, .opponent = BENCHMARK, .benchmark = benchmark, .respondents = respondents};
    const nps_status status = nps_method_check_reference(benchmark);
    return status ? status : compare_counts(&self, count, options, out);
}

static nps_status pool(const nps_counts *counts, size_t count, nps_counts *pooled)
{
    size_t i;
    if (count != 0 && !counts)
        return NPS_ERROR_NULL;
    for (i = 0; i < count; i++)
        if (!nps_counts_add(pooled, &counts[i]))
            return NPS_ERROR_OVERFLOW;
    return NPS_OK;
}

nps_status nps_segments_compare_rest(const nps_counts *counts, size_t count, const nps_segments_options *options,
                                     nps_segment_comparison *out)
{
    struct counted self = {.counts = counts, .opponent = REST};
    const nps_status status = pool(counts, count, &self.pooled);
    return status ? status : compare_counts(&self, count, options, out);
}

nps_status nps_segments_compare_pairs(const nps_counts *counts, size_t count, const nps_segments_options *options,
                                      nps_segment_comparison *out)
{
    const struct counted self = {.counts = counts, .opponent = EACH_OTHER};
    return compare_counts(&self, count, options, out);
}
