/* SPDX-License-Identifier: MIT */
#include "pair_test.h"

#include "../compare/difference.h"
#include "../math/numerics.h"
#include "../method.h"
#include "../method/skewness_difference.h"
#include "../method/skewness_margin.h"

#include <math.h>

bool nps_plan_can_enumerate(nps_method method)
{
    switch (method) {
    case NPS_METHOD_AUTO:
    case NPS_METHOD_SCORE:
    case NPS_METHOD_SKEWNESS_SCORE:
    case NPS_METHOD_ADJUSTED_WALD:
    case NPS_METHOD_AGRESTI_MIN:
    case NPS_METHOD_BONETT_PRICE:
    case NPS_METHOD_WALD: return true;
    case NPS_METHOD_EXACT:
    case NPS_METHOD_BAYES:
    case NPS_METHOD_ANYTIME: break;
    }
    return false;
}

nps_status nps_plan_test_init(nps_plan_test *self, const nps_plan_arm *first, const nps_plan_arm *second,
                              const nps_plan_criterion *criterion)
{
    nps_method really;
    const nps_status status =
        nps_method_find(criterion->method, NPS_JOINED_SAMPLES, first->n > second->n ? first->n : second->n, 0, &really,
                        &self->procedure);
    if (status)
        return status;
    self->alpha = nps_plan_alpha(criterion);
    self->z = nps_normal_two_sided_quantile(self->alpha);
    self->margin = criterion->margin;
    self->is_skewness_score = really == NPS_METHOD_SKEWNESS_SCORE;
    return NPS_OK;
}

static double skewness_excess(const nps_plan_test *self, const nps_real_counts *a, const nps_real_counts *b,
                              double sign)
{
    if (sign == 0) {
        const double above = skewness_excess(self, a, b, 1);
        return above > 0 ? fmin(above, skewness_excess(self, a, b, -1)) : above;
    }
    if (self->margin == 0)
        return sign * nps_skewness_difference_deviate(a, b, 0) - self->z;
    return sign > 0 ? nps_skewness_margin_excess(a, b, -self->margin, self->alpha / 2, self->z)
                    : nps_skewness_margin_excess(b, a, -self->margin, self->alpha / 2, self->z);
}

double nps_plan_test_excess(const nps_plan_test *self, const nps_real_counts *a, const nps_real_counts *b, double sign)
{
    const nps_pair pair = {.procedure = self->procedure, .a = *a, .b = *b};
    nps_bounds theta;
    if (self->is_skewness_score)
        return skewness_excess(self, a, b, sign);
    if (nps_difference_bounds(&pair, self->alpha, &theta))
        return -1; /* cannot happen: these methods do not fail */
    return self->margin + (sign > 0 ? theta.lower : sign < 0 ? -theta.upper : fmin(theta.lower, -theta.upper));
}

bool nps_plan_is_slow(const nps_plan_test *self)
{
    return self->margin > 0 && self->is_skewness_score;
}
