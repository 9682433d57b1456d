/* SPDX-License-Identifier: MIT */
#include "bounded_mean.h"

#include "gamma_sum.h"
#include "numerics.h"

#include <math.h>

double nps_bounded_mean_estimate(const nps_bounded_mean *self)
{
    double parts = 0, weights = 0;
    int i;
    for (i = 0; i < self->count; i++) {
        parts += self->counts[i] * self->parts[i];
        weights += self->counts[i] * self->weights[i];
    }
    return parts / weights;
}

/* The smallest value (sign 1), or the largest. */
static double end_of(const nps_bounded_mean *self, int sign)
{
    double end = self->parts[0] / self->weights[0];
    int i;
    for (i = 1; i < self->count; i++)
        if (sign * self->parts[i] < sign * end * self->weights[i])
            end = self->parts[i] / self->weights[i];
    return end;
}

/* How far the answers are from a mean, in its direction, with one more answer that is as far as any can be. */
double nps_bounded_mean_p_value(const nps_bounded_mean *self, double mean, int sign)
{
    double shapes[NPS_BOUNDED_VALUES + 1], distances[NPS_BOUNDED_VALUES + 1], farthest = -INFINITY;
    int i;
    for (i = 0; i < self->count; i++) {
        shapes[i] = self->counts[i];
        distances[i] = sign * (mean * self->weights[i] - self->parts[i]);
        farthest = fmax(farthest, distances[i]);
    }
    shapes[self->count] = 1;
    distances[self->count] = farthest;
    return nps_gamma_sum_positive(shapes, distances, self->count + 1);
}

/* What nps_find_root() needs. */
typedef struct mean_bound {
    const nps_bounded_mean *mean;
    double alpha;
    int sign;
} mean_bound;

static double excess(double mean, const void *context)
{
    const mean_bound *const self = context;
    return log(nps_bounded_mean_p_value(self->mean, mean, self->sign) / self->alpha);
}

double nps_bounded_mean_bound(const nps_bounded_mean *self, double alpha, int sign)
{
    const mean_bound sought = {self, alpha, sign};
    const double end = end_of(self, sign), estimate = nps_bounded_mean_estimate(self);
    if (sign * (estimate - end) <= 0)
        return end;
    if (!(excess(estimate, &sought) > 0))
        return estimate;
    return nps_find_root(excess, &sought, end, estimate);
}
