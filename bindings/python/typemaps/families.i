/* Many samples at once: a tuple of counts; the result is a list, or the exception of the first sample that fails.
 * SPDX-License-Identifier: MIT */

%typemap(in) (const nps_counts *counts, size_t count) {
    $1 = array_of($input, &$2, sizeof *$1, $1_descriptor, _wrap_new_nps_counts);
    if (!$1)
        SWIG_fail;
}
%typemap(freearg) (const nps_counts *counts, size_t count) "PyMem_Free((void *)$1);"

/* A tuple of estimates. */
%typemap(in) (const nps_weighted_estimate *segments, size_t count) {
    $1 = array_of($input, &$2, sizeof *$1, $1_descriptor, _wrap_new_nps_weighted_estimate);
    if (!$1)
        SWIG_fail;
}
%typemap(freearg) (const nps_weighted_estimate *segments, size_t count) "PyMem_Free((void *)$1);"

/* A tuple: the design, a tuple of its domains, the options of the variance and the scale. */
%typemap(in) const nps_weighted_domains *domains (nps_weighted_domains read = {0}, nps_variance_options variance,
                                                  nps_scale scale) {
    if (!domains_read($input, $descriptor(nps_weighted_design *), &read, &variance, &scale))
        SWIG_fail;
    $1 = &read;
}
%typemap(freearg) const nps_weighted_domains *domains "PyMem_Free((void *)read$argnum.parts);"
%typemap(in) (const nps_trend_period *periods, size_t count) {
    $1 = array_of($input, &$2, sizeof *$1, $1_descriptor, _wrap_new_nps_trend_period);
    if (!$1)
        SWIG_fail;
}
%typemap(freearg) (const nps_trend_period *periods, size_t count) "PyMem_Free((void *)$1);"

%typemap(in, numinputs=0) (nps_interval_result *out, nps_status *statuses) "$2 = NULL;"
%typemap(check) (nps_interval_result *out, nps_status *statuses) {
    $1 = PyMem_Calloc(arg2, sizeof *$1);
    if (!$1) {
        PyErr_NoMemory();
        SWIG_fail;
    }
}
%typemap(argout) (nps_interval_result *out, nps_status *statuses) {
    $result = with_result($result, list_of($1, arg2, sizeof *$1, $1_descriptor));
    if (!$result)
        SWIG_fail;
}
%typemap(freearg) (nps_interval_result *out, nps_status *statuses) "PyMem_Free($1);"

/* A list with a result for each segment, or for each pair of segments. */
%define EACH(type)
%typemap(in, numinputs=0) type *out (size_t length) ""
%typemap(check) type *out {
    length$argnum = strncmp("$symname", "nps_weighted_domains", 20) == 0
                        ? ((const nps_weighted_domains *)(const void *)arg1)->count
                        : (size_t)arg2;
    if (strstr("$symname", "_compare_pairs") || strcmp("$symname", "nps_panel_compare") == 0)
        length$argnum = nps_segments_pair_count(length$argnum);
    $1 = PyMem_Calloc(length$argnum, sizeof *$1);
    if (!$1) {
        PyErr_NoMemory();
        SWIG_fail;
    }
}
%typemap(argout) type *out {
    size_t i;
    for (i = 0; i < length$argnum; i++)
        if ($1[i].status != NPS_OK) {
            raise_status($1[i].status);
            SWIG_fail;
        }
    $result = with_result($result, list_of($1, length$argnum, sizeof *$1, $descriptor));
    if (!$result)
        SWIG_fail;
}
%typemap(freearg) type *out "PyMem_Free($1);"
%enddef
/* A tuple: the number of waves, and a tuple of their pairs. */
%typemap(in) (const nps_paired *pairs, size_t waves) {
    PyObject *states;
    Py_ssize_t number;
    size_t count;
    if (!PyTuple_Check($input)) {
        raise_wrong_type("tuple", $input);
        SWIG_fail;
    }
    if (!PyArg_ParseTuple($input, "nO", &number, &states))
        SWIG_fail;
    $1 = array_of(states, &count, sizeof *$1, $1_descriptor, NULL);
    if (!$1)
        SWIG_fail;
    $2 = number < 0 ? 0 : (size_t)number;
    if (nps_segments_pair_count($2) != count) {
        PyErr_Format(PyExc_ValueError, "%zu pairs are not those of %zd waves", count, number);
        SWIG_fail;
    }
}
%typemap(freearg) (const nps_paired *pairs, size_t waves) "PyMem_Free((void *)$1);"

