/* The raw module: the C functions as they are, flat, with tuples for plain structs and handles for what changes.
 *
 * The C headers are read as they are, so that what they gain appears here, and their comments are the docstrings.
 * A status that is not NPS_OK is raised; results are returned.
 * SPDX-License-Identifier: MIT */
/* An import by another Python than the one it was built for says so. */
%define MODULE_IMPORT
"
try:
    from . import $module
except ImportError as error:
    from ._built_for import explained
    raise explained(error) from None
"
%enddef
%module(package="nps", threads="1", moduleimport=MODULE_IMPORT) _raw
%nothread; /* the GIL is kept, but for the calls that may take long */

%{
#include "answers.h"
#include "calibration.h"
#include "capsules.h"
#include "arrow_source.h"
#include "code_groups.h"
#include "column.h"
#include "group_columns.h"
#include "handles.h"
#include "numbers.h"
#include "paired.h"
#include "values.h"
#include <nps/nps.h>

/* Results follow one another: None, a value, a tuple of values. Takes over both references. */
static PyObject *with_result(PyObject *results, PyObject *value)
{
    PyObject *pair;
    if (!value || results == Py_None) {
        Py_DECREF(results);
        return value;
    }
    pair = PyTuple_Pack(2, results, value);
    Py_DECREF(results);
    Py_DECREF(value);
    return pair;
}
%}

%init %{
    /* SWIG would make this object, and its type, when the interpreter ends, where a warning of the type may be an error;
     * made now, the module nps._loading sees to it. */
    (void)SWIG_globals();
%}

%include <stdint.i>

/* Whatever pointer has no typemap of its own: NULL would be a crash. */
%typemap(check) SWIGTYPE * {
    if (!$1) {
        PyErr_SetString(PyExc_TypeError, "argument $argnum of $symname is None");
        SWIG_fail;
    }
}

/* ---- status ---- */

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

/* ---- numbers: whatever is an index or a real number, NumPy's too ---- */

%typemap(in) int64_t { if (!read_signed($input, &$1)) SWIG_fail; }
%typemap(in) uint64_t { if (!read_unsigned($input, &$1)) SWIG_fail; }
%typemap(out) uint64_t { $result = PyLong_FromUnsignedLongLong($1); }
%typemap(in) double {
    $1 = PyFloat_AsDouble($input);
    if ($1 == -1 && PyErr_Occurred())
        SWIG_fail;
}

%define RESULT(type, name, convert)
%typemap(in, numinputs=0) type *name (type result) { $1 = &result; }
%typemap(argout) type *name {
    $result = with_result($result, convert);
    if (!$result)
        SWIG_fail;
}
%enddef

RESULT(double, score, PyFloat_FromDouble(*$1))
RESULT(double, p_value, PyFloat_FromDouble(*$1))
RESULT(double, above, PyFloat_FromDouble(*$1))
RESULT(double, log_e, PyFloat_FromDouble(*$1))
RESULT(nps_key_type, out, PyLong_FromLong(*$1))

/* ---- plain structs ---- */

%define PLAIN(type, read)
%typemap(in) const type * (type value) {
    if (!read($input, &value))
        SWIG_fail;
    $1 = &value;
}
%enddef

PLAIN(nps_counts, read_counts)
PLAIN(nps_scale, read_scale)
PLAIN(nps_interval_options, read_interval_options)
PLAIN(nps_groups_options, read_groups_options)
PLAIN(nps_weighted_estimate, read_estimate)
PLAIN(nps_calibration_options, read_calibration_options)
PLAIN(nps_segments_options, read_segments_options)
PLAIN(nps_plan_options, read_plan_options)
PLAIN(nps_plan_shares, read_shares)
PLAIN(nps_plan_sizes, read_sizes)
%typemap(argout) const nps_plan_sizes * "" /* it is no result */

/* The worst case, or a pilot. */
%typemap(in) const nps_plan_shares *expected (nps_plan_shares value) {
    if ($input != Py_None && !read_shares($input, &value))
        SWIG_fail;
    $1 = $input != Py_None ? &value : NULL;
}
%typemap(check) const nps_plan_shares *expected ""

