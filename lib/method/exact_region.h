/* The tables that are at least as extreme as a given one: the critical region of the exact test.
 *
 * A table of n answers is (passives, detractors); the promoters are the rest. Each of the lines 0, 1/1024 ...
 * 1023/1024 has an order of the tables; a theta in [0, 1] uses the order of the line at or below it. Results for
 * theta < 0 follow by exchanging promoters and detractors. The proof is in docs/exact.md.
 *
 *
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_EXACT_REGION_H
#define NPS_METHOD_EXACT_REGION_H

#include "../counts.h"

#include <nps/method.h>
#include <stdint.h>

/** The number of lines. */
enum { NPS_EXACT_LINES = 1024 };

/** The theta of a line, exactly. */
double nps_exact_line_theta(int line);

/** The line of a theta in [0, 1]. */
int nps_exact_line(double theta);

/** The statistic that orders the tables: the score statistic after two passives were added. It rises when an answer
 * becomes better (detractor to passive, passive to promoter), falls as theta rises, and is 0 at nps_exact_centre(). */
double nps_exact_statistic(const nps_real_counts *counts, int line);

/** The theta at which the statistic is 0. */
double nps_exact_centre(const nps_real_counts *counts);

/** Two tails of tables. Because the statistic rises when an answer becomes better, each tail is bounded by a
 * staircase. The tails may overlap. The table of n promoters is never in the lower tail. */
typedef struct nps_exact_region {
    int answers;
    int16_t upper[NPS_EXACT_MAX + 1]; /**< By detractors: the largest number of passives in the upper tail; -1: none. */
    int16_t lower[NPS_EXACT_MAX + 1]; /**< By detractors: the smallest number of passives in the lower tail. */
} nps_exact_region;

/** The tables whose statistic is >= least on the first line, or <= -least on the last; ties and near ties are
 * included. */
void nps_exact_two_sided_region(nps_exact_region *region, int answers, double least, int first, int last);

/** The tables whose statistic is >= least on a line, ties and near ties included. */
void nps_exact_upper_region(nps_exact_region *region, int answers, double least, int line);

/** The tables whose statistic is <= most on a line, ties and near ties included. */
void nps_exact_lower_region(nps_exact_region *region, int answers, double most, int line);

#endif
