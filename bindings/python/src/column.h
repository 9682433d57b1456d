/* Buffers as columns, counted without the GIL and with copies of at most a chunk.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_COLUMN_H
#define NPS_PYTHON_COLUMN_H

#include "answers.h"

#include <Python.h>
#include <nps/accumulator.h>
#include <nps/column.h>
#include <nps/weighted_design.h>
#include <stdbool.h>

/** A column in the memory of Python objects, which it holds. */
typedef struct python_column {
    nps_column column;                         /**< The first member: a pointer to it is one to the struct. */
    enum { NATIVE, HALF, LONG_DOUBLE } source; /**< The type of the values; NATIVE: that of `column`. */
    bool is_swapped;                           /**< Whether the values have the other byte order. */
    Py_buffer values;
    Py_buffer mask; /**< True where a value is missing; without an object there is no mask. */
    missing_codes codes;
    unsigned char *copy; /**< After settling: a copy of all values, followed by one of the mask; or NULL. */
} python_column;

/**
 * Reads a tuple of values, mask and codes. The values are a one-dimensional buffer of integers or floats. The mask is
 * None, or a buffer of booleans of the same length, true where a value is missing. The codes are a tuple of integers.
 *
 * @param name The name of the values in messages: "answers".
 * @return True; or false with an exception, and then nothing is held.
 */
bool python_column_acquire(PyObject *tuple, const char *name, python_column *out);

/** Releases the objects; does nothing for a struct of zeros. */
void python_column_release(python_column *column);

/**
 * Makes `column` a complete description of the values. Copies values that nps_column cannot describe in place: those of
 * another byte order or type, with a mask, or the same value repeated; and with `is_packed` also strided values.
 *
 * @return True; or false with MemoryError.
 */
bool python_column_settle(python_column *column, bool is_packed);

/**
 * Counts the column without the GIL into a separate accumulator, which is then merged into `self`, so that other
 * threads may use `self` in the meantime.
 *
 * If another thread changes the buffer during the call, the same number of values is counted.
 */
nps_status python_column_add(const python_column *column, nps_accumulator *self);

/** As python_column_add(), with a weight for each value. Each weight is read only once, so a change by another thread
 * is harmless. */
nps_status python_column_add_weighted(const python_column *column, const double *weights, nps_weighted *self);

/** The result of nps_column_answers() for a settled column as bytes; NULL with an exception. */
PyObject *column_bytes(const nps_column *answers);

#endif
