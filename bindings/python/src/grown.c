/* SPDX-License-Identifier: MIT */
#include "grown.h"

#include <string.h>

bool grown_append(grown *self, const void *value, size_t size)
{
    if (self->capacity - self->length < size) {
        const size_t capacity = 2 * self->capacity + 1024;
        char *bytes = PyMem_Realloc(self->bytes, capacity);
        if (!bytes) {
            PyErr_NoMemory();
            return false;
        }
        self->bytes = bytes;
        self->capacity = capacity;
    }
    memcpy(self->bytes + self->length, value, size);
    self->length += size;
    return true;
}

PyObject *grown_finish(grown *self)
{
    PyObject *bytes = NULL;
    if (!PyErr_Occurred())
        bytes = PyBytes_FromStringAndSize(self->bytes, (Py_ssize_t)self->length);
    PyMem_Free(self->bytes);
    return bytes;
}
