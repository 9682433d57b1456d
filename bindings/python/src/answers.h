/* Python objects as answers, counted one by one with the GIL held.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_ANSWERS_H
#define NPS_PYTHON_ANSWERS_H

#include <Python.h>
#include <nps/accumulator.h>
#include <nps/groups.h>
#include <stdbool.h>

/**
 * What passes for a number by accident: booleans, dates, time spans (NumPy's of nanoseconds are numbers.Real), and
 * arrays of one value, which may be masked.
 */
bool is_accidental(PyObject *object);

/** Values that mean "no answer". */
typedef struct missing_codes {
    int64_t *values;
    size_t count;
} missing_codes;

/** Reads a tuple of integers; false with an exception. What is read must be given back. */
bool missing_codes_read(PyObject *tuple, missing_codes *out);
void missing_codes_release(missing_codes *codes);

/**
 * Counts one object: any real number, None for no answer; NaN, pandas.NA and numpy.ma.masked are no answer either.
 *
 * @return Whether it worked; otherwise an exception is set and nothing has changed.
 */
bool accumulator_count(nps_accumulator *self, PyObject *answer, uint64_t times, const missing_codes *codes);

/** Counts all objects of an iterable; false with an exception, and then those are counted that came before. */
bool accumulator_count_all(nps_accumulator *self, PyObject *answers, const missing_codes *codes);

/** The objects of an iterable as a bytearray, as nps_column_answers() says what values are; NULL with an exception. */
PyObject *answers_bytes(PyObject *answers, const missing_codes *codes);

/** Visits all objects of an iterable until a visit fails; false with an exception. */
bool for_each(PyObject *iterable, bool (*visit)(PyObject *item, size_t index, void *context), void *context);

/** The next object of an iterator, or NULL at its end or with an exception; now and then it lets Ctrl-C through. */
PyObject *next_of(PyObject *iterator, size_t index);

/** The type of a key; false with KeyTypeError for what is none. */
bool key_type_of(PyObject *key, nps_key_type *out);

/** Raises KeyTypeError for a key that is none of those wanted; a position below 0 is not said. */
void raise_wrong_key(PyObject *key, int64_t position, const char *wanted);

/** Counts each answer in the group of the key beside it; an exception leaves those counted that came before. */
bool groups_count_all(nps_groups *self, PyObject *keys, PyObject *answers, const missing_codes *codes);

/** A list of all keys, ordered. */
PyObject *groups_keys(nps_groups *self);

#endif
