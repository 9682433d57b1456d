/* Calibration: samples with margins, and segments with populations.
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

/* Bytes of a weight for each row; without margins the number of rows may be anything, and libnps refuses that. */
%typemap(in, numinputs=0) double *weights (PyObject *made = NULL) ""
%typemap(check) double *weights {
    made$argnum = PyBytes_FromStringAndSize(NULL, arg1->margin_count ? (Py_ssize_t)(arg1->count * sizeof *$1) : 0);
    if (!made$argnum)
        SWIG_fail;
    $1 = (double *)(void *)PyBytes_AS_STRING(made$argnum);
}
%typemap(argout) double *weights {
    $result = with_result($result, made$argnum);
    made$argnum = NULL;
}
%typemap(freearg) double *weights "Py_XDECREF(made$argnum);"
%thread nps_calibration_rake;
%thread nps_calibration_read;
EXPLAINED(nps_calibration_rake, arg5)
WEIGHED(nps_calibration_read, arg1->weights, arg1->count)

/* (states, their totals as bytes of doubles) */
%typemap(in) (const nps_accumulator *segments, const double *totals, size_t count) {
    PyObject *states, *totals;
    if (!PyTuple_Check($input)) {
        raise_wrong_type("tuple", $input);
        SWIG_fail;
    }
    if (!PyArg_ParseTuple($input, "OS", &states, &totals))
        SWIG_fail;
    $1 = array_of(states, &$3, sizeof *$1, $1_descriptor, NULL);
    if (!$1 || !is_as_long("totals", (size_t)PyBytes_GET_SIZE(totals) / sizeof *$2, $3))
        SWIG_fail;
    $2 = (double *)(void *)PyBytes_AS_STRING(totals);
}
%typemap(freearg) (const nps_accumulator *segments, const double *totals, size_t count) "PyMem_Free((void *)$1);"
