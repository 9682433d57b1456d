/* SPDX-License-Identifier: MIT */
#include "cube.h"

#include "interrupt.h"
#include "values.h"

#include <string.h>

/* Cells between two checks for signals. */
enum { CELLS_AT_ONCE = 4096 };

static bool read_value(PyObject *object, nps_cube_value *out, PyObject **owner)
{
    *out = (nps_cube_value){NPS_CUBE_NULL, 0, NULL, 0};
    if (object == Py_None)
        return true;
    if (PyTuple_Check(object)) {
        out->type = NPS_CUBE_DAY;
        return PyTuple_Size(object) == 1 && read_signed(PyTuple_GetItem(object, 0), "a day", &out->integer);
    }
    if (PyBool_Check(object)) {
        out->type = NPS_CUBE_BOOLEAN;
        out->integer = object == Py_True;
        return true;
    }
    if (!PyUnicode_Check(object)) {
        out->type = NPS_CUBE_INTEGER;
        return read_signed(object, "a key", &out->integer);
    }
    *owner = bytes_of_key(object);
    if (!*owner)
        return false;
    out->type = NPS_CUBE_TEXT;
    out->text = PyBytes_AsString(*owner);
    out->length = (size_t)PyBytes_Size(*owner);
    return true;
}

bool cube_values_read(PyObject *tuple, cube_values *out)
{
    memset(out, 0, sizeof *out);
    if (!is_tuple(tuple))
        return false;
    if (PyTuple_Size(tuple) > NPS_CUBE_KEYS_MAX) {
        raise_status(NPS_ERROR_KEY);
        return false;
    }
    out->count = (size_t)PyTuple_Size(tuple);
    for (size_t i = 0; i < out->count; i++)
        if (!read_value(PyTuple_GetItem(tuple, (Py_ssize_t)i), &out->values[i], &out->owners[i])) {
            if (!PyErr_Occurred())
                raise_status(NPS_ERROR_KEY);
            return false;
        }
    return true;
}

void cube_values_release(cube_values *values)
{
    size_t i;
    for (i = 0; i < values->count; i++)
        Py_XDECREF(values->owners[i]);
}

bool cube_keys_of(PyObject *tuple, cube_keys_read *out)
{
    Py_ssize_t i;
    memset(out, 0, sizeof *out);
    if (!is_tuple(tuple))
        return false;
    out->count = (size_t)PyTuple_Size(tuple);
    for (i = 0; i < PyTuple_Size(tuple) && i < NPS_CUBE_KEYS_MAX; i++) {
        int type;
        if (!is_tuple(PyTuple_GetItem(tuple, i)) ||
            !PyArg_ParseTuple(PyTuple_GetItem(tuple, i), "si", &out->keys[i].name, &type))
            return false;
        out->keys[i].type = (nps_cube_type)type;
    }
    return true;
}

static PyObject *object_of_value(const nps_cube_value *value)
{
    if (value->type == NPS_CUBE_NULL)
        Py_RETURN_NONE;
    if (value->type == NPS_CUBE_BOOLEAN)
        return PyBool_FromLong(value->integer != 0);
    return key_of_group(&(nps_group){.text = value->text, .text_length = value->length, .integer = value->integer});
}

static PyObject *tuple_of(const nps_cube_value *values, size_t count)
{
    PyObject *tuple = PyTuple_New((Py_ssize_t)count);
    size_t i;
    for (i = 0; tuple && i < count; i++) {
        PyObject *value = object_of_value(&values[i]);
        if (value)
            PyTuple_SetItem(tuple, (Py_ssize_t)i, value);
        else
            Py_CLEAR(tuple);
    }
    return tuple;
}

PyObject *cube_cells(nps_cube *self)
{
    nps_cube_value values[NPS_CUBE_KEYS_MAX];
    nps_accumulator counts;
    PyObject *cells = NULL;
    nps_status status;
    size_t i;
    do
        status = nps_cube_sort(self);
    while (goes_on_after(status));
    if (status)
        raise_status(status);
    else
        cells = PyList_New(0);
    for (i = 0; cells && nps_cube_get(self, i, values, &counts) == NPS_OK; i++) {
        const bool goes_on = i % CELLS_AT_ONCE != 0 || PyErr_CheckSignals() == 0;
        PyObject *cell = goes_on ? tuple_of(values, nps_cube_key_count(self)) : NULL;
        const int failed = cell ? PyList_Append(cells, cell) : -1;
        Py_XDECREF(cell);
        if (failed)
            Py_CLEAR(cells);
    }
    return cells;
}

static PyObject *words_of(const nps_accumulator *counts)
{
    PyObject *words = PyTuple_New(NPS_ANSWERS + 2);
    Py_ssize_t i;
    for (i = 0; words && i < NPS_ANSWERS + 2; i++) {
        PyObject *word = PyLong_FromUnsignedLongLong(i < NPS_ANSWERS    ? counts->answers[i]
                                                     : i == NPS_ANSWERS ? counts->missing
                                                                        : counts->invalid);
        if (word)
            PyTuple_SetItem(words, i, word);
        else
            Py_CLEAR(words);
    }
    return words;
}

static PyObject *tuple_of_line(size_t cell, size_t place, uint32_t is_withheld, const nps_accumulator *counts)
{
    PyObject *words = words_of(counts);
    return words ? Py_BuildValue("nniN", (Py_ssize_t)cell, (Py_ssize_t)place, (int)is_withheld, words) : NULL;
}

