/* Weights, strata and clusters: columns of numbers as arrays of C.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_NUMBERS_H
#define NPS_PYTHON_NUMBERS_H

#include "column.h"

#include <Python.h>
#include <stdbool.h>
#include <stddef.h>

/** An array of numbers: the memory of a Python object, which is then held, or a copy. */
typedef struct python_numbers {
    const void *values; /**< Of type double or int64_t. */
    size_t length;
    void *copy;           /**< The copy, or NULL. */
    python_column column; /**< The column that is held if there is no copy. */
} python_numbers;

/**
 * Reads a tuple (values, mask, ()) like a column of answers. Real numbers are NaN where they are masked. Integers are
 * copied; one that does not fit raises OverflowError, and a masked one TypeError.
 *
 * @return True; or false with an exception, and then nothing is held.
 */
bool python_numbers_acquire(PyObject *tuple, const char *name, bool are_real, python_numbers *out);
void python_numbers_release(python_numbers *numbers);

/** A bytearray of double or int64_t with the objects of an iterable; NULL with an exception. Booleans and dates are
 * refused. */
PyObject *numbers_bytes(PyObject *numbers, const char *name, bool are_real);

/** Whether `length` equals the number of answers; otherwise false with ValueError. */
bool is_as_long(const char *name, size_t length, size_t answers);

#endif
