/* Groups by code.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_SPEED_CODE_GROUPS_H
#define NPS_SPEED_CODE_GROUPS_H

#include "measure.h"

void speed_code_groups(const struct speed_options *options);

#endif
