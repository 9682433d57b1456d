/* SPDX-License-Identifier: MIT */
#include "paired.h"

#include "column.h"
#include "column/block.h"
#include "counts.h"
#include "math/numerics.h"
#include "method.h"
#include "paired/orientation.h"
#include "paired/overlap.h"
#include "paired/table.h"
#include "scale.h"
#include "support/checked.h"
#include "support/options.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

_Static_assert(sizeof(nps_paired) == 120, "two waves are 120 bytes, part of the ABI");

static uint64_t *counter(nps_counts *counts, int group)
{
    return group == 0 ? &counts->promoters : group == 1 ? &counts->passives : &counts->detractors;
}

/* 0, 1, 2 for promoters, passives, detractors; -1 off the scale. */
static int group_of(const nps_scale *scale, int64_t answer)
{
    if (answer < scale->lowest || answer > scale->highest)
        return -1;
    if (answer <= scale->detractor_max)
        return 2;
    return answer < scale->promoter_min ? 1 : 0;
}

static nps_counts *row_of(nps_paired *self, int first)
{
    switch (first) {
    case -1: return &self->second_only;
    case 0: return &self->promoters;
    case 1: return &self->passives;
    default: return &self->detractors;
    }
}

nps_status nps_paired_add(nps_paired *self, int64_t first, int64_t second, uint64_t times, const nps_scale *scale)
{
    uint64_t *at;
    nps_status status;
    int from, to;
    if (!self)
        return NPS_ERROR_NULL;
    status = nps_scale_read(&scale);
    if (status)
        return status;
    from = group_of(scale, first);
    to = group_of(scale, second);
    if (from < 0 && to < 0)
        return NPS_OK;
    at = to < 0 ? counter(&self->first_only, from) : counter(row_of(self, from), to);
    return checked_add(*at, times, at) ? NPS_OK : NPS_ERROR_OVERFLOW;
}

/* The group of each bin of an answer, and NOWHERE for none. */
enum { NOWHERE = NPS_GROUPS };

static void set_groups(const nps_scale *scale, uint8_t groups[NPS_BINS])
{
    int bin;
    for (bin = 0; bin < NPS_BINS; bin++) {
        const int group = bin < NPS_ANSWERS ? group_of(scale, bin) : -1;
        groups[bin] = (uint8_t)(group < 0 ? NOWHERE : group);
    }
}

/* People by what they were and are; there are fewer than 2^64. */
typedef uint64_t people[NPS_GROUPS + 1][NPS_GROUPS + 1];

static void count_people(const nps_column *first, const nps_column *second, const nps_scale *scale, people counts)
{
    uint8_t groups[NPS_BINS], from[NPS_BLOCK], to[NPS_BLOCK];
    size_t row, i;
    set_groups(scale, groups);
    for (row = 0; row < first->length; row += NPS_BLOCK) {
        const size_t left = first->length - row, length = left < NPS_BLOCK ? left : NPS_BLOCK;
        nps_block_bins(first, row, length, from);
        nps_block_bins(second, row, length, to);
        for (i = 0; i < length; i++)
            counts[groups[from[i]]][groups[to[i]]]++;
    }
}

nps_status nps_paired_add_column(nps_paired *self, const nps_column *first, const nps_column *second,
                                 const nps_scale *scale)
{
    nps_paired counted = {{0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}};
    people counts = {{0}};
    nps_column read_first, read_second;
    nps_status status = self ? nps_scale_read(&scale) : NPS_ERROR_NULL;
    int from, to;
    if (!status)
        status = nps_column_open(first, &read_first);
    if (!status)
        status = nps_column_open(second, &read_second);
    if (!status && read_first.length != read_second.length)
        status = NPS_ERROR_COLUMN;
    if (status)
        return status;
    count_people(&read_first, &read_second, scale, counts);
    for (from = 0; from < NPS_GROUPS; from++) {
        *counter(&counted.first_only, from) = counts[from][NOWHERE];
        *counter(&counted.second_only, from) = counts[NOWHERE][from];
        for (to = 0; to < NPS_GROUPS; to++)
            *counter(row_of(&counted, from), to) = counts[from][to];
    }
    return nps_paired_merge(self, &counted);
}

nps_status nps_paired_merge(nps_paired *self, const nps_paired *from)
{
    nps_paired sum;
    if (!self || !from)
        return NPS_ERROR_NULL;
    sum = *self;
    if (!nps_counts_add(&sum.promoters, &from->promoters) || !nps_counts_add(&sum.passives, &from->passives) ||
        !nps_counts_add(&sum.detractors, &from->detractors) || !nps_counts_add(&sum.first_only, &from->first_only) ||
        !nps_counts_add(&sum.second_only, &from->second_only))
        return NPS_ERROR_OVERFLOW;
    *self = sum;
    return NPS_OK;
}

