/* States written as bytes and read from them.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_SPEED_CODEC_H
#define NPS_SPEED_CODEC_H

#include "measure.h"

void speed_codec(const struct speed_options *options);

#endif
