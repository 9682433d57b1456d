/* Columns of weights.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_SPEED_WEIGHTS_H
#define NPS_SPEED_WEIGHTS_H

#include "measure.h"

void speed_weights(const struct speed_options *options);

#endif
