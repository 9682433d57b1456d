/* SPDX-License-Identifier: MIT */
#include "mean.h"

#include "../math/numerics.h"

#include <math.h>
#include <stdbool.h>

enum { END = NPS_CELLS - 1 };

static double total(const nps_cells *cells)
{
    double sum = 0;
    int i;
    for (i = 0; i < NPS_CELLS; i++)
        sum += cells->counts[i];
    return sum;
}

double nps_cells_mean(const nps_cells *cells)
{
    double sum = 0;
    int i;
    for (i = 0; i < NPS_CELLS; i++)
        sum += cells->counts[i] * cells->values[i];
    return sum / total(cells);
}

/* The cells with the sign of every value changed. */
static nps_cells mirror(const nps_cells *cells)
{
    nps_cells mirrored;
    int i;
    for (i = 0; i < NPS_CELLS; i++) {
        mirrored.values[i] = -cells->values[END - i];
        mirrored.counts[i] = cells->counts[END - i];
    }
    return mirrored;
}

/* Cells under the hypothesis that the mean is something between theirs and the highest value: those that were seen, how
 * far their values are above that mean and below the highest value. */
struct hypothesis {
    double n, highest; /* how far the highest value is above that mean */
    double counts[NPS_CELLS], above[NPS_CELLS], below[NPS_CELLS];
    int count;
};

static void set_hypothesis(struct hypothesis *self, const nps_cells *cells, double n, double mean)
{
    int i;
    self->n = n;
    self->highest = cells->values[END] - mean;
    self->count = 0;
    for (i = 0; i < NPS_CELLS; i++)
        if (cells->counts[i] > 0) {
            self->counts[self->count] = cells->counts[i];
            self->above[self->count] = cells->values[i] - mean;
            self->below[self->count++] = cells->values[END] - cells->values[i];
        }
}

/*
 * The most likely probabilities are counts / (n (1 + lambda (value - mean))). Lambda is written as -(1 - u) / (highest
 * value - mean): then u is 1 at the mean that was seen, and as small as it may be, down to 1 / n, at 0, where nothing
 * cancels. The divisor here is that of counts / n, times the highest value - mean.
 */
static double divisor(const struct hypothesis *self, int i, double u)
{
    return self->below[i] + u * self->above[i];
}

/* The distance of the mean of those probabilities, divided by what the divisor is multiplied by, times n; and its
 * slope. It falls as u rises. */
static double distance(const struct hypothesis *self, double u, double *slope)
{
    double sum = 0;
    int i;
    *slope = 0;
    for (i = 0; i < self->count; i++) {
        const double each = self->above[i] / divisor(self, i, u);
        sum += self->counts[i] * each;
        *slope -= self->counts[i] * each * each;
    }
    return sum;
}

/* The u in [0, 1] of no distance, by Newton's method, or by halves where that does not converge fast. */
static double find_u(const struct hypothesis *self)
{
    /* After a step of Newton's that is so short the error is one of rounding. */
    static const double short_step = 1e-9;
    double low = 0, high = 1, u = 1, before = 1, step = 1;
    bool is_found = false;
    while (!is_found) {
        double slope;
        const double at = distance(self, u, &slope), newton = -at / slope, next = u + newton;
        const bool is_fast = next >= low && next <= high && next > 0 && 2 * fabs(newton) < fabs(before);
        *(at > 0 ? &low : &high) = u;
        before = step;
        step = is_fast ? newton : 0.5 * (low + high) - u;
        is_found = fabs(step) <= (is_fast ? short_step : 0x1p-52) * u;
        u += step;
    }
    return u;
}

/* The second and third moments of a value under the hypothesis. */
struct cell_moments {
    double second, third;
};

