/* SPDX-License-Identifier: MIT */
#include "values.h"

#include <stddef.h>

/* How keys of any bytes are told as str. */
static const char key_errors[] = "surrogateescape";

void raise_status(nps_status status)
{
    raise_explained(status, nps_status_string(status));
}

void raise_explained(nps_status status, const char *text)
{
    PyObject *module = PyImport_ImportModule("nps.error");
    PyObject *error = module ? PyObject_CallMethod(module, "from_status", "is", (int)status, text) : NULL;
    if (error)
        PyErr_SetObject((PyObject *)Py_TYPE(error), error);
    Py_XDECREF(error);
    Py_XDECREF(module);
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

static bool is_tuple_of(PyObject *object, Py_ssize_t length)
{
    if (PyTuple_Check(object) && PyTuple_GET_SIZE(object) == length)
        return true;
    PyErr_Format(PyExc_TypeError, "expected a tuple of %zd, not '%.200s'", length, Py_TYPE(object)->tp_name);
    return false;
}

/* Reads a tuple of exactly `length` numbers. */
static bool read_all_unsigned(PyObject *object, uint64_t *out, Py_ssize_t length)
{
    Py_ssize_t i;
    if (!is_tuple_of(object, length))
        return false;
    for (i = 0; i < length; i++)
        if (!read_unsigned(PyTuple_GET_ITEM(object, i), &out[i]))
            return false;
    return true;
}

bool read_counts(PyObject *object, nps_counts *out)
{
    uint64_t numbers[3];
    if (!read_all_unsigned(object, numbers, 3))
        return false;
    *out = (nps_counts){numbers[0], numbers[1], numbers[2]};
    return true;
}

bool read_many_counts(PyObject *tuple, nps_counts **out, size_t *count)
{
    nps_counts *counts;
    Py_ssize_t i;
    if (!PyTuple_Check(tuple)) {
        PyErr_Format(PyExc_TypeError, "many counts are a tuple, not '%.200s'", Py_TYPE(tuple)->tp_name);
        return false;
    }
    *count = (size_t)PyTuple_GET_SIZE(tuple);
    counts = PyMem_Calloc(*count, sizeof *counts);
    if (!counts) {
        PyErr_NoMemory();
        return false;
    }
    for (i = 0; i < PyTuple_GET_SIZE(tuple); i++) {
        if (!read_counts(PyTuple_GET_ITEM(tuple, i), &counts[i])) {
            PyMem_Free(counts);
            return false;
        }
    }
    *out = counts;
    return true;
}

/* No scale reaches 255: what does not fit becomes that and is impossible, and libnps says so. */
static bool read_clipped(PyObject *object, uint8_t *out)
{
    PyObject *index = PyNumber_Index(object);
    int overflow;
    long number;
    if (!index)
        return false;
    number = PyLong_AsLongAndOverflow(index, &overflow);
    Py_DECREF(index);
    *out = !overflow && number >= 0 && number < UINT8_MAX ? (uint8_t)number : UINT8_MAX;
    return true;
}

bool read_scale(PyObject *object, nps_scale *out)
{
    return is_tuple_of(object, 4) && read_clipped(PyTuple_GET_ITEM(object, 0), &out->lowest) &&
           read_clipped(PyTuple_GET_ITEM(object, 1), &out->highest) &&
           read_clipped(PyTuple_GET_ITEM(object, 2), &out->detractor_max) &&
           read_clipped(PyTuple_GET_ITEM(object, 3), &out->promoter_min);
}

bool read_interval_options(PyObject *object, nps_interval_options *out)
{
    int method;
    nps_interval_options_init(out);
    if (!is_tuple_of(object, 2) || !PyArg_ParseTuple(object, "id", &method, &out->level))
        return false;
    out->method = (nps_method)method;
    return true;
}

bool read_groups_options(PyObject *object, nps_groups_options *out)
{
    int64_t key_type;
    if (!read_signed(object, &key_type))
        return false;
    nps_groups_options_init(out);
    /* An enum may be narrower: what does not fit is no key type, and libnps says so. */
    out->key_type = key_type == (int)key_type ? (nps_key_type)key_type : (nps_key_type)-1;
    return true;
}

bool read_counters(PyObject *object, nps_accumulator *out)
{
    uint64_t numbers[NPS_ANSWERS + 2];
    int i;
    if (!read_all_unsigned(object, numbers, NPS_ANSWERS + 2))
        return false;
    for (i = 0; i < NPS_ANSWERS; i++)
        out->answers[i] = numbers[i];
    out->missing = numbers[NPS_ANSWERS];
    out->invalid = numbers[NPS_ANSWERS + 1];
    return true;
}

/* Puts a new number into a tuple that is still being built. */
static bool set_number(PyObject *tuple, Py_ssize_t index, uint64_t number)
{
    PyObject *item = PyLong_FromUnsignedLongLong(number);
    if (!item)
        return false;
    PyTuple_SET_ITEM(tuple, index, item);
    return true;
}

PyObject *tuple_of_counters(const nps_accumulator *accumulator)
{
    PyObject *tuple = PyTuple_New(NPS_ANSWERS + 2);
    int i;
    if (!tuple)
        return NULL;
    for (i = 0; i < NPS_ANSWERS; i++)
        if (!set_number(tuple, i, accumulator->answers[i]))
            goto fail;
    if (set_number(tuple, NPS_ANSWERS, accumulator->missing) &&
        set_number(tuple, NPS_ANSWERS + 1, accumulator->invalid))
        return tuple;
fail:
    Py_DECREF(tuple);
    return NULL;
}

PyObject *tuple_of_counts(const nps_counts *counts)
{
    return Py_BuildValue("(KKK)", (unsigned long long)counts->promoters, (unsigned long long)counts->passives,
                         (unsigned long long)counts->detractors);
}

PyObject *tuple_of_scale(const nps_scale *scale)
{
    return Py_BuildValue("(iiii)", scale->lowest, scale->highest, scale->detractor_max, scale->promoter_min);
}

PyObject *tuple_of_bounds(const nps_bounds *bounds)
{
    return Py_BuildValue("(dd)", bounds->lower, bounds->upper);
}

PyObject *tuple_of_interval(const nps_interval_result *interval)
{
    return Py_BuildValue("(ddi)", interval->bounds.lower, interval->bounds.upper, (int)interval->method);
}

PyObject *list_of_intervals(const nps_interval_result *intervals, size_t count)
{
    PyObject *list = PyList_New((Py_ssize_t)count);
    size_t i;
    for (i = 0; list && i < count; i++) {
        PyObject *interval = tuple_of_interval(&intervals[i]);
        if (interval)
            PyList_SET_ITEM(list, (Py_ssize_t)i, interval);
        else
            Py_CLEAR(list);
    }
    return list;
}

PyObject *tuple_of_test(const nps_test_result *test)
{
    return Py_BuildValue("(di)", test->p_value, (int)test->method);
}

PyObject *tuple_of_comparison(const nps_comparison *comparison)
{
    return Py_BuildValue("(ddddi)", comparison->difference, comparison->bounds.lower, comparison->bounds.upper,
                         comparison->p_value, (int)comparison->method);
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
