/* SPDX-License-Identifier: MIT */
#include "column.h"

#include "values.h"

#include <math.h>
#include <string.h>

/* The number of values converted at a time, a multiple of 8 for the bitmap; and the largest size of a value in bytes.
 */
enum { CHUNK = 1024, LARGEST_ITEM = sizeof(long double) };

/* The number of weights copied at a time: few enough for the cache, and so many that the time to merge the sums is
 * negligible. */
enum { WEIGHTS = 16384 };

/* Skips the byte order at the beginning of a format; returns whether it is that of this machine. */
static bool take_byte_order(const char **format)
{
    const char order = **format;
    if (order != '\0' && strchr("@=^<>!", order))
        ++*format;
    if (order == '<')
        return !PY_BIG_ENDIAN;
    if (order == '>' || order == '!')
        return PY_BIG_ENDIAN;
    return true;
}

static nps_column_type integer_type(bool is_signed, Py_ssize_t size)
{
    switch (size) {
    case 1: return is_signed ? NPS_COLUMN_I8 : NPS_COLUMN_U8;
    case 2: return is_signed ? NPS_COLUMN_I16 : NPS_COLUMN_U16;
    case 4: return is_signed ? NPS_COLUMN_I32 : NPS_COLUMN_U32;
    case 8: return is_signed ? NPS_COLUMN_I64 : NPS_COLUMN_U64;
    default: return 0;
    }
}

/* The type of a column of such values, or 0. It depends on the size, not on the letter: for ctypes an int64 is "<l",
 * which would be an int32. */
static nps_column_type type_of(char letter, Py_ssize_t size, python_column *out)
{
    out->source = letter == 'e' ? HALF : letter == 'g' ? LONG_DOUBLE : NATIVE;
    if (letter != '\0' && strchr("bhilqn", letter))
        return integer_type(true, size);
    if (letter != '\0' && strchr("BHILQN", letter))
        return integer_type(false, size);
    switch (letter) {
    case 'e': return size == 2 ? NPS_COLUMN_F32 : 0;
    case 'f': return size == 4 ? NPS_COLUMN_F32 : 0;
    case 'd': return size == 8 ? NPS_COLUMN_F64 : 0;
    case 'g': return size == sizeof(long double) ? NPS_COLUMN_F64 : 0;
    default: return 0;
    }
}

/* Every half-precision number is a float. */
static float float_of_half(uint16_t half)
{
    const int exponent = half >> 10 & 31, mantissa = half & 1023;
    const float sign = half >> 15 ? -1.0F : 1.0F;
    if (exponent == 31)
        return mantissa ? NAN : sign * INFINITY;
    return sign * ldexpf((float)(exponent ? mantissa + 1024 : mantissa), (exponent ? exponent : 1) - 25);
}

/* A double that is classified like a long double: the value itself if it is a double; otherwise NaN for a missing code,
 * and a fraction for any other value, which is not an answer. */
static double double_of_long(long double value, const missing_codes *codes)
{
    const double rounded = (double)value;
    size_t i;
    if (isnan(value) || (long double)rounded == value)
        return rounded;
    for (i = 0; i < codes->count; i++)
        if ((long double)codes->values[i] == value)
            return NAN;
    return 0.5;
}

/* Reads a value at any address, in any byte order, as the type of the column. */
static void convert(const python_column *column, const unsigned char *from, unsigned char *to)
{
    const size_t size = (size_t)column->values.itemsize;
    unsigned char item[LARGEST_ITEM];
    uint16_t half;
    float single;
    long double extended;
    double rounded;
    size_t i;
    for (i = 0; i < size; i++)
        item[i] = from[column->is_swapped ? size - 1 - i : i];
    switch (column->source) {
    case HALF:
        memcpy(&half, item, sizeof half);
        single = float_of_half(half);
        memcpy(to, &single, sizeof single);
        break;
    case LONG_DOUBLE:
        memcpy(&extended, item, sizeof extended);
        rounded = double_of_long(extended, &column->codes);
        memcpy(to, &rounded, sizeof rounded);
        break;
    default: memcpy(to, item, size);
    }
}

