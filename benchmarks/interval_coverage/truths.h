/* The truths for which coverage is computed.
 * SPDX-License-Identifier: MIT */
#ifndef INTERVAL_COVERAGE_TRUTHS_H
#define INTERVAL_COVERAGE_TRUTHS_H

#include "tables.h"

/** Regions of truths. Every truth is in exactly one of the first two regions; the third region is a part of the
 * first. */
enum region {
    REGION_GRID,     /**< Shares in whole per cent, every group at least 1 %. */
    REGION_BOUNDARY, /**< At least one group below 1 %, down to 0. */
    REGION_EXPECTED, /**< The part of the first region in which every group has an expected count of at least 5. */
    REGION_COUNT
};

/** The name of a region in the output. */
const char *region_name(enum region region);

/** All truths of the first two regions, those of the first region first. Release with free(). */
struct truth *make_truths(size_t *count);

/** Whether a truth is in a region, for samples of n answers. */
int is_in(enum region region, const struct truth *truth, unsigned n);

#endif
