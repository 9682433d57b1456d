/* The probability of a critical region, for all nuisances at once.
 *
 * For a fixed theta in [0, 1] the truths are (theta + (1 - theta) t / 2, (1 - theta) (1 - t), (1 - theta) t / 2) with
 * the nuisance t in [0, 1]. The probability of a set of tables is a polynomial of degree n in t; its coefficients in
 * the Bernstein basis are probabilities themselves, so they can be summed without cancellation (docs/exact.md).
 *
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_EXACT_TAIL_H
#define NPS_METHOD_EXACT_TAIL_H

#include "exact_region.h"

/** The numbers that nps_exact_mixture needs for that many answers. */
#define NPS_EXACT_MIXTURE_SIZE(answers) (3 * (answers) + 7)

/** Memory for the functions below, from nps_exact_mixture_in(). */
typedef struct nps_exact_mixture {
    double *detractors, *passives[2];
} nps_exact_mixture;

/** Divides NPS_EXACT_MIXTURE_SIZE numbers up. */
nps_exact_mixture nps_exact_mixture_in(double *numbers, int answers);

/** Nothing that is not below this is left out of a p-value. */
#define NPS_EXACT_LEAST_NEGLIGIBLE 1e-250

/**
 * Adds the probability of the upper tail; returns the largest added coefficient.
 *
 * @param negligible Probabilities below this are left out, and what they can amount to is added to each coefficient:
 *                   2 (n + 1) times this at most. From NPS_EXACT_LEAST_NEGLIGIBLE to 1e-15.
 */
double nps_exact_add_upper_tail(const nps_exact_mixture *memory, const nps_exact_region *region, double theta,
                                double negligible, double *to);

/** Adds the probability of the lower tail without the tables in the upper tail; returns the largest added
 * coefficient. */
double nps_exact_add_lower_tail(const nps_exact_mixture *memory, const nps_exact_region *region, double theta,
                                double negligible, double *to);

#endif
