/* Shared by the comparisons of many segments and by their ranks.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_MULTIPLICITY_INTERNAL_H
#define NPS_MULTIPLICITY_INTERNAL_H

#include <nps/multiplicity.h>
#include <stdbool.h>

/** Reads options and checks what comparisons need of them; NPS_METHOD_AUTO and the adjustment stay as they are. */
nps_status nps_segments_read_options(nps_segments_options *into, const nps_segments_options *from);

/** Whether a prior is given, which comparisons and ranks do not take. */
bool nps_segments_has_prior(const nps_segments_options *options);

#endif
