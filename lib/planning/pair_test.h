/* The test of two samples whose power is a sum over tables.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_PAIR_TEST_H
#define NPS_PLANNING_PAIR_TEST_H

#include "../counts.h"
#include "../method/procedure.h"
#include "arm.h"
#include "criterion.h"

#include <stdbool.h>

/** Whether comparisons by this method are fast enough for a sum over tables. */
bool nps_plan_can_enumerate(nps_method method);

/** The test. */
typedef struct nps_plan_test {
    const nps_procedure *procedure;
    bool is_skewness_score; /**< Whose deviates take less time than its bounds. */
    double alpha;           /**< Of a two-sided interval whose bounds decide. */
    double z;
    double margin;
} nps_plan_test;

/** Sets the test of two samples by a method that nps_plan_can_enumerate() allows. */
nps_status nps_plan_test_init(nps_plan_test *self, const nps_plan_arm *first, const nps_plan_arm *second,
                              const nps_plan_criterion *criterion);

/** Positive if the score of `a` minus that of `b` is significantly above minus the margin (sign 1), or significantly
 * below the margin (sign -1), or both (sign 0). */
double nps_plan_test_excess(const nps_plan_test *self, const nps_real_counts *a, const nps_real_counts *b, double sign);

/** Whether the test takes ten times as long as others. */
bool nps_plan_is_slow(const nps_plan_test *self);

#endif
