/* The Wald interval: theta +- z standard errors, with the standard error at the estimate.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_WALD_H
#define NPS_METHOD_WALD_H

#include "procedure.h"

/** The variance of theta. */
double nps_wald_variance(const nps_real_counts *counts);

/** The interval in theta, unclipped. */
nps_bounds nps_wald_bounds(const nps_real_counts *counts, double alpha);

/** The p-value of the hypothesis that the truth is theta. */
double nps_wald_p_value(const nps_real_counts *counts, double theta, nps_alternative alternative);

#endif
