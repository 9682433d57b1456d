/* Bounds of a polynomial whose coefficients in the Bernstein basis are known and not negative.
 *
 * The largest coefficient bounds it. Where that does not suffice, [0, 1] is halved again and again. On an interval a
 * polynomial of low degree is bounded by its coefficients there. Those of a high degree take long to find; but with K
 * binomial (n, t) the polynomial is the mean of the coefficient K. So its values need only the coefficients near n t,
 * and its second derivative is a mean of second differences of the coefficients (docs/exact.md).
 *
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_EXACT_POLYNOMIAL_H
#define NPS_METHOD_EXACT_POLYNOMIAL_H

enum {
    /** Up to this degree intervals are halved with the coefficients of their own, above it they are not. */
    NPS_EXACT_HALVED_MAX = 50,
    /** The largest number of such halvings. */
    NPS_EXACT_HALVINGS = 22,
    NPS_EXACT_PIECES = (NPS_EXACT_HALVINGS + 1) * (NPS_EXACT_HALVED_MAX + 1)
};

/** The numbers that nps_exact_scratch needs for all degrees up to one. */
#define NPS_EXACT_SCRATCH_SIZE(degree) (2 * ((degree) + 1) > NPS_EXACT_PIECES ? 2 * ((degree) + 1) : NPS_EXACT_PIECES)

/** Memory for the functions below. */
typedef struct nps_exact_scratch {
    int degree;      /**< The degree for which the first half of the numbers is filled in; 0: none. */
    double *numbers; /**< NPS_EXACT_SCRATCH_SIZE of them. */
} nps_exact_scratch;

/** The polynomial 0. */
void nps_exact_clear(int n, double *coefficients);

/** Whether a polynomial is below a limit on all of [0, 1]. "No" may be wrong by a relative 1e-9; "yes" is certain
 * except for rounding. */
int nps_exact_is_below(int n, const double *coefficients, double limit, nps_exact_scratch *scratch);

/** An upper bound of the maximum on [0, 1] that exceeds it by at most this relative error, or 1e-9. */
double nps_exact_maximum(int n, const double *coefficients, double error, nps_exact_scratch *scratch);

#endif
