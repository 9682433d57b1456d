/* The exact interval and its test for a sample from a finite population.
 *
 * The truth is a population of N people, so the score is one of the values k / N, and a sample without replacement
 * is multivariate hypergeometric. Tables are ordered as for an infinite population. For each k the probability of
 * the critical region is taken at the worst population that has the score k / N and could have given the sample
 * (docs/exact.md).
 *
 *
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_EXACT_POPULATION_H
#define NPS_METHOD_EXACT_POPULATION_H

#include "exact_region.h"

#include <nps/status.h>

/** The probabilities that 0, 1, 2 ... of a group are drawn; outside first..last they are negligible. */
typedef struct nps_exact_drawn {
    double *probability;
    int first, last;
} nps_exact_drawn;

/** Scratch memory. Zeroed it is ready for use; it may be reused for other sizes for which there is space. */
typedef struct nps_exact_population {
    int people, answers;                                /**< The sizes for which the tables below hold. */
    double share, log_share, log_other_share;           /**< The number of people who answered, and of those who did
                                                         * not. */
    double probability_of_size;                         /**< P(k are drawn), when each person is drawn with the same
                                                         * probability. */
    double log_factorial[NPS_EXACT_POPULATION_MAX + 1]; /**< log k! */
    double reciprocal[NPS_EXACT_POPULATION_MAX + 2];    /**< 1 / k */
    nps_exact_drawn promoters, passives, detractors;
    nps_exact_region region;
    double space[]; /**< Three times one more than the largest number of answers. */
} nps_exact_population;

/** The size in bytes of nps_exact_population for at most that many answers. */
#define NPS_EXACT_POPULATION_SIZE(answers)                                                                             \
    (sizeof(nps_exact_population) + sizeof(double) * (size_t)(3 * ((answers) + 1)))

/** The outermost k / N upwards whose p-value reaches the limit, or `start` when there is none above it. */
double nps_exact_population_upper(nps_exact_population *self, int people, const nps_real_counts *counts, double start,
                                  double limit);

/** The largest p-value of all k / N from theta upwards, at least `least`; 0 when the sample excludes all of them. */
double nps_exact_population_above(nps_exact_population *self, int people, const nps_real_counts *counts, double theta,
                                  double least);

/** The probability, at the worst population whose score is theta or less, of a statistic at least as high as the
 * observed one. */
double nps_exact_population_greater(nps_exact_population *self, int people, const nps_real_counts *counts,
                                    double theta);

#endif
