/* The largest probability of the critical region, over all truths whose sum of scores lies on some lines.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_COMPARE_EXACT_LINE_H
#define NPS_COMPARE_EXACT_LINE_H

#include "exact_order.h"
#include "exact_surface.h"

#include <nps/interrupt.h>

/** A sample, and the truths that are not implausible for it: ranges of the score and of the share of those who are not
 * passive. */
typedef struct nps_exact_arm {
    nps_real_counts counts;
    nps_bounds score, decided;
} nps_exact_arm;

/** Whoever waits for a scan, and whether it was asked to stop. From then on no lines are shown to be below the limit,
 * so that a search soon ends, with a result that means nothing. */
typedef struct nps_exact_caller {
    nps_interrupt interrupt;
    int has_stopped;
} nps_exact_caller;

/** Two samples, and memory. Zeroed `memory` is ready for use. */
typedef struct nps_exact_scan {
    nps_exact_arm a, b;
    nps_exact_caller *caller;
    int is_one_sided;    /**< Whether the critical region is the lower tail only. */
    double limit;        /**< The limit with which probabilities are compared. */
    double most;         /**< While the limit is raised: beyond this value it does not matter. */
    double witness;      /**< A score of b at which the limit was reached last; NaN: none. */
    nps_bounds sums;     /**< The sums of the current lines. */
    nps_exact_tail high; /**< The two tails of the critical region; */
    nps_exact_tail low;  /**< the lower tail is that of the mirrored tables. */
    nps_exact_surface surface;
} nps_exact_scan;

/** Lines from `first` to `last`, and the smallest |statistic| of the observed tables on them, at `first`. */
typedef struct nps_exact_lines {
    int first, last;
    double least;
} nps_exact_lines;

/** Whether the probability is below the limit on all of the lines; "no" may be wrong. */
int nps_exact_lines_are_below(nps_exact_scan *scan, const nps_exact_lines *lines);

/** Raises the limit until it is above the probability on all of the lines, or beyond `most`. */
void nps_exact_raise_limit_on(nps_exact_scan *scan, const nps_exact_lines *lines);

#endif
