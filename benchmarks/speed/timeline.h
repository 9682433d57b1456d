/* Columns of days and answers, and rolling windows.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_SPEED_TIMELINE_H
#define NPS_SPEED_TIMELINE_H

#include "measure.h"

void speed_timeline(const struct speed_options *options);

#endif
