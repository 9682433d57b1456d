/* The coverage of the exact comparison by brute force: all pairs of tables of two small samples, and a search for the
 * truths under which the intervals miss most often.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TESTS_EXACT_PAIRS_H
#define NPS_TESTS_EXACT_PAIRS_H

/** Computes the comparisons of all pairs of tables. */
void pairs_set(int n_a, int n_b, double level);

/** The largest probability found that the interval misses the difference of the truths: on a lattice of truths, and
 * from its worst truths and from `starts` random ones by `steps` random steps. */
double pairs_worst_miss(int starts, int steps);

/** The largest probability found of a p-value below alpha when the scores of the truths are equal. */
double pairs_worst_false_alarm(int starts, int steps, double alpha);

/** The mean width of the intervals, in points, and that of the default method. */
double pairs_mean_width(void);
double pairs_mean_default_width(void);

#endif