/* Three numbers, or None. */
%typemap(in) const double prior[3] (double prior[3]) {
    if ($input != Py_None && !read_prior($input, prior))
        SWIG_fail;
    $1 = $input != Py_None ? prior : NULL;
}
%typemap(check) const double prior[3] ""

RESULT(nps_counts, out, tuple_of_counts($1))
RESULT(nps_bounds, out, tuple_of_bounds($1))
RESULT(nps_interval_result, out, tuple_of_interval($1))
RESULT(nps_test_result, out, tuple_of_test($1))
RESULT(nps_comparison, out, tuple_of_comparison($1))
RESULT(nps_counts, first, tuple_of_counts($1))
RESULT(nps_counts, second, tuple_of_counts($1))
RESULT(nps_paired_moves, out, tuple_of_moves($1))
RESULT(nps_plan_shares, out, tuple_of_shares($1))
RESULT(nps_plan_sizes, sizes, tuple_of_sizes($1))
RESULT(nps_plan_rotation, rotation, tuple_of_rotation($1))
RESULT(double, margin, PyFloat_FromDouble(*$1))
RESULT(double, power, PyFloat_FromDouble(*$1))
RESULT(double, change, PyFloat_FromDouble(*$1))
RESULT(uint64_t, respondents, PyLong_FromUnsignedLongLong(*$1))
RESULT(uint64_t, invitations, PyLong_FromUnsignedLongLong(*$1))
RESULT(nps_weighted_estimate, out, tuple_of_estimate($1))
RESULT(nps_calibration_result, result, tuple_of_calibration($1))
%typemap(out) const nps_scale * { $result = tuple_of_scale($1); }

/* Many at once: a tuple in, a list out, or the exception of the first that fails. */
%typemap(in) (const nps_counts *counts, size_t count) {
    if (!read_many_counts($input, &$1, &$2))
        SWIG_fail;
}
%typemap(freearg) (const nps_counts *counts, size_t count) "PyMem_Free($1);"
%typemap(in, numinputs=0) (nps_interval_result *out, nps_status *statuses) ""
%typemap(check) (nps_interval_result *out, nps_status *statuses) {
    $1 = PyMem_Calloc(arg2, sizeof *$1);
    if (!$1) {
        PyErr_NoMemory();
        SWIG_fail;
    }
}
%typemap(argout) (nps_interval_result *out, nps_status *statuses) {
    $result = with_result($result, list_of_intervals($1, arg2));
    if (!$result)
        SWIG_fail;
}
%typemap(freearg) (nps_interval_result *out, nps_status *statuses) "PyMem_Free($1);"
%thread nps_interval_many;

/* A result for each segment, or for each pair of them, or the exception of the first that fails. */
%define EACH(type, list)
%typemap(in, numinputs=0) type *out (size_t length) ""
%typemap(check) type *out {
    length$argnum = strcmp("$symname", "nps_segments_compare_pairs") == 0 ? nps_segments_pair_count(arg2) : arg2;
    $1 = PyMem_Calloc(length$argnum, sizeof *$1);
    if (!$1) {
        PyErr_NoMemory();
        SWIG_fail;
    }
}
%typemap(argout) type *out {
    $result = with_result($result, list($1, length$argnum));
    if (!$result)
        SWIG_fail;
}
%typemap(freearg) type *out "PyMem_Free($1);"
%enddef
EACH(nps_segment_comparison, list_of_segment_comparisons)
EACH(nps_segment_rank, list_of_segment_ranks)
EACH(nps_segment_best, list_of_segment_bests)

%thread nps_segments_compare_benchmark;
%thread nps_segments_compare_rest;
%thread nps_segments_compare_pairs;
%thread nps_segments_rank;
%thread nps_segments_best;
%thread nps_plan_margin;
%thread nps_plan_respondents;
%thread nps_plan_power;
%thread nps_plan_comparison;
%thread nps_plan_change;
%thread nps_plan_benchmark_power;
%thread nps_plan_benchmark_respondents;
%thread nps_plan_invitations;

/* One at a time, the exact method takes long too; counts and options are copies. */
%thread nps_interval;
%thread nps_interval_with;
%thread nps_test;
%thread nps_test_with;
%thread nps_compare;
%thread nps_compare_benchmark;
%thread nps_compare_noninferiority;
%thread nps_compare_equivalence;
%thread nps_bayes_probability;

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

