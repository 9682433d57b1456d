/* SPDX-License-Identifier: MIT */
#include "rest.h"

#include "../method/wald.h"
#include "../weighted/effective.h"

#include <math.h>

nps_status nps_weighted_check_segment(const nps_weighted_estimate *segment)
{
    const double shares = segment->promoters + segment->passives + segment->detractors;
    if (shares == 0 && segment->effective == 0 && segment->degrees == 0)
        return NPS_ERROR_EMPTY;
    return nps_weighted_check(segment);
}

/* Sums over segments; they are kept in an estimate, so that the caller's array is the only memory. W is the sum of the
 * weights of a segment. */
static void add_segment(nps_weighted_estimate *sums, const nps_weighted_estimate *segment)
{
    const double weight = segment->weight;
    double term;
    if (nps_weighted_check_segment(segment) == NPS_ERROR_EMPTY)
        return;
    sums->weight += weight;
    sums->promoters += weight * segment->promoters;
    sums->passives += weight * segment->passives;
    sums->detractors += weight * segment->detractors;
    /* Infinite when nothing is known of one of them. */
    term = segment->degrees > 0 ? weight * weight / segment->effective : INFINITY;
    sums->effective += term;
    sums->degrees += isinf(segment->degrees) ? 0 : term * term / segment->degrees;
    sums->standard_error += segment->degrees > 0 ? weight * weight / nps_weighted_wald_respondents(segment) : INFINITY;
}

static void add_sums(nps_weighted_estimate *sums, const nps_weighted_estimate *more)
{
    sums->weight += more->weight;
    sums->promoters += more->promoters;
    sums->passives += more->passives;
    sums->detractors += more->detractors;
    sums->effective += more->effective;
    sums->degrees += more->degrees;
    sums->standard_error += more->standard_error;
}

static nps_weighted_estimate estimate_of(const nps_weighted_estimate *sums)
{
    const double weight = sums->weight, squares = weight * weight;
    nps_weighted_estimate out = {.weight = weight};
    nps_real_counts shares;
    if (weight == 0)
        return out;
    shares = (nps_real_counts){sums->promoters / weight, sums->passives / weight, sums->detractors / weight};
    out.promoters = shares.promoters;
    out.passives = shares.passives;
    out.detractors = shares.detractors;
    out.score = 100 * (sums->promoters - sums->detractors) / weight;
    out.standard_error = INFINITY;
    if (isinf(sums->effective))
        return out;
    out.effective = fmin(0x1p64, squares / sums->effective);
    out.degrees = sums->degrees > 0 ? sums->effective * sums->effective / sums->degrees : INFINITY;
    out.standard_error = 100 * sqrt(nps_wald_variance(&shares) * sums->standard_error / squares);
    return out;
}

/* First the sums of those behind each segment, then those before it are added. Nothing is subtracted, so that a segment
 * that holds nearly all of the weight takes no digit from its rest. */
nps_status nps_weighted_rests(const nps_weighted_estimate *segments, size_t count, nps_weighted_estimate *rests)
{
    nps_weighted_estimate before = {.weight = 0}, behind = {.weight = 0};
    size_t i;
    for (i = count; i-- > 0;) {
        const nps_status status = nps_weighted_check_segment(&segments[i]);
        if (status == NPS_ERROR_WEIGHT || (!status && !(segments[i].weight > 0 && isfinite(segments[i].weight))))
            return NPS_ERROR_WEIGHT;
        rests[i] = behind;
        add_segment(&behind, &segments[i]);
    }
    for (i = 0; i < count; i++) {
        add_sums(&rests[i], &before);
        rests[i] = estimate_of(&rests[i]);
        add_segment(&before, &segments[i]);
    }
    return NPS_OK;
}
