/* The change between two waves that overlap, as a weighted sum of three independent parts: the people in both waves,
 * those in the first only and those in the second only.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PAIRED_OVERLAP_H
#define NPS_PAIRED_OVERLAP_H

#include "../method/procedure.h"
#include "mean.h"
#include "table.h"

#include <nps/paired.h>

/** The weight that the people in both waves have in the estimate of each wave, in [0, 1]; the others have the rest. */
typedef struct nps_overlap_weights {
    double first, second;
} nps_overlap_weights;

/** The scores of the parts in points; those of nobody have no meaning. */
typedef struct nps_overlap_scores {
    double both_first, both_second, first_only, second_only;
} nps_overlap_scores;

/** Two waves, and the method of the intervals. People with weights count as effective respondents. */
typedef struct nps_overlap {
    double both[NPS_GROUPS][NPS_GROUPS]; /**< The people in both waves, by what they were and are. */
    nps_real_counts first_only, second_only;
    double n_both, n_first_only, n_second_only;
    nps_overlap_scores scores;
    nps_overlap_weights proportional; /**< With these, each wave's estimate is the score of everybody in it. */
    nps_method method;
    const nps_procedure *procedure;
} nps_overlap;

/** The part of the people of a wave who are in both, 0 for nobody. */
double nps_overlap_share(double both, double others);

/**
 * The weights that minimize the variance of the change.
 *
 * Of these weights, the people in both waves alone and the others alone, those with the
 * narrowest 95 % interval are returned, so that more data never give a wider one.
 */
nps_status nps_overlap_best_weights(const nps_overlap *self, nps_overlap_weights *weights);

/** The change, in points. */
double nps_overlap_change(const nps_overlap *self, nps_overlap_weights weights);

/** The interval of the change in theta that reaches z deviates. */
nps_status nps_overlap_bounds(const nps_overlap *self, nps_overlap_weights weights, double z, nps_bounds *theta);

/** The p-value of no change: that of the interval that just touches 0. */
double nps_overlap_p_value(const nps_overlap *self, nps_overlap_weights weights, double change);

#endif
