/* SPDX-License-Identifier: MIT */
#include "effect.h"

#include "../counts.h"
#include "../math/numerics.h"

#include <math.h>
#include <stdbool.h>

/* The values of promoters, passives and detractors, in points. */
static const double VALUES[] = {100, 0, -100};

/* What is added to the counts of the segment, and to those of all others, for the variance. */
static const double ADDED[] = {0.25, 0.5, 0.25};

enum { CATEGORIES = 3 };

/* The answers of one period by segment and category, as probabilities. */
struct period {
    double answers; /* the number of all answers */
    double segment[CATEGORIES], others[CATEGORIES];
    double share, score; /* of the segment, for the variance */
};

/* A linearised effect: what one answer of a period adds to it is `inside` + `inside_slope` x in the segment, plus
 * `slope` x wherever it is, up to a constant. */
struct influence {
    double inside, inside_slope, slope;
};

static void read_counts(const nps_counts *counts, double *out)
{
    out[0] = (double)counts->promoters;
    out[1] = (double)counts->passives;
    out[2] = (double)counts->detractors;
}

static double add_answer(double *counts)
{
    double sum = 0;
    int i;
    for (i = 0; i < CATEGORIES; i++) {
        counts[i] += ADDED[i];
        sum += counts[i];
    }
    return sum;
}

static uint64_t answers_of(const nps_counts *counts)
{
    return counts->promoters + counts->passives + counts->detractors;
}

static struct period read_period(const nps_counts *segment, const nps_counts *all)
{
    const nps_counts others = nps_counts_without(all, segment);
    struct period period;
    double inside, n, sum = 0;
    int i;
    read_counts(segment, period.segment);
    read_counts(&others, period.others);
    inside = add_answer(period.segment);
    n = inside + add_answer(period.others);
    period.answers = (double)answers_of(all);
    for (i = 0; i < CATEGORIES; i++) {
        sum += VALUES[i] * period.segment[i];
        period.segment[i] /= n;
        period.others[i] /= n;
    }
    period.share = inside / n;
    period.score = sum / inside;
    return period;
}

/* The variance of an effect that comes from one period. */
static double variance_of(const struct period *period, const struct influence *influence)
{
    double mean = 0, square = 0;
    int i;
    for (i = 0; i < CATEGORIES; i++) {
        const double outside = influence->slope * VALUES[i];
        mean += period->others[i] * outside +
                period->segment[i] * (outside + influence->inside + influence->inside_slope * VALUES[i]);
    }
    for (i = 0; i < CATEGORIES; i++) {
        const double outside = influence->slope * VALUES[i] - mean,
                     inside = outside + influence->inside + influence->inside_slope * VALUES[i];
        square += period->others[i] * outside * outside + period->segment[i] * inside * inside;
    }
    return square / period->answers;
}

/* The share and the score of a segment in a period. */
static bool describe(const nps_counts *segment, const nps_counts *all, double *share, double *score)
{
    *score = NAN;
    *share = (double)answers_of(segment) / (double)answers_of(all);
    return nps_score(segment, score) == NPS_OK;
}

void nps_driver_describe(const nps_driver_segment *segment, const nps_driver_totals *totals, nps_driver *out)
{
    const bool was = describe(&segment->before, &totals->before, &out->share_before, &out->score_before),
               is = describe(&segment->after, &totals->after, &out->share_after, &out->score_after);
    if (was)
        out->presence = is ? NPS_DRIVER_STAYED : NPS_DRIVER_GONE;
    else
        out->presence = is ? NPS_DRIVER_NEW : NPS_DRIVER_ABSENT;
}

/* The variance of an effect. */
static double variance_of_both(const struct period *before, const struct influence *first, const struct period *after,
                               const struct influence *second)
{
    return variance_of(before, first) + variance_of(after, second);
}

/* The influence of an answer on half the score of a segment above that of all. */
static struct influence influence_above(const struct period *period)
{
    return (struct influence){-period->score / period->share / 2, 0.5 / period->share, -0.5};
}

/* The mix of a segment in both periods: the mean of its scores above that of all, times the change of its share. The
 * product of the two variances is added to the variance of the delta method, as in the variance of a product (Goodman,
 * Journal of the American Statistical Association 55:708, 1960): without it the coverage falls to .89 where both
 * factors are about as large as their standard errors. */
