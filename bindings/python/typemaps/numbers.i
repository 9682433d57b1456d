/* Numbers: any object that is an index or a real number, including those of NumPy.
 * SPDX-License-Identifier: MIT */

%include <stdint.i>

%typemap(in) int64_t { if (!read_signed($input, "$1_name", &$1)) SWIG_fail; }
%typemap(in) uint64_t { if (!read_unsigned($input, "$1_name", &$1)) SWIG_fail; }
%typemap(in) uint32_t (uint64_t number) {
    if (!read_unsigned($input, "$1_name", &number))
        SWIG_fail;
    $1 = number < UINT32_MAX ? (uint32_t)number : UINT32_MAX;
}
/* What does not fit is outside every range. */
%typemap(in) int32_t (int64_t number) {
    if (!read_signed($input, "$1_name", &number))
        SWIG_fail;
    $1 = number < INT32_MIN ? INT32_MIN : number > INT32_MAX ? INT32_MAX : (int32_t)number;
}
%typemap(in) uint8_t { if (!read_clipped($input, &$1)) SWIG_fail; }
%typemap(out) uint64_t, size_t "$result = PyLong_FromUnsignedLongLong($1);"
%typemap(in) double { if (!read_double($input, "$1_name", &$1)) SWIG_fail; }
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
RESULT(int32_t, day, PyLong_FromLong)
RESULT(int32_t, answer, PyLong_FromLong)
RESULT(double, score, PyFloat_FromDouble)
RESULT(double, p_value, PyFloat_FromDouble)
RESULT(double, above, PyFloat_FromDouble)
RESULT(double, log_e, PyFloat_FromDouble)
RESULT(double, evidence, PyFloat_FromDouble)
RESULT(double, margin, PyFloat_FromDouble)
RESULT(double, power, PyFloat_FromDouble)
RESULT(double, error, PyFloat_FromDouble)
RESULT(double, change, PyFloat_FromDouble)
RESULT(double, effect, PyFloat_FromDouble)
RESULT(uint64_t, respondents, PyLong_FromUnsignedLongLong)
RESULT(uint64_t, people, PyLong_FromUnsignedLongLong)
RESULT(uint64_t, invitations, PyLong_FromUnsignedLongLong)
RESULT(size_t, size, PyLong_FromSize_t)
RESULT(size_t, group_count, PyLong_FromSize_t)
RESULT(size_t, count, PyLong_FromSize_t)
RESULT(nps_key_type, out, PyLong_FromLong)

/* If true, also return how many answers are off the scale; otherwise such answers are an error. */
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

/* A tuple of three numbers, or None. */
%typemap(in) const double prior[3] (double prior[3]) {
    if ($input != Py_None &&
        !(is_tuple($input) && PyArg_ParseTuple($input, "ddd", &prior[0], &prior[1], &prior[2])))
        SWIG_fail;
    $1 = $input != Py_None ? prior : NULL;
}
%typemap(check) const double prior[3] ""
