/* An upper bound of a polynomial in three variables: the share s of the way through a cell of scores, and the nuisances
 * t_a and t_b (docs/exact.md).
 * SPDX-License-Identifier: MIT */
#ifndef NPS_COMPARE_EXACT_SURFACE_H
#define NPS_COMPARE_EXACT_SURFACE_H

#include "exact_probability.h"

enum {
    /** The number of values of s at which the probability is to be known; the degree in s is one less. */
    NPS_EXACT_NODES = 2 * NPS_EXACT_LANES,
    NPS_EXACT_DEGREE = NPS_EXACT_NODES - 1,
    /** The largest number of coefficients in t_a and t_b. */
    NPS_EXACT_LAYER = (NPS_EXACT_COMPARE_MAX + 1) * (NPS_EXACT_COMPARE_MAX + 1)
};

/** Half of the layers of a polynomial: degree_b + 1 rows of degree_a + 1 coefficients for each layer. */
typedef nps_exact_lanes nps_exact_layers[NPS_EXACT_LAYER];

/** A polynomial by its Bernstein coefficients, in layers by degree in s. */
typedef struct nps_exact_surface {
    int is_flat;            /**< The probability does not depend on s; all layers of the first half are the same. */
    int degree_a, degree_b; /**< The degrees in t_a and t_b. */
    double error;           /**< The polynomial differs from the probability by at most this. */
    int has_mixtures;       /**< 0 in memory that is zeroed: the shares of the nodes are computed when needed. */
    nps_exact_lanes mixtures[2][NPS_EXACT_NODES]; /**< The shares of the nodes in the coefficients of each half. */
    nps_exact_layers halves[2];
} nps_exact_surface;

/** Ranges of s, t_a and t_b. */
typedef struct nps_exact_box {
    double low[3], high[3];
} nps_exact_box;

/** The i-th of the values of s at which the probability is to be known: Chebyshev points. */
double nps_exact_node(int i);

/** Turns layers of probabilities at the nodes into the coefficients of the polynomial through them. */
void nps_exact_interpolate(nps_exact_surface *surface);

/** BELOW: the probability is below the limit in the whole box. REACHED: it is not, or seems not to be, at the end
 * `s_end` of the range of s. UNDECIDED: the error of the polynomial is too large. */
typedef enum nps_exact_verdict { NPS_EXACT_BELOW, NPS_EXACT_REACHED, NPS_EXACT_UNDECIDED } nps_exact_verdict;

/** Compares the probability in a box with a limit. */
nps_exact_verdict nps_exact_compare_with(const nps_exact_surface *surface, const nps_exact_box *box, double limit,
                                         double *s_end);

/** Raises the limit, if necessary, until it is above the probability in the box, with a relative error of
 * 2e-4; REACHED when that takes it to `most` or beyond. */
nps_exact_verdict nps_exact_raise_to(const nps_exact_surface *surface, const nps_exact_box *box, double *limit,
                                     double most);

#endif
