/* The restricted maximum likelihood estimate that score methods rest on.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_SCORE_H
#define NPS_METHOD_SCORE_H

#include "procedure.h"

/**
 * The signed score statistic (a - c - n theta) / sqrt(n (2 q + theta (1 - theta))), where q is the restricted maximum
 * likelihood estimate of the share of detractors given theta; 0 / 0 is 0. It falls as theta rises, and is infinite
 * where theta is impossible.
 */
double nps_score_deviate(const nps_real_counts *counts, double theta);

#endif
