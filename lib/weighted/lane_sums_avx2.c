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

/* Adds rows, half of them to the tables from `second` on; returns how far the weights are from the lowest. */
AVX2_INLINE __m256i add_rows(const nps_lane_sums_table_pointers *lanes, size_t second, const uint8_t *places,
                             const char *at, size_t rows, const char *ahead, const struct avx2_constants *constants)
{
    __m256i any = _mm256_setzero_si256();
    size_t i;
    for (i = 0; i < rows; i += NPS_LANE_SUMS_STEP, at += 128, ahead += 128) {
        _mm_prefetch(ahead, _MM_HINT_T0);
        _mm_prefetch(ahead + 64, _MM_HINT_T0);
        add_four(lanes, 0, places + i, at, constants, &any);
        add_four(lanes, 4, places + i, at + 32, constants, &any);
        add_four(lanes, second, places + i + 8 - second, at + 64, constants, &any);
        add_four(lanes, second + 4, places + i + 8 - second, at + 96, constants, &any);
    }
    return any;
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
    const nps_lane_sums_table_pointers lanes = nps_lane_sums_tables(self);
    _Alignas(32) uint8_t places[NPS_BLOCK];
    __m256i any;
    find_places(places, bins, rows);
    any = self->table_count == NPS_LANE_SUMS_FEW ? add_rows(&lanes, 0, places, weights, rows, next, &constants)
                                                 : add_rows(&lanes, 8, places, weights, rows, next, &constants);
    /* Nothing below a power of two has a bit from there on, and nor has all of it. */
    return _mm256_testz_si256(any, beyond);
}

/* The bits of four lanes that are all ones. */
AVX2_INLINE uint64_t bits_of(__m256i lanes)
{
    return (uint64_t)(unsigned)_mm256_movemask_pd(_mm256_castsi256_pd(lanes));
}

/* All ones in the bytes of 32 rows whose bit is set. */
AVX2_INLINE __m256i bytes_of(uint32_t bits)
{
    const __m256i spread = _mm256_setr_epi8(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3,
                                            3, 3, 3, 3, 3, 3, 3);
    const __m256i bit = _mm256_set1_epi64x((int64_t)0x8040201008040201);
    const __m256i repeated = _mm256_shuffle_epi8(_mm256_set1_epi32((int32_t)bits), spread);
    return _mm256_cmpeq_epi8(_mm256_and_si256(repeated, bit), bit);
}

AVX2 uint64_t nps_lane_sums_prepare_avx2(uint8_t *bins, uint64_t *weights, int exponent)
{
    const __m256i zero = _mm256_setzero_si256();
    const __m256i lowest = _mm256_set1_epi64x((int64_t)nps_lane_sums_power(exponent));
    const __m256i beyond = _mm256_set1_epi64x(-(int64_t)NPS_LANE_SUMS_BEYOND);
    const __m256i weightless = _mm256_set1_epi8(NPS_LANE_SUMS_WEIGHTLESS);
    uint64_t without = 0, within = 0;
    int i;
    for (i = 0; i < 64; i += 4) {
        __m256i *const at = (__m256i *)(void *)(weights + i);
        const __m256i read = _mm256_loadu_si256(at), is_zero = _mm256_cmpeq_epi64(read, zero);
        const __m256i weight = _mm256_blendv_epi8(read, lowest, is_zero);
        const __m256i far = _mm256_and_si256(_mm256_sub_epi64(weight, lowest), beyond);
        _mm256_storeu_si256(at, weight);
        without |= bits_of(is_zero) << i;
        within |= bits_of(_mm256_cmpeq_epi64(far, zero)) << i;
    }
    for (i = 0; i < 64; i += 32) {
        __m256i *const at = (__m256i *)(void *)(bins + i);
        const __m256i chosen = bytes_of((uint32_t)(without >> i));
        _mm256_storeu_si256(at, _mm256_blendv_epi8(_mm256_loadu_si256(at), weightless, chosen));
    }
    return ~within;
}

#endif
