/* SPDX-License-Identifier: MIT */
#include "exact_tail.h"

#include <math.h>
#include <string.h>

/* A truth mixes two distributions of one answer, (theta, 1 - theta, 0) at t = 0 and ((1 + theta) / 2, 0, (1 - theta) /
 * 2) at t = 1. The k-th coefficient is the probability of the tail when k answers come from the second and n - k from
 * the first; then detractors and passives are independent and binomial. */
struct mixture {
    int answers, second;                  /* n and k */
    double share;                         /* of detractors among the k */
    double detractors[NPS_EXACT_MAX + 1]; /* P(c detractors) */
    double passives[NPS_EXACT_MAX + 1];   /* P(m passives) / theta^(n - k - m) */
    double powers[NPS_EXACT_MAX + 1];     /* of theta */
};

static void start_mixture(struct mixture *self, int answers, double theta)
{
    int i;
    self->answers = answers;
    self->second = 0;
    self->share = (1 - theta) / 2;
    self->detractors[0] = self->passives[0] = self->powers[0] = 1;
    for (i = 1; i <= answers; i++) {
        self->passives[i] = self->passives[i - 1] * ((1 - theta) * (answers - i + 1) / i);
        self->powers[i] = self->powers[i - 1] * theta;
    }
}

/* Updates for one more answer from the second distribution and one less from the first. */
static void advance_mixture(struct mixture *self)
{
    const int k = self->second, rest = self->answers - k;
    const double share = self->share, other = 1 - share, over_rest = 1.0 / rest;
    double before = 0;
    int i;
    for (i = 0; i < rest; i++)
        self->passives[i] *= (rest - i) * over_rest;
    self->detractors[k + 1] = 0;
    for (i = 0; i <= k + 1; i++) {
        const double here = self->detractors[i];
        self->detractors[i] = other * here + share * before;
        before = here;
    }
    self->second++;
}

/* P(no more than m passives), for m up to `most`. */
static void cumulate_up_to(const struct mixture *self, int most, double *cumulated)
{
    const int rest = self->answers - self->second;
    double sum = 0;
    int m;
    for (m = 0; m <= most; m++) {
        sum += self->passives[m] * self->powers[rest - m];
        cumulated[m] = sum;
    }
}

/* P(at least m passives), for m down to `fewest`. */
static void cumulate_from(const struct mixture *self, int fewest, double *cumulated)
{
    const int rest = self->answers - self->second;
    double sum = 0;
    int m;
    for (m = rest; m >= fewest; m--) {
        sum += self->passives[m] * self->powers[rest - m];
        cumulated[m] = sum;
    }
}

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

double nps_exact_add_upper_tail(const nps_exact_region *region, double theta, nps_exact_polynomial *to)
{
    const int n = region->answers;
    double cumulated[NPS_EXACT_MAX + 1], highest = 0;
    struct mixture mixture;
    int k;
    start_mixture(&mixture, n, theta);
    for (k = 0; k <= n; k++) {
        double sum = 0;
        int c;
        cumulate_up_to(&mixture, smaller(region->upper[0], n - k), cumulated);
        for (c = 0; c <= k && region->upper[c] >= 0; c++)
            sum += mixture.detractors[c] * cumulated[smaller(region->upper[c], n - k)];
        to->coefficients[k] += sum;
        highest = fmax(highest, sum);
        if (k < n)
            advance_mixture(&mixture);
    }
    return highest;
}

double nps_exact_add_lower_tail(const nps_exact_region *region, double theta, nps_exact_polynomial *to)
{
    const int n = region->answers;
    double cumulated[NPS_EXACT_MAX + 1], highest = 0;
    int fewest[NPS_EXACT_MAX + 1];
    struct mixture mixture;
    int first = 0, k;
    for (k = 0; k <= n; k++)
        fewest[k] = region->lower[k] > region->upper[k] ? region->lower[k] : region->upper[k] + 1;
    start_mixture(&mixture, n, theta);
    for (k = 0; k <= n; k++) {
        double sum = 0;
        int c;
        cumulate_from(&mixture, fewest[k], cumulated);
        /* If there are too few detractors, no number of passives puts a table into the tail. */
        while (first <= k && fewest[first] > n - k)
            first++;
        for (c = first; c <= k; c++)
            sum += mixture.detractors[c] * cumulated[fewest[c]];
        to->coefficients[k] += sum;
        highest = fmax(highest, sum);
        if (k < n)
            advance_mixture(&mixture);
    }
    return highest;
}

void nps_exact_clear(int n, nps_exact_polynomial *polynomial)
{
    memset(polynomial->coefficients, 0, ((size_t)n + 1) * sizeof *polynomial->coefficients);
}

static double largest(int n, const nps_exact_polynomial *polynomial)
{
    double highest = polynomial->coefficients[0];
    int i;
    for (i = 1; i <= n; i++)
        if (polynomial->coefficients[i] > highest)
            highest = polynomial->coefficients[i];
    return highest;
}

/* De Casteljau: the coefficients on the left half replace the polynomial, those on the right half go to `right`. */
static void halve(int n, nps_exact_polynomial *polynomial, nps_exact_polynomial *right)
{
    double *b = right->coefficients;
    int i, last;
    memcpy(b, polynomial->coefficients, ((size_t)n + 1) * sizeof *b);
    for (last = n; last > 0; last--) {
        double before = b[0];
        for (i = 0; i < last; i++) {
            const double after = b[i + 1];
            b[i] = 0.5 * (before + after);
            before = after;
        }
        polynomial->coefficients[n - last + 1] = b[0];
    }
}

/* At the ends of its interval a polynomial equals its outer coefficients. */
static double value_at_ends(int n, const nps_exact_polynomial *polynomial)
{
    return fmax(polynomial->coefficients[0], polynomial->coefficients[n]);
}

/* pieces[0..top] are the intervals left, from right to left, each as small as those above or larger. */
int nps_exact_is_below(int n, const nps_exact_polynomial *polynomial, double limit, nps_exact_scratch *scratch)
{
    int halvings[NPS_EXACT_HALVINGS + 1] = {0}, top = 0;
    scratch->pieces[0] = *polynomial;
    while (top >= 0) {
        nps_exact_polynomial *piece = &scratch->pieces[top];
        if (largest(n, piece) < limit) {
            top--;
        } else if (!(value_at_ends(n, piece) < limit) || halvings[top] == NPS_EXACT_HALVINGS) {
            return 0;
        } else {
            halve(n, piece, piece + 1);
            halvings[top + 1] = ++halvings[top];
            top++;
        }
    }
    return 1;
}

double nps_exact_maximum(int n, const nps_exact_polynomial *polynomial, double error, nps_exact_scratch *scratch)
{
    int halvings[NPS_EXACT_HALVINGS + 1] = {0}, top = 0;
    double bound = 0;
    scratch->pieces[0] = *polynomial;
    while (top >= 0) {
        nps_exact_polynomial *piece = &scratch->pieces[top];
        const double highest = largest(n, piece);
        bound = fmax(bound, value_at_ends(n, piece) * (1 + error));
        if (highest <= bound) {
            top--;
        } else if (halvings[top] == NPS_EXACT_HALVINGS) {
            bound = highest;
            top--;
        } else {
            halve(n, piece, piece + 1);
            halvings[top + 1] = ++halvings[top];
            top++;
        }
    }
    return bound;
}
