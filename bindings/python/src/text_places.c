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

/* A label, found by the hash that texts of Python keep. */
struct slot {
    PyObject *text; /* NULL: free; the list of labels owns it */
    Py_hash_t hash;
    int32_t place;
};

enum { FIRST_SLOTS = 1 << 11 };

/* The places of texts by their value, and by the addresses that were seen last. */
struct known {
    struct slot *slots; /* at least half of them are free */
    size_t slot_count;  /* a power of two */
    PyObject *labels;
    struct cached *cache;
};

enum { OTHER_TYPE = -2, FAILED = -3 };

static struct cached *cached_at(const struct known *known, const PyObject *text)
{
    const uint64_t mixed = (uint64_t)(uintptr_t)text * UINT64_C(0x9e3779b97f4a7c15); /* Fibonacci hashing */
    return &known->cache[mixed >> (64 - CACHE_BITS)];
}

/* The slot of a text, or the free one where it belongs. */
static struct slot *slot_of(struct slot *slots, size_t slot_count, PyObject *text, Py_hash_t hash)
{
    size_t i = (size_t)hash & (slot_count - 1);
    while (slots[i].text && (slots[i].hash != hash || PyUnicode_Compare(slots[i].text, text) != 0))
        i = (i + 1) & (slot_count - 1);
    return &slots[i];
}

static bool grow(struct known *known)
{
    const size_t slot_count = 2 * known->slot_count;
    struct slot *slots = PyMem_Calloc(slot_count, sizeof *slots);
    size_t i;
    if (!slots) {
        PyErr_NoMemory();
        return false;
    }
    for (i = 0; i < known->slot_count; i++)
        if (known->slots[i].text)
            *slot_of(slots, slot_count, known->slots[i].text, known->slots[i].hash) = known->slots[i];
    PyMem_Free(known->slots);
    known->slots = slots;
    known->slot_count = slot_count;
    return true;
}

/* The place of a text that was not seen before, whose free slot is known. */
static int32_t append_label(struct known *known, struct slot *free_slot, PyObject *text, Py_hash_t hash)
{
    const Py_ssize_t count = PyList_Size(known->labels);
    if (count >= INT32_MAX)
        return OTHER_TYPE;
    if (PyList_Append(known->labels, text) != 0)
        return FAILED;
    *free_slot = (struct slot){text, hash, (int32_t)count};
    return (size_t)count + 1 <= known->slot_count / 2 || grow(known) ? (int32_t)count : FAILED;
}

static int32_t place_of(struct known *known, PyObject *value)
{
    struct cached *const cached = cached_at(known, value);
    int32_t found = -1;
    if (cached->text == value)
        return cached->place;
    if (PyUnicode_CheckExact(value)) {
        const Py_hash_t hash = PyObject_Hash(value);
        struct slot *const slot = slot_of(known->slots, known->slot_count, value, hash);
        found = slot->text ? slot->place : append_label(known, slot, value, hash);
    } else if (value != Py_None && !(PyFloat_Check(value) && isnan(PyFloat_AsDouble(value))) &&
               kind_of_type(value) != KIND_MISSING)
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

/* The rows between the one that is looked up and the one whose object is fetched. */
enum { AHEAD = 16 };

static void prefetch(const PyObject *object)
{
#ifdef __GNUC__
    __builtin_prefetch(object);
    __builtin_prefetch((const char *)object + 48);
#else
    (void)object;
#endif
}

/* Writes the place of each object; OTHER_TYPE or FAILED if one has none. */
static int32_t write_places(const struct objects *objects, struct known *known, char *out)
{
    Py_ssize_t row;
    for (row = 0; row < objects->count; row++) {
        int32_t place;
        if (row + AHEAD < objects->count)
            prefetch(object_at(objects, row + AHEAD));
        place = place_of(known, object_at(objects, row));
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
    known.slots = PyMem_Calloc(FIRST_SLOTS, sizeof *known.slots);
    known.slot_count = FIRST_SLOTS;
    known.cache = PyMem_Calloc(CACHE_SIZE, sizeof *known.cache);
    if (!known.cache || !known.slots)
        PyErr_NoMemory();
    else
        places = PyByteArray_FromStringAndSize(NULL, objects.count * (Py_ssize_t)sizeof(int32_t));
    if (places)
        outcome = write_places(&objects, &known, PyByteArray_AsString(places));
    if (!objects.list)
        PyBuffer_Release(&objects.view);
    PyMem_Free(known.cache);
    PyMem_Free(known.slots);
    if (outcome == 0)
        return places;
    Py_XDECREF(places);
    if (outcome == FAILED)
        return NULL;
    Py_RETURN_NONE;
}
