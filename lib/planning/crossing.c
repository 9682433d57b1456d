/* SPDX-License-Identifier: MIT */
#include "crossing.h"

#include <math.h>
#include <stddef.h>

/* A value at which the test is significant and one at which it is not, with the excess at both. */
struct crossing_bracket {
    double found, f_found, not_found, f_not_found;
};

/* The search for a crossing in [0, most]. */
struct crossing_search {
    nps_plan_excess excess;
    const void *context;
    double most, step, width; /* the first step, and the width of the bracket that is small enough */
    bool is_whole;
    struct crossing_bracket bracket;
};

static double note(struct crossing_search *search, double x)
{
    const double fx = search->excess(x, search->context);
    struct crossing_bracket *bracket = &search->bracket;
    *(fx > 0 ? &bracket->found : &bracket->not_found) = x;
    *(fx > 0 ? &bracket->f_found : &bracket->f_not_found) = fx;
    return fx;
}

/* Moves from a value in doubling steps until the significance changes; false if it does not change. */
static bool enclose(struct crossing_search *search, double x)
{
    const bool is_found = note(search, x) > 0;
    double step = search->step;
    bool is_changed = false;
    while (!is_changed) {
        if (x == (is_found ? search->most : 0))
            return false;
        x = is_found ? fmin(search->most, x + step) : fmax(0, x - step);
        step *= 2;
        is_changed = (note(search, x) > 0) != is_found;
    }
    return true;
}

/* The zero of the line through both ends, as a share of the width of the bracket. */
static double share_of(double f_found, double f_not_found)
{
    return isfinite(f_found) && isfinite(f_not_found) ? f_found / (f_found - f_not_found) : 0.5;
}

/* Narrows the bracket by the Illinois method. */
static void narrow(struct crossing_search *search)
{
    struct crossing_bracket *b = &search->bracket;
    double f_found = b->f_found, f_not_found = b->f_not_found; /* halved where an end stays */
    int last = 0;
    while (b->not_found - b->found > search->width) {
        double x = b->found + fmax(0.02, fmin(0.98, share_of(f_found, f_not_found))) * (b->not_found - b->found), fx;
        if (search->is_whole)
            x = fmax(b->found + 1, fmin(b->not_found - 1, floor(x + 0.5)));
        fx = note(search, x);
        if (fx > 0) {
            f_found = fx;
            f_not_found *= last > 0 ? 0.5 : 1;
        } else {
            f_not_found = fx;
            f_found *= last < 0 ? 0.5 : 1;
        }
        last = fx > 0 ? 1 : -1;
    }
}

void nps_plan_inner_init(nps_plan_inner *self, double trials, double rate, bool is_whole)
{
    nps_binomial_cdf_init(&self->cdf, trials, rate);
    self->is_scanned = self->is_rough = false;
    self->share = NULL;
    self->is_whole = is_whole;
    self->guesses = (nps_plan_guesses){{trials * rate, trials * rate}, {trials * (1 - rate), trials * (1 - rate)}};
}

/* The probability that the number, counted from the end of its sign, is at most k. */
static double moved_at_most(const nps_plan_inner *self, double sign, double k)
{
    return sign > 0 ? nps_binomial_cdf_at(&self->cdf, k)
                    : 1 - nps_binomial_cdf_at(&self->cdf, self->cdf.trials - k - 1);
}

/* The values that are tried. */
struct scanned {
    nps_plan_excess excess;
    const void *context;
    double trials, sign;
};

static double is_significant(void *context, double value)
{
    const struct scanned *scanned = context;
    return scanned->excess(scanned->sign > 0 ? value : scanned->trials - value, scanned->context) > 0;
}

/* The probability by trying every value that is not too improbable. */
static double scan(nps_plan_inner *self, double sign, nps_plan_excess excess, const void *context)
{
    const nps_plan_values values = {self->cdf.trials, self->cdf.rate, 1, self->share};
    struct scanned scanned = {excess, context, self->cdf.trials, sign};
    return nps_plan_mean(&values, is_significant, &scanned, &self->guesses);
}

/* Whether the crossing is probably where the number is improbable, and one look shows it. The probability is 0 or 1. */
static bool is_far_away(const nps_plan_inner *self, double sign, double sd, const struct crossing_search *search,
                        double guess, double *probability)
{
    static const double reach = 6.5, negligible = 1e-10; /* in standard deviations, and of a tail */
    const double most = search->most, mean = sign > 0 ? most * self->cdf.rate : most * (1 - self->cdf.rate);
    const double low = floor(mean - reach * sd), high = ceil(mean + reach * sd);
    *probability = guess > high;
    if (guess < low)
        return moved_at_most(self, sign, low) < negligible && !(search->excess(low, search->context) > 0);
    return guess > high && high < most && 1 - moved_at_most(self, sign, high) < negligible &&
           search->excess(high, search->context) > 0;
}

/* Guesses that the next crossing is as far from this one as this one is from the last. */
static void foresee(nps_plan_guess *guess, double crossed)
{
    guess->next = 2 * crossed - guess->last;
    guess->last = crossed;
}

double nps_plan_significant(nps_plan_inner *self, double sign, nps_plan_excess excess, const void *context)
{
    const double most = self->cdf.trials, sd = nps_plan_deviation(most, self->cdf.rate);
    struct crossing_search search = {.excess = excess, .context = context, .most = most, .is_whole = self->is_whole};
    nps_plan_guess *const guess = sign > 0 ? &self->guesses.above : &self->guesses.below;
    double from = fmax(0, fmin(most, guess->next)), crossed, below, at_most, far_away;
    search.step = search.width = self->is_whole ? 1 : fmax(self->is_rough ? 0.5 : 0.25, sd / 32);
    search.bracket.found = -1;
    if (self->is_scanned)
        return scan(self, sign, excess, context);
    if (is_far_away(self, sign, sd, &search, from, &far_away))
        return far_away;
    if (self->is_whole)
        from = floor(from + 0.5);
    if (!enclose(&search, from)) {
        const bool is_everywhere = search.bracket.found >= 0;
        guess->next = guess->last = is_everywhere ? most : 0;
        return is_everywhere;
    }
    narrow(&search);
    if (self->is_whole) {
        foresee(guess, search.bracket.found);
        return moved_at_most(self, sign, search.bracket.found);
    }
    crossed = search.bracket.found + share_of(search.bracket.f_found, search.bracket.f_not_found) *
                                         (search.bracket.not_found - search.bracket.found);
    foresee(guess, crossed);
    below = floor(crossed - 0.5);
    at_most = moved_at_most(self, sign, below);
    return at_most + (crossed - 0.5 - below) * (moved_at_most(self, sign, below + 1) - at_most);
}
