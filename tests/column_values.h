/* The values of columns, written and read one by one with the compiler's own conversions.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TESTS_COLUMN_VALUES_H
#define NPS_TESTS_COLUMN_VALUES_H

#include <math.h>
#include <nps/nps.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const nps_column_type TYPES[] = {NPS_COLUMN_U8,  NPS_COLUMN_I8,  NPS_COLUMN_U16, NPS_COLUMN_I16, NPS_COLUMN_U32,
                                        NPS_COLUMN_I32, NPS_COLUMN_U64, NPS_COLUMN_I64, NPS_COLUMN_F32, NPS_COLUMN_F64};
enum { TYPE_COUNT = sizeof TYPES / sizeof *TYPES };

static inline size_t width_of(nps_column_type type)
{
    static const size_t widths[] = {0, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8};
    return widths[type];
}

static inline bool is_floating(nps_column_type type)
{
    return type == NPS_COLUMN_F32 || type == NPS_COLUMN_F64;
}

/* A number as a value of a floating-point type. */
static inline void store_double(unsigned char *at, nps_column_type type, double number)
{
    const float narrow = (float)number;
    if (type == NPS_COLUMN_F64)
        memcpy(at, &number, sizeof number);
    else
        memcpy(at, &narrow, sizeof narrow);
}

/* An integer as a value of any type. */
static inline void store(unsigned char *at, nps_column_type type, int64_t integer)
{
    const uint8_t u8 = (uint8_t)integer;
    const uint16_t u16 = (uint16_t)integer;
    const uint32_t u32 = (uint32_t)integer;
    const void *const by_width[] = {NULL, &u8, &u16, NULL, &u32, NULL, NULL, NULL, &integer};
    if (is_floating(type))
        store_double(at, type, (double)integer);
    else
        memcpy(at, by_width[width_of(type)], width_of(type));
}

/* A value as a long double, which holds every value of every type exactly on most machines; elsewhere it still
 * distinguishes all values of the tests. */
static inline long double value_at(const nps_column *column, size_t row)
{
    const ptrdiff_t stride = column->stride ? column->stride : (ptrdiff_t)width_of(column->type);
    const unsigned char *const at = (const unsigned char *)column->data + (ptrdiff_t)row * stride;
#define AS(type)                                                                                                       \
    do {                                                                                                               \
        type value;                                                                                                    \
        memcpy(&value, at, sizeof value);                                                                              \
        return (long double)value;                                                                                     \
    } while (0)
    switch (column->type) {
    case NPS_COLUMN_U8: AS(uint8_t);
    case NPS_COLUMN_I8: AS(int8_t);
    case NPS_COLUMN_U16: AS(uint16_t);
    case NPS_COLUMN_I16: AS(int16_t);
    case NPS_COLUMN_U32: AS(uint32_t);
    case NPS_COLUMN_I32: AS(int32_t);
    case NPS_COLUMN_U64: AS(uint64_t);
    case NPS_COLUMN_I64: AS(int64_t);
    case NPS_COLUMN_F32: AS(float);
    case NPS_COLUMN_F64: AS(double);
    }
#undef AS
    abort();
}

static inline bool is_missing(const nps_column *column, size_t row)
{
    const size_t bit = column->validity_offset + row;
    const long double value = value_at(column, row);
    size_t i;
    if (isnan(value) || (column->validity && !(column->validity[bit / 8] >> (bit % 8) & 1)))
        return true;
    for (i = 0; i < column->missing_code_count; i++)
        if (value >= -0x1p63L && value < 0x1p63L && value == floorl(value) &&
            (int64_t)value == column->missing_codes[i])
            return true;
    return false;
}

/* The class of a row of a column of answers: 0..10, 11 for missing, 12 for invalid. */
static inline int answer_at(const nps_column *answers, size_t row)
{
    const long double value = value_at(answers, row);
    int answer;
    if (is_missing(answers, row))
        return 11;
    for (answer = 0; answer <= 10; answer++)
        if (value == answer)
            return answer;
    return 12;
}

/* Counts one row of a column of answers. */
static inline void count_row(nps_accumulator *to, const nps_column *answers, size_t row)
{
    const int answer = answer_at(answers, row);
    ++*(answer <= 10 ? &to->answers[answer] : answer == 11 ? &to->missing : &to->invalid);
}

#endif
