/* What a survey is to show, by which test.
 *
 * A test looks at one side or at both sides of the difference of two samples, first minus second. With the sign 1 it
 * asks whether the difference is significantly above its reference, with the sign -1 whether it is below; the reference
 * is -sign times the margin. A difference is shown by either side, equivalence by both. The second sample is not
 * inferior when the difference is below its reference.
 *
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_CRITERION_H
#define NPS_PLANNING_CRITERION_H

#include <math.h>
#include <nps/planning.h>
#include <stdbool.h>

/** A test and its goal. */
typedef struct nps_plan_criterion {
    nps_method method;
    double level;
    nps_plan_goal goal;
    double margin; /**< In theta; 0 for a difference. */
    /** A sum may have a larger error and take less time; for a search, whose result is verified by a precise sum. A
     * coarse power against a benchmark by the exact method is never too low. */
    bool is_coarse;
    nps_interrupt interrupt; /**< Asked inside a sum. */
} nps_plan_criterion;

/** Whether the test looks at a side. */
static inline bool nps_plan_looks_at(const nps_plan_criterion *self, double sign)
{
    return self->goal != NPS_PLAN_NONINFERIORITY || sign < 0;
}

/** The alpha of the two-sided interval whose bounds decide; a test with a margin has one-sided bounds. */
static inline double nps_plan_alpha(const nps_plan_criterion *self)
{
    return self->goal == NPS_PLAN_DIFFERENCE ? 1 - self->level : 2 * (1 - self->level);
}

/** The probability of the goal, from those of the sides; 0 for a side that the test does not look at. The difference
 * is on both sides with the probability that theirs together exceed 1, because no difference is on neither. */
static inline double nps_plan_joined(const nps_plan_criterion *self, double above, double below)
{
    return self->goal == NPS_PLAN_EQUIVALENCE ? fmax(0, above + below - 1) : fmin(1, above + below);
}

#endif
