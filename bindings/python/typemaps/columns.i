/* Columns, which are held while they are counted, and what stands beside them row by row.
 * SPDX-License-Identifier: MIT */

/* (values, mask, missing codes) */
%typemap(in) const nps_column * (python_column held) {
    if (!python_column_acquire($input, "answers", &held))
        SWIG_fail;
    $1 = &held.column;
}
%typemap(check) const nps_column *codes, const nps_column *answers, const nps_column *first, const nps_column *second {
    if (!python_column_settle((python_column *)$1, false))
        SWIG_fail;
}
%typemap(freearg) const nps_column * {
    if ($1)
        python_column_release((python_column *)$1);
}
%thread nps_paired_add_column; /* into what is nobody else's */
%typemap(out) nps_status nps_code_groups_add_column {
    if ($1 != NPS_OK) { /* it may be raised */
        if (!PyErr_Occurred())
            raise_status($1);
        SWIG_fail;
    }
    $result = Py_None;
    Py_INCREF(Py_None);
}
%feature("action") nps_accumulator_add_column {
    result = python_column_add((const python_column *)arg2, arg1);
}
%feature("action") nps_weighted_add_column {
    result = python_column_add_weighted((const python_column *)arg2, arg3, arg1);
}
%thread nps_weighted_design_add_column;

/* A tuple. */
%typemap(in) const missing_codes * (missing_codes held) {
    if (!missing_codes_read($input, &held))
        SWIG_fail;
    $1 = &held;
}
%typemap(freearg) const missing_codes * {
    if ($1)
        missing_codes_release((missing_codes *)$1);
}
/* A weight beside each answer. */
%typemap(in) const double *weights (python_numbers held = {0}) {
    if (!python_numbers_acquire($input, "weights", true, &held))
        SWIG_fail;
    $1 = (double *)held.values;
}
%typemap(check) const double *weights {
    if (!is_as_long("weights", held$argnum.length, arg2->length))
        SWIG_fail;
}
%typemap(argout) const double *weights "" /* it is not that of a result */
%typemap(freearg) const double *weights "python_numbers_release(&held$argnum);"

/* A stratum, or a cluster, beside each answer of a column, which is then taken as it is; or None. */
%typemap(in) const int64_t * (python_numbers held = {0}) {
    if ($input != Py_None && !python_numbers_acquire($input, "$1_name", false, &held))
        SWIG_fail;
    $1 = (int64_t *)held.values;
}
%typemap(check) const int64_t * {
    if ($1 && !is_as_long("$1_name", held$argnum.length, arg2->length))
        SWIG_fail;
}
%typemap(freearg) const int64_t * "python_numbers_release(&held$argnum);"

/* p-values, and bytes of the adjusted ones. */
%typemap(in) (const double *p_values, size_t count) (python_numbers held = {0}) {
    if (!python_numbers_acquire($input, "p-values", true, &held))
        SWIG_fail;
    $1 = (double *)held.values;
    $2 = held.length;
}
%typemap(check) (const double *p_values, size_t count) ""
%typemap(freearg) (const double *p_values, size_t count) "python_numbers_release(&held$argnum);"
%typemap(in, numinputs=0) (double *adjusted, size_t *order) ""
%typemap(check) (double *adjusted, size_t *order) {
    $1 = PyMem_Calloc(arg2, sizeof *$1);
    $2 = PyMem_Calloc(arg2, sizeof *$2);
    if (!$1 || !$2) {
        PyErr_NoMemory();
        SWIG_fail;
    }
}
%typemap(argout) (double *adjusted, size_t *order) {
    $result = with_result($result, PyBytes_FromStringAndSize((const char *)$1, (Py_ssize_t)(arg2 * sizeof *$1)));
    if (!$result)
        SWIG_fail;
}
%typemap(freearg) (double *adjusted, size_t *order) {
    PyMem_Free($1);
    PyMem_Free($2);
}

