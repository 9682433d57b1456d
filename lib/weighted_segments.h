/* Functions shared by families of estimates and families of domains.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_WEIGHTED_SEGMENTS_INTERNAL_H
#define NPS_WEIGHTED_SEGMENTS_INTERNAL_H

#include "method.h"

#include <nps/weighted_segments.h>
#include <stdbool.h>

/** Reads options, and finds the procedure of a method whose promise survives weights. */
nps_status nps_weighted_segments_read_options(nps_segments_options *into, const nps_segments_options *from,
                                              nps_purpose purpose, const nps_procedure **procedure, nps_method *really);

/** NPS_OK for options of comparisons whose method is allowed for weighted answers. */
nps_status nps_weighted_check_options(const nps_segments_options *options);

/** A published score, and whether comparisons with it are independent. */
typedef struct nps_weighted_benchmark {
    double score;
    uint64_t respondents;
    bool are_independent;
} nps_weighted_benchmark;

/** nps_weighted_segments_compare_benchmark(), also for estimates that depend on each other. */
nps_status nps_weighted_compare_with_benchmark(const nps_weighted_estimate *segments, size_t count,
                                               const nps_weighted_benchmark *benchmark,
                                               const nps_segments_options *options, nps_segment_comparison *out);

#endif
