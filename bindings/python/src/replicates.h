/* Replicate weights as Python has them.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_REPLICATES_H
#define NPS_PYTHON_REPLICATES_H

#include "calibration.h"
#include "numbers.h"

#include <Python.h>
#include <nps/replicates.h>
#include <stdbool.h>

/** A sample with replicate weights, whose columns are held or copies. */
typedef struct python_replicates {
    nps_replicates replicates; /**< First, so that a pointer to it is a pointer to all. */
    python_numbers weights, matrix, scales;
} python_replicates;

/**
 * Reads (rows, replicates, weights, matrix, scales, kind, has_factors, fay, variance_scale, around_estimate, degrees);
 * weights, matrix and scales are columns as python_numbers_acquire() takes them, weights and scales may be None. The
 * matrix has replicate after replicate.
 *
 * @return Whether it worked; otherwise an exception is set and nothing is held.
 */
bool python_replicates_read(PyObject *tuple, python_replicates *out);
void python_replicates_release(python_replicates *replicates);

/** What nps_replicates_make() can be told. */
typedef struct python_replication {
    nps_replication_options options; /**< First, so that a pointer to it is a pointer to all. */
    python_calibration calibration;
} python_replication;

/** Reads (kind, count, seed, calibrate, options), options as for python_calibration_read(); false with an exception. */
bool python_replication_read(PyObject *tuple, python_replication *out);

#endif
