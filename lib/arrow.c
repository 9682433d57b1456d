/* The Arrow Columnar Format and the Arrow C data and stream interfaces, as published by the Apache Arrow project.
 * SPDX-License-Identifier: MIT */
#include "arrow.h"

#include "accumulator.h"
#include "column/types.h"
#include "status.h"
#include "support/options.h"

#include <string.h>

/* Longer arrays are refused, so that no size in bytes overflows. */
#define NPS_ARROW_LONGEST (PTRDIFF_MAX / 32)

/* A text of the caller, made printable for a one-line message. */
struct printable {
    char text[81];
};

static struct printable printable(const char *text)
{
    struct printable out;
    size_t i;
    for (i = 0; i + 1 < sizeof out.text && text && text[i] != '\0'; i++)
        out.text[i] = (char)(text[i] >= ' ' && text[i] <= '~' ? text[i] : '?');
    out.text[i] = '\0';
    return out;
}

nps_status nps_arrow_refuse(const struct ArrowSchema *schema, const char *wanted, nps_error_detail *detail)
{
    return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: expected %s, got format \"%s\"", wanted,
                       printable(schema->format).text);
}

nps_status nps_arrow_check(const struct ArrowSchema *schema, const struct ArrowArray *array, nps_error_detail *detail)
{
    if (!schema || !array)
        return nps_explain(detail, NPS_ERROR_NULL, "Arrow: %s is NULL", schema ? "an array" : "a schema");
    if (!schema->release || !array->release)
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: %s was released",
                           schema->release ? "an array" : "a schema");
    if (!schema->format)
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: a schema has no format");
    if (array->length < 0 || array->offset < 0 || array->length > NPS_ARROW_LONGEST ||
        array->offset > NPS_ARROW_LONGEST - array->length)
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: a length of %lld from %lld on is impossible",
                           (long long)array->length, (long long)array->offset);
    if (array->null_count < -1 || array->null_count > array->length)
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: %lld nulls in %lld values", (long long)array->null_count,
                           (long long)array->length);
    return NPS_OK;
}

/* The validity bitmap is the first buffer; it may be left out where nothing is null. */
static nps_status open_validity(const struct ArrowArray *array, size_t first, nps_arrow_validity *validity,
                                nps_error_detail *detail)
{
    *validity = (nps_arrow_validity){NULL, first};
    if (array->n_buffers < 1 || !array->buffers)
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: an array without buffers");
    if (array->null_count != 0)
        validity->bits = array->buffers[0];
    if (array->null_count > 0 && !validity->bits)
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: %lld nulls without a validity bitmap",
                           (long long)array->null_count);
    return NPS_OK;
}

static nps_status find_child(const struct ArrowSchema *schema, const struct ArrowArray *array, const char *name,
                             int64_t *index, nps_error_detail *detail)
{
    int64_t i;
    if (strcmp(schema->format, "+s") != 0)
        return nps_arrow_refuse(schema, "a struct (+s) with named children", detail);
    if (schema->n_children < 0 || schema->n_children != array->n_children)
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: %lld children in the schema and %lld in the array",
                           (long long)schema->n_children, (long long)array->n_children);
    if (schema->n_children != 0 && (!schema->children || !array->children))
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: a struct without its children");
    for (i = 0; i < schema->n_children; i++)
        if (schema->children[i] && schema->children[i]->name && strcmp(schema->children[i]->name, name) == 0) {
            *index = i;
            return NPS_OK;
        }
    return nps_explain(detail, NPS_ERROR_NOT_FOUND, "Arrow: no child is called \"%s\"", printable(name).text);
}

static nps_status check_length_of_child(const struct ArrowArray *parent, const struct ArrowArray *child,
                                        nps_error_detail *detail)
{
    const long long needed = (long long)parent->offset + parent->length;
    if (child->length >= needed)
        return NPS_OK;
    return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: %lld rows of a struct have %lld values of a child", needed,
                       (long long)child->length);
}

