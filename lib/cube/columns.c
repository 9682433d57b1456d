/* Columns of integer keys; they are counted by the code for Arrow arrays.
 * SPDX-License-Identifier: MIT */
#include "../column.h"
#include "../status.h"
#include "counting.h"

#include <string.h>

static nps_status open_column(const nps_column *column, const nps_column *answers, nps_column *read,
                              nps_error_detail *detail)
{
    const nps_status status = nps_explain_status(detail, nps_column_open(column, read));
    if (!status && read->length != answers->length)
        return nps_explain(detail, NPS_ERROR_COLUMN, "expected as many values as answers, %zu, got %zu",
                           answers->length, read->length);
    return status;
}

static nps_status open_key(nps_cube_counting *counting, size_t key, const nps_column *column, const nps_column *answers)
{
    const nps_cube_type type = counting->cube->keys[key].type;
    nps_column read;
    const nps_status status = open_column(column, answers, &read, counting->detail);
    if (status)
        return nps_cube_counting_name_key(counting, key, status);
    nps_arrow_open_key_column(&read, &counting->keys[key].finder.keys);
    /* texts are refused, because the column has integers */
    return nps_cube_counting_open_key(counting, key,
                                      type == NPS_CUBE_NULL || type == NPS_CUBE_TEXT ? NPS_CUBE_INTEGER : type);
}

static void open_answers(const nps_column *answers, nps_arrow_answers *out)
{
    memset(out, 0, sizeof *out);
    out->encoding.rows.length = answers->length;
    out->encoding.rows.own = (nps_arrow_validity){answers->validity, answers->validity_offset};
    out->numbers.type.kind = NPS_ARROW_NUMBERS;
    out->numbers.column = *answers;
}

nps_status nps_cube_add_columns(nps_cube *self, const nps_column *keys, const nps_column *answers,
                                nps_error_detail *detail)
{
    static const nps_interrupt none;
    nps_cube_counting counting;
    nps_column read;
    nps_status status;
    size_t key;
    if (!self || (!keys && self->key_count != 0))
        return nps_explain_status(detail, NPS_ERROR_NULL);
    status = nps_column_open(answers, &read);
    if (status)
        return nps_explain(detail, status, "answers: %s", nps_status_string(status));
    nps_cube_counting_init(&counting, self, &none, detail);
    for (key = 0; !status && key < self->key_count; key++)
        status = open_key(&counting, key, &keys[key], &read);
    open_answers(&read, &counting.answers);
    if (!status)
        status = nps_cube_counting_add(&counting, read.length);
    if (!status)
        status = nps_cube_counting_finish(&counting);
    nps_cube_counting_release(&counting);
    return status;
}
