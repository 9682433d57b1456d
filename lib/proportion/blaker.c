/* A share p below the observed one has the acceptability P(X >= x) + P(X <= y), where y is the largest number with
 * P(X <= y) <= P(X >= x). As p grows, y grows by steps, and the acceptability jumps upward at each step. At the step
 * itself both tails are equal, so that the acceptability there is 2 P(X >= x), which increases from step to step; and
 * between two steps it is 1 - P(y < X < x), which first falls and then rises, because P(y < X < x) has one peak in p.
 *
 * Therefore the smallest share with an acceptability of at least alpha lies between the bound of Clopper and Pearson,
 * where 2 P(X >= x) = alpha, and the next step; and the largest acceptability of all shares up to p is that of p or of
 * the last step before it. Nothing is searched on a grid, so no gap is missed. This is also in Lecoutre and
 * Poitevineau, Communications in Statistics - Simulation and Computation 45:3041, 2016.
 *
 * Shares are found as t = log(p / (1 - p)), which keeps the precision of p and of 1 - p.
 *
 * SPDX-License-Identifier: MIT */
#include "blaker.h"

#include "../math/numerics.h"
#include "../math/special.h"

#include <math.h>

/* A share at this t, or at -t, is beyond every root: alpha is at least 1e-16, and n at most 2^53. */
static const double FARTHEST = 700;
/* Logarithms of tails that differ by less than this are equal. */
static const double TIE = 1e-11;
/* How far bounds are moved outward, in t: more than their rounding errors. */
static const double OUTWARD = 1e-12;

/* What is sought: `successes` of n, the tail opposite, and the logarithm that a probability is to reach. */
typedef struct sought {
    double successes, n, opposite, log_alpha;
} sought;

static nps_chance chance_at(double t)
{
    return (nps_chance){1 / (1 + exp(-t)), 1 / (1 + exp(t))};
}

static double log_at_least(double successes, double n, nps_chance chance)
{
    return successes <= 0 ? 0 : nps_log_beta_below(successes, n - successes + 1, chance.p, chance.q);
}

static double log_at_most(double successes, double n, nps_chance chance)
{
    return successes < 0    ? -INFINITY
           : successes >= n ? 0
                            : nps_log_beta_below(n - successes, successes + 1, chance.q, chance.p);
}

double nps_blaker_at_least(double successes, double n, nps_chance chance)
{
    return exp(log_at_least(successes, n, chance));
}

/* The largest y below `successes` with P(X <= y) <= P(X >= successes). */
static double opposite_of(double successes, double n, nps_chance chance)
{
    const double most = log_at_least(successes, n, chance) + TIE;
    double low = -1, high = successes;
    while (high - low > 1) {
        const double middle = floor(0.5 * (low + high));
        if (log_at_most(middle, n, chance) <= most)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static double tail_minus_alpha(double t, const void *context)
{
    const sought *const self = context;
    return log_at_least(self->successes, self->n, chance_at(t)) - self->log_alpha;
}

static double tail_minus_opposite(double t, const void *context)
{
    const sought *const self = context;
    const nps_chance chance = chance_at(t);
    return log_at_least(self->successes, self->n, chance) - log_at_most(self->opposite, self->n, chance);
}

static double both_tails(const sought *self, nps_chance chance)
{
    return exp(log_at_least(self->successes, self->n, chance)) + exp(log_at_most(self->opposite, self->n, chance));
}

static double both_minus_alpha(double t, const void *context)
{
    const sought *const self = context;
    return log(both_tails(self, chance_at(t))) - self->log_alpha;
}

/* Where P(X <= opposite) = P(X >= successes). */
static double step_before(const sought *self, double limit)
{
    return nps_find_root(tail_minus_opposite, self, -FARTHEST, limit);
}

nps_chance nps_blaker_lower(double successes, double n, double alpha)
{
    const double estimate = successes < n ? log(successes) - log(n - successes) : FARTHEST;
    sought self = {successes, n, 0, log(0.5 * alpha)};
    double found, step;
    if (successes <= 0)
        return (nps_chance){0, 1};
    found = nps_find_root(tail_minus_alpha, &self, -FARTHEST, estimate);
    self.opposite = opposite_of(successes, n, chance_at(found));
    self.log_alpha = log(alpha);
    if (both_minus_alpha(found, &self) < -TIE) {
        self.opposite += 1;
        step = nps_find_root(tail_minus_opposite, &self, found, estimate);
        self.opposite -= 1;
        found = both_minus_alpha(step, &self) > 0 ? nps_find_root(both_minus_alpha, &self, found, step) : step;
    }
    return chance_at(fmin(found, estimate) - OUTWARD);
}

static double lower_side_p_value(double successes, double n, nps_chance chance)
{
    const double t = log(chance.p) - log(chance.q);
    sought self = {successes, n, opposite_of(successes, n, chance), 0};
    double p_value;
    if (self.opposite >= successes - 1)
        return 1;
    p_value = both_tails(&self, chance);
    if (self.opposite >= 0) {
        const double at_step = 2 * nps_blaker_at_least(successes, n, chance_at(step_before(&self, t)));
        p_value = fmax(p_value, at_step);
    }
    return fmin(1, p_value);
}

double nps_blaker_p_value(double successes, double n, nps_chance chance)
{
    const nps_chance mirrored = {chance.q, chance.p};
    if (chance.p <= 0 || chance.q <= 0)
        return successes == (chance.p <= 0 ? 0 : n) ? 1 : 0;
    if (log_at_least(successes, n, chance) <= log_at_least(n - successes, n, mirrored))
        return lower_side_p_value(successes, n, chance);
    return lower_side_p_value(n - successes, n, mirrored);
}
