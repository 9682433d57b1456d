/* SPDX-License-Identifier: MIT */
#include "types.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#ifdef Py_LIMITED_API
static PyObject *name_of(PyTypeObject *type)
{
    return PyType_GetName(type);
}

static PyTypeObject *base_of(PyTypeObject *type)
{
    return PyType_GetSlot(type, Py_tp_base);
}
#else /* before Python 3.10 and 3.11 these two functions did not exist, or not for all types */
static PyObject *name_of(PyTypeObject *type)
{
    const char *dot = strrchr(type->tp_name, '.');
    return PyUnicode_FromString(dot ? dot + 1 : type->tp_name);
}

static PyTypeObject *base_of(PyTypeObject *type)
{
    return type->tp_base;
}
#endif

PyObject *type_name_of(PyObject *object)
{
    return name_of(Py_TYPE(object));
}

/* Whether the name of a type is one of several. */
static bool is_named(PyTypeObject *type, const char *const *names, size_t count)
{
    PyObject *name = name_of(type);
    bool found = false;
    size_t i;
    for (i = 0; name && i < count && !found; i++)
        found = PyUnicode_CompareWithASCIIString(name, names[i]) == 0;
    if (!name)
        PyErr_Clear(); /* a name that is not text is none of these */
    Py_XDECREF(name);
    return found;
}

static type_kind kind_by_name(PyTypeObject *type)
{
    static const char *const missing[] = {"NAType", "MaskedConstant"};
    static const char *const accidental[] = {"bool",        "bool_",      "complex", "complexfloating",
                                             "timedelta64", "datetime64", "ndarray"};
    if (is_named(type, missing, sizeof missing / sizeof *missing))
        return KIND_MISSING;
    for (; type; type = base_of(type))
        if (is_named(type, accidental, sizeof accidental / sizeof *accidental))
            return KIND_ACCIDENTAL;
    return KIND_OTHER;
}

type_kind kind_of_type(PyObject *object)
{
    /* The type asked for last, which is that of the next object of most lists. It is held, so that no other type can
     * get its address. */
    static PyTypeObject *last;
    static type_kind kind;
    PyTypeObject *const type = Py_TYPE(object);
    if (type != last) {
        PyTypeObject *const before = last;
        kind = kind_by_name(type);
        Py_INCREF((PyObject *)type);
        last = type;
        Py_XDECREF((PyObject *)before);
    }
    return kind;
}
