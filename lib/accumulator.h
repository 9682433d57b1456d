/* Access to the counters of an accumulator, for the other files of the library.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_ACCUMULATOR_INTERNAL_H
#define NPS_ACCUMULATOR_INTERNAL_H

#include "column.h"

#include <nps/accumulator.h>
#include <stdbool.h>

/** Without answers. */
extern const nps_accumulator nps_accumulator_empty;

/** The counter of a bin. */
static inline uint64_t *nps_accumulator_counter(nps_accumulator *self, size_t bin)
{
    if (bin < NPS_ANSWERS)
        return &self->answers[bin];
    return bin == NPS_ANSWER_MISSING ? &self->missing : &self->invalid;
}

/** The count of a bin. */
static inline uint64_t nps_accumulator_count_of(const nps_accumulator *self, size_t bin)
{
    if (bin < NPS_ANSWERS)
        return self->answers[bin];
    return bin == NPS_ANSWER_MISSING ? self->missing : self->invalid;
}

/** Whether `from` can be added to `to` without any counter overflowing. */
bool nps_accumulator_can_merge(const nps_accumulator *to, const nps_accumulator *from);

/** Whether `part` can be subtracted from `self`: no counter of `self` is less than that of `part`. */
bool nps_accumulator_has_part(const nps_accumulator *self, const nps_accumulator *part);

#endif
