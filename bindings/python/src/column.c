/* SPDX-License-Identifier: MIT */
#include "column.h"

#include "values.h"

#include <math.h>
#include <string.h>

/* How many values are converted at once; whole bytes of a bitmap. */
enum { CHUNK = 1024, LARGEST_ITEM = sizeof(long double) };

/* How many weights are copied at once: few enough for the cache, and so many that it does not matter what it costs to
 * merge them. */
enum { WEIGHTS = 16384 };

static bool is_big_endian(void)
{
    const uint16_t one = 1;
    unsigned char first;
    memcpy(&first, &one, 1);
    return first == 0;
}

/* Takes the byte order from the front of a format, and says whether it is this machine's. */
static bool take_byte_order(const char **format)
{
    const char order = **format;
    if (order != '\0' && strchr("@=^<>!", order))
        ++*format;
    if (order == '<')
        return !is_big_endian();
    if (order == '>' || order == '!')
        return is_big_endian();
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

/* The size decides, not the letter: ctypes calls an int64 "<l", which would be an int32. */
static bool read_type(char letter, Py_ssize_t size, python_column *out)
{
    out->source = NATIVE;
    if (letter != '\0' && strchr("bhilqn", letter)) {
        out->column.type = integer_type(true, size);
        return out->column.type != 0;
    }
    if (letter != '\0' && strchr("BHILQN", letter)) {
        out->column.type = integer_type(false, size);
        return out->column.type != 0;
    }
    switch (letter) {
    case 'e':
        out->source = HALF;
        out->column.type = NPS_COLUMN_F32;
        return size == 2;
    case 'f': out->column.type = NPS_COLUMN_F32; return size == 4;
    case 'd': out->column.type = NPS_COLUMN_F64; return size == 8;
    case 'g':
        out->source = LONG_DOUBLE;
        out->column.type = NPS_COLUMN_F64;
        return size == sizeof(long double);
    default: return false;
    }
}

static bool read_format(const char *name, python_column *out)
{
    const char *whole = out->values.format ? out->values.format : "B";
    const char *format = whole;
    out->is_swapped = !take_byte_order(&format);
    if (read_type(format[0], out->values.itemsize, out) && format[1] == '\0')
        return true;
    PyErr_Format(PyExc_TypeError, "%s are integers or floats, not values of format '%.50s'", name, whole);
    return false;
}

static bool has_one_dimension(const char *name, const Py_buffer *buffer)
{
    if (buffer->ndim == 1)
        return true;
    PyErr_Format(PyExc_TypeError, "%s have one dimension, not %d", name, buffer->ndim);
    return false;
}

/* ctypes leaves the strides out. */
static Py_ssize_t stride_of(const Py_buffer *buffer)
{
    return buffer->strides ? buffer->strides[0] : buffer->itemsize;
}

static bool read_values(PyObject *object, const char *name, python_column *out)
{
    if (PyObject_GetBuffer(object, &out->values, PyBUF_RECORDS_RO) < 0)
        return false;
    if (!has_one_dimension(name, &out->values) || !read_format(name, out)) {
        PyBuffer_Release(&out->values);
        return false;
    }
    out->column.data = out->values.buf;
    out->column.length = (size_t)out->values.shape[0];
    out->column.stride = stride_of(&out->values);
    return true;
}

static bool fits_as_mask(const Py_buffer *mask, const Py_buffer *values)
{
    if (!mask->format || strcmp(mask->format, "?") != 0 || mask->ndim != 1) {
        PyErr_SetString(PyExc_TypeError, "a mask has one dimension of booleans");
        return false;
    }
    if (mask->shape[0] != values->shape[0]) {
        PyErr_SetString(PyExc_ValueError, "the mask is not as long as what it hides");
        return false;
    }
    return true;
}

static bool read_mask(PyObject *object, python_column *out)
{
    out->mask.obj = NULL;
    if (object == Py_None)
        return true;
    if (PyObject_GetBuffer(object, &out->mask, PyBUF_RECORDS_RO) < 0)
        return false;
    if (!fits_as_mask(&out->mask, &out->values)) {
        PyBuffer_Release(&out->mask);
        return false;
    }
    return true;
}

static bool open_column(PyObject *values, PyObject *mask, PyObject *codes, const char *name, python_column *out)
{
    if (!missing_codes_read(codes, &out->codes))
        return false;
    nps_column_init(&out->column, NPS_COLUMN_U8, NULL, 0);
    out->column.missing_codes = out->codes.values;
    out->column.missing_code_count = out->codes.count;
    if (read_values(values, name, out)) {
        if (read_mask(mask, out))
            return true;
        PyBuffer_Release(&out->values);
    }
    missing_codes_release(&out->codes);
    return false;
}

bool python_column_acquire(PyObject *tuple, const char *name, python_column *out)
{
    PyObject *values, *mask, *codes;
    if (!PyTuple_Check(tuple)) {
        PyErr_SetString(PyExc_TypeError, "a column is a tuple of values, mask and missing codes");
        return false;
    }
    return PyArg_ParseTuple(tuple, "OOO", &values, &mask, &codes) && open_column(values, mask, codes, name, out);
}

void python_column_release(python_column *column)
{
    missing_codes_release(&column->codes);
    PyBuffer_Release(&column->values);
    if (column->mask.obj)
        PyBuffer_Release(&column->mask);
}

/* Every half is a float. */
static float float_of_half(uint16_t half)
{
    const int exponent = half >> 10 & 31, mantissa = half & 1023;
    const float sign = half >> 15 ? -1.0F : 1.0F;
    if (exponent == 31)
        return mantissa ? NAN : sign * INFINITY;
    return sign * ldexpf((float)(exponent ? mantissa + 1024 : mantissa), (exponent ? exponent : 1) - 25);
}

/* The double that counts as a long double does: itself, or when it is no double, NaN for a missing code, and else a
 * fraction, for it is none of 0..10. */
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

/* Reads a value at any address, in any byte order, as the type that the column says; returns its size. */
static size_t convert(const python_column *column, const unsigned char *from, unsigned char *to)
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
        return sizeof single;
    case LONG_DOUBLE:
        memcpy(&extended, item, sizeof extended);
        rounded = double_of_long(extended, &column->codes);
        memcpy(to, &rounded, sizeof rounded);
        return sizeof rounded;
    default: memcpy(to, item, size); return size;
    }
}

