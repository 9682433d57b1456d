/* An estimate as counts that a method for unweighted samples may take.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_WEIGHTED_EFFECTIVE_H
#define NPS_WEIGHTED_EFFECTIVE_H

#include "../method.h"

#include <nps/weighted.h>

/** For methods that need no memory: none that is allowed here does. */
extern const nps_setting nps_weighted_setting;

/** The procedure of a method whose promise survives weights, or NPS_ERROR_METHOD or NPS_ERROR_UNAVAILABLE. */
nps_status nps_weighted_find(nps_method method, nps_purpose purpose, nps_method *really,
                             const nps_procedure **procedure);

/** NPS_OK, or NPS_ERROR_WEIGHT for an estimate that cannot be. */
nps_status nps_weighted_check(const nps_weighted_estimate *estimate);

/** The counts for a method that goes z deviates far. There must be a degree of freedom. */
nps_real_counts nps_weighted_effective_counts(const nps_weighted_estimate *estimate, double z);

#endif
