/* SPDX-License-Identifier: MIT */
#include "exact_tail.h"

#include <math.h>

/* A probability that differs from 1 by less than this becomes 1, which errs outward. */
static const double NEARLY_ONE = 1 - 0x1p-50;

/* A truth mixes two distributions of one answer, (theta, 1 - theta, 0) at t = 0 and ((1 + theta) / 2, 0, (1 - theta) /
 * 2) at t = 1. The k-th coefficient is the probability of the tail when k answers come from the second and n - k from
 * the first; then detractors and passives are independent and binomial. The walk goes from k = n to k = 0, and keeps
 * each distribution only where it is not negligible. */
struct tail_walk {
    int second;          /* k */
    double theta, share; /* share: of detractors among the k */
    double negligible;

    /* P(c detractors), for c from first to last; negligible elsewhere. */
    double *detractors;
    int first, last;

    /* The probability that the number of passives puts a table whose step is m into the tail, P(at most m) or P(at
     * least m), for m from low to high; below and above these, and stored beside them, it is 0 or 1. Index m + 1. */
    double *passives, *spare;
    int low, high;
    double below, above;

    /* The steps of the staircase by detractors, which do not rise; from `inside` on a step is at most high, and from
     * `under` on it is below low. */
    const int16_t *steps;
    int inside, under;
};

nps_exact_mixture nps_exact_mixture_in(double *numbers, int answers)
{
    double *const first = numbers + answers + 1, *const second = first + answers + 3;
    return (nps_exact_mixture){numbers, {first, second}};
}

/* Sums relative to the likeliest number, outwards from it. */
static void fill_detractors(struct tail_walk *self, int n)
{
    const double share = self->share, odds = share / (1 - share);
    const int likeliest = (int)((n + 1) * share);
    double *const p = self->detractors;
    double sum = 1, next;
    int c;
    p[likeliest] = 1;
    for (c = likeliest; c < n && (next = p[c] * ((n - c) * odds / (c + 1))) >= self->negligible; c++)
        sum += p[c + 1] = next;
    self->last = c;
    for (c = likeliest; c > 0 && (next = p[c] * (c / ((n - c + 1) * odds))) >= self->negligible; c--)
        sum += p[c - 1] = next;
    self->first = c;
    for (; c <= self->last; c++)
        p[c] /= sum;
}

/* One answer less from the second distribution. */
static void advance_detractors(struct tail_walk *self)
{
    const int k = self->second;
    const double scale = 1 / (k * (1 - self->share));
    double *const p = self->detractors;
    int c;
    if (self->last == k)
        self->last--;
    for (c = self->first; c <= self->last; c++)
        p[c] *= (k - c) * scale;
    while (self->last > self->first && p[self->last] < self->negligible)
        self->last--;
    for (c = self->first; c > 0; c--) {
        const double next = p[c] * (c * (1 - self->share) / ((k - c) * self->share));
        if (next < self->negligible)
            break;
        p[c - 1] = next;
    }
    self->first = c;
}

static int is_flat(const struct tail_walk *self, double end, double value)
{
    return end == 0 ? value < self->negligible : value >= NEARLY_ONE;
}

/* One answer more from the first distribution. */
static void advance_passives(struct tail_walk *self)
{
    const double passive = 1 - self->theta, other = self->theta;
    const double *restrict from = self->passives;
    double *restrict to = self->spare;
    const int end = self->high + 2;
    int i;
    for (i = self->low + 1; i <= end; i++)
        to[i] = other * from[i] + passive * from[i - 1];
    self->spare = self->passives;
    self->passives = to;
    self->high++;
    while (self->low <= self->high && is_flat(self, self->below, to[self->low + 1]))
        self->low++;
    while (self->low <= self->high && is_flat(self, self->above, to[self->high + 1]))
        self->high--;
    to[self->low] = self->below;
    to[self->high + 2] = self->above;
}

/* Four sums, so that no addition waits for the one before. */
static double sum_of(const double *p, int count)
{
    double sums[4] = {0};
    int i;
    for (i = 0; i + 4 <= count; i += 4) {
        sums[0] += p[i];
        sums[1] += p[i + 1];
        sums[2] += p[i + 2];
        sums[3] += p[i + 3];
    }
    for (; i < count; i++)
        sums[0] += p[i];
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

static double weighted_sum(const double *p, const double *weights, const int16_t *places, int count)
{
    double sums[4] = {0};
    int i;
    for (i = 0; i + 4 <= count; i += 4) {
        sums[0] += p[i] * weights[places[i]];
        sums[1] += p[i + 1] * weights[places[i + 1]];
        sums[2] += p[i + 2] * weights[places[i + 2]];
        sums[3] += p[i + 3] * weights[places[i + 3]];
    }
    for (; i < count; i++)
        sums[0] += p[i] * weights[places[i]];
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

static int clamp(int value, int low, int high)
{
    return value < low ? low : value > high ? high : value;
}

static double coefficient(struct tail_walk *self)
{
    const int begin = self->first, end = self->last + 1;
    const double *const p = self->detractors;
    int inside, under;
    double sum;
    while (self->inside > 0 && self->steps[self->inside - 1] <= self->high)
        self->inside--;
    while (self->under > 0 && self->steps[self->under - 1] < self->low)
        self->under--;
    inside = clamp(self->inside, begin, end);
    under = clamp(self->under, inside, end);
    sum = weighted_sum(p + inside, self->passives + 1, self->steps + inside, under - inside);
    return sum + (self->above == 0 ? sum_of(p + under, end - under) : sum_of(p + begin, inside - begin));
}

static double add_tail(const nps_exact_mixture *memory, int n, struct tail_walk *walk, double *to)
{
    const double lost = 2 * (n + 1.0) * walk->negligible;
    double highest = 0;
    walk->second = n;
    walk->share = (1 - walk->theta) / 2;
    walk->detractors = memory->detractors;
    walk->passives = memory->passives[0];
    walk->spare = memory->passives[1];
    walk->passives[walk->low] = walk->below;
    walk->passives[walk->high + 2] = walk->above;
    walk->inside = walk->under = n + 1;
    fill_detractors(walk, n);
    for (;;) {
        const double sum = coefficient(walk) + lost;
        to[walk->second] += sum;
        highest = fmax(highest, sum);
        if (walk->second == 0)
            return highest;
        advance_detractors(walk);
        advance_passives(walk);
        walk->second--;
    }
}

double nps_exact_add_upper_tail(const nps_exact_mixture *memory, const nps_exact_region *region, double theta,
                                double negligible, double *to)
{
    /* Of no passives, P(at most -1) = 0 and P(at most 0) = 1. */
    struct tail_walk walk = {
        .theta = theta, .negligible = negligible, .low = 0, .high = -1, .below = 0, .above = 1, .steps = region->upper};
    return add_tail(memory, region->answers, &walk, to);
}

double nps_exact_add_lower_tail(const nps_exact_mixture *memory, const nps_exact_region *region, double theta,
                                double negligible, double *to)
{
    int16_t fewest[NPS_EXACT_MAX + 1];
    /* Of no passives, P(at least 0) = 1 and P(at least 1) = 0. */
    struct tail_walk walk = {
        .theta = theta, .negligible = negligible, .low = 1, .high = 0, .below = 1, .above = 0, .steps = fewest};
    int c;
    for (c = 0; c <= region->answers; c++)
        fewest[c] = (int16_t)(region->lower[c] > region->upper[c] ? region->lower[c] : region->upper[c] + 1);
    return add_tail(memory, region->answers, &walk, to);
}
