/* The same people in two waves, row by row.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_PAIRED_H
#define NPS_PYTHON_PAIRED_H

#include <Python.h>
#include <nps/paired.h>
#include <stdbool.h>

/** Counts people by two bytes objects, as nps_column_answers() has answers; false with an exception, and nothing
 * counted.
 */
bool paired_count_all(nps_paired *self, const nps_scale *scale, PyObject *first, PyObject *second);

#endif
