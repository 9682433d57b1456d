/* Two samples under the hypothesis that their scores have a tested difference: the most likely pair of truths.
 *
 * Truths are written as rest = 1 - theta, and the samples are turned, if necessary, so that the sum of their scores is
 * not negative. Then nothing cancels where nearly all answers are promoters.
 *
 *
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_RESTRICTED_PAIR_H
#define NPS_METHOD_RESTRICTED_PAIR_H

#include "score.h"

/** Two samples, and the tested value of theta_a - theta_b. */
typedef struct nps_tested_pair {
    nps_real_counts a, b;
    double difference;
} nps_tested_pair;

/** One sample at a truth: n (estimate - theta), and the second and third central moments of an answer. */
typedef struct nps_restricted_moments {
    double distance, variance, third;
} nps_restricted_moments;

/** The moments of the most likely shares with 1 - theta = rest, for rest in [0, 2]. */
nps_restricted_moments nps_restricted_moments_at(const nps_real_counts *counts, double rest);

/** The most likely shares with 1 - theta = rest. */
nps_real_counts nps_restricted_shares_at(const nps_real_counts *counts, double rest);

/** 1 - theta of the score of the counts. */
double nps_rest_of_estimate(const nps_real_counts *counts);

/** The smallest and the largest truth of a, as rest, that leave b a truth. */
double nps_tested_pair_lowest(const nps_tested_pair *tested);
double nps_tested_pair_highest(const nps_tested_pair *tested);

/** The truth of b that goes with one of a. */
double nps_tested_pair_rest_of_b(const nps_tested_pair *tested, double rest_of_a);

/** The truth of a in the most likely pair. */
double nps_tested_pair_most_likely(const nps_tested_pair *tested);

#endif
