/* SPDX-License-Identifier: MIT */
#include "block.h"

#include "../column.h"
#include "../support/cpu.h"
#include "classify.h"
#include "types.h"

#include <stdbool.h>
#include <string.h>

/* The same C for every instruction set: loops over whole blocks are easy for compilers to vectorise. */
#if NPS_CPU_X86
#define NPS_BLOCK_AVX2 __attribute__((target("avx2")))
#endif
#ifdef __GNUC__
#define NPS_BLOCK_INLINE static inline __attribute__((always_inline))
#else
#define NPS_BLOCK_INLINE static inline
#endif

/* A block of integers; `bytes` points into the column if its values are contiguous. */
struct integers {
    nps_column_type type;
    const unsigned char *bytes;
    size_t rows;      /* a multiple of NPS_BLOCK_STEP */
    bool were_floats; /* with `kinds`, each an nps_number */
    uint8_t kinds[NPS_BLOCK];
    unsigned char copied[NPS_BLOCK * 8];
};

static size_t whole_steps(size_t count)
{
    return (count + NPS_BLOCK_STEP - 1) / NPS_BLOCK_STEP * NPS_BLOCK_STEP;
}

static void copy_rows(const nps_column *column, size_t from, size_t count, unsigned char *to)
{
    const size_t width = nps_column_width(column->type);
    const ptrdiff_t stride = nps_column_stride(column);
    const unsigned char *at = column->data;
    size_t i;
    if (stride == (ptrdiff_t)width && count != 0)
        memcpy(to, at + from * width, count * width);
    else
        for (i = 0; i < count; i++)
            memcpy(to + i * width, at + (ptrdiff_t)(from + i) * stride, width);
    memset(to + count * width, 0, (whole_steps(count) - count) * width);
}

static void convert_floats(struct integers *to, const unsigned char *from)
{
    unsigned char converted[NPS_BLOCK * 8];
    size_t i;
    for (i = 0; i < to->rows; i++) {
        double value;
        int64_t integer;
        if (to->type == NPS_COLUMN_F32) {
            float narrow;
            memcpy(&narrow, from + i * sizeof narrow, sizeof narrow);
            value = (double)narrow;
        } else {
            memcpy(&value, from + i * sizeof value, sizeof value);
        }
        to->kinds[i] = (uint8_t)nps_number_of(value, &integer);
        memcpy(converted + i * sizeof integer, &integer, sizeof integer);
    }
    memcpy(to->copied, converted, to->rows * sizeof(int64_t));
    to->bytes = to->copied;
    to->type = NPS_COLUMN_I64;
}

static void read_integers(const nps_column *column, size_t from, size_t count, struct integers *to)
{
    to->type = column->type;
    to->rows = whole_steps(count);
    to->were_floats = nps_column_is_floating(column->type);
    if (count == to->rows && nps_column_is_packed(column)) {
        to->bytes = (const unsigned char *)column->data + from * nps_column_width(column->type);
    } else {
        copy_rows(column, from, count, to->copied);
        to->bytes = to->copied;
    }
    if (to->were_floats)
        convert_floats(to, to->bytes);
}