/* The address of a value; `index` is inside the buffer. */
static const unsigned char *at(const Py_buffer *buffer, size_t index)
{
    return (const unsigned char *)buffer->buf + (Py_ssize_t)index * stride_of(buffer);
}

/* Values as nps_column says them, for those that it cannot say where they are. */
struct chunk {
    nps_column column;
    unsigned char values[CHUNK * LARGEST_ITEM], validity[CHUNK / 8];
};

static void convert_chunk(const python_column *column, size_t first, size_t length, struct chunk *out)
{
    size_t i, width = 0;
    for (i = 0; i < length; i++)
        width = convert(column, at(&column->values, first + i), out->values + i * width);
    out->column.data = out->values;
    out->column.stride = (ptrdiff_t)width;
    if (column->mask.obj) {
        memset(out->validity, 0xFF, sizeof out->validity);
        for (i = 0; i < length; i++)
            if (*at(&column->mask, first + i))
                out->validity[i / 8] = (unsigned char)(out->validity[i / 8] & ~(1U << i % 8));
        out->column.validity = out->validity;
    }
}

/* The same value over and over: a stride of 0 means packed to nps_column. */
bool python_column_needs_chunks(const python_column *column)
{
    return column->source != NATIVE || column->is_swapped || column->mask.obj || column->column.stride == 0;
}

/* Up to CHUNK values from `first` on. */
static void read_chunk(const python_column *column, size_t first, struct chunk *out)
{
    const size_t left = column->column.length - first;
    out->column = column->column;
    out->column.length = left < CHUNK ? left : CHUNK;
    if (python_column_needs_chunks(column))
        convert_chunk(column, first, out->column.length, out);
    else
        out->column.data = at(&column->values, first);
}

