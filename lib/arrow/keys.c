/* SPDX-License-Identifier: MIT */
#include "keys.h"

#include "../column/types.h"

static nps_status refuse(const struct ArrowSchema *schema, nps_error_detail *detail)
{
    const char *const format = schema->format;
    const char *const remedy = format[0] == 't' && format[1] == 's'   ? ": make days of them first"
                               : format[0] == '+' && format[1] == 's' ? ": several keys are for a cube"
                                                                      : "";
    return nps_arrow_refuse(schema, "texts, whole numbers, days or booleans as keys", remedy, detail);
}

static nps_status check_type(const nps_arrow_keys *keys, nps_key_type wanted, nps_error_detail *detail)
{
    const struct ArrowSchema *const schema = keys->encoding.values.schema;
    const char *const words = nps_arrow_words(schema);
    if (keys->type.kind == NPS_ARROW_OTHER)
        return refuse(schema, detail);
    if (keys->type.kind == NPS_ARROW_NULLS || (wanted == NPS_KEY_TEXT) == (keys->type.kind == NPS_ARROW_TEXTS))
        return NPS_OK;
    return nps_explain(detail, NPS_ERROR_KEY, "Arrow: keys are %s here, got format \"%s\"%s%s%s",
                       wanted == NPS_KEY_TEXT ? "texts" : "integers", nps_arrow_print(schema->format).text,
                       words[0] ? " (" : "", words, words[0] ? ")" : "");
}

/* Opens the encoding and reads the type. */
static nps_status open_encoding(const nps_arrow_rows *rows, nps_arrow_keys *keys, nps_error_detail *detail)
{
    nps_status status;
    memset(keys, 0, sizeof *keys);
    keys->origin = "Arrow: ";
    status = nps_arrow_open_encoding(rows, &keys->encoding, detail);
    if (!status)
        keys->type = nps_arrow_type_of(keys->encoding.values.schema);
    return status;
}

static nps_status open_values(nps_arrow_keys *keys, nps_error_detail *detail)
{
    if (keys->type.kind == NPS_ARROW_TEXTS)
        return nps_arrow_open_texts(&keys->encoding.values, &keys->texts, detail);
    return nps_arrow_open_numbers(&keys->encoding.values, &keys->type, &keys->numbers, detail);
}

nps_status nps_arrow_open_keys(const nps_arrow_rows *rows, nps_key_type type, nps_arrow_keys *keys,
                               nps_error_detail *detail)
{
    nps_status status = open_encoding(rows, keys, detail);
    if (!status)
        status = check_type(keys, type, detail);
    return status ? status : open_values(keys, detail);
}

nps_status nps_arrow_open_any_keys(const nps_arrow_rows *rows, nps_arrow_keys *keys, nps_error_detail *detail)
{
    const nps_status status = open_encoding(rows, keys, detail);
    if (status)
        return status;
    return keys->type.kind == NPS_ARROW_OTHER ? refuse(keys->encoding.values.schema, detail)
                                              : open_values(keys, detail);
}

void nps_arrow_open_key_column(const nps_column *column, nps_arrow_keys *keys)
{
    memset(keys, 0, sizeof *keys);
    keys->origin = "";
    keys->type.kind = NPS_ARROW_NUMBERS;
    keys->type.stored = column->type;
    keys->encoding.rows.length = column->length;
    keys->encoding.rows.own = (nps_arrow_validity){column->validity, column->validity_offset};
    keys->encoding.values = keys->encoding.rows;
    keys->numbers.type = keys->type;
    keys->numbers.column = *column;
}

/* The integer of a number; a NaN is no key. */
static nps_status read_integer(const nps_arrow_keys *keys, const char *what, size_t index, int64_t *integer,
                               bool *is_null, nps_error_detail *detail)
{
    const nps_column *const column = &keys->numbers.column;
    const nps_number kind = nps_arrow_number_at(&keys->numbers, index, integer);
    *is_null = kind == NPS_NUMBER_NAN;
    if (kind != NPS_NUMBER_OTHER)
        return NPS_OK;
    if (keys->type.kind == NPS_ARROW_NUMBERS && !nps_column_is_floating(column->type))
        return nps_explain(detail, NPS_ERROR_OVERFLOW, "%s%s %zu is %llu, and keys end at 2^63 - 1", keys->origin, what,
                           index, (unsigned long long)nps_block_integer(column, index));
    return nps_explain(detail, NPS_ERROR_KEY, "%s%s %zu is not a whole number from -2^63 to 2^63 - 1", keys->origin,
                       what, index);
}

/* Marks the rows whose key is a missing code. Unsigned keys that came out negative are none. */
static void add_missing_codes(const nps_column *keys, size_t count, const int64_t *integers,
                              uint64_t nulls[NPS_BLOCK_WORDS])
{
    size_t code, i;
    for (code = 0; code < keys->missing_code_count; code++) {
        const int64_t missing = keys->missing_codes[code];
        if (missing < 0 && keys->type == NPS_COLUMN_U64)
            continue;
        for (i = 0; i < count; i++)
            nulls[i / 64] |= (uint64_t)(integers[i] == missing) << i % 64;
    }
}

/* Integers of a column are read together, and only unsigned ones of 64 bits can be too large. */
static nps_status column_integers(const nps_arrow_keys *keys, size_t from, size_t count, int64_t *integers,
                                  uint64_t nulls[NPS_BLOCK_WORDS], nps_error_detail *detail)
{
    nps_status status = NPS_OK;
    bool is_null;
    size_t i;
    nps_block_integers(&keys->numbers.column, from, count, integers);
    add_missing_codes(&keys->numbers.column, count, integers, nulls);
    for (i = 0; keys->type.stored == NPS_COLUMN_U64 && !status && i < count; i++)
        if (integers[i] < 0 && !nps_arrow_is_null(nulls, i))
            status = read_integer(keys, "the key of row", from + i, &integers[i], &is_null, detail);
    return status;
}

nps_status nps_arrow_key_integers(const nps_arrow_keys *keys, size_t from, size_t count, int64_t *integers,
                                  uint64_t nulls[NPS_BLOCK_WORDS], nps_error_detail *detail)
{
    nps_status status = NPS_OK;
    bool is_null;
    size_t i;
    nps_arrow_nulls(&keys->encoding.rows, from, count, nulls);
    if (nps_arrow_is_integer(&keys->type))
        return column_integers(keys, from, count, integers, nulls, detail);
    memset(integers, 0, NPS_BLOCK * sizeof *integers);
    for (i = 0; !status && i < count; i++) {
        if (nps_arrow_is_null(nulls, i))
            continue;
        status = read_integer(keys, "the key of row", from + i, &integers[i], &is_null, detail);
        nulls[i / 64] |= (uint64_t)is_null << i % 64;
    }
    add_missing_codes(&keys->numbers.column, count, integers, nulls);
    return status;
}

nps_status nps_arrow_key_of_value(const nps_arrow_keys *keys, size_t value, nps_key *key, bool *is_null,
                                  nps_error_detail *detail)
{
    uint64_t null[NPS_BLOCK_WORDS];
    *key = (nps_key){NULL, 0, 0};
    nps_arrow_nulls(&keys->encoding.values, value, 1, null);
    *is_null = nps_arrow_is_null(null, 0);
    if (*is_null)
        return NPS_OK;
    if (keys->type.kind == NPS_ARROW_TEXTS)
        return nps_arrow_read_text(&keys->texts, value, key, detail);
    return read_integer(keys, "value", value, &key->integer, is_null, detail);
}
