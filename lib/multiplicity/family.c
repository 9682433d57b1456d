/* SPDX-License-Identifier: MIT */
#include "family.h"

#include "../allocator.h"
#include "../interrupt.h"
#include "../method.h"
#include "../support/checked.h"
#include "adjust.h"
#include "options.h"

#include <math.h>
#include <string.h>

/* A family at work. */
struct family_work {
    const nps_family *family;
    size_t member_count; /* the number of comparisons */
    nps_segments_options options;
    nps_allocator memory;
};

static const nps_family_member FIRST_MEMBER = {0, 0, 1};

static void advance(const struct family_work *work, nps_family_member *member)
{
    member->place++;
    if (!work->family->is_of_pairs) {
        member->first++;
    } else if (++member->second == work->family->count) {
        member->first++;
        member->second = member->first + 1;
    }
}

static nps_status check_member(const struct family_work *work, const nps_family_member *member)
{
    return work->family->check(work->family->context, work->options.method, member);
}

static nps_status settle_adjustment(struct family_work *work)
{
    nps_adjustment *adjustment = &work->options.adjustment;
    if (*adjustment == NPS_ADJUST_FALSE_DISCOVERY)
        *adjustment = work->family->are_independent ? NPS_ADJUST_BENJAMINI_HOCHBERG : NPS_ADJUST_BENJAMINI_YEKUTIELI;
    return *adjustment == NPS_ADJUST_BENJAMINI_HOCHBERG && !work->family->are_independent ? NPS_ERROR_UNAVAILABLE
                                                                                          : NPS_OK;
}

/* The number of comparisons that can be made. */
static size_t count_members(const struct family_work *work)
{
    nps_family_member member = FIRST_MEMBER;
    size_t found = 0;
    for (; member.place < work->member_count; advance(work, &member))
        found += !check_member(work, &member);
    return found;
}

/* The results of a family, kept out of the caller's memory, which must not change if the call is interrupted. */
struct gathered {
    nps_segment_comparison *results;
    double *p_values; /* those of the comparisons that could be made, at the same indexes as the results */
    size_t *order;
};

static const nps_segment_comparison NO_COMPARISON = {{NAN, {NAN, NAN}, NAN, NPS_METHOD_AUTO}, NAN, 0, NPS_OK};

static nps_status compare_members(const struct family_work *work, double level, const struct gathered *gathered)
{
    nps_family_member member = FIRST_MEMBER;
    nps_segment_comparison *results = gathered->results;
    size_t done = 0, place;
    for (; member.place < work->member_count; advance(work, &member)) {
        nps_segment_comparison *result = &results[member.place];
        nps_status status = nps_interrupt_check(&work->options.interrupt);
        if (status)
            return status;
        *result = NO_COMPARISON;
        status = check_member(work, &member);
        if (!status)
            status =
                work->family->compare(work->family->context, work->options.method, &member, level, &result->comparison);
        /* These concern the call as a whole. */
        if (status == NPS_ERROR_MEMORY || status == NPS_ERROR_PART)
            return status;
        result->status = status;
        if (status)
            continue;
        gathered->p_values[member.place] = result->comparison.p_value;
        gathered->order[done++] = member.place;
    }
    nps_adjust_places(gathered->p_values, done, work->options.adjustment, gathered->p_values, gathered->order);
    for (place = 0; place < done; place++)
        results[gathered->order[place]].adjusted = gathered->p_values[gathered->order[place]];
    for (place = 0; done < work->member_count; place++)
        if (results[place].status)
            gathered->order[done++] = place;
    for (place = 0; place < work->member_count; place++)
        results[place].order = gathered->order[place];
    return NPS_OK;
}

static nps_status compare_apart(const struct family_work *work, double level, nps_segment_comparison *out)
{
    const nps_allocator *memory = &work->memory;
    const size_t member_count = work->member_count;
    const struct gathered gathered = {nps_allocator_array(memory, member_count, sizeof *gathered.results),
                                      nps_allocator_array(memory, member_count, sizeof *gathered.p_values),
                                      nps_allocator_array(memory, member_count, sizeof *gathered.order)};
    nps_status status = NPS_ERROR_MEMORY;
    if (gathered.results && gathered.p_values && gathered.order)
        status = compare_members(work, level, &gathered);
    if (!status)
        memcpy(out, gathered.results, member_count * sizeof *out);
    nps_allocator_release(memory, gathered.results, member_count, sizeof *gathered.results);
    nps_allocator_release(memory, gathered.p_values, member_count, sizeof *gathered.p_values);
    nps_allocator_release(memory, gathered.order, member_count, sizeof *gathered.order);
    return status;
}

nps_status nps_family_compare(const nps_family *family, const nps_segments_options *options,
                              nps_segment_comparison *out)
{
    struct family_work work = {.family = family};
    double level;
    nps_status status;
    work.member_count = family->is_of_pairs ? nps_segments_pair_count(family->count) : family->count;
    if (work.member_count == SIZE_MAX)
        return NPS_ERROR_OVERFLOW;
    status = nps_segments_read_options(&work.options, options);
    if (!status && nps_segments_has_prior(&work.options))
        status = NPS_ERROR_PRIOR;
    if (!status)
        status = settle_adjustment(&work);
    if (!status && ((work.member_count != 0 && (!family->segments || !out)) ||
                    !nps_allocator_read(&work.memory, work.options.allocator)))
        status = NPS_ERROR_NULL;
    if (!status)
        status = nps_segments_level_of_one(&work.options, count_members(&work), &level);
    return status || work.member_count == 0 ? status : compare_apart(&work, level, out);
}

size_t nps_segments_pair_count(size_t count)
{
    const size_t most = SIZE_MAX / sizeof(nps_segment_comparison), half = count / 2,
                 odd = count % 2 == 0 ? count - 1 : count;
    size_t pairs;
    if (count < 2)
        return 0;
    /* The even one of count and count - 1 is halved before the multiplication, so that only the result can overflow. */
    return checked_multiply(half, odd, &pairs) && pairs <= most ? pairs : SIZE_MAX;
}
