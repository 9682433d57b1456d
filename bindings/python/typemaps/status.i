/* A status other than NPS_OK is raised as an exception.
 * SPDX-License-Identifier: MIT */

%typemap(out) nps_status {
    if ($1 != NPS_OK) {
        raise_status($1);
        SWIG_fail;
    }
    $result = Py_None;
    Py_INCREF(Py_None);
}

/* Functions of src/ return false after setting an exception. */
%typemap(out) bool {
    if (!$1)
        SWIG_fail;
    $result = Py_None;
    Py_INCREF(Py_None);
}

/* The text of the error detail is the message of the exception. */
%typemap(in, numinputs=0) nps_error_detail *detail (nps_error_detail said) { $1 = &said; }
%define EXPLAINED(function, detail)
%typemap(out) nps_status function {
    if ($1 != NPS_OK) {
        raise_explained($1, detail->text);
        SWIG_fail;
    }
    $result = Py_None;
    Py_INCREF(Py_None);
}
%enddef

/* The message names the first invalid weight. */
%define WEIGHED(function, weights, length)
%typemap(out) nps_status function {
    if ($1 != NPS_OK) {
        if ($1 == NPS_ERROR_WEIGHT)
            raise_wrong_weight(weights, length);
        else
            raise_status($1);
        SWIG_fail;
    }
    $result = Py_None;
    Py_INCREF(Py_None);
}
%enddef
