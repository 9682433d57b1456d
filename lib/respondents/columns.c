/* SPDX-License-Identifier: MIT */
#include "columns.h"

#include "../accumulator.h"
#include "../column.h"
#include "../column/types.h"
#include "../interrupt.h"
#include "../respondents.h"
#include "../status.h"

#include <string.h>

static nps_status open_integers(const nps_column *column, const char *name, nps_response_columns *self, nps_column *out)
{
    const nps_status status = nps_column_open(column, out);
    if (status)
        return nps_explain_status(self->detail, status);
    if (nps_column_is_floating(out->type))
        return nps_explain(self->detail, NPS_ERROR_COLUMN,
                           "expected a column of integers as %s, got floating-point numbers", name);
    if (out->length != self->length)
        return nps_explain(self->detail, NPS_ERROR_COLUMN, "expected as many %s as answers, %zu, got %zu", name,
                           self->length, out->length);
    return NPS_OK;
}

static nps_status open_columns(nps_response_columns *self, const nps_respondents_columns *columns, bool has_ids,
                               nps_error_detail *detail)
{
    nps_status status;
    if (!columns)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    memset(self, 0, sizeof *self);
    self->detail = detail;
    self->is_sequenced = columns->sequences != NULL;
    status = nps_explain_status(detail, nps_column_open(columns->answers, &self->answers));
    self->length = self->answers.length;
    if (!status && has_ids)
        status = open_integers(columns->ids, "ids", self, &self->ids);
    if (!status)
        status = open_integers(columns->days, "days", self, &self->days);
    if (!status && self->is_sequenced)
        status = open_integers(columns->sequences, "sequence numbers", self, &self->sequences);
    return status;
}

nps_status nps_response_columns_open(nps_response_columns *self, const nps_respondents_columns *columns,
                                     nps_error_detail *detail)
{
    return open_columns(self, columns, true, detail);
}

nps_status nps_response_columns_open_rest(nps_response_columns *self, const nps_respondents_columns *columns,
                                          nps_error_detail *detail)
{
    return open_columns(self, columns, false, detail);
}

/* Reads the integers of a block, and sets a bit for each row that has none. */
static nps_status read_integers(const nps_response_columns *self, const nps_column *column, size_t from, size_t count,
                                int64_t *integers, uint64_t nulls[NPS_BLOCK_WORDS])
{
    const bool is_unsigned = column->type == NPS_COLUMN_U64;
    size_t i, code;
    memset(nulls, 0, NPS_BLOCK_WORDS * sizeof *nulls);
    if (column->validity)
        nps_block_nulls(column->validity, column->validity_offset, from, count, nulls);
    nps_block_integers(column, from, count, integers);
    for (code = 0; code < column->missing_code_count; code++) {
        const int64_t missing = column->missing_codes[code];
        for (i = 0; i < count && !(is_unsigned && missing < 0); i++)
            nulls[i / 64] |= (uint64_t)(integers[i] == missing) << i % 64;
    }
    for (i = 0; is_unsigned && i < count; i++) /* those above 2^63 - 1 come out negative */
        if (integers[i] < 0 && !(nulls[i / 64] >> i % 64 & 1))
            return nps_explain(self->detail, NPS_ERROR_OVERFLOW, "row %zu: expected at most 2^63 - 1, got %llu",
                               from + i, (unsigned long long)integers[i]);
    return NPS_OK;
}

int64_t nps_response_columns_sequence(const nps_response_columns *self, size_t row)
{
    uint64_t nulls[NPS_BLOCK_WORDS];
    int64_t sequence;
    if (!self->is_sequenced || read_integers(self, &self->sequences, row, 1, &sequence, nulls) || (nulls[0] & 1))
        return 0;
    return sequence;
}

static nps_status check_days(const nps_response_columns *self, size_t from, const nps_response_block *block)
{
    size_t i;
    for (i = 0; i < block->count; i++)
        if (!nps_is_day(block->days[i]) && !nps_response_is_skipped(block, i))
            return nps_explain(self->detail, NPS_ERROR_DAY, "row %zu: expected a day from %d to %d, got %lld", from + i,
                               NPS_DAY_MIN, NPS_DAY_MAX, (long long)block->days[i]);
    return NPS_OK;
}

nps_status nps_response_columns_read_ids(const nps_response_columns *self, size_t from, nps_response_block *block)
{
    block->count = self->length - from < NPS_BLOCK ? self->length - from : NPS_BLOCK;
    return read_integers(self, &self->ids, from, block->count, block->ids, block->skipped);
}

