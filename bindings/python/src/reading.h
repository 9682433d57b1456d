/* Texts and numbers read as answers.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_READING_H
#define NPS_PYTHON_READING_H

#include <Python.h>
#include <nps/reading.h>
#include <stdbool.h>

/** Options, with the memory that they point to. */
typedef struct reading_options_held {
    nps_reading_options options;
    nps_scale scale;
    nps_reading_label *labels; /**< Released by PyMem_Free(), also after an exception. Their texts belong to the tuple
                                  that was read. */
} reading_options_held;

/** Reads a tuple: the cut, the decimal mark, the four numbers of the scale, and a tuple of labels, each a text and its
 * answer. Only these labels have a meaning, with no further texts for "no answer". False with an exception. */
bool reading_options_read(PyObject *tuple, reading_options_held *out);

/** A list with the answers of a list of str and numbers: an int, -1 for an unread value, or None for a missing one.
 * NULL with an exception. */
PyObject *reading_answers(PyObject *values, const nps_reading_options *options);

#endif
