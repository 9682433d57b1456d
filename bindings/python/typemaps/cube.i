/* Cubes: their keys, values and options.
 * SPDX-License-Identifier: MIT */

/* A tuple of pairs of a name and a type. */
%typemap(in) (const nps_cube_key *keys, size_t key_count) (cube_keys_read read) {
    if (!cube_keys_of($input, &read))
        SWIG_fail;
    $1 = read.keys;
    $2 = read.count;
}
%typemap(check) (const nps_cube_key *keys, size_t key_count) ""

/* A tuple of the indexes of keys. */
%typemap(in) (const size_t *keys, size_t key_count) (size_t indexes[NPS_CUBE_KEYS_MAX] = {0}) {
    Py_ssize_t i;
    if (!is_tuple($input))
        SWIG_fail;
    $2 = (size_t)PyTuple_Size($input);
    for (i = 0; i < PyTuple_Size($input) && i < NPS_CUBE_KEYS_MAX; i++) {
        uint64_t index;
        if (!read_unsigned(PyTuple_GetItem($input, i), "the index of a key", &index))
            SWIG_fail;
        indexes[i] = (size_t)index;
    }
    if ($2 > NPS_CUBE_KEYS_MAX) {
        raise_status(NPS_ERROR_KEY);
        SWIG_fail;
    }
    $1 = indexes;
}
%typemap(check) (const size_t *keys, size_t key_count) ""
%typemap(in) size_t key (uint64_t index) {
    if (!read_unsigned($input, "the index of a key", &index))
        SWIG_fail;
    $1 = (size_t)index;
}

/* A tuple with a value for each key. */
%typemap(in) const nps_cube_value * (cube_values read) {
    if (!cube_values_read($input, &read)) {
        cube_values_release(&read);
        SWIG_fail;
    }
    $1 = read.values;
}
%typemap(check) const nps_cube_value *values {
    if (read$argnum.count != nps_cube_key_count(arg1)) {
        raise_status(NPS_ERROR_KEY);
        SWIG_fail;
    }
}
%typemap(check) const nps_cube_value *value ""
%typemap(argout) const nps_cube_value * ""
%typemap(freearg) const nps_cube_value * {
    if ($1)
        cube_values_release(&read$argnum);
}

/* The memory budget. */
%typemap(in) const nps_cube_options *options (nps_cube_options value) {
    nps_cube_options_init(&value);
    value.interrupt.is_requested = is_sigint_waiting;
    if (!read_unsigned($input, "memory_budget", &value.memory_budget))
        SWIG_fail;
    $1 = &value;
}

/* A tuple: the name of the child with the answers, and missing codes. */
%typemap(in) const nps_cube_arrow_options *options (nps_cube_arrow_options value, missing_codes held = {NULL, 0}) {
    const char *name = NULL;
    if (!arrow_options_read($input, 1, &name, &held))
        SWIG_fail;
    nps_cube_arrow_options_init(&value, name);
    value.interrupt.is_requested = is_interrupted;
    value.missing_codes = held.values;
    value.missing_code_count = held.count;
    $1 = &value;
}
%typemap(freearg) const nps_cube_arrow_options *options "missing_codes_release(&held$argnum);"

/* The GIL is released, because producers may acquire it. No other thread can see these cubes. */
%thread nps_cube_add_arrow;
%thread nps_cube_add_arrow_stream;

CREATED(nps_cube)
struct nps_cube {};
%extend nps_cube {
    ~nps_cube() { nps_cube_destroy($self); }
}
REPEATED(nps_cube_merge_cell)
REPEATED(nps_cube_merge)
REPEATED(nps_cube_subtract)
REPEATED(nps_cube_rollup)
REPEATED(nps_cube_slice)
REPEATED(nps_cube_periods)
REPEATED(nps_cube_decode)
REPEATED(nps_cube_merge_encoded)
EXPLAINED(nps_cube_merge_cell, arg4)
EXPLAINED(nps_cube_add_arrow, arg5)
EXPLAINED(nps_cube_add_arrow_stream, arg4)
EXPLAINED(nps_cube_slice, arg5)
EXPLAINED(nps_cube_decode, arg5)
EXPLAINED(nps_cube_merge_encoded, arg4)
EXPLAINED(nps_cube_find, arg4)

%ignore nps_cube_destroy;
%ignore nps_cube_add;         /* Python merges an accumulator */
%ignore nps_cube_add_missing; /* likewise */
%ignore nps_cube_add_columns; /* see cube_count_columns() */
%ignore nps_cube_sort;        /* see cube_cells() */
%ignore nps_cube_get;         /* see cube_get() */
%ignore nps_cube_key_at;      /* see cube_types() */
%ignore nps_cube_lines;       /* see cube_lines() */
%ignore nps_cube_protect;     /* see cube_protect() */
%ignore nps_cube_line;
%ignore nps_cube_rollup_line;
%ignore nps_cube_selection;
%ignore nps_cube_lines_options;
%ignore nps_cube_value;
%ignore nps_cube_key;
%ignore nps_cube_options;
%ignore nps_cube_arrow_options;
