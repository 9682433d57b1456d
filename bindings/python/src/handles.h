/* What changes as Python holds it: capsules, which Python can neither look into nor free twice.
 *
 * handle_of_...() makes a new handle: of a copy of what owns nothing; of what owns memory it takes over the object
 * itself, also on error. NULL with MemoryError. ..._of_handle() is what a handle holds; NULL with TypeError for any
 * other object.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_HANDLES_H
#define NPS_PYTHON_HANDLES_H

#include <Python.h>
#include <nps/accumulator.h>
#include <nps/groups.h>
#include <nps/paired.h>
#include <nps/sequence.h>
#include <nps/weighted.h>
#include <nps/weighted_design.h>

PyObject *handle_of_accumulator(const nps_accumulator *accumulator);
nps_accumulator *accumulator_of_handle(PyObject *object);

PyObject *handle_of_paired(const nps_paired *paired);
nps_paired *paired_of_handle(PyObject *object);

PyObject *handle_of_sequence(const nps_sequence *sequence);
nps_sequence *sequence_of_handle(PyObject *object);

PyObject *handle_of_weighted(const nps_weighted *weighted);
nps_weighted *weighted_of_handle(PyObject *object);

PyObject *handle_of_groups(nps_groups *groups);
nps_groups *groups_of_handle(PyObject *object);

PyObject *handle_of_design(nps_weighted_design *design);
nps_weighted_design *design_of_handle(PyObject *object);

#endif
