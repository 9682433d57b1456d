/* SPDX-License-Identifier: MIT */
#include "standings.h"

#include "../allocator.h"

#include <math.h>
#include <nps/multiplicity.h>
#include <stdbool.h>
#include <string.h>

/* Comparisons, before anything is written to the caller. */
struct standings {
    nps_allocator memory;
    size_t count;
    nps_standing_result *results;
    double *p_values;
    size_t *order;
};

static nps_status allocate(struct standings *self, size_t count)
{
    self->count = count;
    if (count == 0)
        return NPS_OK;
    self->results = nps_allocator_array(&self->memory, count, sizeof *self->results);
    self->p_values = nps_allocator_array(&self->memory, count, sizeof *self->p_values);
    self->order = nps_allocator_array(&self->memory, count, sizeof *self->order);
    return self->results && self->p_values && self->order ? NPS_OK : NPS_ERROR_MEMORY;
}

static void release(struct standings *self)
{
    nps_allocator_release(&self->memory, self->results, self->count, sizeof *self->results);
    nps_allocator_release(&self->memory, self->p_values, self->count, sizeof *self->p_values);
    nps_allocator_release(&self->memory, self->order, self->count, sizeof *self->order);
}

/* Makes the comparisons with their adjusted p-values, which the caller releases also after an error. */
static nps_status make(struct standings *self, const nps_sample_kind *kind, const void *sample,
                       const nps_benchmark *benchmarks, size_t count, double level)
{
    /* with no published scores at all, wrong samples and levels are still errors */
    static const nps_benchmark zero;
    nps_comparison unused;
    nps_status status = sample && (benchmarks || count == 0) ? NPS_OK : NPS_ERROR_NULL;
    size_t i;
    *self = (struct standings){nps_allocator_default(), 0, NULL, NULL, NULL};
    if (!status && count == 0)
        status = kind->stand(sample, &zero, level, &unused);
    if (!status)
        status = allocate(self, count);
    for (i = 0; !status && i < count; i++) {
        status = kind->stand(sample, &benchmarks[i], level, &self->results[i].comparison);
        if (!status)
            self->p_values[i] = self->results[i].comparison.p_value;
    }
    if (!status)
        status = nps_adjust(self->p_values, count, NPS_ADJUST_HOLM, self->p_values, self->order);
    for (i = 0; !status && i < count; i++)
        self->results[i].adjusted = self->p_values[i];
    return status;
}

static nps_standing_rank rank_of(const struct standings *self, double level)
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

nps_status nps_sample_standing(const nps_sample_kind *kind, const void *sample, const nps_benchmark *benchmarks,
                               size_t count, double level, nps_standing_result *out, nps_standing_rank *rank)
{
    struct standings standings;
    nps_status status;
    if (!rank || (!out && count != 0))
        return NPS_ERROR_NULL;
    status = make(&standings, kind, sample, benchmarks, count, level);
    if (!status) {
        *rank = rank_of(&standings, level);
        if (count != 0)
            memcpy(out, standings.results, count * sizeof *out);
    }
    release(&standings);
    return status;
}

/* Whether the score is higher than all of the published ones, which takes each of the plain comparisons. */
static nps_verdict is_higher(const struct standings *self, const nps_standing_rank *rank, double level)
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

static nps_verdict is_above_zero(const nps_bounds *bounds)
{
    return bounds->lower > 0 ? NPS_VERDICT_YES : bounds->upper < 0 ? NPS_VERDICT_NO : NPS_VERDICT_NOT_KNOWN;
}

static nps_status find_change(const nps_sample_kind *kind, const void *sample, const void *before, double level,
                              nps_three_questions_result *found)
{
    nps_status status;
    found->is_rising = NPS_VERDICT_NOT_KNOWN;
    found->change = (nps_comparison){NAN, {NAN, NAN}, NAN, NPS_METHOD_AUTO};
    if (!before)
        return NPS_OK;
    status = kind->change(sample, before, level, &found->change);
    if (!status && found->change.p_value < 1 - level)
        found->is_rising = found->change.difference > 0 ? NPS_VERDICT_YES : NPS_VERDICT_NO;
    return status;
}

nps_status nps_sample_questions(const nps_sample_kind *kind, const void *sample, const nps_benchmark *competitors,
                                size_t count, const void *before, double level, nps_three_questions_result *out)
{
    nps_three_questions_result found;
    struct standings standings;
    nps_status status;
    if (!out)
        return NPS_ERROR_NULL;
    status = make(&standings, kind, sample, competitors, count, level);
    if (!status)
        status = kind->read(sample, level, &found.score, &found.bounds);
    if (!status)
        status = find_change(kind, sample, before, level, &found);
    if (!status) {
        found.rank = rank_of(&standings, level);
        found.is_higher = is_higher(&standings, &found.rank, level);
        found.is_above_zero = is_above_zero(&found.bounds);
        *out = found;
    }
    release(&standings);
    return status;
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

nps_status nps_sample_band(const nps_sample_kind *kind, const void *sample, nps_band_convention convention,
                           double level, nps_band_result *out)
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
    nps_bounds bounds;
    nps_status status;
    double score;
    if (!out)
        return NPS_ERROR_NULL;
    if ((unsigned)convention > NPS_BAND_LADDER)
        return NPS_ERROR_METHOD;
    status = kind->read(sample, level, &score, &bounds);
    if (status)
        return status;
    out->lowest = band_of(conventions[convention], bounds.lower);
    out->highest = band_of(conventions[convention], bounds.upper);
    out->bounds = bounds;
    return NPS_OK;
}
