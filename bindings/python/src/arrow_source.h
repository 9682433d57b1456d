/* Columns of any origin as Arrow arrays, one after the other: buffers, arrays and streams.
 *
 * What reads a Python object returns false with an exception.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_ARROW_SOURCE_H
#define NPS_PYTHON_ARROW_SOURCE_H

#include "column.h"

#include <Python.h>
#include <nps/arrow.h>
#include <nps/status.h>
#include <stdbool.h>

/** What a capsule of a name holds; NULL with TypeError for any other object. */
void *content_of_capsule(PyObject *object, const char *name);

/** The name of a child in UTF-8, borrowed; NULL with TypeError for no str, and ValueError for one with a zero byte. */
const char *name_of_child(PyObject *object);

/**
 * Reads a tuple of so many names of children and then missing codes, which are to be released; one name may be None.
 *
 * @return Whether it worked; otherwise an exception is set and nothing is held.
 */
bool arrow_options_read(PyObject *tuple, Py_ssize_t count, const char **names, missing_codes *codes);

/** A column, and the array of it that is at hand. */
typedef struct arrow_source {
    struct ArrowSchema schema;
    struct ArrowArray array;         /**< Released where there is none any more. */
    int64_t taken;                   /**< How many of its rows are done with. */
    struct ArrowArrayStream *stream; /**< Where the next one comes from, or NULL. */
    bool owns;                       /**< The schema and the array are to be released. */
    python_column column;            /**< A buffer, if there is one. */
    const void *buffers[2];
} arrow_source;

/**
 * Opens a column: (values, mask, missing codes), which is copied unless it is packed; or the capsules of an array or of
 * a stream, (schema, array) or (stream,). The object must outlive the source.
 */
bool arrow_source_open(PyObject *column, const char *name, arrow_source *out);

/** Releases what it holds; runs what producers have to say, and so without an exception pending. */
void arrow_source_close(arrow_source *source);

/** How many rows are left of the array at hand. */
int64_t arrow_source_left(const arrow_source *source);

/** Gets the next array that has rows, if none are left; then none are left of the whole column. Uses nothing of
 * Python. */
nps_status arrow_source_refill(arrow_source *source, nps_error_detail *detail);

/** The format of a column of Arrow, or of the child of a name; that of its values if it is encoded; "" for none. */
PyObject *arrow_format(PyObject *capsules, PyObject *child);

#endif
