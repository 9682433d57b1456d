/* The normal distribution with the first term of Edgeworth's series.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PLANNING_EDGEWORTH_H
#define NPS_PLANNING_EDGEWORTH_H

/** P(Z > z) of a standardised variable with this skewness (Hall, The Bootstrap and Edgeworth Expansion, 1992, chapter
 * 2), never outside [0, 1]. */
double nps_edgeworth_upper_tail(double z, double skewness);

#endif
