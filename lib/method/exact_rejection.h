/* The tables whose exact test rejects one theta.
 *
 * The two-sided test of theta rejects a table when the p-values of this theta and of all theta farther from the table
 * are below alpha (docs/exact.md). The first condition holds for a critical region, which needs no look at single
 * tables: the tables whose |statistic| is at least a limit. The second one can only leave out tables at its edge, and
 * is examined for tables there.
 *
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_EXACT_REJECTION_H
#define NPS_METHOD_EXACT_REJECTION_H

#include "exact_search.h"

#include <stdbool.h>

/** The largest number of answers. */
enum { NPS_EXACT_REJECTION_MAX = 500 };

/** The number of lines of tables with the same detractors, twice: each has two edges. */
enum { NPS_EXACT_REJECTION_TABLES = 2 * (NPS_EXACT_REJECTION_MAX + 1) };

/** A test of one theta, and its memory. */
typedef struct nps_exact_rejection {
    double theta;            /**< Inside [0, 1]. */
    nps_exact_region region; /**< The tables whose p-value of `theta` itself is below alpha. */
    nps_exact_search search;
    nps_exact_blocks blocks;
    nps_exact_line_results lines;
    double space[NPS_EXACT_SPACE(NPS_EXACT_REJECTION_MAX)];
} nps_exact_rejection;

/**
 * Finds the critical region of theta, by some 10 to 30 probabilities of regions.
 *
 * @param answers At most NPS_EXACT_REJECTION_MAX.
 * @param theta   Inside [0, 1]; for a negative one, exchange promoters and detractors.
 */
void nps_exact_rejection_init(nps_exact_rejection *self, int answers, double theta, double alpha);

/** The number of one of several tables of the region that is not rejected, because p-values of theta farther away are
 * not below alpha; -1: all are rejected. At most NPS_EXACT_REJECTION_TABLES. */
int nps_exact_rejection_find_accepted(nps_exact_rejection *self, const nps_real_counts *tables, int count);

#endif
