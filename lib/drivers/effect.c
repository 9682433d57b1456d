/* SPDX-License-Identifier: MIT */
#include "effect.h"

#include "../counts.h"
#include "../math/numerics.h"

#include <math.h>

/* The values of promoters, passives and detractors, in points. */
static const double VALUES[] = {100, 0, -100};

/* What is added to the counts of the segment, and to those of all others, for the variance. */
static const double ADDED[] = {0.25, 0.5, 0.25};

enum { CATEGORIES = NPS_DRIVER_GROUPS };

/* Answers by category as probabilities, and their parts in a variance. */
struct parts_of_cells {
    double shares[CATEGORIES], variances[CATEGORIES];
};

/* The answers of one period. */
struct period {
    double answers; /* the number of all answers */
    struct parts_of_cells segment, others;
    double share, score; /* of the segment, for the variance */
};

/* A linearised effect: what one answer of a period adds to it is `inside` + `inside_slope` x in the segment, plus
 * `slope` x wherever it is, up to a constant. */
struct influence {
    double inside, inside_slope, slope;
};

static double add_answer(nps_driver_cells *cells)
{
    double sum = 0;
    int i;
    for (i = 0; i < CATEGORIES; i++) {
        cells->counts[i] += ADDED[i];
        cells->variances[i] += ADDED[i];
        sum += cells->counts[i];
    }
    return sum;
}

static struct parts_of_cells divided(const nps_driver_cells *cells, double n)
{
    struct parts_of_cells out;
    int i;
    for (i = 0; i < CATEGORIES; i++) {
        out.shares[i] = cells->counts[i] / n;
        out.variances[i] = cells->variances[i] / n;
    }
    return out;
}

static struct period read_period(const nps_driver_period *from)
{
    nps_driver_cells segment = from->segment, others = from->others;
    const double inside = add_answer(&segment), n = inside + add_answer(&others);
    struct period period = {from->answers, divided(&segment, n), divided(&others, n), inside / n, 0};
    double sum = 0;
    int i;
    for (i = 0; i < CATEGORIES; i++)
        sum += VALUES[i] * segment.counts[i];
    period.score = sum / inside;
    return period;
}

static nps_driver_cells cells_of(const nps_counts *counts)
{
    const double promoters = (double)counts->promoters, passives = (double)counts->passives,
                 detractors = (double)counts->detractors;
    return (nps_driver_cells){{promoters, passives, detractors}, {promoters, passives, detractors}};
}

nps_driver_period nps_driver_period_of(const nps_counts *segment, const nps_counts *all)
{
    const nps_counts others = nps_counts_without(all, segment);
    return (nps_driver_period){(double)(all->promoters + all->passives + all->detractors), cells_of(segment),
                               cells_of(&others)};
}

/* The variance of an effect that comes from one period. */
static double variance_of(const struct period *period, const struct influence *influence)
{
    double mean = 0, square = 0;
    int i;
    for (i = 0; i < CATEGORIES; i++) {
        const double outside = influence->slope * VALUES[i];
        mean += period->others.shares[i] * outside +
                period->segment.shares[i] * (outside + influence->inside + influence->inside_slope * VALUES[i]);
    }
    for (i = 0; i < CATEGORIES; i++) {
        const double outside = influence->slope * VALUES[i] - mean,
                     inside = outside + influence->inside + influence->inside_slope * VALUES[i];
        square += period->others.variances[i] * outside * outside + period->segment.variances[i] * inside * inside;
    }
    return square / period->answers;
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

static double sum_of(const double *values)
{
    return values[0] + values[1] + values[2];
}

/* The variance of the share of a segment. */
static double share_variance(const nps_driver_period *period, double share)
{
    return ((1 - share) * (1 - share) * sum_of(period->segment.variances) +
            share * share * sum_of(period->others.variances)) /
           (period->answers * period->answers);
}

nps_driver_split nps_driver_split_effect(const nps_driver_periods *periods, double reference, const nps_driver *driver)
{
    const struct period before = read_period(&periods->before), after = read_period(&periods->after);
    nps_driver_split split;
    split.mean_share = (driver->share_before + driver->share_after) / 2;
    split.share_variation = (share_variance(&periods->before, driver->share_before) +
                             share_variance(&periods->after, driver->share_after)) /
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
    const nps_driver_period read = nps_driver_period_of(segment, all);
    const struct period period = read_period(&read);
    const double rest = 1 - period.share;
    double score_of_all, score_of_others, others_for_variance = 0;
    int i;
    struct influence influence;
    if (nps_score(all, &score_of_all) || nps_score(&others, &score_of_others))
        return (nps_driver_estimate){NAN, NAN};
    for (i = 0; i < CATEGORIES; i++)
        others_for_variance += VALUES[i] * period.others.shares[i] / rest;
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