static bool take_away(nps_counts *from, const nps_counts *part)
{
    if (from->promoters < part->promoters || from->passives < part->passives || from->detractors < part->detractors)
        return false;
    from->promoters -= part->promoters;
    from->passives -= part->passives;
    from->detractors -= part->detractors;
    return true;
}

nps_status nps_paired_subtract(nps_paired *self, const nps_paired *part)
{
    nps_paired rest;
    if (!self || !part)
        return NPS_ERROR_NULL;
    rest = *self;
    if (!take_away(&rest.promoters, &part->promoters) || !take_away(&rest.passives, &part->passives) ||
        !take_away(&rest.detractors, &part->detractors) || !take_away(&rest.first_only, &part->first_only) ||
        !take_away(&rest.second_only, &part->second_only))
        return NPS_ERROR_UNDERFLOW;
    *self = rest;
    return NPS_OK;
}

nps_status nps_paired_read_waves(const nps_paired *self, nps_counts *first, nps_counts *second)
{
    nps_counts of_first, of_second;
    int i, j;
    if (!self || !first || !second)
        return NPS_ERROR_NULL;
    of_first = self->first_only;
    of_second = self->second_only;
    for (i = 0; i < NPS_GROUPS; i++) {
        if (!nps_counts_add(&of_second, nps_paired_row(self, i)))
            return NPS_ERROR_OVERFLOW;
        for (j = 0; j < NPS_GROUPS; j++)
            if (!checked_add(nps_counts_of(&of_first, i), nps_counts_of(nps_paired_row(self, i), j),
                             counter(&of_first, i)))
                return NPS_ERROR_OVERFLOW;
    }
    *first = of_first;
    *second = of_second;
    return NPS_OK;
}

/* The waves of those in both. */
static nps_status both_waves(const nps_paired *self, nps_counts *first, nps_counts *second)
{
    nps_paired both = *self;
    both.first_only = both.second_only = (nps_counts){0, 0, 0};
    return nps_paired_read_waves(&both, first, second);
}

nps_status nps_paired_read_moves(const nps_paired *self, nps_paired_moves *out)
{
    nps_paired_moves moves = {0};
    nps_counts first, second;
    double score_first, score_second;
    nps_status status;
    int i, j;
    if (!self || !out)
        return NPS_ERROR_NULL;
    status = both_waves(self, &first, &second);
    if (!status)
        status = nps_score(&first, &score_first);
    if (!status)
        status = nps_score(&second, &score_second);
    if (status)
        return status;
    /* With the total checked, no part of it overflows. */
    for (i = 0; i < NPS_GROUPS; i++)
        for (j = 0; j < NPS_GROUPS; j++)
            *(j < i ? &moves.up : i < j ? &moves.down : &moves.same) += nps_counts_of(nps_paired_row(self, i), j);
    moves.promoters_gained = second.promoters - self->promoters.promoters;
    moves.promoters_lost = first.promoters - self->promoters.promoters;
    moves.passives_gained = second.passives - self->passives.passives;
    moves.passives_lost = first.passives - self->passives.passives;
    moves.detractors_gained = second.detractors - self->detractors.detractors;
    moves.detractors_lost = first.detractors - self->detractors.detractors;
    moves.change = score_second - score_first;
    *out = moves;
    return NPS_OK;
}

nps_status nps_paired_find_method(nps_method method, nps_method *really, const nps_procedure **procedure)
{
    const nps_method wanted = method == NPS_METHOD_AUTO ? NPS_METHOD_SKEWNESS_SCORE : method;
    const nps_status status = nps_method_find(wanted, NPS_TWO_SAMPLES, 1, 0, really, procedure);
    if (status)
        return status;
    return *really == NPS_METHOD_SCORE || *really == NPS_METHOD_SKEWNESS_SCORE || *really == NPS_METHOD_WALD
               ? NPS_OK
               : NPS_ERROR_UNAVAILABLE;
}

/* The number of people, added as integers: the same for both waves. Callers have checked that the sum is below 2^64. */
static double total(const nps_counts *counts)
{
    uint64_t n = 0;
    (void)nps_counts_total(counts, &n);
    return (double)n;
}

/* The score of a part; NaN for nobody. */
static double score_of(const nps_counts *counts)
{
    double score;
    return nps_score(counts, &score) ? NAN : score;
}

