/* The names of types, within the limited API of Python.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_TYPES_H
#define NPS_PYTHON_TYPES_H

#include <Python.h>

/** The name of the type of an object without its module, a new str; NULL with an exception. */
PyObject *type_name_of(PyObject *object);

/** What the name of a type says. Types of NumPy and pandas are recognised by name, so that neither need be installed.
 */
typedef enum type_kind {
    KIND_OTHER,
    /** A boolean, a date, a time span or an array: convertible to a number, but none; also of a type derived from it.
     */
    KIND_ACCIDENTAL,
    /** pandas.NA and numpy.ma.masked. */
    KIND_MISSING,
} type_kind;

/** The kind of the type of an object; never fails. */
type_kind kind_of_type(PyObject *object);

#endif
