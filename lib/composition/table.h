/* Two samples as a table of two rows and a column for each category that has answers.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_COMPOSITION_TABLE_H
#define NPS_COMPOSITION_TABLE_H

#include <stdint.h>

#define NPS_TABLE_CATEGORIES 11

/** The categories in ascending order, those without answers left out. Counts are numbers of answers as doubles. */
typedef struct nps_share_table {
    int count;
    double a[NPS_TABLE_CATEGORIES], b[NPS_TABLE_CATEGORIES];
    double both[NPS_TABLE_CATEGORIES];
    /** How many answers of both samples are lower than a category, minus how many are higher: twice the mean rank of
     * its answers, counted from the middle. */
    double rank[NPS_TABLE_CATEGORIES];
    double n_a, n_b, n;
} nps_share_table;

/** The table of `count` categories in ascending order; both samples have answers. */
void nps_share_table_read(nps_share_table *self, const uint64_t *a, const uint64_t *b, int count);

/** The same table with the smaller sample first. */
nps_share_table nps_share_table_smaller_first(const nps_share_table *self);

/** Pearson's chi-square statistic of equal shares. */
double nps_share_table_statistic(const nps_share_table *self);

/** The sum of the ranks of the first sample; its mean is 0 if shares are equal. */
double nps_share_table_rank_sum(const nps_share_table *self);

/** Half the sum of the absolute differences of shares. */
double nps_share_table_variation(const nps_share_table *self);

/** The p-values of the test of all shares and of the rank test. */
typedef struct nps_share_evidence {
    double shares, ranks;
} nps_share_evidence;

#endif
