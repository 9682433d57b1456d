/* The restricted maximum likelihood estimate, which all score methods use.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_SCORE_H
#define NPS_METHOD_SCORE_H

#include "procedure.h"

/** One sample under the hypothesis that the truth is theta, for theta >= 0; moments of one answer, not of the mean. */
typedef struct nps_restricted_estimate {
    double distance;   /**< n times the estimate minus n times theta. */
    double detractors; /**< The maximum likelihood estimate of the share of detractors given theta. */
    double variance;   /**< 2 detractors + theta (1 - theta). */
} nps_restricted_estimate;

/**
 * The restricted maximum likelihood estimate (Tango 1998).
 *
 * @param theta In [0, 1].
 * @param rest  1 - theta, which near 1 is known better than theta is.
 */
nps_restricted_estimate nps_restrict(const nps_real_counts *counts, double theta, double rest);

/** Counts with promoters and detractors exchanged. Results for theta >= 0 then hold for -theta. */
nps_real_counts nps_mirror(const nps_real_counts *counts);

/**
 * The signed score statistic, distance / sqrt(n variance); 0 / 0 is 0. It falls as theta rises, and is infinite where
 * theta is impossible.
 */
double nps_score_deviate(const nps_real_counts *counts, double theta);

/** A signed statistic that falls as theta rises and has the sign of the estimate minus theta. */
typedef double (*nps_deviate)(const nps_real_counts *counts, double theta);

/** The interval in theta in which the statistic is no further from 0 than the deviate of alpha. */
nps_bounds nps_invert_deviate(nps_deviate statistic, const nps_real_counts *counts, double alpha);

#endif
