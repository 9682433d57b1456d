/* Rows with two keys.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_SPEED_CUBE_H
#define NPS_SPEED_CUBE_H

#include "measure.h"

void speed_cube(const struct speed_options *options);

#endif
