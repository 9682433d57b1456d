/* SPDX-License-Identifier: MIT */
#include "../method/wald.h"
#include "effective.h"

#include <math.h>

/* The variance of theta that a method sees. */
static double variance_of(const nps_weighted_estimate *estimate)
{
    const nps_real_counts shares = {estimate->promoters, estimate->passives, estimate->detractors};
    return estimate->effective > 0 ? nps_wald_variance(&shares) / estimate->effective : 0;
}

/* The ratio of two variances; 1 where there is nothing to divide. */
static double ratio_of(double variance, double by)
{
    return variance > 0 && by > 0 && isfinite(variance) && isfinite(by) ? variance / by : 1;
}

/* Two estimates that were independent and had the variance of the difference. */
static void make_independent(const nps_weighted_difference *self, nps_weighted_estimate *a, nps_weighted_estimate *b)
{
    const double error = fmax(self->standard_error, self->kish_error) / 100;
    const double ratio = ratio_of(error * error, variance_of(&self->a) + variance_of(&self->b));
    const double errors =
        self->a.standard_error * self->a.standard_error + self->b.standard_error * self->b.standard_error;
    const double wald = sqrt(ratio_of(self->standard_error * self->standard_error, errors));
    *a = self->a;
    *b = self->b;
    a->effective = fmin(0x1p64, a->effective / ratio);
    b->effective = fmin(0x1p64, b->effective / ratio);
    a->standard_error *= wald;
    b->standard_error *= wald;
}

/* The two estimates of a difference, checked, as if they were independent. */
static nps_status open_difference(const nps_weighted_difference *self, nps_weighted_estimate *a,
                                  nps_weighted_estimate *b)
{
    if (!self)
        return NPS_ERROR_NULL;
    if (!(self->standard_error >= 0 && self->kish_error >= 0))
        return NPS_ERROR_WEIGHT;
    make_independent(self, a, b);
    return NPS_OK;
}

nps_status nps_weighted_difference_compare(const nps_weighted_difference *self, nps_method method, double level,
                                           nps_comparison *out)
{
    nps_weighted_estimate a, b;
    const nps_status status = open_difference(self, &a, &b);
    return status ? status : nps_weighted_compare(&a, &b, method, level, out);
}

nps_status nps_weighted_difference_noninferiority(const nps_weighted_difference *self, double margin, nps_method method,
                                                  double level, nps_comparison *out)
{
    nps_weighted_estimate a, b;
    const nps_status status = open_difference(self, &a, &b);
    return status ? status : nps_weighted_compare_noninferiority(&a, &b, margin, method, level, out);
}

nps_status nps_weighted_difference_equivalence(const nps_weighted_difference *self, double margin, nps_method method,
                                               double level, nps_comparison *out)
{
    nps_weighted_estimate a, b;
    const nps_status status = open_difference(self, &a, &b);
    return status ? status : nps_weighted_compare_equivalence(&a, &b, margin, method, level, out);
}
