/* Python objects as answers, counted one by one with the GIL held.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_ANSWERS_H
#define NPS_PYTHON_ANSWERS_H

#include <Python.h>
#include <nps/accumulator.h>
#include <nps/groups.h>
#include <stdbool.h>

/**
 * Whether an object is convertible to a number but is not one: booleans, dates, time spans (those of NumPy in
 * nanoseconds are numbers.Real), and arrays of one value, which may be masked.
 */
bool is_accidental(PyObject *object);

/** Values that mean "no answer". */
typedef struct missing_codes {
    int64_t *values;
    size_t count;
} missing_codes;

/** Reads a tuple of integers; false with an exception. Release the codes by missing_codes_release(). */
bool missing_codes_read(PyObject *tuple, missing_codes *out);
void missing_codes_release(missing_codes *codes);

/**
 * Counts one object: any real number is an answer; None, NaN, pandas.NA and numpy.ma.masked are missing.
 *
 * @return True; or false with an exception, and then nothing has changed.
 */
bool accumulator_count(nps_accumulator *self, PyObject *answer, uint64_t times, const missing_codes *codes);

/** Counts all objects of an iterable; false with an exception, and then the objects before it have been counted. */
bool accumulator_count_all(nps_accumulator *self, PyObject *answers, const missing_codes *codes);

/** A bytearray with the class of each object of an iterable, as in nps_column_answers(); NULL with an exception. */
PyObject *answers_bytes(PyObject *answers, const missing_codes *codes);

/** Calls `visit` with each object of an iterable until it fails; false with an exception. */
bool for_each(PyObject *iterable, bool (*visit)(PyObject *item, size_t index, void *context), void *context);

/** The next object of an iterator, or NULL at its end or with an exception. Checks for signals such as Ctrl-C from time
 * to time. */
PyObject *next_of(PyObject *iterator, size_t index);

/** The type of a key; false with KeyTypeError for an object that cannot be a key. */
bool key_type_of(PyObject *key, nps_key_type *out);

/** The integer that a key is, or is equal to if it is a float or a decimal; None for other objects; NULL with an
 * exception. */
PyObject *whole_of(PyObject *key);

/** Reads such an integer; false with an exception that calls it `name`. */
bool read_key_integer(PyObject *key, const char *name, int64_t *out);

/** Raises KeyTypeError for a key that is not of the types `wanted`; the message omits a position below 0. */
void raise_wrong_key(PyObject *key, int64_t position, const char *wanted);

/** Raises ValueError for keys and answers, of which the fewer end after `count`. */
void raise_other_length(bool are_more_keys, int64_t count);

/** Counts each answer in the group of its key; false with an exception, and then the answers before it have been
 * counted.
 */
bool groups_count_all(nps_groups *self, PyObject *keys, PyObject *answers, const missing_codes *codes);

/** A list of all keys in the order of the groups. */
PyObject *groups_keys(nps_groups *self);

#endif
