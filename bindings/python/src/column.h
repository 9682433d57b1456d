/* Buffers as columns, counted with the GIL free and without copying more than a chunk.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_COLUMN_H
#define NPS_PYTHON_COLUMN_H

#include "answers.h"

#include <Python.h>
#include <nps/accumulator.h>
#include <nps/column.h>
#include <nps/weighted_design.h>
#include <stdbool.h>

/** A column in the memory of Python objects, which are held while it lives. */
typedef struct python_column {
    nps_column column;                         /**< First, so that a pointer to it is a pointer to all. */
    enum { NATIVE, HALF, LONG_DOUBLE } source; /**< What the values are; NATIVE: what `column` says. */
    bool is_swapped;                           /**< The bytes of a value are in the order of another machine. */
    Py_buffer values;
    Py_buffer mask; /**< True where a value is missing; without object: none is. */
    missing_codes codes;
    unsigned char *copy; /**< Of all values, and then of the mask, once it is settled; or NULL. */
} python_column;

/**
 * Reads (values, mask, codes): a one-dimensional buffer of integers or floats, a buffer of booleans as long, true where
 * a value is missing, or None, and a tuple of integers.
 *
 * @param name What the values are, for messages: "answers".
 * @return Whether it worked; otherwise an exception is set and nothing is held.
 */
bool python_column_acquire(PyObject *tuple, const char *name, python_column *out);

/** Lets the objects go; nothing for a column of zeros. */
void python_column_release(python_column *column);

/**
 * Makes `column` say it all, for those who need the whole: copies what nps_column cannot say where it lies, of another
 * byte order or type, masked, the same value over and over, and with `is_packed` also what has gaps.
 *
 * @return Whether it worked; otherwise MemoryError is set.
 */
bool python_column_settle(python_column *column, bool is_packed);

/**
 * Counts the column into an accumulator: apart with the GIL free, and then merged, so that other threads may use the
 * accumulator meanwhile.
 *
 * Whoever changes the buffer meanwhile gets some count of as many values.
 */
nps_status python_column_add(const python_column *column, nps_accumulator *self);

/** As python_column_add(), with a weight for each value. Each weight is read once: whoever changes them meanwhile does
 * no harm. */
nps_status python_column_add_weighted(const python_column *column, const double *weights, nps_weighted *self);

/** What each value of a settled column is, in a byte, as nps_column_answers() says; NULL with an exception. */
PyObject *column_bytes(const nps_column *answers);

#endif
