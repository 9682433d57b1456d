/* A status that is not NPS_OK is raised.
 * SPDX-License-Identifier: MIT */

%typemap(out) nps_status {
    if ($1 != NPS_OK) {
        raise_status($1);
        SWIG_fail;
    }
    $result = Py_None;
    Py_INCREF(Py_None);
}

/* Helpers of our own return whether they worked; if not, they have raised. */
%typemap(out) bool {
    if (!$1)
        SWIG_fail;
    $result = Py_None;
    Py_INCREF(Py_None);
}

/* What the detail says is the message. */
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

/* The first weight that is none is in the message. */
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
