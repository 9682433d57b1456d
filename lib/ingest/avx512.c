/* AVX-512 (F and BW): 64 bytes at a time. The algorithm is in vector.h.
 *
 * Apart from the width, it differs from AVX2 in that a carry-save adder takes two operations instead of five, and that
 * masks have their own registers.
 *
 * SPDX-License-Identifier: MIT */
#include "kernels.h"

#if NPS_CPU_X86
#include "lanes.h"

#include <immintrin.h>

#define V(name)  avx512_##name
#define V_COUNT  nps_ingest_avx512
#define V_BYTES  64
#define V_VECTOR __m512i
#define V_MASK   uint64_t
#define V_TARGET __attribute__((target("avx512f,avx512bw,popcnt")))
#define V_INLINE V_TARGET NPS_INGEST_INLINE

/* Another thread may be writing: the loaded value stays in its register, so that all counters see the same value. */
V_INLINE __m512i avx512_read(const unsigned char *at)
{
    __m512i read = _mm512_loadu_si512(at);
    __asm__("" : "+v"(read));
    return read;
}

V_INLINE __m512i avx512_read_some(const unsigned char *at, size_t size)
{
    __m512i read = _mm512_maskz_loadu_epi8(size < V_BYTES ? ((uint64_t)1 << size) - 1 : UINT64_MAX, at);
    __asm__("" : "+v"(read));
    return read;
}

V_INLINE void avx512_write(unsigned char *at, __m512i a)
{
    _mm512_storeu_si512(at, a);
}

V_INLINE __m512i avx512_all(uint8_t byte)
{
    return _mm512_set1_epi8((char)byte);
}

V_INLINE __m512i avx512_table(const uint8_t *bytes)
{
    return _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)(const void *)bytes));
}

V_INLINE __m512i avx512_and(__m512i a, __m512i b)
{
    return _mm512_and_si512(a, b);
}

V_INLINE __m512i avx512_add(__m512i a, __m512i b)
{
    return _mm512_add_epi8(a, b);
}

V_INLINE __m512i avx512_lesser(__m512i a, __m512i b)
{
    return _mm512_min_epu8(a, b);
}

/* The intrinsic requires a constant even in builds without inlining. */
#define avx512_shift(a, n) _mm512_srli_epi16(a, n)

V_INLINE __m512i avx512_look_up(__m512i table, __m512i at)
{
    return _mm512_shuffle_epi8(table, at);
}

/* The majority of the three bits is the carry, and their parity stays. */
V_INLINE __m512i avx512_carry(__m512i *counter, __m512i a, __m512i b)
{
    const __m512i carry = _mm512_ternarylogic_epi64(a, b, *counter, 0xE8);
    *counter = _mm512_ternarylogic_epi64(a, b, *counter, 0x96);
    return carry;
}

V_INLINE __m512i avx512_sum(__m512i bytes)
{
    return _mm512_sad_epu8(bytes, _mm512_setzero_si512());
}

V_INLINE __m512i avx512_add_64(__m512i a, __m512i b)
{
    return _mm512_add_epi64(a, b);
}

V_INLINE uint64_t avx512_reduce(__m512i lanes)
{
    return (uint64_t)_mm512_reduce_add_epi64(lanes);
}

/* Adding 1.5 * 2^52 leaves the nearest integer in the low bits; if subtracting it restores the value, it was whole. */
V_INLINE __m512i avx512_from_doubles(__m512i read)
{
    const __m512d magic = _mm512_set1_pd(0x1.8p52), value = _mm512_castsi512_pd(read);
    const __m512d moved = _mm512_add_pd(value, magic);
    const __mmask8 whole = _mm512_cmp_pd_mask(_mm512_sub_pd(moved, magic), value, _CMP_EQ_OQ);
    return _mm512_mask_sub_epi64(_mm512_set1_epi64(-1), whole, _mm512_castpd_si512(moved), _mm512_castpd_si512(magic));
}

V_INLINE __m512i avx512_from_floats(__m512i read)
{
    const __m512 magic = _mm512_set1_ps(0x1.8p23F), value = _mm512_castsi512_ps(read);
    const __m512 moved = _mm512_add_ps(value, magic);
    const __mmask16 whole = _mm512_cmp_ps_mask(_mm512_sub_ps(moved, magic), value, _CMP_EQ_OQ);
    return _mm512_mask_sub_epi32(_mm512_set1_epi32(-1), whole, _mm512_castps_si512(moved), _mm512_castps_si512(magic));
}

V_INLINE __m512i avx512_integers(nps_ingest_lane lane, __m512i read)
{
    if (lane == NPS_INGEST_DOUBLES)
        return avx512_from_doubles(read);
    return lane == NPS_INGEST_FLOATS ? avx512_from_floats(read) : read;
}

