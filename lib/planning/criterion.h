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

/** What an exact comparison of two tables found. */
typedef enum nps_plan_exact_result { NPS_PLAN_NOT_TESTED, NPS_PLAN_NOT_SHOWN, NPS_PLAN_SHOWN } nps_plan_exact_result;

/** The tables of a sample that NPS_METHOD_AUTO compares exactly, by their promoters and passives. */
enum { NPS_PLAN_EXACT_TABLES = (NPS_EXACT_COMPARE_AUTO_MAX + 1) * (NPS_EXACT_COMPARE_AUTO_MAX + 1) };

/** What exact comparisons found, by the tables of both samples. All are of the same sizes; with other shares they have
 * the same results. */
typedef struct nps_plan_exact_results {
    nps_plan_exact_result of[NPS_PLAN_EXACT_TABLES][NPS_PLAN_EXACT_TABLES];
} nps_plan_exact_results;

/** Powers of two groups, or of one and a benchmark, by the numbers of independent respondents and the degrees of
 * freedom of their variances: a search asks for the same ones again and again where many respondents are worth one. The
 * shares are always the same. */
typedef struct nps_plan_powers {
    struct nps_plan_known_power {
        uint64_t first, second;
        double first_degrees, second_degrees; /**< 0: the variances are known. */
        nps_method method;
        bool is_coarse, is_formula;
        double power;
    } known[64];
    unsigned count; /**< Of all so far; the oldest ones are overwritten. */
    double work;    /**< The time of the sums over tables so far, in microseconds or so. */
} nps_plan_powers;

/** A test and its goal. */
typedef struct nps_plan_criterion {
    nps_method method;
    double level;
    nps_plan_goal goal;
    double margin; /**< In theta; 0 for a difference. */
    /** A sum may have a larger error and take less time; for a search, whose result is verified by a precise sum. A
     * coarse power against a benchmark by the exact method is never too low. */
    bool is_coarse;
    /** Variances are estimated from clusters: a sum only tells how much stricter the test is than Wald's, so that it
     * may have a larger error too. */
    bool has_clusters;
    nps_interrupt interrupt; /**< Asked inside a sum. */
    /** Results of exact comparisons, where powers of the same sizes are asked for more than once; or NULL. */
    nps_plan_exact_results *exact_results;
    nps_plan_powers *powers; /**< The powers that a search found; or NULL. */
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
