/* How much segments vary: the likelihood of every variation.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_POOLING_VARIATION_H
#define NPS_POOLING_VARIATION_H

#include "../counts.h"

#include <stdbool.h>
#include <stddef.h>

/** The number of variations that are looked at. */
enum { NPS_VARIATIONS = 80 };

/** A variation of segments with what follows from it. */
typedef struct nps_variation {
    double variation;  /**< The part of the variance of an answer that lies between segments. */
    double strength;   /**< The sum of the parameters of the prior. */
    double shares[3];  /**< The mean shares of segments: promoters, passives, detractors. */
    double variance;   /**< The variance of the mean theta. */
    double likelihood; /**< The logarithm of its marginal likelihood. */
    double likely;     /**< How likely the variation is, given the counts; all add up to 1. */
} nps_variation;

/** The moments of the theta of a segment. */
typedef struct nps_pooled_moments {
    double mean, variance, own;
} nps_pooled_moments;

/** Fills NPS_VARIATIONS variations in ascending order, for counts some of which have answers. */
void nps_variations_fill(nps_variation *variations, const nps_counts *counts, size_t count);

/** Finds the most likely variation near those that were filled; false if it is near the smallest of them. */
bool nps_variations_find_best(nps_variation *best, const nps_variation *variations, const nps_counts *counts,
                              size_t count);

/** The variance of the true theta of segments. */
double nps_variation_between(const nps_variation *self);

/** The moments of a segment, averaged over the variations. */
nps_pooled_moments nps_variations_pool(const nps_variation *variations, const nps_real_counts *counts);

#endif
