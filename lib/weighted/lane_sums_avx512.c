/* AVX-512: eight rows at a time, of which two are added together, in a table by the bins of both.
 * SPDX-License-Identifier: MIT */
#include "../column/block.h"
#include "lane_sums_x86.h"

#if NPS_CPU_X86
#include <immintrin.h>

#define AVX512        __attribute__((target("avx2,avx512f,avx512bw")))
#define AVX512_INLINE AVX512 static inline __attribute__((always_inline))

/* The lanes of a row in a table: those of the weight and of its square come from the same vector, high or low. */
enum { PAIR_ROWS = 2, PAIR_WORDS = PAIR_ROWS * NPS_LANES, USED_BINS = NPS_LANE_SUMS_NOWHERE + 1 };

struct avx512_constants {
    __m512d up, down; /* for a weight and its square, alternately */
    __m512i lowest, beyond;
};

/* Empties pairs of bins: so many first ones from one on, and as many second ones. */
AVX512 __attribute__((noinline)) static void clear(nps_lane_sums *self, unsigned first, unsigned firsts,
                                                   unsigned second, unsigned seconds)
{
    __m512i empty = _mm512_setzero_si512();
    size_t table, i, j;
    /* Compilers would call a function for each run of zeros, which takes longer. */
    __asm__("" : "+v"(empty));
    for (table = 0; table < self->table_count; table++)
        for (i = first; i < first + firsts; i++) {
            uint64_t *const at = self->tables + table * NPS_LANE_SUMS_PAIR_TABLE + i * NPS_LANE_SUMS_BINS * PAIR_WORDS;
            for (j = second; j < second + seconds; j++)
                _mm512_store_si512(at + j * PAIR_WORDS, empty);
        }
}

/* Most columns have valid answers alone: the other bins, whose pairs are half of the table, are added when they come.
 */
AVX512 void nps_lane_sums_start_avx512(nps_lane_sums *self)
{
    nps_lane_sums_bias_x86(self);
    self->bins = NPS_ANSWERS;
    clear(self, 0, NPS_ANSWERS, 0, NPS_ANSWERS);
}

AVX512 __attribute__((noinline, cold)) static void add_other_bins(nps_lane_sums *self)
{
    if (self->bins == USED_BINS)
        return;
    self->bins = USED_BINS;
    clear(self, 0, NPS_ANSWERS, NPS_ANSWERS, USED_BINS - NPS_ANSWERS);
    clear(self, NPS_ANSWERS, USED_BINS - NPS_ANSWERS, 0, USED_BINS);
}

/* A number for each of two values, alternately. */
AVX512_INLINE __m512d alternate(double weight, double square)
{
    return _mm512_mask_blend_pd(0xaa, _mm512_set1_pd(weight), _mm512_set1_pd(square));
}

/* Adds two rows. An index is scaled by 8 bytes, as addresses can be. */
AVX512_INLINE void add_pair(const nps_lane_sums_table_pointers *lanes, uint16_t index, __m512i rows)
{
    const __m512i before = _mm512_load_si512(lanes->from + index);
    _mm512_store_si512(lanes->to + index, _mm512_add_epi64(before, rows));
}

/* Adds four rows, each a weight and its square: the first with the third, and the second with the fourth. */
AVX512_INLINE void add_four(const nps_lane_sums_table_pointers *lanes, const uint16_t *indexes, __m512d values,
                            const struct avx512_constants *constants)
{
    const __m512d moved = _mm512_add_pd(values, constants->up);
    const __m512i high = _mm512_castpd_si512(moved);
    const __m512i low = _mm512_castpd_si512(_mm512_sub_pd(values, _mm512_sub_pd(moved, constants->down)));
    add_pair(lanes, indexes[0], _mm512_mask_permutex_epi64(high, 0xcc, low, 0x44));
    add_pair(lanes, indexes[1], _mm512_mask_permutex_epi64(low, 0x33, high, 0xee));
}

/* How far eight weights are from the lowest. */
AVX512_INLINE __m512i above_lowest(__m512d weights, const struct avx512_constants *constants)
{
    return _mm512_sub_epi64(_mm512_castpd_si512(weights), constants->lowest);
}

/* A bit for each of eight weights that is 0. */
AVX512_INLINE __mmask8 zeros_of(__m512d weights)
{
    return _mm512_cmp_pd_mask(weights, _mm512_setzero_pd(), _CMP_EQ_OQ);
}

