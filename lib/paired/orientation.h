/* One of the equivalent ways to write down two waves, so that rounding cannot decide differently in each.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PAIRED_ORIENTATION_H
#define NPS_PAIRED_ORIENTATION_H

#include "overlap.h"

#include <stdbool.h>

/** How waves were turned. */
typedef struct nps_orientation {
    bool is_exchanged; /**< The second wave became the first. */
    bool is_mirrored;  /**< Promoters became detractors. */
} nps_orientation;

/** 1, or -1 if the change of the turned waves has the opposite sign. */
static inline double nps_orientation_sign(nps_orientation self)
{
    return self.is_exchanged == self.is_mirrored ? 1 : -1;
}

/**
 * Exchanges the waves, or promoters and detractors, or both, if that sorts the people before the given ones.
 *
 * Waves that differ only by such exchanges become the same waves, but for their scores, which stay as they are.
 */
nps_orientation nps_overlap_orient(nps_overlap *self);

#endif
