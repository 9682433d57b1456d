/* SPDX-License-Identifier: MIT */
#include "respondents.h"

#include "answers.h"
#include "arrow_source.h"
#include "values.h"

#include <string.h>

bool respondents_acquire(PyObject *tuple, respondents_held *held)
{
    PyObject *objects[4];
    python_column *const columns[] = {&held->ids, &held->days, &held->answers, &held->sequences};
    static const char *const names[] = {"ids", "days", "answers", "sequence numbers"};
    int i;
    memset(held, 0, sizeof *held);
    if (!is_tuple(tuple) || !PyArg_ParseTuple(tuple, "OOOO", &objects[0], &objects[1], &objects[2], &objects[3]))
        return false;
    for (i = 0; i < 4; i++)
        if (objects[i] != Py_None && !python_column_acquire(objects[i], names[i], columns[i])) {
            respondents_release(held);
            return false;
        }
    held->columns =
        (nps_respondents_columns){objects[0] != Py_None ? &held->ids.column : NULL, &held->days.column,
                                  &held->answers.column, objects[3] != Py_None ? &held->sequences.column : NULL};
    return true;
}

void respondents_release(respondents_held *held)
{
    python_column_release(&held->ids);
    python_column_release(&held->days);
    python_column_release(&held->answers);
    python_column_release(&held->sequences);
}

bool respondents_settle(respondents_held *held)
{
    return (!held->columns.ids || python_column_settle(&held->ids, false)) &&
           python_column_settle(&held->days, false) && python_column_settle(&held->answers, false) &&
           (!held->columns.sequences || python_column_settle(&held->sequences, false));
}

/* Rows that are added one by one. */
struct adding {
    nps_respondents *self;
    nps_key_type type;
    const char *days, *answers, *sequences; /* the last NULL if there are none */
    nps_accumulator *rest;
    size_t count, next;
};

static nps_status add_text(const struct adding *adding, PyObject *id, int32_t day, uint8_t answer, int64_t sequence)
{
    PyObject *bytes = bytes_of_key(id);
    nps_status status = NPS_ERROR_KEY;
    if (bytes) {
        const char *text = PyBytes_AsString(bytes);
        const size_t length = (size_t)PyBytes_Size(bytes);
        status = answer == NPS_ANSWER_MISSING
                     ? nps_respondents_add_missing_text(adding->self, text, length, day, sequence)
                     : nps_respondents_add_text(adding->self, text, length, day, answer, sequence);
    }
    Py_XDECREF(bytes);
    return status;
}

static nps_status add_integer(const struct adding *adding, PyObject *id, int32_t day, uint8_t answer, int64_t sequence)
{
    int64_t integer;
    if (!read_key_integer(id, "a respondent", &integer))
        return NPS_ERROR_KEY;
    return answer == NPS_ANSWER_MISSING ? nps_respondents_add_missing_integer(adding->self, integer, day, sequence)
                                        : nps_respondents_add_integer(adding->self, integer, day, answer, sequence);
}

static bool add_next(PyObject *id, size_t index, void *context)
{
    struct adding *adding = context;
    nps_status status;
    int32_t day;
    int64_t sequence = 0;
    uint8_t answer;
    if (index == adding->count) {
        raise_other_length(true, (int64_t)index);
        return false;
    }
    memcpy(&day, adding->days + index * sizeof day, sizeof day);
    memcpy(&answer, adding->answers + index, sizeof answer);
    if (adding->sequences)
        memcpy(&sequence, adding->sequences + index * sizeof sequence, sizeof sequence);
    adding->next = index + 1;
    if (id == Py_None || day == INT32_MIN)
        status = answer == NPS_ANSWER_MISSING ? nps_accumulator_add_missing(adding->rest, 1)
                                              : nps_accumulator_add(adding->rest, answer);
    else
        status = adding->type == NPS_KEY_TEXT ? add_text(adding, id, day, answer, sequence)
                                              : add_integer(adding, id, day, answer, sequence);
    if (status && !PyErr_Occurred())
        raise_status(status);
    return !status;
}

bool respondents_add_all(nps_respondents *self, PyObject *ids, PyObject *days, PyObject *answers, PyObject *sequences,
                         nps_accumulator *rest)
{
    struct adding adding = {.self = self, .rest = rest};
    nps_respondents_rule rule;
    Py_ssize_t days_size, answers_size, sequences_size;
    char *bytes[3];
    if (PyBytes_AsStringAndSize(days, &bytes[0], &days_size) < 0 ||
        PyBytes_AsStringAndSize(answers, &bytes[1], &answers_size) < 0 ||
        PyBytes_AsStringAndSize(sequences, &bytes[2], &sequences_size) < 0 || nps_respondents_read_rule(self, &rule))
        return false;
    adding.type = rule.key_type;
    adding.days = bytes[0];
    adding.answers = bytes[1];
    adding.count = (size_t)answers_size;
    if (sequences_size > 0)
        adding.sequences = bytes[2];
    if ((size_t)days_size != adding.count * sizeof(int32_t) ||
        (adding.sequences && (size_t)sequences_size != adding.count * sizeof(int64_t))) {
        PyErr_SetString(PyExc_ValueError, "there must be a day and a sequence number for each answer");
        return false;
    }
    if (!for_each(ids, add_next, &adding))
        return false;
    if (adding.next == adding.count)
        return true;
    raise_other_length(false, (int64_t)adding.next);
    return false;
}

/* Adds all arrays of a column; `row` receives the number of ids that have an answer. Does not need the GIL. */
static nps_status add_arrays(nps_respondents *self, arrow_source *ids, const nps_respondents_columns *columns,
                             size_t *row, nps_accumulator *rest, nps_error_detail *detail)
{
    nps_respondents_arrow array = {&ids->schema, &ids->array, 0};
    nps_status status = arrow_source_refill(ids, detail);
    while (!status && arrow_source_left(ids) > 0) {
        const size_t count = (size_t)arrow_source_left(ids);
        if (count > columns->answers->length - *row)
            break;
        array.first = *row;
        status = nps_respondents_add_arrow(self, &array, columns, rest, detail);
        if (status)
            break;
        *row += count;
        ids->taken += (int64_t)count;
        status = arrow_source_refill(ids, detail);
    }
    return status;
}

bool respondents_add_ids(nps_respondents *self, PyObject *ids, const nps_respondents_columns *columns,
                         nps_accumulator *rest)
{
    nps_error_detail detail = {""};
    nps_status status;
    arrow_source source;
    bool are_more;
    size_t row = 0;
    if (!arrow_source_open(ids, "respondents", &source))
        return false;
    Py_BEGIN_ALLOW_THREADS status = add_arrays(self, &source, columns, &row, rest, &detail);
    Py_END_ALLOW_THREADS are_more = arrow_source_left(&source) > 0;
    arrow_source_close(&source);
    if (status)
        raise_explained(status, detail.text);
    else if (are_more || row != columns->answers->length)
        raise_other_length(are_more, are_more ? (int64_t)columns->answers->length : (int64_t)row);
    return !PyErr_Occurred();
}
