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
    __m512i row;
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
    high = _mm512_add_epi64(high, constants->row);
    add_four(lanes, table, places, _mm512_unpacklo_epi64(high, low), _mm512_unpacklo_epi64(square_high, square_low));
    add_four(lanes, table + 1, places, _mm512_unpackhi_epi64(high, low),
             _mm512_unpackhi_epi64(square_high, square_low));
}

/* Where the bins are in a table. Shifts do not cross bytes, as bins are small. */
AVX512_INLINE void find_places(uint8_t *places, const uint8_t *bins, size_t rows)
{
    size_t i;
    for (i = 0; i < rows; i += 32) {
        const __m256i read = _mm256_loadu_si256((const __m256i *)(const void *)(bins + i));
        _mm256_storeu_si256((__m256i *)(void *)(places + i), _mm256_slli_epi16(read, 2));
    }
}

/* Adds rows, half of them to the tables from `second` on; returns how far the weights are from the lowest. */
AVX512_INLINE __m512i add_rows(const nps_lane_sums_table_pointers *lanes, size_t second, const uint8_t *places,
                               const char *at, size_t rows, const char *ahead, __m512i lowest,
                               const struct avx512_constants *constants)
{
    __m512i any = _mm512_setzero_si512();
    size_t i;
    for (i = 0; i < rows; i += NPS_LANE_SUMS_STEP, at += 128, ahead += 128) {
        const __m512i low = _mm512_loadu_si512(at), high = _mm512_loadu_si512(at + 64);
        _mm_prefetch(ahead, _MM_HINT_T0);
        _mm_prefetch(ahead + 64, _MM_HINT_T0);
        any = _mm512_or_si512(any, _mm512_sub_epi64(low, lowest));
        any = _mm512_or_si512(any, _mm512_sub_epi64(high, lowest));
        add_eight(lanes, 0, places + i, _mm512_castsi512_pd(low), constants);
        add_eight(lanes, second, places + i + 8 - second, _mm512_castsi512_pd(high), constants);
    }
    return any;
}

AVX512 bool nps_lane_sums_add_avx512(nps_lane_sums *self, const uint8_t *bins, const void *weights, size_t rows,
                                     const void *next)
{
    const nps_lane_sums_split weight = nps_lane_sums_split_at(self->exponent);
    const nps_lane_sums_split square = nps_lane_sums_split_at(2 * self->exponent);
    const struct avx512_constants constants = {_mm512_set1_pd(weight.up), _mm512_set1_pd(weight.down),
                                               _mm512_set1_pd(square.up), _mm512_set1_pd(square.down),
                                               _mm512_set1_epi64((int64_t)(NPS_LANE_ROW - weight.high_bias))};
    const __m512i lowest = _mm512_set1_epi64((int64_t)nps_lane_sums_power(self->exponent));
    const __m512i beyond = _mm512_set1_epi64(-(int64_t)NPS_LANE_SUMS_BEYOND);
    const nps_lane_sums_table_pointers lanes = nps_lane_sums_tables(self);
    _Alignas(64) uint8_t places[NPS_BLOCK];
    __m512i any;
    find_places(places, bins, rows);
    any = self->table_count == NPS_LANE_SUMS_FEW ? add_rows(&lanes, 0, places, weights, rows, next, lowest, &constants)
                                                 : add_rows(&lanes, 8, places, weights, rows, next, lowest, &constants);
    /* Nothing below a power of two has a bit from there on, and nor has all of it. */
    return _mm512_test_epi64_mask(any, beyond) == 0;
}

#endif
