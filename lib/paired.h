/* The methods of a change.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PAIRED_INTERNAL_H
#define NPS_PAIRED_INTERNAL_H

#include "method/procedure.h"
#include "paired/overlap.h"

#include <nps/paired.h>

/** The method of nps_paired_compare() and its procedure, NPS_ERROR_METHOD or NPS_ERROR_UNAVAILABLE. */
nps_status nps_paired_find_method(nps_method method, nps_method *really, const nps_procedure **procedure);

/** Reads options, sets the method of an overlap, and checks method and level. */
nps_status nps_paired_read_options(const nps_paired_options *options, nps_paired_options *into, nps_overlap *overlap);

/** The change by the estimator of the options, at their level. Somebody is in each wave. Waves that are each other's
 * mirror image have mirrored changes, even where rounding decides. */
nps_status nps_paired_read_overlap(const nps_overlap *overlap, const nps_paired_options *options,
                                   nps_paired_change *out);

#endif
