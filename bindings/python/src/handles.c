/* SPDX-License-Identifier: MIT */
#include "handles.h"

#include <string.h>

static const char accumulator_name[] = "nps_accumulator";
static const char groups_name[] = "nps_groups";
static const char paired_name[] = "nps_paired";
static const char sequence_name[] = "nps_sequence";
static const char weighted_name[] = "nps_weighted";
static const char design_name[] = "nps_weighted_design";

static void *content_of(PyObject *object, const char *name)
{
    if (PyCapsule_IsValid(object, name))
        return PyCapsule_GetPointer(object, name);
    PyErr_Format(PyExc_TypeError, "expected a handle of %s, not '%.200s'", name, Py_TYPE(object)->tp_name);
    return NULL;
}

static void release_plain(PyObject *handle)
{
    PyMem_Free(PyCapsule_GetPointer(handle, PyCapsule_GetName(handle)));
}

/* A handle of a copy of what owns nothing. */
static PyObject *handle_of_plain(const void *plain, size_t size, const char *name)
{
    PyObject *handle;
    void *copy = PyMem_Malloc(size);
    if (!copy)
        return PyErr_NoMemory();
    memcpy(copy, plain, size);
    handle = PyCapsule_New(copy, name, release_plain);
    if (!handle)
        PyMem_Free(copy);
    return handle;
}

PyObject *handle_of_accumulator(const nps_accumulator *accumulator)
{
    return handle_of_plain(accumulator, sizeof *accumulator, accumulator_name);
}

nps_accumulator *accumulator_of_handle(PyObject *object)
{
    return content_of(object, accumulator_name);
}

PyObject *handle_of_paired(const nps_paired *paired)
{
    return handle_of_plain(paired, sizeof *paired, paired_name);
}

nps_paired *paired_of_handle(PyObject *object)
{
    return content_of(object, paired_name);
}

PyObject *handle_of_sequence(const nps_sequence *sequence)
{
    return handle_of_plain(sequence, sizeof *sequence, sequence_name);
}

nps_sequence *sequence_of_handle(PyObject *object)
{
    return content_of(object, sequence_name);
}

PyObject *handle_of_weighted(const nps_weighted *weighted)
{
    return handle_of_plain(weighted, sizeof *weighted, weighted_name);
}

nps_weighted *weighted_of_handle(PyObject *object)
{
    return content_of(object, weighted_name);
}

static void release_groups(PyObject *handle)
{
    nps_groups_destroy(PyCapsule_GetPointer(handle, groups_name));
}

PyObject *handle_of_groups(nps_groups *groups)
{
    PyObject *handle = PyCapsule_New(groups, groups_name, release_groups);
    if (!handle)
        nps_groups_destroy(groups);
    return handle;
}

nps_groups *groups_of_handle(PyObject *object)
{
    return content_of(object, groups_name);
}

static void release_design(PyObject *handle)
{
    nps_weighted_design_destroy(PyCapsule_GetPointer(handle, design_name));
}

PyObject *handle_of_design(nps_weighted_design *design)
{
    PyObject *handle = PyCapsule_New(design, design_name, release_design);
    if (!handle)
        nps_weighted_design_destroy(design);
    return handle;
}

nps_weighted_design *design_of_handle(PyObject *object)
{
    return content_of(object, design_name);
}
