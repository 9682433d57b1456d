/* SPDX-License-Identifier: MIT */
#include "standings.h"

#include "../allocator.h"

#include <math.h>
#include <nps/multiplicity.h>
#include <string.h>

static nps_status allocate(nps_standings *self, size_t count)
{
    self->count = count;
    if (count == 0)
        return NPS_OK;
    self->results = nps_allocator_array(&self->memory, count, sizeof *self->results);
    self->p_values = nps_allocator_array(&self->memory, count, sizeof *self->p_values);
    self->order = nps_allocator_array(&self->memory, count, sizeof *self->order);
    return self->results && self->p_values && self->order ? NPS_OK : NPS_ERROR_MEMORY;
}

void nps_standings_release(nps_standings *self)
{
    nps_allocator_release(&self->memory, self->results, self->count, sizeof *self->results);
    nps_allocator_release(&self->memory, self->p_values, self->count, sizeof *self->p_values);
    nps_allocator_release(&self->memory, self->order, self->count, sizeof *self->order);
}

nps_status nps_standings_make(nps_standings *self, const nps_compared_sample *sample, const nps_benchmark *benchmarks,
                              size_t count, double level)
{
    /* with no published scores at all, wrong samples and levels are still errors */
    static const nps_benchmark zero;
    nps_comparison unused;
    nps_status status = sample->sample && (benchmarks || count == 0) ? NPS_OK : NPS_ERROR_NULL;
    size_t i;
    *self = (nps_standings){nps_allocator_default(), 0, NULL, NULL, NULL};
    if (!status && count == 0)
        status = sample->compare(sample->sample, &zero, level, &unused);
    if (!status)
        status = allocate(self, count);
    for (i = 0; !status && i < count; i++) {
        status = sample->compare(sample->sample, &benchmarks[i], level, &self->results[i].comparison);
        if (!status)
            self->p_values[i] = self->results[i].comparison.p_value;
    }
    if (!status)
        status = nps_adjust(self->p_values, count, NPS_ADJUST_HOLM, self->p_values, self->order);
    for (i = 0; !status && i < count; i++)
        self->results[i].adjusted = self->p_values[i];
    return status;
}

nps_standing_rank nps_standings_rank(const nps_standings *self, double level)
{
    nps_standing_rank rank = {1, 1};
    size_t i;
    for (i = 0; i < self->count; i++) {
        const bool differs = self->results[i].adjusted < 1 - level;
        const double difference = self->results[i].comparison.difference;
        rank.best += differs && difference < 0;
        rank.worst += !(differs && difference > 0);
    }
    return rank;
}

void nps_standings_give(nps_standings *self, nps_standing_result *out)
{
    if (self->count != 0)
        memcpy(out, self->results, self->count * sizeof *out);
}

/* Whether the score is higher than all of the published ones, which takes each of the plain comparisons. */
static nps_verdict is_higher(const nps_standings *self, const nps_standing_rank *rank, double level)
{
    size_t i;
    if (self->count == 0)
        return NPS_VERDICT_NOT_KNOWN;
    if (rank->best > 1)
        return NPS_VERDICT_NO;
    for (i = 0; i < self->count; i++) {
        const nps_comparison *const found = &self->results[i].comparison;
        if (!(found->p_value < 1 - level && found->difference > 0))
            return NPS_VERDICT_NOT_KNOWN;
    }
    return NPS_VERDICT_YES;
}

void nps_standings_answer(const nps_standings *self, double level, nps_three_questions_result *found)
{
    found->rank = nps_standings_rank(self, level);
    found->is_higher = is_higher(self, &found->rank, level);
    found->is_above_zero = found->bounds.lower > 0   ? NPS_VERDICT_YES
                           : found->bounds.upper < 0 ? NPS_VERDICT_NO
                                                     : NPS_VERDICT_NOT_KNOWN;
}

void nps_standings_answer_change(bool before, double level, nps_three_questions_result *found)
{
    found->is_rising = NPS_VERDICT_NOT_KNOWN;
    if (!before)
        found->change = (nps_comparison){NAN, {NAN, NAN}, NAN, NPS_METHOD_AUTO};
    else if (found->change.p_value < 1 - level)
        found->is_rising = found->change.difference > 0 ? NPS_VERDICT_YES : NPS_VERDICT_NO;
}

/* A band: its lower end, and its name. */
struct band {
    double from;
    nps_label name;
};

enum { MOST_BANDS = 5 };

static nps_label band_of(const struct band *bands, double score)
{
    size_t i;
    for (i = MOST_BANDS - 1; i > 0; i--)
        if (score >= bands[i].from)
            break;
    return bands[i].name;
}

nps_status nps_band_of_bounds(const nps_bounds *bounds, nps_band_convention convention, nps_band_result *out)
{
    /* no score reaches a band from infinity on */
    static const struct band conventions[][MOST_BANDS] = {
        [NPS_BAND_BAIN] = {{-100, NPS_LABEL_BAND_BELOW_ZERO},
                           {0, NPS_LABEL_BAND_GOOD},
                           {20, NPS_LABEL_BAND_FAVORABLE},
                           {50, NPS_LABEL_BAND_EXCELLENT},
                           {80, NPS_LABEL_BAND_WORLD_CLASS}},
        [NPS_BAND_LADDER] = {{-100, NPS_LABEL_BAND_NEEDS_IMPROVEMENT},
                             {0, NPS_LABEL_BAND_GOOD},
                             {30, NPS_LABEL_BAND_GREAT},
                             {70, NPS_LABEL_BAND_EXCELLENT},
                             {INFINITY, NPS_LABEL_BAND_EXCELLENT}},
    };
    if ((unsigned)convention > NPS_BAND_LADDER)
        return NPS_ERROR_METHOD;
    out->lowest = band_of(conventions[convention], bounds->lower);
    out->highest = band_of(conventions[convention], bounds->upper);
    out->bounds = *bounds;
    return NPS_OK;
}
