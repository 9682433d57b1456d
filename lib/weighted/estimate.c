/* SPDX-License-Identifier: MIT */
#include "estimate.h"

#include "../scale.h"
#include "bins.h"
#include "sum.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

int nps_weighted_group(const nps_scale *scale, int64_t answer)
{
    if (answer < scale->lowest || answer > scale->highest)
        return -1;
    if (answer <= scale->detractor_max)
        return NPS_GROUP_DETRACTORS;
    return answer < scale->promoter_min ? NPS_GROUP_PASSIVES : NPS_GROUP_PROMOTERS;
}

/* Sums by group, still exact. */
struct group_sums {
    uint64_t weights[NPS_GROUP_COUNT][NPS_WEIGHT_WORDS];
    uint64_t squares[NPS_GROUP_COUNT][NPS_SQUARE_WORDS];
};

static void add_answers(const nps_weighted *self, const nps_scale *scale, struct group_sums *sums)
{
    int answer;
    for (answer = 0; answer < NPS_ANSWERS; answer++) {
        const int group = nps_weighted_group(scale, answer);
        if (group >= 0) {
            nps_sum_merge(&nps_weight_format, sums->weights[group], self->weights[answer]);
            nps_sum_merge(&nps_square_format, sums->squares[group], self->squares[answer]);
        }
    }
}

/* Rounded once each, and the difference of promoters and detractors too: above 2^53 apart it would be lost. */
static void set_basis(struct group_sums *sums, nps_weighted_basis *out)
{
    uint64_t *const promoters = sums->weights[NPS_GROUP_PROMOTERS];
    uint64_t *const detractors = sums->weights[NPS_GROUP_DETRACTORS];
    uint64_t total[NPS_WEIGHT_WORDS] = {0};
    int group;
    for (group = 0; group < NPS_GROUP_COUNT; group++) {
        out->weights[group] = nps_sum_value(&nps_weight_format, sums->weights[group]);
        out->squares[group] = nps_sum_value(&nps_square_format, sums->squares[group]);
        nps_sum_merge(&nps_weight_format, total, sums->weights[group]);
    }
    out->total = nps_sum_value(&nps_weight_format, total);
    nps_sum_subtract(&nps_weight_format, promoters, detractors);
    out->theta = nps_sum_value(&nps_weight_format, promoters) / out->total;
    out->distances[NPS_GROUP_PROMOTERS] =
        (out->weights[NPS_GROUP_PASSIVES] + 2 * out->weights[NPS_GROUP_DETRACTORS]) / out->total;
    out->distances[NPS_GROUP_PASSIVES] = -out->theta;
    out->distances[NPS_GROUP_DETRACTORS] =
        -(out->weights[NPS_GROUP_PASSIVES] + 2 * out->weights[NPS_GROUP_PROMOTERS]) / out->total;
}

nps_status nps_weighted_basis_of(const nps_weighted *self, const nps_scale *scale, nps_weighted_basis *out,
                                 uint64_t *outside)
{
    struct group_sums sums = {{{0}}, {{0}}};
    nps_counts counts;
    uint64_t off_scale;
    nps_status status = nps_accumulator_counts(&self->rows, scale, &counts, &off_scale);
    if (status)
        return status;
    if (off_scale != 0 && !outside)
        return NPS_ERROR_OUTSIDE;
    if (counts.promoters == 0 && counts.passives == 0 && counts.detractors == 0)
        return NPS_ERROR_EMPTY;
    if (counts.promoters > UINT64_MAX - counts.passives ||
        counts.promoters + counts.passives > UINT64_MAX - counts.detractors)
        return NPS_ERROR_OVERFLOW;
    add_answers(self, scale, &sums);
    set_basis(&sums, out);
    out->respondents = counts.promoters + counts.passives + counts.detractors;
    if (outside)
        *outside = off_scale;
    return NPS_OK;
}

