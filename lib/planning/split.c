/* SPDX-License-Identifier: MIT */
#include "split.h"

#include "lattice_mean.h"

#include <math.h>
#include <stddef.h>

/* The groups, from the lowest answers to the highest. */
enum { DETRACTORS, PASSIVES, PROMOTERS, GROUPS };

nps_plan_split nps_plan_split_of(const nps_plan_arm *arm)
{
    static const int pairs[][3] = {
        {PASSIVES, DETRACTORS, PROMOTERS}, {DETRACTORS, PASSIVES, PROMOTERS}, {PROMOTERS, DETRACTORS, PASSIVES}};
    const double shares[GROUPS] = {arm->shares.detractors, arm->shares.passives, arm->shares.promoters};
    nps_plan_split best = {.n = (double)arm->n, .outer_step = 1, .inner_step = 1};
    double most = -1;
    size_t i;
    for (i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const int outer = pairs[i][0], low = pairs[i][1], high = pairs[i][2];
        const double both = shares[low] + shares[high], reach = high - low;
        const double variance = both > 0 ? reach * reach * shares[low] * shares[high] / both : 0;
        if (variance > most) {
            most = variance;
            best.outer = outer;
            best.low = low;
            best.high = high;
            best.outer_rate = shares[outer];
            best.inner_rate = both > 0 ? shares[high] / both : 0;
        }
    }
    return best;
}

nps_real_counts nps_plan_table_of(const nps_plan_split *split, double outer, double high)
{
    double counts[GROUPS];
    counts[split->outer] = outer;
    counts[split->high] = high;
    counts[split->low] = fmax(0, split->n - outer - high);
    return (nps_real_counts){counts[PROMOTERS], counts[PASSIVES], counts[DETRACTORS]};
}

double nps_plan_outer_deviation(const nps_plan_split *split)
{
    return nps_plan_deviation(split->n, split->outer_rate);
}

double nps_plan_inner_deviation(const nps_plan_split *split)
{
    return nps_plan_deviation(split->n * (1 - split->outer_rate), split->inner_rate);
}
