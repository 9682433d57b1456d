/* What the kernels of x86 have in common: how they split a number into high and low, and where they add it.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_WEIGHTED_LANE_SUMS_X86_H
#define NPS_WEIGHTED_LANE_SUMS_X86_H

#include "lane_sums.h"

#if NPS_CPU_X86
#include <immintrin.h>
#include <string.h>

/**
 * How to split numbers of units of 2^(exponent - 52) without leaving doubles.
 *
 * Adding `up`, which is 2^52 highs and 2^40 more that count the row, rounds to whole highs and leaves how many there
 * are in the low bits. Taking away `down` from that, and what comes out from the number, leaves 1.5 2^52 units and the
 * rest: how many units that are is in the low bits, negative or not. The first addition alone rounds. The bits above
 * are the bias. A number that is 0 leaves nothing but the bias.
 */
typedef struct nps_lane_sums_split {
    double up, down;
    uint64_t high_bias, low_bias;
} nps_lane_sums_split;

static inline double nps_lane_sums_double(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline nps_lane_sums_split nps_lane_sums_split_at(int exponent)
{
    nps_lane_sums_split out;
    out.high_bias = nps_lane_sums_power(exponent + NPS_LANE_LOW_BITS) | NPS_LANE_ROW;
    out.low_bias = nps_lane_sums_power(exponent) | (uint64_t)1 << 51;
    out.up = nps_lane_sums_double(out.high_bias);
    out.down = out.up + nps_lane_sums_double(out.low_bias);
    return out;
}

/**
 * Tables of lane sums from a word on, to read from and to write to. That these are the same, compilers are kept from
 * knowing: else they calculate an address once for both, by an instruction for each row that addressing itself would
 * have saved.
 */
typedef struct nps_lane_sums_table_pointers {
    const uint64_t *from;
    uint64_t *to;
} nps_lane_sums_table_pointers;

static inline nps_lane_sums_table_pointers nps_lane_sums_tables(nps_lane_sums *self, size_t first)
{
    nps_lane_sums_table_pointers out = {self->tables + first, self->tables + first};
    __asm__("" : "+r"(out.from));
    return out;
}

/** All ones in the bytes of 16 rows whose bit is set. */
__attribute__((target("avx2"), always_inline)) static inline __m128i nps_lane_sums_bytes_of(uint32_t bits)
{
    const __m128i spread = _mm_setr_epi8(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
    const __m128i bit = _mm_set1_epi64x((int64_t)0x8040201008040201);
    const __m128i repeated = _mm_shuffle_epi8(_mm_cvtsi32_si128((int32_t)bits), spread);
    return _mm_cmpeq_epi8(_mm_and_si128(repeated, bit), bit);
}

/** Where bins are in a table: a word in each lane. Shifts do not cross bytes, as bins are small. */
__attribute__((target("avx2"), always_inline)) static inline void
nps_lane_sums_find_places(uint8_t *places, const uint8_t *bins, size_t rows)
{
    size_t i;
    for (i = 0; i < rows; i += NPS_LANE_SUMS_STEP) {
        const __m128i read = _mm_loadu_si128((const __m128i *)(const void *)(bins + i));
        _mm_store_si128((__m128i *)(void *)(places + i), _mm_slli_epi16(read, 2));
    }
}

/** Moves the rows of a step whose bit is set to the place of those without weight. */
__attribute__((target("avx2"), always_inline)) static inline void nps_lane_sums_move(uint8_t *places, uint32_t bits)
{
    const __m128i weightless = _mm_set1_epi8(NPS_LANE_SUMS_WEIGHTLESS * NPS_LANES);
    __m128i *const at = (__m128i *)(void *)places;
    _mm_store_si128(at, _mm_blendv_epi8(_mm_load_si128(at), weightless, nps_lane_sums_bytes_of(bits)));
}

/** Adds a row to its table; `places` are those of a row for each table. */
__attribute__((target("avx2"), always_inline)) static inline void
nps_lane_sums_add_row(const nps_lane_sums_table_pointers *lanes, size_t table, const uint8_t *places, __m256i row)
{
    const size_t at = table * NPS_LANE_SUMS_TABLE + places[table];
    const __m256i before = _mm256_load_si256((const __m256i *)(const void *)(lanes->from + at));
    _mm256_store_si256((__m256i *)(void *)(lanes->to + at), _mm256_add_epi64(before, row));
}
#endif

#endif
