/* SPDX-License-Identifier: MIT */
#include <nps/weighted_paired.h>

#include "column.h"
#include "column/block.h"
#include "paired.h"
#include "paired/overlap.h"
#include "scale.h"
#include "status.h"
#include "weighted.h"
#include "weighted/bins.h"
#include "weighted/estimate.h"
#include "weighted/sum.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

_Static_assert(sizeof(nps_weighted_paired) == 3232, "weighted waves are 3232 bytes, part of the ABI");

/* Groups are numbered as by nps_weighted_group(). */
enum { GROUPS = NPS_GROUP_COUNT, SECOND_ONLY = GROUPS };

/* ---- adding ---- */

/* Where people are counted. */
typedef struct paired_place {
    nps_weighted *in; /* NULL: nowhere */
    unsigned bin;
} paired_place;

static paired_place place_of(nps_weighted_paired *self, int first, int second)
{
    if (first >= 0 && second >= 0)
        return (paired_place){&self->both, (unsigned)(GROUPS * first + second)};
    if (first >= 0)
        return (paired_place){&self->others, (unsigned)first};
    if (second >= 0)
        return (paired_place){&self->others, (unsigned)(SECOND_ONLY + second)};
    return (paired_place){NULL, 0};
}

static nps_status add_people(nps_weighted_paired *self, const int groups[2], double weight, uint64_t times)
{
    const paired_place place = place_of(self, groups[0], groups[1]);
    nps_status status;
    if (!place.in)
        return nps_weighted_is_weight(weight) ? NPS_OK : NPS_ERROR_WEIGHT;
    status = nps_weighted_can_add(place.in, place.bin, weight, times);
    if (!status)
        nps_weighted_add_bin(place.in, place.bin, weight, times);
    return status;
}

nps_status nps_weighted_paired_add(nps_weighted_paired *self, int64_t first, int64_t second, double weight,
                                   uint64_t times, const nps_scale *scale)
{
    const nps_status status = self ? nps_scale_read(&scale) : NPS_ERROR_NULL;
    if (status)
        return status;
    return add_people(self, (const int[]){nps_weighted_group(scale, first), nps_weighted_group(scale, second)}, weight,
                      times);
}

/* The group of each bin of an answer. */
static void set_groups(const nps_scale *scale, int groups[NPS_BINS])
{
    for (int bin = 0; bin < NPS_BINS; bin++)
        groups[bin] = bin < NPS_ANSWERS ? nps_weighted_group(scale, bin) : -1;
}

static nps_status count_people(nps_weighted_paired *into, const nps_column columns[2], const double *weights,
                               const nps_scale *scale)
{
    int groups[NPS_BINS];
    uint8_t first[NPS_BLOCK], second[NPS_BLOCK];
    nps_status status = NPS_OK;
    set_groups(scale, groups);
    for (size_t row = 0; !status && row < columns[0].length; row += NPS_BLOCK) {
        const size_t left = columns[0].length - row, length = left < NPS_BLOCK ? left : NPS_BLOCK;
        nps_block_bins(&columns[0], row, length, first);
        nps_block_bins(&columns[1], row, length, second);
        for (size_t i = 0; !status && i < length; i++)
            status = add_people(into, (const int[]){groups[first[i]], groups[second[i]]}, weights[row + i], 1);
    }
    return status;
}

nps_status nps_weighted_paired_add_column(nps_weighted_paired *self, const nps_column *first, const nps_column *second,
                                          const double *weights, const nps_scale *scale, nps_error_detail *detail)
{
    nps_weighted_paired counted = {.both = {.weightless = 0}};
    nps_column columns[2];
    nps_status status = self ? nps_scale_read(&scale) : NPS_ERROR_NULL;
    if (!status)
        status = nps_weighted_open_column(first, weights, &columns[0]);
    if (!status)
        status = nps_weighted_open_column(second, weights, &columns[1]);
    if (!status && columns[0].length != columns[1].length)
        status = NPS_ERROR_COLUMN;
    if (status)
        return nps_explain_status(detail, status);
    status = count_people(&counted, columns, weights, scale);
    if (status)
        return nps_weighted_explain(detail, status, weights, columns[0].length);
    return nps_explain_status(detail, nps_weighted_paired_merge(self, &counted));
}

nps_status nps_weighted_paired_merge(nps_weighted_paired *self, const nps_weighted_paired *from)
{
    nps_status status;
    if (!self || !from)
        return NPS_ERROR_NULL;
    if (!nps_weighted_can_merge(&self->both, &from->both) || !nps_weighted_can_merge(&self->others, &from->others))
        return NPS_ERROR_OVERFLOW;
    status = nps_weighted_merge(&self->both, &from->both);
    return status ? status : nps_weighted_merge(&self->others, &from->others);
}

