/* The sign of a weighted sum of gamma variables.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_GAMMA_SUM_H
#define NPS_GAMMA_SUM_H

/**
 * P(c_1 G_1 + ... + c_k G_k > 0) for independent gamma variables G_i.
 *
 * The relative error is near 1e-12 up to 10^6 in all, and 1e-9 up to 10^12. Shapes of 0 take no part.
 *
 * @param shapes       Each 0, or 1 or more.
 * @param coefficients Finite, of any sign. A sum that is always 0 is not positive.
 * @param count        The number of variables.
 */
double nps_gamma_sum_positive(const double *shapes, const double *coefficients, int count);

#endif
