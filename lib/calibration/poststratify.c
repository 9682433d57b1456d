/* SPDX-License-Identifier: MIT */
#include "../counts.h"
#include "../scale.h"
#include "../support/checked.h"
#include "../weighted/estimate.h"

#include <math.h>
#include <nps/calibration.h>

/* Segments on a scale. */
struct segments {
    const nps_accumulator *answers;
    const double *totals;
    size_t count;
    const nps_scale *scale;
};

/* The counts of a segment that takes part. */
static nps_counts counts_of(const struct segments *self, size_t segment)
{
    nps_counts counts = {0, 0, 0};
    uint64_t outside;
    (void)nps_accumulator_counts(&self->answers[segment], self->scale, &counts, &outside);
    return counts;
}

/* Adds the respondents of a segment, each with this weight. */
static nps_status add_segment(const nps_scale *scale, const nps_counts *counts, double weight, nps_weighted *total)
{
    nps_status status = nps_weighted_add_n(total, scale->promoter_min, weight, counts->promoters);
    if (!status)
        status = nps_weighted_add_n(total, scale->detractor_max, weight, counts->detractors);
    /* A scale without an answer for passives has no passives. */
    if (!status && counts->passives != 0)
        status = nps_weighted_add_n(total, scale->detractor_max + 1, weight, counts->passives);
    return status;
}

/* Adds the respondents of one segment with the weight that its population gives them. */
static nps_status weigh_segment(const struct segments *self, size_t segment, nps_weighted *total, uint64_t *off_scale)
{
    const double population = self->totals[segment];
    nps_counts counts;
    uint64_t n = 0;
    double weight;
    nps_status status;
    if (!(population >= 0 && isfinite(population)))
        return NPS_ERROR_MARGIN;
    status = nps_accumulator_counts(&self->answers[segment], self->scale, &counts, off_scale);
    if (!status)
        status = nps_counts_total(&counts, &n);
    if (status == NPS_ERROR_EMPTY)
        status = population > 0 ? NPS_ERROR_MARGIN : NPS_OK;
    weight = n != 0 ? population / (double)n : 0;
    /* A population too small for a weight above 0 must not vanish as a population of 0 does. */
    if (!status && weight == 0 && population > 0)
        status = NPS_ERROR_WEIGHT;
    return status ? status : add_segment(self->scale, &counts, weight, total);
}

/* All respondents with the weights of their segments. */
static nps_status weigh(const struct segments *self, nps_weighted *total, uint64_t *outside)
{
    nps_status status = NPS_OK;
    size_t i;
    *outside = 0;
    for (i = 0; !status && i < self->count; i++) {
        uint64_t off_scale;
        status = weigh_segment(self, i, total, &off_scale);
        if (!status && !checked_add(*outside, off_scale, outside))
            status = NPS_ERROR_OVERFLOW;
    }
    return status;
}

/* The squared standard error of theta in one segment; `of_one` is the variance of one respondent of all. */
static double variance_in(const nps_counts *counts, double of_one)
{
    const nps_real_counts real = nps_counts_to_real(counts);
    const double n = nps_real_counts_total(&real), theta = nps_real_counts_theta(&real);
    const double squares = real.promoters * (1 - theta) * (1 - theta) + real.passives * theta * theta +
                           real.detractors * (1 + theta) * (1 + theta);
    return n > 1 ? squares / (n - 1) / n : of_one;
}

static double variance_of_segments(const struct segments *self, const nps_weighted_basis *basis)
{
    double of_one = 0, variance = 0;
    size_t i;
    for (i = 0; i < NPS_GROUP_COUNT; i++)
        of_one += basis->weights[i] / basis->total * basis->distances[i] * basis->distances[i];
    for (i = 0; i < self->count; i++)
        if (self->totals[i] > 0) {
            const nps_counts counts = counts_of(self, i);
            const double share = self->totals[i] / basis->total;
            variance += share * share * variance_in(&counts, of_one);
        }
    return variance;
}

nps_status nps_calibration_poststratify(const nps_accumulator *segments, const double *totals, size_t count,
                                        const nps_scale *scale, nps_weighted_estimate *out, uint64_t *outside)
{
    struct segments self = {segments, totals, count, NULL};
    nps_weighted total = {0};
    nps_weighted_basis basis;
    uint64_t off_scale = 0;
    nps_status status;
    size_t i;
    double population = 0;
    if (!segments || !totals || !out)
        return NPS_ERROR_NULL;
    status = nps_scale_read(&scale);
    self.scale = scale;
    if (!status && count == 0)
        status = NPS_ERROR_EMPTY;
    if (!status)
        status = weigh(&self, &total, &off_scale);
    for (i = 0; !status && i < count; i++)
        population += totals[i];
    if (!status && !(population > 0))
        status = NPS_ERROR_MARGIN;
    if (!status && off_scale != 0 && !outside)
        status = NPS_ERROR_OUTSIDE;
    if (!status)
        status = nps_weighted_basis_of(&total, scale, &basis, NULL);
    if (status)
        return status;
    *out = nps_weighted_finish(&basis, variance_of_segments(&self, &basis), INFINITY);
    if (outside)
        *outside = off_scale;
    return NPS_OK;
}
