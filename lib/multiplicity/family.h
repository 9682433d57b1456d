/* Families of comparisons, ranks and probabilities of being the best, whatever the segments are: counts, estimates or
 * domains of a design.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_MULTIPLICITY_FAMILY_H
#define NPS_MULTIPLICITY_FAMILY_H

#include "../method/procedure.h"

#include <nps/multiplicity.h>
#include <stdbool.h>
#include <stddef.h>

/** A comparison of a family: of a segment with another of a family of pairs, else with its only opponent. */
typedef struct nps_family_member {
    size_t place, first, second;
} nps_family_member;

/** Segments that are compared. */
typedef struct nps_family {
    const void *segments; /* the caller's array; NULL is allowed only where there is nothing to compare */
    size_t count;
    bool is_of_pairs;     /* each with each other, in the order of nps_segments_compare_pairs() */
    bool are_independent; /* whether the comparisons are, so that Benjamini-Hochberg's procedure is proven */
    const void *context;
    /** Whether a comparison can be made by a method. */
    nps_status (*check)(const void *context, nps_method method, const nps_family_member *member);
    nps_status (*compare)(const void *context, nps_method method, const nps_family_member *member, double level,
                          nps_comparison *out);
} nps_family;

/** Makes all comparisons of a family; options, results and statuses are those of nps_segments_compare_benchmark(). */
nps_status nps_family_compare(const nps_family *family, const nps_segments_options *options,
                              nps_segment_comparison *out);

/** Segments of which each has counts of its own. */
typedef struct nps_segment_source {
    const void *segments; /* the caller's array */
    size_t count;
    const void *context;
    /** The counts of a segment for a procedure that goes z deviates far, all 0 when nothing is known of it; or why it
     * is left out. */
    nps_status (*counts)(const void *context, size_t place, const nps_procedure *procedure, double z,
                         nps_real_counts *out);
} nps_segment_source;

/** Finds ranks by a method; `options` have been read, and are checked further. */
nps_status nps_rank_segments(const nps_segment_source *source, const nps_segments_options *options, nps_method method,
                             const nps_procedure *procedure, nps_segment_rank *out);

/** What ranks refuse: another adjustment than Holm's, and a prior. */
nps_status nps_rank_check_options(const nps_segments_options *options);

/** Finds the probabilities of being the best; `options` have been read, and are checked further. */
nps_status nps_find_best_segments(const nps_segment_source *source, const nps_segments_options *options,
                                  nps_segment_best *out);

#endif
