/* SPDX-License-Identifier: MIT */
#include "superiority.h"

#include "../math/numerics.h"
#include "../math/student.h"

#include <math.h>

/* One more answer, with the shares of both samples together, is added to each sample: one whose answers happen to be
 * equal must not seem to have no variance. */
static double smoothed_share(const nps_share_table *table, const double *own, double n, int category)
{
    return (own[category] + table->both[category] / table->n) / (n + 1);
}

/* The variance of an answer's place among those of the other sample, over theta (1 - theta). */
static double variance_of_placements(const nps_share_table *table, const double *own, double n, const double *others,
                                     double n_others)
{
    double lower[NPS_TABLE_CATEGORIES], below = 0, mean = 0, variance = 0;
    for (int j = 0; j < table->count; j++) {
        const double share = smoothed_share(table, others, n_others, j);
        lower[j] = below + share / 2;
        below += share;
        mean += smoothed_share(table, own, n, j) * lower[j];
    }
    for (int j = 0; j < table->count; j++)
        variance += smoothed_share(table, own, n, j) * (lower[j] - mean) * (lower[j] - mean);
    return variance / (mean * (1 - mean)) * ((n + 1) / n);
}

static double estimate_of(const nps_share_table *table)
{
    double lower = 0, sum = 0;
    for (int j = 0; j < table->count; j++) {
        const double share = table->b[j] / table->n_b;
        sum += table->a[j] / table->n_a * (lower + share / 2);
        lower += share;
    }
    return fmin(1, sum);
}

/* An equation of a bound: the distance of the estimate in standard errors at the bound is `deviate`. */
typedef struct superiority_bound {
    double estimate, n_a, n_b, deviate;
    double scale;     /* the estimated variance over theta (1 - theta) */
    double inflation; /* the square of the quantile of t over that of the normal distribution */
} superiority_bound;

/* The variance of the estimate if its true value is theta. Two exponential distributions have the usual one; no two
 * distributions have one that is larger than the last. */
static double variance_at(const superiority_bound *self, double theta)
{
    const double others = (self->n_a + self->n_b) / 2 - 1;
    const double spread = 1 + others * ((1 - theta) / (2 - theta) + theta / (1 + theta));
    const double usual = spread / self->n_a / self->n_b, most = 1 / fmin(self->n_a, self->n_b);
    return theta * (1 - theta) * fmin(fmax(usual, self->scale) * self->inflation, most);
}

static double excess(double theta, const void *context)
{
    const superiority_bound *self = context;
    const double distance = self->estimate - theta;
    /* At an end of the scale, both distance and variance may be 0. */
    return (distance == 0 ? 0 : distance / sqrt(variance_at(self, theta))) - self->deviate;
}

static double inflation_of(const nps_share_table *table, double alpha, double z)
{
    const double degrees = fmin(table->n_a, table->n_b) - 1;
    double ratio = 1;
    if (degrees < 1)
        return INFINITY;
    if (z > 0)
        ratio = nps_student_upper_quantile(alpha / 2, degrees) / z;
    return ratio * ratio;
}

nps_superiority nps_share_table_superiority(const nps_share_table *table, double alpha)
{
    const double z = nps_normal_two_sided_quantile(alpha), estimate = estimate_of(table);
    const double scale = variance_of_placements(table, table->a, table->n_a, table->b, table->n_b) / table->n_a +
                         variance_of_placements(table, table->b, table->n_b, table->a, table->n_a) / table->n_b;
    const double inflation = inflation_of(table, alpha, z);
    const superiority_bound lower = {estimate, table->n_a, table->n_b, z, scale, inflation};
    const superiority_bound upper = {estimate, table->n_a, table->n_b, -z, scale, inflation};
    return (nps_superiority){estimate, nps_find_bound(excess, &lower, 0, estimate),
                             nps_find_bound(excess, &upper, 1, estimate)};
}