nps_status nps_arrow_open(const struct ArrowSchema *schema, const struct ArrowArray *array, const char *child,
                          nps_arrow_rows *rows, nps_error_detail *detail)
{
    const struct ArrowArray *const parent = array;
    nps_arrow_validity parent_validity = {NULL, 0};
    int64_t index = 0;
    nps_status status = nps_arrow_check(schema, array, detail);
    if (!status && child) {
        status = find_child(schema, array, child, &index, detail);
        if (!status)
            status = open_validity(array, (size_t)array->offset, &parent_validity, detail);
        if (!status) {
            schema = schema->children[index];
            array = array->children[index];
            status = nps_arrow_check(schema, array, detail);
        }
        if (!status)
            status = check_length_of_child(parent, array, detail);
    }
    if (status)
        return status;
    rows->schema = schema;
    rows->array = array;
    rows->length = (size_t)parent->length;
    rows->first = (size_t)array->offset + (child ? (size_t)parent->offset : 0);
    rows->parent = parent_validity;
    rows->own = (nps_arrow_validity){NULL, 0};
    /* Only what has a format of its own is known to have a validity bitmap. */
    if (strchr("+n", schema->format[0]))
        return NPS_OK;
    return open_validity(array, rows->first, &rows->own, detail);
}

nps_status nps_arrow_open_dictionary(const nps_arrow_rows *rows, nps_arrow_rows *values, nps_error_detail *detail)
{
    if (!rows->array->dictionary)
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: the schema has a dictionary, and the array has none");
    if (rows->schema->dictionary->dictionary)
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: a dictionary in a dictionary");
    return nps_arrow_open(rows->schema->dictionary, rows->array->dictionary, NULL, values, detail);
}

nps_status nps_arrow_check_buffers(const nps_arrow_rows *rows, int64_t count, nps_error_detail *detail)
{
    int64_t i;
    if (rows->array->n_buffers != count)
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: format \"%s\" has %lld buffers, got %lld",
                           printable(rows->schema->format).text, (long long)count, (long long)rows->array->n_buffers);
    for (i = 1; i < count && rows->length != 0; i++)
        if (!rows->array->buffers[i])
            return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: buffer %lld is NULL", (long long)i);
    return NPS_OK;
}

static bool type_of(const char *format, nps_column_type *type)
{
    static const char letters[] = "CcSsIiLlfg";
    static const nps_column_type types[] = {NPS_COLUMN_U8,  NPS_COLUMN_I8,  NPS_COLUMN_U16, NPS_COLUMN_I16,
                                            NPS_COLUMN_U32, NPS_COLUMN_I32, NPS_COLUMN_U64, NPS_COLUMN_I64,
                                            NPS_COLUMN_F32, NPS_COLUMN_F64};
    const char *letter = format[0] != '\0' ? strchr(letters, format[0]) : NULL;
    if (!letter || format[1] != '\0')
        return false;
    *type = types[letter - letters];
    return true;
}

nps_status nps_arrow_open_numbers(const nps_arrow_rows *rows, nps_column *column, nps_error_detail *detail)
{
    const bool indices = rows->schema->dictionary != NULL;
    nps_column_type type;
    nps_status status;
    if (!type_of(rows->schema->format, &type) || (indices && (type == NPS_COLUMN_F32 || type == NPS_COLUMN_F64)))
        return nps_arrow_refuse(rows->schema, indices ? "integers as indices" : "integers or floating numbers", detail);
    status = nps_arrow_check_buffers(rows, 2, detail);
    if (status)
        return status;
    nps_column_init(column, type, NULL, rows->length);
    if (rows->length != 0)
        column->data = (const unsigned char *)rows->array->buffers[1] + rows->first * nps_column_width(type);
    column->validity = rows->own.bits;
    column->validity_offset = rows->own.offset;
    return NPS_OK;
}

nps_status nps_arrow_open_answers(const nps_arrow_rows *rows, const int64_t *missing_codes, size_t missing_code_count,
                                  nps_arrow_answers *answers, nps_error_detail *detail)
{
    nps_arrow_rows values;
    nps_column *decoded = &answers->column;
    nps_status status = nps_arrow_open_numbers(rows, &answers->column, detail);
    if (!missing_codes && missing_code_count != 0)
        return nps_explain(detail, NPS_ERROR_NULL, "%zu missing codes are NULL", missing_code_count);
    answers->rows = *rows;
    answers->encoded = rows->schema->dictionary != NULL;
    if (!status && answers->encoded) {
        decoded = &answers->dictionary;
        status = nps_arrow_open_dictionary(rows, &values, detail);
        if (!status)
            status = nps_arrow_open_numbers(&values, decoded, detail);
    }
    if (status)
        return status;
    decoded->missing_codes = missing_codes;
    decoded->missing_code_count = missing_code_count;
    return NPS_OK;
}