%ignore nps_weighted_domains;
EACH(nps_segment_comparison)
EACH(nps_segment_rank)
EACH(nps_segment_best)

/* A list with a result for each of `number` elements, whatever their statuses are. */
%define LISTED(type, name, number)
%typemap(in, numinputs=0) type *name ""
%typemap(check) type *name {
    $1 = PyMem_Calloc(number, sizeof *$1);
    if (!$1) {
        PyErr_NoMemory();
        SWIG_fail;
    }
}
%typemap(argout) type *name {
    $result = with_result($result, list_of($1, number, sizeof *$1, $descriptor));
    if (!$result)
        SWIG_fail;
}
%typemap(freearg) type *name "PyMem_Free($1);"
%enddef
LISTED(nps_period_change, out, arg2)
LISTED(nps_driver, out, arg2)
LISTED(nps_driver, drivers, arg1->count)
LISTED(nps_theme, out, arg1->count)
LISTED(nps_theme_change, out, arg1->count)
LISTED(nps_pooled_segment, out, arg2)

/* A tuple of segments in two periods. */
%typemap(in) (const nps_driver_segment *segments, size_t count) {
    $1 = array_of($input, &$2, sizeof *$1, $1_descriptor, _wrap_new_nps_driver_segment);
    if (!$1)
        SWIG_fail;
}
%typemap(freearg) (const nps_driver_segment *segments, size_t count) "PyMem_Free((void *)$1);"

