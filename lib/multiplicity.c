/* Families of comparisons of segments.
 * SPDX-License-Identifier: MIT */
#include "multiplicity.h"

#include "allocator.h"
#include "counts.h"
#include "interrupt.h"
#include "method.h"
#include "multiplicity/adjust.h"
#include "support/checked.h"
#include "support/options.h"

#include <math.h>
#include <string.h>

nps_status nps_segments_read_options(nps_segments_options *into, const nps_segments_options *from)
{
    nps_method really;
    const nps_procedure *procedure;
    nps_status status;
    nps_segments_options_init(into);
    status = nps_options_read(into, sizeof *into, sizeof *into, from);
    /* One respondent is within the limits of every method. */
    if (!status)
        status = nps_method_find(into->method, NPS_TWO_SAMPLES, 1, 0, &really, &procedure);
    if (!status)
        status = nps_adjust_check(into->adjustment);
    return status ? status : nps_method_check_level(into->level);
}

bool nps_segments_has_prior(const nps_segments_options *options)
{
    return options->prior[0] != 0 || options->prior[1] != 0 || options->prior[2] != 0;
}

/* What every segment is compared with. */
enum opponent { BENCHMARK, REST, EACH_OTHER };

/* A family to be compared. */
struct family {
    const nps_counts *counts;
    size_t count;
    enum opponent opponent;
    double benchmark;
    uint64_t respondents;
    nps_counts pooled;
    size_t size; /* how many comparisons */
    nps_segments_options options;
    nps_allocator memory;
};

/* One comparison: its place, its segment, and for pairs the other segment. */
struct member {
    size_t place, first, second;
};

static const struct member FIRST_MEMBER = {0, 0, 1};

static void advance(const struct family *family, struct member *member)
{
    member->place++;
    if (family->opponent != EACH_OTHER) {
        member->first++;
    } else if (++member->second == family->count) {
        member->first++;
        member->second = member->first + 1;
    }
}

static nps_counts opponent_of(const struct family *family, const struct member *member)
{
    const nps_counts *own = &family->counts[member->first], *all = &family->pooled;
    if (family->opponent == EACH_OTHER)
        return family->counts[member->second];
    return (nps_counts){all->promoters - own->promoters, all->passives - own->passives,
                        all->detractors - own->detractors};
}

/* Whether a comparison can be made. */
static nps_status check_member(const struct family *family, const struct member *member)
{
    uint64_t n, others = family->respondents;
    nps_method really;
    const nps_procedure *procedure;
    nps_status status = nps_counts_total(&family->counts[member->first], &n);
    if (!status && family->opponent != BENCHMARK) {
        const nps_counts opponent = opponent_of(family, member);
        status = nps_counts_total(&opponent, &others);
    }
    if (status)
        return status;
    return nps_method_find(family->options.method, others == 0 ? NPS_ONE_SAMPLE : NPS_TWO_SAMPLES,
                           others > n ? others : n, 0, &really, &procedure);
}

static nps_status compare_member(const struct family *family, const struct member *member, double level,
                                 nps_comparison *out)
{
    const nps_counts *own = &family->counts[member->first];
    nps_counts opponent;
    if (family->opponent == BENCHMARK)
        return nps_compare_benchmark(own, family->benchmark, family->respondents, family->options.method, level, out);
    opponent = opponent_of(family, member);
    return nps_compare(own, &opponent, family->options.method, level, out);
}

static nps_status settle_adjustment(struct family *family)
{
    const int independent = family->opponent == BENCHMARK && family->respondents == 0;
    nps_adjustment *adjustment = &family->options.adjustment;
    if (*adjustment == NPS_ADJUST_FALSE_DISCOVERY)
        *adjustment = independent ? NPS_ADJUST_BENJAMINI_HOCHBERG : NPS_ADJUST_BENJAMINI_YEKUTIELI;
    return *adjustment == NPS_ADJUST_BENJAMINI_HOCHBERG && !independent ? NPS_ERROR_UNAVAILABLE : NPS_OK;
}

/* How many comparisons can be made. */
static size_t count_members(const struct family *family)
{
    struct member member = FIRST_MEMBER;
    size_t found = 0;
    for (; member.place < family->size; advance(family, &member))
        found += !check_member(family, &member);
    return found;
}

/* Bonferroni's level of one of `members` intervals. */
static nps_status level_of_one(const nps_segments_options *options, size_t members, double *level)
{
    *level = options->level;
    if (options->adjustment != NPS_ADJUST_NONE && members > 1)
        *level = 1 - (1 - options->level) / (double)members;
    return nps_method_check_level(*level);
}

