/* Accumulators and groups as Python holds them: capsules, which Python can neither look into nor free twice.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_HANDLES_H
#define NPS_PYTHON_HANDLES_H

#include <Python.h>
#include <nps/accumulator.h>
#include <nps/groups.h>

/** A new handle of a copy; NULL with MemoryError. */
PyObject *handle_of_accumulator(const nps_accumulator *accumulator);

/** What a handle holds; NULL with TypeError for any other object. */
nps_accumulator *accumulator_of_handle(PyObject *object);

/** A new handle that takes over the groups, also on error; NULL with MemoryError. */
PyObject *handle_of_groups(nps_groups *groups);

/** What a handle holds; NULL with TypeError for any other object. */
nps_groups *groups_of_handle(PyObject *object);

#endif