/* ---- what changes: handles ---- */

%define HANDLE(type, of_handle)
%typemap(in) type *, const type * {
    $1 = of_handle($input);
    if (!$1)
        SWIG_fail;
}
%enddef

HANDLE(nps_accumulator, accumulator_of_handle)
HANDLE(nps_groups, groups_of_handle)
HANDLE(nps_paired, paired_of_handle)
HANDLE(nps_sequence, sequence_of_handle)
HANDLE(nps_weighted, weighted_of_handle)
HANDLE(nps_weighted_design, design_of_handle)

RESULT(nps_accumulator, out, handle_of_accumulator($1))
RESULT(nps_groups *, out, handle_of_groups(*$1))
RESULT(nps_weighted, out, handle_of_weighted($1))
RESULT(nps_weighted_design *, out, handle_of_design(*$1))

/* A design has no options in Python. */
%typemap(in, numinputs=0) const nps_weighted_design_options *options "$1 = NULL;"
%typemap(check) const nps_weighted_design_options *options ""

%typemap(in) (const char *key, size_t length) (PyObject *held = NULL) {
    held = bytes_of_key($input);
    if (!held)
        SWIG_fail;
    $1 = PyBytes_AS_STRING(held);
    $2 = (size_t)PyBytes_GET_SIZE(held);
}
%typemap(freearg) (const char *key, size_t length) "Py_XDECREF(held$argnum);"

/* A key and a handle. */
%typemap(in, numinputs=0) nps_group *out (nps_group result) { $1 = &result; }
%typemap(argout) nps_group *out {
    $result = with_result($result, key_of_group($1));
    if ($result)
        $result = with_result($result, handle_of_accumulator(&$1->accumulator));
    if (!$result)
        SWIG_fail;
}

/* ---- encoded states: bytes, which nobody can change meanwhile ---- */

RESULT(size_t, size, PyLong_FromSize_t(*$1))

%typemap(in) (const void *bytes, size_t length) {
    if (!PyBytes_Check($input)) {
        PyErr_Format(PyExc_TypeError, "an encoded state is bytes, not '%.200s'", Py_TYPE($input)->tp_name);
        SWIG_fail;
    }
    $1 = PyBytes_AS_STRING($input);
    $2 = (size_t)PyBytes_GET_SIZE($input);
}

/* Made as long as it has to be once the state is known, see ENCODED. */
%typemap(in, numinputs=0) (void *bytes, size_t capacity, size_t *length) (PyObject *encoded = NULL) ""
%typemap(argout) (void *bytes, size_t capacity, size_t *length) {
    $result = with_result($result, encoded$argnum);
    encoded$argnum = NULL;
}
%typemap(freearg) (void *bytes, size_t capacity, size_t *length) "Py_XDECREF(encoded$argnum);"

%define ENCODED(size_of_state)
%typemap(check) (void *bytes, size_t capacity, size_t *length) {
    const nps_status unsized = size_of_state(arg1, &$2);
    if (unsized != NPS_OK) {
        raise_status(unsized);
        SWIG_fail;
    }
    $3 = &$2;
    encoded$argnum = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)$2);
    if (!encoded$argnum)
        SWIG_fail;
    $1 = PyBytes_AS_STRING(encoded$argnum);
}
%enddef

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

EXPLAINED(nps_accumulator_decode, arg4)
EXPLAINED(nps_accumulator_merge_encoded, arg4)
EXPLAINED(nps_weighted_decode, arg4)
EXPLAINED(nps_weighted_merge_encoded, arg4)
EXPLAINED(nps_groups_decode, arg5)
EXPLAINED(nps_groups_merge_encoded, arg4)
EXPLAINED(nps_paired_decode, arg4)
EXPLAINED(nps_paired_merge_encoded, arg4)
EXPLAINED(nps_sequence_decode, arg4)
EXPLAINED(nps_weighted_design_decode, arg5)
EXPLAINED(nps_weighted_design_merge_encoded, arg4)
EXPLAINED(nps_code_groups_encoded_count, arg4)
EXPLAINED(nps_code_groups_decode, arg4)
EXPLAINED(nps_code_groups_merge_encoded, arg4)
RESULT(size_t, group_count, PyLong_FromSize_t(*$1))