/* Where pairs of rows are in a table, in the order in which they are added: rows 0 and 4, 2 and 6, 1 and 5... */
#define PAIR_ORDER _mm_setr_epi8(0, 4, 2, 6, 1, 5, 3, 7, 8, 12, 10, 14, 9, 13, 11, 15)
#define BIN_WORDS  (PAIR_WORDS << 8 | PAIR_WORDS * NPS_LANE_SUMS_BINS)

AVX512_INLINE void find_pairs(uint16_t *indexes, __m128i bins)
{
    const __m128i found = _mm_maddubs_epi16(_mm_set1_epi16(BIN_WORDS), _mm_shuffle_epi8(bins, PAIR_ORDER));
    _mm_store_si128((__m128i *)(void *)indexes, found);
}

AVX512_INLINE __m128i load_bins(const uint8_t *bins)
{
    return _mm_loadu_si128((const __m128i *)(const void *)bins);
}

/* Finds the pairs of rows, whose number is a multiple of a step, and says whether all have valid answers. */
AVX512_INLINE bool find_all_pairs(uint16_t *indexes, const uint8_t *bins, size_t count)
{
    const __m512i order = _mm512_broadcast_i32x4(PAIR_ORDER), words = _mm512_set1_epi16(BIN_WORDS);
    __m512i highest = _mm512_setzero_si512();
    size_t i;
    for (i = 0; i + 64 <= count; i += 64) {
        const __m512i read = _mm512_loadu_si512(bins + i);
        const __m512i found = _mm512_maddubs_epi16(words, _mm512_shuffle_epi8(read, order));
        highest = _mm512_max_epu8(highest, read);
        _mm512_store_si512(indexes + i / PAIR_ROWS, found);
    }
    for (; i < count; i += NPS_LANE_SUMS_STEP) {
        const __m128i read = load_bins(bins + i);
        highest = _mm512_max_epu8(highest, _mm512_zextsi128_si512(read));
        find_pairs(indexes + i / PAIR_ROWS, read);
    }
    return _mm512_cmpge_epu8_mask(highest, _mm512_set1_epi8(NPS_ANSWERS)) == 0;
}

/* Finds the pairs of a step of which some rows have no weight, which the bits tell. */
AVX512_INLINE void find_other_pairs(uint16_t *indexes, const uint8_t *bins, __mmask16 zeros)
{
    const __m512i read = _mm512_castsi128_si512(load_bins(bins)),
                  weightless = _mm512_set1_epi8(NPS_LANE_SUMS_WEIGHTLESS);
    find_pairs(indexes, _mm512_castsi512_si128(_mm512_mask_blend_epi8(zeros, read, weightless)));
}

AVX512_INLINE void add_eight(const nps_lane_sums_table_pointers tables[2], const uint16_t *indexes, __m512d weights,
                             const struct avx512_constants *constants)
{
    const __m512d swapped = _mm512_permute_pd(weights, 0x55);
    add_four(&tables[0], indexes, _mm512_mask_mul_pd(weights, 0xaa, swapped, swapped), constants);
    add_four(&tables[1], indexes + 2, _mm512_mask_mul_pd(swapped, 0xaa, weights, weights), constants);
}

/* Rows that are to be added, and tables for those with even and with odd numbers. */
struct avx512_rows {
    const uint8_t *bins;
    uint16_t *indexes;
    const char *weights, *ahead;
    size_t count;
    nps_lane_sums_table_pointers tables[2];
};

/* A copy of a block of weights. */
struct avx512_copy {
    _Alignas(64) double weights[NPS_BLOCK];
};

/* Copies the weights from row `i` on, where those of 0 become the lowest, and finds the pairs of all these rows anew.
 * Branches that depend on which weights are 0 would often be mispredicted. */
AVX512 __attribute__((noinline)) static void take_out_zeros(struct avx512_rows *rows, size_t i, __m512i lowest,
                                                            struct avx512_copy *copy)
{
    const __m512d instead = _mm512_castsi512_pd(lowest);
    for (; i < rows->count; i += NPS_LANE_SUMS_STEP) {
        const char *const at = rows->weights + i * sizeof(double);
        const __m512d low = _mm512_loadu_pd(at), high = _mm512_loadu_pd(at + 64);
        const __mmask8 zeros = zeros_of(low), high_zeros = zeros_of(high);
        _mm512_store_pd(copy->weights + i, _mm512_mask_mov_pd(low, zeros, instead));
        _mm512_store_pd(copy->weights + i + 8, _mm512_mask_mov_pd(high, high_zeros, instead));
        find_other_pairs(rows->indexes + i / PAIR_ROWS, rows->bins + i, _mm512_kunpackb(high_zeros, zeros));
    }
    rows->weights = (const char *)copy->weights;
}

