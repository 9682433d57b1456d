/* AVX2: four rows at a time.
 * SPDX-License-Identifier: MIT */
#include "../column/block.h"
#include "lane_sums_x86.h"

#if NPS_CPU_X86
#include <immintrin.h>

#define AVX2        __attribute__((target("avx2")))
#define AVX2_INLINE AVX2 static inline __attribute__((always_inline))

void nps_lane_sums_bias_x86(nps_lane_sums *self)
{
    const nps_lane_sums_split weight = nps_lane_sums_split_at(self->exponent);
    const nps_lane_sums_split square = nps_lane_sums_split_at(2 * self->exponent);
    self->bias[NPS_LANE_HIGH] = NPS_LANE_ROW;
    self->bias[NPS_LANE_LOW] = weight.low_bias;
    self->bias[NPS_LANE_SQUARE_HIGH] = square.high_bias;
    self->bias[NPS_LANE_SQUARE_LOW] = square.low_bias;
}

struct avx2_constants {
    __m256d up, down, square_up, square_down;
    __m256i row, lowest;
};

AVX2_INLINE void split(__m256d value, __m256d up, __m256d down, __m256i *high, __m256i *low)
{
    const __m256d moved = _mm256_add_pd(value, up);
    *high = _mm256_castpd_si256(moved);
    *low = _mm256_castpd_si256(_mm256_sub_pd(value, _mm256_sub_pd(moved, down)));
}

/* How far the weights are from the lowest is put into `any`. */
AVX2_INLINE void add_four(const nps_lane_sums_table_pointers *lanes, size_t table, const uint8_t *places,
                          const char *weights, const struct avx2_constants *constants, __m256i *any)
{
    const __m256i bits = _mm256_loadu_si256((const __m256i *)(const void *)weights);
    const __m256d weight = _mm256_castsi256_pd(bits);
    __m256i high, low, square_high, square_low, even, odd, square_even, square_odd;
    *any = _mm256_or_si256(*any, _mm256_sub_epi64(bits, constants->lowest));
    split(weight, constants->up, constants->down, &high, &low);
    split(_mm256_mul_pd(weight, weight), constants->square_up, constants->square_down, &square_high, &square_low);
    high = _mm256_add_epi64(high, constants->row);
    even = _mm256_unpacklo_epi64(high, low);
    odd = _mm256_unpackhi_epi64(high, low);
    square_even = _mm256_unpacklo_epi64(square_high, square_low);
    square_odd = _mm256_unpackhi_epi64(square_high, square_low);
    nps_lane_sums_add_row(lanes, table, places, _mm256_permute2x128_si256(even, square_even, 0x20));
    nps_lane_sums_add_row(lanes, table + 1, places, _mm256_permute2x128_si256(odd, square_odd, 0x20));
    nps_lane_sums_add_row(lanes, table + 2, places, _mm256_permute2x128_si256(even, square_even, 0x31));
    nps_lane_sums_add_row(lanes, table + 3, places, _mm256_permute2x128_si256(odd, square_odd, 0x31));
}

/* Where the bins are in a table. Shifts do not cross bytes, as bins are small. */
AVX2_INLINE void find_places(uint8_t *places, const uint8_t *bins, size_t rows)
{
    size_t i;
    for (i = 0; i < rows; i += 32) {
        const __m256i read = _mm256_loadu_si256((const __m256i *)(const void *)(bins + i));
        _mm256_storeu_si256((__m256i *)(void *)(places + i), _mm256_slli_epi16(read, 2));
    }
}

AVX2 bool nps_lane_sums_add_avx2(nps_lane_sums *self, const uint8_t *bins, const void *weights, size_t rows,
                                 const void *next)
{
    const nps_lane_sums_split weight = nps_lane_sums_split_at(self->exponent);
    const nps_lane_sums_split square = nps_lane_sums_split_at(2 * self->exponent);
    const struct avx2_constants constants = {_mm256_set1_pd(weight.up),
                                             _mm256_set1_pd(weight.down),
                                             _mm256_set1_pd(square.up),
                                             _mm256_set1_pd(square.down),
                                             _mm256_set1_epi64x((int64_t)(NPS_LANE_ROW - weight.high_bias)),
                                             _mm256_set1_epi64x((int64_t)nps_lane_sums_power(self->exponent))};
    const __m256i beyond = _mm256_set1_epi64x(-(int64_t)NPS_LANE_SUMS_BEYOND);
    __m256i any = _mm256_setzero_si256();
    const nps_lane_sums_table_pointers lanes = nps_lane_sums_tables(self);
    const char *at = weights, *ahead = next;
    _Alignas(32) uint8_t places[NPS_BLOCK];
    size_t i;
    find_places(places, bins, rows);
    for (i = 0; i < rows; i += NPS_LANE_SUMS_STEP, at += 128, ahead += 128) {
        _mm_prefetch(ahead, _MM_HINT_T0);
        _mm_prefetch(ahead + 64, _MM_HINT_T0);
        add_four(&lanes, 0, places + i, at, &constants, &any);
        add_four(&lanes, 4, places + i, at + 32, &constants, &any);
        add_four(&lanes, 8, places + i, at + 64, &constants, &any);
        add_four(&lanes, 12, places + i, at + 96, &constants, &any);
    }
    /* Nothing below a power of two has a bit from there on, and nor has all of it. */
    return _mm256_testz_si256(any, beyond);
}

#endif
