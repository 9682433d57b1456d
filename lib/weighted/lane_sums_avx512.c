/* AVX-512: eight rows at a time.
 * SPDX-License-Identifier: MIT */
#include "../column/block.h"
#include "lane_sums_x86.h"

#if NPS_CPU_X86
#include <immintrin.h>

#define AVX512        __attribute__((target("avx2,avx512f")))
#define AVX512_INLINE AVX512 static inline __attribute__((always_inline))

struct avx512_constants {
    __m512d up, down, square_up, square_down;
    __m512i lowest, beyond;
};

AVX512_INLINE void split(__m512d value, __m512d up, __m512d down, __m512i *high, __m512i *low)
{
    const __m512d moved = _mm512_add_pd(value, up);
    *high = _mm512_castpd_si512(moved);
    *low = _mm512_castpd_si512(_mm512_sub_pd(value, _mm512_sub_pd(moved, down)));
}

/* Adds a row, and the fourth after it. */
AVX512_INLINE void add_two(const nps_lane_sums_table_pointers *lanes, size_t table, const uint8_t *places, __m512i rows)
{
    nps_lane_sums_add_row(lanes, table, places, _mm512_castsi512_si256(rows));
    nps_lane_sums_add_row(lanes, table + 4, places, _mm512_extracti64x4_epi64(rows, 1));
}

/* Adds every other of eight rows, given high and low of their weights and of their squares. */
AVX512_INLINE void add_four(const nps_lane_sums_table_pointers *lanes, size_t table, const uint8_t *places,
                            __m512i weights, __m512i squares)
{
    add_two(lanes, table, places, _mm512_mask_permutex_epi64(weights, 0xcc, squares, 0x44));
    add_two(lanes, table + 2, places, _mm512_mask_permutex_epi64(squares, 0x33, weights, 0xee));
}

AVX512_INLINE void add_eight(const nps_lane_sums_table_pointers *lanes, size_t table, const uint8_t *places,
                             __m512d weight, const struct avx512_constants *constants)
{
    __m512i high, low, square_high, square_low;
    split(weight, constants->up, constants->down, &high, &low);
    split(_mm512_mul_pd(weight, weight), constants->square_up, constants->square_down, &square_high, &square_low);
    add_four(lanes, table, places, _mm512_unpacklo_epi64(high, low), _mm512_unpacklo_epi64(square_high, square_low));
    add_four(lanes, table + 1, places, _mm512_unpackhi_epi64(high, low),
             _mm512_unpackhi_epi64(square_high, square_low));
}

/* A bit for each of eight weights that cannot be added. */
AVX512_INLINE uint32_t outside(__m512d weights, const struct avx512_constants *constants)
{
    const __m512i above = _mm512_sub_epi64(_mm512_castpd_si512(weights), constants->lowest);
    return _mm512_test_epi64_mask(above, constants->beyond);
}

/* A bit for each of eight weights that is 0. */
AVX512_INLINE uint32_t zeros_of(__m512d weights)
{
    return _mm512_cmp_pd_mask(weights, _mm512_setzero_pd(), _CMP_EQ_OQ);
}

/* Rows that are to be added, and tables for eight of each step and for the others. */
struct avx512_rows {
    uint8_t *places;
    const char *weights, *ahead;
    size_t count;
    nps_lane_sums_table_pointers first, second;
};

/* Adds rows until one has a weight that cannot be added; returns how many. */
AVX512_INLINE size_t add_rows(const struct avx512_rows *rows, const struct avx512_constants *constants)
{
    size_t i;
    for (i = 0; i < rows->count; i += NPS_LANE_SUMS_STEP) {
        const char *const at = rows->weights + i * sizeof(double);
        const __m512d low = _mm512_loadu_pd(at), high = _mm512_loadu_pd(at + 64);
        const uint32_t unusual = outside(low, constants) | outside(high, constants) << 8;
        _mm_prefetch(rows->ahead + i * sizeof(double), _MM_HINT_T0);
        _mm_prefetch(rows->ahead + i * sizeof(double) + 64, _MM_HINT_T0);
        if (unusual != 0) {
            const uint32_t zeros = zeros_of(low) | zeros_of(high) << 8;
            if (unusual & ~zeros)
                break;
            nps_lane_sums_move(rows->places + i, zeros);
        }
        add_eight(&rows->first, 0, rows->places + i, low, constants);
        add_eight(&rows->second, 0, rows->places + i + 8, high, constants);
    }
    return i;
}

AVX512 size_t nps_lane_sums_add_avx512(nps_lane_sums *self, const uint8_t *bins, const void *weights, size_t count,
                                       const void *next)
{
    const nps_lane_sums_split weight = nps_lane_sums_split_at(self->exponent);
    const nps_lane_sums_split square = nps_lane_sums_split_at(2 * self->exponent);
    const struct avx512_constants constants = {_mm512_set1_pd(weight.up),
                                               _mm512_set1_pd(weight.down),
                                               _mm512_set1_pd(square.up),
                                               _mm512_set1_pd(square.down),
                                               _mm512_set1_epi64((int64_t)nps_lane_sums_power(self->exponent)),
                                               _mm512_set1_epi64(-(int64_t)NPS_LANE_SUMS_BEYOND)};
    _Alignas(64) uint8_t places[NPS_BLOCK];
    const struct avx512_rows rows = {
        places, weights, next, count, nps_lane_sums_tables(self, 0), nps_lane_sums_tables(self, 8 % self->table_count)};
    nps_lane_sums_find_places(places, bins, count);
    return add_rows(&rows, &constants);
}

#endif