nps_status nps_weighted_paired_subtract(nps_weighted_paired *self, const nps_weighted_paired *part)
{
    nps_weighted_paired rest;
    nps_status status;
    if (!self || !part)
        return NPS_ERROR_NULL;
    rest = *self;
    status = nps_weighted_subtract(&rest.both, &part->both);
    if (!status)
        status = nps_weighted_subtract(&rest.others, &part->others);
    if (!status)
        *self = rest;
    return status;
}

/* ---- reading ---- */

/* Sums of a part of the people: the cells `from` and on of an accumulator. */
typedef struct paired_part {
    double weights[GROUPS * GROUPS], squares[GROUPS * GROUPS], total;
    int count;
} paired_part;

static paired_part read_part(const nps_weighted *self, int from, int count)
{
    paired_part part = {.count = count};
    for (int cell = 0; cell < count; cell++) {
        part.weights[cell] = nps_sum_value(&nps_weight_format, self->weights[from + cell]);
        part.squares[cell] = nps_sum_value(&nps_square_format, self->squares[from + cell]);
        part.total += part.weights[cell];
    }
    return part;
}

/* The mean of values of cells; somebody is there. */
static double mean_of(const paired_part *part, const int *values)
{
    double sum = 0;
    for (int cell = 0; cell < part->count; cell++)
        sum += part->weights[cell] / part->total * values[cell];
    return sum;
}

/* The effective respondents for the mean of values, 0 for nobody. */
static double effective_of(const paired_part *part, const int *values)
{
    double variance = 0, of_weights = 0, kish = 0, mean;
    if (!(part->total > 0))
        return 0;
    mean = mean_of(part, values);
    for (int cell = 0; cell < part->count; cell++) {
        const double distance = values[cell] - mean, share = part->squares[cell] / part->total / part->total;
        variance += part->weights[cell] / part->total * distance * distance;
        of_weights += share * distance * distance;
        kish += share;
    }
    return of_weights > 0 ? fmin(1 / kish, variance / of_weights) : 1 / kish;
}

static const int SCORES[GROUPS] = {1, 0, -1};

static nps_real_counts effective_counts(const paired_part *part, double *n)
{
    *n = effective_of(part, SCORES);
    if (*n == 0)
        return (nps_real_counts){0, 0, 0};
    return (nps_real_counts){*n * (part->weights[0] / part->total), *n * (part->weights[1] / part->total),
                             *n * (part->weights[2] / part->total)};
}

static double score_of(const paired_part *part, const int *values)
{
    return part->total > 0 ? 100 * mean_of(part, values) : NAN;
}

static void read_both(const paired_part *part, nps_overlap *overlap)
{
    int first[GROUPS * GROUPS], second[GROUPS * GROUPS], change[GROUPS * GROUPS];
    for (int cell = 0; cell < GROUPS * GROUPS; cell++) {
        first[cell] = SCORES[cell / GROUPS];
        second[cell] = SCORES[cell % GROUPS];
        change[cell] = second[cell] - first[cell];
    }
    overlap->n_both = effective_of(part, change);
    for (int cell = 0; cell < GROUPS * GROUPS; cell++)
        overlap->both[cell / GROUPS][cell % GROUPS] =
            part->total > 0 ? overlap->n_both * (part->weights[cell] / part->total) : 0;
    overlap->scores.both_first = score_of(part, first);
    overlap->scores.both_second = score_of(part, second);
}

static nps_status open_overlap(const nps_weighted_paired *self, nps_overlap *overlap)
{
    const paired_part both = read_part(&self->both, 0, GROUPS * GROUPS);
    const paired_part first = read_part(&self->others, 0, GROUPS);
    const paired_part second = read_part(&self->others, SECOND_ONLY, GROUPS);
    if (!(both.total + first.total > 0) || !(both.total + second.total > 0))
        return NPS_ERROR_EMPTY;
    read_both(&both, overlap);
    overlap->first_only = effective_counts(&first, &overlap->n_first_only);
    overlap->second_only = effective_counts(&second, &overlap->n_second_only);
    overlap->scores.first_only = score_of(&first, SCORES);
    overlap->scores.second_only = score_of(&second, SCORES);
    overlap->proportional =
        (nps_overlap_weights){nps_overlap_share(both.total, first.total), nps_overlap_share(both.total, second.total)};
    return NPS_OK;
}

nps_status nps_weighted_paired_compare(const nps_weighted_paired *self, const nps_paired_options *options,
                                       nps_paired_change *out)
{
    nps_overlap overlap = {.n_both = 0};
    nps_paired_options read;
    nps_status status;
    if (!self || !out)
        return NPS_ERROR_NULL;
    status = nps_paired_read_options(options, &read, &overlap);
    if (!status)
        status = open_overlap(self, &overlap);
    return status ? status : nps_paired_read_overlap(&overlap, &read, out);
}
