/* Plain C, one value after the other; right on every machine.
 * SPDX-License-Identifier: MIT */
#include "column.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/* A value of any column type: an integer, or neither an integer in the range of int64_t nor NaN (`other`). */
struct value {
    enum { INTEGER, NOT_A_NUMBER, OTHER } kind;
    int64_t integer;
};

static struct value from_unsigned(uint64_t value)
{
    return value <= INT64_MAX ? (struct value){INTEGER, (int64_t)value} : (struct value){OTHER, 0};
}

static struct value from_double(double value)
{
    if (isnan(value))
        return (struct value){NOT_A_NUMBER, 0};
    /* Both ends are exact doubles; inside them the conversion is defined. */
    if (value >= -0x1p63 && value < 0x1p63 && value == floor(value))
        return (struct value){INTEGER, (int64_t)value};
    return (struct value){OTHER, 0};
}

#define LOAD(type, convert)                                                                                            \
    do {                                                                                                               \
        type loaded;                                                                                                   \
        memcpy(&loaded, at, sizeof loaded);                                                                            \
        return convert;                                                                                                \
    } while (0)

static struct value load(nps_column_type type, const unsigned char *at)
{
    switch (type) {
    case NPS_COLUMN_U8: LOAD(uint8_t, ((struct value){INTEGER, loaded}));
    case NPS_COLUMN_I8: LOAD(int8_t, ((struct value){INTEGER, loaded}));
    case NPS_COLUMN_U16: LOAD(uint16_t, ((struct value){INTEGER, loaded}));
    case NPS_COLUMN_I16: LOAD(int16_t, ((struct value){INTEGER, loaded}));
    case NPS_COLUMN_U32: LOAD(uint32_t, ((struct value){INTEGER, loaded}));
    case NPS_COLUMN_I32: LOAD(int32_t, ((struct value){INTEGER, loaded}));
    case NPS_COLUMN_U64: LOAD(uint64_t, from_unsigned(loaded));
    case NPS_COLUMN_I64: LOAD(int64_t, ((struct value){INTEGER, loaded}));
    case NPS_COLUMN_F32: LOAD(float, from_double((double)loaded));
    case NPS_COLUMN_F64: LOAD(double, from_double(loaded));
    }
    return (struct value){OTHER, 0};
}

static ptrdiff_t size_of(nps_column_type type)
{
    switch (type) {
    case NPS_COLUMN_U8:
    case NPS_COLUMN_I8: return 1;
    case NPS_COLUMN_U16:
    case NPS_COLUMN_I16: return 2;
    case NPS_COLUMN_U32:
    case NPS_COLUMN_I32:
    case NPS_COLUMN_F32: return 4;
    case NPS_COLUMN_U64:
    case NPS_COLUMN_I64:
    case NPS_COLUMN_F64: return 8;
    }
    return 0;
}

static bool is_valid(const nps_column *column, size_t index)
{
    const size_t offset = column->validity_offset;
    const size_t bit = offset % 8 + index % 8;
    /* Bytes and bits are added apart, so that no offset can overflow. */
    return !column->validity || (column->validity[offset / 8 + index / 8 + bit / 8] >> (bit % 8) & 1);
}

static bool is_missing_code(const nps_column *column, int64_t value)
{
    size_t i;
    for (i = 0; i < column->missing_code_count; i++)
        if (column->missing_codes[i] == value)
            return true;
    return false;
}

nps_status nps_ingest_column(const nps_column *column, nps_accumulator *counted)
{
    const unsigned char *at = column->data;
    const ptrdiff_t stride = column->stride ? column->stride : size_of(column->type);
    size_t i;

    if (size_of(column->type) == 0)
        return NPS_ERROR_COLUMN;
    if ((!column->data && column->length != 0) || (!column->missing_codes && column->missing_code_count != 0))
        return NPS_ERROR_NULL;

    for (i = 0; i < column->length; i++) {
        const struct value value = load(column->type, at);
        if (!is_valid(column, i) || value.kind == NOT_A_NUMBER ||
            (value.kind == INTEGER && is_missing_code(column, value.integer)))
            counted->missing++;
        else if (value.kind == INTEGER && value.integer >= 0 && value.integer < NPS_ANSWERS)
            counted->answers[value.integer]++;
        else
            counted->invalid++;
        if (i + 1 < column->length)
            at += stride;
    }
    return NPS_OK;
}
