/* Columns of dates and times from Arrow, as integers.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_DAYS_H
#define NPS_PYTHON_DAYS_H

#include <Python.h>
#include <stdbool.h>

/**
 * A bytearray of int64_t with the values of an Arrow column of integers of 64 or 32 bits, dates or timestamps; a null
 * is INT64_MIN. NULL with an exception.
 *
 * @param capsules The capsules of an array or of a stream, as for arrow_source_open().
 * @param is_wide  Whether the values have 64 bits.
 */
PyObject *arrow_integers(PyObject *capsules, bool is_wide);

#endif