static nps_status read_sequences(const nps_response_columns *self, size_t from, nps_response_block *block)
{
    uint64_t nulls[NPS_BLOCK_WORDS];
    nps_status status;
    size_t i;
    if (!self->is_sequenced) {
        memset(block->sequences, 0, block->count * sizeof *block->sequences);
        return NPS_OK;
    }
    status = read_integers(self, &self->sequences, from, block->count, block->sequences, nulls);
    for (i = 0; !status && i < block->count; i++)
        if (nulls[i / 64] >> i % 64 & 1)
            block->sequences[i] = 0;
    return status;
}

nps_status nps_response_columns_read_rest(const nps_response_columns *self, size_t from, size_t count,
                                          nps_response_block *block)
{
    uint64_t nulls[NPS_BLOCK_WORDS];
    nps_status status = read_integers(self, &self->days, from, count, block->days, nulls);
    size_t i;
    block->count = count;
    if (status)
        return status;
    for (i = 0; i < NPS_BLOCK_WORDS; i++)
        block->skipped[i] |= nulls[i];
    status = check_days(self, from, block);
    if (status)
        return status;
    nps_block_bins(&self->answers, from, block->count, block->bins);
    return read_sequences(self, from, block);
}

nps_status nps_response_columns_read(const nps_response_columns *self, size_t from, nps_response_block *block)
{
    const nps_status status = nps_response_columns_read_ids(self, from, block);
    return status ? status : nps_response_columns_read_rest(self, from, block->count, block);
}

static nps_status add_block(nps_respondents *self, const nps_response_block *block, nps_accumulator *rest)
{
    nps_status status = NPS_OK;
    size_t i;
    for (i = 0; !status && i < block->count; i++) {
        const nps_response response = {(int32_t)block->days[i], block->bins[i], block->sequences[i]};
        if (i % NPS_IDS_MANY == 0)
            nps_respondents_prefetch(self, block->ids + i,
                                     block->count - i < NPS_IDS_MANY ? block->count - i : NPS_IDS_MANY);
        if (nps_response_is_skipped(block, i))
            ++*nps_accumulator_counter(rest, block->bins[i]);
        else
            status = nps_respondents_receive(self, &(nps_key){NULL, 0, block->ids[i]}, &response);
    }
    return status;
}

static nps_status add_integers(const nps_response_rows *self, nps_respondents *to, nps_accumulator *rest)
{
    const nps_response_columns *columns = self->columns;
    nps_response_block block;
    nps_status status = NPS_OK;
    size_t from;
    for (from = 0; from < columns->length; from += NPS_BLOCK) {
        status = nps_response_columns_read(columns, from, &block);
        if (status)
            return status;
        status = add_block(to, &block, rest);
        if (!status)
            status = nps_interrupt_check(&to->interrupt);
        if (status)
            return nps_explain_status(columns->detail, status);
    }
    return NPS_OK;
}

/* Rows are added to an empty object, so that nothing has changed when a row is refused. */
nps_status nps_respondents_add_rows(nps_respondents *self, const nps_response_rows *rows, nps_accumulator *rest)
{
    nps_respondents *gathered = self;
    nps_accumulator skipped = {{0}, 0, 0};
    const bool is_empty = self->row_count == 0;
    nps_status status;
    if (!is_empty) {
        status = nps_explain_status(rows->detail, nps_respondents_create_like(self, &gathered));
        if (status)
            return status;
    }
    status = rows->add(rows, gathered, &skipped);
    if (!status && !nps_accumulator_can_merge(rest, &skipped))
        status = nps_explain_status(rows->detail, NPS_ERROR_OVERFLOW);
    if (is_empty && status)
        nps_respondents_clear(self);
    if (!is_empty && !status)
        status = nps_explain_status(rows->detail, nps_respondents_append(self, gathered));
    if (!is_empty)
        nps_respondents_destroy(gathered);
    return status ? status : nps_accumulator_merge(rest, &skipped);
}

nps_status nps_respondents_add_column(nps_respondents *self, const nps_respondents_columns *columns,
                                      nps_accumulator *rest, nps_error_detail *detail)
{
    nps_response_columns opened;
    const nps_response_rows rows = {&opened, detail, add_integers};
    nps_status status;
    if (!self || !rest)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    if (self->rule.key_type != NPS_KEY_INTEGER)
        return nps_explain(detail, NPS_ERROR_KEY, "expected integer ids, as a column has them, got text ids");
    status = nps_response_columns_open(&opened, columns, detail);
    return status ? status : nps_respondents_add_rows(self, &rows, rest);
}
