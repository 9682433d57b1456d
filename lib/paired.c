/* SPDX-License-Identifier: MIT */
#include <nps/paired.h>

#include "column.h"
#include "column/block.h"
#include "counts.h"
#include "math/numerics.h"
#include "method.h"
#include "paired/mean.h"
#include "scale.h"
#include "support/checked.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

_Static_assert(sizeof(nps_paired) == 120, "two waves are 120 bytes, part of the ABI");

/* Fifteen counters, five counts behind each other. */
enum { COUNTERS = 15, GROUPS = 3 };

static uint64_t *counter(nps_counts *counts, int group)
{
    return group == 0 ? &counts->promoters : group == 1 ? &counts->passives : &counts->detractors;
}

static uint64_t count(const nps_counts *counts, int group)
{
    return group == 0 ? counts->promoters : group == 1 ? counts->passives : counts->detractors;
}

static const nps_counts *row(const nps_paired *self, int group)
{
    return group == 0 ? &self->promoters : group == 1 ? &self->passives : &self->detractors;
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
enum { NOWHERE = GROUPS };

static void set_groups(const nps_scale *scale, uint8_t groups[NPS_BINS])
{
    int bin;
    for (bin = 0; bin < NPS_BINS; bin++) {
        const int group = bin < NPS_ANSWERS ? group_of(scale, bin) : -1;
        groups[bin] = (uint8_t)(group < 0 ? NOWHERE : group);
    }
}

/* People by what they were and are; there are fewer than 2^64. */
typedef uint64_t people[GROUPS + 1][GROUPS + 1];

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
    for (from = 0; from < GROUPS; from++) {
        *counter(&counted.first_only, from) = counts[from][NOWHERE];
        *counter(&counted.second_only, from) = counts[NOWHERE][from];
        for (to = 0; to < GROUPS; to++)
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
    for (i = 0; i < GROUPS; i++) {
        if (!nps_counts_add(&of_second, row(self, i)))
            return NPS_ERROR_OVERFLOW;
        for (j = 0; j < GROUPS; j++)
            if (!checked_add(count(&of_first, i), count(row(self, i), j), counter(&of_first, i)))
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
    for (i = 0; i < GROUPS; i++)
        for (j = 0; j < GROUPS; j++)
            *(j < i ? &moves.up : i < j ? &moves.down : &moves.same) += count(row(self, i), j);
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

/* The three independent parts of a change; a part with share 0 is absent. */
struct parts {
    nps_method method;
    const nps_procedure *procedure;
    nps_cells both;
    double share_of_both; /* above 0 when there is anybody */
    nps_real_counts first_only, second_only;
    double share_of_first, share_of_second;
};

static void set_both(const nps_paired *self, double weight_first, double weight_second, nps_cells *cells)
{
    /* The lowest value is that of promoters who became detractors, the highest that of the reverse. */
    int i, j;
    for (i = 0; i < GROUPS; i++)
        for (j = 0; j < GROUPS; j++) {
            cells->values[3 * i + 2 - j] = weight_second * (1 - j) - weight_first * (1 - i);
            cells->counts[3 * i + 2 - j] = (double)count(row(self, i), j);
        }
}

static nps_status set_parts(const nps_paired *self, struct parts *parts, double *difference)
{
    nps_counts first, second, of_both, ignored;
    uint64_t n_first, n_second, n_both = 0;
    double score_first, score_second;
    nps_status status = nps_paired_read_waves(self, &first, &second);
    if (!status)
        status = nps_counts_total(&first, &n_first);
    if (!status)
        status = nps_counts_total(&second, &n_second);
    if (!status)
        status = nps_score(&first, &score_first);
    if (!status)
        status = nps_score(&second, &score_second);
    if (!status)
        status = both_waves(self, &of_both, &ignored);
    if (status)
        return status;
    (void)nps_counts_total(&of_both, &n_both);
    *difference = score_second - score_first;
    parts->first_only = nps_counts_to_real(&self->first_only);
    parts->second_only = nps_counts_to_real(&self->second_only);
    parts->share_of_both = (double)n_both;
    parts->share_of_first = (double)(n_first - n_both) / (double)n_first;
    parts->share_of_second = (double)(n_second - n_both) / (double)n_second;
    set_both(self, (double)n_both / (double)n_first, (double)n_both / (double)n_second, &parts->both);
    return NPS_OK;
}

/* The middle of a sum of parts, and the squares of the ways down and up. */
struct joined {
    double center, down, up;
};

static void join(struct joined *sum, double center, nps_bounds bounds)
{
    sum->center += center;
    sum->down += (center - bounds.lower) * (center - bounds.lower);
    sum->up += (bounds.upper - center) * (bounds.upper - center);
}

/* One of the waves' own; sign -1 for the first. */
static nps_status join_single(struct joined *sum, const struct parts *parts, const nps_real_counts *counts,
                              double share, double z)
{
    nps_bounds theta;
    nps_status status;
    if (share == 0)
        return NPS_OK;
    status = nps_procedure_bounds(parts->procedure, &(nps_setting){.memory = NULL}, counts,
                                  fmin(1, 2 * nps_normal_upper_tail(z)), &theta);
    if (!status)
        join(sum, share * nps_real_counts_theta(counts),
             share > 0 ? (nps_bounds){share * theta.lower, share * theta.upper}
                       : (nps_bounds){share * theta.upper, share * theta.lower});
    return status;
}

/* MOVER on the three parts. */
static nps_status change(const struct parts *parts, double z, nps_bounds *theta)
{
    struct joined sum = {0, 0, 0};
    nps_status status;
    if (parts->share_of_both > 0)
        join(&sum, nps_cells_mean(&parts->both), nps_cells_interval(&parts->both, parts->method, z));
    status = join_single(&sum, parts, &parts->second_only, parts->share_of_second, z);
    if (!status)
        status = join_single(&sum, parts, &parts->first_only, -parts->share_of_first, z);
    if (!status)
        *theta = (nps_bounds){sum.center - sqrt(sum.down), sum.center + sqrt(sum.up)};
    return status;
}

/* A change, and on which side of 0 it lies. */
struct sided {
    const struct parts *parts;
    bool above;
};

/* How far the near bound still is from no change when the intervals reach z deviates: positive while 0 is outside. */
static double clearance(double z, const void *context)
{
    const struct sided *self = context;
    nps_bounds theta;
    if (change(self->parts, z, &theta))
        return 0; /* cannot happen: the method succeeded at the caller's level */
    return self->above ? theta.lower : -theta.upper;
}

/* The p-value whose interval just touches no change. */
static double p_value_of(const struct parts *parts, double difference)
{
    const struct sided self = {parts, difference > 0};
    return difference == 0 ? 1 : nps_normal_p_value_of_root(clearance, &self);
}

static nps_status find(nps_method method, nps_method *really, const nps_procedure **procedure)
{
    const nps_method wanted = method == NPS_METHOD_AUTO ? NPS_METHOD_SKEWNESS_SCORE : method;
    const nps_status status = nps_method_find(wanted, NPS_TWO_SAMPLES, 1, 0, really, procedure);
    if (status)
        return status;
    return *really == NPS_METHOD_SCORE || *really == NPS_METHOD_SKEWNESS_SCORE || *really == NPS_METHOD_WALD
               ? NPS_OK
               : NPS_ERROR_UNAVAILABLE;
}

nps_status nps_paired_compare(const nps_paired *self, nps_method method, double level, nps_comparison *out)
{
    struct parts parts;
    nps_bounds theta;
    double difference;
    nps_status status;
    if (!self || !out)
        return NPS_ERROR_NULL;
    status = find(method, &parts.method, &parts.procedure);
    if (!status)
        status = nps_method_check_level(level);
    if (!status)
        status = set_parts(self, &parts, &difference);
    if (!status && parts.share_of_both == 0)
        return nps_compare(&self->second_only, &self->first_only, parts.method, level, out);
    if (!status)
        status = change(&parts, nps_normal_two_sided_quantile(1 - level), &theta);
    if (status)
        return status;
    out->difference = difference;
    out->bounds = nps_bounds_in_points(&theta, 200);
    out->p_value = p_value_of(&parts, difference);
    out->method = parts.method;
    return NPS_OK;
}