static nps_driver_estimate mix_of(const nps_driver *driver, double reference, const struct period *before,
                                  const struct period *after)
{
    static const struct influence LESS = {-1, 0, 0}, MORE = {1, 0, 0};
    const double above = (driver->score_before + driver->score_after) / 2 - reference,
                 gain = driver->share_after - driver->share_before;
    const struct influence above_first = influence_above(before), above_second = influence_above(after);
    const struct influence first = {-above + gain * above_first.inside, gain * above_first.inside_slope, -gain / 2},
                           second = {above + gain * above_second.inside, gain * above_second.inside_slope, -gain / 2};
    const double variance =
        variance_of_both(before, &first, after, &second) +
        variance_of_both(before, &LESS, after, &MORE) * variance_of_both(before, &above_first, after, &above_second);
    return (nps_driver_estimate){gain * above, sqrt(variance)};
}

/* The effect of a segment in a period: its share times its score above the reference. */
static double weight_of(double share, double score, double reference)
{
    return share > 0 ? share * (score - reference) : 0;
}

static nps_driver_estimate total_of(const nps_driver *driver, double reference, const struct period *before,
                                    const struct period *after)
{
    const double half = (driver->share_after - driver->share_before) / 2;
    const struct influence first = {reference, -1, -half}, second = {-reference, 1, -half};
    return (nps_driver_estimate){weight_of(driver->share_after, driver->score_after, reference) -
                                     weight_of(driver->share_before, driver->score_before, reference),
                                 sqrt(variance_of_both(before, &first, after, &second))};
}

nps_driver_split nps_driver_split_effect(const nps_driver_segment *segment, const nps_driver_totals *totals,
                                         const nps_driver *driver)
{
    const struct period before = read_period(&segment->before, &totals->before),
                        after = read_period(&segment->after, &totals->after);
    const double reference = (totals->score_before + totals->score_after) / 2;
    const double n_before = (double)answers_of(&totals->before), n_after = (double)answers_of(&totals->after);
    nps_driver_split split;
    split.mean_share = (driver->share_before + driver->share_after) / 2;
    split.share_variation = (driver->share_before * (1 - driver->share_before) / n_before +
                             driver->share_after * (1 - driver->share_after) / n_after) /
                            (4 * split.mean_share * split.mean_share);
    split.total = total_of(driver, reference, &before, &after);
    split.rate = 0;
    split.mix = split.total;
    if (driver->presence == NPS_DRIVER_STAYED) {
        split.rate = split.mean_share * (driver->score_after - driver->score_before);
        split.mix = mix_of(driver, reference, &before, &after);
        split.total.points = split.rate + split.mix.points;
    }
    return split;
}

nps_driver_estimate nps_driver_impact(const nps_counts *segment, const nps_counts *all)
{
    const nps_counts others = nps_counts_without(all, segment);
    const struct period period = read_period(segment, all);
    const double rest = 1 - period.share;
    double score_of_all, score_of_others, others_for_variance = 0;
    int i;
    struct influence influence;
    if (nps_score(all, &score_of_all) || nps_score(&others, &score_of_others))
        return (nps_driver_estimate){NAN, NAN};
    for (i = 0; i < CATEGORIES; i++)
        others_for_variance += VALUES[i] * period.others[i] / rest;
    influence = (struct influence){-others_for_variance / rest, 1 / rest, -period.share / rest};
    return (nps_driver_estimate){score_of_all - score_of_others, sqrt(variance_of(&period, &influence))};
}

nps_driver_effect nps_driver_normal_effect(const nps_driver_estimate *estimate, double z)
{
    const double points = estimate->points, reach = z * estimate->standard_error;
    const double p_value =
        points == 0 ? 1 : fmin(2 * nps_normal_upper_tail(fabs(points) / estimate->standard_error), 1);
    return (nps_driver_effect){points, {points - reach, points + reach}, p_value, p_value};
}

/* The root on the side of a bound, over the share. Dividing the relative variance k of the share by 1 + k keeps the
 * equation one with two roots where the segment has a few answers, as Wilson's interval does for a share. */
static double bound_of(double difference, double bound, double k)
{
    const double distance = bound - difference;
    const double reach = sqrt((k * difference * difference + distance * distance) * (1 + k));
    return (1 + k) * difference + (distance < 0 ? -reach : reach);
}

static double within(double bound)
{
    return fmax(-200, fmin(bound, 200)); /* no score changes by more */
}

nps_driver_effect nps_driver_product_effect(double share, double variation, const nps_comparison *comparison, double z)
{
    const double k = z * z * variation, difference = comparison->difference;
    const nps_bounds bounds = {within(share * bound_of(difference, comparison->bounds.lower, k)),
                               within(share * bound_of(difference, comparison->bounds.upper, k))};
    return (nps_driver_effect){share * difference, bounds, comparison->p_value, comparison->p_value};
}
