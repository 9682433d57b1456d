/* SPDX-License-Identifier: MIT */
#include "capsules.h"

#include <string.h>

static void *content_of(PyObject *object, const char *name)
{
    if (PyCapsule_IsValid(object, name))
        return PyCapsule_GetPointer(object, name);
    PyErr_Format(PyExc_TypeError, "expected a capsule of %s, not '%.200s'", name, Py_TYPE(object)->tp_name);
    return NULL;
}

struct ArrowSchema *schema_of_capsule(PyObject *object)
{
    return content_of(object, "arrow_schema");
}

struct ArrowArray *array_of_capsule(PyObject *object)
{
    return content_of(object, "arrow_array");
}

struct ArrowArrayStream *stream_of_capsule(PyObject *object)
{
    return content_of(object, "arrow_array_stream");
}

const char *name_of_child(PyObject *object)
{
    Py_ssize_t length;
    const char *name;
    if (!PyUnicode_Check(object)) {
        PyErr_Format(PyExc_TypeError, "the name of a column is a str, not '%.200s'", Py_TYPE(object)->tp_name);
        return NULL;
    }
    name = PyUnicode_AsUTF8AndSize(object, &length);
    if (name && strlen(name) != (size_t)length) {
        PyErr_SetString(PyExc_ValueError, "no column has a name with a zero character");
        return NULL;
    }
    return name;
}
