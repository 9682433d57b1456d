/* Numbers: whatever is an index or a real number, NumPy's too.
 * SPDX-License-Identifier: MIT */

%include <stdint.i>

%typemap(in) int64_t { if (!read_signed($input, &$1)) SWIG_fail; }
%typemap(in) uint64_t { if (!read_unsigned($input, &$1)) SWIG_fail; }
%typemap(in) uint32_t (uint64_t number) {
    if (!read_unsigned($input, &number))
        SWIG_fail;
    $1 = number < UINT32_MAX ? (uint32_t)number : UINT32_MAX;
}
%typemap(in) uint8_t { if (!read_clipped($input, &$1)) SWIG_fail; }
%typemap(out) uint64_t, size_t "$result = PyLong_FromUnsignedLongLong($1);"
%typemap(in) double {
    $1 = PyFloat_AsDouble($input);
    if ($1 == -1 && PyErr_Occurred())
        SWIG_fail;
}
%typemap(in) bool {
    const int is_true = PyObject_IsTrue($input);
    if (is_true < 0)
        SWIG_fail;
    $1 = is_true == 1;
}

%define RESULT(type, name, convert)
%typemap(in, numinputs=0) type *name (type result) { $1 = &result; }
%typemap(argout) type *name {
    $result = with_result($result, convert(*$1));
    if (!$result)
        SWIG_fail;
}
%enddef
RESULT(double, score, PyFloat_FromDouble)
RESULT(double, p_value, PyFloat_FromDouble)
RESULT(double, above, PyFloat_FromDouble)
RESULT(double, log_e, PyFloat_FromDouble)
RESULT(double, margin, PyFloat_FromDouble)
RESULT(double, power, PyFloat_FromDouble)
RESULT(double, change, PyFloat_FromDouble)
RESULT(uint64_t, respondents, PyLong_FromUnsignedLongLong)
RESULT(uint64_t, invitations, PyLong_FromUnsignedLongLong)
RESULT(size_t, size, PyLong_FromSize_t)
RESULT(size_t, group_count, PyLong_FromSize_t)
RESULT(nps_key_type, out, PyLong_FromLong)

/* Truth asks for the number of answers off the scale; otherwise such answers are an error. */
%typemap(in) uint64_t *outside (uint64_t number) {
    const int is_wanted = PyObject_IsTrue($input);
    if (is_wanted < 0)
        SWIG_fail;
    $1 = is_wanted ? &number : NULL;
}
%typemap(check) uint64_t *outside ""
%typemap(argout) uint64_t *outside {
    if ($1)
        $result = with_result($result, PyLong_FromUnsignedLongLong(*$1));
    if (!$result)
        SWIG_fail;
}

/* Three numbers, or None. */
%typemap(in) const double prior[3] (double prior[3]) {
    if ($input != Py_None && !read_three($input, prior))
        SWIG_fail;
    $1 = $input != Py_None ? prior : NULL;
}
%typemap(check) const double prior[3] ""
