/* SPDX-License-Identifier: MIT */
#include "table_tail.h"

#include "../math/lattice.h"
#include "../math/special.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* The groups, and what can be the same again in a table: the count of one group, or nothing. */
enum { PROMOTERS, PASSIVES, DETRACTORS, GROUPS, NOTHING = GROUPS, CHOICES };

/* The observed table of a sample, and a truth. */
struct sample {
    double n, counts[GROUPS], shares[GROUPS];
    bool is_large;         /* so much larger than the other that nothing need be the same */
    double again[CHOICES]; /* the probability that what is chosen is the same again */
};

/* A sample is so much larger when its size is at least this times the square of the other size: then the standard
 * deviation of its score, at most 1 / sqrt(n), is at most 2 / (size of the other), the most that one answer moves the
 * score of the other. */
static const double LARGE = 0.25;

static void read_counts(struct sample *self, const nps_real_counts *counts)
{
    self->counts[PROMOTERS] = floor(counts->promoters + 0.5);
    self->counts[PASSIVES] = floor(counts->passives + 0.5);
    self->counts[DETRACTORS] = floor(counts->detractors + 0.5);
    self->n = self->counts[PROMOTERS] + self->counts[PASSIVES] + self->counts[DETRACTORS];
}

/* What the square of the probability that the count of one group is the same again cannot exceed, whatever the truth
 * is: C(n, k) p^k (1 - p)^(n - k) is at most sqrt(n / (2 pi k (n - k))), by Stirling's formula (Robbins 1955). */
static double largest_squared(const struct sample *self)
{
    static const double TWO_PI = 6.28318530717958647693;
    double least = INFINITY;
    int group;
    for (group = 0; group < GROUPS; group++)
        least = fmin(least, self->counts[group] * (self->n - self->counts[group]));
    return fmin(1, self->n / (TWO_PI * least));
}

/* Whether no truth can give more than `least`. */
static bool is_below(const struct sample *a, const struct sample *b, double least)
{
    return !a->is_large && !b->is_large && largest_squared(a) * largest_squared(b) <= least * least;
}

static void set_truth(struct sample *self, const nps_real_counts *counts, double rest)
{
    const nps_real_counts shares = nps_restricted_shares_at(counts, rest);
    double likeliest = 0;
    int group;
    self->shares[PROMOTERS] = shares.promoters;
    self->shares[PASSIVES] = shares.passives;
    self->shares[DETRACTORS] = shares.detractors;
    for (group = 0; group < GROUPS; group++) {
        self->again[group] = nps_binomial_probability(self->counts[group], self->n, self->shares[group]);
        likeliest = fmax(likeliest, self->again[group]);
    }
    /* Where a count is likely to be the same again it is not left out: that would cost power and gain nothing. */
    self->again[NOTHING] = self->is_large ? pow(1 - likeliest, 4) : 0;
}

/* What varies when the choice is the same again: a group and the group that its answers would be in otherwise. */
struct variable {
    int high, low;
    double step;           /* what one answer changes in promoters minus detractors */
    double trials, rate;   /* the answers in both groups, and the probability of the higher group */
    double mean, variance; /* of promoters minus detractors, less the observed value; all divided by n */
    double largest;        /* the largest change by one answer, divided by n */
};

static struct variable variable_of(const struct sample *self, int choice)
{
    const double *counts = self->counts, *shares = self->shares, n = self->n;
    struct variable v = {.high = choice == PROMOTERS ? PASSIVES : PROMOTERS,
                         .low = choice == DETRACTORS ? PASSIVES : DETRACTORS,
                         .step = choice == PASSIVES ? 2 : 1};
    const double sum = shares[v.high] + shares[v.low], theta = shares[PROMOTERS] - shares[DETRACTORS];
    v.trials = counts[v.high] + counts[v.low];
    v.rate = sum > 0 ? fmin(1, shares[v.high] / sum) : 0;
    v.mean = v.step * (v.trials * v.rate - counts[v.high]) / n;
    v.variance = v.step * v.step * v.trials * v.rate * (1 - v.rate) / (n * n);
    v.largest = v.step / n;
    if (choice == NOTHING) {
        v.mean = theta - (counts[PROMOTERS] - counts[DETRACTORS]) / n;
        v.variance = fmax(0, sum - theta * theta) / n;
    }
    return v;
}

static void distribute(const struct sample *self, int choice, const struct variable *v, nps_lattice *out)
{
    const double *counts = self->counts;
    if (choice == NOTHING)
        nps_lattice_trinomial(out, self->n, self->shares, counts[DETRACTORS] - counts[PROMOTERS]);
    else
        nps_lattice_binomial(out, v->trials, v->rate, -v->step * counts[v->high], v->step);
}

/* The probability that the difference is at least the observed one cannot exceed this (Bernstein 1924). */
static double limit_of(const struct variable *a, const struct variable *b)
{
    const double distance = fmax(0, b->mean - a->mean), variance = a->variance + b->variance;
    const double change = fmax(a->largest, b->largest);
    return distance > 0 ? exp(-0.5 * distance * distance / (variance + change * distance / 3)) : 1;
}

/* The largest probability at one truth. */
static double tail_at_truth(const struct sample *a, const struct sample *b, double largest)
{
    nps_lattice of_a, of_b[CHOICES];
    bool is_known[CHOICES] = {false};
    int i, j;
    for (i = 0; i < CHOICES; i++) {
        const struct variable in_a = variable_of(a, i);
        bool is_a_known = false;
        for (j = 0; j < CHOICES; j++) {
            const double both = a->again[i] * b->again[j];
            struct variable in_b;
            if (both <= largest)
                continue;
            in_b = variable_of(b, j);
            if (both * limit_of(&in_a, &in_b) <= largest)
                continue;
            if (!is_a_known)
                distribute(a, i, &in_a, &of_a);
            if (!is_known[j])
                distribute(b, j, &in_b, &of_b[j]);
            is_a_known = is_known[j] = true;
            largest = fmax(largest, both * nps_lattice_tail(&of_a, a->n, &of_b[j], b->n));
        }
    }
    return largest;
}

double nps_table_tail(const nps_tested_pair *tested, double least)
{
    static const double steps[] = {0.1, 0.25, 0.5, 0.75}; /* of the way to an end */
    enum { STEPS = sizeof steps / sizeof *steps };
    const double most_likely = nps_tested_pair_most_likely(tested);
    const double ends[] = {nps_tested_pair_lowest(tested), nps_tested_pair_highest(tested)};
    struct sample a, b;
    double largest = least;
    int i;
    read_counts(&a, &tested->a);
    read_counts(&b, &tested->b);
    /* Effective counts of less than one answer have no table. */
    if (a.n == 0 || b.n == 0)
        return least;
    a.is_large = a.n >= LARGE * b.n * b.n;
    b.is_large = !a.is_large && b.n >= LARGE * a.n * a.n;
    if (is_below(&a, &b, least))
        return least;
    for (i = -1; i < 2 * STEPS; i++) {
        const double step = i < 0 ? 0 : steps[i / 2];
        const double rest = most_likely + step * (ends[i & 1] - most_likely);
        set_truth(&a, &tested->a, rest);
        set_truth(&b, &tested->b, nps_tested_pair_rest_of_b(tested, rest));
        largest = tail_at_truth(&a, &b, largest);
    }
    return largest;
}
