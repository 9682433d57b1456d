/* Encoded states: bytes objects, which are immutable and so cannot change during a call.
 * SPDX-License-Identifier: MIT */

%typemap(in) (const void *bytes, size_t length) {
    if (!PyBytes_Check($input)) {
        raise_wrong_type("bytes", $input);
        SWIG_fail;
    }
    $1 = PyBytes_AsString($input);
    $2 = (size_t)PyBytes_Size($input);
}

/* The result is a bytes object of the size of the encoded state. It is allocated again after an interrupted attempt,
 * because the handler may have changed the state. */
%typemap(in, numinputs=0) (void *bytes, size_t capacity, size_t *length) (PyObject *encoded = NULL) "$3 = &$2;"
%typemap(check) (void *bytes, size_t capacity, size_t *length) "" /* ENCODED sets the pointer */
%typemap(argout) (void *bytes, size_t capacity, size_t *length) {
    $result = with_result($result, encoded$argnum);
    encoded$argnum = NULL;
}
%typemap(freearg) (void *bytes, size_t capacity, size_t *length) "Py_XDECREF(encoded$argnum);"

%define ENCODED(encode, size_of_state)
%exception encode {
    do {
        result = size_of_state(arg1, &arg3);
        if (result == NPS_OK) {
            Py_XDECREF(encoded2);
            encoded2 = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)arg3);
            if (!encoded2)
                SWIG_fail;
            arg2 = PyBytes_AsString(encoded2);
            $action
        }
    } while (goes_on_after(result));
}
%enddef
