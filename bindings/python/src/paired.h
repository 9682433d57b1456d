/* The same people in two waves, row by row.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_PAIRED_H
#define NPS_PYTHON_PAIRED_H

#include "column.h"

#include <Python.h>
#include <nps/paired.h>
#include <stdbool.h>

/**
 * Counts people by two columns, apart with the GIL free, and then merged; false with an exception, and nothing counted.
 */
bool paired_count_columns(nps_paired *self, python_column *first, python_column *second, const nps_scale *scale);

#endif
