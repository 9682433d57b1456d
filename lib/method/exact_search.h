/* Searches for the theta that the exact test does not reject, from the end of the scale towards the estimate.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_EXACT_SEARCH_H
#define NPS_METHOD_EXACT_SEARCH_H

#include "exact_polynomial.h"
#include "exact_tail.h"

/** A range of theta in [0, 1] on one side of the centre of a table. */
typedef struct nps_exact_span {
    nps_real_counts counts;
    double outer, inner; /**< The ends: the one far from the centre, and the one near it. */
} nps_exact_span;

enum { NPS_EXACT_BLOCKS = NPS_EXACT_LINES / 2 };

/** Results about blocks of lines for one n and one limit. Whether all p-values of a block are below the limit
 * depends on the table only through its smallest |statistic| in the block, so results for one table apply to others. */
typedef struct nps_exact_blocks {
    double below[NPS_EXACT_BLOCKS];   /**< For a smallest |statistic| from this value on, all p-values are below the
                                       * limit. */
    double reached[NPS_EXACT_BLOCKS]; /**< Up to this value of the smallest |statistic| it could not be shown. */
} nps_exact_blocks;

/** Initialises the results as unknown. */
void nps_exact_blocks_init(nps_exact_blocks *self);

/** Results about whole lines, for one n, one limit and spans that begin at one theta: the smallest |statistic| for
 * which all p-values on the line are below the limit, by the direction of the scan. */
typedef struct nps_exact_line_results {
    double below[2][NPS_EXACT_LINES];
} nps_exact_line_results;

/** Initialises the results as unknown. */
void nps_exact_line_results_init(nps_exact_line_results *self);

/** What is known of the critical region of a line at one end of a cell of theta. */
typedef struct nps_exact_end {
    double theta;
    int has_lower, has_upper;          /**< Whether these are known. */
    double *lower, *upper;             /**< The probabilities of the tails: coefficients. */
    double lower_height, upper_height; /**< The largest of them. */
    double maximum;                    /**< The p-value, or -1: not known. */
} nps_exact_end;

/** The numbers that a scan needs for all numbers of answers up to one. */
#define NPS_EXACT_SPACE(answers)                                                                                       \
    (NPS_EXACT_MIXTURE_SIZE(answers) + NPS_EXACT_SCRATCH_SIZE(answers) + 5 * ((answers) + 1))

/** Settings and memory of a scan. Begin with nps_exact_search_begin(). */
typedef struct nps_exact_search {
    int answers;
    double limit;                  /**< The limit with which p-values are compared. */
    nps_exact_blocks *blocks;      /**< NULL: results about blocks are not kept. */
    nps_exact_line_results *lines; /**< NULL: results about lines are not kept. */
    nps_exact_mixture mixture;
    nps_exact_scratch scratch;
    nps_exact_end ends[2];
    double *sum; /**< Coefficients. */
} nps_exact_search;

/** Sets the number of answers, and divides NPS_EXACT_SPACE of it up. Leaves limit, blocks and lines. */
void nps_exact_search_begin(nps_exact_search *self, int answers, double *space);

/** The probabilities that may be left out of the two tails, so that they do not matter beside the limit; without
 * results about blocks, as for p-values, as good as none. */
double nps_exact_negligible(const nps_exact_search *self);

/** The two-sided p-value at one theta in [0, 1]; never too small, with relative error 1e-10. */
double nps_exact_point(nps_exact_search *self, const nps_real_counts *counts, double theta);

/** The outermost theta of the span whose p-value reaches the limit, at most 2^-36 too far out; 0 when there is none. */
int nps_exact_find_outermost(nps_exact_search *self, const nps_exact_span *span, double *theta);

/** The number of one of several spans whose p-value reaches the limit, or -1: there is none. All have the same ends and
 * numbers of answers. Takes little more time than one span. */
int nps_exact_find_reached(nps_exact_search *self, const nps_exact_span *spans, int count);

/** Raises the limit, if necessary, until it bounds all p-values of the span, with relative error 1e-10. Uses no
 * blocks. */
void nps_exact_raise_limit(nps_exact_search *self, const nps_exact_span *span);

#endif
