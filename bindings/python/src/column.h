/* Buffers as columns, counted with the GIL free and without copying more than a chunk.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_COLUMN_H
#define NPS_PYTHON_COLUMN_H

#include "answers.h"

#include <Python.h>
#include <nps/accumulator.h>
#include <nps/column.h>
#include <nps/weighted.h>
#include <stdbool.h>

/** A column in the memory of Python objects, which are held while it lives. */
typedef struct python_column {
    nps_column column;                         /**< First, so that a pointer to it is a pointer to all. */
    enum { NATIVE, HALF, LONG_DOUBLE } source; /**< What the values are; NATIVE: what `column` says. */
    bool is_swapped;                           /**< The bytes of a value are in the order of another machine. */
    Py_buffer values;
    Py_buffer mask; /**< True where a value is missing; without object: none is. */
    missing_codes codes;
} python_column;

/**
 * Reads (values, mask, codes): a one-dimensional buffer of integers or floats, a buffer of booleans as long or None,
 * and a tuple of integers.
 *
 * @param name What the values are, for messages: "answers".
 * @return Whether it worked; otherwise an exception is set and nothing is held.
 */
bool python_column_acquire(PyObject *tuple, const char *name, python_column *out);

/** The same for a plain buffer: bytes, a NumPy array and the like; false, without an exception, for anything else. */
bool python_column_open_plain(PyObject *object, PyObject *codes, const char *name, python_column *out);

/** Lets the objects go. */
void python_column_release(python_column *column);

/**
 * Counts the column into an accumulator: apart with the GIL free, and then merged, so that other threads may use the
 * accumulator meanwhile.
 *
 * Whoever changes the buffer meanwhile gets some count of as many values.
 */
nps_status python_column_add(const python_column *column, nps_accumulator *self);

/**
 * Counts a plain buffer in one go, for speed: bytes, a NumPy array and the like.
 *
 * @param codes A tuple of integers.
 * @return True; False for anything else, which takes the long way, where it is explained what is wrong; NULL with the
 *         exception of a status.
 */
PyObject *accumulator_add_buffer(nps_accumulator *self, PyObject *answers, PyObject *codes);

/** As python_column_add(), with a weight for each value. Each weight is read once: whoever changes them meanwhile does
 * no harm. */
nps_status python_column_add_weighted(const python_column *column, const double *weights, nps_weighted *self);

/** The same with a stratum and a cluster for each, or NULL; NPS_ERROR_COLUMN for what nps_column cannot say as it is.
 */
nps_status python_column_sort(const python_column *column, const double *weights, const int64_t *strata,
                              const int64_t *clusters, nps_weighted_design *self);

/** The answers as bytes, as byte_of_answer() says; NULL with MemoryError. */
PyObject *python_column_bytes(const python_column *column);

/** Whether nps_column cannot say what the values are: of another byte order, masked, the same over and over. */
bool python_column_needs_chunks(const python_column *column);

/** Whether the values lie one behind the other as `column.type` says, and all count. */
bool python_column_is_packed(const python_column *column);

/** Copies all values, in this machine's order, one behind the other; masked ones too. They are NATIVE. */
void python_column_pack(const python_column *column, void *to);

/** Whether a value is masked. */
bool python_column_is_masked(const python_column *column, size_t index);

/** Reads a value, of the type that `column.type` says; false for one that is masked. */
bool python_column_value(const python_column *column, size_t index, void *value);

#endif
