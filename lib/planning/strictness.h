/* From which difference on a test is significant: of two samples, or of one and a benchmark.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_STRICTNESS_H
#define NPS_PLANNING_STRICTNESS_H

#include "pair_test.h"

/** A test of samples that are worth so many respondents, whose numbers need not be whole. */
typedef struct nps_plan_strictness {
    nps_plan_test test;
    const nps_plan_shares *shares[2]; /**< The expected ones; NULL in the second place for a benchmark. */
    double benchmark;                 /**< In theta. */
    double variances[2];              /**< Of the scores: a difference that is off is so by each in proportion. */
    double respondents[2];
} nps_plan_strictness;

/** Prepares it, with the respondents of the samples; false if the method has no test that can be looked at. */
bool nps_plan_strictness_init(nps_plan_strictness *self, const nps_plan_arm *first, const nps_plan_arm *second,
                              const nps_plan_criterion *criterion);

/**
 * The smallest distance of the observed difference from the reference of a side, in theta, at which the test is
 * significant; INFINITY if there is none.
 *
 * @param sign  The side: 1 above the reference, which is minus the margin; -1 below it, the margin.
 * @param guess A distance that saves steps where the right one is near; 0: none.
 */
double nps_plan_least_significant(const nps_plan_strictness *self, double sign, double guess);

#endif
