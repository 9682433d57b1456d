/* How much segments vary: the likelihood of every variation.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_POOLING_VARIATION_H
#define NPS_POOLING_VARIATION_H

#include "../counts.h"
#include "../interrupt.h"

#include <stdbool.h>
#include <stddef.h>

/** The number of variations that are looked at. */
enum { NPS_VARIATIONS = 80 };

/** A variation of segments with what follows from it. */
typedef struct nps_variation {
    double place;      /**< The fourth root of the variation, in which the values are evenly spaced. */
    double variation;  /**< The part of the variance of an answer that lies between segments. */
    double strength;   /**< The sum of the parameters of the prior. */
    double shares[3];  /**< The mean shares of segments: promoters, passives, detractors. */
    double variance;   /**< The variance of the mean theta. */
    double likelihood; /**< The logarithm of its marginal likelihood. */
    double likely;     /**< How likely the variation is, given the counts; all add up to 1. */
} nps_variation;

/** The variations that are looked at for some segments. */
typedef struct nps_variations {
    const nps_counts *counts; /**< The segments, some of which have answers. */
    size_t count;
    const nps_interrupt *interrupt;
    nps_variation values[NPS_VARIATIONS]; /**< In ascending order. */
} nps_variations;

/** The moments of the theta of a segment. */
typedef struct nps_pooled_moments {
    double mean, variance, own;
} nps_pooled_moments;

/** Fills the values: they are where variations are likely, however narrow that range is. */
nps_status nps_variations_fill(nps_variations *self);

/** Finds the most likely variation near the values; `is_found` is false if it is near the smallest of them. */
nps_status nps_variations_find_best(const nps_variations *self, nps_variation *best, bool *is_found);

/** The variance of the true theta of segments. */
double nps_variation_between(const nps_variation *self);

/** The moments of a segment, averaged over the values. */
nps_pooled_moments nps_variations_pool(const nps_variations *all, const nps_real_counts *counts);

#endif
