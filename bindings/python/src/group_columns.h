/* A column of keys and one of answers, counted into groups.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_GROUP_COLUMNS_H
#define NPS_PYTHON_GROUP_COLUMNS_H

#include <Python.h>
#include <nps/groups.h>
#include <stdbool.h>

/**
 * Counts each answer in the group of the key beside it, with the GIL free: so the groups must be nobody else's.
 *
 * @param keys    A column, as arrow_source_open() takes it, of what the keys of the groups are.
 * @param answers A column of numbers.
 * @param codes   A tuple of missing codes.
 * @return Whether it worked; otherwise there is an exception, and some may have been counted.
 */
bool groups_count_columns(nps_groups *self, PyObject *keys, PyObject *answers, PyObject *codes);

#endif