/* ---- columns: (values, mask, missing codes), held while they are counted ---- */

%typemap(in) const nps_column * (python_column held) {
    if (!python_column_acquire($input, "answers", &held))
        SWIG_fail;
    $1 = &held.column;
}
%typemap(freearg) const nps_column * {
    if ($1)
        python_column_release((python_column *)$1);
}
%typemap(out) nps_status nps_paired_add_column {
    if ($1 != NPS_OK) /* it is raised */
        SWIG_fail;
    $result = Py_None;
    Py_INCREF(Py_None);
}
%feature("action") nps_paired_add_column {
    result = paired_count_columns(arg1, (python_column *)arg2, (python_column *)arg3, arg4) ? NPS_OK : NPS_ERROR_NULL;
}
%feature("action") nps_accumulator_add_column {
    result = python_column_add((const python_column *)arg2, arg1);
}

/* A weight beside each answer. */
%typemap(in) const double *weights (python_doubles held, bool is_held = false) {
    is_held = python_doubles_acquire($input, "weights", &held);
    if (!is_held)
        SWIG_fail;
    $1 = ($1_ltype)held.values; /* SWIG drops const */
}
%typemap(check) const double *weights {
    if (!is_as_long("weights", held$argnum.length, arg2->length))
        SWIG_fail;
}
%typemap(freearg) const double *weights {
    if (is_held$argnum)
        python_doubles_release(&held$argnum);
}
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
WEIGHED(nps_weighted_add_column, arg3, arg2->length)
WEIGHED(nps_weighted_design_add_column, arg3, arg2->length)
WEIGHED(nps_calibration_read, arg1->weights, arg1->count)

%typemap(argout) const double *weights "" /* it is not that of a result below */
%feature("action") nps_weighted_add_column {
    result = python_column_add_weighted((const python_column *)arg2, arg3, arg1);
}

/* A stratum, or a cluster, beside each answer, or None. */
%typemap(in) const int64_t * (python_integers held = {NULL, 0}) {
    if ($input != Py_None && !python_integers_acquire($input, "$1_name", &held))
        SWIG_fail;
    $1 = ($1_ltype)held.values; /* SWIG drops const */
}
/* A design takes the column as it is. */
%typemap(check) const int64_t * {
    if (!python_column_settle((python_column *)arg2, false))
        SWIG_fail;
    if ($1 && !is_as_long("$1_name", held$argnum.length, arg2->length))
        SWIG_fail;
}
%typemap(freearg) const int64_t * "python_integers_release(&held$argnum);"
%thread nps_weighted_design_add_column;

%typemap(in) const missing_codes * (missing_codes held) {
    if (!missing_codes_read($input, &held))
        SWIG_fail;
    $1 = &held;
}
%typemap(freearg) const missing_codes * {
    if ($1)
        missing_codes_release((missing_codes *)$1);
}

/* ---- groups by code: their own handle stands for the groups and the rest ---- */

%typemap(in) python_code_groups *, const python_code_groups * {
    $1 = code_groups_of_handle($input);
    if (!$1)
        SWIG_fail;
}
%typemap(in) nps_code_groups *self (python_code_groups *held), const nps_code_groups *self (python_code_groups *held),
             const nps_code_groups *from (python_code_groups *held), const nps_code_groups *part (python_code_groups *held) {
    held = code_groups_of_handle($input);
    if (!held)
        SWIG_fail;
    $1 = &held->state;
}
%typemap(in, numinputs=0) const nps_code_groups_options *options ""
%typemap(check) const nps_code_groups_options *options ""
%typemap(out) nps_status nps_code_groups_add_column {
    if ($1 != NPS_OK) /* it is raised */
        SWIG_fail;
    $result = Py_None;
    Py_INCREF(Py_None);
}
%typemap(out) nps_status nps_code_groups_merge = nps_status nps_code_groups_add_column;
%feature("action") nps_code_groups_add_column {
    result = code_groups_count(held1, (python_column *)arg2, (python_column *)arg3) ? NPS_OK : NPS_ERROR_NULL;
}
%feature("action") nps_code_groups_merge {
    result = code_groups_add_all(held1, held2) ? NPS_OK : NPS_ERROR_NULL;
}
/* ---- Arrow: capsules, which stay the caller's ---- */