/* Appends a line to a list, which may become NULL; releases the line. */
static void append_line(PyObject **list, PyObject *line)
{
    if (!line || PyList_Append(*list, line))
        Py_CLEAR(*list);
    Py_XDECREF(line);
}

PyObject *cube_lines(nps_cube *self, uint64_t minimum, bool has_subtotals)
{
    nps_cube_lines_options options;
    nps_cube_line *lines = NULL;
    PyObject *list = NULL;
    size_t count = 0, i;
    nps_status status;
    nps_cube_lines_options_init(&options);
    options.minimum = minimum;
    options.has_subtotals = has_subtotals;
    do
        status = nps_cube_lines(self, &options, NULL, 0, &count);
    while (goes_on_after(status));
    if (!status) {
        lines = PyMem_Calloc(count, sizeof *lines);
        if (!lines)
            return PyErr_NoMemory();
        do
            status = nps_cube_lines(self, &options, lines, count, &count);
        while (goes_on_after(status));
    }
    if (status)
        raise_status(status);
    else
        list = PyList_New(0);
    for (i = 0; list && i < count; i++)
        append_line(&list,
                    tuple_of_line(lines[i].cell, lines[i].key_count, lines[i].is_withheld, &lines[i].accumulator));
    PyMem_Free(lines);
    return list;
}

/* The indexes of keys of roll-ups. */
struct selections {
    size_t keys[NPS_CUBE_ROLLUPS_MAX][NPS_CUBE_KEYS_MAX];
    nps_cube_selection chosen[NPS_CUBE_ROLLUPS_MAX];
    size_t count;
};

static bool read_selection(PyObject *tuple, size_t *keys, nps_cube_selection *out)
{
    Py_ssize_t i;
    if (!is_tuple(tuple))
        return false;
    *out = (nps_cube_selection){keys, (size_t)PyTuple_Size(tuple)};
    for (i = 0; i < PyTuple_Size(tuple) && i < NPS_CUBE_KEYS_MAX; i++) {
        uint64_t index;
        if (!read_unsigned(PyTuple_GetItem(tuple, i), "the index of a key", &index))
            return false;
        keys[i] = (size_t)index;
    }
    if (out->key_count > NPS_CUBE_KEYS_MAX)
        raise_status(NPS_ERROR_KEY);
    return out->key_count <= NPS_CUBE_KEYS_MAX;
}

static bool read_selections(PyObject *tuple, struct selections *out)
{
    if (!is_tuple(tuple))
        return false;
    for (out->count = 0; out->count < (size_t)PyTuple_Size(tuple); out->count++) {
        if (out->count == NPS_CUBE_ROLLUPS_MAX) {
            raise_status(NPS_ERROR_KEY);
            return false;
        }
        if (!read_selection(PyTuple_GetItem(tuple, (Py_ssize_t)out->count), out->keys[out->count],
                            &out->chosen[out->count]))
            return false;
    }
    return true;
}

PyObject *cube_protect(nps_cube *self, PyObject *rollups, uint64_t minimum)
{
    struct selections read;
    nps_cube_publication what;
    nps_cube_rollup_line *lines = NULL;
    PyObject *list = NULL;
    size_t count = 0, i;
    nps_status status;
    if (!read_selections(rollups, &read))
        return NULL;
    what = (nps_cube_publication){read.chosen, read.count, minimum};
    do
        status = nps_cube_protect(self, &what, NULL, 0, &count);
    while (goes_on_after(status));
    if (!status) {
        lines = PyMem_Calloc(count + 1, sizeof *lines);
        if (!lines)
            return PyErr_NoMemory();
        do
            status = nps_cube_protect(self, &what, lines, count, &count);
        while (goes_on_after(status));
    }
    if (status)
        raise_status(status);
    else
        list = PyList_New(0);
    for (i = 0; list && i < count; i++)
        append_line(&list, tuple_of_line(lines[i].cell, lines[i].rollup, lines[i].is_withheld, &lines[i].accumulator));
    PyMem_Free(lines);
    return list;
}

static PyObject *name_of(const nps_cube_key *key)
{
    return key_of_group(&(nps_group){.text = key->name, .text_length = strlen(key->name)});
}

static PyObject *type_of(const nps_cube_key *key)
{
    return PyLong_FromLong((long)key->type);
}

static PyObject *tuple_of_keys(const nps_cube *self, PyObject *(*convert)(const nps_cube_key *key))
{
    const size_t count = nps_cube_key_count(self);
    PyObject *tuple = PyTuple_New((Py_ssize_t)count);
    nps_cube_key key;
    size_t i;
    for (i = 0; tuple && i < count && nps_cube_key_at(self, i, &key) == NPS_OK; i++) {
        PyObject *item = convert(&key);
        if (item)
            PyTuple_SetItem(tuple, (Py_ssize_t)i, item);
        else
            Py_CLEAR(tuple);
    }
    return tuple;
}

PyObject *cube_names(const nps_cube *self)
{
    return tuple_of_keys(self, name_of);
}

PyObject *cube_types(const nps_cube *self)
{
    return tuple_of_keys(self, type_of);
}

nps_status cube_get(const nps_cube *self, uint64_t index, nps_accumulator *out)
{
    nps_cube_value values[NPS_CUBE_KEYS_MAX];
    return index <= SIZE_MAX ? nps_cube_get(self, (size_t)index, values, out) : NPS_ERROR_NOT_FOUND;
}
