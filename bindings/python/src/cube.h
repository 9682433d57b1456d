/* The keys, values and cells of a cube as objects of Python.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_CUBE_H
#define NPS_PYTHON_CUBE_H

#include <Python.h>
#include <nps/cube.h>
#include <stdbool.h>

/** Values, and the objects that own their texts. */
typedef struct cube_values {
    nps_cube_value values[NPS_CUBE_KEYS_MAX];
    PyObject *owners[NPS_CUBE_KEYS_MAX];
    size_t count;
} cube_values;

/** Reads a tuple of None, str, int, or a tuple of the number of a day; false with an exception. Release the values by
 * cube_values_release(), whatever is returned. */
bool cube_values_read(PyObject *tuple, cube_values *out);
void cube_values_release(cube_values *values);

/** Keys, and the number of them. */
typedef struct cube_keys_read {
    nps_cube_key keys[NPS_CUBE_KEYS_MAX];
    size_t count;
} cube_keys_read;

/** Reads a tuple of pairs of a name and a type, which must live as long as the keys; false with an exception. */
bool cube_keys_of(PyObject *tuple, cube_keys_read *out);

/** A list of the values of each cell as a tuple, in the order of nps_cube_sort(): None, str or int, days as int. */
PyObject *cube_cells(nps_cube *self);

/** A list of the lines of a table: the index of a cell, the number of keys, whether the line is withheld, and the
 * counts as a tuple; see nps_cube_lines(). */
PyObject *cube_lines(nps_cube *self, uint64_t minimum, bool has_subtotals);

/** As cube_lines() for several roll-ups, each a tuple of the indexes of its keys: the index of a cell, that of the
 * roll-up, whether the line is withheld, and the counts; see nps_cube_protect(). */
PyObject *cube_protect(nps_cube *self, PyObject *rollups, uint64_t minimum);

/** A tuple of the names of the keys. */
PyObject *cube_names(const nps_cube *self);

/** A tuple of the types of the keys. */
PyObject *cube_types(const nps_cube *self);

/** The counts of a cell. */
nps_status cube_get(const nps_cube *self, uint64_t index, nps_accumulator *out);

#endif