/* The highest value takes what lifts the mean, when it was never seen and the others cannot. */
static struct cell_moments moments_of(const struct hypothesis *self, bool has_highest)
{
    double slope, u = 0, lacking = has_highest ? -1 : -self->highest * distance(self, 0, &slope);
    struct cell_moments found = {0, 0};
    int i;
    if (lacking < 0) {
        lacking = 0;
        u = find_u(self);
    }
    for (i = 0; i < self->count; i++) {
        const double above = self->above[i];
        const double part = self->counts[i] / self->n * self->highest / divisor(self, i, u) * above * above;
        found.second += part;
        found.third += part * above;
    }
    found.second += lacking / self->n * self->highest;
    found.third += lacking / self->n * self->highest * self->highest;
    return found;
}

/* Laud's z + A (z^2 - 1) = S, where 6 A is the skewness of the mean; never beyond the estimate (skewness_score.c). */
static double corrected(double s, double a)
{
    const double discriminant = 1 + 4 * a * (a + s);
    return fmin(0, discriminant > 0 ? 2 * (a + s) / (1 + sqrt(discriminant)) : -1 / (2 * a));
}

/* The statistic of a mean above the one seen; negative. */
static double deviate_above(const nps_cells *cells, nps_method method, double mean)
{
    const double n = total(cells);
    struct hypothesis hypothesis;
    struct cell_moments moments;
    double variance, s;
    /* One person says nothing about the variance. */
    if (method == NPS_METHOD_SKEWNESS_SCORE && n <= 1)
        return 0;
    if (mean >= cells->values[END])
        return -INFINITY;
    set_hypothesis(&hypothesis, cells, n, mean);
    moments = moments_of(&hypothesis, cells->counts[END] > 0);
    variance = moments.second / (method == NPS_METHOD_SKEWNESS_SCORE ? n - 1 : n);
    s = (nps_cells_mean(cells) - mean) / sqrt(variance);
    return method == NPS_METHOD_SKEWNESS_SCORE ? corrected(s, moments.third / (n * n) / (6 * variance * sqrt(variance)))
                                               : s;
}

/* The parameters of a function that is zero at the upper bound. */
struct mean_equation {
    const nps_cells *cells;
    nps_method method;
    double z;
};

static double excess(double mean, const void *context)
{
    const struct mean_equation *self = context;
    return self->z + deviate_above(self->cells, self->method, mean);
}

/* With z near 0 rounding may leave nothing to cross beside the estimate. */
static double upper_bound(const nps_cells *cells, nps_method method, double z)
{
    const struct mean_equation bound = {cells, method, z};
    const double mean = nps_cells_mean(cells), highest = cells->values[END];
    const double beside = fmin(highest, mean + (highest - mean) * 0x1p-50);
    if (mean >= highest || excess(highest, &bound) >= 0)
        return highest;
    return excess(beside, &bound) > 0 ? nps_find_root(excess, &bound, beside, highest) : mean;
}

/* The standard error of the mean that was seen. */
static double standard_error(const nps_cells *cells)
{
    const double mean = nps_cells_mean(cells), n = total(cells);
    double variance = 0;
    int i;
    for (i = 0; i < NPS_CELLS; i++)
        variance += cells->counts[i] / n * (cells->values[i] - mean) * (cells->values[i] - mean);
    return sqrt(variance / n);
}

static nps_bounds wald(const nps_cells *cells, double z)
{
    const double mean = nps_cells_mean(cells), error = standard_error(cells);
    return (nps_bounds){mean - z * error, mean + z * error};
}

nps_bounds nps_cells_interval(const nps_cells *cells, nps_method method, double z)
{
    const nps_cells mirrored = mirror(cells);
    if (method == NPS_METHOD_WALD)
        return wald(cells, z);
    return (nps_bounds){-upper_bound(&mirrored, method, z), upper_bound(cells, method, z)};
}

double nps_cells_deviate(const nps_cells *cells, nps_method method, double mean)
{
    const double seen = nps_cells_mean(cells);
    nps_cells mirrored;
    if (seen == mean)
        return 0;
    if (method == NPS_METHOD_WALD)
        return (seen - mean) / standard_error(cells);
    if (seen < mean)
        return deviate_above(cells, method, mean);
    mirrored = mirror(cells);
    return -deviate_above(&mirrored, method, -mean);
}
