/* Calibration: samples with margins, segments with populations, and replicate weights.
 * SPDX-License-Identifier: MIT */

%typemap(in) const nps_calibration_sample *sample (python_sample held) {
    if (!python_sample_read($input, &held))
        SWIG_fail;
    $1 = &held.sample;
}
%typemap(freearg) const nps_calibration_sample *sample {
    if ($1)
        python_sample_release((python_sample *)$1);
}

%typemap(in) const nps_calibration_options *options (python_calibration read) {
    if (!python_calibration_read($input, &read))
        SWIG_fail;
    $1 = &read.options;
}

/* The result is a bytes object with a weight for each row. Without margins the number of rows is undefined and nothing
 * is allocated, because libnps refuses the sample. */
%typemap(in, numinputs=0) double *weights (PyObject *made = NULL) ""
%typemap(check) double *weights {
    made$argnum = PyBytes_FromStringAndSize(NULL, arg1->margin_count ? (Py_ssize_t)(arg1->row_count * sizeof *$1) : 0);
    if (!made$argnum)
        SWIG_fail;
    $1 = (double *)(void *)PyBytes_AsString(made$argnum);
}
%typemap(argout) double *weights {
    $result = with_result($result, made$argnum);
    made$argnum = NULL;
}
%typemap(freearg) double *weights "Py_XDECREF(made$argnum);"
%thread nps_calibration_rake;
%thread nps_calibration_read;
EXPLAINED(nps_calibration_rake, arg5)
WEIGHED(nps_calibration_read, python_sample_wrong_weights(arg1), arg1->row_count)

/* A tuple: the accumulators, and their totals as bytes of double. */
%typemap(in) (const nps_accumulator *segments, const double *totals, size_t count) {
    PyObject *states, *totals;
    if (!PyTuple_Check($input)) {
        raise_wrong_type("tuple", $input);
        SWIG_fail;
    }
    if (!PyArg_ParseTuple($input, "OS", &states, &totals))
        SWIG_fail;
    $1 = array_of(states, &$3, sizeof *$1, $1_descriptor, NULL);
    if (!$1 || !is_as_long("totals", (size_t)PyBytes_Size(totals) / sizeof *$2, $3))
        SWIG_fail;
    $2 = (double *)(void *)PyBytes_AsString(totals);
}
%typemap(freearg) (const nps_accumulator *segments, const double *totals, size_t count) "PyMem_Free((void *)$1);"

/* ---- replicate weights ---- */

%typemap(in) const nps_replicates *self (python_replicates held) {
    if (!python_replicates_read($input, &held))
        SWIG_fail;
    $1 = &held.replicates;
}
%typemap(freearg) const nps_replicates *self {
    if ($1)
        python_replicates_release((python_replicates *)$1);
}
%typemap(in) const nps_replication_options *options (python_replication read) {
    if (!python_replication_read($input, &read))
        SWIG_fail;
    $1 = &read.options;
}

/* Bytes of all numbers, how many replicates there are, and the degrees of freedom. */
%typemap(in, numinputs=0) (double *numbers, size_t length) (PyObject *made = NULL) ""
%typemap(check) (double *numbers, size_t length) {
    const nps_status status = nps_replicates_length(arg1, arg2, &$2);
    if (status != NPS_OK) {
        raise_status(status);
        SWIG_fail;
    }
    made$argnum = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)($2 * sizeof *$1));
    if (!made$argnum)
        SWIG_fail;
    $1 = (double *)(void *)PyBytes_AsString(made$argnum);
}
%typemap(argout) (double *numbers, size_t length) {
    $result = with_result($result, made$argnum);
    made$argnum = NULL;
}
%typemap(freearg) (double *numbers, size_t length) "Py_XDECREF(made$argnum);"
%typemap(in, numinputs=0) nps_replicates *out (nps_replicates made) "$1 = &made;"
%typemap(argout) nps_replicates *out {
    $result = with_result($result, Py_BuildValue("nd", (Py_ssize_t)$1->count, $1->degrees));
    if (!$result)
        SWIG_fail;
}
%thread nps_replicates_read;
%thread nps_replicates_make;
EXPLAINED(nps_replicates_read, arg6)
EXPLAINED(nps_replicates_make, arg6)
%ignore nps_replicates;
%ignore nps_replication_options;
%ignore nps_replicates_length; /* nps_replicates_make() does it */