%typemap(in) const struct ArrowSchema *schema {
    $1 = schema_of_capsule($input);
    if (!$1)
        SWIG_fail;
}
%typemap(in) const struct ArrowArray *array {
    $1 = array_of_capsule($input);
    if (!$1)
        SWIG_fail;
}
%typemap(in) struct ArrowArrayStream *stream {
    $1 = stream_of_capsule($input);
    if (!$1)
        SWIG_fail;
}
/* (child or None, missing codes) */
%typemap(in) const nps_arrow_options *options (nps_arrow_options value, missing_codes held = {NULL, 0}) {
    PyObject *child, *codes;
    nps_arrow_options_init(&value);
    if (!PyTuple_Check($input)) {
        PyErr_SetString(PyExc_TypeError, "options are a tuple of a child and missing codes");
        SWIG_fail;
    }
    if (!PyArg_ParseTuple($input, "OO", &child, &codes) || !missing_codes_read(codes, &held))
        SWIG_fail;
    value.child = child == Py_None ? NULL : name_of_child(child);
    value.missing_codes = held.values;
    value.missing_code_count = held.count;
    $1 = &value;
    if (PyErr_Occurred())
        SWIG_fail;
}
%typemap(freearg) const nps_arrow_options *options, const nps_groups_arrow_options *options {
    if ($1)
        missing_codes_release(&held$argnum);
}
/* (key, answer, missing codes) */
%typemap(in) const nps_groups_arrow_options *options (nps_groups_arrow_options value, missing_codes held = {NULL, 0}) {
    PyObject *key, *answer, *codes;
    if (!PyTuple_Check($input)) {
        PyErr_SetString(PyExc_TypeError, "options are a tuple of a key, an answer and missing codes");
        SWIG_fail;
    }
    if (!PyArg_ParseTuple($input, "OOO", &key, &answer, &codes) || !missing_codes_read(codes, &held))
        SWIG_fail;
    nps_groups_arrow_options_init(&value, name_of_child(key), name_of_child(answer));
    value.missing_codes = held.values;
    value.missing_code_count = held.count;
    $1 = &value;
    if (PyErr_Occurred())
        SWIG_fail;
}
EXPLAINED(nps_accumulator_add_arrow, arg5)
EXPLAINED(nps_accumulator_add_arrow_stream, arg4)
EXPLAINED(nps_groups_add_arrow, arg6)
EXPLAINED(nps_groups_add_arrow_stream, arg5)

/* Producers may take the GIL for themselves. The accumulators and groups are nobody else's. */
%thread nps_accumulator_add_arrow;
%thread nps_accumulator_add_arrow_stream;
%thread nps_groups_add_arrow;
%thread nps_groups_add_arrow_stream;

/* ---- p-values: numbers as weights are ---- */

%typemap(in) (const double *p_values, size_t count) (python_doubles held, bool is_held = false) {
    is_held = python_doubles_acquire($input, "p-values", &held);
    if (!is_held)
        SWIG_fail;
    $1 = ($1_ltype)held.values; /* SWIG drops const */
    $2 = held.length;
}
%typemap(check) (const double *p_values, size_t count) ""
%typemap(freearg) (const double *p_values, size_t count) {
    if (is_held$argnum)
        python_doubles_release(&held$argnum);
}
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
    $result = with_result($result, list_of_doubles($1, arg2));
    if (!$result)
        SWIG_fail;
}
%typemap(freearg) (double *adjusted, size_t *order) {
    PyMem_Free($1);
    PyMem_Free($2);
}

/* ---- weights that are read, and made ---- */

%typemap(in, numinputs=0) double answers[ANY] (double weights[NPS_ANSWERS]) "$1 = weights;"
%typemap(in, numinputs=0) double *missing (double weight), double *invalid (double weight) "$1 = &weight;"
%typemap(argout) double answers[ANY] {
    $result = with_result($result, tuple_of_weights($1, *arg3, *arg4));
    if (!$result)
        SWIG_fail;
}

