/* SPDX-License-Identifier: MIT */
#include "exact_polynomial.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

/* Weights below this, relative to the largest one, are left out of a value. */
static const double NEGLIGIBLE = 1e-20;

/* Intervals of this length are not halved again, if they are bounded by values. */
static const double SHORTEST = 0x1p-30;

enum { HALVINGS = 30 };

/* A value of the polynomial, rounded outward; and the coefficients that it needs. */
struct point {
    double t, value;
    int first, last;
};

/* A search over [0, 1]. */
struct bounding {
    int degree;
    const double *coefficients, *ratios;
    const double *bends; /* see fill_bends() */
    double largest;      /* of the coefficients */
    double lost;         /* what coefficients outside the windows of two points can add */
};

void nps_exact_clear(int n, double *coefficients)
{
    memset(coefficients, 0, ((size_t)n + 1) * sizeof *coefficients);
}

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static double largest_of(const double *numbers, int first, int last)
{
    double most[4] = {numbers[first], numbers[first], numbers[first], numbers[first]};
    int i;
    for (i = first; i + 3 <= last; i += 4) {
        most[0] = larger(most[0], numbers[i]);
        most[1] = larger(most[1], numbers[i + 1]);
        most[2] = larger(most[2], numbers[i + 2]);
        most[3] = larger(most[3], numbers[i + 3]);
    }
    for (; i <= last; i++)
        most[0] = larger(most[0], numbers[i]);
    return larger(larger(most[0], most[1]), larger(most[2], most[3]));
}

static void fill_ratios(nps_exact_scratch *scratch, int degree)
{
    int k;
    if (scratch->degree == degree)
        return;
    scratch->degree = degree;
    for (k = 0; k <= degree; k++)
        scratch->numbers[k] = (double)(degree - k) / (k + 1);
}

static struct bounding begin(int degree, const double *coefficients, nps_exact_scratch *scratch)
{
    struct bounding self = {.degree = degree, .coefficients = coefficients, .ratios = scratch->numbers};
    self.largest = largest_of(self.coefficients, 0, degree);
    self.lost = 2 * (degree + 1) * NEGLIGIBLE * self.largest;
    fill_ratios(scratch, degree);
    return self;
}

/* How far each three coefficients are above a convex sequence: twice the middle one less the outer two, rounded
 * outward, or less than 0. */
static void fill_bends(struct bounding *self, double *bends)
{
    const double *b = self->coefficients;
    int j;
    for (j = 0; j + 2 <= self->degree; j++)
        bends[j] = 2 * b[j + 1] - (b[j] + b[j + 2]) + 0x1p-50 * (b[j] + 2 * b[j + 1] + b[j + 2]);
    self->bends = bends;
}

/* The mean of the coefficients with binomial weights, outwards from the largest weight. */
static struct point at(const struct bounding *self, double t)
{
    const int n = self->degree;
    const double *b = self->coefficients, *ratios = self->ratios;
    const double odds = t / (1 - t), other_odds = (1 - t) / t;
    const int likeliest = (int)((n + 1) * t);
    struct point point = {.t = t};
    double sum = b[likeliest], weights = 1, weight = 1;
    int k;
    for (k = likeliest; k < n; k++) {
        weight *= ratios[k] * odds;
        if (weight < NEGLIGIBLE)
            break;
        sum += weight * b[k + 1];
        weights += weight;
    }
    point.last = k;
    for (weight = 1, k = likeliest; k > 0; k--) {
        weight *= ratios[n - k] * other_odds;
        if (weight < NEGLIGIBLE)
            break;
        sum += weight * b[k - 1];
        weights += weight;
    }
    point.first = k;
    point.value = sum / weights + self->lost;
    return point;
}

/* At the ends of [0, 1] a polynomial equals its outer coefficients. */
static struct point at_left(const struct bounding *self)
{
    return (struct point){0, self->coefficients[0], 0, 0};
}

static struct point at_right(const struct bounding *self)
{
    return (struct point){1, self->coefficients[self->degree], self->degree, self->degree};
}

/* Near the largest coefficient there is a large value. */
static struct point at_largest(const struct bounding *self)
{
    int k = 0;
    while (self->coefficients[k] < self->largest)
        k++;
    if (k == 0)
        return at_left(self);
    return k == self->degree ? at_right(self) : at(self, (double)k / self->degree);
}

/* A bound of the polynomial between two points, by the coefficients that matter there. */
static double coefficient_bound(const struct bounding *self, const struct point *left, const struct point *right)
{
    return largest_of(self->coefficients, left->first, right->last) + self->lost;
}

/* Another one: between two points the polynomial is at most its chord and the square of the length over 8 times the
 * most that its second derivative is below 0. */
static double chord_bound(const struct bounding *self, const struct point *left, const struct point *right)
{
    const int n = self->degree, first = left->first > 2 ? left->first - 2 : 0;
    const int last = right->last < n - 2 ? right->last : n - 2;
    const double length = right->t - left->t, higher = fmax(left->value, right->value);
    double bend;
    if (n < 2)
        return higher;
    bend = fmax(0, largest_of(self->bends, first, last)) + 2 * self->lost;
    return higher + bend * n * (n - 1) * length * length / 8;
}

