/* The normal distribution with the first term of Edgeworth's series.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_EDGEWORTH_H
#define NPS_PLANNING_EDGEWORTH_H

/** P(Z > z) for a variable with mean 0, variance 1 and this skewness, limited to [0, 1] (Hall, The Bootstrap and
 * Edgeworth Expansion, 1992, chapter 2). */
double nps_edgeworth_upper_tail(double z, double skewness);

#endif
