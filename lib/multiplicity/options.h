/* Options of functions for many segments.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_MULTIPLICITY_OPTIONS_H
#define NPS_MULTIPLICITY_OPTIONS_H

#include <nps/multiplicity.h>
#include <stdbool.h>
#include <stddef.h>

/** Reads options and checks those used by comparisons. NPS_METHOD_AUTO and the adjustment are not resolved. */
nps_status nps_segments_read_options(nps_segments_options *into, const nps_segments_options *from);

/** The same for tests that depend on each other: Benjamini-Hochberg is refused, and so is a prior, and the adjustment
 * is resolved. The allocator is read too. */
nps_status nps_segments_read_dependent(nps_segments_options *into, nps_allocator *memory,
                                       const nps_segments_options *from);

/** The level of each of `members` intervals that are right together, by Bonferroni; that of the options without an
 * adjustment. */
nps_status nps_segments_level_of_one(const nps_segments_options *options, size_t members, double *level);

/** Whether the options have a prior, which comparisons and ranks do not accept. */
bool nps_segments_has_prior(const nps_segments_options *options);

#endif