/* The sum over the groups of what is given for each, times the squared distance of its members. */
static double squared_distances(const nps_weighted_basis *basis, const double of[NPS_GROUP_COUNT])
{
    double sum = 0;
    int group;
    for (group = 0; group < NPS_GROUP_COUNT; group++)
        sum += of[group] * basis->distances[group] * basis->distances[group];
    return sum;
}

/* What a finite population of PSUs adds to the effective respondents: it is known and no chance. */
static double gain_of(const nps_linearized_result *variance)
{
    if (variance->variance == variance->with_replacement)
        return 1;
    return variance->with_replacement / variance->variance;
}

nps_weighted_estimate nps_weighted_finish_linearized(const nps_weighted_basis *basis,
                                                     const nps_linearized_result *variance)
{
    const double n = (double)basis->respondents;
    const double of_one = squared_distances(basis, basis->weights) / basis->total;
    /* The respondents of one cluster do not tell how clusters differ. */
    const bool is_unknown = variance->degrees == 0 || (variance->members == 1 && basis->respondents > 1);
    nps_weighted_estimate out = {.units = variance->units,
                                 .strata = variance->strata,
                                 .lonely_strata = variance->lonely_strata,
                                 .lonely = variance->lonely,
                                 .degrees_rule = variance->rule,
                                 .weight = basis->total};
    out.score = 100 * basis->theta;
    out.promoters = basis->weights[NPS_GROUP_PROMOTERS] / basis->total;
    out.passives = basis->weights[NPS_GROUP_PASSIVES] / basis->total;
    out.detractors = basis->weights[NPS_GROUP_DETRACTORS] / basis->total;
    out.respondents = basis->respondents;
    out.kish = basis->total / (basis->squares[0] + basis->squares[1] + basis->squares[2]) * basis->total;
    if (is_unknown) {
        out.standard_error = out.design_effect = INFINITY;
        return out;
    }
    out.degrees = variance->degrees;
    out.standard_error = n > 1 ? 100 * sqrt(variance->variance) : INFINITY;
    out.design_effect = n > 1 && of_one > 0 ? variance->variance / (of_one / (n - 1)) : n / out.kish;
    out.effective = n > 1 && of_one > 0 ? n * (of_one / (n - 1)) / variance->with_replacement : out.kish;
    out.effective = fmin(0x1p64, fmin(out.kish, out.effective) * gain_of(variance));
    return out;
}

nps_weighted_estimate nps_weighted_finish(const nps_weighted_basis *basis, double variance, double degrees)
{
    const nps_linearized_result result = {.variance = variance, .with_replacement = variance, .degrees = degrees};
    return nps_weighted_finish_linearized(basis, &result);
}

nps_status nps_weighted_read(const nps_weighted *self, const nps_scale *scale, nps_weighted_estimate *out,
                             uint64_t *outside)
{
    nps_weighted_basis basis;
    nps_status status;
    double n, squares;
    if (!self || !out)
        return NPS_ERROR_NULL;
    status = nps_scale_read(&scale);
    if (!status)
        status = nps_weighted_basis_of(self, scale, &basis, outside);
    if (status)
        return status;
    n = (double)basis.respondents;
    squares = squared_distances(&basis, basis.squares) / basis.total / basis.total;
    *out = nps_weighted_finish(&basis, n > 1 ? n / (n - 1) * squares : 0, INFINITY);
    return NPS_OK;
}

nps_status nps_weighted_read_counts(const nps_counts *counts, nps_weighted_estimate *out)
{
    nps_weighted all = {.weightless = 0};
    nps_status status;
    if (!counts || !out)
        return NPS_ERROR_NULL;
    /* Into an empty accumulator nothing overflows. */
    nps_weighted_add_bin(&all, 10, 1, counts->promoters);
    nps_weighted_add_bin(&all, 8, 1, counts->passives);
    nps_weighted_add_bin(&all, 0, 1, counts->detractors);
    status = nps_weighted_read(&all, NULL, out, NULL);
    if (!status) {
        out->effective = out->kish; /* without the rounding of a quotient of variances, for methods that look at n */
        out->design_effect = 1;
    }
    return status;
}
