/* A watch against a sample of earlier answers, whose true mean mu is not known.
 *
 * Let S(mu) be the four sums M of one direction for a reference mu, and B(mu) an e-value of the baseline against mu,
 * which bets that its mean lies beyond mu, away from the change that is looked for: against too large a mu when the
 * score may have risen. An alarm is raised in a direction when the smallest B(mu) S(mu) over all mu reaches 4 D A, with
 * D directions and A = false_alarm_every. Let mu be the truth. Given the baseline, S(mu) - 4 n is a martingale, so that
 * the expected time of the alarm is at least D A / (the sum of B(mu) over the directions); by Jensen's inequality, and
 * as the expectation of each B(mu) is 1, it is at least A on average over the baselines.
 *
 * For a rise, B is the average of six products over the baseline of 1 - c + c (1 - x) / (1 - mu), which increase with
 * mu, and S decreases with mu. The logarithms of both are convex: 1 / mu and 1 / (1 - mu) are log-convex, and sums and
 * products of log-convex functions are. The sums are kept for NPS_WATCH_POINTS values of mu, from just below the mean
 * of the baseline to where B alone is enough. Between two neighbours a convex function lies above the lines through the
 * next two points on either side; and B(mu) S(mu) is at least B of the left one times S of the right one.
 *
 * A fall is a rise of 1 - x; "mean" is the mean of x or of 1 - x below.
 *
 * SPDX-License-Identifier: MIT */
#include "baseline.h"

#include "../math/numerics.h"
#include "sums.h"

#include <math.h>

/* The baseline, with the values 1, 1/2 and 0 in the direction of a side. */
struct baseline {
    double ones, halves, zeros;
    double log_threshold; /* of B(mu) S(mu) */
};

static double size_of(const struct baseline *sample)
{
    return sample->ones + sample->halves + sample->zeros;
}

/* No sum is below 1 - c after an answer. */
static const double LEAST_TOTAL = 3.0625;

enum { BETS = 6 };

/* The share that a bet stakes: the best one for a mean that is 1/4 to 8 standard errors away, as far as the size of the
 * sample tells. */
static double share(const struct baseline *sample, int bet)
{
    return fmin(0.5, ldexp(0.21875, bet) / sqrt(size_of(sample)));
}

/* The log of one product. */
static double log_product(const struct baseline *sample, double share, double rest)
{
    double sum = sample->ones * log1p(-share);
    if (sample->halves > 0)
        sum += sample->halves * log1p(share * (0.5 / rest - 1));
    if (sample->zeros > 0)
        sum += sample->zeros * log1p(share * (1 / rest - 1));
    return sum;
}

/* The log of the e-value B against a mean. */
static double log_evalue(const struct baseline *sample, double mean)
{
    double logs[BETS], largest = -INFINITY, sum = 0;
    int i;
    for (i = 0; i < BETS; i++) {
        logs[i] = log_product(sample, share(sample, i), 1 - mean);
        largest = fmax(largest, logs[i]);
    }
    if (isinf(largest))
        return largest;
    for (i = 0; i < BETS; i++)
        sum += exp(logs[i] - largest);
    return largest + log(sum / BETS);
}

static double excess(double mean, const void *context)
{
    const struct baseline *sample = context;
    return log_evalue(sample, mean) + log(LEAST_TOTAL) - sample->log_threshold;
}

/* Places the means: multiples of a power of two, so that they are the same on every machine, whatever its logarithm
 * does with the last bit. */
static void place(nps_watch_side *side, const struct baseline *sample)
{
    const double mean = (sample->ones + 0.5 * sample->halves) / size_of(sample);
    const double end = sample->halves + sample->zeros > 0 ? nps_find_root(excess, sample, mean, 1) : 1;
    const int steps = NPS_WATCH_POINTS - 1, below = 1, within = steps - below - 1; /* the last one is beyond the end */
    double unit;
    int exponent;
    (void)frexp(fmax((end - mean) / within, 0x1p-40), &exponent);
    unit = ldexp(1, exponent - 12);
    side->step = ceil((end - mean) / within / unit) * unit;
    side->first = fmax(floor((mean - below * side->step) / unit) * unit, unit);
    if (nps_watch_side_mean(side, steps) > 1 - unit)
        side->step = floor((1 - unit - side->first) / steps / unit) * unit;
    if (side->step <= 0) { /* there is nearly no room above the mean */
        side->step = unit;
        side->first = 1 - NPS_WATCH_POINTS * unit;
    }
}

static void weigh(nps_watch_side *side, const struct baseline *sample)
{
    int i;
    for (i = 0; i < NPS_WATCH_POINTS; i++)
        side->needed[i] = exp(sample->log_threshold - log_evalue(sample, nps_watch_side_mean(side, i)));
}

