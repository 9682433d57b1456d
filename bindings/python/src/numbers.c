/* SPDX-License-Identifier: MIT */
#include "numbers.h"

#include "answers.h"
#include "values.h"

#include <math.h>
#include <string.h>

static bool is_masked(const nps_column *column, size_t index)
{
    return column->validity && !(column->validity[index / 8] >> index % 8 & 1);
}

/* Reads a value of a C type at an address. */
#define READ(ctype, out, from)                                                                                         \
    do {                                                                                                               \
        ctype value;                                                                                                   \
        memcpy(&value, from, sizeof value);                                                                            \
        *(out) = value;                                                                                                \
    } while (0)

/* A value of a column of integers; an unsigned one above INT64_MAX wraps to a negative one. */
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

static bool is_in_place(const nps_column *column)
{
    return column->type == NPS_COLUMN_F64 && column->stride == sizeof(double) && !column->validity &&
           (uintptr_t)column->data % _Alignof(double) == 0;
}

/* Reads the integer at an index; false with an exception for a value that is not an integer. */
static bool read_integer(const nps_column *column, const char *name, size_t index, int64_t *out)
{
    if (column->type == NPS_COLUMN_F32 || column->type == NPS_COLUMN_F64) {
        PyErr_Format(PyExc_TypeError, "%s are integers, not floats", name);
        return false;
    }
    *out = integer_at(column, index);
    if (is_masked(column, index))
        PyErr_Format(PyExc_TypeError, "%s are integers, and number %zu is missing", name, index);
    else if (column->type == NPS_COLUMN_U64 && *out < 0)
        PyErr_Format(PyExc_OverflowError, "%s are from -2^63 to 2^63 - 1, and number %zu is not", name, index);
    else
        return true;
    return false;
}

static bool copy_numbers(const nps_column *column, const char *name, bool are_real, python_numbers *out)
{
    int64_t *integers = PyMem_Calloc(out->length, sizeof *integers);
    double *reals = (double *)(void *)integers; /* of the same size */
    size_t i;
    if (!integers) {
        PyErr_NoMemory();
        return false;
    }
    out->values = out->copy = integers;
    for (i = 0; i < out->length; i++) {
        if (are_real)
            reals[i] = double_at(column, i);
        else if (!read_integer(column, name, i, &integers[i]))
            return false;
    }
    return true;
}

bool python_numbers_acquire(PyObject *tuple, const char *name, bool are_real, python_numbers *out)
{
    const nps_column *column = &out->column.column;
    memset(out, 0, sizeof *out);
    if (!python_column_acquire(tuple, name, &out->column))
        return false;
    out->length = column->length;
    if (python_column_settle(&out->column, false)) {
        if (are_real && is_in_place(column)) {
            out->values = column->length != 0 ? column->data : "";
            return true;
        }
        if (copy_numbers(column, name, are_real, out))
            return true;
    }
    python_numbers_release(out);
    return false;
}

void python_numbers_release(python_numbers *numbers)
{
    PyMem_Free(numbers->copy);
    python_column_release(&numbers->column);
    memset(numbers, 0, sizeof *numbers);
}

/* The destination of numbers that are read one by one. */
struct collecting {
    PyObject *bytes;
    const char *name;
    bool are_real;
};

static bool append_next(PyObject *object, size_t index, void *context)
{
    const struct collecting *collecting = context;
    const bool is_real = collecting->are_real;
    const char *name = collecting->name, *expected = is_real ? "numbers" : "integers";
    PyObject *error = PyExc_TypeError;
    union {
        double real;
        int64_t integer;
    } value;
    if (!is_accidental(object) && (is_real ? PyNumber_Check(object) : PyIndex_Check(object))) {
        if (is_real ? read_double(object, name, &value.real) : read_signed(object, name, &value.integer))
            return append(collecting->bytes, &value, sizeof value);
        if (!PyErr_ExceptionMatches(PyExc_OverflowError))
            return false;
        error = PyExc_OverflowError;
        expected = is_real ? "at most 1.8e308" : "from -2^63 to 2^63 - 1";
        PyErr_Clear();
    }
    raise_shown(error, object, "%s are %s, and number %zu is ", name, expected, index);
    return false;
}

PyObject *numbers_bytes(PyObject *numbers, const char *name, bool are_real)
{
    struct collecting collecting = {PyByteArray_FromStringAndSize(NULL, 0), name, are_real};
    if (collecting.bytes && !for_each(numbers, append_next, &collecting))
        Py_CLEAR(collecting.bytes);
    return collecting.bytes;
}

bool is_as_long(const char *name, size_t length, size_t answers)
{
    if (length == answers)
        return true;
    PyErr_Format(PyExc_ValueError, "there are %zu answers, but %zu %s", answers, length, name);
    return false;
}
