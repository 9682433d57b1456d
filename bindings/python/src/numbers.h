/* Weights, strata and clusters: columns of numbers as C takes them.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_NUMBERS_H
#define NPS_PYTHON_NUMBERS_H

#include "column.h"

#include <Python.h>
#include <stdbool.h>
#include <stddef.h>

/** Numbers one behind the other: those of a Python object where they lie, which is then held, or a copy. */
typedef struct python_numbers {
    const void *values; /**< Of double or of int64_t. */
    size_t length;
    void *copy;           /**< NULL: they are where they lie. */
    python_column column; /**< What is held then. */
} python_numbers;

/**
 * Reads (values, mask, ()), as a column of answers is read: real numbers, NaN for one that is masked; or integers,
 * which are copied: OverflowError for one that does not fit, TypeError for one that is masked.
 *
 * @return Whether it worked; otherwise an exception is set and nothing is held.
 */
bool python_numbers_acquire(PyObject *tuple, const char *name, bool are_real, python_numbers *out);
void python_numbers_release(python_numbers *numbers);

/** The objects of an iterable as a bytearray of double, or of int64_t; NULL with an exception. Booleans and dates are
 * no numbers. */
PyObject *numbers_bytes(PyObject *numbers, const char *name, bool are_real);

/** Whether there are as many as answers; otherwise false with ValueError. */
bool is_as_long(const char *name, size_t length, size_t answers);

#endif
