/* How functions take a scale.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_SCALE_INTERNAL_H
#define NPS_SCALE_INTERNAL_H

#include <nps/scale.h>

/**
 * Puts 0 to 10 in place of NULL, and checks.
 *
 * @return NPS_OK or NPS_ERROR_SCALE.
 */
nps_status nps_scale_read(const nps_scale **scale);

#endif
