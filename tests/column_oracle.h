/* Columns against a naive oracle that reads values one by one with the compiler's own conversions, for every kernel
 * that can run here.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TESTS_COLUMN_ORACLE_H
#define NPS_TESTS_COLUMN_ORACLE_H

#include "ingest/kernels.h"
#include "test.h"

#include <stdbool.h>
#include <stdlib.h>

static const nps_accumulator EMPTY = {{0}, 0, 0};

static const nps_column_type TYPES[] = {NPS_COLUMN_U8,  NPS_COLUMN_I8,  NPS_COLUMN_U16, NPS_COLUMN_I16, NPS_COLUMN_U32,
                                        NPS_COLUMN_I32, NPS_COLUMN_U64, NPS_COLUMN_I64, NPS_COLUMN_F32, NPS_COLUMN_F64};

static inline size_t width_of(nps_column_type type)
{
    static const size_t widths[] = {0, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8};
    return widths[type];
}

/* long double holds every value of every type exactly. */
static inline long double value_at(nps_column_type type, const unsigned char *at)
{
#define AS(type)                                                                                                       \
    do {                                                                                                               \
        type value;                                                                                                    \
        memcpy(&value, at, sizeof value);                                                                              \
        return (long double)value;                                                                                     \
    } while (0)
    switch (type) {
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
    fail();
    return 0;
}

static inline void oracle_add(nps_accumulator *to, const nps_column *column)
{
    const ptrdiff_t stride = column->stride ? column->stride : (ptrdiff_t)width_of(column->type);
    size_t i, j;
    for (i = 0; i < column->length; i++) {
        const long double value = value_at(column->type, (const unsigned char *)column->data + (ptrdiff_t)i * stride);
        const size_t bit = column->validity_offset + i;
        bool missing = column->validity && !(column->validity[bit / 8] >> (bit % 8) & 1);
        int answer;
        if (isnan(value))
            missing = true;
        for (j = 0; j < column->missing_code_count; j++)
            if (value >= -0x1p63L && value < 0x1p63L && value == floorl(value) &&
                (int64_t)value == column->missing_codes[j])
                missing = true;
        if (missing) {
            to->missing++;
            continue;
        }
        for (answer = 0; answer < NPS_ANSWERS; answer++)
            if (value == answer)
                break;
        if (answer < NPS_ANSWERS)
            to->answers[answer]++;
        else
            to->invalid++;
    }
}

/* Every kernel counts what is expected, and so does the library. */
static inline void assert_counted(const nps_column *column, const nps_accumulator *expected)
{
    nps_accumulator actual = EMPTY;
    size_t count, i;
    const nps_ingest_kernel *const kernels = nps_ingest_kernels(&count);
    for (i = 0; i < count; i++) {
        nps_accumulator counted = EMPTY;
        if (!kernels[i].can_run())
            continue;
        assert_ok(nps_ingest_column_with(&kernels[i], column, &counted));
        if (memcmp(&counted, expected, sizeof counted) != 0)
            print_error("kernel %s, type %d, length %zu\n", kernels[i].name, (int)column->type, column->length);
        assert_accumulator_equal(&counted, expected);
    }
    assert_ok(nps_accumulator_add_column(&actual, column));
    assert_accumulator_equal(&actual, expected);
}

static inline void assert_like_oracle(const nps_column *column)
{
    nps_accumulator expected = EMPTY;
    oracle_add(&expected, column);
    assert_counted(column, &expected);
}

/* The oracle's count of one more value, so that all lengths cost no more than the longest. */
static inline void oracle_add_at(nps_accumulator *to, const nps_column *column, size_t index)
{
    nps_column one = *column;
    one.data = (const unsigned char *)column->data + index * width_of(column->type);
    one.length = 1;
    one.validity_offset += index;
    oracle_add(to, &one);
}

static inline void assert_all_lengths(nps_column column, size_t longest)
{
    nps_accumulator expected = EMPTY;
    for (column.length = 0; column.length <= longest; column.length++) {
        assert_counted(&column, &expected);
        oracle_add_at(&expected, &column, column.length);
    }
}

/* Whether a kernel may do something else than for one value less or more: vectors and blocks are filled. */
static inline bool is_telling(size_t length)
{
    return length <= 140 || (length + 1) % 128 <= 2;
}

static inline void assert_telling_lengths(nps_column column, size_t longest)
{
    nps_accumulator expected = EMPTY;
    for (column.length = 0; column.length <= longest; column.length++) {
        if (is_telling(column.length))
            assert_counted(&column, &expected);
        oracle_add_at(&expected, &column, column.length);
    }
}

#endif
