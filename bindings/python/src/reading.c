/* SPDX-License-Identifier: MIT */
#include "reading.h"

#include "values.h"

#include <string.h>

static bool read_label(PyObject *item, nps_reading_label *label)
{
    PyObject *text;
    int answer;
    if (!is_tuple(item) || !PyArg_ParseTuple(item, "Si", &text, &answer))
        return false;
    *label = (nps_reading_label){PyBytes_AsString(text), (size_t)PyBytes_Size(text), answer};
    return true;
}

bool reading_options_read(PyObject *tuple, reading_options_held *out)
{
    nps_reading_options *const options = &out->options;
    PyObject *labels;
    int cut, decimal;
    Py_ssize_t i;
    memset(out, 0, sizeof *out);
    nps_reading_options_init(options);
    if (!is_tuple(tuple) ||
        !PyArg_ParseTuple(tuple, "ii(bbbb)O!", &cut, &decimal, &out->scale.lowest, &out->scale.highest,
                          &out->scale.detractor_max, &out->scale.promoter_min, &PyTuple_Type, &labels))
        return false;
    options->label_count = (size_t)PyTuple_Size(labels);
    options->labels = out->labels = PyMem_Calloc(options->label_count + 1, sizeof *out->labels);
    if (!out->labels) {
        PyErr_NoMemory();
        return false;
    }
    for (i = 0; i < PyTuple_Size(labels); i++)
        if (!read_label(PyTuple_GetItem(labels, i), &out->labels[i]))
            return false;
    options->cut = (nps_cut)cut;
    options->decimal = (nps_decimal)decimal;
    options->scale = &out->scale;
    options->only_labels = 1;
    return true;
}

/* A value that is no text in UTF-8 and no number that fits a double is unread. */
static bool read_value(PyObject *value, const nps_reading_options *options, int32_t *answer)
{
    nps_status status = NPS_OK;
    if (PyUnicode_Check(value)) {
        Py_ssize_t length;
        const char *const text = PyUnicode_AsUTF8AndSize(value, &length);
        if (text)
            status = nps_reading_text(text, (size_t)length, options, answer);
    } else {
        const double number = PyFloat_AsDouble(value);
        if (!PyErr_Occurred())
            status = nps_reading_number(number, options, answer);
    }
    if (PyErr_Occurred()) {
        if (!PyErr_ExceptionMatches(PyExc_UnicodeError) && !PyErr_ExceptionMatches(PyExc_OverflowError))
            return false;
        PyErr_Clear();
        *answer = NPS_READING_UNREAD;
    }
    if (status)
        raise_status(status);
    return status == NPS_OK;
}

PyObject *reading_answers(PyObject *values, const nps_reading_options *options)
{
    PyObject *answers;
    Py_ssize_t i;
    if (!PyList_Check(values)) {
        raise_wrong_type("list", values);
        return NULL;
    }
    answers = PyList_New(PyList_Size(values));
    for (i = 0; answers && i < PyList_Size(values) && i < PyList_Size(answers); i++) {
        PyObject *item = NULL;
        int32_t answer;
        if (read_value(PyList_GetItem(values, i), options, &answer)) {
            if (answer == NPS_READING_MISSING) {
                item = Py_None;
                Py_INCREF(item);
            } else
                item = PyLong_FromLong(answer);
        }
        if (item)
            PyList_SetItem(answers, i, item);
        else
            Py_CLEAR(answers);
    }
    return answers;
}
