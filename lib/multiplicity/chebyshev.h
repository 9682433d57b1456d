/* Smooth functions on [-1, 1], given by their values at 17 points: integrals, derivatives, and whether 17 are enough.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_MULTIPLICITY_CHEBYSHEV_H
#define NPS_MULTIPLICITY_CHEBYSHEV_H

enum { NPS_CHEBYSHEV_LAST = 16, NPS_CHEBYSHEV_POINTS = NPS_CHEBYSHEV_LAST + 1 };

/** The Chebyshev points, which include both ends, and the matrices that are applied to values at them. */
typedef struct nps_chebyshev {
    double points[NPS_CHEBYSHEV_POINTS];  /**< The points, from -1 to 1. */
    double weights[NPS_CHEBYSHEV_POINTS]; /**< For integrals (Clenshaw and Curtis, Numerische Mathematik 2, 1960). */
    /** A row times the values is the derivative at that point. */
    double slopes[NPS_CHEBYSHEV_POINTS][NPS_CHEBYSHEV_POINTS];
    /** A row times the values at every other point, ends included, is the interpolated value between two of them. */
    double between[NPS_CHEBYSHEV_LAST / 2][NPS_CHEBYSHEV_LAST / 2 + 1];
} nps_chebyshev;

/** Computes the members. */
void nps_chebyshev_init(nps_chebyshev *self);

/** The derivative at a point. */
double nps_chebyshev_slope(const nps_chebyshev *self, const double values[NPS_CHEBYSHEV_POINTS], int point);

/** The largest error of the values interpolated from every other point. */
double nps_chebyshev_surprise(const nps_chebyshev *self, const double values[NPS_CHEBYSHEV_POINTS]);

#endif
