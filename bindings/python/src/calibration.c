/* SPDX-License-Identifier: MIT */
#include "calibration.h"

#include "handles.h"
#include "values.h"

#include <stdint.h>
#include <string.h>

static bool is_tuple(PyObject *object, const char *name)
{
    if (PyTuple_Check(object))
        return true;
    PyErr_Format(PyExc_TypeError, "%s are a tuple, not '%.200s'", name, Py_TYPE(object)->tp_name);
    return false;
}

/* Takes a tuple of two apart, whose parts it keeps alive. */
static bool is_pair(PyObject *object, PyObject **first, PyObject **second)
{
    if (!PyTuple_Check(object) || PyTuple_GET_SIZE(object) != 2) {
        PyErr_SetString(PyExc_TypeError, "expected a tuple of two");
        return false;
    }
    *first = PyTuple_GET_ITEM(object, 0);
    *second = PyTuple_GET_ITEM(object, 1);
    return true;
}

static bool read_totals(PyObject *tuple, nps_margin *out)
{
    double *totals;
    Py_ssize_t i;
    if (!is_tuple(tuple, "totals"))
        return false;
    totals = PyMem_Calloc((size_t)PyTuple_GET_SIZE(tuple), sizeof *totals);
    if (!totals) {
        PyErr_NoMemory();
        return false;
    }
    out->totals = totals;
    out->count = (size_t)PyTuple_GET_SIZE(tuple);
    for (i = 0; i < PyTuple_GET_SIZE(tuple); i++) {
        totals[i] = PyFloat_AsDouble(PyTuple_GET_ITEM(tuple, i));
        if (PyErr_Occurred())
            return false;
    }
    return true;
}

static bool read_margin(PyObject *pair, nps_margin *out, size_t *rows)
{
    PyObject *categories, *totals;
    if (!is_pair(pair, &categories, &totals))
        return false;
    if (!PyBytes_Check(categories) || (size_t)PyBytes_GET_SIZE(categories) % sizeof *out->categories != 0) {
        PyErr_SetString(PyExc_TypeError, "categories are bytes of 32-bit numbers");
        return false;
    }
    out->categories = (const uint32_t *)(const void *)PyBytes_AS_STRING(categories);
    *rows = (size_t)PyBytes_GET_SIZE(categories) / sizeof *out->categories;
    return read_totals(totals, out);
}

bool python_margins_fit(const python_margins *margins, size_t rows)
{
    if (margins->count == 0 || margins->rows == rows)
        return true;
    PyErr_Format(PyExc_ValueError, "there are %zu rows, but a margin has %zu categories", rows, margins->rows);
    return false;
}

bool python_margins_read(PyObject *tuple, python_margins *out)
{
    size_t i, rows;
    if (!is_tuple(tuple, "margins"))
        return false;
    out->count = (size_t)PyTuple_GET_SIZE(tuple);
    out->rows = SIZE_MAX;
    out->margins = PyMem_Calloc(out->count, sizeof *out->margins);
    if (!out->margins) {
        PyErr_NoMemory();
        return false;
    }
    for (i = 0; i < out->count; i++) {
        const bool is_read = read_margin(PyTuple_GET_ITEM(tuple, (Py_ssize_t)i), &out->margins[i], &rows);
        if (i == 0)
            out->rows = is_read ? rows : 0;
        if (!is_read || !python_margins_fit(out, rows)) {
            python_margins_release(out);
            return false;
        }
    }
    return true;
}

void python_margins_release(python_margins *margins)
{
    size_t i;
    for (i = 0; i < margins->count; i++)
        PyMem_Free((void *)margins->margins[i].totals);
    PyMem_Free(margins->margins);
}

bool python_base_read(PyObject *object, python_base *out)
{
    uint64_t rows;
    out->is_given = PyTuple_Check(object);
    if (out->is_given) {
        if (!python_doubles_acquire(object, "weights", &out->weights))
            return false;
        out->rows = out->weights.length;
        return true;
    }
    if (!read_unsigned(object, &rows))
        return false;
    out->rows = (size_t)rows;
    return true;
}

void python_base_release(python_base *base)
{
    if (base->is_given)
        python_doubles_release(&base->weights);
}

static bool read_segment(PyObject *pair, nps_accumulator *answers, double *total)
{
    PyObject *handle, *number;
    const nps_accumulator *accumulator;
    if (!is_pair(pair, &handle, &number))
        return false;
    accumulator = accumulator_of_handle(handle);
    *total = accumulator ? PyFloat_AsDouble(number) : 0;
    if (PyErr_Occurred())
        return false;
    *answers = *accumulator;
    return true;
}

bool python_segments_read(PyObject *tuple, python_segments *out)
{
    size_t i;
    if (!is_tuple(tuple, "segments"))
        return false;
    out->count = (size_t)PyTuple_GET_SIZE(tuple);
    out->answers = PyMem_Calloc(out->count, sizeof *out->answers);
    out->totals = PyMem_Calloc(out->count, sizeof *out->totals);
    if (!out->answers || !out->totals)
        PyErr_NoMemory();
    for (i = 0; !PyErr_Occurred() && i < out->count; i++)
        read_segment(PyTuple_GET_ITEM(tuple, (Py_ssize_t)i), &out->answers[i], &out->totals[i]);
    if (!PyErr_Occurred())
        return true;
    python_segments_release(out);
    return false;
}

void python_segments_release(python_segments *segments)
{
    PyMem_Free(segments->answers);
    PyMem_Free(segments->totals);
}
