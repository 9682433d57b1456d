/* Segments to compare, and room for the results.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TESTS_SEGMENTS_H
#define NPS_TESTS_SEGMENTS_H

#include "test.h"

enum { MOST = 64 };

/* The results of a family of comparisons, and options for it. */
struct family {
    nps_segments_options options;
    nps_segment_comparison out[MOST];
};

static inline struct family family_with(nps_method method, double level, nps_adjustment adjustment)
{
    struct family family;
    memset(&family, 0, sizeof family);
    nps_segments_options_init(&family.options);
    family.options.method = method;
    family.options.level = level;
    family.options.adjustment = adjustment;
    return family;
}

/* To the last bit. */
static inline void assert_comparison_equal(const nps_comparison *actual, const nps_comparison *expected)
{
    assert_memory_equal(&actual->difference, &expected->difference, sizeof expected->difference);
    assert_memory_equal(&actual->bounds, &expected->bounds, sizeof expected->bounds);
    assert_memory_equal(&actual->p_value, &expected->p_value, sizeof expected->p_value);
    assert_int_equal(actual->method, expected->method);
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
