/* The interface of a method: how interval.c, significance.c and compare.c call lib/method/<method>.c.
 *
 * Inside the methods scores are theta = NPS / 100 in [-1, 1], and confidence is alpha = 1 - level, because 1 -
 * 1e-300 is not a double.
 *
 *
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_PROCEDURE_H
#define NPS_METHOD_PROCEDURE_H

#include "../counts.h"

#include <nps/method.h>
#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

/** The inputs of a method besides counts and level. */
typedef struct nps_setting {
    /** Scratch memory of `memory_size` bytes, aligned, all zero before the first call. */
    void *memory;
    /** The parameters of the Dirichlet prior, for a method that has one; all zero: its default. */
    nps_real_counts prior;
    /** The size of the finite population, for a method that uses it; 0: infinite. */
    uint64_t population;
} nps_setting;

/**
 * One method. Its interval and its test agree: p < alpha exactly when theta lies outside.
 *
 * A method that needs nothing else and cannot fail has `bounds` and `p_value`; the others have `bounds_with` and
 * `p_value_with` instead. Bounds are in theta, and may reach beyond [-1, 1]: MOVER needs them unclipped.
 */
typedef struct nps_procedure {
    /** The estimate of theta that the interval is built around; for most methods the score itself. */
    double (*center)(const nps_real_counts *counts);

    nps_bounds (*bounds)(const nps_real_counts *counts, double alpha);
    double (*p_value)(const nps_real_counts *counts, double theta, nps_alternative alternative);

    nps_status (*bounds_with)(const nps_setting *setting, const nps_real_counts *counts, double alpha,
                              nps_bounds *theta);
    nps_status (*p_value_with)(const nps_setting *setting, const nps_real_counts *counts, double theta,
                               nps_alternative alternative, double *p);
    /** The log of the probability beyond theta, above or below it. A method whose bounds at alpha are the points with
     * alpha / 2 beyond them may have this, from which MOVER finds a p-value without any bounds; the others have NULL.
     */
    double (*log_beyond)(const nps_setting *setting, const nps_real_counts *counts, double theta, int above);
    size_t memory_size;
} nps_procedure;

/** The interval in theta, by `bounds` or `bounds_with`. */
nps_status nps_procedure_bounds(const nps_procedure *self, const nps_setting *setting, const nps_real_counts *counts,
                                double alpha, nps_bounds *theta);

/** The p-value of the hypothesis that the truth is theta, by `p_value` or `p_value_with`. */
nps_status nps_procedure_p_value(const nps_procedure *self, const nps_setting *setting, const nps_real_counts *counts,
                                 double theta, nps_alternative alternative, double *p);

extern const nps_procedure nps_wald_procedure;
extern const nps_procedure nps_adjusted_wald_procedure;
extern const nps_procedure nps_agresti_min_procedure;
extern const nps_procedure nps_bonett_price_procedure;
extern const nps_procedure nps_score_procedure;
extern const nps_procedure nps_skewness_score_procedure;
extern const nps_procedure nps_exact_procedure;
extern const nps_procedure nps_exact_large_procedure;
extern const nps_procedure nps_bayes_procedure;
extern const nps_procedure nps_anytime_procedure;

/** An interval in points, clipped to [-limit, limit]. The ends are rounded separately, and their order is kept. */
nps_bounds nps_bounds_in_points(const nps_bounds *theta, double limit);

/** The p-value of a standard normal deviate that is large when the score is. */
double nps_deviate_p_value(double deviate, nps_alternative alternative);

#endif
