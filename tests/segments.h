/* Segments to compare, and room for the results.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TESTS_SEGMENTS_H
#define NPS_TESTS_SEGMENTS_H

#include "test.h"

enum { MOST = 64 };

/* The results of a family of comparisons, and options for it. */
struct family {
    nps_multiplicity_options options;
    nps_comparison out[MOST];
    double adjusted[MOST];
    size_t order[MOST];
    nps_status statuses[MOST];
};

static inline struct family family_with(nps_method method, double level, nps_adjustment adjustment)
{
    struct family family;
    memset(&family, 0, sizeof family);
    nps_multiplicity_options_init(&family.options);
    family.options.method = method;
    family.options.level = level;
    family.options.adjustment = adjustment;
    return family;
}

/* Every count is at most `most`, and one is at least 1. */
static inline nps_counts next_counts(uint64_t *random, uint64_t most)
{
    const nps_counts counts = {next_below(random, most), 1 + next_below(random, most), next_below(random, most)};
    return counts;
}

static const nps_counts SEGMENTS[] = {{50, 30, 20}, {30, 30, 40}, {9, 1, 0}, {500, 300, 200}, {1, 0, 0}};

enum { COUNT = sizeof SEGMENTS / sizeof *SEGMENTS, PAIRS = COUNT * (COUNT - 1) / 2 };

#endif