/* Integers are read as unsigned: negative ones are then large, so they are not answers and not below the bound. */
#define DEFINE_KERNELS(type)                                                                                           \
    NPS_BLOCK_INLINE void bins_##type(const unsigned char *restrict bytes, uint8_t *restrict bins)                     \
    {                                                                                                                  \
        int i;                                                                                                         \
        for (i = 0; i < NPS_BLOCK_STEP; i++) {                                                                         \
            type value;                                                                                                \
            memcpy(&value, bytes + (size_t)i * sizeof value, sizeof value);                                            \
            bins[i] = NPS_BIN_OF(uint8_t, value);                                                                      \
        }                                                                                                              \
    }                                                                                                                  \
    NPS_BLOCK_INLINE void missing_bins_##type(const unsigned char *restrict bytes, type code, uint8_t *restrict bins)  \
    {                                                                                                                  \
        int i;                                                                                                         \
        for (i = 0; i < NPS_BLOCK_STEP; i++) {                                                                         \
            type value;                                                                                                \
            memcpy(&value, bytes + (size_t)i * sizeof value, sizeof value);                                            \
            bins[i] = value == code ? NPS_ANSWER_MISSING : bins[i];                                                    \
        }                                                                                                              \
    }                                                                                                                  \
    NPS_BLOCK_INLINE void places_##type(const unsigned char *restrict bytes, type first, uint32_t bound,               \
                                        uint32_t limit, uint32_t *restrict places)                                     \
    {                                                                                                                  \
        int i;                                                                                                         \
        for (i = 0; i < NPS_BLOCK_STEP; i++) {                                                                         \
            type value;                                                                                                \
            memcpy(&value, bytes + (size_t)i * sizeof value, sizeof value);                                            \
            value = (type)(value - first);                                                                             \
            places[i] = value < bound ? (uint32_t)value : limit;                                                       \
        }                                                                                                              \
    }                                                                                                                  \
    NPS_BLOCK_INLINE void missing_places_##type(const unsigned char *restrict bytes, type code, uint32_t place,        \
                                                uint32_t *restrict places)                                             \
    {                                                                                                                  \
        int i;                                                                                                         \
        for (i = 0; i < NPS_BLOCK_STEP; i++) {                                                                         \
            type value;                                                                                                \
            memcpy(&value, bytes + (size_t)i * sizeof value, sizeof value);                                            \
            places[i] = value == code ? place : places[i];                                                             \
        }                                                                                                              \
    }

DEFINE_KERNELS(uint8_t)
DEFINE_KERNELS(uint16_t)
DEFINE_KERNELS(uint32_t)
DEFINE_KERNELS(uint64_t)

NPS_BLOCK_INLINE void bins_of(const unsigned char *bytes, size_t width, uint8_t *bins)
{
    switch (width) {
    case 1: bins_uint8_t(bytes, bins); break;
    case 2: bins_uint16_t(bytes, bins); break;
    case 4: bins_uint32_t(bytes, bins); break;
    default: bins_uint64_t(bytes, bins);
    }
}

NPS_BLOCK_INLINE void missing_bins_of(const unsigned char *bytes, size_t width, int64_t code, uint8_t *bins)
{
    switch (width) {
    case 1: missing_bins_uint8_t(bytes, (uint8_t)code, bins); break;
    case 2: missing_bins_uint16_t(bytes, (uint16_t)code, bins); break;
    case 4: missing_bins_uint32_t(bytes, (uint32_t)code, bins); break;
    default: missing_bins_uint64_t(bytes, (uint64_t)code, bins);
    }
}

NPS_BLOCK_INLINE void places_of(const unsigned char *bytes, size_t width, nps_code_range range, uint32_t bound,
                                uint32_t *places)
{
    switch (width) {
    case 1: places_uint8_t(bytes, (uint8_t)range.first, bound, range.count, places); break;
    case 2: places_uint16_t(bytes, (uint16_t)range.first, bound, range.count, places); break;
    case 4: places_uint32_t(bytes, (uint32_t)range.first, bound, range.count, places); break;
    default: places_uint64_t(bytes, (uint64_t)range.first, bound, range.count, places);
    }
}

NPS_BLOCK_INLINE void missing_places_of(const unsigned char *bytes, size_t width, int64_t code, uint32_t place,
                                        uint32_t *places)
{
    switch (width) {
    case 1: missing_places_uint8_t(bytes, (uint8_t)code, place, places); break;
    case 2: missing_places_uint16_t(bytes, (uint16_t)code, place, places); break;
    case 4: missing_places_uint32_t(bytes, (uint32_t)code, place, places); break;
    default: missing_places_uint64_t(bytes, (uint64_t)code, place, places);
    }
}

NPS_BLOCK_INLINE void all_bins(const struct integers *integers, const nps_column *column, uint8_t *bins)
{
    const size_t width = nps_column_width(integers->type);
    size_t from, i;
    for (from = 0; from < integers->rows; from += NPS_BLOCK_STEP)
        bins_of(integers->bytes + from * width, width, bins + from);
    for (i = 0; i < column->missing_code_count; i++) {
        const int64_t code = column->missing_codes[i];
        for (from = 0; nps_column_can_hold(integers->type, code) && from < integers->rows; from += NPS_BLOCK_STEP)
            missing_bins_of(integers->bytes + from * width, width, code, bins + from);
    }
}

