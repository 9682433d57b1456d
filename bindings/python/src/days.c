/* SPDX-License-Identifier: MIT */
#include "days.h"

#include "arrow_source.h"
#include "values.h"

#include <string.h>

static bool is_null(const struct ArrowArray *array, int64_t row)
{
    const uint8_t *const validity = array->buffers[0];
    return validity && !(validity[row / 8] >> row % 8 & 1);
}

/* The smallest number stands for a null; as a value it becomes the next one, which is outside of the calendar too. */
static int64_t value_in(const struct ArrowArray *array, int64_t row, bool is_wide)
{
    const unsigned char *const values = array->buffers[1];
    int64_t wide;
    int32_t narrow;
    if (is_wide) {
        memcpy(&wide, values + row * (int64_t)sizeof wide, sizeof wide);
        return wide == INT64_MIN ? INT64_MIN + 1 : wide;
    }
    memcpy(&narrow, values + row * (int64_t)sizeof narrow, sizeof narrow);
    return narrow;
}

/* Appends the rows of the present array that were not read. */
static bool append_rows(PyObject *into, const arrow_source *source, bool is_wide)
{
    const struct ArrowArray *const array = &source->array;
    const int64_t count = arrow_source_left(source), first = array->offset + source->taken;
    const Py_ssize_t before = PyByteArray_Size(into);
    int64_t i;
    if (array->n_buffers != 2 || !array->buffers || !array->buffers[1] || source->schema.dictionary) {
        raise_explained(NPS_ERROR_COLUMN, "Arrow: expected an array with two buffers, got another one");
        return false;
    }
    if (count > (PY_SSIZE_T_MAX - before) / (Py_ssize_t)sizeof(int64_t)) {
        PyErr_NoMemory();
        return false;
    }
    if (PyByteArray_Resize(into, before + (Py_ssize_t)(count * (int64_t)sizeof(int64_t))) < 0)
        return false;
    for (i = 0; i < count; i++) {
        const int64_t value = is_null(array, first + i) ? INT64_MIN : value_in(array, first + i, is_wide);
        memcpy(PyByteArray_AsString(into) + before + i * (int64_t)sizeof value, &value, sizeof value);
    }
    return true;
}

static bool read_all(PyObject *into, arrow_source *source, bool is_wide)
{
    for (;;) {
        nps_error_detail detail;
        nps_status status;
        Py_BEGIN_ALLOW_THREADS status = arrow_source_refill(source, &detail);
        Py_END_ALLOW_THREADS if (status)
        {
            raise_explained(status, detail.text);
            return false;
        }
        if (arrow_source_left(source) == 0)
            return true;
        if (!append_rows(into, source, is_wide))
            return false;
        source->taken += arrow_source_left(source);
    }
}

PyObject *arrow_integers(PyObject *capsules, bool is_wide)
{
    PyObject *into = PyByteArray_FromStringAndSize(NULL, 0);
    arrow_source source;
    if (!into || !arrow_source_open(capsules, "days", &source)) {
        Py_XDECREF(into);
        return NULL;
    }
    if (!read_all(into, &source, is_wide))
        Py_CLEAR(into);
    arrow_source_close(&source);
    return into;
}
