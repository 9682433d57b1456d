/* SPDX-License-Identifier: MIT */
#include "handles.h"

static const char accumulator_name[] = "nps_accumulator";
static const char groups_name[] = "nps_groups";

static void release_accumulator(PyObject *handle)
{
    PyMem_Free(PyCapsule_GetPointer(handle, accumulator_name));
}

static void release_groups(PyObject *handle)
{
    nps_groups_destroy(PyCapsule_GetPointer(handle, groups_name));
}

static void *content_of(PyObject *object, const char *name)
{
    if (PyCapsule_IsValid(object, name))
        return PyCapsule_GetPointer(object, name);
    PyErr_Format(PyExc_TypeError, "expected a handle of %s, not '%.200s'", name, Py_TYPE(object)->tp_name);
    return NULL;
}

PyObject *handle_of_accumulator(const nps_accumulator *accumulator)
{
    PyObject *handle;
    nps_accumulator *copy = PyMem_Malloc(sizeof *copy);
    if (!copy)
        return PyErr_NoMemory();
    *copy = *accumulator;
    handle = PyCapsule_New(copy, accumulator_name, release_accumulator);
    if (!handle)
        PyMem_Free(copy);
    return handle;
}

nps_accumulator *accumulator_of_handle(PyObject *object)
{
    return content_of(object, accumulator_name);
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
