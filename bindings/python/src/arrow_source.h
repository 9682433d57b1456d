/* Columns from buffers, Arrow arrays and Arrow streams, read as a sequence of Arrow arrays.
 *
 * Functions that read a Python object return false with an exception.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_ARROW_SOURCE_H
#define NPS_PYTHON_ARROW_SOURCE_H

#include "column.h"

#include <Python.h>
#include <nps/arrow.h>
#include <nps/status.h>
#include <stdbool.h>

/** The pointer in a capsule of this name; NULL with TypeError for any other object. */
void *content_of_capsule(PyObject *object, const char *name);

/** The name of a child in UTF-8, borrowed; NULL with TypeError if it is not a str, or ValueError if it has a zero byte.
 */
const char *name_of_child(PyObject *object);

/**
 * Reads a tuple of `count` names of children followed by missing codes, which the caller releases. A single name may be
 * None.
 *
 * @return True; or false with an exception, and then nothing is held.
 */
bool arrow_options_read(PyObject *tuple, Py_ssize_t count, const char **names, missing_codes *codes);

/** A column, and the array that is being read. */
typedef struct arrow_source {
    struct ArrowSchema schema;
    struct ArrowArray array;               /**< The present array; released at the end of the column. */
    int64_t taken;                         /**< The number of its rows that have been read. */
    struct ArrowArrayStream *stream;       /**< The stream of the next arrays, or NULL. */
    bool owns;                             /**< Whether the schema and the array must be released. */
    struct ArrowArrayStream *dictionaries; /**< The stream of what codes stand for, or NULL; its first array is read. */
    struct ArrowSchema dictionary_schema;
    struct ArrowArray dictionary;
    python_column column; /**< The buffer, if the column is one. */
    const void *buffers[2];
} arrow_source;

/**
 * Opens a column: a tuple of values, mask and missing codes, which is copied unless it is packed; or a tuple of the
 * capsules of an array, (schema, array), or of a stream, (stream,), or of a stream of codes and one of the values that
 * they stand for, (codes, values), which has one array. The object must outlive the source.
 */
bool arrow_source_open(PyObject *column, const char *name, arrow_source *out);

/** Releases what the source holds. It may run code of producers, so no exception may be set. */
void arrow_source_close(arrow_source *source);

/** The number of rows of the present array that have not been read. */
int64_t arrow_source_left(const arrow_source *source);

/** If the present array has been read, gets the next array with rows. If no rows are left afterwards, the column has
 * ended. Does not need the GIL. */
nps_status arrow_source_refill(arrow_source *source, nps_error_detail *detail);

/** The format of an Arrow column or of its child of a name; for a dictionary-encoded column, that of the values; "" if
 * there is none. */
PyObject *arrow_format(PyObject *capsules, PyObject *child);

#endif
