/* What the codec of groups by code needs of them.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_CODE_GROUPS_INTERNAL_H
#define NPS_CODE_GROUPS_INTERNAL_H

#include <nps/code_groups.h>

/** Why groups of the caller's cannot be used, or NPS_OK. */
nps_status nps_code_groups_check(const nps_code_groups *self);

#endif
