/* Groups by text, as the texts come from Arrow.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_SPEED_TEXT_GROUPS_H
#define NPS_SPEED_TEXT_GROUPS_H

#include "measure.h"

void speed_text_groups(const struct speed_options *options);

#endif