/* Sets all but the method. */
static nps_status open_overlap(nps_overlap *self, const nps_paired *waves)
{
    nps_counts first, second, both_first, both_second;
    uint64_t n;
    nps_status status = nps_paired_read_waves(waves, &first, &second);
    if (!status)
        status = nps_counts_total(&first, &n);
    if (!status)
        status = nps_counts_total(&second, &n);
    if (!status)
        status = both_waves(waves, &both_first, &both_second);
    if (status)
        return status;
    for (int i = 0; i < NPS_GROUPS; i++)
        for (int j = 0; j < NPS_GROUPS; j++)
            self->both[i][j] = (double)nps_counts_of(nps_paired_row(waves, i), j);
    self->first_only = nps_counts_to_real(&waves->first_only);
    self->second_only = nps_counts_to_real(&waves->second_only);
    self->n_both = total(&both_first);
    self->n_first_only = total(&waves->first_only);
    self->n_second_only = total(&waves->second_only);
    self->scores = (nps_overlap_scores){score_of(&both_first), score_of(&both_second), score_of(&waves->first_only),
                                        score_of(&waves->second_only)};
    self->proportional = (nps_overlap_weights){nps_overlap_share(self->n_both, self->n_first_only),
                                               nps_overlap_share(self->n_both, self->n_second_only)};
    return NPS_OK;
}

nps_status nps_paired_read_options(const nps_paired_options *options, nps_paired_options *into, nps_overlap *overlap)
{
    nps_status status;
    nps_paired_options_init(into);
    status = nps_options_read(into, sizeof *into, sizeof *into, options);
    if (!status && into->estimator != NPS_PAIRED_BEST && into->estimator != NPS_PAIRED_PROPORTIONAL)
        status = NPS_ERROR_METHOD;
    if (!status)
        status = nps_paired_find_method(into->method, &overlap->method, &overlap->procedure);
    return status ? status : nps_method_check_level(into->level);
}

static nps_bounds turn_bounds(nps_bounds bounds, double sign)
{
    return sign > 0 ? bounds : (nps_bounds){-bounds.upper, -bounds.lower};
}

static nps_overlap_weights turn_weights(nps_overlap_weights weights, nps_orientation orientation)
{
    return orientation.is_exchanged ? (nps_overlap_weights){weights.second, weights.first} : weights;
}

nps_status nps_paired_read_overlap(const nps_overlap *overlap, const nps_paired_options *options,
                                   nps_paired_change *out)
{
    nps_paired_change change = {{0, {0, 0}, 0, overlap->method}, 0, 0, NAN, NAN};
    nps_overlap oriented = *overlap;
    const nps_orientation orientation = nps_overlap_orient(&oriented);
    const double sign = nps_orientation_sign(orientation);
    nps_overlap_weights found = oriented.proportional, weights;
    nps_bounds theta;
    nps_status status = NPS_OK;
    if (options->estimator == NPS_PAIRED_BEST)
        status = nps_overlap_best_weights(&oriented, &found);
    if (!status)
        status = nps_overlap_bounds(&oriented, found, nps_normal_two_sided_quantile(1 - options->level), &theta);
    if (status)
        return status;
    weights = turn_weights(found, orientation);
    theta = turn_bounds(theta, sign);
    change.comparison.difference = nps_overlap_change(overlap, weights);
    change.comparison.bounds = nps_bounds_in_points(&theta, 200);
    change.comparison.p_value = nps_overlap_p_value(&oriented, found, sign * change.comparison.difference);
    change.first_weight = weights.first;
    change.second_weight = weights.second;
    if (overlap->n_both > 0)
        change.both = nps_overlap_change(overlap, (nps_overlap_weights){1, 1});
    if (overlap->n_first_only > 0 && overlap->n_second_only > 0)
        change.others = nps_overlap_change(overlap, (nps_overlap_weights){0, 0});
    *out = change;
    return NPS_OK;
}

/* Nobody is in both waves. */
static nps_status compare_others(const nps_paired *self, const nps_overlap *overlap, const nps_paired_options *options,
                                 nps_paired_change *out)
{
    nps_paired_change change = {{0, {0, 0}, 0, NPS_METHOD_AUTO}, 0, 0, NAN, 0};
    const nps_status status =
        nps_compare(&self->second_only, &self->first_only, overlap->method, options->level, &change.comparison);
    if (status)
        return status;
    change.others = nps_overlap_change(overlap, (nps_overlap_weights){0, 0});
    *out = change;
    return NPS_OK;
}

nps_status nps_paired_compare_with(const nps_paired *self, const nps_paired_options *options, nps_paired_change *out)
{
    nps_paired_options read;
    nps_overlap overlap;
    nps_status status;
    if (!self || !out)
        return NPS_ERROR_NULL;
    status = nps_paired_read_options(options, &read, &overlap);
    if (!status)
        status = open_overlap(&overlap, self);
    if (status)
        return status;
    return overlap.n_both > 0 ? nps_paired_read_overlap(&overlap, &read, out)
                              : compare_others(self, &overlap, &read, out);
}

nps_status nps_paired_compare(const nps_paired *self, nps_method method, double level, nps_comparison *out)
{
    nps_paired_options options;
    nps_paired_change change;
    nps_status status;
    if (!out)
        return NPS_ERROR_NULL;
    nps_paired_options_init(&options);
    options.method = method;
    options.level = level;
    status = nps_paired_compare_with(self, &options, &change);
    if (!status)
        *out = change.comparison;
    return status;
}