/* Uses nothing of Python. */
static nps_status count(const python_column *column, nps_accumulator *counted)
{
    struct chunk chunk;
    nps_status status = NPS_OK;
    size_t first;
    if (!python_column_needs_chunks(column))
        return nps_accumulator_add_column(counted, &column->column);
    for (first = 0; !status && first < column->column.length; first += CHUNK) {
        read_chunk(column, first, &chunk);
        status = nps_accumulator_add_column(counted, &chunk.column);
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

/* Up to `most` values, and no more than a chunk of those that nps_column cannot say. */
static void read_part(const python_column *column, size_t first, size_t most, struct chunk *out)
{
    read_chunk(column, first, out);
    if (!python_column_needs_chunks(column)) {
        const size_t left = column->column.length - first;
        out->column.length = left < most ? left : most;
    }
}

/* What is sure to be a buffer of numbers, or to say that it is none. Subclasses may mean something else. */
static bool is_plain_buffer(PyObject *object)
{
    const PyTypeObject *type = Py_TYPE(object);
    return PyBytes_CheckExact(object) || PyByteArray_CheckExact(object) || PyMemoryView_Check(object) ||
           strcmp(type->tp_name, "numpy.ndarray") == 0 || strcmp(type->tp_name, "array.array") == 0;
}

bool python_column_open_plain(PyObject *object, PyObject *codes, const char *name, python_column *out)
{
    if (is_plain_buffer(object) && open_column(object, Py_None, codes, name, out))
        return true;
    PyErr_Clear();
    return false;
}

PyObject *accumulator_add_buffer(nps_accumulator *self, PyObject *answers, PyObject *codes)
{
    python_column column;
    nps_status status;
    if (!python_column_open_plain(answers, codes, "answers", &column))
        Py_RETURN_FALSE;
    status = python_column_add(&column, self);
    python_column_release(&column);
    if (!status)
        Py_RETURN_TRUE;
    raise_status(status);
    return NULL;
}

/* Uses nothing of Python. `held` is for so many weights. */
static nps_status weigh(const python_column *column, const double *weights, double *held, nps_weighted *counted)
{
    struct chunk chunk;
    nps_status status = NPS_OK;
    size_t first;
    for (first = 0; !status && first < column->column.length; first += chunk.column.length) {
        read_part(column, first, WEIGHTS, &chunk);
        memcpy(held, weights + first, chunk.column.length * sizeof *held);
        status = nps_weighted_add_column(counted, &chunk.column, held, NULL);
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

nps_status python_column_sort(const python_column *column, const double *weights, const int64_t *strata,
                              const int64_t *clusters, nps_weighted_design *self)
{
    if (python_column_needs_chunks(column))
        return NPS_ERROR_COLUMN;
    return nps_weighted_design_add_column(self, &column->column, weights, strata, clusters, NULL);
}

/* What an answer is stays known to libnps alone. */
static unsigned char byte_at(const nps_column *column, size_t index)
{
    nps_accumulator counted = {{0}, 0, 0};
    nps_column one = *column;
    one.data = (const unsigned char *)column->data + (ptrdiff_t)index * column->stride;
    one.length = 1;
    one.validity_offset += index;
    nps_accumulator_add_column(&counted, &one);
    return byte_of_answer(&counted);
}

/* What each value of one byte is. */
static void fill_table(const python_column *column, unsigned char table[256])
{
    unsigned char values[256];
    nps_column all = column->column;
    int i;
    for (i = 0; i < 256; i++)
        values[i] = (unsigned char)i;
    all.data = values;
    all.length = 256;
    all.stride = 1;
    for (i = 0; i < 256; i++)
        table[i] = byte_at(&all, (size_t)i);
}

static bool has_bytes(const python_column *column)
{
    return !column->mask.obj && (column->column.type == NPS_COLUMN_U8 || column->column.type == NPS_COLUMN_I8);
}

PyObject *python_column_bytes(const python_column *column)
{
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)column->column.length);
    unsigned char *to = bytes ? (unsigned char *)PyBytes_AS_STRING(bytes) : NULL;
    unsigned char table[256];
    struct chunk chunk;
    size_t first, i;
    if (bytes && has_bytes(column)) {
        fill_table(column, table);
        for (i = 0; i < column->column.length; i++)
            to[i] = table[*at(&column->values, i)];
        return bytes;
    }
    for (first = 0; bytes && first < column->column.length; first += CHUNK) {
        read_chunk(column, first, &chunk);
        for (i = 0; i < chunk.column.length; i++)
            to[first + i] = byte_at(&chunk.column, i);
    }
    return bytes;
}

bool python_column_is_packed(const python_column *column)
{
    return column->source == NATIVE && !column->is_swapped && !column->mask.obj &&
           column->column.stride == column->values.itemsize;
}

/* A size that is known makes it a loop of loads and stores. */
static inline void copy_items(const python_column *column, size_t size, unsigned char *to)
{
    size_t i;
    for (i = 0; i < column->column.length; i++)
        memcpy(to + i * size, at(&column->values, i), size);
}

void python_column_pack(const python_column *column, void *to)
{
    const size_t size = (size_t)column->values.itemsize;
    unsigned char *bytes = to;
    size_t i;
    for (i = 0; column->is_swapped && i < column->column.length; i++)
        (void)convert(column, at(&column->values, i), bytes + i * size);
    if (column->is_swapped)
        return;
    switch (size) {
    case 1: copy_items(column, 1, to); break;
    case 2: copy_items(column, 2, to); break;
    case 4: copy_items(column, 4, to); break;
    default: copy_items(column, 8, to);
    }
}

bool python_column_is_masked(const python_column *column, size_t index)
{
    return column->mask.obj && *at(&column->mask, index);
}

bool python_column_value(const python_column *column, size_t index, void *value)
{
    if (python_column_is_masked(column, index))
        return false;
    convert(column, at(&column->values, index), value);
    return true;
}
