/* What a method is: how the dispatch in interval.c, significance.c and compare.c sees lib/method/<method>.c.
 *
 * Inside the methods scores are theta = NPS / 100 in [-1, 1], and confidence is alpha = 1 - level, because 1 - 1e-300
 * is not a double.
 *
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_PROCEDURE_H
#define NPS_METHOD_PROCEDURE_H

#include "../counts.h"

#include <nps/method.h>
#include <nps/status.h>

/** One method. Its interval and its test agree: p < alpha exactly when theta lies outside. */
typedef struct nps_procedure {
    /** The estimate of theta that the interval is built around; for most methods the score itself. */
    double (*center)(const nps_real_counts *counts);

    /** The interval in theta. May reach beyond [-1, 1]: MOVER needs it unclipped. */
    nps_status (*interval)(const nps_real_counts *counts, double alpha, nps_bounds *theta);

    /** The p-value of the hypothesis that the truth is theta. */
    nps_status (*p_value)(const nps_real_counts *counts, double theta, nps_alternative alternative, double *p);
} nps_procedure;

extern const nps_procedure nps_wald_procedure;
extern const nps_procedure nps_adjusted_wald_procedure;
extern const nps_procedure nps_agresti_min_procedure;
extern const nps_procedure nps_bonett_price_procedure;
extern const nps_procedure nps_score_procedure;
extern const nps_procedure nps_skewness_score_procedure;
extern const nps_procedure nps_exact_procedure;

/** The p-value of a standard normal deviate that is large when the score is. */
double nps_deviate_p_value(double deviate, nps_alternative alternative);

#endif
