/* Samples with margins from Python objects.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_CALIBRATION_H
#define NPS_PYTHON_CALIBRATION_H

#include "numbers.h"

#include <Python.h>
#include <nps/calibration.h>
#include <stdbool.h>

/** A sample. Its columns are held or copied; its margins point into bytes objects of a tuple. */
typedef struct python_sample {
    nps_calibration_sample sample; /**< The first member, so that a pointer to it is a pointer to the struct. */
    nps_margin *margins;
    python_numbers weights, calibrated, strata, clusters;
} python_sample;

/**
 * Reads a tuple of answers, weights, calibrated, margins, strata and clusters. The number of answers may be None. The
 * margins are a tuple of (categories, totals), which are immutable bytes of uint32_t and of double. The others are
 * columns for python_numbers_acquire(), or None.
 *
 * @return True; or false with an exception, and then nothing is held.
 */
bool python_sample_read(PyObject *tuple, python_sample *out);
void python_sample_release(python_sample *sample);

/** Options of calibration, with those of the variance. */
typedef struct python_calibration {
    nps_calibration_options options; /**< The first member, so that a pointer to it is a pointer to the struct. */
    nps_variance_options variance;
} python_calibration;

/**
 * Reads a tuple of iterations, tolerance, lowest, highest, lonely, degrees and populations. The populations are None,
 * or bytes of nps_stratum_population, which the tuple holds.
 *
 * @return True; or false with an exception.
 */
bool python_calibration_read(PyObject *tuple, python_calibration *out);

/** The weights of a sample of which one is invalid, or else its base weights. */
const double *python_sample_wrong_weights(const nps_calibration_sample *sample);

#endif
