/* The Arrow Columnar Format and the Arrow C data and stream interfaces, as published by the Apache Arrow project.
 * SPDX-License-Identifier: MIT */
#include "arrow.h"

#include "accumulator.h"
#include "column/types.h"
#include "status.h"
#include "support/options.h"

#include <string.h>

static nps_status refuse_answers(const struct ArrowSchema *schema, const nps_arrow_type *type, nps_error_detail *detail)
{
    const bool are_booleans = type->kind == NPS_ARROW_BOOLEANS || type->kind == NPS_ARROW_BYTE_BOOLEANS;
    const char *const remedy = are_booleans                    ? ": true is not the answer 1"
                               : type->kind == NPS_ARROW_TEXTS ? ": make numbers of them first"
                                                               : "";
    return nps_arrow_refuse(schema, "numbers as answers", remedy, detail);
}

nps_status nps_arrow_open_answers(const nps_arrow_rows *rows, const int64_t *missing_codes, size_t missing_code_count,
                                  nps_arrow_answers *answers, nps_error_detail *detail)
{
    nps_arrow_type type;
    nps_status status;
    if (!missing_codes && missing_code_count != 0)
        return nps_explain(detail, NPS_ERROR_NULL, "%zu missing codes are NULL", missing_code_count);
    status = nps_arrow_open_encoding(rows, &answers->encoding, detail);
    if (status)
        return status;
    type = nps_arrow_type_of(answers->encoding.values.schema);
    if (type.kind != NPS_ARROW_NUMBERS && type.kind != NPS_ARROW_HALVES && type.kind != NPS_ARROW_DECIMALS &&
        type.kind != NPS_ARROW_NULLS)
        return refuse_answers(answers->encoding.values.schema, &type, detail);
    status = nps_arrow_open_numbers(&answers->encoding.values, &type, &answers->numbers, detail);
    answers->numbers.column.missing_codes = missing_codes;
    answers->numbers.column.missing_code_count = missing_code_count;
    return status;
}

static bool is_valid(const nps_column *column, size_t row)
{
    const size_t bit = column->validity_offset + row;
    return !column->validity || (column->validity[bit / 8] >> bit % 8 & 1);
}

/* Copies the values of a block, and classifies the copy as a column. */
static void gathered_bins(const nps_column *values, const uint32_t *places, size_t count, uint8_t *bins)
{
    const size_t width = nps_column_width(values->type);
    const unsigned char *const from = values->data;
    unsigned char gathered[NPS_BLOCK * sizeof(uint64_t)] = {0};
    uint8_t valid[NPS_BLOCK / 8] = {0};
    nps_column block = *values;
    size_t i;
    for (i = 0; i < count; i++) {
        const size_t place = places[i];
        if (place >= values->length)
            continue;
        memcpy(gathered + i * width, from + place * width, width);
        if (is_valid(values, place))
            valid[i / 8] = (uint8_t)(valid[i / 8] | 1U << i % 8);
    }
    block.data = gathered;
    block.length = count;
    block.validity = valid;
    block.validity_offset = 0;
    nps_block_bins(&block, 0, count, bins);
}

static nps_status encoded_bins(const nps_arrow_answers *answers, size_t from, size_t count, uint8_t *bins,
                               nps_error_detail *detail)
{
    const nps_arrow_numbers *const values = &answers->numbers;
    uint32_t places[NPS_BLOCK];
    size_t i;
    const nps_status status = nps_arrow_places(&answers->encoding, from, count, places, detail);
    if (status)
        return status;
    if (values->type.kind == NPS_ARROW_NUMBERS) {
        gathered_bins(&values->column, places, count, bins);
        return NPS_OK;
    }
    for (i = 0; i < count; i++)
        bins[i] = places[i] < values->column.length && is_valid(&values->column, places[i])
                      ? nps_arrow_bin_at(values, places[i])
                      : NPS_ANSWER_MISSING;
    return NPS_OK;
}

static void plain_bins(const nps_arrow_answers *answers, size_t from, size_t count, uint8_t *bins)
{
    size_t i;
    if (answers->numbers.type.kind == NPS_ARROW_NUMBERS) {
        nps_block_bins(&answers->numbers.column, from, count, bins);
        return;
    }
    for (i = 0; i < count; i++)
        bins[i] = is_valid(&answers->numbers.column, from + i) ? nps_arrow_bin_at(&answers->numbers, from + i)
                                                               : NPS_ANSWER_MISSING;
}

nps_status nps_arrow_bins(const nps_arrow_answers *answers, size_t from, size_t count, uint8_t *bins,
                          nps_error_detail *detail)
{
    const nps_arrow_rows *const rows = &answers->encoding.rows;
    uint64_t nulls[NPS_BLOCK_WORDS];
    size_t i;
    if (answers->encoding.kind != NPS_ARROW_PLAIN)
        return encoded_bins(answers, from, count, bins, detail);
    plain_bins(answers, from, count, bins);
    if (!rows->parent.bits)
        return NPS_OK;
    nps_arrow_nulls(rows, from, count, nulls);
    for (i = 0; i < count; i++)
        if (nps_arrow_is_null(nulls, i))
            bins[i] = NPS_ANSWER_MISSING;
    return NPS_OK;
}

