/* The chi-square distribution, on libm alone.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_CHI_SQUARE_H
#define NPS_CHI_SQUARE_H

/** P(X > x) of a chi-square variable with `degrees` > 0, which need not be whole; 1 for x <= 0. The relative error is
 * below 1e-9 as long as the result is above 1e-300. */
double nps_chi_square_upper_tail(double x, double degrees);

#endif
