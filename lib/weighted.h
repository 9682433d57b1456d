/* The inside of the weighted accumulator, for designs and for its encoded form.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_WEIGHTED_INTERNAL_H
#define NPS_WEIGHTED_INTERNAL_H

#include "accumulator.h"

#include <nps/weighted.h>
#include <stdbool.h>

/** Without answers. */
extern const nps_weighted nps_weighted_empty;

/** Whether no counter would overflow. */
bool nps_weighted_can_merge(const nps_weighted *to, const nps_weighted *from);

/** Whether every sum is one that so many weights can have. */
bool nps_weighted_is_possible(const nps_weighted *self);

#endif
