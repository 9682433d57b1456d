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

/* Cells under the hypothesis that the mean is something between theirs and the highest value. */
struct hypothesis {
    const nps_cells *cells;
    double n, mean;
};

/*
 * The most likely probabilities are counts / (n (1 + lambda (value - mean))). Lambda is written as -(1 - u) / (highest
 * value - mean): then u is 1 at the mean that was seen, and as small as it may be at 0, where nothing cancels. It is
 * sought as n u, because it may be as small as 1 / n.
 */
static double divisor(const struct hypothesis *self, int cell, double nu)
{
    const double highest = self->cells->values[END], value = self->cells->values[cell];
    return (highest - value + nu / self->n * (value - self->mean)) / (highest - self->mean);
}

/* n times the distance of the mean of those probabilities; it falls as u rises. */
static double distance(double nu, const void *context)
{
    const struct hypothesis *self = context;
    double sum = 0;
    int i;
    for (i = 0; i < NPS_CELLS; i++)
        if (self->cells->counts[i] > 0)
            sum += self->cells->counts[i] * (self->cells->values[i] - self->mean) / divisor(self, i, nu);
    return sum;
}

/* The highest value takes what lifts the mean, when it was never seen and the others cannot. */
static void restrict_cells(const struct hypothesis *self, double probabilities[NPS_CELLS])
{
    const nps_cells *cells = self->cells;
    const double lacking = -distance(0, self);
    const bool reached = cells->counts[END] > 0 || lacking < 0;
    const double nu = reached ? nps_find_root(distance, self, 0, self->n) : 0;
    int i;
    for (i = 0; i < NPS_CELLS; i++)
        probabilities[i] = cells->counts[i] > 0 ? cells->counts[i] / self->n / divisor(self, i, nu) : 0;
    if (!reached)
        probabilities[END] = lacking / self->n / (cells->values[END] - self->mean);
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
    const struct hypothesis hypothesis = {cells, n, mean};
    double probabilities[NPS_CELLS], variance = 0, third = 0, s;
    int i;
    /* One person says nothing about the variance. */
    if (method == NPS_METHOD_SKEWNESS_SCORE && n <= 1)
        return 0;
    if (mean >= cells->values[END])
        return -INFINITY;
    restrict_cells(&hypothesis, probabilities);
    for (i = 0; i < NPS_CELLS; i++) {
        const double away = cells->values[i] - mean;
        variance += probabilities[i] * away * away;
        third += probabilities[i] * away * away * away;
    }
    variance /= method == NPS_METHOD_SKEWNESS_SCORE ? n - 1 : n;
    s = (nps_cells_mean(cells) - mean) / sqrt(variance);
    return method == NPS_METHOD_SKEWNESS_SCORE ? corrected(s, third / (n * n) / (6 * variance * sqrt(variance))) : s;
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
