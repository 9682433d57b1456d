/* Columns, whose buffers are held while they are counted, and arrays with a value for each of their rows.
 * SPDX-License-Identifier: MIT */

/* A tuple: values, mask and missing codes. */
%typemap(in) const nps_column * (python_column held) {
    if (!python_column_acquire($input, "answers", &held))
        SWIG_fail;
    $1 = &held.column;
}
%typemap(check) const nps_column *codes, const nps_column *days, const nps_column *times, const nps_column *answers, const nps_column *first, const nps_column *second {
    if (!python_column_settle((python_column *)$1, false))
        SWIG_fail;
}
%typemap(freearg) const nps_column * {
    if ($1)
        python_column_release((python_column *)$1);
}
%thread nps_paired_add_column; /* counts into an object that no other thread can see */
%typemap(out) nps_status nps_code_groups_add_column {
    if ($1 != NPS_OK) { /* an exception may be set already */
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

/* A tuple of integers. */
%typemap(in) const missing_codes * (missing_codes held) {
    if (!missing_codes_read($input, &held))
        SWIG_fail;
    $1 = &held;
}
%typemap(freearg) const missing_codes * {
    if ($1)
        missing_codes_release((missing_codes *)$1);
}
/* A weight for each answer. */
%typemap(in) const double *weights (python_numbers held = {0}) {
    if (!python_numbers_acquire($input, "weights", true, &held))
        SWIG_fail;
    $1 = (double *)held.values;
}
%typemap(check) const double *weights {
    if (!is_as_long("weights", held$argnum.length, arg2->length))
        SWIG_fail;
}
%typemap(argout) const double *weights "" /* without this, the typemap of results would apply */
%typemap(freearg) const double *weights "python_numbers_release(&held$argnum);"

/* A stratum or a cluster for each answer of a column, or None. */
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

/* p-values; the result is a bytes object with the adjusted p-values. */
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

/* The weights of the answers 0 to 10, of missing and of invalid values: a bytes object of thirteen doubles. */
%typemap(in, numinputs=0) double answers[ANY] (double weights[NPS_ANSWERS + 2]) "$1 = weights;"
%typemap(in, numinputs=0) double *missing, double *invalid ""
%typemap(check) double *missing "$1 = arg2 + NPS_ANSWERS;"
%typemap(check) double *invalid "$1 = arg2 + NPS_ANSWERS + 1;"
%typemap(argout) double answers[ANY] {
    $result = with_result($result, PyBytes_FromStringAndSize((const char *)$1, (NPS_ANSWERS + 2) * sizeof *$1));
    if (!$result)
        SWIG_fail;
}

/* ---- times and timelines ---- */

/* A tuple: the units in a second, and the offsets as bytes of 64-bit numbers: a second, the offset from it on, and so
 * on. The result is a bytes object with a day for each time. */
%typemap(in) const nps_times_options *options (nps_times_options value) {
    PyObject *offsets;
    nps_times_options_init(&value);
    if (!(is_tuple($input) && PyArg_ParseTuple($input, "IS", &value.per_second, &offsets)))
        SWIG_fail;
    value.offset_count = (size_t)PyBytes_Size(offsets) / sizeof *value.offsets;
    if (value.offset_count != 0)
        value.offsets = (const nps_utc_offset *)(const void *)PyBytes_AsString(offsets);
    $1 = &value;
}
%typemap(in, numinputs=0) int32_t *days (PyObject *made = NULL) ""
%typemap(check) int32_t *days {
    made$argnum = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(arg1->length * sizeof *$1));
    if (!made$argnum)
        SWIG_fail;
    $1 = (int32_t *)(void *)PyBytes_AsString(made$argnum);
}
%typemap(argout) int32_t *days {
    $result = with_result($result, made$argnum);
    made$argnum = NULL;
}
%typemap(freearg) int32_t *days "Py_XDECREF(made$argnum);"
%thread nps_times_to_days;

%thread nps_timeline_add_column; /* counts into an object that no other thread can see */

/* A list with an item for each period or day of the range, which is argument 3. */
%define RANGE(type, number)
%typemap(in, numinputs=0) (size_t count, type *out) ""
%typemap(check) (size_t count, type *out) {
    $1 = number;
    $2 = PyMem_Calloc($1, sizeof *$2);
    if (!$2) {
        PyErr_NoMemory();
        SWIG_fail;
    }
}
%typemap(argout) (size_t count, type *out) {
    $result = with_result($result, list_of($2, $1, sizeof *$2, $2_descriptor));
    if (!$result)
        SWIG_fail;
}
%typemap(freearg) (size_t count, type *out) "PyMem_Free($2);"
%enddef
RANGE(nps_timeline_period, nps_periods_count(arg2, arg3->first, arg3->last, &$1) == NPS_OK ? $1 : 0)
RANGE(nps_accumulator, nps_periods_count(&(nps_periods){NPS_PERIOD_DAY}, arg3->first, arg3->last, &$1) == NPS_OK ? $1 : 0)

/* ---- keys ---- */

%typemap(in) (const char *key, size_t length) (PyObject *held = NULL) {
    held = bytes_of_key($input);
    if (!held)
        SWIG_fail;
    $1 = PyBytes_AsString(held);
    $2 = (size_t)PyBytes_Size(held);
}
%typemap(freearg) (const char *key, size_t length) "Py_XDECREF(held$argnum);"

%apply (const char *key, size_t length) { (const char *id, size_t length) };

/* ---- answers as texts ---- */

%apply (const char *key, size_t length) { (const char *text, size_t length) };

/* A tuple: the cut, the decimal mark, the scale, and labels, each a tuple of its bytes and its answer. */
%typemap(in) const nps_reading_options *options (reading_options_held held = {0}) {
    if (!reading_options_read($input, &held))
        SWIG_fail;
    $1 = &held.options;
}
%typemap(freearg) const nps_reading_options *options "PyMem_Free(held$argnum.labels);"

/* ---- respondents: a tuple of four columns, and a list with an accumulator for each of the days ---- */

%typemap(in) const nps_respondents_columns *columns (respondents_held held) {
    if (!respondents_acquire($input, &held))
        SWIG_fail;
    $1 = &held.columns;
}
%typemap(check) const nps_respondents_columns *columns {
    if (!respondents_settle((respondents_held *)$1))
        SWIG_fail;
}
%typemap(freearg) const nps_respondents_columns *columns {
    if ($1)
        respondents_release((respondents_held *)$1);
}
%typemap(in, numinputs=0) nps_accumulator *series (size_t count) ""
%typemap(check) nps_accumulator *series {
    count$argnum = arg3->first <= arg3->last ? (size_t)((int64_t)arg3->last - arg3->first) + 1 : 1;
    $1 = PyMem_Calloc(count$argnum, sizeof *$1);
    if (!$1) {
        PyErr_NoMemory();
        SWIG_fail;
    }
}
%typemap(argout) nps_accumulator *series {
    $result = with_result($result, list_of($1, count$argnum, sizeof *$1, $1_descriptor));
    if (!$result)
        SWIG_fail;
}
%typemap(freearg) nps_accumulator *series "PyMem_Free($1);"
%thread nps_respondents_roll; /* of columns only, which no other thread can release */

/* A group: its key and its accumulator. */
%typemap(in, numinputs=0) nps_group *out (nps_group result) { $1 = &result; }
%typemap(argout) nps_group *out {
    $result = with_result($result, key_of_group($1));
    if ($result)
        $result = with_result($result, copy_of(&$1->accumulator, sizeof $1->accumulator, $descriptor(nps_accumulator *)));
    if (!$result)
        SWIG_fail;
}

/* ---- Arrow: capsules, which the caller keeps ---- */

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

/* A tuple: the name of a child or None, and missing codes. */
%typemap(in) const nps_arrow_options *options (nps_arrow_options value, missing_codes held = {NULL, 0}) {
    nps_arrow_options_init(&value);
    if (!arrow_options_read($input, 1, &value.child, &held))
        SWIG_fail;
    value.missing_codes = held.values;
    value.missing_code_count = held.count;
    $1 = &value;
}
/* A tuple: the names of the children with the keys and the answers, and missing codes. */
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

/* The GIL is released, because producers may acquire it. No other thread can see these accumulators and groups. */
%thread nps_accumulator_add_arrow;
%thread nps_accumulator_add_arrow_stream;
%thread nps_groups_add_arrow;
%thread nps_groups_add_arrow_stream;

/* ---- groups by code: other threads are refused while a thread counts into them ---- */

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
