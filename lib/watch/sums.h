/* The sums of one direction of a watch: detectors of Shiryaev-Roberts kind, as nps/watch.h describes them.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_WATCH_SUMS_H
#define NPS_WATCH_SUMS_H

#include <nps/watch.h>
#include <stdbool.h>

/** A sum that has reached this value stays there, so that none can become infinite. */
#define NPS_WATCH_CAP 0x1p900

/** The share c of each stake; powers of two, so that its product with a number is exact. */
extern const double nps_watch_stakes[NPS_WATCH_STAKES];

/** How many means there are sums for: 1 with a known reference. */
static inline int nps_watch_side_points(const nps_watch_side *side)
{
    return side->step == 0 ? 1 : NPS_WATCH_POINTS;
}

/** A mean for which there are sums. */
static inline double nps_watch_side_mean(const nps_watch_side *side, int point)
{
    return side->first + point * side->step;
}

/** The four sums of a mean together. */
double nps_watch_side_total(const nps_watch_side *side, int point);

/** Adds an answer whose value is 0, 1/2 or 1. */
void nps_watch_side_add(nps_watch_side *side, double value);

/** Sets all sums to 0. */
void nps_watch_side_clear(nps_watch_side *side);

/** The number of directions that are watched. */
static inline int nps_watch_directions(const nps_watch *watch)
{
    return watch->direction == NPS_TWO_SIDED ? 2 : 1;
}

#endif
