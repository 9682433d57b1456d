/* Encoded states: bytes, which nobody can change meanwhile.
 * SPDX-License-Identifier: MIT */

%typemap(in) (const void *bytes, size_t length) {
    if (!PyBytes_Check($input)) {
        raise_wrong_type("bytes", $input);
        SWIG_fail;
    }
    $1 = PyBytes_AS_STRING($input);
    $2 = (size_t)PyBytes_GET_SIZE($input);
}

/* Made as long as it has to be once the state is known, see ENCODED. */
%typemap(in, numinputs=0) (void *bytes, size_t capacity, size_t *length) (PyObject *encoded = NULL) ""
%typemap(argout) (void *bytes, size_t capacity, size_t *length) {
    $result = with_result($result, encoded$argnum);
    encoded$argnum = NULL;
}
%typemap(freearg) (void *bytes, size_t capacity, size_t *length) "Py_XDECREF(encoded$argnum);"

%define ENCODED(size_of_state)
%typemap(check) (void *bytes, size_t capacity, size_t *length) {
    const nps_status unsized = size_of_state(arg1, &$2);
    if (unsized != NPS_OK) {
        raise_status(unsized);
        SWIG_fail;
    }
    $3 = &$2;
    encoded$argnum = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)$2);
    if (!encoded$argnum)
        SWIG_fail;
    $1 = PyBytes_AS_STRING(encoded$argnum);
}
%enddef
