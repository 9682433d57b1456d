/* The effects of one segment on the score of all answers.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_DRIVERS_EFFECT_H
#define NPS_DRIVERS_EFFECT_H

#include <nps/drivers.h>

/** The groups of answers: promoters, passives, detractors. */
enum { NPS_DRIVER_GROUPS = 3 };

/** Answers by group: how many, and what they weigh in a variance. Without weights both are the counts; with weights
 * both add up to effective respondents, in proportion to the weights and to their squares. */
typedef struct nps_driver_cells {
    double counts[NPS_DRIVER_GROUPS], variances[NPS_DRIVER_GROUPS];
} nps_driver_cells;

/** The answers of a segment and of all others in a period. */
typedef struct nps_driver_period {
    double answers; /**< Of both, effective ones. */
    nps_driver_cells segment, others;
} nps_driver_period;

/** A segment in both periods. */
typedef struct nps_driver_periods {
    nps_driver_period before, after;
} nps_driver_periods;

/** An estimate in points with its standard error. */
typedef struct nps_driver_estimate {
    double points, standard_error;
} nps_driver_estimate;

/** The effects of a segment. */
typedef struct nps_driver_split {
    double rate;            /**< 0 unless the segment stayed. */
    double mean_share;      /**< The factor of the difference of scores in the rate. */
    double share_variation; /**< The relative variance of the mean share. */
    nps_driver_estimate mix, total;
} nps_driver_split;

/** The answers of a segment among all. */
nps_driver_period nps_driver_period_of(const nps_counts *segment, const nps_counts *all);

/**
 * Splits the effect of a segment that is not absent.
 *
 * @param reference The mean of the scores of all answers before and after.
 * @param driver    The shares, scores and presence of the segment.
 */
nps_driver_split nps_driver_split_effect(const nps_driver_periods *periods, double reference, const nps_driver *driver);

/** The impact of the answers of a segment in one period: the score of all minus that of all others, of which there are
 * some. 0 for a segment without answers. */
nps_driver_estimate nps_driver_impact(const nps_counts *segment, const nps_counts *all);

/** The effect of an estimate that is normal, `z` standard errors wide. */
nps_driver_effect nps_driver_normal_effect(const nps_driver_estimate *estimate, double z);

/**
 * A share times a difference of scores.
 *
 * The bound r satisfies (R - r)^2 = (w (D - d))^2 + z^2 var(w) (r / w)^2, where D is the difference, R = w D, and d its
 * bound: the variance of the share counts at the tested difference, so that 0 is inside exactly when it is between
 * the bounds of the difference.
 *
 * @param variation The relative variance of the share, var(w) / w^2.
 */
nps_driver_effect nps_driver_product_effect(double share, double variation, const nps_comparison *comparison, double z);

#endif