static nps_status count_by_blocks(const nps_arrow_answers *answers, nps_accumulator *counted, nps_error_detail *detail)
{
    uint64_t counters[NPS_BINS] = {0};
    uint8_t bins[NPS_BLOCK];
    nps_status status = NPS_OK;
    size_t from, i;
    for (from = 0; !status && from < answers->encoding.rows.length; from += NPS_BLOCK) {
        const size_t left = answers->encoding.rows.length - from, count = left < NPS_BLOCK ? left : NPS_BLOCK;
        status = nps_arrow_bins(answers, from, count, bins, detail);
        for (i = 0; !status && i < count; i++)
            counters[bins[i]]++;
    }
    memcpy(counted, counters, sizeof counters);
    return status;
}

/* The counts of the arrays so far, separate from the accumulator, which must not change if a later array fails. */
struct pending_counts {
    nps_accumulator sum;
    nps_arrow_options options;
};

static nps_status count_array(void *context, const struct ArrowSchema *schema, const struct ArrowArray *array,
                              nps_error_detail *detail)
{
    struct pending_counts *pending = context;
    nps_accumulator counted = {{0}, 0, 0};
    nps_arrow_answers answers;
    nps_arrow_rows rows;
    nps_status status = nps_arrow_open(schema, array, pending->options.child, &rows, detail);
    if (!status)
        status = nps_arrow_open_answers(&rows, pending->options.missing_codes, pending->options.missing_code_count,
                                        &answers, detail);
    if (status)
        return status;
    if (nps_arrow_are_column(&answers) && !rows.parent.bits)
        status = nps_explain_status(detail, nps_accumulator_add_column(&counted, &answers.numbers.column));
    else
        status = count_by_blocks(&answers, &counted, detail);
    return status ? status : nps_explain_status(detail, nps_accumulator_merge(&pending->sum, &counted));
}

static nps_status start(struct pending_counts *pending, const nps_accumulator *self, const nps_arrow_options *options)
{
    memset(&pending->sum, 0, sizeof pending->sum);
    nps_arrow_options_init(&pending->options);
    if (!self)
        return NPS_ERROR_NULL;
    return nps_options_read(&pending->options, sizeof pending->options, sizeof pending->options, options);
}

nps_status nps_accumulator_add_arrow(nps_accumulator *self, const struct ArrowSchema *schema,
                                     const struct ArrowArray *array, const nps_arrow_options *options,
                                     nps_error_detail *detail)
{
    struct pending_counts pending;
    nps_status status = nps_explain_status(detail, start(&pending, self, options));
    if (!status)
        status = count_array(&pending, schema, array, detail);
    return status ? status : nps_explain_status(detail, nps_accumulator_merge(self, &pending.sum));
}

nps_status nps_accumulator_add_arrow_stream(nps_accumulator *self, struct ArrowArrayStream *stream,
                                            const nps_arrow_options *options, nps_error_detail *detail)
{
    struct pending_counts pending;
    nps_status status = nps_explain_status(detail, start(&pending, self, options));
    if (!status)
        status = nps_arrow_visit_stream(stream, count_array, &pending, detail);
    return status ? status : nps_explain_status(detail, nps_accumulator_merge(self, &pending.sum));
}

static nps_status explain_stream(struct ArrowArrayStream *stream, int error, nps_error_detail *detail)
{
    const char *said = stream->get_last_error ? stream->get_last_error(stream) : NULL;
    return nps_explain(detail, NPS_ERROR_UNAVAILABLE, "Arrow: the stream failed with error %d: %s", error,
                       said ? nps_arrow_print(said).text : "its producer does not say why");
}

static nps_status visit_arrays(struct ArrowArrayStream *stream, const struct ArrowSchema *schema,
                               nps_arrow_visit *visit, void *context, nps_error_detail *detail)
{
    nps_status status = NPS_OK;
    while (!status) {
        struct ArrowArray array;
        int error;
        memset(&array, 0, sizeof array);
        error = stream->get_next(stream, &array);
        if (error)
            return explain_stream(stream, error, detail);
        if (!array.release)
            return NPS_OK;
        status = visit(context, schema, &array, detail);
        array.release(&array);
    }
    return status;
}

nps_status nps_arrow_visit_stream(struct ArrowArrayStream *stream, nps_arrow_visit *visit, void *context,
                                  nps_error_detail *detail)
{
    struct ArrowSchema schema;
    nps_status status;
    int error;
    if (!stream)
        return nps_explain(detail, NPS_ERROR_NULL, "Arrow: a stream is NULL");
    if (!stream->release || !stream->get_schema || !stream->get_next)
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: a stream was released, or lacks a callback");
    memset(&schema, 0, sizeof schema);
    error = stream->get_schema(stream, &schema);
    if (error)
        return explain_stream(stream, error, detail);
    status = visit_arrays(stream, &schema, visit, context, detail);
    if (schema.release)
        schema.release(&schema);
    return status;
}
