/* The probability that a sum of independent normal increments is outside its limits at one of several looks.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_FIRST_PASSAGE_H
#define NPS_PLANNING_FIRST_PASSAGE_H

#include <nps/planning.h>

/** At each look the variance of the sum, which begins at 0 and has the mean 0, and the limits. */
typedef struct nps_plan_path {
    double variance[NPS_PLAN_LOOKS_MAX];                         /**< Above 0 and rising. */
    double lower[NPS_PLAN_LOOKS_MAX], upper[NPS_PLAN_LOOKS_MAX]; /**< May be infinite; lower < upper. */
} nps_plan_path;

/** The probability that the sum is outside at one of the first `count` looks; the error is below 1e-5 if no increment
 * has a variance below a hundredth of the next or the previous one. */
double nps_plan_first_passage(const nps_plan_path *path, int count);

#endif
