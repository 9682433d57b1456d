/* SPDX-License-Identifier: MIT */
#include "numbers.h"

#include "answers.h"
#include "grown.h"
#include "values.h"

#include <math.h>
#include <string.h>

/* A number of any type. */
struct number {
    enum { SIGNED, UNSIGNED, REAL, MASKED } kind;
    union {
        int64_t integer;
        uint64_t natural;
        double real;
    } value;
};

static struct number of_integer(int64_t integer)
{
    return (struct number){SIGNED, {.integer = integer}};
}

static struct number of_natural(uint64_t natural)
{
    return (struct number){UNSIGNED, {.natural = natural}};
}

static struct number of_real(double real)
{
    return (struct number){REAL, {.real = real}};
}

static struct number number_at(const python_column *column, size_t index)
{
    union {
        int8_t i8;
        int16_t i16;
        int32_t i32;
        int64_t i64;
        uint8_t u8;
        uint16_t u16;
        uint32_t u32;
        uint64_t u64;
        float f32;
        double f64;
        long double largest;
    } as;
    if (python_column_value(column, index, &as)) {
        switch (column->column.type) {
        case NPS_COLUMN_I8: return of_integer(as.i8);
        case NPS_COLUMN_I16: return of_integer(as.i16);
        case NPS_COLUMN_I32: return of_integer(as.i32);
        case NPS_COLUMN_I64: return of_integer(as.i64);
        case NPS_COLUMN_U8: return of_natural(as.u8);
        case NPS_COLUMN_U16: return of_natural(as.u16);
        case NPS_COLUMN_U32: return of_natural(as.u32);
        case NPS_COLUMN_U64: return of_natural(as.u64);
        case NPS_COLUMN_F32: return of_real((double)as.f32);
        case NPS_COLUMN_F64: return of_real(as.f64);
        }
    }
    return (struct number){MASKED, {.natural = 0}};
}

static double double_of(struct number number)
{
    switch (number.kind) {
    case SIGNED: return (double)number.value.integer;
    case UNSIGNED: return (double)number.value.natural;
    case REAL: return number.value.real;
    case MASKED: break;
    }
    return NAN;
}

/* Memory for a copy; NULL with MemoryError. */
static void *allocate(size_t length, size_t size)
{
    void *copy = length <= SIZE_MAX / size ? PyMem_Malloc(length * size) : NULL;
    if (!copy)
        PyErr_NoMemory();
    return copy;
}

static bool is_in_place(const python_column *column)
{
    return column->column.type == NPS_COLUMN_F64 && python_column_is_packed(column) &&
           (uintptr_t)column->column.data % _Alignof(double) == 0;
}

bool python_doubles_acquire(PyObject *tuple, const char *name, python_doubles *out)
{
    size_t i;
    if (!python_column_acquire(tuple, name, &out->column))
        return false;
    out->length = out->column.column.length;
    out->copy = NULL;
    if (is_in_place(&out->column)) {
        out->values = out->column.column.data;
        return true;
    }
    out->copy = allocate(out->length, sizeof *out->copy);
    for (i = 0; out->copy && i < out->length; i++)
        out->copy[i] = double_of(number_at(&out->column, i));
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

/* False with an exception when it is no integer or does not fit. */
static bool integer_of(struct number number, const char *name, size_t index, int64_t *out)
{
    switch (number.kind) {
    case SIGNED: *out = number.value.integer; return true;
    case UNSIGNED:
        if (number.value.natural <= INT64_MAX) {
            *out = (int64_t)number.value.natural;
            return true;
        }
        PyErr_Format(PyExc_OverflowError, "%s are from -2^63 to 2^63 - 1, and number %zu is not", name, index);
        return false;
    case REAL: PyErr_Format(PyExc_TypeError, "%s are integers, not floats", name); return false;
    case MASKED: break;
    }
    PyErr_Format(PyExc_TypeError, "%s are integers, and number %zu is missing", name, index);
    return false;
}

int64_t python_code_at(const python_column *column, size_t index)
{
    const struct number number = number_at(column, index);
    switch (number.kind) {
    case SIGNED: return number.value.integer < 0 ? -1 : number.value.integer;
    case UNSIGNED: return number.value.natural <= INT64_MAX ? (int64_t)number.value.natural : -1;
    case REAL:
        if (isnan(number.value.real))
            return NO_CODE;
        if (number.value.real >= 0 && number.value.real < 0x1p63 && number.value.real == floor(number.value.real))
            return (int64_t)number.value.real;
        return -1;
    case MASKED: break;
    }
    return NO_CODE;
}

static bool copy_integers(const python_column *column, const char *name, python_integers *out)
{
    size_t i;
    out->length = column->column.length;
    out->values = allocate(out->length, sizeof *out->values);
    if (!out->values)
        return false;
    for (i = 0; i < out->length; i++) {
        if (!integer_of(number_at(column, i), name, i, &out->values[i])) {
            python_integers_release(out);
            return false;
        }
    }
    return true;
}

bool python_integers_acquire(PyObject *tuple, const char *name, python_integers *out)
{
    python_column column;
    bool worked;
    if (!python_column_acquire(tuple, name, &column))
        return false;
    worked = copy_integers(&column, name, out);
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
