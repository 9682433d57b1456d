/* SPDX-License-Identifier: MIT */
#include "encoding.h"

#include "../column/types.h"
#include "../status.h"
#include "types.h"

#include <string.h>

/* Places have 32 bits, and two of them are special. */
#define LARGEST_PLACE (UINT32_MAX - 2)

void nps_arrow_open_column(const nps_arrow_rows *rows, nps_column_type type, nps_column *column)
{
    nps_column_init(column, type, NULL, rows->length);
    if (rows->length != 0)
        column->data = (const unsigned char *)rows->array->buffers[1] + rows->first * nps_column_width(type);
    column->validity = rows->own.bits;
    column->validity_offset = rows->own.offset;
}

static nps_status open_dictionary(const nps_arrow_rows *rows, nps_arrow_encoding *encoding, nps_error_detail *detail)
{
    const struct ArrowSchema *const schema = rows->schema->dictionary;
    const nps_arrow_type type = nps_arrow_type_of(rows->schema);
    nps_status status;
    encoding->kind = NPS_ARROW_DICTIONARY;
    if (type.kind != NPS_ARROW_NUMBERS || !nps_arrow_is_integer(&type))
        return nps_arrow_refuse(rows->schema, "integers as indices", "", detail);
    status = nps_arrow_check_buffers(rows, 2, detail);
    if (status)
        return status;
    nps_arrow_open_column(rows, type.stored, &encoding->places);
    if (!rows->array->dictionary)
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: the schema has a dictionary, and the array has none");
    if (schema->dictionary)
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: a dictionary in a dictionary");
    return nps_arrow_open(schema, rows->array->dictionary, NULL, &encoding->values, detail);
}

/* The ends of runs are positive and increase, and the last one is not before the last row. */
static nps_status check_runs(const nps_arrow_encoding *encoding, nps_error_detail *detail)
{
    const size_t needed = encoding->rows.first + encoding->rows.length;
    int64_t before = 0;
    size_t i;
    for (i = 0; i < encoding->places.length; i++) {
        const int64_t end = nps_block_integer(&encoding->places, i);
        if (end <= before)
            return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: run %zu ends at %lld, after one that ends at %lld", i,
                               (long long)end, (long long)before);
        before = end;
    }
    if (encoding->rows.length != 0 && (uint64_t)before < needed)
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: the runs end at %lld, and there are %zu rows",
                           (long long)before, needed);
    return NPS_OK;
}

static nps_status check_children_of_runs(const nps_arrow_rows *rows, nps_error_detail *detail)
{
    const struct ArrowSchema *const schema = rows->schema;
    const struct ArrowArray *const array = rows->array;
    if (schema->n_children != 2 || array->n_children != 2 || !schema->children || !array->children ||
        !schema->children[0] || !schema->children[1] || !array->children[0] || !array->children[1])
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: runs without their ends and values");
    return NPS_OK;
}

static nps_status open_runs(const nps_arrow_rows *rows, nps_arrow_encoding *encoding, nps_error_detail *detail)
{
    nps_arrow_rows ends;
    nps_arrow_type type;
    nps_status status = check_children_of_runs(rows, detail);
    encoding->kind = NPS_ARROW_RUNS;
    if (!status)
        status = nps_arrow_open(rows->schema->children[0], rows->array->children[0], NULL, &ends, detail);
    if (!status)
        status = nps_arrow_open(rows->schema->children[1], rows->array->children[1], NULL, &encoding->values, detail);
    if (status)
        return status;
    type = nps_arrow_type_of(ends.schema);
    if (type.kind != NPS_ARROW_NUMBERS || ends.schema->dictionary ||
        (type.stored != NPS_COLUMN_I16 && type.stored != NPS_COLUMN_I32 && type.stored != NPS_COLUMN_I64))
        return nps_arrow_refuse(ends.schema, "integers (s, i or l) as ends of runs", "", detail);
    status = nps_arrow_check_buffers(&ends, 2, detail);
    if (status)
        return status;
    if (ends.array->null_count > 0)
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: ends of runs are null");
    if (encoding->values.schema->dictionary || strcmp(encoding->values.schema->format, "+r") == 0)
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: the values of runs are encoded: decode the column first");
    if (encoding->values.length < ends.length || ends.length > LARGEST_PLACE)
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: %zu runs have %zu values", ends.length,
                           encoding->values.length);
    nps_arrow_open_column(&ends, type.stored, &encoding->places);
    encoding->places.validity = NULL;
    return check_runs(encoding, detail);
}

nps_status nps_arrow_open_encoding(const nps_arrow_rows *rows, nps_arrow_encoding *encoding, nps_error_detail *detail)
{
    memset(encoding, 0, sizeof *encoding);
    encoding->rows = *rows;
    encoding->values = *rows;
    if (rows->schema->dictionary)
        return open_dictionary(rows, encoding, detail);
    return strcmp(rows->schema->format, "+r") == 0 ? open_runs(rows, encoding, detail) : NPS_OK;
}

static uint32_t place_limit(const nps_arrow_encoding *encoding)
{
    return encoding->values.length < LARGEST_PLACE ? (uint32_t)encoding->values.length : LARGEST_PLACE;
}

static nps_status dictionary_places(const nps_arrow_encoding *encoding, size_t from, size_t count, uint32_t *places,
                                    nps_error_detail *detail)
{
    const uint32_t limit = place_limit(encoding);
    uint64_t nulls[NPS_BLOCK_WORDS];
    size_t i;
    nps_block_places(&encoding->places, from, count, (nps_code_range){0, limit}, places);
    nps_arrow_nulls(&encoding->rows, from, count, nulls);
    for (i = 0; i < count; i++)
        if (nps_arrow_is_null(nulls, i))
            places[i] = limit;
        else if (places[i] >= limit)
            return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: row %zu has an index outside its dictionary of %zu",
                               from + i, encoding->values.length);
    return NPS_OK;
}

/* The first run that ends behind a position. */
static size_t find_run(const nps_column *ends, size_t position)
{
    size_t low = 0, high = ends->length;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (nps_block_integer(ends, middle) > (int64_t)position)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static nps_status run_places(const nps_arrow_encoding *encoding, size_t from, size_t count, uint32_t *places,
                             nps_error_detail *detail)
{
    const size_t first = encoding->rows.first + from;
    const uint32_t limit = place_limit(encoding);
    size_t run = find_run(&encoding->places, first), i;
    uint64_t nulls[NPS_BLOCK_WORDS];
    nps_arrow_nulls(&encoding->rows, from, count, nulls);
    for (i = 0; i < count; i++) {
        while (run < encoding->places.length && nps_block_integer(&encoding->places, run) <= (int64_t)(first + i))
            run++;
        if (run >= encoding->places.length) /* only if another thread changes the ends */
            return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: row %zu lies behind the last run", from + i);
        places[i] = nps_arrow_is_null(nulls, i) ? limit : (uint32_t)run;
    }
    return NPS_OK;
}

nps_status nps_arrow_places(const nps_arrow_encoding *encoding, size_t from, size_t count, uint32_t *places,
                            nps_error_detail *detail)
{
    return encoding->kind == NPS_ARROW_RUNS ? run_places(encoding, from, count, places, detail)
                                            : dictionary_places(encoding, from, count, places, detail);
}
