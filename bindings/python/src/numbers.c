/* SPDX-License-Identifier: MIT */
#include "numbers.h"

#include "answers.h"
#include "grown.h"
#include "values.h"

#include <math.h>
#include <string.h>

static bool is_masked(const nps_column *column, size_t index)
{
    return column->validity && !(column->validity[index / 8] >> index % 8 & 1);
}

/* What a column has at an address, as a C type. */
#define READ(ctype, out, from)                                                                                         \
    do {                                                                                                               \
        ctype value;                                                                                                   \
        memcpy(&value, from, sizeof value);                                                                            \
        *(out) = value;                                                                                                \
    } while (0)

static bool is_float(const nps_column *column)
{
    return column->type == NPS_COLUMN_F32 || column->type == NPS_COLUMN_F64;
}

/* A value of a column of integers; those of 64 bits without a sign as the bits are. */
static int64_t integer_at(const nps_column *column, size_t index)
{
    const unsigned char *from = (const unsigned char *)column->data + (ptrdiff_t)index * column->stride;
    int64_t integer = 0;
    switch (column->type) {
    case NPS_COLUMN_I8: READ(int8_t, &integer, from); break;
    case NPS_COLUMN_I16: READ(int16_t, &integer, from); break;
    case NPS_COLUMN_I32: READ(int32_t, &integer, from); break;
    case NPS_COLUMN_U8: READ(uint8_t, &integer, from); break;
    case NPS_COLUMN_U16: READ(uint16_t, &integer, from); break;
    case NPS_COLUMN_U32: READ(uint32_t, &integer, from); break;
    default: memcpy(&integer, from, sizeof integer);
    }
    return integer;
}

static double double_at(const nps_column *column, size_t index)
{
    const unsigned char *from = (const unsigned char *)column->data + (ptrdiff_t)index * column->stride;
    double real;
    if (is_masked(column, index))
        return NAN;
    switch (column->type) {
    case NPS_COLUMN_F32: READ(float, &real, from); return real;
    case NPS_COLUMN_F64: READ(double, &real, from); return real;
    case NPS_COLUMN_U64: return (double)(uint64_t)integer_at(column, index);
    default: return (double)integer_at(column, index);
    }
}

/* Memory for a copy; NULL with MemoryError. */
static void *allocate(size_t length, size_t size)
{
    void *copy = length <= SIZE_MAX / size ? PyMem_Malloc(length * size) : NULL;
    if (!copy)
        PyErr_NoMemory();
    return copy;
}

static bool is_in_place(const nps_column *column)
{
    return column->type == NPS_COLUMN_F64 && column->stride == sizeof(double) && !column->validity &&
           (uintptr_t)column->data % _Alignof(double) == 0;
}

bool python_doubles_acquire(PyObject *tuple, const char *name, python_doubles *out)
{
    size_t i;
    if (!python_column_acquire(tuple, name, &out->column))
        return false;
    out->copy = NULL;
    if (!python_column_settle(&out->column, false)) {
        python_column_release(&out->column);
        return false;
    }
    out->length = out->column.column.length;
    if (is_in_place(&out->column.column)) {
        out->values = out->column.column.data;
        return true;
    }
    out->copy = allocate(out->length, sizeof *out->copy);
    for (i = 0; out->copy && i < out->length; i++)
        out->copy[i] = double_at(&out->column.column, i);
    out->values = out->copy;
    python_column_release(&out->column);
    return out->copy != NULL;
}

void python_doubles_release(python_doubles *doubles)
{
    if (doubles->copy)
        PyMem_Free(doubles->copy);
    else
        python_column_release(&doubles->column);
}

static bool copy_integers(const nps_column *column, const char *name, python_integers *out)
{
    size_t i;
    if (is_float(column) && column->length > 0) {
        PyErr_Format(PyExc_TypeError, "%s are integers, not floats", name);
        return false;
    }
    out->length = column->length;
    out->values = allocate(out->length, sizeof *out->values);
    for (i = 0; out->values && i < out->length; i++) {
        out->values[i] = integer_at(column, i);
        if (is_masked(column, i))
            PyErr_Format(PyExc_TypeError, "%s are integers, and number %zu is missing", name, i);
        else if (column->type == NPS_COLUMN_U64 && out->values[i] < 0)
            PyErr_Format(PyExc_OverflowError, "%s are from -2^63 to 2^63 - 1, and number %zu is not", name, i);
        else
            continue;
        python_integers_release(out);
    }
    return out->values != NULL;
}

bool python_integers_acquire(PyObject *tuple, const char *name, python_integers *out)
{
    python_column column;
    bool worked;
    if (!python_column_acquire(tuple, name, &column))
        return false;
    worked = python_column_settle(&column, false) && copy_integers(&column.column, name, out);
    python_column_release(&column);
    return worked;
}

void python_integers_release(python_integers *integers)
{
    PyMem_Free(integers->values);
    integers->values = NULL;
}

static void raise_no_number(PyObject *object, const char *name, size_t index, bool is_real)
{
    PyObject *shown = shown_of(object);
    if (shown)
        PyErr_Format(PyExc_TypeError, "%s are %s, and number %zu is %U", name, is_real ? "numbers" : "integers", index,
                     shown);
    Py_XDECREF(shown);
}

static void append_number(grown *bytes, PyObject *object, bool is_real)
{
    double real;
    int64_t integer;
    if (is_real) {
        real = PyFloat_AsDouble(object);
        if (!PyErr_Occurred())
            grown_append(bytes, &real, sizeof real);
    } else if (read_signed(object, &integer)) {
        grown_append(bytes, &integer, sizeof integer);
    }
}

PyObject *numbers_bytes(PyObject *numbers, const char *name, bool are_real)
{
    grown bytes = {NULL, 0, 0};
    PyObject *iterator = PyObject_GetIter(numbers), *number;
    size_t i;
    if (!iterator)
        return NULL;
    for (i = 0; (number = next_of(iterator, i)); i++) {
        if (is_accidental(number) || !(are_real ? PyNumber_Check(number) : PyIndex_Check(number)))
            raise_no_number(number, name, i, are_real);
        else
            append_number(&bytes, number, are_real);
        Py_DECREF(number);
        if (PyErr_Occurred())
            break;
    }
    Py_DECREF(iterator);
    return grown_finish(&bytes);
}

bool is_as_long(const char *name, size_t length, size_t answers)
{
    if (length == answers)
        return true;
    PyErr_Format(PyExc_ValueError, "there are %zu answers, but %zu %s", answers, length, name);
    return false;
}
