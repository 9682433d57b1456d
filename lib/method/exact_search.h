/* Where the exact test does not reject: a scan of all theta, from afar towards the estimate.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_EXACT_SEARCH_H
#define NPS_METHOD_EXACT_SEARCH_H

#include "exact_tail.h"

/** A range of theta in [0, 1] on one side of the centre of a table. */
typedef struct nps_exact_span {
    nps_real_counts counts;
    double outer, inner; /**< The ends: far from the centre, and near it. */
} nps_exact_span;

enum { NPS_EXACT_BLOCKS = NPS_EXACT_LINES / 2 };

/**
 * What is known of blocks of lines for one n and one limit: whether all p-values in a block are below the limit depends
 * on the table only through its least |statistic| there, so tables learn from each other.
 */
typedef struct nps_exact_blocks {
    double below[NPS_EXACT_BLOCKS];   /**< From here on they are. */
    double reached[NPS_EXACT_BLOCKS]; /**< Up to here it could not be shown. */
} nps_exact_blocks;

/** Knows nothing. */
void nps_exact_blocks_init(nps_exact_blocks *self);

/** Settings and memory of a scan. */
typedef struct nps_exact_search {
    int answers;
    double limit;             /**< What p-values are compared with. */
    nps_exact_blocks *blocks; /**< NULL: none. */
    nps_exact_scratch scratch;
} nps_exact_search;

/** The two-sided p-value at one theta in [0, 1]; not too small, relative error 1e-10. */
double nps_exact_point(nps_exact_search *self, const nps_real_counts *counts, double theta);

/** The outermost theta of the span whose p-value reaches the limit, no more than 2^-36 too far out; 0 when there is
 * none. */
int nps_exact_find_outermost(nps_exact_search *self, const nps_exact_span *span, double *theta);

/** Raises the limit, if need be, until it bounds all p-values of the span, relative error 1e-10. Without blocks. */
void nps_exact_raise_limit(nps_exact_search *self, const nps_exact_span *span);

#endif
