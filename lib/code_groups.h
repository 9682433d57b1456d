/* Validation of groups by code, for their codec.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_CODE_GROUPS_INTERNAL_H
#define NPS_CODE_GROUPS_INTERNAL_H

#include <nps/code_groups.h>

/** NPS_OK, or the reason for which the caller's groups cannot be used. */
nps_status nps_code_groups_check(const nps_code_groups *self);

#endif
