/* SPDX-License-Identifier: MIT */
#include "calibration.h"

#include "values.h"

#include <string.h>

static bool read_margin(PyObject *pair, nps_margin *out, size_t *rows)
{
    PyObject *categories, *totals;
    if (!PyTuple_Check(pair)) {
        raise_wrong_type("tuple", pair);
        return false;
    }
    if (!PyArg_ParseTuple(pair, "SS", &categories, &totals))
        return false;
    out->categories = (const uint32_t *)(const void *)PyBytes_AS_STRING(categories);
    out->totals = (const double *)(const void *)PyBytes_AS_STRING(totals);
    out->count = (size_t)PyBytes_GET_SIZE(totals) / sizeof *out->totals;
    *rows = (size_t)PyBytes_GET_SIZE(categories) / sizeof *out->categories;
    return true;
}

/* All margins have as many rows as the sample, which without weights is told by the first of them. */
static bool read_margins(PyObject *tuple, bool has_weights, python_sample *out)
{
    size_t i, rows;
    if (!PyTuple_Check(tuple)) {
        raise_wrong_type("tuple", tuple);
        return false;
    }
    out->sample.margin_count = (size_t)PyTuple_GET_SIZE(tuple);
    out->margins = PyMem_Calloc(out->sample.margin_count, sizeof *out->margins);
    if (!out->margins) {
        PyErr_NoMemory();
        return false;
    }
    for (i = 0; i < out->sample.margin_count; i++) {
        if (!read_margin(PyTuple_GET_ITEM(tuple, (Py_ssize_t)i), &out->margins[i], &rows))
            return false;
        if (i == 0 && !has_weights)
            out->sample.count = rows;
        if (rows != out->sample.count) {
            PyErr_Format(PyExc_ValueError, "there are %zu rows, but a margin has %zu categories",
                         has_weights ? out->sample.count : rows, has_weights ? rows : out->sample.count);
            return false;
        }
    }
    out->sample.margins = out->margins;
    return true;
}

bool python_sample_read(PyObject *tuple, python_sample *out)
{
    PyObject *weights, *margins;
    bool has_weights, is_read;
    memset(out, 0, sizeof *out);
    if (!PyTuple_Check(tuple)) {
        raise_wrong_type("tuple", tuple);
        return false;
    }
    if (!PyArg_ParseTuple(tuple, "OO", &weights, &margins))
        return false;
    has_weights = weights != Py_None;
    is_read = !has_weights || python_numbers_acquire(weights, "weights", true, &out->weights);
    out->sample.weights = out->weights.values;
    out->sample.count = out->weights.length;
    if (is_read && read_margins(margins, has_weights, out))
        return true;
    python_sample_release(out);
    return false;
}

void python_sample_release(python_sample *sample)
{
    PyMem_Free(sample->margins);
    python_numbers_release(&sample->weights);
    memset(sample, 0, sizeof *sample);
}
