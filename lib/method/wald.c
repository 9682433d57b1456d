/* SPDX-License-Identifier: MIT */
#include "wald.h"

#include "../math/numerics.h"

#include <math.h>

/* Promoters plus detractors minus n theta^2, over n^2, written as a sum of squared distances, so that nothing
 * cancels. */
double nps_wald_variance(const nps_real_counts *counts)
{
    const double n = nps_real_counts_total(counts);
    const double up = (counts->passives + 2 * counts->detractors) / n;
    const double level = (counts->promoters - counts->detractors) / n;
    const double down = (counts->passives + 2 * counts->promoters) / n;
    return (counts->promoters * up * up + counts->passives * level * level + counts->detractors * down * down) / n / n;
}

nps_bounds nps_wald_bounds(const nps_real_counts *counts, double alpha)
{
    const double theta = nps_real_counts_theta(counts);
    const double margin = nps_normal_two_sided_quantile(alpha) * sqrt(nps_wald_variance(counts));
    return (nps_bounds){theta - margin, theta + margin};
}

double nps_wald_p_value(const nps_real_counts *counts, double theta, nps_alternative alternative)
{
    const double distance = nps_real_counts_theta(counts) - theta;
    /* With variance 0 only the estimate itself is possible: 0 / 0 is 0. */
    const double deviate = distance == 0 ? 0 : distance / sqrt(nps_wald_variance(counts));
    return nps_deviate_p_value(deviate, alternative);
}

const nps_procedure nps_wald_procedure = {
    .center = nps_real_counts_theta, .bounds = nps_wald_bounds, .p_value = nps_wald_p_value};
