/* Answers by person and day: columns, and ids of any kind.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_RESPONDENTS_H
#define NPS_PYTHON_RESPONDENTS_H

#include "column.h"

#include <nps/respondents.h>

/** Columns of rows in the memory of Python objects, which are held. */
typedef struct respondents_held {
    nps_respondents_columns columns; /**< The first member: a pointer to it is one to the struct. */
    python_column ids, days, answers, sequences;
} respondents_held;

/** Reads a tuple of four columns, of which the ids and the sequence numbers may be None; false with an exception, and
 * then nothing is held. */
bool respondents_acquire(PyObject *tuple, respondents_held *held);
void respondents_release(respondents_held *held);

/** As python_column_settle(), for all columns. */
bool respondents_settle(respondents_held *held);

/**
 * Adds rows one by one.
 *
 * @param self      The respondents; after an exception the rows before it have been added.
 * @param ids       An iterable of texts or integers, and of None.
 * @param days      Bytes: an int32_t for each row, INT32_MIN for one without a day.
 * @param answers   Bytes: the class of each answer, as in nps_column_answers().
 * @param sequences Bytes: an int64_t for each row; no bytes if there are no sequence numbers.
 * @param rest      Receives, added, the answers of rows without an id or a day.
 * @return True; or false with an exception.
 */
bool respondents_add_all(nps_respondents *self, PyObject *ids, PyObject *days, PyObject *answers, PyObject *sequences,
                         nps_accumulator *rest);

/**
 * Adds rows whose ids are an Arrow column, without the GIL: no other thread may see the respondents.
 *
 * @param self    The respondents; after an exception some of the rows have been added.
 * @param ids     The capsules of an array or of a stream.
 * @param columns Days, answers and sequence numbers.
 * @param rest    Receives, added, the answers of rows without an id or a day.
 * @return True; or false with an exception.
 */
bool respondents_add_ids(nps_respondents *self, PyObject *ids, const nps_respondents_columns *columns,
                         nps_accumulator *rest);

#endif
