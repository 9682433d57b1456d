/* Texts as the places of the different ones.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_TEXT_PLACES_H
#define NPS_PYTHON_TEXT_PLACES_H

#include <Python.h>

/**
 * The place of each text of a column among the different ones, which are appended to `labels`, an empty list, in the
 * order of their first appearance.
 *
 * @param column A list, or a one-dimensional buffer of objects, as that of an array of NumPy.
 * @return A bytearray with an int32_t for each row, -1 for None, NaN and what pandas has for them; None, and then
 *         `labels` is of no use, if the column is of another type or has a value of another type; NULL with an
 * exception.
 */
PyObject *text_places(PyObject *column, PyObject *labels);

#endif
