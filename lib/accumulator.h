/* What the rooms above need of an accumulator.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_ACCUMULATOR_INTERNAL_H
#define NPS_ACCUMULATOR_INTERNAL_H

#include "column.h"

#include <nps/accumulator.h>
#include <stdbool.h>

/** Whether `from` can be added to `to` without any counter overflowing. */
bool nps_accumulator_can_merge(const nps_accumulator *to, const nps_accumulator *from);

#endif
