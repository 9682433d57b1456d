/* The truths that coverage is looked at for.
 * SPDX-License-Identifier: MIT */
#ifndef INTERVAL_COVERAGE_TRUTHS_H
#define INTERVAL_COVERAGE_TRUTHS_H

#include "tables.h"

/** Where a truth lies. Every truth is in one of the first two; those of the third are part of the first. */
enum region {
    REGION_GRID,     /**< Shares of whole per cents, every group at least 1 %. */
    REGION_BOUNDARY, /**< At least one group below 1 %, down to none. */
    REGION_EXPECTED, /**< Of the first, where every group has an expected count of at least 5. */
    REGION_COUNT
};

/** How a region is called in the output. */
const char *region_name(enum region region);

/** All truths of the first two regions, those of the first before those of the second. Release with free(). */
struct truth *make_truths(size_t *count);

/** Whether a truth is in a region for samples of n. */
int is_in(enum region region, const struct truth *truth, unsigned n);

#endif
