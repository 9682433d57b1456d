/* Conversions between values of C and objects of Python, and exceptions.
 *
 * Functions that read an object return false with an exception for an object of another kind.
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

/** As raise_status(), with a more specific message, unless `text` is empty. */
void raise_explained(nps_status status, const char *text);

/** Raises WeightError; the message names the first invalid weight, if there is one. */
void raise_wrong_weight(const double *weights, size_t length);

/** Raises an exception of a type with a formatted text that ends in the object, as shown_of() shows it. */
void raise_shown(PyObject *type, PyObject *object, const char *format, ...);

/** Raises TypeError for an object that is not of a type. */
void raise_wrong_type(const char *wanted, PyObject *object);

/** Whether an object is a tuple; otherwise false with TypeError. */
bool is_tuple(PyObject *object);

/**
 * An object as a str for a message: the shortened repr() of a str or a number, and only the type of other objects,
 * because their repr() may take any time or raise.
 */
PyObject *shown_of(PyObject *object);

/** Reads an integer of any type, with TypeError for booleans and OverflowError for one out of range. Messages call it
 * by `name`. */
bool read_signed(PyObject *object, const char *name, int64_t *out);
bool read_unsigned(PyObject *object, const char *name, uint64_t *out);

/** Reads a real number of any type, with TypeError for a complex one. */
bool read_double(PyObject *object, const char *name, double *out);

/** As read_unsigned(), but a value that does not fit becomes 255, which libnps refuses in a scale. */
bool read_clipped(PyObject *object, uint8_t *out);

/** Reads a tuple of exactly `count` counts into the 64-bit words of a struct. */
bool read_words(PyObject *object, void *out, size_t count);

/** Appends to a bytearray; false with MemoryError. */
bool append(PyObject *bytes, const void *value, size_t size);

/** The key of a group: a str or an int. Bytes that are not UTF-8 become surrogates, as Python does with file names. */
PyObject *key_of_group(const nps_group *group);

/** The bytes of a text key, the inverse of key_of_group(); NULL with TypeError if it is not a str, or UnicodeError for
 * other surrogates. */
PyObject *bytes_of_key(PyObject *key);

#endif
