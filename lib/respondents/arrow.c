/* Ids of Arrow arrays, with their days and answers in columns.
 * SPDX-License-Identifier: MIT */
#include "../accumulator.h"
#include "../arrow/keys.h"
#include "../interrupt.h"
#include "../respondents.h"
#include "columns.h"

#include <string.h>

/* The rows of an array; row i of it belongs to row first + i of the columns. */
struct arrow_rows {
    nps_response_rows rows; /* the first member: a pointer to it is one to the struct */
    nps_arrow_keys ids;
    size_t first;
};

/* The ids of a block, and a bit for each row that has none. */
struct id_block {
    nps_key ids[NPS_BLOCK];
    uint64_t nulls[NPS_BLOCK_WORDS];
};

static nps_status read_encoded(const struct arrow_rows *self, size_t from, size_t count, struct id_block *block)
{
    nps_error_detail *detail = self->rows.detail;
    uint32_t places[NPS_BLOCK];
    nps_status status = nps_arrow_places(&self->ids.encoding, from, count, places, detail);
    size_t i;
    memset(block->nulls, 0, sizeof block->nulls);
    for (i = 0; !status && i < count; i++) {
        bool is_null = places[i] >= self->ids.encoding.values.length;
        if (!is_null)
            status = nps_arrow_key_of_value(&self->ids, places[i], &block->ids[i], &is_null, detail);
        block->nulls[i / 64] |= (uint64_t)is_null << i % 64;
    }
    return status;
}

static nps_status read_texts(const struct arrow_rows *self, size_t from, size_t count, struct id_block *block)
{
    nps_status status = NPS_OK;
    size_t i;
    nps_arrow_nulls(&self->ids.encoding.rows, from, count, block->nulls);
    for (i = 0; !status && i < count; i++)
        if (!nps_arrow_is_null(block->nulls, i))
            status = nps_arrow_read_text(&self->ids.texts, from + i, &block->ids[i], self->rows.detail);
    return status;
}

static nps_status read_integers(const struct arrow_rows *self, size_t from, size_t count, struct id_block *block)
{
    int64_t integers[NPS_BLOCK];
    const nps_status status =
        nps_arrow_key_integers(&self->ids, from, count, integers, block->nulls, self->rows.detail);
    size_t i;
    for (i = 0; !status && i < count; i++)
        block->ids[i] = (nps_key){NULL, 0, integers[i]};
    return status;
}

static nps_status read_ids(const struct arrow_rows *self, size_t from, size_t count, struct id_block *block)
{
    if (self->ids.encoding.kind != NPS_ARROW_PLAIN)
        return read_encoded(self, from, count, block);
    return self->ids.type.kind == NPS_ARROW_TEXTS ? read_texts(self, from, count, block)
                                                  : read_integers(self, from, count, block);
}

static nps_status add_block(const struct arrow_rows *self, size_t from, size_t count, nps_respondents *to,
                            nps_accumulator *rest)
{
    struct id_block ids;
    nps_response_block block;
    nps_status status = read_ids(self, from, count, &ids);
    size_t i;
    if (status)
        return status;
    memcpy(block.skipped, ids.nulls, sizeof block.skipped);
    status = nps_response_columns_read_rest(self->rows.columns, self->first + from, count, &block);
    for (i = 0; !status && i < count; i++) {
        const nps_response response = {(int32_t)block.days[i], block.bins[i], block.sequences[i]};
        if (nps_response_is_skipped(&block, i))
            ++*nps_accumulator_counter(rest, block.bins[i]);
        else
            status = nps_explain_status(self->rows.detail, nps_respondents_receive(to, &ids.ids[i], &response));
    }
    return status;
}

static nps_status add_all(const nps_response_rows *rows, nps_respondents *to, nps_accumulator *rest)
{
    const struct arrow_rows *self = (const struct arrow_rows *)rows;
    const size_t length = self->ids.encoding.rows.length;
    nps_status status = NPS_OK;
    size_t from;
    for (from = 0; !status && from < length; from += NPS_BLOCK) {
        status = add_block(self, from, length - from < NPS_BLOCK ? length - from : NPS_BLOCK, to, rest);
        if (!status)
            status = nps_explain_status(rows->detail, nps_interrupt_check(&to->interrupt));
    }
    return status;
}

/* Checks that there is a day and an answer for each id. */
static nps_status check_lengths(const struct arrow_rows *self)
{
    const size_t there = self->rows.columns->length, ids = self->ids.encoding.rows.length;
    if (self->first <= there && ids <= there - self->first)
        return NPS_OK;
    return nps_explain(self->rows.detail, NPS_ERROR_COLUMN,
                       "expected an answer for each of %zu ids from row %zu on, got %zu answers in all", ids,
                       self->first, there);
}

nps_status nps_respondents_add_arrow(nps_respondents *self, const nps_respondents_arrow *ids,
                                     const nps_respondents_columns *columns, nps_accumulator *rest,
                                     nps_error_detail *detail)
{
    nps_response_columns opened;
    nps_arrow_rows array;
    struct arrow_rows rows;
    nps_status status;
    if (!self || !ids || !rest)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    memset(&rows, 0, sizeof rows);
    rows.rows = (nps_response_rows){&opened, detail, add_all};
    rows.first = ids->first;
    status = nps_response_columns_open_rest(&opened, columns, detail);
    if (!status)
        status = nps_arrow_open(ids->schema, ids->array, NULL, &array, detail);
    if (!status)
        status = nps_arrow_open_keys(&array, self->rule.key_type, &rows.ids, detail);
    if (!status)
        status = check_lengths(&rows);
    return status ? status : nps_respondents_add_rows(self, &rows.rows, rest);
}
