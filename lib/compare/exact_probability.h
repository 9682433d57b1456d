/* The probability of a tail of pairs of tables, for all nuisances at once.
 *
 * At a score theta >= 0 the truths of a sample are (theta + (1 - theta) t / 2, (1 - theta) (1 - t), (1 - theta) t / 2),
 * with the nuisance t in [0, 1]; for theta < 0 promoters and detractors are exchanged. The probability of a set of
 * pairs is a polynomial in t_a and t_b, and its coefficients in the Bernstein basis are probabilities (docs/exact.md).
 *
 * SPDX-License-Identifier: MIT */
#ifndef NPS_COMPARE_EXACT_PROBABILITY_H
#define NPS_COMPARE_EXACT_PROBABILITY_H

#include "../support/cpu.h"
#include "exact_order.h"

/** Whether functions are compiled for AVX2 too. On Windows GCC does not align the stack for its vectors. */
#if NPS_CPU_X86 && !defined(_WIN32)
#define NPS_EXACT_AVX2 1
#else
#define NPS_EXACT_AVX2 0
#endif

enum {
    /** The number of pairs of scores that are worked on together. */
    NPS_EXACT_LANES = 4
};

/** A number for each pair of scores, with arithmetic; compilers turn that into the vectors which a processor has. */
typedef double nps_exact_lanes __attribute__((vector_size(NPS_EXACT_LANES * sizeof(double)), aligned(8)));

/** Adds the coefficients of the probability of a tail at some pairs of scores: (answers_b + 1) rows of (answers_a + 1).
 * No two of theta_a, and no two of theta_b, have different signs. The bits are the
 * same on every processor. */
void nps_exact_add_probability(const nps_exact_tail *tail, const nps_exact_lanes *theta_a,
                               const nps_exact_lanes *theta_b, nps_exact_lanes *coefficients);

#endif
