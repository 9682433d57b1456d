/* The probability of a critical region, for all nuisances at once.
 *
 * For a fixed theta in [0, 1] the truths are (theta + (1 - theta) t / 2, (1 - theta) (1 - t), (1 - theta) t / 2) with
 * the nuisance t in [0, 1]. The probability of a set of tables is a polynomial of degree n in t; its coefficients in
 * the Bernstein basis are probabilities themselves, so they can be summed without cancellation, and the largest of them
 * bounds the polynomial. Halving the interval makes the bound as close as one likes (docs/exact.md).
 *
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_EXACT_TAIL_H
#define NPS_METHOD_EXACT_TAIL_H

#include "exact_region.h"

/** The largest number of halvings of the interval of the nuisance parameter. */
enum { NPS_EXACT_HALVINGS = 22 };

/** Bernstein coefficients of a polynomial in t. */
typedef struct nps_exact_polynomial {
    double coefficients[NPS_EXACT_MAX + 1];
} nps_exact_polynomial;

/** Memory for the functions below. */
typedef struct nps_exact_scratch {
    nps_exact_polynomial pieces[NPS_EXACT_HALVINGS + 1];
} nps_exact_scratch;

/** The polynomial 0. */
void nps_exact_clear(int n, nps_exact_polynomial *polynomial);

/** Adds the probability of the upper tail; returns the largest coefficient of the added polynomial. */
double nps_exact_add_upper_tail(const nps_exact_region *region, double theta, nps_exact_polynomial *to);

/** Adds the probability of the lower tail without the tables in the upper tail; returns the largest added
 * coefficient. */
double nps_exact_add_lower_tail(const nps_exact_region *region, double theta, nps_exact_polynomial *to);

/** Whether a polynomial is below a limit on all of [0, 1]. "No" may be wrong by a relative 1e-9; "yes" is certain
 * except for rounding. */
int nps_exact_is_below(int n, const nps_exact_polynomial *polynomial, double limit, nps_exact_scratch *scratch);

/** An upper bound of the maximum on [0, 1] that exceeds it by at most this relative error, or 1e-9. */
double nps_exact_maximum(int n, const nps_exact_polynomial *polynomial, double error, nps_exact_scratch *scratch);

#endif