/* The address of an item; `index` is inside the buffer. ctypes leaves the strides out. */
static const unsigned char *at(const Py_buffer *buffer, size_t index)
{
    return (const unsigned char *)buffer->buf +
           (Py_ssize_t)index * (buffer->strides ? buffer->strides[0] : buffer->itemsize);
}

/* Whether the values must be copied: the same value repeated has a stride of 0, which in nps_column means packed. */
static bool needs_copy(const python_column *column)
{
    return !column->copy && (column->source != NATIVE || column->is_swapped || column->mask.obj ||
                             (column->values.strides && column->values.strides[0] == 0));
}

static size_t size_of_value(const python_column *column)
{
    return column->source == HALF          ? sizeof(float)
           : column->source == LONG_DOUBLE ? sizeof(double)
                                           : (size_t)column->values.itemsize;
}

/* Writes packed values of the type of the column, and a validity bitmap from the mask. Does not need the GIL. */
static void copy_part(const python_column *column, size_t first, nps_column *part, unsigned char *values,
                      unsigned char *validity)
{
    const size_t size = size_of_value(column);
    size_t i;
    for (i = 0; i < part->length; i++)
        convert(column, at(&column->values, first + i), values + i * size);
    part->data = values;
    part->stride = (ptrdiff_t)size;
    if (!column->mask.obj)
        return;
    memset(validity, 0, part->length / 8 + 1);
    for (i = 0; i < part->length; i++)
        if (!*at(&column->mask, first + i))
            validity[i / 8] = (unsigned char)(validity[i / 8] | 1U << i % 8);
    part->validity = validity;
}

/* Memory for values that nps_column cannot describe in place. */
struct chunk {
    unsigned char values[CHUNK * LARGEST_ITEM], validity[CHUNK / 8 + 1];
};

/* A column of up to `most` values from `first` on; at most a chunk, if they must be copied. */
static nps_column part_of(const python_column *column, size_t first, size_t most, struct chunk *chunk)
{
    nps_column part = column->column;
    const size_t left = part.length - first;
    part.length = left < most ? left : most;
    if (!needs_copy(column)) {
        part.data = (const unsigned char *)part.data + (ptrdiff_t)first * part.stride;
        part.validity_offset = first;
        return part;
    }
    part.length = part.length < CHUNK ? part.length : CHUNK;
    copy_part(column, first, &part, chunk->values, chunk->validity);
    return part;
}

bool python_column_settle(python_column *column, bool is_packed)
{
    const size_t length = column->column.length, size = length * size_of_value(column);
    if (!needs_copy(column) && (!is_packed || column->column.stride == column->values.itemsize))
        return true;
    column->copy = PyMem_Malloc(size + length / 8 + 1);
    if (!column->copy) {
        PyErr_NoMemory();
        return false;
    }
    Py_BEGIN_ALLOW_THREADS copy_part(column, 0, &column->column, column->copy, column->copy + size);
    Py_END_ALLOW_THREADS return true;
}

static bool read_values(const char *name, python_column *out)
{
    const Py_buffer *values = &out->values;
    const char *whole = values->format ? values->format : "B";
    const char *format = whole;
    if (values->ndim != 1) {
        PyErr_Format(PyExc_TypeError, "%s have one dimension, not %d", name, values->ndim);
        return false;
    }
    out->is_swapped = !take_byte_order(&format);
    out->column.type = type_of(format[0], values->itemsize, out);
    if (out->column.type == 0 || format[1] != '\0') {
        PyErr_Format(PyExc_TypeError, "%s are integers or floats, not values of format '%.50s'", name, whole);
        return false;
    }
    out->column.data = values->buf;
    out->column.length = (size_t)values->shape[0];
    out->column.stride = values->strides ? values->strides[0] : values->itemsize;
    return true;
}

