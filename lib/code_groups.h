/* Groups by code for other rooms: their validation, and codes that do not begin at 0.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_CODE_GROUPS_INTERNAL_H
#define NPS_CODE_GROUPS_INTERNAL_H

#include <nps/code_groups.h>

/** NPS_OK, or the reason for which the caller's groups cannot be used. */
nps_status nps_code_groups_check(const nps_code_groups *self);

/**
 * nps_code_groups_add_column() with codes that begin at `first`.
 *
 * @param self      Groups that nps_code_groups_check() accepts.
 * @param first     The code of the first group, a value of the type of `codes` if that is an integer type.
 * @param codes     A column that nps_column_open() has read.
 * @param answers   Another one of the same length.
 * @param workspace NULL, or memory of nps_code_groups_workspace_size() bytes.
 * @return NPS_OK, or NPS_ERROR_OVERFLOW and nothing changes.
 */
nps_status nps_code_groups_count(nps_code_groups *self, int64_t first, const nps_column *codes,
                                 const nps_column *answers, void *workspace);

#endif
