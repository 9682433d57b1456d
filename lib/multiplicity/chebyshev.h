/* Smooth functions on [-1, 1] by their values at 17 points: integrals, slopes, and whether 17 are enough.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_MULTIPLICITY_CHEBYSHEV_H
#define NPS_MULTIPLICITY_CHEBYSHEV_H

enum { NPS_CHEBYSHEV_LAST = 16, NPS_CHEBYSHEV_POINTS = NPS_CHEBYSHEV_LAST + 1 };

/** Chebyshev's points, both ends among them, and what is done with values there. */
typedef struct nps_chebyshev {
    double points[NPS_CHEBYSHEV_POINTS];  /**< From -1 to 1. */
    double weights[NPS_CHEBYSHEV_POINTS]; /**< Of the integral (Clenshaw and Curtis, Numerische Mathematik 2, 1960). */
    /** A row times the values is the slope at its point. */
    double slopes[NPS_CHEBYSHEV_POINTS][NPS_CHEBYSHEV_POINTS];
    /** A row times the values at every other point, ends included, predicts that between two of them. */
    double between[NPS_CHEBYSHEV_LAST / 2][NPS_CHEBYSHEV_LAST / 2 + 1];
} nps_chebyshev;

/** Fills it in. */
void nps_chebyshev_init(nps_chebyshev *self);

/** The slope at a point. */
double nps_chebyshev_slope(const nps_chebyshev *self, const double values[NPS_CHEBYSHEV_POINTS], int point);

/** How far off the worst prediction is of the values between from every other one. */
double nps_chebyshev_surprise(const nps_chebyshev *self, const double values[NPS_CHEBYSHEV_POINTS]);

#endif
