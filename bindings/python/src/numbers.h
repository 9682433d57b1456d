/* Weights, strata and clusters: columns of numbers as C takes them.
 *
 * They are read from (values, mask, ()), as a column of answers is.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_NUMBERS_H
#define NPS_PYTHON_NUMBERS_H

#include "column.h"

#include <Python.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Real numbers: those of a Python object where they lie, which is then held, or a copy. */
typedef struct python_doubles {
    const double *values;
    size_t length;
    double *copy;         /**< NULL: they are where they lie. */
    python_column column; /**< What is held then. */
} python_doubles;

/** Reads real numbers, NaN for one that is masked; false with an exception, and then nothing is held. */
bool python_doubles_acquire(PyObject *tuple, const char *name, python_doubles *out);
void python_doubles_release(python_doubles *doubles);

/** Integers: a copy. */
typedef struct python_integers {
    int64_t *values;
    size_t length;
} python_integers;

/** Reads integers; false with an exception: OverflowError for one that does not fit, TypeError for one that is masked.
 */
bool python_integers_acquire(PyObject *tuple, const char *name, python_integers *out);
void python_integers_release(python_integers *integers); /* and twice, or of {NULL, 0} */

/** The objects of an iterable as bytes of double, or of int64_t; NULL with an exception. Booleans and dates are none.
 */
PyObject *numbers_bytes(PyObject *numbers, const char *name, bool are_real);

/** Whether there are as many as answers; otherwise false with ValueError. */
bool is_as_long(const char *name, size_t length, size_t answers);

#endif
