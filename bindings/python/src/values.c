/* SPDX-License-Identifier: MIT */
#include "values.h"

#include <stddef.h>
#include <string.h>

/* How keys of any bytes are told as str. */
static const char key_errors[] = "surrogateescape";

void raise_status(nps_status status)
{
    raise_explained(status, nps_status_string(status));
}

void raise_explained(nps_status status, const char *text)
{
    PyObject *module, *error;
    if (status == NPS_ERROR_INTERRUPTED && PyErr_Occurred()) /* what a signal handler raised */
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
    PyObject *number = NULL, *text = NULL;
    size_t i = 0;
    while (i < length && (weights[i] == 0 || (weights[i] >= 0x1p-126 && weights[i] < 0x1p128)))
        i++;
    if (i == length) {
        raise_status(NPS_ERROR_WEIGHT);
        return;
    }
    number = PyFloat_FromDouble(weights[i]);
    if (number)
        text = PyUnicode_FromFormat("weight %zu is %R: %s", i, number, nps_status_string(NPS_ERROR_WEIGHT));
    if (text)
        raise_explained(NPS_ERROR_WEIGHT, PyUnicode_AsUTF8(text));
    Py_XDECREF(text);
    Py_XDECREF(number);
}

void raise_wrong_type(const char *wanted, PyObject *object)
{
    PyObject *shown = shown_of(object);
    if (shown)
        PyErr_Format(PyExc_TypeError, "expected '%s', not %U", wanted, shown);
    Py_XDECREF(shown);
}

/* How much of an object is shown. */
enum { SHOWN = 40 };

static PyObject *without_end(PyObject *text)
{
    PyObject *start = PyUnicode_Substring(text, 0, SHOWN);
    PyObject *shown = start ? PyUnicode_FromFormat(PyUnicode_GET_LENGTH(text) > SHOWN ? "%U..." : "%U", start) : NULL;
    Py_XDECREF(start);
    return shown;
}

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
        return PyUnicode_FromFormat("of type '%.200s'", Py_TYPE(object)->tp_name);
    }
    if (whole)
        shown = without_end(whole);
    Py_XDECREF(whole);
    return shown;
}

bool read_signed(PyObject *object, int64_t *out)
{
    PyObject *index = PyNumber_Index(object);
    if (!index)
        return false;
    *out = PyLong_AsLongLong(index);
    Py_DECREF(index);
    return !PyErr_Occurred();
}

bool read_unsigned(PyObject *object, uint64_t *out)
{
    PyObject *index = PyNumber_Index(object), *shown = NULL;
    if (!index)
        return false;
    *out = PyLong_AsUnsignedLongLong(index);
    if (PyErr_Occurred() && PyErr_ExceptionMatches(PyExc_OverflowError)) {
        PyErr_Clear();
        shown = shown_of(index);
        if (shown)
            PyErr_Format(PyExc_OverflowError, "a count is from 0 to 2^64 - 1, not %U", shown);
        Py_XDECREF(shown);
    }
    Py_DECREF(index);
    return !PyErr_Occurred();
}

bool read_clipped(PyObject *object, uint8_t *out)
{
    PyObject *index = PyNumber_Index(object);
    int overflow;
    int64_t number;
    if (!index)
        return false;
    number = PyLong_AsLongLongAndOverflow(index, &overflow);
    Py_DECREF(index);
    *out = !overflow && number >= 0 && number < UINT8_MAX ? (uint8_t)number : UINT8_MAX;
    return true;
}

bool read_three(PyObject *object, double out[3])
{
    if (PyTuple_Check(object))
        return PyArg_ParseTuple(object, "ddd", &out[0], &out[1], &out[2]);
    raise_wrong_type("tuple", object);
    return false;
}

bool read_words(PyObject *object, void *out, size_t count)
{
    uint64_t *words = out;
    size_t i;
    if (!PyTuple_Check(object) || (size_t)PyTuple_GET_SIZE(object) != count) {
        PyErr_Format(PyExc_TypeError, "expected a tuple of %zu counts", count);
        return false;
    }
    for (i = 0; i < count; i++)
        if (!read_unsigned(PyTuple_GET_ITEM(object, (Py_ssize_t)i), &words[i]))
            return false;
    return true;
}

bool append(PyObject *bytes, const void *value, size_t size)
{
    const Py_ssize_t length = PyByteArray_GET_SIZE(bytes);
    if (PyByteArray_Resize(bytes, length + (Py_ssize_t)size) < 0)
        return false;
    memcpy(PyByteArray_AS_STRING(bytes) + length, value, size);
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
    if (PyUnicode_Check(key))
        return PyUnicode_AsEncodedString(key, "utf-8", key_errors);
    PyErr_Format(PyExc_TypeError, "a text key is a str, not '%.200s'", Py_TYPE(key)->tp_name);
    return NULL;
}
