/* Options of the variance of a design.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_WEIGHTED_VARIANCE_OPTIONS_H
#define NPS_WEIGHTED_VARIANCE_OPTIONS_H

#include <nps/weighted.h>

/** Copies a caller's options, or the defaults: NPS_OK, NPS_ERROR_SIZE, NPS_ERROR_METHOD or NPS_ERROR_POPULATION. */
nps_status nps_variance_options_read(nps_variance_options *into, const nps_variance_options *from);

/**
 * The population of a stratum of which so many units were drawn.
 *
 * @param population Receives it; 0: infinite.
 * @return NPS_OK, or NPS_ERROR_POPULATION when there is none for the stratum, or it is smaller than the sample.
 */
nps_status nps_variance_find_population(const nps_variance_options *options, int64_t stratum, uint64_t units,
                                        uint64_t *population);

#endif
