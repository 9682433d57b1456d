/* Structs of C as objects of Python: a class for each struct, whose objects own a struct and have its members by name.
 * SPDX-License-Identifier: MIT */

%{
/* The struct that an object wraps. If there is a constructor, it is called for a tuple, or an object that is not one of
 * SWIG; `made` receives a new reference to the object that it makes. NULL with an exception. */
static void *object_of(PyObject *object, swig_type_info *type, PyCFunction construct, PyObject **made)
{
    void *pointer = NULL;
    if (SWIG_IsOK(SWIG_ConvertPtr(object, &pointer, type, 0)) && pointer)
        return pointer;
    if (construct && object != Py_None && !SWIG_Python_GetSwigThis(object)) {
        PyObject *arguments = PyTuple_Check(object) ? PySequence_Tuple(object) : PyTuple_Pack(1, object);
        *made = arguments ? construct(NULL, arguments) : NULL;
        Py_XDECREF(arguments);
        if (!*made)
            return NULL;
        if (SWIG_IsOK(SWIG_ConvertPtr(*made, &pointer, type, 0)) && pointer)
            return pointer;
    }
    raise_wrong_type(SWIG_TypePrettyName(type), object);
    return NULL;
}

/* A new object of a copy of a struct; NULL with MemoryError. */
static PyObject *copy_of(const void *from, size_t size, swig_type_info *type)
{
    void *copy = malloc(size);
    if (!copy)
        return PyErr_NoMemory();
    memcpy(copy, from, size);
    return SWIG_NewPointerObj(copy, type, SWIG_POINTER_OWN);
}

/* A list of new objects that are copies of the structs in an array; NULL with an exception. */
static PyObject *list_of(const void *items, size_t count, size_t size, swig_type_info *type)
{
    PyObject *list = PyList_New((Py_ssize_t)count);
    size_t i;
    for (i = 0; list && i < count; i++) {
        PyObject *item = copy_of((const char *)items + i * size, size, type);
        if (item)
            PyList_SetItem(list, (Py_ssize_t)i, item);
        else
            Py_CLEAR(list);
    }
    return list;
}

/* A new array of copies of the structs wrapped by the objects of a tuple, to be released by PyMem_Free(); NULL with an
 * exception. */
static void *array_of(PyObject *tuple, size_t *count, size_t size, swig_type_info *type, PyCFunction construct)
{
    char *array;
    Py_ssize_t i;
    if (!PyTuple_Check(tuple)) {
        raise_wrong_type("tuple", tuple);
        return NULL;
    }
    *count = (size_t)PyTuple_Size(tuple);
    array = PyMem_Calloc(*count, size);
    if (!array)
        PyErr_NoMemory();
    for (i = 0; array && i < PyTuple_Size(tuple); i++) {
        PyObject *made = NULL;
        const void *item = object_of(PyTuple_GetItem(tuple, i), type, construct, &made);
        if (item)
            memcpy(array + (size_t)i * size, item, size);
        Py_XDECREF(made);
        if (!item) {
            PyMem_Free(array);
            return NULL;
        }
    }
    return array;
}

/* Appends a value to the results of a function: None, a value, or a tuple of values. Steals both references. */
static PyObject *with_result(PyObject *results, PyObject *value)
{
    PyObject *pair;
    if (!value || results == Py_None) {
        Py_DECREF(results);
        return value;
    }
    pair = PyTuple_Pack(2, results, value);
    Py_DECREF(results);
    Py_DECREF(value);
    return pair;
}
%}

/* None is refused, because it would be a NULL pointer. */
%typemap(in) SWIGTYPE * {
    $1 = object_of($input, $descriptor, NULL, NULL);
    if (!$1)
        SWIG_fail;
}
%typemap(check) SWIGTYPE * {
    if (!$1) {
        PyErr_SetString(PyExc_TypeError, "argument $argnum of $symname is None");
        SWIG_fail;
    }
}

%typemap(check) PyObject * ""

/* A struct that may be passed as a tuple of the arguments of its constructor. */
%define INPUT(type)
%{
SWIGINTERN PyObject *_wrap_new_##type(PyObject *self, PyObject *arguments);
%}
%typemap(in) const type * (PyObject *made = NULL) {
    $1 = object_of($input, $descriptor, _wrap_new_##type, &made);
    if (!$1)
        SWIG_fail;
}
%typemap(argout) const type * ""
%typemap(freearg) const type * "Py_XDECREF(made$argnum);"
%enddef

/* A struct that a function fills and that Python owns afterwards. */
%define MADE(type, name)
%typemap(in, numinputs=0) type *name "$1 = calloc(1, sizeof *$1);"
%typemap(check) type *name {
    if (!$1) {
        PyErr_NoMemory();
        SWIG_fail;
    }
}
%typemap(argout) type *name {
    $result = with_result($result, SWIG_NewPointerObj($1, $descriptor, SWIG_POINTER_OWN));
    $1 = NULL;
    if (!$result)
        SWIG_fail;
}
%typemap(freearg) type *name "free($1);"
%enddef

/* An object that a function creates and that Python owns afterwards. */
%define CREATED(type)
%typemap(in, numinputs=0) type **out (type *created = NULL) "$1 = &created;"
%typemap(argout) type **out {
    $result = with_result($result, SWIG_NewPointerObj(*$1, $*1_descriptor, SWIG_POINTER_OWN));
    if (!$result)
        SWIG_fail;
}
%enddef

/* A member that is a struct, or a constant, is returned as a copy, which may outlive the object that contains it. */
%define COPIED(declaration)
%typemap(out) declaration {
    $result = copy_of($1, sizeof *$1, $descriptor);
    if (!$result)
        SWIG_fail;
}
%enddef