/* The baseline as a fall sees it. */
static struct baseline falling(const nps_watch *watch)
{
    const nps_counts *baseline = &watch->baseline;
    return (struct baseline){(double)baseline->detractors, (double)baseline->passives, (double)baseline->promoters,
                             log(NPS_WATCH_STAKES * nps_watch_directions(watch) * watch->false_alarm_every)};
}

/* The baseline as a rise sees it. */
static struct baseline rising(const nps_watch *watch)
{
    const struct baseline mirror = falling(watch);
    return (struct baseline){mirror.zeros, mirror.halves, mirror.ones, mirror.log_threshold};
}

void nps_watch_weigh_baseline(nps_watch *watch)
{
    const struct baseline fall = falling(watch), rise = rising(watch);
    if (watch->direction != NPS_GREATER)
        weigh(&watch->lower, &fall);
    if (watch->direction != NPS_LESS)
        weigh(&watch->higher, &rise);
}

void nps_watch_aim_baseline(nps_watch *watch)
{
    const struct baseline fall = falling(watch), rise = rising(watch);
    if (watch->direction != NPS_GREATER)
        place(&watch->lower, &fall);
    if (watch->direction != NPS_LESS)
        place(&watch->higher, &rise);
    nps_watch_weigh_baseline(watch);
}

/* The logs of B(mu) S(mu) over the threshold at the means from `from` on; the sums before have reached their limit, and
 * no longer tell. */
struct line {
    const nps_watch_side *side;
    double logs[NPS_WATCH_POINTS];
    int from;
};

static double total_over_needed(const nps_watch_side *side, int total, int needed)
{
    return log(nps_watch_side_total(side, total) / side->needed[needed]);
}

static struct line new_line(const nps_watch_side *side)
{
    struct line line = {.side = side};
    int i, k;
    for (i = 0; i < NPS_WATCH_POINTS; i++) {
        for (k = 0; k < NPS_WATCH_STAKES; k++)
            if (side->sums[i][k] >= NPS_WATCH_CAP)
                line.from = i + 1;
        line.logs[i] = total_over_needed(side, i, i);
    }
    return line;
}

/* A lower bound between the points i and i + 1 by the lines through the next two points on either side. */
static double bound_by_secants(const struct line *line, int i)
{
    const double left = line->logs[i], right = line->logs[i + 1];
    const double falling = i > line->from ? left - line->logs[i - 1] : -INFINITY;
    const double rising = i + 2 < NPS_WATCH_POINTS ? line->logs[i + 2] - right : INFINITY;
    if (falling >= 0)
        return left;
    if (rising <= 0)
        return right;
    if (isinf(falling))
        return right - rising;
    if (isinf(rising))
        return left + falling;
    return left + falling * fmax(0, fmin(1, (right - rising - left) / (falling - rising)));
}

static double bound_between(const struct line *line, int i)
{
    const double by_ends = total_over_needed(line->side, i + 1, i);
    return i < line->from ? by_ends : fmax(by_ends, bound_by_secants(line, i));
}

/* A lower bound of the log of B(mu) S(mu) over the threshold, for all mu. */
static double bound_everywhere(const nps_watch_side *side)
{
    const struct line line = new_line(side);
    const int last = NPS_WATCH_POINTS - 1, from = line.from;
    double bound, slope;
    int i;
    if (from >= last)
        return log(NPS_WATCH_CAP);
    slope = line.logs[from + 1] - line.logs[from];
    bound = line.logs[from] - fmax(0, slope) * nps_watch_side_mean(side, from) / side->step;
    slope = line.logs[last] - line.logs[last - 1];
    bound = fmin(bound, fmax(log(LEAST_TOTAL / side->needed[last]),
                             line.logs[last] + fmin(0, slope) * (1 - nps_watch_side_mean(side, last)) / side->step));
    for (i = from; i < last; i++)
        bound = fmin(bound, bound_between(&line, i));
    return bound;
}

/* The evidence of a side as a multiple of what an alarm needs. */
static double strength(const nps_watch_side *side)
{
    return side->step > 0 && side->sums[0][0] > 0 ? exp(bound_everywhere(side)) : 0;
}

double nps_watch_baseline_evidence(const nps_watch *watch)
{
    return fmin(NPS_WATCH_CAP, watch->false_alarm_every * fmax(strength(&watch->lower), strength(&watch->higher)));
}

/* Whether the smallest product over all means, of which those at the points are the first ones to ask, is enough. */
static bool is_enough(const nps_watch_side *side)
{
    int i;
    for (i = NPS_WATCH_POINTS - 1; i >= 0; i--)
        if (!(nps_watch_side_total(side, i) >= side->needed[i]))
            return false;
    return strength(side) >= 1;
}

nps_alternative nps_watch_baseline_alarm(const nps_watch *watch)
{
    if (watch->direction != NPS_GREATER && is_enough(&watch->lower))
        return NPS_LESS;
    return watch->direction != NPS_LESS && is_enough(&watch->higher) ? NPS_GREATER : NPS_TWO_SIDED;
}