NPS_BLOCK_INLINE void all_places(const struct integers *integers, const nps_column *column, nps_code_range range,
                                 uint32_t *places)
{
    const size_t width = nps_column_width(integers->type);
    const uint32_t bound = nps_column_bound(integers->type, range.first, range.count);
    size_t from, i;
    for (from = 0; from < integers->rows; from += NPS_BLOCK_STEP)
        places_of(integers->bytes + from * width, width, range, bound, places + from);
    for (i = 0; i < column->missing_code_count; i++) {
        const int64_t code = column->missing_codes[i];
        for (from = 0; nps_column_can_hold(integers->type, code) && from < integers->rows; from += NPS_BLOCK_STEP)
            missing_places_of(integers->bytes + from * width, width, code, range.count + 1, places + from);
    }
}

static void bins_anywhere(const struct integers *integers, const nps_column *column, uint8_t *bins)
{
    all_bins(integers, column, bins);
}

static void places_anywhere(const struct integers *integers, const nps_column *column, nps_code_range range,
                            uint32_t *places)
{
    all_places(integers, column, range, places);
}

#ifdef NPS_BLOCK_AVX2
NPS_BLOCK_AVX2 static void bins_avx2(const struct integers *integers, const nps_column *column, uint8_t *bins)
{
    all_bins(integers, column, bins);
}

NPS_BLOCK_AVX2 static void places_avx2(const struct integers *integers, const nps_column *column, nps_code_range range,
                                       uint32_t *places)
{
    all_places(integers, column, range, places);
}
#endif

static void best_bins(const struct integers *integers, const nps_column *column, uint8_t *bins)
{
#ifdef NPS_BLOCK_AVX2
    if (nps_cpu_best() >= NPS_CPU_AVX2) {
        bins_avx2(integers, column, bins);
        return;
    }
#endif
    bins_anywhere(integers, column, bins);
}

static void best_places(const struct integers *integers, const nps_column *column, nps_code_range range,
                        uint32_t *places)
{
#ifdef NPS_BLOCK_AVX2
    if (nps_cpu_best() >= NPS_CPU_AVX2) {
        places_avx2(integers, column, range, places);
        return;
    }
#endif
    places_anywhere(integers, column, range, places);
}

void nps_block_nulls(const uint8_t *validity, size_t offset, size_t from, size_t count, uint64_t nulls[NPS_BLOCK_WORDS])
{
    size_t i;
    memset(nulls, 0, NPS_BLOCK_WORDS * sizeof *nulls);
    for (i = 0; i < count; i += 8) {
        /* Bytes and bits are added separately, so that no offset can overflow. */
        const size_t bit = offset % 8 + (from + i) % 8, left = count - i < 8 ? count - i : 8;
        const uint8_t *at = validity + offset / 8 + (from + i) / 8 + bit / 8;
        unsigned bits = (unsigned)at[0] >> bit % 8;
        if (bit % 8 + left > 8)
            bits |= (unsigned)at[1] << (8 - bit % 8);
        nulls[i / 64] |= (uint64_t)(~bits & ((1U << left) - 1)) << i % 64;
    }
}

void nps_block_bins(const nps_column *column, size_t from, size_t count, uint8_t *bins)
{
    struct integers integers;
    uint64_t nulls[NPS_BLOCK_WORDS];
    size_t i;
    if (count == 0)
        return; /* an empty column may have a NULL data pointer */
    read_integers(column, from, count, &integers);
    best_bins(&integers, column, bins);
    for (i = 0; integers.were_floats && i < count; i++)
        if (integers.kinds[i] != NPS_NUMBER_INTEGER)
            bins[i] = integers.kinds[i] == NPS_NUMBER_NAN ? NPS_ANSWER_MISSING : NPS_ANSWER_INVALID;
    if (!column->validity)
        return;
    nps_block_nulls(column->validity, column->validity_offset, from, count, nulls);
    for (i = 0; i < NPS_BLOCK_WORDS; i++)
        for (; nulls[i] != 0; nulls[i] &= nulls[i] - 1)
            bins[i * 64 + nps_lowest_bit(nulls[i])] = NPS_ANSWER_MISSING;
}

