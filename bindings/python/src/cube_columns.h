/* Counting a column of answers by columns of keys.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_CUBE_COLUMNS_H
#define NPS_PYTHON_CUBE_COLUMNS_H

#include <Python.h>
#include <nps/cube.h>
#include <stdbool.h>

/**
 * Counts each answer in the cell of the values beside it without the GIL, so no other thread may use the cube.
 *
 * @param keys    A tuple of columns for arrow_source_open(), one for each key.
 * @param answers A column of numbers.
 * @param codes   A tuple of missing codes.
 * @return True; or false with an exception, and then some answers may have been counted.
 */
bool cube_count_columns(nps_cube *self, PyObject *keys, PyObject *answers, PyObject *codes);

#endif
