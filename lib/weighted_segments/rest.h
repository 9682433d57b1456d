/* All other segments put together, for each segment.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_WEIGHTED_SEGMENTS_REST_H
#define NPS_WEIGHTED_SEGMENTS_REST_H

#include <nps/weighted.h>
#include <stddef.h>

/** NPS_OK, NPS_ERROR_EMPTY for an estimate that is all zero, or NPS_ERROR_WEIGHT for one that cannot be. */
nps_status nps_weighted_check_segment(const nps_weighted_estimate *segment);

/**
 * The rest of each segment, all zero where there is none.
 *
 * @param rests Receives `count` estimates, of which only the members that comparisons need are set.
 * @return NPS_OK, or NPS_ERROR_WEIGHT for a segment that cannot be or has no positive and finite sum of weights.
 */
nps_status nps_weighted_rests(const nps_weighted_estimate *segments, size_t count, nps_weighted_estimate *rests);

#endif
