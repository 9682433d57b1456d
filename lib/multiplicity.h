/* What the families and the ranks have in common.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_MULTIPLICITY_INTERNAL_H
#define NPS_MULTIPLICITY_INTERNAL_H

#include <nps/multiplicity.h>

/** Reads options and checks all that can be wrong with them; NPS_METHOD_AUTO and the adjustment stay as they are. */
nps_status nps_multiplicity_read(nps_multiplicity_options *into, const nps_multiplicity_options *from);

#endif