/* The point in the middle of two others. */
static struct point between(const struct bounding *self, const struct point *left, const struct point *right)
{
    return at(self, left->t + (right->t - left->t) / 2);
}

static int is_short(const struct point *left, const struct point *right)
{
    return right->t - left->t <= SHORTEST;
}

/* Whether a bound between two points is at most a limit. */
static int is_bounded(const struct bounding *self, const struct point *left, const struct point *right, double limit)
{
    return coefficient_bound(self, left, right) <= limit || chord_bound(self, left, right) <= limit;
}

/* rights[0..top] are the right ends of the intervals left, from right to left; the first begins at `left`. */
static int is_below_by_values(int n, const double *coefficients, double limit, nps_exact_scratch *scratch)
{
    struct bounding search = begin(n, coefficients, scratch);
    struct point left = at_left(&search), rights[HALVINGS + 1] = {at_right(&search)};
    const double below = nextafter(limit, -1);
    int top = 0;
    if (search.largest <= below)
        return 1;
    if (left.value > below || rights[0].value > below || at_largest(&search).value > below)
        return 0;
    fill_bends(&search, scratch->numbers + n + 1);
    while (top >= 0) {
        if (is_bounded(&search, &left, &rights[top], below)) {
            left = rights[top--];
        } else if (is_short(&left, &rights[top])) {
            return 0;
        } else {
            rights[top + 1] = between(&search, &left, &rights[top]);
            if (rights[++top].value > below)
                return 0;
        }
    }
    return 1;
}

static double maximum_by_values(int n, const double *coefficients, double error, nps_exact_scratch *scratch)
{
    struct bounding search = begin(n, coefficients, scratch);
    struct point left = at_left(&search), rights[HALVINGS + 1] = {at_right(&search)};
    double bound = fmax(fmax(left.value, rights[0].value), at_largest(&search).value) * (1 + error);
    int top = 0;
    fill_bends(&search, scratch->numbers + n + 1);
    while (top >= 0) {
        if (is_bounded(&search, &left, &rights[top], bound)) {
            left = rights[top--];
        } else if (is_short(&left, &rights[top])) {
            bound = fmin(coefficient_bound(&search, &left, &rights[top]), chord_bound(&search, &left, &rights[top]));
            left = rights[top--];
        } else {
            rights[top + 1] = between(&search, &left, &rights[top]);
            bound = fmax(bound, rights[++top].value * (1 + error));
        }
    }
    return bound;
}

/* De Casteljau: the coefficients on the left half replace the polynomial, those on the right half go to `right`. */
static void halve(int n, double *polynomial, double *right)
{
    int i, last;
    memcpy(right, polynomial, ((size_t)n + 1) * sizeof *right);
    for (last = n; last > 0; last--) {
        double before = right[0];
        for (i = 0; i < last; i++) {
            const double after = right[i + 1];
            right[i] = 0.5 * (before + after);
            before = after;
        }
        polynomial[n - last + 1] = right[0];
    }
}

/* pieces[0..top] are the intervals left, from right to left, each as small as those above or larger. */
static int is_below_by_halves(int n, const double *coefficients, double limit, nps_exact_scratch *scratch)
{
    int halvings[NPS_EXACT_HALVINGS + 1] = {0}, top = 0;
    scratch->degree = 0;
    memcpy(scratch->numbers, coefficients, ((size_t)n + 1) * sizeof *coefficients);
    while (top >= 0) {
        double *const piece = scratch->numbers + (ptrdiff_t)top * (n + 1);
        if (largest_of(piece, 0, n) < limit) {
            top--;
        } else if (!(larger(piece[0], piece[n]) < limit) || halvings[top] == NPS_EXACT_HALVINGS) {
            return 0;
        } else {
            halve(n, piece, piece + n + 1);
            halvings[top + 1] = ++halvings[top];
            top++;
        }
    }
    return 1;
}

static double maximum_by_halves(int n, const double *coefficients, double error, nps_exact_scratch *scratch)
{
    int halvings[NPS_EXACT_HALVINGS + 1] = {0}, top = 0;
    double bound = 0;
    scratch->degree = 0;
    memcpy(scratch->numbers, coefficients, ((size_t)n + 1) * sizeof *coefficients);
    while (top >= 0) {
        double *const piece = scratch->numbers + (ptrdiff_t)top * (n + 1);
        const double highest = largest_of(piece, 0, n);
        bound = larger(bound, larger(piece[0], piece[n]) * (1 + error));
        if (highest <= bound) {
            top--;
        } else if (halvings[top] == NPS_EXACT_HALVINGS) {
            bound = highest;
            top--;
        } else {
            halve(n, piece, piece + n + 1);
            halvings[top + 1] = ++halvings[top];
            top++;
        }
    }
    return bound;
}

int nps_exact_is_below(int n, const double *coefficients, double limit, nps_exact_scratch *scratch)
{
    return n > NPS_EXACT_HALVED_MAX ? is_below_by_values(n, coefficients, limit, scratch)
                                    : is_below_by_halves(n, coefficients, limit, scratch);
}

double nps_exact_maximum(int n, const double *coefficients, double error, nps_exact_scratch *scratch)
{
    return n > NPS_EXACT_HALVED_MAX ? maximum_by_values(n, coefficients, error, scratch)
                                    : maximum_by_halves(n, coefficients, error, scratch);
}