void nps_arrow_nulls(const nps_arrow_rows *rows, size_t from, size_t count, uint64_t nulls[NPS_BLOCK_WORDS])
{
    uint64_t parents[NPS_BLOCK_WORDS];
    size_t i;
    memset(nulls, 0, NPS_BLOCK_WORDS * sizeof *nulls);
    if (rows->own.bits)
        nps_block_nulls(rows->own.bits, rows->own.offset, from, count, nulls);
    if (!rows->parent.bits)
        return;
    nps_block_nulls(rows->parent.bits, rows->parent.offset, from, count, parents);
    for (i = 0; i < NPS_BLOCK_WORDS; i++)
        nulls[i] |= parents[i];
}

nps_status nps_arrow_indices(const nps_arrow_rows *rows, const nps_column *indices, size_t values, size_t from,
                             size_t count, uint32_t *places, nps_error_detail *detail)
{
    /* Places have 32 bits, so indices from UINT32_MAX - 2 on are always refused. */
    const uint32_t limit = values < UINT32_MAX - 2 ? (uint32_t)values : UINT32_MAX - 2;
    uint64_t nulls[NPS_BLOCK_WORDS];
    size_t i;
    nps_block_places(indices, from, count, limit, places);
    nps_arrow_nulls(rows, from, count, nulls);
    for (i = 0; i < count; i++)
        if (nps_arrow_is_null(nulls, i))
            places[i] = limit;
        else if (places[i] >= limit)
            return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: row %zu has an index outside its dictionary of %zu",
                               from + i, values);
    return NPS_OK;
}

/* Gathers the values of a block from the dictionary and reads them as a column of their own. */
static nps_status encoded_bins(const nps_arrow_answers *answers, size_t from, size_t count, uint8_t *bins,
                               nps_error_detail *detail)
{
    const nps_column *dictionary = &answers->dictionary;
    const size_t width = nps_column_width(dictionary->type);
    const unsigned char *values = dictionary->data;
    unsigned char gathered[NPS_BLOCK * sizeof(uint64_t)] = {0};
    uint8_t valid[NPS_BLOCK / 8] = {0};
    uint32_t places[NPS_BLOCK];
    nps_column block = *dictionary;
    size_t i;
    const nps_status status =
        nps_arrow_indices(&answers->rows, &answers->column, dictionary->length, from, count, places, detail);
    if (status)
        return status;
    for (i = 0; i < count; i++) {
        const size_t place = places[i], bit = dictionary->validity_offset + place;
        if (place >= dictionary->length)
            continue;
        memcpy(gathered + i * width, values + place * width, width);
        if (!dictionary->validity || dictionary->validity[bit / 8] >> bit % 8 & 1)
            valid[i / 8] = (uint8_t)(valid[i / 8] | 1U << i % 8);
    }
    block.data = gathered;
    block.length = count;
    block.validity = valid;
    block.validity_offset = 0;
    nps_block_bins(&block, 0, count, bins);
    return NPS_OK;
}

nps_status nps_arrow_bins(const nps_arrow_answers *answers, size_t from, size_t count, uint8_t *bins,
                          nps_error_detail *detail)
{
    uint64_t nulls[NPS_BLOCK_WORDS];
    size_t i;
    if (answers->encoded)
        return encoded_bins(answers, from, count, bins, detail);
    nps_block_bins(&answers->column, from, count, bins);
    if (!answers->rows.parent.bits)
        return NPS_OK;
    nps_arrow_nulls(&answers->rows, from, count, nulls);
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
    for (from = 0; !status && from < answers->rows.length; from += NPS_BLOCK) {
        const size_t left = answers->rows.length - from, count = left < NPS_BLOCK ? left : NPS_BLOCK;
        status = nps_arrow_bins(answers, from, count, bins, detail);
        for (i = 0; !status && i < count; i++)
            counters[bins[i]]++;
    }
    memcpy(counted, counters, sizeof counters);
    return status;
}

/* Counts of the arrays so far, kept apart so that the accumulator is unchanged when a later array fails. */
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
    if (answers.encoded || rows.parent.bits)
        status = count_by_blocks(&answers, &counted, detail);
    else
        status = nps_explain_status(detail, nps_accumulator_add_column(&counted, &answers.column));
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
                       said ? printable(said).text : "its producer does not say why");
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
