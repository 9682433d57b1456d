/* SPDX-License-Identifier: MIT */
#include "text_places.h"

#include "types.h"
#include "values.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Rows that have the same text mostly share the object, as readers of files make them: its address finds the place, and
 * the object is not read. Nothing of Python runs between two rows, so that no object goes away meanwhile. */
enum { CACHE_BITS = 13, CACHE_SIZE = 1 << CACHE_BITS };

struct cached {
    const PyObject *text;
    int32_t place;
};

/* The places of texts by their value, and by the addresses that were seen last. */
struct known {
    PyObject *places; /* a dict */
    PyObject *labels;
    struct cached *cache;
};

enum { OTHER_TYPE = -2, FAILED = -3 };

static struct cached *cached_at(const struct known *known, const PyObject *text)
{
    const uint64_t mixed = (uint64_t)(uintptr_t)text * UINT64_C(0x9e3779b97f4a7c15); /* Fibonacci hashing */
    return &known->cache[mixed >> (64 - CACHE_BITS)];
}

/* The place of a text that was not seen before. */
static int32_t append_label(const struct known *known, PyObject *text)
{
    const Py_ssize_t count = PyList_Size(known->labels);
    PyObject *place;
    int is_appended;
    if (count >= INT32_MAX)
        return OTHER_TYPE;
    place = PyLong_FromSsize_t(count);
    if (!place)
        return FAILED;
    is_appended = PyDict_SetItem(known->places, text, place) == 0 && PyList_Append(known->labels, text) == 0;
    Py_DECREF(place);
    return is_appended ? (int32_t)count : FAILED;
}

static int32_t place_of(const struct known *known, PyObject *value)
{
    struct cached *const cached = cached_at(known, value);
    int32_t found;
    if (cached->text == value)
        return cached->place;
    if (PyUnicode_CheckExact(value)) {
        PyObject *const place = PyDict_GetItemWithError(known->places, value);
        if (place)
            found = (int32_t)PyLong_AsLong(place);
        else if (PyErr_Occurred())
            return FAILED;
        else
            found = append_label(known, value);
    } else if (value == Py_None || (PyFloat_Check(value) && isnan(PyFloat_AsDouble(value))) ||
               kind_of_type(value) == KIND_MISSING)
        found = -1;
    else
        return OTHER_TYPE;
    if (found >= -1)
        *cached = (struct cached){value, found};
    return found;
}

/* The objects of a list or of a buffer. */
struct objects {
    PyObject *list; /* NULL for a buffer */
    Py_buffer view;
    Py_ssize_t count;
};

static bool objects_open(PyObject *column, struct objects *out)
{
    memset(out, 0, sizeof *out);
    if (PyList_CheckExact(column)) {
        out->list = column;
        out->count = PyList_Size(column);
        return true;
    }
    if (PyObject_GetBuffer(column, &out->view, PyBUF_STRIDES | PyBUF_FORMAT) != 0) {
        PyErr_Clear();
        return false;
    }
    if (out->view.ndim != 1 || !out->view.format || strcmp(out->view.format, "O") != 0) {
        PyBuffer_Release(&out->view);
        return false;
    }
    out->count = out->view.shape[0];
    return true;
}

static PyObject *object_at(const struct objects *objects, Py_ssize_t row)
{
    PyObject *object;
    if (objects->list)
        return PyList_GetItem(objects->list, row);
    memcpy(&object, (const char *)objects->view.buf + row * objects->view.strides[0], sizeof object);
    return object ? object : Py_None; /* NumPy has NULL for None in new arrays */
}

/* Writes the place of each object; OTHER_TYPE or FAILED if one has none. */
static int32_t write_places(const struct objects *objects, const struct known *known, char *out)
{
    Py_ssize_t row;
    for (row = 0; row < objects->count; row++) {
        const int32_t place = place_of(known, object_at(objects, row));
        if (place < -1)
            return place;
        memcpy(out + row * (Py_ssize_t)sizeof place, &place, sizeof place);
    }
    return 0;
}

PyObject *text_places(PyObject *column, PyObject *labels)
{
    struct known known = {.labels = labels};
    struct objects objects;
    PyObject *places = NULL;
    int32_t outcome = FAILED;
    if (!PyList_CheckExact(labels)) {
        raise_wrong_type("list", labels);
        return NULL;
    }
    if (!objects_open(column, &objects))
        Py_RETURN_NONE;
    known.places = PyDict_New();
    known.cache = PyMem_Calloc(CACHE_SIZE, sizeof *known.cache);
    if (!known.cache)
        PyErr_NoMemory();
    if (known.cache && known.places)
        places = PyByteArray_FromStringAndSize(NULL, objects.count * (Py_ssize_t)sizeof(int32_t));
    if (places)
        outcome = write_places(&objects, &known, PyByteArray_AsString(places));
    if (!objects.list)
        PyBuffer_Release(&objects.view);
    PyMem_Free(known.cache);
    Py_XDECREF(known.places);
    if (outcome == 0)
        return places;
    Py_XDECREF(places);
    if (outcome == FAILED)
        return NULL;
    Py_RETURN_NONE;
}