static bool read_mask(PyObject *object, python_column *out)
{
    const Py_buffer *mask = &out->mask;
    if (object == Py_None)
        return true;
    if (PyObject_GetBuffer(object, &out->mask, PyBUF_RECORDS_RO) < 0)
        return false;
    if (!mask->format || strcmp(mask->format, "?") != 0 || mask->ndim != 1) {
        PyErr_SetString(PyExc_TypeError, "a mask has one dimension of booleans");
        return false;
    }
    if (mask->shape[0] == out->values.shape[0])
        return true;
    PyErr_SetString(PyExc_ValueError, "the mask is not as long as what it hides");
    return false;
}

static bool open_column(PyObject *values, PyObject *mask, PyObject *codes, const char *name, python_column *out)
{
    memset(out, 0, sizeof *out);
    if (!missing_codes_read(codes, &out->codes))
        return false;
    nps_column_init(&out->column, NPS_COLUMN_U8, NULL, 0);
    out->column.missing_codes = out->codes.values;
    out->column.missing_code_count = out->codes.count;
    if (PyObject_GetBuffer(values, &out->values, PyBUF_RECORDS_RO) == 0 && read_values(name, out) &&
        read_mask(mask, out))
        return true;
    python_column_release(out);
    return false;
}

bool python_column_acquire(PyObject *tuple, const char *name, python_column *out)
{
    PyObject *values, *mask, *codes;
    return is_tuple(tuple) && PyArg_ParseTuple(tuple, "OOO", &values, &mask, &codes) &&
           open_column(values, mask, codes, name, out);
}

void python_column_release(python_column *column)
{
    missing_codes_release(&column->codes);
    PyMem_Free(column->copy);
    PyBuffer_Release(&column->mask); /* has no effect on a buffer that was not acquired */
    PyBuffer_Release(&column->values);
    memset(column, 0, sizeof *column);
}

/* Does not need the GIL. */
static nps_status count(const python_column *column, nps_accumulator *counted)
{
    struct chunk chunk;
    nps_column part;
    nps_status status = NPS_OK;
    size_t first;
    for (first = 0; !status && first < column->column.length; first += part.length) {
        part = part_of(column, first, SIZE_MAX, &chunk);
        status = nps_accumulator_add_column(counted, &part);
    }
    return status;
}

nps_status python_column_add(const python_column *column, nps_accumulator *self)
{
    nps_accumulator counted = {{0}, 0, 0};
    nps_status status;
    Py_BEGIN_ALLOW_THREADS status = count(column, &counted);
    Py_END_ALLOW_THREADS return status ? status : nps_accumulator_merge(self, &counted);
}

/* Does not need the GIL. `held` has room for WEIGHTS weights. */
static nps_status weigh(const python_column *column, const double *weights, double *held, nps_weighted *counted)
{
    struct chunk chunk;
    nps_column part;
    nps_status status = NPS_OK;
    size_t first;
    for (first = 0; !status && first < column->column.length; first += part.length) {
        part = part_of(column, first, WEIGHTS, &chunk);
        memcpy(held, weights + first, part.length * sizeof *held);
        status = nps_weighted_add_column(counted, &part, held, NULL);
    }
    return status;
}

nps_status python_column_add_weighted(const python_column *column, const double *weights, nps_weighted *self)
{
    nps_weighted counted = {0};
    nps_status status;
    double *held = PyMem_Malloc(WEIGHTS * sizeof *held);
    if (!held)
        return NPS_ERROR_MEMORY;
    Py_BEGIN_ALLOW_THREADS status = weigh(column, weights, held, &counted);
    Py_END_ALLOW_THREADS PyMem_Free(held);
    return status ? status : nps_weighted_merge(self, &counted);
}

PyObject *column_bytes(const nps_column *answers)
{
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)answers->length);
    const nps_status status = bytes ? nps_column_answers(answers, (uint8_t *)PyBytes_AsString(bytes)) : NPS_OK;
    if (!status)
        return bytes;
    Py_DECREF(bytes);
    raise_status(status);
    return NULL;
}
