/* How often the 95 % interval of an effect has the true one inside, and how often its test finds one.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_BENCHMARKS_EFFECT_TALLY_H
#define NPS_BENCHMARKS_EFFECT_TALLY_H

#include <math.h>
#include <nps/drivers.h>

static const double LEVEL = 0.95;

/** Effects whose true value is below this are 0. */
static const double NOTHING = 1e-9;

typedef struct effect_tally {
    long cases, covered, found;
} effect_tally;

/** Counts an effect that has an interval. */
static inline void effect_tally_add(effect_tally *self, const nps_driver_effect *effect, double truth)
{
    if (isnan(effect->p_value))
        return;
    self->cases++;
    self->covered += effect->bounds.lower <= truth + NOTHING && truth - NOTHING <= effect->bounds.upper;
    self->found += effect->p_value < 1 - LEVEL;
}

#endif
