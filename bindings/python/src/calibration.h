/* Samples with margins as Python has them.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_CALIBRATION_H
#define NPS_PYTHON_CALIBRATION_H

#include "numbers.h"

#include <Python.h>
#include <nps/calibration.h>
#include <stdbool.h>

/** A sample, whose weights are held or a copy, and whose margins lie in bytes objects that a tuple holds. */
typedef struct python_sample {
    nps_calibration_sample sample; /**< First, so that a pointer to it is a pointer to all. */
    nps_margin *margins;
    python_numbers weights;
} python_sample;

/**
 * Reads (weights, margins): a column as python_numbers_acquire() takes it, or None, and a tuple of (categories,
 * totals), which are bytes of uint32_t and of double, so that nobody can change them meanwhile.
 *
 * @return Whether it worked; otherwise an exception is set and nothing is held.
 */
bool python_sample_read(PyObject *tuple, python_sample *out);
void python_sample_release(python_sample *sample);

#endif