/* (weights, or the number of rows without any; margins) */
%typemap(in) const nps_calibration_sample *sample
    (nps_calibration_sample value, python_base held_base, python_margins held_margins, int are_read = 0) {
    PyObject *rows, *known;
    if (!PyTuple_Check($input)) {
        PyErr_SetString(PyExc_TypeError, "a sample is a tuple of weights and margins");
        SWIG_fail;
    }
    if (!PyArg_ParseTuple($input, "OO", &rows, &known) || !python_base_read(rows, &held_base))
        SWIG_fail;
    are_read = 1;
    if (!python_margins_read(known, &held_margins))
        SWIG_fail;
    are_read = 2;
    if (!python_margins_fit(&held_margins, held_base.rows))
        SWIG_fail;
    value.weights = held_base.is_given ? held_base.weights.values : NULL;
    value.count = held_base.rows;
    value.margins = held_margins.margins;
    value.margin_count = held_margins.count;
    $1 = &value;
}
%typemap(freearg) const nps_calibration_sample *sample {
    if (are_read$argnum > 0)
        python_base_release(&held_base$argnum);
    if (are_read$argnum > 1)
        python_margins_release(&held_margins$argnum);
}

%typemap(in, numinputs=0) double *weights (PyObject *made = NULL) ""
%typemap(check) double *weights {
    /* Without margins the number of rows may be anything; libnps refuses that. */
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
EXPLAINED(nps_calibration_rake, arg5)

%thread nps_calibration_read;

%typemap(in) (const nps_accumulator *segments, const double *totals, size_t count)
    (python_segments read = {NULL, NULL, 0}) {
    if (!python_segments_read($input, &read))
        SWIG_fail;
    $1 = read.answers;
    $2 = read.totals;
    $3 = read.count;
}
%typemap(freearg) (const nps_accumulator *segments, const double *totals, size_t count) {
    if ($1)
        python_segments_release(&read$argnum);
}

/* ---- what Python has no use for ---- */

%rename("$ignore", %$isclass) "";           /* plain structs are tuples */
%rename("%s") nps_paired_moves;             /* but for those whose members are documented one by one */
%rename("%s") nps_weighted_estimate;        /* likewise */
%rename("$ignore", regextarget=1) "_init$"; /* so they need no init */
%rename(nps_sequence_init) nps_sequence_init; /* but for the handle of this one */
%ignore nps_groups_destroy;                 /* a handle does it */
%ignore nps_weighted_design_destroy;        /* likewise */
%ignore nps_code_groups_workspace_size;     /* a handle has it */
%ignore nps_accumulator_add_u8;             /* a column does it */
%ignore nps_column_answers;                 /* column_bytes() does it */
%ignore nps_groups_add_column;              /* groups_count_columns() does it, for texts too */

/* Only the docstrings of their members are wanted. */
%immutable;
%nodefaultctor;
%nodefaultdtor;

#define NPS_EXPORT
#define NPS_BEGIN_DECLARATIONS
#define NPS_END_DECLARATIONS

%include <nps/version.h>
%include <nps/status.h>
%include <nps/scale.h>
%include <nps/counts.h>
%include <nps/column.h>
%include <nps/accumulator.h>
%include <nps/method.h>
%include <nps/interval.h>
%include <nps/significance.h>
%include <nps/compare.h>
%include <nps/bayes.h>
%include <nps/sequence.h>
%include <nps/paired.h>
%include <nps/weighted.h>
%include <nps/weighted_design.h>
%include <nps/calibration.h>
%include <nps/planning.h>
%typemap(out) size_t "$result = PyLong_FromSize_t($1);"
%include <nps/multiplicity.h>
%include <nps/groups.h>
%include <nps/arrow.h>
%include <nps/groups_arrow.h>
%include <nps/code_groups.h>
ENCODED(nps_accumulator_encoded_size)
%include <nps/codec.h>
ENCODED(nps_weighted_encoded_size)
%include <nps/weighted_codec.h>
ENCODED(nps_groups_encoded_size)
%include <nps/groups_codec.h>
ENCODED(nps_paired_encoded_size)
%include <nps/paired_codec.h>
ENCODED(nps_sequence_encoded_size)
%include <nps/sequence_codec.h>
ENCODED(nps_weighted_design_encoded_size)
%include <nps/weighted_design_codec.h>
ENCODED(nps_code_groups_encoded_size)
%include <nps/code_groups_codec.h>

/* ---- what Python needs besides ---- */

%{
static PyObject *accumulator_new(void)
{
    static const nps_accumulator empty;
    return handle_of_accumulator(&empty);
}

static PyObject *accumulator_counters(const nps_accumulator *self)
{
    return tuple_of_counters(self);
}

static PyObject *accumulator_from_counters(PyObject *counters)
{
    nps_accumulator read;
    return read_counters(counters, &read) ? handle_of_accumulator(&read) : NULL;
}

static uint64_t code_groups_size(const python_code_groups *self)
{
    return self->state.group_count;
}

static PyObject *column_bytes(const nps_column *column)
{
    return python_column_bytes((const python_column *)column);
}

static PyObject *paired_new(void)
{
    static const nps_paired empty;
    return handle_of_paired(&empty);
}

static PyObject *paired_numbers(const nps_paired *self)
{
    return tuple_of_paired(self);
}

static PyObject *paired_from_numbers(PyObject *numbers)
{
    nps_paired read;
    return read_paired(numbers, &read) ? handle_of_paired(&read) : NULL;
}

static PyObject *sequence_new(void)
{
    static const nps_sequence empty;
    return handle_of_sequence(&empty);
}

static PyObject *sequence_numbers(const nps_sequence *self)
{
    return tuple_of_sequence(self);
}

static PyObject *sequence_from_numbers(PyObject *numbers)
{
    nps_sequence read;
    return read_sequence(numbers, &read) ? handle_of_sequence(&read) : NULL;
}

static PyObject *weighted_new(void)
{
    static const nps_weighted empty;
    return handle_of_weighted(&empty);
}

static PyObject *weighted_words(const nps_weighted *self)
{
    return bytes_of_weighted(self);
}
%}

PyObject *accumulator_new(void);
PyObject *accumulator_counters(const nps_accumulator *self);
PyObject *accumulator_from_counters(PyObject *counters);
PyObject *accumulator_add_buffer(nps_accumulator *self, PyObject *answers, PyObject *codes);
bool accumulator_count(nps_accumulator *self, PyObject *answer, uint64_t times, const missing_codes *codes);
bool accumulator_count_all(nps_accumulator *self, PyObject *answers, const missing_codes *codes);
bool key_type_of(PyObject *key, nps_key_type *out);
bool groups_count_all(nps_groups *self, PyObject *keys, PyObject *answers, const missing_codes *codes);
PyObject *groups_keys(nps_groups *self);
PyObject *code_groups_new(uint64_t count);
uint64_t code_groups_size(const python_code_groups *self);
PyObject *code_groups_add_buffers(python_code_groups *self, PyObject *codes, PyObject *answers, PyObject *tuple);
PyObject *code_groups_get(const python_code_groups *self, uint64_t place);
PyObject *code_groups_bytes(const python_code_groups *self);
PyObject *code_groups_from_bytes(PyObject *bytes);
PyObject *arrow_format(PyObject *capsules, PyObject *child);
bool groups_count_columns(nps_groups *self, PyObject *keys, PyObject *answers, PyObject *codes);
PyObject *answers_bytes(PyObject *answers, const missing_codes *codes);
PyObject *column_bytes(const nps_column *column);
PyObject *paired_new(void);
PyObject *paired_numbers(const nps_paired *self);
PyObject *paired_from_numbers(PyObject *numbers);
PyObject *sequence_new(void);
PyObject *sequence_numbers(const nps_sequence *self);
PyObject *sequence_from_numbers(PyObject *numbers);
PyObject *weighted_new(void);
PyObject *weighted_words(const nps_weighted *self);
%typemap(in) bool {
    const int is_true = PyObject_IsTrue($input);
    if (is_true < 0)
        SWIG_fail;
    $1 = is_true == 1;
}
PyObject *numbers_bytes(PyObject *numbers, const char *name, bool are_real);