static void places_of_integers(const struct integers *integers, const nps_column *column, size_t from, size_t count,
                               nps_code_range range, uint32_t *places)
{
    uint64_t nulls[NPS_BLOCK_WORDS];
    size_t i;
    best_places(integers, column, range, places);
    for (i = 0; integers->were_floats && i < count; i++)
        if (integers->kinds[i] != NPS_NUMBER_INTEGER)
            places[i] = integers->kinds[i] == NPS_NUMBER_NAN ? range.count + 1 : range.count;
    if (!column->validity)
        return;
    nps_block_nulls(column->validity, column->validity_offset, from, count, nulls);
    for (i = 0; i < NPS_BLOCK_WORDS; i++)
        for (; nulls[i] != 0; nulls[i] &= nulls[i] - 1)
            places[i * 64 + nps_lowest_bit(nulls[i])] = range.count + 1;
}

void nps_block_places(const nps_column *column, size_t from, size_t count, nps_code_range range, uint32_t *places)
{
    struct integers integers;
    read_integers(column, from, count, &integers);
    places_of_integers(&integers, column, from, count, range, places);
}

#define DEFINE_WIDENED(type)                                                                                           \
    static inline int64_t integer_##type(const unsigned char *bytes, ptrdiff_t place)                                  \
    {                                                                                                                  \
        type value;                                                                                                    \
        memcpy(&value, bytes + place, sizeof value);                                                                   \
        return (int64_t)value;                                                                                         \
    }                                                                                                                  \
    static void integers_##type(const unsigned char *restrict bytes, int64_t *restrict integers)                       \
    {                                                                                                                  \
        int i;                                                                                                         \
        for (i = 0; i < NPS_BLOCK; i++)                                                                                \
            integers[i] = integer_##type(bytes, i * (ptrdiff_t)sizeof(type));                                          \
    }

DEFINE_WIDENED(uint8_t)
DEFINE_WIDENED(uint16_t)
DEFINE_WIDENED(uint32_t)
DEFINE_WIDENED(uint64_t)
DEFINE_WIDENED(int8_t)
DEFINE_WIDENED(int16_t)
DEFINE_WIDENED(int32_t)

int64_t nps_block_integer(const nps_column *column, size_t row)
{
    const ptrdiff_t place = (ptrdiff_t)row * nps_column_stride(column);
    switch (column->type) {
    case NPS_COLUMN_U8: return integer_uint8_t(column->data, place);
    case NPS_COLUMN_U16: return integer_uint16_t(column->data, place);
    case NPS_COLUMN_U32: return integer_uint32_t(column->data, place);
    case NPS_COLUMN_I8: return integer_int8_t(column->data, place);
    case NPS_COLUMN_I16: return integer_int16_t(column->data, place);
    case NPS_COLUMN_I32: return integer_int32_t(column->data, place);
    default: return integer_uint64_t(column->data, place);
    }
}

void nps_block_integers(const nps_column *column, size_t from, size_t count, int64_t *integers)
{
    const size_t width = nps_column_width(column->type);
    const unsigned char *bytes;
    size_t i;
    if (count != NPS_BLOCK || !nps_column_is_packed(column)) {
        for (i = 0; i < count; i++)
            integers[i] = nps_block_integer(column, from + i);
        return;
    }
    bytes = (const unsigned char *)column->data + from * width;
    switch (column->type) {
    case NPS_COLUMN_U8: integers_uint8_t(bytes, integers); break;
    case NPS_COLUMN_U16: integers_uint16_t(bytes, integers); break;
    case NPS_COLUMN_U32: integers_uint32_t(bytes, integers); break;
    case NPS_COLUMN_I8: integers_int8_t(bytes, integers); break;
    case NPS_COLUMN_I16: integers_int16_t(bytes, integers); break;
    case NPS_COLUMN_I32: integers_int32_t(bytes, integers); break;
    default: integers_uint64_t(bytes, integers);
    }
}
