/* What the rooms above need of an accumulator.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_ACCUMULATOR_INTERNAL_H
#define NPS_ACCUMULATOR_INTERNAL_H

#include <nps/accumulator.h>
#include <stdbool.h>

/** Where an answer is counted: the answers 0..10, and then these; the order of the counters in an accumulator. */
enum { NPS_SLOT_MISSING = NPS_ANSWERS, NPS_SLOT_INVALID, NPS_SLOTS };

/** Whether `from` can be added to `to` without any counter overflowing. */
bool nps_accumulator_can_merge(const nps_accumulator *to, const nps_accumulator *from);

#endif
