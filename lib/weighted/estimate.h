/* From sums of weights to an estimate, for every way of weighting.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_WEIGHTED_ESTIMATE_H
#define NPS_WEIGHTED_ESTIMATE_H

#include "linearized_variance.h"

#include <nps/weighted.h>

/** The three groups, in the order of their values 1, 0, -1. */
enum { NPS_GROUP_PROMOTERS, NPS_GROUP_PASSIVES, NPS_GROUP_DETRACTORS, NPS_GROUP_COUNT };

/** The group of an answer of 0..10, or -1 when it is off the scale; the scale must be possible. */
int nps_weighted_group(const nps_scale *scale, int64_t answer);

/** Weighted answers on a scale: what every variance begins with. */
typedef struct nps_weighted_basis {
    uint64_t respondents;
    double total;                      /* of the weights */
    double weights[NPS_GROUP_COUNT];   /* by group */
    double squares[NPS_GROUP_COUNT];   /* of the weights, by group */
    double theta;                      /* score / 100 */
    double distances[NPS_GROUP_COUNT]; /* of a member's value from theta */
} nps_weighted_basis;

/** Reads answers on a scale, not NULL; statuses as nps_weighted_read(). */
nps_status nps_weighted_basis_of(const nps_weighted *self, const nps_scale *scale, nps_weighted_basis *out,
                                 uint64_t *outside);

/**
 * The estimate.
 *
 * @param variance Of theta; has no meaning when `degrees` is 0 or there is one respondent.
 * @param degrees  Of freedom; INFINITY: the normal distribution.
 */
nps_weighted_estimate nps_weighted_finish(const nps_weighted_basis *basis, double variance, double degrees);

/** The estimate from a design. */
nps_weighted_estimate nps_weighted_finish_linearized(const nps_weighted_basis *basis,
                                                     const nps_linearized_result *variance);

#endif