/* A tuple: labels, their total, and the minimum. */
%define LABELLED(type, name, label)
%typemap(in) const type *name (type read, void *copies = NULL, PyObject *made = NULL) {
    PyObject *counts, *total;
    unsigned long long minimum;
    if (!PyTuple_Check($input)) {
        raise_wrong_type("tuple", $input);
        SWIG_fail;
    }
    if (!PyArg_ParseTuple($input, "OOK", &counts, &total, &minimum))
        SWIG_fail;
    copies = array_of(counts, &read.count, sizeof *read.labels, $descriptor(label *), _wrap_new_##label);
    read.labels = copies;
    read.total = copies ? object_of(total, $descriptor(label *), _wrap_new_##label, &made) : NULL;
    read.minimum = minimum;
    if (!read.total)
        SWIG_fail;
    $1 = &read;
}
%typemap(freearg) const type *name {
    PyMem_Free(copies$argnum);
    Py_XDECREF(made$argnum);
}
%enddef
LABELLED(nps_theme_sample, sample, nps_counts)
LABELLED(nps_theme_periods, periods, nps_driver_segment)

/* A tuple: two weighted states for each segment, before and after, which are copied, as other threads may change them;
 * and the scale. */
%typemap(in) const nps_weighted_driver_periods *periods
    (nps_weighted *states = NULL, nps_weighted_driver_segment *pairs = NULL, PyObject *made = NULL,
     nps_weighted_driver_periods read) {
    PyObject *samples, *scale;
    size_t i, count;
    if (!PyTuple_Check($input)) {
        raise_wrong_type("tuple", $input);
        SWIG_fail;
    }
    if (!PyArg_ParseTuple($input, "OO", &samples, &scale))
        SWIG_fail;
    states = array_of(samples, &count, sizeof *states, $descriptor(nps_weighted *), NULL);
    read.scale = states ? object_of(scale, $descriptor(nps_scale *), _wrap_new_nps_scale, &made) : NULL;
    if (!read.scale)
        SWIG_fail;
    pairs = PyMem_Calloc(count / 2, sizeof *pairs);
    if (!pairs) {
        PyErr_NoMemory();
        SWIG_fail;
    }
    for (i = 0; i < count / 2; i++)
        pairs[i] = (nps_weighted_driver_segment){&states[2 * i], &states[2 * i + 1]};
    read.segments = pairs;
    read.count = count / 2;
    $1 = &read;
}
%typemap(freearg) const nps_weighted_driver_periods *periods {
    PyMem_Free(pairs$argnum);
    PyMem_Free(states$argnum);
    Py_XDECREF(made$argnum);
}

/* Rounded figures as bytes, and their total. */
%apply (const double *p_values, size_t count) { (const double *figures, size_t count) };
%typemap(in, numinputs=0) (double *rounded, double *total) (double sum) "$2 = &sum;"
%typemap(check) (double *rounded, double *total) {
    $1 = PyMem_Calloc(arg2, sizeof *$1);
    if (!$1) {
        PyErr_NoMemory();
        SWIG_fail;
    }
}
%typemap(argout) (double *rounded, double *total) {
    $result = with_result($result, PyBytes_FromStringAndSize((const char *)$1, (Py_ssize_t)(arg2 * sizeof *$1)));
    if ($result)
        $result = with_result($result, PyFloat_FromDouble(*$2));
    if (!$result)
        SWIG_fail;
}
%typemap(freearg) (double *rounded, double *total) "PyMem_Free($1);"

/* A list with the difference of each share. */
%typemap(in, numinputs=0) nps_share_difference differences[ANY] (nps_share_difference shares[$1_dim0]) "$1 = shares;"
%typemap(argout) nps_share_difference differences[ANY] {
    $result = with_result($result, list_of($1, $1_dim0, sizeof *$1, $descriptor(nps_share_difference *)));
    if (!$result)
        SWIG_fail;
}

/* A tuple of numbers of answers; the result is a list of shares. */
%typemap(in) (const uint64_t *counts, size_t count) {
    Py_ssize_t i;
    if (!is_tuple($input))
        SWIG_fail;
    $2 = (size_t)PyTuple_Size($input);
    $1 = PyMem_Calloc($2, sizeof *$1);
    if (!$1) {
        PyErr_NoMemory();
        SWIG_fail;
    }
    for (i = 0; i < PyTuple_Size($input); i++)
        if (!read_unsigned(PyTuple_GetItem($input, i), "counts", (uint64_t *)$1 + i))
            SWIG_fail;
}
%typemap(freearg) (const uint64_t *counts, size_t count) "PyMem_Free((void *)$1);"
%typemap(in, numinputs=0) double *percent ""
%typemap(check) double *percent {
    $1 = PyMem_Calloc(arg2, sizeof *$1);
    if (!$1) {
        PyErr_NoMemory();
        SWIG_fail;
    }
}
%typemap(argout) double *percent {
    PyObject *list = PyList_New((Py_ssize_t)arg2);
    size_t i;
    for (i = 0; list && i < arg2; i++) {
        PyObject *number = PyFloat_FromDouble($1[i]);
        if (!number)
            Py_CLEAR(list);
        else
            PyList_SetItem(list, (Py_ssize_t)i, number);
    }
    $result = with_result($result, list);
    if (!$result)
        SWIG_fail;
}
%typemap(freearg) double *percent "PyMem_Free($1);"

/* Calls that may take long, for many segments or with the exact method. Counts and options are immutable in Python. */
%thread nps_interval;
%thread nps_interval_with;
%thread nps_interval_many;
%thread nps_test;
%thread nps_test_with;
%thread nps_compare;
%thread nps_compare_with;
%thread nps_compare_benchmark;
%thread nps_composition_test;
%thread nps_distribution_test;
%thread nps_compare_noninferiority;
%thread nps_compare_equivalence;
%thread nps_weighted_compare;
%thread nps_weighted_compare_benchmark;
%thread nps_weighted_compare_noninferiority;
%thread nps_weighted_compare_equivalence;
%thread nps_bayes_probability;
%thread nps_segments_compare_benchmark;
%thread nps_segments_compare_rest;
%thread nps_segments_compare_pairs;
%thread nps_compare_periods;
%thread nps_drivers;
%thread nps_weighted_drivers;
%thread nps_themes;
%thread nps_themes_change;
%thread nps_pool;
%thread nps_segments_rank;
%thread nps_segments_best;
%thread nps_panel_compare;
%thread nps_weighted_segments_compare_benchmark;
%thread nps_weighted_segments_compare_rest;
%thread nps_weighted_segments_compare_pairs;
%thread nps_weighted_segments_rank;
%thread nps_weighted_segments_best;
%thread nps_plan_margin;
%thread nps_plan_respondents;
%thread nps_plan_power;
%thread nps_plan_looks;
%thread nps_plan_looks_power;
%thread nps_plan_paired_power;
%thread nps_plan_paired_people;
%thread nps_plan_comparison;
%thread nps_plan_change;
%thread nps_plan_benchmark_power;
%thread nps_plan_benchmark_respondents;
%thread nps_plan_invitations;
