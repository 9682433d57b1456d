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

/**
 * The counts for a method that goes z deviates far. There must be a degree of freedom.
 *
 * For the Wald method they are those from which it computes the standard error of the estimate.
 */
nps_real_counts nps_weighted_effective_counts(const nps_weighted_estimate *estimate, const nps_procedure *procedure,
                                              double z);

/** As many respondents as give the Wald method the standard error, when it is known; otherwise the effective ones. */
double nps_weighted_wald_respondents(const nps_weighted_estimate *estimate);

/** The p-value that a method finds for counts that were made for z deviates. */
typedef double (*nps_weighted_p_value)(double z, const void *context);

/** The p-value whose own deviate is the one for which its counts were made. */
double nps_weighted_consistent_p_value(nps_weighted_p_value function, const void *context, nps_alternative alternative);

#endif
