/* Families of comparisons.
 * SPDX-License-Identifier: MIT */
#include "multiplicity.h"

#include "counts.h"
#include "method.h"
#include "multiplicity/adjust.h"
#include "support/checked.h"
#include "support/options.h"

nps_status nps_multiplicity_read(nps_multiplicity_options *into, const nps_multiplicity_options *from)
{
    nps_method really;
    const nps_procedure *procedure;
    nps_status status;
    nps_multiplicity_options_init(into);
    status = nps_options_read(into, sizeof *into, sizeof *into, from);
    /* Of one respondent no method says that there are too many. */
    if (!status)
        status = nps_method_find(into->method, NPS_TWO_SAMPLES, 1, 0, &really, &procedure);
    if (!status)
        status = nps_adjust_check(into->adjustment);
    return status ? status : nps_method_check_level(into->level);
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
    nps_multiplicity_options options;
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

/* How many comparisons can be made; without `statuses` all must. */
static nps_status count_members(const struct family *family, const nps_status *statuses, size_t *found)
{
    struct member member = FIRST_MEMBER;
    *found = 0;
    for (; member.place < family->size; advance(family, &member)) {
        const nps_status status = check_member(family, &member);
        if (status && !statuses)
            return status;
        *found += !status;
    }
    return NPS_OK;
}

/* Bonferroni's level of one of `members` intervals. */
static nps_status level_of_one(const nps_multiplicity_options *options, size_t members, double *level)
{
    *level = options->level;
    if (options->adjustment != NPS_ADJUST_NONE && members > 1)
        *level = 1 - (1 - options->level) / (double)members;
    return nps_method_check_level(*level);
}

static nps_status compare_members(const struct family *family, double level, nps_comparison *out, double *adjusted,
                                  size_t *order, nps_status *statuses)
{
    struct member member = FIRST_MEMBER;
    size_t done = 0, place, failed;
    for (; member.place < family->size; advance(family, &member)) {
        nps_status status = check_member(family, &member);
        if (!status)
            status = compare_member(family, &member, level, &out[member.place]);
        if (statuses)
            statuses[member.place] = status;
        else if (status)
            return status;
        if (status)
            continue;
        adjusted[member.place] = out[member.place].p_value;
        order[done++] = member.place;
    }
    nps_adjust_places(adjusted, done, family->options.adjustment, adjusted, order);
    for (place = 0, failed = done; failed < family->size; place++)
        if (statuses[place])
            order[failed++] = place;
    return NPS_OK;
}

static nps_status compare_family(struct family *family, const nps_multiplicity_options *options, nps_comparison *out,
                                 double *adjusted, size_t *order, nps_status *statuses)
{
    size_t members;
    double level;
    nps_status status = nps_multiplicity_read(&family->options, options);
    if (!status)
        status = settle_adjustment(family);
    if (!status && family->size != 0 && (!family->counts || !out || !adjusted || !order))
        status = NPS_ERROR_NULL;
    if (!status)
        status = count_members(family, statuses, &members);
    if (!status)
        status = level_of_one(&family->options, members, &level);
    return status ? status : compare_members(family, level, out, adjusted, order, statuses);
}

nps_status nps_segments_compare_benchmark(const nps_counts *counts, size_t count, double benchmark,
                                          uint64_t respondents, const nps_multiplicity_options *options,
                                          nps_comparison *out, double *adjusted, size_t *order, nps_status *statuses)
{
    struct family family = {.counts = counts, .count = count, .opponent = BENCHMARK, .size = count};
    const nps_status status = nps_method_check_reference(benchmark);
    if (status)
        return status;
    family.benchmark = benchmark;
    family.respondents = respondents;
    return compare_family(&family, options, out, adjusted, order, statuses);
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

nps_status nps_segments_compare_rest(const nps_counts *counts, size_t count, const nps_multiplicity_options *options,
                                     nps_comparison *out, double *adjusted, size_t *order, nps_status *statuses)
{
    struct family family = {.counts = counts, .count = count, .opponent = REST, .size = count};
    const nps_status status = pool(counts, count, &family.pooled);
    return status ? status : compare_family(&family, options, out, adjusted, order, statuses);
}

size_t nps_segments_pairs(size_t count)
{
    const size_t most = SIZE_MAX / sizeof(nps_comparison), half = count / 2, odd = count % 2 == 0 ? count - 1 : count;
    size_t pairs;
    if (count < 2)
        return 0;
    /* Of count and count - 1 the even one is halved before they are multiplied. */
    return checked_multiply(half, odd, &pairs) && pairs <= most ? pairs : SIZE_MAX;
}

nps_status nps_segments_compare_pairs(const nps_counts *counts, size_t count, const nps_multiplicity_options *options,
                                      nps_comparison *out, double *adjusted, size_t *order, nps_status *statuses)
{
    struct family family = {.counts = counts, .count = count, .opponent = EACH_OTHER};
    family.size = nps_segments_pairs(count);
    if (family.size == SIZE_MAX)
        return NPS_ERROR_OVERFLOW;
    return compare_family(&family, options, out, adjusted, order, statuses);
}
