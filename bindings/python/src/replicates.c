/* SPDX-License-Identifier: MIT */
#include "replicates.h"

#include "interrupt.h"
#include "values.h"

#include <string.h>

/* Reads a column of real numbers of a length, or None. */
static bool read_column(PyObject *object, const char *name, size_t length, python_numbers *out)
{
    if (object == Py_None)
        return true;
    if (!python_numbers_acquire(object, name, true, out))
        return false;
    if (out->length == length)
        return true;
    PyErr_Format(PyExc_ValueError, "there are %zu %s, not %zu", out->length, name, length);
    return false;
}

bool python_replicates_read(PyObject *tuple, python_replicates *out)
{
    nps_replicates *const replicates = &out->replicates;
    PyObject *weights, *matrix, *scales;
    Py_ssize_t rows, count;
    double fay, variance_scale, degrees;
    int kind, has_factors, around_estimate;
    memset(out, 0, sizeof *out);
    if (!is_tuple(tuple))
        return false;
    if (!PyArg_ParseTuple(tuple, "nnOOOipddpd", &rows, &count, &weights, &matrix, &scales, &kind, &has_factors, &fay,
                          &variance_scale, &around_estimate, &degrees))
        return false;
    nps_replicates_init(replicates, (size_t)rows, (size_t)count);
    if (!read_column(weights, "weights", replicates->rows, &out->weights) ||
        !read_column(matrix, "replicate weights", replicates->length, &out->matrix) ||
        !read_column(scales, "replicate scales", replicates->count, &out->scales)) {
        python_replicates_release(out);
        return false;
    }
    replicates->kind = (nps_replicates_kind)kind;
    replicates->weights = out->weights.values;
    replicates->matrix = out->matrix.values;
    replicates->row_stride = 1;
    replicates->replicate_stride = replicates->rows;
    replicates->has_factors = has_factors;
    replicates->fay = fay;
    replicates->variance_scale = variance_scale;
    replicates->replicate_scales = out->scales.values;
    replicates->around_estimate = around_estimate;
    replicates->degrees = degrees;
    replicates->interrupt.is_requested = is_interrupted;
    return true;
}

void python_replicates_release(python_replicates *replicates)
{
    python_numbers_release(&replicates->weights);
    python_numbers_release(&replicates->matrix);
    python_numbers_release(&replicates->scales);
    memset(replicates, 0, sizeof *replicates);
}

bool python_replication_read(PyObject *tuple, python_replication *out)
{
    PyObject *seed, *options;
    Py_ssize_t count;
    int kind, calibrate;
    nps_replication_options_init(&out->options);
    if (!is_tuple(tuple) || !PyArg_ParseTuple(tuple, "inOpO", &kind, &count, &seed, &calibrate, &options) ||
        !read_unsigned(seed, "seed", &out->options.seed) || !python_calibration_read(options, &out->calibration))
        return false;
    out->options.kind = (nps_replicates_kind)kind;
    out->options.count = (size_t)count;
    out->options.calibrate = calibrate;
    out->options.calibration = &out->calibration.options;
    return true;
}
