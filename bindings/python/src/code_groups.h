/* Groups by code.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_CODE_GROUPS_H
#define NPS_PYTHON_CODE_GROUPS_H

#include "column.h"

#include <Python.h>
#include <nps/code_groups.h>
#include <stdbool.h>
#include <stddef.h>

/** Groups as a handle holds them. */
typedef struct python_code_groups {
    nps_code_groups state; /**< Of `accumulators`. */
    bool is_busy;          /**< A thread counts into them with the GIL free: nobody else may. */
    nps_accumulator accumulators[];
} python_code_groups;

/** A new handle of empty groups; NULL with MemoryError, or UnavailableError for too many. */
PyObject *code_groups_new(uint64_t count);

/** What a handle holds; NULL with TypeError for any other object, and RuntimeError while it is busy. */
python_code_groups *code_groups_of_handle(PyObject *object);

/** Counts two columns with the GIL free; false with an exception. */
bool code_groups_count(python_code_groups *self, python_column *codes, python_column *answers);

/** Counts two plain buffers in one go, as accumulator_add_buffer() does one; the tuple is of missing codes. */
PyObject *code_groups_add_buffers(python_code_groups *self, PyObject *codes, PyObject *answers, PyObject *tuple);

/** Adds other groups, as many; false with an exception. */
bool code_groups_add_all(python_code_groups *self, const python_code_groups *from);

/** A handle of a copy of a group; the last but one is of rows outside, the last of rows without a code. */
PyObject *code_groups_get(const python_code_groups *self, uint64_t place);

/** All counters as bytes, the least significant first: those of the groups, and of the two others. */
PyObject *code_groups_bytes(const python_code_groups *self);

/** The way back; NULL with an exception. */
PyObject *code_groups_from_bytes(PyObject *bytes);

#endif
