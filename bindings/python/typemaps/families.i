/* Many samples at once: a tuple of counts, and a list of results, or the exception of the first that fails.
 * SPDX-License-Identifier: MIT */

%typemap(in) (const nps_counts *counts, size_t count) {
    $1 = array_of($input, &$2, sizeof *$1, $1_descriptor, _wrap_new_nps_counts);
    if (!$1)
        SWIG_fail;
}
%typemap(freearg) (const nps_counts *counts, size_t count) "PyMem_Free((void *)$1);"

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

/* A result for each segment, or for each pair of them. */
%define EACH(type)
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
EACH(nps_segment_comparison)
EACH(nps_segment_rank)
EACH(nps_segment_best)

/* They may take long, and so may one with the exact method; counts and options cannot be changed meanwhile. */
%thread nps_interval;
%thread nps_interval_with;
%thread nps_interval_many;
%thread nps_test;
%thread nps_test_with;
%thread nps_compare;
%thread nps_compare_benchmark;
%thread nps_compare_noninferiority;
%thread nps_compare_equivalence;
%thread nps_bayes_probability;
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
