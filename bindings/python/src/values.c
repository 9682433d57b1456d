/* SPDX-License-Identifier: MIT */
#include "values.h"

#include "types.h"

#include <stdarg.h>
#include <stddef.h>
#include <string.h>

/* The error handler that converts bytes that are not UTF-8 to str. */
static const char key_errors[] = "surrogateescape";

void raise_status(nps_status status)
{
    raise_explained(status, nps_status_string(status));
}

void raise_explained(nps_status status, const char *text)
{
    PyObject *module, *error;
    if (status == NPS_ERROR_INTERRUPTED && PyErr_Occurred()) /* the exception of a signal handler */
        return;
    if (*text == '\0')
        text = nps_status_string(status);
    module = PyImport_ImportModule("nps._error");
    error = module ? PyObject_CallMethod(module, "from_status", "is", (int)status, text) : NULL;
    if (error)
        PyErr_SetObject((PyObject *)Py_TYPE(error), error);
    Py_XDECREF(error);
    Py_XDECREF(module);
}

void raise_wrong_weight(const double *weights, size_t length)
{
    PyObject *number, *text;
    size_t i = 0;
    while (i < length && (weights[i] == 0 || (weights[i] >= 0x1p-126 && weights[i] < 0x1p128)))
        i++;
    if (i == length) {
        raise_status(NPS_ERROR_WEIGHT);
        return;
    }
    number = PyFloat_FromDouble(weights[i]);
    text = number ? PyUnicode_FromFormat("weight %zu is %R: %s", i, number, nps_status_string(NPS_ERROR_WEIGHT)) : NULL;
    if (text)
        raise_explained(NPS_ERROR_WEIGHT, PyUnicode_AsUTF8AndSize(text, NULL));
    Py_XDECREF(text);
    Py_XDECREF(number);
}

void raise_shown(PyObject *type, PyObject *object, const char *format, ...)
{
    PyObject *text, *shown = shown_of(object);
    va_list values;
    va_start(values, format);
    text = shown ? PyUnicode_FromFormatV(format, values) : NULL;
    va_end(values);
    if (text)
        PyErr_Format(type, "%U%U", text, shown);
    Py_XDECREF(text);
    Py_XDECREF(shown);
}

bool is_tuple(PyObject *object)
{
    if (!PyTuple_Check(object))
        raise_wrong_type("tuple", object);
    return PyTuple_Check(object);
}

void raise_wrong_type(const char *wanted, PyObject *object)
{
    raise_shown(PyExc_TypeError, object, "expected '%s', not ", wanted);
}

/* The number of characters of an object that are shown. */
enum { SHOWN = 40 };

PyObject *shown_of(PyObject *object)
{
    PyObject *whole = NULL, *shown = NULL;
    if (PyUnicode_CheckExact(object)) { /* shortened first, for it may be long */
        PyObject *start = PyUnicode_Substring(object, 0, SHOWN + 1);
        whole = start ? PyObject_Repr(start) : NULL;
        Py_XDECREF(start);
    } else if (object == Py_None || PyBool_Check(object) || PyFloat_CheckExact(object) || PyLong_CheckExact(object)) {
        whole = PyObject_Repr(object);
        if (!whole && PyErr_ExceptionMatches(PyExc_ValueError)) { /* too many digits */
            PyErr_Clear();
            return PyUnicode_FromString("a huge int");
        }
    } else {
        whole = type_name_of(object);
        shown = whole ? PyUnicode_FromFormat("of type '%.200U'", whole) : NULL;
        Py_XDECREF(whole);
        return shown;
    }
    if (whole)
        shown = PyUnicode_FromFormat(PyUnicode_GetLength(whole) > SHOWN ? "%.40U..." : "%U", whole);
    Py_XDECREF(whole);
    return shown;
}

/* The integer of an object; NULL with TypeError for one that has none, and for booleans. */
static PyObject *index_of(PyObject *object, const char *name)
{
    if (PyIndex_Check(object) && !PyBool_Check(object))
        return PyNumber_Index(object);
    raise_shown(PyExc_TypeError, object, "%s must be a whole number, not ", name);
    return NULL;
}

/* Releases an integer; if it could not be converted, raises OverflowError with its range. */
static bool is_in_range(PyObject *index, const char *name, const char *range)
{
    if (index && PyErr_Occurred() && PyErr_ExceptionMatches(PyExc_OverflowError)) {
        PyErr_Clear();
        raise_shown(PyExc_OverflowError, index, "%s must be from %s, not ", name, range);
    }
    Py_XDECREF(index);
    return !PyErr_Occurred();
}

bool read_signed(PyObject *object, const char *name, int64_t *out)
{
    PyObject *index = index_of(object, name);
    *out = index ? PyLong_AsLongLong(index) : 0;
    return is_in_range(index, name, "-2^63 to 2^63 - 1");
}

bool read_unsigned(PyObject *object, const char *name, uint64_t *out)
{
    PyObject *index = index_of(object, name);
    *out = index ? PyLong_AsUnsignedLongLong(index) : 0;
    return is_in_range(index, name, "0 to 2^64 - 1");
}

bool read_double(PyObject *object, const char *name, double *out)
{
    if (!PyNumber_Check(object) || PyComplex_Check(object))
        raise_shown(PyExc_TypeError, object, "%s must be a number, not ", name);
    else
        *out = PyFloat_AsDouble(object);
    return !PyErr_Occurred();
}

bool read_clipped(PyObject *object, uint8_t *out)
{
    PyObject *index = index_of(object, "each limit of a scale");
    int overflow = 0;
    const int64_t number = index ? PyLong_AsLongLongAndOverflow(index, &overflow) : 0;
    Py_XDECREF(index);
    *out = !overflow && number >= 0 && number < UINT8_MAX ? (uint8_t)number : UINT8_MAX;
    return !PyErr_Occurred();
}

bool read_words(PyObject *object, void *out, size_t count)
{
    uint64_t *words = out;
    size_t i;
    if (!PyTuple_Check(object) || (size_t)PyTuple_Size(object) != count) {
        PyErr_Format(PyExc_TypeError, "expected a tuple of %zu counts", count);
        return false;
    }
    for (i = 0; i < count; i++)
        if (!read_unsigned(PyTuple_GetItem(object, (Py_ssize_t)i), "each count", &words[i]))
            return false;
    return true;
}

bool append(PyObject *bytes, const void *value, size_t size)
{
    const Py_ssize_t length = PyByteArray_Size(bytes);
    if (PyByteArray_Resize(bytes, length + (Py_ssize_t)size) < 0)
        return false;
    memcpy(PyByteArray_AsString(bytes) + length, value, size);
    return true;
}

PyObject *key_of_group(const nps_group *group)
{
    if (group->text)
        return PyUnicode_DecodeUTF8(group->text, (Py_ssize_t)group->text_length, key_errors);
    return PyLong_FromLongLong(group->integer);
}

PyObject *bytes_of_key(PyObject *key)
{
    static const char lone_surrogate[] = "a key has a lone surrogate, which is not a character; "
                                         "key.encode(\"utf-8\", \"replace\").decode() replaces it";
    PyObject *bytes;
    if (!PyUnicode_Check(key)) {
        raise_shown(PyExc_TypeError, key, "a text key is a str, not ");
        return NULL;
    }
    bytes = PyUnicode_AsEncodedString(key, "utf-8", key_errors);
    if (!bytes && PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) {
        PyErr_Clear();
        raise_shown(PyExc_UnicodeError, key, "%s; the key is ", lone_surrogate);
    }
    return bytes;
}