/* What a family gives, apart from the caller's memory so that nothing is written when the call is interrupted. */
struct gathered {
    nps_segment_comparison *results;
    double *p_values; /* of those that could be made, in places of their own */
    size_t *order;
};

static const nps_segment_comparison NO_COMPARISON = {{NAN, {NAN, NAN}, NAN, NPS_METHOD_AUTO}, NAN, 0, NPS_OK};

static nps_status compare_members(const struct family *family, double level, const struct gathered *gathered)
{
    struct member member = FIRST_MEMBER;
    nps_segment_comparison *results = gathered->results;
    size_t done = 0, place;
    for (; member.place < family->size; advance(family, &member)) {
        nps_segment_comparison *result = &results[member.place];
        nps_status status = nps_interrupt_check(&family->options.interrupt);
        if (status)
            return status;
        *result = NO_COMPARISON;
        status = check_member(family, &member);
        if (!status)
            status = compare_member(family, &member, level, &result->comparison);
        result->status = status;
        if (status)
            continue;
        gathered->p_values[member.place] = result->comparison.p_value;
        gathered->order[done++] = member.place;
    }
    nps_adjust_places(gathered->p_values, done, family->options.adjustment, gathered->p_values, gathered->order);
    for (place = 0; place < done; place++)
        results[gathered->order[place]].adjusted = gathered->p_values[gathered->order[place]];
    for (place = 0; done < family->size; place++)
        if (results[place].status)
            gathered->order[done++] = place;
    for (place = 0; place < family->size; place++)
        results[place].order = gathered->order[place];
    return NPS_OK;
}

static nps_status compare_apart(const struct family *family, double level, nps_segment_comparison *out)
{
    const nps_allocator *memory = &family->memory;
    const size_t size = family->size;
    const struct gathered gathered = {nps_allocator_array(memory, size, sizeof *gathered.results),
                                      nps_allocator_array(memory, size, sizeof *gathered.p_values),
                                      nps_allocator_array(memory, size, sizeof *gathered.order)};
    nps_status status = NPS_ERROR_MEMORY;
    if (gathered.results && gathered.p_values && gathered.order)
        status = compare_members(family, level, &gathered);
    if (!status)
        memcpy(out, gathered.results, size * sizeof *out);
    nps_allocator_release(memory, gathered.results, size, sizeof *gathered.results);
    nps_allocator_release(memory, gathered.p_values, size, sizeof *gathered.p_values);
    nps_allocator_release(memory, gathered.order, size, sizeof *gathered.order);
    return status;
}

static nps_status compare_family(struct family *family, const nps_segments_options *options,
                                 nps_segment_comparison *out)
{
    double level;
    nps_status status = nps_segments_read_options(&family->options, options);
    if (!status && nps_segments_has_prior(&family->options))
        status = NPS_ERROR_PRIOR;
    if (!status)
        status = settle_adjustment(family);
    if (!status && ((family->size != 0 && (!family->counts || !out)) ||
                    !nps_allocator_read(&family->memory, family->options.allocator)))
        status = NPS_ERROR_NULL;
    if (!status)
        status = level_of_one(&family->options, count_members(family), &level);
    return status || family->size == 0 ? status : compare_apart(family, level, out);
}

nps_status nps_segments_compare_benchmark(const nps_counts *counts, size_t count, double benchmark,
                                          uint64_t respondents, const nps_segments_options *options,
                                          nps_segment_comparison *out)
{
    struct family family = {.counts = counts, .count = count, .opponent = BENCHMARK, .size = count};
    const nps_status status = nps_method_check_reference(benchmark);
    if (status)
        return status;
    family.benchmark = benchmark;
    family.respondents = respondents;
    return compare_family(&family, options, out);
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
    struct family family = {.counts = counts, .count = count, .opponent = REST, .size = count};
    const nps_status status = pool(counts, count, &family.pooled);
    return status ? status : compare_family(&family, options, out);
}

size_t nps_segments_pair_count(size_t count)
{
    const size_t most = SIZE_MAX / sizeof(nps_segment_comparison), half = count / 2,
                 odd = count % 2 == 0 ? count - 1 : count;
    size_t pairs;
    if (count < 2)
        return 0;
    /* Of count and count - 1 the even one is halved before they are multiplied. */
    return checked_multiply(half, odd, &pairs) && pairs <= most ? pairs : SIZE_MAX;
}

nps_status nps_segments_compare_pairs(const nps_counts *counts, size_t count, const nps_segments_options *options,
                                      nps_segment_comparison *out)
{
    struct family family = {.counts = counts, .count = count, .opponent = EACH_OTHER};
    family.size = nps_segments_pair_count(count);
    if (family.size == SIZE_MAX)
        return NPS_ERROR_OVERFLOW;
    return compare_family(&family, options, out);
}
