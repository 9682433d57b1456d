/* Counting a column of answers by a column of keys.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_GROUP_COLUMNS_H
#define NPS_PYTHON_GROUP_COLUMNS_H

#include <Python.h>
#include <nps/groups.h>
#include <stdbool.h>

/**
 * Counts each answer in the group of its key without the GIL, so no other thread may use the groups.
 *
 * @param keys    A column for arrow_source_open(), of the type of the keys.
 * @param answers A column of numbers.
 * @param codes   A tuple of missing codes.
 * @param may_lack Whether rows without a key are counted in `rest`; otherwise they are an error.
 * @param rest    Receives the answers of rows without a key.
 * @return True; or false with an exception, and then some answers may have been counted.
 */
bool groups_count_columns(nps_groups *self, PyObject *keys, PyObject *answers, PyObject *codes, bool may_lack,
                          nps_accumulator *rest);

#endif
