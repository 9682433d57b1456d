/* SPDX-License-Identifier: MIT */
#include "table_tail.h"

#include "../math/lattice.h"
#include "../math/special.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* The groups, and what can be the same again in a table: the count of one group, or nothing. */
enum { PROMOTERS, PASSIVES, DETRACTORS, GROUPS, NOTHING = GROUPS, CHOICES };

/* What varies when the choice is the same again: a group and the group that its answers would be in otherwise. */
struct variable {
    int high, low;
    double step;           /* what one answer changes in promoters minus detractors */
    double trials, rate;   /* the answers in both groups, and the probability of the higher group */
    double mean, variance; /* of promoters minus detractors, less the observed value; all divided by n */
    double largest;        /* the largest change by one answer, divided by n */
};

/* The observed table of a sample, and a truth. */
struct sample {
    double n, counts[GROUPS], shares[GROUPS];
    bool is_large;         /* so much larger than the other that nothing need be the same */
    double most[CHOICES];  /* the logarithm of what `again` cannot exceed, whatever the truth is */
    double limit[CHOICES]; /* the same at this truth */
    double again[CHOICES]; /* the probability that what is chosen is the same again; below 0 until it is known */
    struct variable variables[CHOICES]; /* known where the step is not 0 */
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

/* The probability that a count is k again is largest if the share is k / n, and then at most sqrt(n / (2 pi k (n -
 * k))), by Stirling's formula (Robbins 1955). Returns the largest of these. */
static double set_most(struct sample *self)
{
    static const double TWO_PI = 6.28318530717958647693;
    double largest = self->most[NOTHING] = self->is_large ? 0 : -INFINITY;
    int group;
    for (group = 0; group < GROUPS; group++) {
        const double k = self->counts[group];
        self->most[group] = fmin(0, 0.5 * log(self->n / (TWO_PI * k * (self->n - k))));
        largest = fmax(largest, self->most[group]);
    }
    return largest;
}

/* With another share it is exp(-n d) of that, d being the divergence of Kullback and Leibler, and n d is at least this
 * (Bernstein 1924). */
static double rarity_of(double observed, double share, double n)
{
    const double distance = fabs(observed - share);
    return distance > 0 ? 0.5 * n * distance * distance / (share * (1 - share) + distance / 3) : 0;
}

static void set_truth(struct sample *self, const nps_real_counts *counts, double rest)
{
    const nps_real_counts shares = nps_restricted_shares_at(counts, rest);
    int choice;
    self->shares[PROMOTERS] = shares.promoters;
    self->shares[PASSIVES] = shares.passives;
    self->shares[DETRACTORS] = shares.detractors;
    for (choice = 0; choice < CHOICES; choice++) {
        const double rarity =
            choice == NOTHING ? 0 : rarity_of(self->counts[choice] / self->n, self->shares[choice], self->n);
        self->limit[choice] = self->most[choice] - rarity;
        self->again[choice] = -1;
        self->variables[choice].step = 0;
    }
}

static double again_of(struct sample *self, int choice)
{
    double *again = self->again;
    int group;
    for (group = 0; group < GROUPS; group++)
        if (again[group] < 0 && (group == choice || choice == NOTHING))
            again[group] = nps_binomial_probability(self->counts[group], self->n, self->shares[group]);
    /* Where a count is likely to be the same again it is not left out: that would cost power and gain nothing. */
    if (choice == NOTHING)
        again[NOTHING] =
            !self->is_large ? 0 : pow(1 - fmax(again[PROMOTERS], fmax(again[PASSIVES], again[DETRACTORS])), 4);
    return again[choice];
}

static const struct variable *variable_of(struct sample *self, int choice)
{
    const double *counts = self->counts, *shares = self->shares, n = self->n;
    struct variable *v = &self->variables[choice];
    double sum, theta;
    if (v->step > 0)
        return v;
    v->high = choice == PROMOTERS ? PASSIVES : PROMOTERS;
    v->low = choice == DETRACTORS ? PASSIVES : DETRACTORS;
    v->step = choice == PASSIVES ? 2 : 1;
    sum = shares[v->high] + shares[v->low];
    theta = shares[PROMOTERS] - shares[DETRACTORS];
    v->trials = counts[v->high] + counts[v->low];
    v->rate = sum > 0 ? fmin(1, shares[v->high] / sum) : 0;
    v->mean = v->step * (v->trials * v->rate - counts[v->high]) / n;
    v->variance = v->step * v->step * v->trials * v->rate * (1 - v->rate) / (n * n);
    v->largest = v->step / n;
    if (choice == NOTHING) {
        v->mean = theta - (counts[PROMOTERS] - counts[DETRACTORS]) / n;
        v->variance = fmax(0, sum - theta * theta) / n;
    }
    return v;
}

static void distribute(struct sample *self, int choice, nps_lattice *out)
{
    const struct variable *v = variable_of(self, choice);
    const double *counts = self->counts;
    if (choice == NOTHING)
        nps_lattice_trinomial(out, self->n, self->shares, counts[DETRACTORS] - counts[PROMOTERS]);
    else
        nps_lattice_binomial(out, v->trials, v->rate, -v->step * counts[v->high], v->step);
}

/* The probability that the difference is at least the observed one cannot exceed exp(-result) (Bernstein 1924). */
static double exponent_of(const struct variable *a, const struct variable *b)
{
    const double distance = fmax(0, b->mean - a->mean), variance = a->variance + b->variance;
    const double change = fmax(a->largest, b->largest);
    return distance > 0 ? 0.5 * distance * distance / (variance + change * distance / 3) : 0;
}

/* The largest probability at one truth, or one that is enough. */
static double tail_at_truth(struct sample *a, struct sample *b, double log_least, double largest, double enough)
{
    nps_lattice of_a, of_b[CHOICES];
    bool is_known[CHOICES] = {false};
    int i, j;
    for (i = 0; i < CHOICES; i++) {
        bool is_a_known = false;
        for (j = 0; j < CHOICES; j++) {
            double both, exponent;
            if (a->limit[i] + b->limit[j] <= log_least)
                continue;
            exponent = exponent_of(variable_of(a, i), variable_of(b, j));
            if (a->limit[i] + b->limit[j] - exponent <= log_least)
                continue;
            both = again_of(a, i) * again_of(b, j);
            if (both <= largest || both * exp(-exponent) <= largest)
                continue;
            if (!is_a_known)
                distribute(a, i, &of_a);
            if (!is_known[j])
                distribute(b, j, &of_b[j]);
            is_a_known = is_known[j] = true;
            largest = fmax(largest, both * nps_lattice_tail(&of_a, a->n, &of_b[j], b->n, enough / both));
            if (largest > enough)
                return largest;
        }
    }
    return largest;
}

double nps_table_tail(const nps_tested_pair *tested, double most_likely, double least, double enough)
{
    static const double steps[] = {0.1, 0.25, 0.5, 0.75}; /* of the way to an end */
    enum { STEPS = sizeof steps / sizeof *steps };
    const double ends[] = {nps_tested_pair_lowest(tested), nps_tested_pair_highest(tested)};
    const double log_least = log(least);
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
    if (set_most(&a) + set_most(&b) <= log_least)
        return least;
    for (i = -1; i < 2 * STEPS && largest <= enough; i++) {
        const double step = i < 0 ? 0 : steps[i / 2];
        const double rest = most_likely + step * (ends[i & 1] - most_likely);
        set_truth(&a, &tested->a, rest);
        set_truth(&b, &tested->b, nps_tested_pair_rest_of_b(tested, rest));
        largest = tail_at_truth(&a, &b, log_least, largest, enough);
    }
    return largest;
}
