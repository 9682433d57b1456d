/* The order of the pairs of tables for the exact comparison of two samples.
 *
 * The second sample is mirrored, promoters for detractors, so that the difference of the scores becomes their sum, and
 * both samples have the same part. The order of a sum is the score statistic after one passive was added to each
 * sample. It is the same for all sums of a line; line k is the sums within half a line of k / NPS_EXACT_SUM_LINES. The
 * proof is in docs/exact.md.
 *
 * SPDX-License-Identifier: MIT */
#ifndef NPS_COMPARE_EXACT_ORDER_H
#define NPS_COMPARE_EXACT_ORDER_H

#include "../counts.h"

#include <nps/method.h>
#include <stdint.h>

enum {
    /** The number of lines in a range of 1. */
    NPS_EXACT_SUM_LINES = 512,
    /** The line of the largest possible sum, 2. */
    NPS_EXACT_SUM_LAST = 2 * NPS_EXACT_SUM_LINES,
    /** The number of tables of the largest sample. */
    NPS_EXACT_SUM_TABLES = (NPS_EXACT_COMPARE_MAX + 1) * (NPS_EXACT_COMPARE_MAX + 2) / 2
};

/** Two tables. */
typedef struct nps_exact_tables {
    nps_real_counts a, b;
} nps_exact_tables;

/** Promoters exchanged with detractors in both. */
nps_exact_tables nps_exact_mirror(const nps_exact_tables *tables);

/** The statistic. It rises when an answer of either sample becomes better, and falls from line to line. */
double nps_exact_sum_statistic(const nps_exact_tables *tables, int line);

/** Whether the statistic is -deviate or less, for a positive deviate; faster than the statistic. */
int nps_exact_sum_is_lower(const nps_exact_tables *tables, int line, double deviate);

/** The sum at which the statistic is 0. */
double nps_exact_sum_centre(const nps_exact_tables *tables);

/** An upper tail: the pairs of tables whose statistic is at least some positive value. For each table of the second
 * sample and each number of detractors of the first, its tables with up to a certain number of passives belong to it.
 */
typedef struct nps_exact_tail {
    int answers_a, answers_b;
    int8_t most[NPS_EXACT_SUM_TABLES][NPS_EXACT_COMPARE_MAX + 1]; /**< By the table of the second sample and the
                                                                   * detractors of the first; -1: none. */
} nps_exact_tail;

/** The index of a table of n answers. */
int nps_exact_table_index(int n, int passives, int detractors);

/** The pairs whose statistic on a line is at least `least`, which is positive; ties and near ties are included. */
void nps_exact_find_tail(nps_exact_tail *tail, int answers_a, int answers_b, double least, int line);

#endif
