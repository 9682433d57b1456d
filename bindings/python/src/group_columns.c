/* SPDX-License-Identifier: MIT */
#include "group_columns.h"

#include "answers.h"
#include "arrow_source.h"
#include "interrupt.h"
#include "values.h"

#include <nps/groups_arrow.h>
#include <string.h>

/* The columns of keys and answers, and the groups that they are counted into. */
struct key_counting {
    nps_groups *groups;
    arrow_source keys, answers;
    missing_codes codes;
    int64_t row;           /* the first row that is not counted yet */
    nps_accumulator *rest; /* of rows without a key; NULL: they are an error */
    enum { FITTING, MORE_KEYS, MORE_ANSWERS, WITHOUT_KEY } outcome;
    nps_error_detail detail;
};

static void take_rows(const arrow_source *source, int64_t count, struct ArrowArray *out)
{
    *out = source->array;
    out->offset += source->taken;
    out->length = count;
    if (out->null_count != 0)
        out->null_count = -1;
}

/* Counts the next rows, which both present arrays have; sets `have_keys` to whether all of them have a key. */
static nps_status count_rows(struct key_counting *counting, int64_t count, bool *have_keys)
{
    static const nps_accumulator empty;
    struct ArrowSchema keys = counting->keys.schema, answers = counting->answers.schema;
    struct ArrowSchema *schemas[] = {&keys, &answers};
    const struct ArrowSchema schema = {.format = "+s", .n_children = 2, .children = schemas, .release = keys.release};
    struct ArrowArray arrays[2], *children[] = {&arrays[0], &arrays[1]};
    const void *no_validity = NULL;
    const struct ArrowArray array = {.length = count,
                                     .n_buffers = 1,
                                     .n_children = 2,
                                     .buffers = &no_validity,
                                     .children = children,
                                     .release = counting->keys.array.release};
    nps_accumulator without_key = empty;
    nps_groups_arrow_options options;
    nps_status status;
    take_rows(&counting->keys, count, &arrays[0]);
    take_rows(&counting->answers, count, &arrays[1]);
    keys.name = "key";
    answers.name = "answer";
    nps_groups_arrow_options_init(&options, "key", "answer");
    options.interrupt.is_requested = is_interrupted;
    options.missing_codes = counting->codes.values;
    options.missing_code_count = counting->codes.count;
    status = nps_groups_add_arrow(counting->groups, &schema, &array, &options, &without_key, &counting->detail);
    *have_keys = counting->rest || memcmp(&without_key, &empty, sizeof empty) == 0;
    return status || !counting->rest ? status : nps_accumulator_merge(counting->rest, &without_key);
}

/* Finds the first row without a key among the next `count` rows, one of which has none. It counts halves of them again,
 * because there are several forms of a missing key, and the groups will be discarded anyway. */
static nps_status find_row_without_key(struct key_counting *counting, int64_t count)
{
    int64_t with = 0, without = count;
    nps_status status = NPS_OK;
    while (!status && without - with > 1) {
        const int64_t half = with + (without - with) / 2;
        bool have_keys;
        status = count_rows(counting, half, &have_keys);
        if (have_keys)
            with = half;
        else
            without = half;
    }
    counting->row += with;
    counting->outcome = WITHOUT_KEY;
    return status;
}

static nps_status refill(struct key_counting *counting)
{
    const nps_status status = arrow_source_refill(&counting->keys, &counting->detail);
    return status ? status : arrow_source_refill(&counting->answers, &counting->detail);
}

/* Does not need the GIL. */
static nps_status count_all(struct key_counting *counting)
{
    nps_status status = refill(counting);
    while (!status && counting->outcome == FITTING) {
        const int64_t keys = arrow_source_left(&counting->keys), answers = arrow_source_left(&counting->answers);
        const int64_t count = keys < answers ? keys : answers;
        bool have_keys = true;
        if (count == 0) {
            counting->outcome = keys == answers ? FITTING : keys ? MORE_KEYS : MORE_ANSWERS;
            break;
        }
        status = count_rows(counting, count, &have_keys);
        if (!status && !have_keys)
            return find_row_without_key(counting, count);
        counting->keys.taken += count;
        counting->answers.taken += count;
        counting->row += count;
        if (!status)
            status = refill(counting);
    }
    return status;
}

/* The groups were empty, so an overflow is that of a key and not of a count. */
static void raise_status_of(nps_status status, const char *text)
{
    const size_t prefix = strlen("Arrow: ");
    if (status == NPS_ERROR_OVERFLOW)
        PyErr_SetString(PyExc_OverflowError, strncmp(text, "Arrow: ", prefix) == 0 ? text + prefix : text);
    else
        raise_explained(status, text);
}

static bool count(struct key_counting *counting)
{
    nps_status status;
    Py_BEGIN_ALLOW_THREADS status = count_all(counting);
    Py_END_ALLOW_THREADS if (status) raise_status_of(status, counting->detail.text);
    else if (counting->outcome == MORE_KEYS || counting->outcome == MORE_ANSWERS)
        raise_other_length(counting->outcome == MORE_KEYS, counting->row);
    else if (counting->outcome == WITHOUT_KEY) raise_wrong_key(Py_None, counting->row, "str or int");
    return !PyErr_Occurred();
}

bool groups_count_columns(nps_groups *self, PyObject *keys, PyObject *answers, PyObject *codes, bool may_lack,
                          nps_accumulator *rest)
{
    struct key_counting counting;
    bool worked = false;
    memset(&counting, 0, sizeof counting);
    counting.groups = self;
    counting.rest = may_lack ? rest : NULL;
    if (!missing_codes_read(codes, &counting.codes))
        return false;
    if (arrow_source_open(keys, "keys", &counting.keys)) {
        if (arrow_source_open(answers, "answers", &counting.answers)) {
            worked = count(&counting);
            arrow_source_close(&counting.answers);
        }
        arrow_source_close(&counting.keys);
    }
    missing_codes_release(&counting.codes);
    return worked;
}