/* The weights of the answers, of the missing and of the invalid: bytes of thirteen numbers. */
%typemap(in, numinputs=0) double answers[ANY] (double weights[NPS_ANSWERS + 2]) "$1 = weights;"
%typemap(in, numinputs=0) double *missing, double *invalid ""
%typemap(check) double *missing "$1 = arg2 + NPS_ANSWERS;"
%typemap(check) double *invalid "$1 = arg2 + NPS_ANSWERS + 1;"
%typemap(argout) double answers[ANY] {
    $result = with_result($result, PyBytes_FromStringAndSize((const char *)$1, (NPS_ANSWERS + 2) * sizeof *$1));
    if (!$result)
        SWIG_fail;
}

/* ---- keys ---- */

%typemap(in) (const char *key, size_t length) (PyObject *held = NULL) {
    held = bytes_of_key($input);
    if (!held)
        SWIG_fail;
    $1 = PyBytes_AS_STRING(held);
    $2 = (size_t)PyBytes_GET_SIZE(held);
}
%typemap(freearg) (const char *key, size_t length) "Py_XDECREF(held$argnum);"

/* A key and an accumulator. */
%typemap(in, numinputs=0) nps_group *out (nps_group result) { $1 = &result; }
%typemap(argout) nps_group *out {
    $result = with_result($result, key_of_group($1));
    if ($result)
        $result = with_result($result, copy_of(&$1->accumulator, sizeof $1->accumulator, $descriptor(nps_accumulator *)));
    if (!$result)
        SWIG_fail;
}

/* ---- Arrow: capsules, which stay the caller's ---- */

%define CAPSULE(type, name)
%typemap(in) type {
    $1 = content_of_capsule($input, name);
    if (!$1)
        SWIG_fail;
}
%enddef
CAPSULE(const struct ArrowSchema *schema, "arrow_schema")
CAPSULE(const struct ArrowArray *array, "arrow_array")
CAPSULE(struct ArrowArrayStream *stream, "arrow_array_stream")

/* (child or None, missing codes) */
%typemap(in) const nps_arrow_options *options (nps_arrow_options value, missing_codes held = {NULL, 0}) {
    nps_arrow_options_init(&value);
    if (!arrow_options_read($input, 1, &value.child, &held))
        SWIG_fail;
    value.missing_codes = held.values;
    value.missing_code_count = held.count;
    $1 = &value;
}
/* (key, answer, missing codes) */
%typemap(in) const nps_groups_arrow_options *options (nps_groups_arrow_options value, missing_codes held = {NULL, 0}) {
    const char *names[2];
    if (!arrow_options_read($input, 2, names, &held))
        SWIG_fail;
    nps_groups_arrow_options_init(&value, names[0], names[1]);
    value.interrupt.is_requested = is_interrupted;
    value.missing_codes = held.values;
    value.missing_code_count = held.count;
    $1 = &value;
}
%typemap(freearg) const nps_arrow_options *options, const nps_groups_arrow_options *options
    "missing_codes_release(&held$argnum);"

/* Producers may take the GIL for themselves. The accumulators and groups are nobody else's. */
%thread nps_accumulator_add_arrow;
%thread nps_accumulator_add_arrow_stream;
%thread nps_groups_add_arrow;
%thread nps_groups_add_arrow_stream;

/* ---- groups by code: nobody else may use them while a thread counts into them ---- */

%exception nps_code_groups::nps_code_groups {
    $action
    if (!result)
        SWIG_fail;
}
%extend nps_code_groups {
    nps_code_groups(uint64_t count) { return code_groups_new(count); }
}
%ignore nps_code_groups::groups;
%ignore nps_code_groups::rest;
%typemap(in) nps_code_groups *, const nps_code_groups * {
    $1 = object_of($input, $1_descriptor, NULL, NULL);
    if (!$1 || !code_groups_are_free($1))
        SWIG_fail;
}
%typemap(in, numinputs=0) const nps_code_groups_options *options ""
%typemap(check) const nps_code_groups_options *options ""
%feature("action") nps_code_groups_add_column {
    (void)arg4;
    result = code_groups_count(arg1, arg2, arg3) ? NPS_OK : NPS_ERROR_NULL;
}
