/* Bytes that become more and more, and then a bytes object.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_GROWN_H
#define NPS_PYTHON_GROWN_H

#include <Python.h>
#include <stdbool.h>
#include <stddef.h>

/** Begins as {NULL, 0, 0}. */
typedef struct grown {
    char *bytes;
    size_t length, capacity;
} grown;

/** Appends a value; false with MemoryError. */
bool grown_append(grown *self, const void *value, size_t size);

/** All of it as bytes, or NULL with the exception that is set; frees it. */
PyObject *grown_finish(grown *self);

#endif
