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
    self->bias[NPS_LANE_HIGH] = weight.high_bias;
    self->bias[NPS_LANE_LOW] = weight.low_bias;
    self->bias[NPS_LANE_SQUARE_HIGH] = square.high_bias;
    self->bias[NPS_LANE_SQUARE_LOW] = square.low_bias;
}

void nps_lane_sums_start_avx2(nps_lane_sums *self)
{
    nps_lane_sums_bias_x86(self);
    memset(self->tables, 0, self->table_count * NPS_LANE_SUMS_TABLE * sizeof *self->tables);
}

struct avx2_constants {
    __m256d up, down, square_up, square_down;
    __m256i lowest, beyond;
};

AVX2_INLINE void split(__m256d value, __m256d up, __m256d down, __m256i *high, __m256i *low)
{
    const __m256d moved = _mm256_add_pd(value, up);
    *high = _mm256_castpd_si256(moved);
    *low = _mm256_castpd_si256(_mm256_sub_pd(value, _mm256_sub_pd(moved, down)));
}

AVX2_INLINE void add_four(const nps_lane_sums_table_pointers *lanes, size_t table, const uint8_t *places,
                          __m256d weight, const struct avx2_constants *constants)
{
    __m256i high, low, square_high, square_low, even, odd, square_even, square_odd;
    split(weight, constants->up, constants->down, &high, &low);
    split(_mm256_mul_pd(weight, weight), constants->square_up, constants->square_down, &square_high, &square_low);
    even = _mm256_unpacklo_epi64(high, low);
    odd = _mm256_unpackhi_epi64(high, low);
    square_even = _mm256_unpacklo_epi64(square_high, square_low);
    square_odd = _mm256_unpackhi_epi64(square_high, square_low);
    nps_lane_sums_add_row(lanes, table, places, _mm256_permute2x128_si256(even, square_even, 0x20));
    nps_lane_sums_add_row(lanes, table + 1, places, _mm256_permute2x128_si256(odd, square_odd, 0x20));
    nps_lane_sums_add_row(lanes, table + 2, places, _mm256_permute2x128_si256(even, square_even, 0x31));
    nps_lane_sums_add_row(lanes, table + 3, places, _mm256_permute2x128_si256(odd, square_odd, 0x31));
}

/* The bits of four lanes that are all ones. */
AVX2_INLINE uint32_t bits_of(__m256i lanes)
{
    return (uint32_t)_mm256_movemask_pd(_mm256_castsi256_pd(lanes));
}

/* How far weights are from the lowest. */
AVX2_INLINE __m256i above_lowest(__m256d weight, const struct avx2_constants *constants)
{
    return _mm256_sub_epi64(_mm256_castpd_si256(weight), constants->lowest);
}

/* Whether a step of weights can be added, of which none is 0. */
AVX2_INLINE bool are_within(const __m256d weights[4], const struct avx2_constants *constants)
{
    const __m256i any =
        _mm256_or_si256(_mm256_or_si256(above_lowest(weights[0], constants), above_lowest(weights[1], constants)),
                        _mm256_or_si256(above_lowest(weights[2], constants), above_lowest(weights[3], constants)));
    /* Nothing below a power of two has a bit from there on, and nor has all of it. */
    return _mm256_testz_si256(any, constants->beyond);
}

/* The same where some may be 0, which the bits tell. */
AVX2_INLINE bool are_within_or_zero(const __m256d weights[4], const struct avx2_constants *constants, uint32_t *zeros)
{
    __m256i any = _mm256_setzero_si256();
    int i;
    *zeros = 0;
    for (i = 0; i < 4; i++) {
        const __m256i is_zero = _mm256_castpd_si256(_mm256_cmp_pd(weights[i], _mm256_setzero_pd(), _CMP_EQ_OQ));
        any = _mm256_or_si256(any, _mm256_andnot_si256(is_zero, above_lowest(weights[i], constants)));
        *zeros |= bits_of(is_zero) << 4 * i;
    }
    return _mm256_testz_si256(any, constants->beyond);
}

/* Rows that are to be added, and tables for eight of each step and for the others. */
struct avx2_rows {
    uint8_t *places;
    const char *weights, *ahead;
    size_t count;
    nps_lane_sums_table_pointers first, second;
};

