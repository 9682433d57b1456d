/* Groups by code.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_CODE_GROUPS_H
#define NPS_PYTHON_CODE_GROUPS_H

#include <Python.h>
#include <nps/code_groups.h>
#include <stdbool.h>
#include <stddef.h>

/** New empty groups, which free() gives back; NULL with MemoryError, or UnavailableError for too many. */
nps_code_groups *code_groups_new(uint64_t count);

/** Whether no thread counts into groups that code_groups_new() made; otherwise false with RuntimeError. */
bool code_groups_are_free(const nps_code_groups *self);

/** Counts two settled columns with the GIL free, when nobody else may use the groups; false with an exception. */
bool code_groups_count(nps_code_groups *self, const nps_column *codes, const nps_column *answers);

/** Copies a group; the last but one is of rows outside, the last of rows without a code. */
nps_status code_groups_get(const nps_code_groups *self, uint64_t place, nps_accumulator *out);

#endif
