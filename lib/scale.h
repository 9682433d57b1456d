/* Functions that read a scale argument.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_SCALE_INTERNAL_H
#define NPS_SCALE_INTERNAL_H

#include <nps/scale.h>

/**
 * Replaces NULL by the scale 0 to 10, and checks the scale.
 *
 * @return NPS_OK or NPS_ERROR_SCALE.
 */
nps_status nps_scale_read(const nps_scale **scale);

#endif
