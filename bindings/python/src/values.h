/* Values of C and objects of Python, and what is raised.
 *
 * What reads an object returns false, with a Python exception set, for an object of another shape.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_VALUES_H
#define NPS_PYTHON_VALUES_H

#include <Python.h>
#include <nps/groups.h>
#include <nps/status.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Raises the exception of a status that is not NPS_OK. */
void raise_status(nps_status status);

/** The same with a text that says more than the status, unless it is empty. */
void raise_explained(nps_status status, const char *text);

/** Raises WeightError, naming the first of the weights that is none, if there is one. */
void raise_wrong_weight(const double *weights, size_t length);

/** Raises TypeError for an object that is not of a type. */
void raise_wrong_type(const char *wanted, PyObject *object);

/**
 * An object for a message: a str or a number as Python writes it, shortened; of others only the type, since showing
 * them may take any time or raise.
 */
PyObject *shown_of(PyObject *object);

/** Reads whatever counts as an index, with OverflowError for one that does not fit. */
bool read_signed(PyObject *object, int64_t *out);
bool read_unsigned(PyObject *object, uint64_t *out);

/** The same, but what does not fit becomes 255, which is on no scale: libnps says so. */
bool read_clipped(PyObject *object, uint8_t *out);

/** Reads a tuple of three real numbers. */
bool read_three(PyObject *object, double out[3]);

/** Reads a tuple of exactly so many counts into the 64-bit words of a struct. */
bool read_words(PyObject *object, void *out, size_t count);

/** Appends to a bytearray; false with MemoryError. */
bool append(PyObject *bytes, const void *value, size_t size);

/** The key of a group: a str or an int. Bytes that are not UTF-8 become surrogates, as Python does with file names. */
PyObject *key_of_group(const nps_group *group);

/** The bytes of a text key, the way back; NULL with TypeError for no str, and ValueError for other surrogates. */
PyObject *bytes_of_key(PyObject *key);

#endif
