/* The internals of a timeline, for its codec and its columns.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TIMELINE_INTERNAL_H
#define NPS_TIMELINE_INTERNAL_H

#include "allocator.h"
#include "calendar.h"
#include "timeline/days.h"

#include <nps/timeline.h>

struct nps_timeline {
    nps_days days; /* none before the horizon has a count */
    int32_t horizon;
    nps_older older;
    nps_timeline_rest rest;
    nps_budget budget; /* the allocator of the days */
    nps_interrupt interrupt;
};

/** The options without what was added after the first version. */
#define NPS_TIMELINE_OPTIONS_OLDEST sizeof(nps_timeline_options)

/** Whether the counts of the days from `first` to `last` are known: they are days, and none was gathered. */
bool nps_timeline_is_readable(const nps_timeline *self, int32_t first, int32_t last);

/** Adds the days from `first` to `last`; NPS_OK or NPS_ERROR_OVERFLOW, and then `sum` is arbitrary. */
nps_status nps_timeline_add_days(const nps_days *days, int32_t first, int32_t last, nps_accumulator *sum);

#endif
