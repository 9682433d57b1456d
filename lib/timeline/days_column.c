/* SPDX-License-Identifier: MIT */
#include "days_column.h"

#include "../column/types.h"
#include "../support/cpu.h"

#include <string.h>

/* Rows between two blocks that are looked at to tell whether a column is like the one before it. */
enum { BETWEEN_LOOKS = 64 * NPS_BLOCK };

#ifdef __GNUC__
#define NPS_RANGE_INLINE static inline __attribute__((always_inline))
#else
#define NPS_RANGE_INLINE static inline
#endif

/* A block of packed days without nulls. The same C for every instruction set, as in block.c of the columns. */
#define DEFINE_RANGE(type)                                                                                             \
    NPS_RANGE_INLINE void range_##type(const unsigned char *restrict bytes, nps_days_range *range)                     \
    {                                                                                                                  \
        type first, last;                                                                                              \
        int i;                                                                                                         \
        memcpy(&first, bytes, sizeof first);                                                                           \
        last = first;                                                                                                  \
        for (i = 0; i < NPS_BLOCK; i++) {                                                                              \
            type day;                                                                                                  \
            memcpy(&day, bytes + (size_t)i * sizeof day, sizeof day);                                                  \
            first = day < first ? day : first;                                                                         \
            last = day > last ? day : last;                                                                            \
        }                                                                                                              \
        range->first = first < range->first ? first : range->first;                                                    \
        range->last = last > range->last ? last : range->last;                                                         \
    }

DEFINE_RANGE(int32_t)
DEFINE_RANGE(int64_t)

/* Whether one of the numbers equals a code. */
NPS_RANGE_INLINE bool has_code(const int64_t *restrict numbers, int64_t code)
{
    uint64_t found = 0;
    int i;
    for (i = 0; i < NPS_BLOCK; i++)
        found |= (uint64_t)(numbers[i] == code);
    return found != 0;
}

static void range_anywhere(const unsigned char *bytes, size_t width, nps_days_range *range)
{
    if (width == sizeof(int32_t))
        range_int32_t(bytes, range);
    else
        range_int64_t(bytes, range);
}

static bool has_code_anywhere(const int64_t *numbers, int64_t code)
{
    return has_code(numbers, code);
}

#if NPS_CPU_X86
__attribute__((target("avx2"))) static void range_avx2(const unsigned char *bytes, size_t width, nps_days_range *range)
{
    if (width == sizeof(int32_t))
        range_int32_t(bytes, range);
    else
        range_int64_t(bytes, range);
}

__attribute__((target("avx2"))) static bool has_code_avx2(const int64_t *numbers, int64_t code)
{
    return has_code(numbers, code);
}
#endif

static void best_range(const void *bytes, size_t width, nps_days_range *range)
{
#if NPS_CPU_X86
    if (nps_cpu_best() >= NPS_CPU_AVX2) {
        range_avx2(bytes, width, range);
        return;
    }
#endif
    range_anywhere(bytes, width, range);
}

static bool best_has_code(const int64_t *numbers, int64_t code)
{
#if NPS_CPU_X86
    if (nps_cpu_best() >= NPS_CPU_AVX2)
        return has_code_avx2(numbers, code);
#endif
    return has_code_anywhere(numbers, code);
}

/* Marks the rows with a missing code. */
static void mark_code(nps_days_block *block, int64_t code)
{
    size_t i;
    if (block->count == NPS_BLOCK && !best_has_code(block->days, code))
        return;
    for (i = 0; i < block->count; i++)
        block->undated[i / 64] |= (uint64_t)(block->days[i] == code) << i % 64;
}

void nps_days_block_read(const nps_column *column, size_t from, size_t count, nps_days_block *block)
{
    size_t i;
    block->count = count;
    nps_block_integers(column, from, count, block->days);
    if (column->validity)
        nps_block_nulls(column->validity, column->validity_offset, from, count, block->undated);
    else
        memset(block->undated, 0, sizeof block->undated);
    for (i = 0; i < column->missing_code_count; i++)
        if (nps_column_can_hold(column->type, column->missing_codes[i]))
            mark_code(block, column->missing_codes[i]);
}

static bool is_whole(const nps_days_block *block)
{
    uint64_t any = 0;
    size_t i;
    for (i = 0; i < NPS_BLOCK_WORDS; i++)
        any |= block->undated[i];
    return any == 0 && block->count == NPS_BLOCK;
}

static void range_of_block(const nps_days_block *block, nps_days_range *range)
{
    size_t i;
    if (is_whole(block)) {
        best_range(block->days, sizeof(int64_t), range);
        return;
    }
    for (i = 0; i < block->count; i++) {
        const int64_t day = block->days[i];
        if (nps_days_block_is_undated(block, i)) {
            range->has_undated = true;
            continue;
        }
        range->first = day < range->first ? day : range->first;
        range->last = day > range->last ? day : range->last;
    }
}

/* Integers side by side, of a usual width, none of which can be missing. */
static bool is_plain(const nps_column *column)
{
    return nps_column_is_packed(column) && !column->validity && column->missing_code_count == 0 &&
           (column->type == NPS_COLUMN_I32 || column->type == NPS_COLUMN_I64);
}

static void range_at(const nps_column *column, size_t from, nps_days_range *range)
{
    const size_t width = nps_column_width(column->type);
    best_range((const unsigned char *)column->data + from * width, width, range);
}

bool nps_days_seem_between(const nps_column *column, int64_t first, int64_t last)
{
    nps_days_range range = {INT64_MAX, INT64_MIN, false};
    size_t from;
    if (first > last || !is_plain(column) || column->length < NPS_BLOCK)
        return false;
    for (from = 0; from <= column->length - NPS_BLOCK; from += BETWEEN_LOOKS)
        range_at(column, from, &range);
    range_at(column, column->length - NPS_BLOCK, &range);
    return range.first >= first && range.last <= last;
}

nps_days_range nps_days_range_of(const nps_column *column)
{
    const bool plain = is_plain(column);
    nps_days_range range = {INT64_MAX, INT64_MIN, false};
    nps_days_block block;
    size_t from;
    for (from = 0; from < column->length; from += NPS_BLOCK) {
        const size_t left = column->length - from;
        if (plain && left >= NPS_BLOCK) {
            range_at(column, from, &range);
            continue;
        }
        nps_days_block_read(column, from, left < NPS_BLOCK ? left : NPS_BLOCK, &block);
        range_of_block(&block, &range);
    }
    return range;
}
