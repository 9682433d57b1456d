/* What calibration is told: margins, rows and segments.
 *
 * What reads an object returns false, with a Python exception set, for an object of another shape; what it read is
 * given back.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_CALIBRATION_H
#define NPS_PYTHON_CALIBRATION_H

#include "numbers.h"

#include <Python.h>
#include <nps/calibration.h>
#include <stdbool.h>
#include <stddef.h>

/** Margins, whose categories lie in bytes objects that the tuple holds. */
typedef struct python_margins {
    nps_margin *margins;
    size_t count;
    size_t rows; /**< Of each; SIZE_MAX without margins. */
} python_margins;

/** Reads a tuple of (categories, totals): bytes of uint32_t, which nobody can change meanwhile, and a tuple of floats.
 */
bool python_margins_read(PyObject *tuple, python_margins *out);
void python_margins_release(python_margins *margins);

/** Whether the margins, if there are any, have so many rows; otherwise false with ValueError. */
bool python_margins_fit(const python_margins *margins, size_t rows);

/** Base weights, or that there are none, and how many rows. */
typedef struct python_base {
    bool is_given;
    python_doubles weights; /**< Only when they are given. */
    size_t rows;
} python_base;

/** Reads the number of rows, or (weights, mask, ()). */
bool python_base_read(PyObject *object, python_base *out);
void python_base_release(python_base *base);

/** Segments with their populations. */
typedef struct python_segments {
    nps_accumulator *answers;
    double *totals;
    size_t count;
} python_segments;

/** Reads a tuple of (handle, total). */
bool python_segments_read(PyObject *tuple, python_segments *out);
void python_segments_release(python_segments *segments);

#endif
