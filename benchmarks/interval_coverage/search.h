/* The search for the truth with the lowest coverage, from the lowest truths of the list on.
 * SPDX-License-Identifier: MIT */
#ifndef INTERVAL_COVERAGE_SEARCH_H
#define INTERVAL_COVERAGE_SEARCH_H

#include "truths.h"

/** The largest number of answers. Up to it no number of ways overflows. */
enum { ANSWERS_MAX = 600 };

/** All samples of n answers and their intervals by one method. */
struct intervals {
    unsigned n;
    size_t count;
    const nps_counts *tables;
    const double *ways; /**< n! / (promoters! passives! detractors!) */
    const nps_bounds *bounds;
    int is_searched; /**< Otherwise the lowest of the given truths is taken. */
};

/** A truth and its coverage. */
struct lowest {
    struct truth truth;
    double coverage;
};

/** The coverage of a truth. */
double coverage_at(const struct intervals *intervals, const struct truth *truth);

/**
 * The lowest coverage that is found in a region.
 *
 * The coverage jumps where the score of the truth passes a bound of an interval, and is smooth between. So the search
 * moves the truth just beyond bounds, by moving answers between two groups, and along the line of truths with the same
 * score, as long as the coverage falls.
 *
 * @param truths   Truths of all regions, with their coverages.
 * @param coverage The coverages.
 * @param count    The number of truths, of which at least one is in the region.
 */
struct lowest find_lowest(const struct intervals *intervals, enum region region, const struct truth *truths,
                          const double *coverage, size_t count);

#endif