/* Adds rows until one has a weight that cannot be added; returns how many. */
AVX2_INLINE size_t add_rows(const struct avx2_rows *rows, const struct avx2_constants *constants)
{
    bool are_zeros = false;
    size_t i;
    for (i = 0; i < rows->count; i += NPS_LANE_SUMS_STEP) {
        const double *const at = (const double *)(const void *)(rows->weights + i * sizeof(double));
        const __m256d weights[4] = {_mm256_loadu_pd(at), _mm256_loadu_pd(at + 4), _mm256_loadu_pd(at + 8),
                                    _mm256_loadu_pd(at + 12)};
        _mm_prefetch(rows->ahead + i * sizeof(double), _MM_HINT_T0);
        _mm_prefetch(rows->ahead + i * sizeof(double) + 64, _MM_HINT_T0);
        /* After the first weight of 0 every step may have some: branches that depend on which would be mispredicted. */
        if (are_zeros || !are_within(weights, constants)) {
            uint32_t zeros;
            if (!are_within_or_zero(weights, constants, &zeros))
                break;
            nps_lane_sums_move(rows->places + i, zeros);
            are_zeros = true;
        }
        add_four(&rows->first, 0, rows->places + i, weights[0], constants);
        add_four(&rows->first, 4, rows->places + i, weights[1], constants);
        add_four(&rows->second, 0, rows->places + i + 8, weights[2], constants);
        add_four(&rows->second, 4, rows->places + i + 8, weights[3], constants);
    }
    return i;
}

AVX2 size_t nps_lane_sums_add_avx2(nps_lane_sums *self, const uint8_t *bins, const void *weights, size_t count,
                                   const void *next)
{
    const nps_lane_sums_split weight = nps_lane_sums_split_at(self->exponent);
    const nps_lane_sums_split square = nps_lane_sums_split_at(2 * self->exponent);
    const struct avx2_constants constants = {_mm256_set1_pd(weight.up),
                                             _mm256_set1_pd(weight.down),
                                             _mm256_set1_pd(square.up),
                                             _mm256_set1_pd(square.down),
                                             _mm256_set1_epi64x((int64_t)nps_lane_sums_power(self->exponent)),
                                             _mm256_set1_epi64x(-(int64_t)NPS_LANE_SUMS_BEYOND)};
    _Alignas(32) uint8_t places[NPS_BLOCK];
    const struct avx2_rows rows = {places,
                                   weights,
                                   next,
                                   count,
                                   nps_lane_sums_tables(self, 0),
                                   nps_lane_sums_tables(self, 8 % self->table_count * NPS_LANE_SUMS_TABLE)};
    nps_lane_sums_find_places(places, bins, count);
    return add_rows(&rows, &constants);
}

AVX2 void nps_lane_sums_add_up_avx2(const nps_lane_sums *self, uint64_t lanes[NPS_LANE_SUMS_BINS][NPS_LANES])
{
    size_t table, bin;
    for (bin = 0; bin < NPS_LANE_SUMS_BINS; bin++) {
        const uint64_t *at = self->tables + bin * NPS_LANES;
        __m256i sum = _mm256_setzero_si256();
        for (table = 0; table < self->table_count; table++, at += NPS_LANE_SUMS_TABLE)
            sum = _mm256_add_epi64(sum, _mm256_load_si256((const __m256i *)(const void *)at));
        _mm256_store_si256((__m256i *)(void *)lanes[bin], sum);
    }
}

AVX2 uint64_t nps_lane_sums_prepare_avx2(uint8_t *bins, uint64_t *weights, int exponent)
{
    const __m256i zero = _mm256_setzero_si256();
    const __m256i lowest = _mm256_set1_epi64x((int64_t)nps_lane_sums_power(exponent));
    const __m256i beyond = _mm256_set1_epi64x(-(int64_t)NPS_LANE_SUMS_BEYOND);
    const __m128i weightless = _mm_set1_epi8(NPS_LANE_SUMS_WEIGHTLESS);
    uint64_t without = 0, within = 0;
    int i;
    for (i = 0; i < 64; i += 4) {
        __m256i *const at = (__m256i *)(void *)(weights + i);
        const __m256i read = _mm256_loadu_si256(at), is_zero = _mm256_cmpeq_epi64(read, zero);
        const __m256i weight = _mm256_blendv_epi8(read, lowest, is_zero);
        const __m256i distance = _mm256_and_si256(_mm256_sub_epi64(weight, lowest), beyond);
        _mm256_storeu_si256(at, weight);
        without |= (uint64_t)bits_of(is_zero) << i;
        within |= (uint64_t)bits_of(_mm256_cmpeq_epi64(distance, zero)) << i;
    }
    for (i = 0; i < 64; i += 16) {
        __m128i *const at = (__m128i *)(void *)(bins + i);
        const __m128i chosen = nps_lane_sums_bytes_of((uint32_t)(without >> i));
        _mm_storeu_si128(at, _mm_blendv_epi8(_mm_loadu_si128(at), weightless, chosen));
    }
    return ~within;
}

#endif