/* Packing saturates signed integers. The halves of a 64-bit value saturate separately; together they are an answer only
 * if the value was. */
V_INLINE __m512i avx512_narrow(size_t width, __m512i a, __m512i b)
{
    return width == 2 ? _mm512_packs_epi16(a, b) : _mm512_packs_epi32(a, b);
}

V_INLINE __m512i avx512_code(nps_ingest_lane lane, int64_t code)
{
    switch (lane) {
    case NPS_INGEST_BYTES: return _mm512_set1_epi8((char)(uint8_t)code);
    case NPS_INGEST_WORDS: return _mm512_set1_epi16((int16_t)(uint16_t)code);
    case NPS_INGEST_DWORDS: return _mm512_set1_epi32((int32_t)(uint32_t)code);
    case NPS_INGEST_QWORDS: return _mm512_set1_epi64(code);
    case NPS_INGEST_FLOATS: return _mm512_castps_si512(_mm512_set1_ps((float)code));
    case NPS_INGEST_DOUBLES: break;
    }
    return _mm512_castpd_si512(_mm512_set1_pd((double)code));
}

V_INLINE uint64_t avx512_is_nan(nps_ingest_lane lane, __m512i a)
{
    if (lane == NPS_INGEST_FLOATS)
        return _mm512_cmp_ps_mask(_mm512_castsi512_ps(a), _mm512_castsi512_ps(a), _CMP_UNORD_Q);
    if (lane == NPS_INGEST_DOUBLES)
        return _mm512_cmp_pd_mask(_mm512_castsi512_pd(a), _mm512_castsi512_pd(a), _CMP_UNORD_Q);
    return 0;
}

V_INLINE uint64_t avx512_equal(nps_ingest_lane lane, __m512i a, __m512i b)
{
    switch (lane) {
    case NPS_INGEST_BYTES: return _mm512_cmpeq_epi8_mask(a, b);
    case NPS_INGEST_WORDS: return _mm512_cmpeq_epi16_mask(a, b);
    case NPS_INGEST_DWORDS: return _mm512_cmpeq_epi32_mask(a, b);
    case NPS_INGEST_QWORDS: return _mm512_cmpeq_epi64_mask(a, b);
    case NPS_INGEST_FLOATS: return _mm512_cmp_ps_mask(_mm512_castsi512_ps(a), _mm512_castsi512_ps(b), _CMP_EQ_OQ);
    case NPS_INGEST_DOUBLES: break;
    }
    return _mm512_cmp_pd_mask(_mm512_castsi512_pd(a), _mm512_castsi512_pd(b), _CMP_EQ_OQ);
}

V_INLINE uint64_t avx512_not_valid(size_t width, uint64_t bits)
{
    return ~bits & UINT64_MAX >> (64 - V_BYTES / width);
}

V_INLINE uint64_t avx512_either(uint64_t a, uint64_t b)
{
    return a | b;
}

/* No counter exceeds a byte, so the sum of the bytes is the sum of the counters. */
V_INLINE void avx512_tally(__m512i *tally, size_t width, uint64_t mask)
{
    const __m512i less_one = _mm512_set1_epi64(-1);
    switch (width) {
    case 1: *tally = _mm512_mask_sub_epi8(*tally, mask, *tally, less_one); break;
    case 2: *tally = _mm512_mask_sub_epi16(*tally, (__mmask32)mask, *tally, less_one); break;
    case 4: *tally = _mm512_mask_sub_epi32(*tally, (__mmask16)mask, *tally, less_one); break;
    default: *tally = _mm512_mask_sub_epi64(*tally, (__mmask8)mask, *tally, less_one);
    }
}

V_INLINE uint64_t avx512_tallied(__m512i tally, size_t width)
{
    (void)width;
    return avx512_reduce(avx512_sum(tally));
}

V_INLINE __m512i avx512_put_out(size_t width, __m512i value, uint64_t mask)
{
    const __m512i out = _mm512_set1_epi64(-1);
    switch (width) {
    case 1: return _mm512_mask_mov_epi8(value, mask, out);
    case 2: return _mm512_mask_mov_epi16(value, (__mmask32)mask, out);
    case 4: return _mm512_mask_mov_epi32(value, (__mmask16)mask, out);
    default: return _mm512_mask_mov_epi64(value, (__mmask8)mask, out);
    }
}

#include "vector.h"

#undef V
#undef V_COUNT
#undef V_BYTES
#undef V_VECTOR
#undef V_MASK
#undef V_TARGET
#undef V_INLINE

#endif
