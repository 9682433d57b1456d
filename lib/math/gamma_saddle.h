/* The sign of a sum of gamma variables so many that it is nearly normal.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_GAMMA_SADDLE_H
#define NPS_GAMMA_SADDLE_H

/** c_1 G_1 + c_2 G_2 + c_3 G_3, for independent gamma variables G_i. */
struct nps_gamma_triple {
    double shapes[3];       /**< Positive. */
    double coefficients[3]; /**< One at least positive, one at least negative. */
    double mean;            /**< The mean of the sum, which the caller may know with more precision. */
};

/**
 * log P(c_1 G_1 + c_2 G_2 + c_3 G_3 > 0), where the saddlepoint gives the probability with a relative error of 2e-11,
 * or with that of `mean` when this is larger; NaN elsewhere, where a shape below about 10^10 matters.
 *
 * The time does not depend on the shapes, and no variance is too small.
 */
double nps_log_gamma_saddle(const struct nps_gamma_triple *sum);

#endif
