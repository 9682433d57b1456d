/* The table of a sample, described by two binomial numbers.
 *
 * The number of answers in one group, the outer number, is binomial; given the outer number, the split of the other
 * answers into two groups, the inner number, is binomial too. The inner pair of groups is the one whose split has the
 * largest effect on the score.
 *
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_SPLIT_H
#define NPS_PLANNING_SPLIT_H

#include "../counts.h"
#include "arm.h"

/** A sample, described by its outer and its inner number. */
typedef struct nps_plan_split {
    double n;
    int outer, low, high; /**< Groups. */
    double outer_rate;    /**< The probability that an answer is in the outer group. */
    double inner_rate;    /**< The probability that another answer is in the higher group of the inner pair. */
    double outer_step, inner_step;
} nps_plan_split;

/** The split of a sample; its steps are 1. */
nps_plan_split nps_plan_split_of(const nps_plan_arm *arm);

/** The table with `outer` answers in the outer group and `high` in the higher of the inner groups. */
nps_real_counts nps_plan_table_of(const nps_plan_split *split, double outer, double high);

/** The standard deviation of the outer number. */
double nps_plan_outer_deviation(const nps_plan_split *split);

/** The standard deviation of the inner number, if the outer number is its mean. */
double nps_plan_inner_deviation(const nps_plan_split *split);

#endif
