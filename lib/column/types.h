/* The size and the range of the types of a column.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_COLUMN_TYPES_H
#define NPS_COLUMN_TYPES_H

#include <nps/column.h>
#include <stdbool.h>

/** The size of a value in bytes; 0 for an unknown type. */
static inline size_t nps_column_width(nps_column_type type)
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

static inline bool nps_column_is_floating(nps_column_type type)
{
    return type == NPS_COLUMN_F32 || type == NPS_COLUMN_F64;
}

/** Whether the type is a signed integer type. */
static inline bool nps_column_is_signed(nps_column_type type)
{
    return type == NPS_COLUMN_I8 || type == NPS_COLUMN_I16 || type == NPS_COLUMN_I32 || type == NPS_COLUMN_I64;
}

/** The distance between neighbouring values in bytes; the type is known. */
static inline ptrdiff_t nps_column_stride(const nps_column *column)
{
    return column->stride ? column->stride : (ptrdiff_t)nps_column_width(column->type);
}

/** Whether the values are contiguous; the type is known. */
static inline bool nps_column_is_packed(const nps_column *column)
{
    return nps_column_stride(column) == (ptrdiff_t)nps_column_width(column->type);
}

/**
 * The bound below which the differences of values and `first`, as unsigned numbers of the width of an integer type, are
 * those of `first` to `first` + limit - 1. It is `limit`, or how many values the type has from `first` on, if that is
 * less. `first` is a value of the type.
 */
static inline uint32_t nps_column_bound(nps_column_type type, int64_t first, uint32_t limit)
{
    const unsigned bits = (unsigned)nps_column_width(type) * 8;
    uint64_t values;
    if (bits == 64)
        return limit;
    values = (UINT64_C(1) << (nps_column_is_signed(type) ? bits - 1 : bits)) - (uint64_t)first;
    return values < limit ? (uint32_t)values : limit;
}

/** Whether some value of the type equals the integer exactly. */
static inline bool nps_column_can_hold(nps_column_type type, int64_t integer)
{
    double rounded = (double)integer;
    switch (type) {
    case NPS_COLUMN_U8: return integer >= 0 && integer <= UINT8_MAX;
    case NPS_COLUMN_I8: return integer >= INT8_MIN && integer <= INT8_MAX;
    case NPS_COLUMN_U16: return integer >= 0 && integer <= UINT16_MAX;
    case NPS_COLUMN_I16: return integer >= INT16_MIN && integer <= INT16_MAX;
    case NPS_COLUMN_U32: return integer >= 0 && integer <= UINT32_MAX;
    case NPS_COLUMN_I32: return integer >= INT32_MIN && integer <= INT32_MAX;
    case NPS_COLUMN_U64: return integer >= 0;
    case NPS_COLUMN_I64: return true;
    case NPS_COLUMN_F32: rounded = (double)(float)integer; break;
    case NPS_COLUMN_F64: break;
    }
    /* 2^63 is a double that no int64_t can be. */
    return rounded < 0x1p63 && (int64_t)rounded == integer;
}

#endif
