/* Groups by code.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_CODE_GROUPS_H
#define NPS_PYTHON_CODE_GROUPS_H

#include <Python.h>
#include <nps/code_groups.h>
#include <stdbool.h>
#include <stddef.h>

/** New empty groups, released by free(); NULL with MemoryError, or with UnavailableError for too many. */
nps_code_groups *code_groups_new(uint64_t count);

/** Whether no thread counts into groups made by code_groups_new(); otherwise false with RuntimeError. */
bool code_groups_are_free(const nps_code_groups *self);

/** Counts two settled columns without the GIL; meanwhile other threads cannot use the groups. False with an exception.
 */
bool code_groups_count(nps_code_groups *self, const nps_column *codes, const nps_column *answers);

/** Copies a group; the two places after the groups are the rows with a code outside and the rows without a code. */
nps_status code_groups_get(const nps_code_groups *self, uint64_t place, nps_accumulator *out);

#endif
