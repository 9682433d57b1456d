/* Published scores: tuples of their numbers, and a list with a result for each.
 * SPDX-License-Identifier: MIT */

%{
/* An array of benchmarks of a tuple of tuples, each a score and its respondents; to be released by PyMem_Free(). */
static nps_benchmark *benchmarks_of(PyObject *tuple, size_t *count)
{
    nps_benchmark *array;
    size_t i;
    if (!is_tuple(tuple))
        return NULL;
    *count = (size_t)PyTuple_Size(tuple);
    array = PyMem_Calloc(*count + 1, sizeof *array);
    if (!array)
        return (nps_benchmark *)PyErr_NoMemory();
    for (i = 0; i < *count; i++) {
        unsigned long long respondents;
        PyObject *const item = PyTuple_GetItem(tuple, (Py_ssize_t)i);
        if (!is_tuple(item) || !PyArg_ParseTuple(item, "dK", &array[i].score, &respondents)) {
            PyMem_Free(array);
            return NULL;
        }
        array[i].respondents = respondents;
    }
    return array;
}
%}
%typemap(in) (const nps_benchmark *benchmarks, size_t count) {
    $1 = benchmarks_of($input, &$2);
    if (!$1)
        SWIG_fail;
}
%typemap(freearg) (const nps_benchmark *benchmarks, size_t count) "PyMem_Free((void *)$1);"
%apply (const nps_benchmark *benchmarks, size_t count) { (const nps_benchmark *competitors, size_t count) };
/* A tuple in the order of the members of Benchmark in Python; None after the last one. */
%typemap(out) const nps_benchmark * {
    if ($1)
        $result = Py_BuildValue("dziziKz", $1->score, $1->name, (int)$1->kind, $1->region, (int)$1->year, (unsigned long long)$1->respondents, $1->source);
    else {
        $result = Py_None;
        Py_INCREF(Py_None);
    }
}
%typemap(in) const nps_counts *before (PyObject *made = NULL) {
    $1 = NULL;
    if ($input != Py_None && !($1 = object_of($input, $descriptor, _wrap_new_nps_counts, &made)))
        SWIG_fail;
}
%typemap(check) const nps_counts *before ""
%typemap(in) const nps_weighted_estimate *before (PyObject *made = NULL) {
    $1 = NULL;
    if ($input != Py_None && !($1 = object_of($input, $descriptor, _wrap_new_nps_weighted_estimate, &made)))
        SWIG_fail;
}
%typemap(check) const nps_weighted_estimate *before ""

MADE(nps_standing_rank, rank)
MADE(nps_three_questions_result, out)
MADE(nps_band_result, out)
COPIED(nps_comparison *change)
%ignore nps_benchmark;
%ignore nps_three_questions_result::rank;

%typemap(in, numinputs=0) nps_standing_result *out ""
%typemap(check) nps_standing_result *out {
    $1 = PyMem_Calloc(arg3, sizeof *$1);
    if (!$1) {
        PyErr_NoMemory();
        SWIG_fail;
    }
}
%typemap(argout) nps_standing_result *out {
    $result = with_result($result, list_of($1, arg3, sizeof *$1, $descriptor));
    if (!$result)
        SWIG_fail;
}
%typemap(freearg) nps_standing_result *out "PyMem_Free($1);"
%thread nps_standing;
%thread nps_three_questions;
%thread nps_weighted_standing;
%thread nps_weighted_three_questions;
