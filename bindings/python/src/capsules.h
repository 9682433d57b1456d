/* Columns of other programs as the Arrow PyCapsule interface hands them over; the capsules keep what is in them.
 *
 * What reads a capsule returns NULL, with TypeError set, for any other object.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_CAPSULES_H
#define NPS_PYTHON_CAPSULES_H

#include <Python.h>
#include <nps/arrow.h>

struct ArrowSchema *schema_of_capsule(PyObject *object);
struct ArrowArray *array_of_capsule(PyObject *object);
struct ArrowArrayStream *stream_of_capsule(PyObject *object);

/** The name of a child in UTF-8, borrowed; NULL with TypeError for no str, and ValueError for one with a zero byte. */
const char *name_of_child(PyObject *object);

#endif
