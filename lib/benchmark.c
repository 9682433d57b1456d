/* SPDX-License-Identifier: MIT */
#include <nps/benchmark.h>

#include "allocator.h"

#include <math.h>
#include <nps/interval.h>
#include <nps/multiplicity.h>
#include <stdbool.h>
#include <string.h>

/* The comparisons with published scores, before anything is written to the caller. */
struct standings {
    nps_allocator memory;
    size_t count;
    nps_standing_result *results;
    double *p_values;
    size_t *order;
};

static nps_status allocate(struct standings *self, size_t count)
{
    *self = (struct standings){nps_allocator_default(), count, NULL, NULL, NULL};
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

static nps_status compare_all(struct standings *self, const nps_counts *counts, const nps_benchmark *benchmarks,
                              double level)
{
    nps_status status = NPS_OK;
    size_t i;
    for (i = 0; !status && i < self->count; i++) {
        status = nps_compare_benchmark(counts, benchmarks[i].score, benchmarks[i].respondents, NPS_METHOD_AUTO, level,
                                       &self->results[i].comparison);
        if (!status)
            self->p_values[i] = self->results[i].comparison.p_value;
    }
    if (!status)
        status = nps_adjust(self->p_values, self->count, NPS_ADJUST_HOLM, self->p_values, self->order);
    for (i = 0; !status && i < self->count; i++)
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

/* Makes the comparisons, which the caller releases also after an error. */
static nps_status stand(struct standings *self, const nps_counts *counts, const nps_benchmark *benchmarks, size_t count,
                        double level)
{
    nps_interval_options options;
    nps_interval_result unused;
    nps_status status;
    *self = (struct standings){nps_allocator_default(), 0, NULL, NULL, NULL};
    if (!counts || (!benchmarks && count != 0))
        return NPS_ERROR_NULL;
    /* with no published scores at all, wrong counts and levels are still errors */
    nps_interval_options_init(&options);
    options.level = level;
    options.method = NPS_METHOD_SCORE;
    status = nps_interval_with(counts, &options, &unused);
    if (!status)
        status = allocate(self, count);
    return status ? status : compare_all(self, counts, benchmarks, level);
}

nps_status nps_standing(const nps_counts *counts, const nps_benchmark *benchmarks, size_t count, double level,
                        nps_standing_result *out, nps_standing_rank *rank)
{
    struct standings standings;
    nps_status status;
    if (!rank || (!out && count != 0))
        return NPS_ERROR_NULL;
    status = stand(&standings, counts, benchmarks, count, level);
    if (!status) {
        *rank = rank_of(&standings, level);
        if (count != 0)
            memcpy(out, standings.results, count * sizeof *out);
    }
    release(&standings);
    return status;
}

/* Whether the score is higher than all of the published ones, which takes each of the plain comparisons. */
static nps_verdict is_higher(const struct standings *standings, const nps_standing_rank *rank, double level)
{
    size_t i;
    if (standings->count == 0)
        return NPS_VERDICT_NOT_KNOWN;
    if (rank->best > 1)
        return NPS_VERDICT_NO;
    for (i = 0; i < standings->count; i++) {
        const nps_comparison *const found = &standings->results[i].comparison;
        if (!(found->p_value < 1 - level && found->difference > 0))
            return NPS_VERDICT_NOT_KNOWN;
    }
    return NPS_VERDICT_YES;
}

static nps_status find_change(const nps_counts *counts, const nps_counts *before, double level,
                              nps_three_questions_result *found)
{
    nps_status status;
    found->is_rising = NPS_VERDICT_NOT_KNOWN;
    found->change = (nps_comparison){NAN, {NAN, NAN}, NAN, NPS_METHOD_AUTO};
    if (!before)
        return NPS_OK;
    status = nps_compare(counts, before, NPS_METHOD_AUTO, level, &found->change);
    if (!status && found->change.p_value < 1 - level)
        found->is_rising = found->change.difference > 0 ? NPS_VERDICT_YES : NPS_VERDICT_NO;
    return status;
}

nps_status nps_three_questions(const nps_counts *counts, const nps_benchmark *competitors, size_t count,
                               const nps_counts *before, double level, nps_three_questions_result *out)
{
    nps_three_questions_result found;
    struct standings standings;
    nps_status status;
    if (!out)
        return NPS_ERROR_NULL;
    status = stand(&standings, counts, competitors, count, level);
    if (!status)
        status = nps_score(counts, &found.score);
    if (!status)
        status = nps_interval(counts, NPS_METHOD_AUTO, level, &found.bounds);
    if (!status)
        status = find_change(counts, before, level, &found);
    if (!status) {
        found.rank = rank_of(&standings, level);
        found.is_higher = is_higher(&standings, &found.rank, level);
        found.is_above_zero = found.bounds.lower > 0   ? NPS_VERDICT_YES
                              : found.bounds.upper < 0 ? NPS_VERDICT_NO
                                                       : NPS_VERDICT_NOT_KNOWN;
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

nps_status nps_band(const nps_counts *counts, nps_band_convention convention, double level, nps_band_result *out)
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
    if (!out)
        return NPS_ERROR_NULL;
    if ((unsigned)convention > NPS_BAND_LADDER)
        return NPS_ERROR_METHOD;
    status = nps_interval(counts, NPS_METHOD_AUTO, level, &bounds);
    if (status)
        return status;
    out->lowest = band_of(conventions[convention], bounds.lower);
    out->highest = band_of(conventions[convention], bounds.upper);
    out->bounds = bounds;
    return NPS_OK;
}