/* Adds rows from `i` on until one has a weight that cannot be added or is 0; returns the first that was not added. */
AVX512_INLINE size_t add_rows(const struct avx512_rows *rows, size_t i, const struct avx512_constants *constants)
{
    for (; i < rows->count; i += NPS_LANE_SUMS_STEP) {
        const char *const at = rows->weights + i * sizeof(double);
        const uint16_t *const indexes = rows->indexes + i / PAIR_ROWS;
        const __m512d low = _mm512_loadu_pd(at), high = _mm512_loadu_pd(at + 64);
        const __m512i above = _mm512_or_si512(above_lowest(low, constants), above_lowest(high, constants));
        _mm_prefetch(rows->ahead + i * sizeof(double), _MM_HINT_T0);
        _mm_prefetch(rows->ahead + i * sizeof(double) + 64, _MM_HINT_T0);
        if (_mm512_test_epi64_mask(above, constants->beyond) != 0)
            break;
        add_eight(rows->tables, indexes, low, constants);
        add_eight(rows->tables, indexes + 4, high, constants);
    }
    return i;
}

/* Whether a step of weights can be added but for those of 0. */
AVX512_INLINE bool has_only_zeros(const char *at, const struct avx512_constants *constants)
{
    const __m512d low = _mm512_loadu_pd(at), high = _mm512_loadu_pd(at + 64);
    const __mmask8 within = _mm512_testn_epi64_mask(above_lowest(low, constants), constants->beyond);
    const __mmask8 high_within = _mm512_testn_epi64_mask(above_lowest(high, constants), constants->beyond);
    return ((within | zeros_of(low)) & (high_within | zeros_of(high))) == 0xff;
}

AVX512 size_t nps_lane_sums_add_avx512(nps_lane_sums *self, const uint8_t *bins, const void *weights, size_t count,
                                       const void *next)
{
    const nps_lane_sums_split weight = nps_lane_sums_split_at(self->exponent);
    const nps_lane_sums_split square = nps_lane_sums_split_at(2 * self->exponent);
    const struct avx512_constants constants = {alternate(weight.up, square.up), alternate(weight.down, square.down),
                                               _mm512_set1_epi64((int64_t)nps_lane_sums_power(self->exponent)),
                                               _mm512_set1_epi64(-(int64_t)NPS_LANE_SUMS_BEYOND)};
    _Alignas(64) uint16_t indexes[NPS_BLOCK / PAIR_ROWS];
    const size_t second = (self->table_count - 1) * NPS_LANE_SUMS_PAIR_TABLE;
    struct avx512_rows rows = {bins, indexes, weights,
                               next, count,   {nps_lane_sums_tables(self, 0), nps_lane_sums_tables(self, second)}};
    struct avx512_copy copy;
    size_t added = 0;
    if (!find_all_pairs(indexes, bins, count))
        add_other_bins(self);
    for (;;) {
        added = add_rows(&rows, added, &constants);
        if (added == count || rows.weights == (const char *)copy.weights ||
            !has_only_zeros(rows.weights + added * sizeof(double), &constants))
            return added;
        add_other_bins(self);
        take_out_zeros(&rows, added, constants.lowest, &copy);
    }
}

AVX512_INLINE __m256i load_half(const uint64_t *at)
{
    return _mm256_load_si256((const __m256i *)(const void *)at);
}

AVX512 void nps_lane_sums_add_up_avx512(const nps_lane_sums *self, uint64_t lanes[NPS_LANE_SUMS_BINS][NPS_LANES])
{
    size_t bin, table, other;
    memset(lanes, 0, NPS_LANE_SUMS_BINS * sizeof *lanes);
    for (bin = 0; bin < self->bins; bin++) {
        __m256i first = _mm256_setzero_si256(), second = first;
        for (table = 0; table < self->table_count; table++) {
            const uint64_t *const pairs = self->tables + table * NPS_LANE_SUMS_PAIR_TABLE;
            for (other = 0; other < self->bins; other++) {
                first = _mm256_add_epi64(first, load_half(pairs + (bin * NPS_LANE_SUMS_BINS + other) * PAIR_WORDS));
                second = _mm256_add_epi64(
                    second, load_half(pairs + (other * NPS_LANE_SUMS_BINS + bin) * PAIR_WORDS + NPS_LANES));
            }
        }
        /* Both highs are before both lows. */
        _mm256_store_si256((__m256i *)(void *)lanes[bin],
                           _mm256_permute4x64_epi64(_mm256_add_epi64(first, second), 0xd8));
    }
}

#endif
