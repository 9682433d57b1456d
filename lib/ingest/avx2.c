/* AVX2: 32 bytes at a time. The algorithm is in vector.h.
 * SPDX-License-Identifier: MIT */
#include "kernels.h"

#if NPS_CPU_X86
#include "lanes.h"

#include <immintrin.h>
#include <string.h>

#define V(name)  avx2_##name
#define V_COUNT  nps_ingest_avx2
#define V_BYTES  32
#define V_VECTOR __m256i
#define V_MASK   __m256i
#define V_TARGET __attribute__((target("avx2,popcnt")))
#define V_INLINE V_TARGET NPS_INGEST_INLINE

/* Another thread may be writing: the loaded value stays in its register, so that all counters see the same value. */
V_INLINE __m256i avx2_read(const unsigned char *at)
{
    __m256i read = _mm256_loadu_si256((const __m256i *)(const void *)at);
    __asm__("" : "+x"(read));
    return read;
}

V_INLINE __m256i avx2_read_some(const unsigned char *at, size_t size)
{
    unsigned char some[V_BYTES] = {0};
    memcpy(some, at, size);
    return avx2_read(some);
}

V_INLINE void avx2_write(unsigned char *at, __m256i a)
{
    _mm256_storeu_si256((__m256i *)(void *)at, a);
}

V_INLINE __m256i avx2_all(uint8_t byte)
{
    return _mm256_set1_epi8((char)byte);
}

V_INLINE __m256i avx2_table(const uint8_t *bytes)
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)bytes));
}

V_INLINE __m256i avx2_and(__m256i a, __m256i b)
{
    return _mm256_and_si256(a, b);
}

V_INLINE __m256i avx2_add(__m256i a, __m256i b)
{
    return _mm256_add_epi8(a, b);
}

V_INLINE __m256i avx2_lesser(__m256i a, __m256i b)
{
    return _mm256_min_epu8(a, b);
}

V_INLINE __m256i avx2_shift(__m256i a, int n)
{
    return _mm256_srli_epi16(a, n);
}

V_INLINE __m256i avx2_look_up(__m256i table, __m256i at)
{
    return _mm256_shuffle_epi8(table, at);
}

V_INLINE __m256i avx2_carry(__m256i *counter, __m256i a, __m256i b)
{
    const __m256i half = _mm256_xor_si256(a, b);
    const __m256i carry = _mm256_or_si256(_mm256_and_si256(a, b), _mm256_and_si256(half, *counter));
    *counter = _mm256_xor_si256(half, *counter);
    return carry;
}

V_INLINE __m256i avx2_sum(__m256i bytes)
{
    return _mm256_sad_epu8(bytes, _mm256_setzero_si256());
}

V_INLINE __m256i avx2_add_64(__m256i a, __m256i b)
{
    return _mm256_add_epi64(a, b);
}

V_INLINE uint64_t avx2_reduce(__m256i lanes)
{
    uint64_t lane[4];
    _mm256_storeu_si256((__m256i *)(void *)lane, lanes);
    return lane[0] + lane[1] + lane[2] + lane[3];
}

/* Adding 1.5 * 2^52 leaves the nearest integer in the low bits; if subtracting it restores the value, it was whole. */
V_INLINE __m256i avx2_from_doubles(__m256i read)
{
    const __m256d magic = _mm256_set1_pd(0x1.8p52), value = _mm256_castsi256_pd(read);
    const __m256d moved = _mm256_add_pd(value, magic);
    const __m256d differs = _mm256_cmp_pd(_mm256_sub_pd(moved, magic), value, _CMP_NEQ_UQ);
    const __m256i integer = _mm256_sub_epi64(_mm256_castpd_si256(moved), _mm256_castpd_si256(magic));
    return _mm256_or_si256(integer, _mm256_castpd_si256(differs));
}

V_INLINE __m256i avx2_from_floats(__m256i read)
{
    const __m256 magic = _mm256_set1_ps(0x1.8p23F), value = _mm256_castsi256_ps(read);
    const __m256 moved = _mm256_add_ps(value, magic);
    const __m256 differs = _mm256_cmp_ps(_mm256_sub_ps(moved, magic), value, _CMP_NEQ_UQ);
    const __m256i integer = _mm256_sub_epi32(_mm256_castps_si256(moved), _mm256_castps_si256(magic));
    return _mm256_or_si256(integer, _mm256_castps_si256(differs));
}

V_INLINE __m256i avx2_integers(nps_ingest_lane lane, __m256i read)
{
    if (lane == NPS_INGEST_DOUBLES)
        return avx2_from_doubles(read);
    return lane == NPS_INGEST_FLOATS ? avx2_from_floats(read) : read;
}

/* Packing saturates signed integers. The halves of a 64-bit value saturate separately; together they are an answer only
 * if the value was. */
V_INLINE __m256i avx2_narrow(size_t width, __m256i a, __m256i b)
{
    return width == 2 ? _mm256_packs_epi16(a, b) : _mm256_packs_epi32(a, b);
}

V_INLINE __m256i avx2_code(nps_ingest_lane lane, int64_t code)
{
    switch (lane) {
    case NPS_INGEST_BYTES: return _mm256_set1_epi8((char)(uint8_t)code);
    case NPS_INGEST_WORDS: return _mm256_set1_epi16((int16_t)(uint16_t)code);
    case NPS_INGEST_DWORDS: return _mm256_set1_epi32((int32_t)(uint32_t)code);
    case NPS_INGEST_QWORDS: return _mm256_set1_epi64x(code);
    case NPS_INGEST_FLOATS: return _mm256_castps_si256(_mm256_set1_ps((float)code));
    case NPS_INGEST_DOUBLES: break;
    }
    return _mm256_castpd_si256(_mm256_set1_pd((double)code));
}

V_INLINE __m256i avx2_is_nan(nps_ingest_lane lane, __m256i a)
{
    const __m256d doubles = _mm256_castsi256_pd(a);
    const __m256 floats = _mm256_castsi256_ps(a);
    if (lane == NPS_INGEST_DOUBLES)
        return _mm256_castpd_si256(_mm256_cmp_pd(doubles, doubles, _CMP_UNORD_Q));
    if (lane == NPS_INGEST_FLOATS)
        return _mm256_castps_si256(_mm256_cmp_ps(floats, floats, _CMP_UNORD_Q));
    return _mm256_setzero_si256();
}

V_INLINE __m256i avx2_equal(nps_ingest_lane lane, __m256i a, __m256i b)
{
    switch (lane) {
    case NPS_INGEST_BYTES: return _mm256_cmpeq_epi8(a, b);
    case NPS_INGEST_WORDS: return _mm256_cmpeq_epi16(a, b);
    case NPS_INGEST_DWORDS: return _mm256_cmpeq_epi32(a, b);
    case NPS_INGEST_QWORDS: return _mm256_cmpeq_epi64(a, b);
    case NPS_INGEST_FLOATS:
        return _mm256_castps_si256(_mm256_cmp_ps(_mm256_castsi256_ps(a), _mm256_castsi256_ps(b), _CMP_EQ_OQ));
    case NPS_INGEST_DOUBLES: break;
    }
    return _mm256_castpd_si256(_mm256_cmp_pd(_mm256_castsi256_pd(a), _mm256_castsi256_pd(b), _CMP_EQ_OQ));
}

/* Selects the validity bit of each value; the value is null if its bit is 0. */
V_INLINE __m256i avx2_not_valid(size_t width, uint64_t bits)
{
    const __m256i bytes_at = _mm256_setr_epi64x(0, 0x0101010101010101, 0x0202020202020202, 0x0303030303030303);
    const __m256i bits_of_bytes = _mm256_set1_epi64x((int64_t)0x8040201008040201);
    const __m256i bits_of_words =
        _mm256_setr_epi16(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, INT16_MIN);
    const __m256i zero = _mm256_setzero_si256();
    __m256i all;
    switch (width) {
    case 1:
        all = _mm256_shuffle_epi8(_mm256_set1_epi32((int32_t)(uint32_t)bits), bytes_at);
        return _mm256_cmpeq_epi8(_mm256_and_si256(all, bits_of_bytes), zero);
    case 2:
        all = _mm256_set1_epi16((int16_t)(uint16_t)bits);
        return _mm256_cmpeq_epi16(_mm256_and_si256(all, bits_of_words), zero);
    case 4:
        all = _mm256_set1_epi32((int32_t)(uint32_t)bits);
        return _mm256_cmpeq_epi32(_mm256_and_si256(all, _mm256_setr_epi32(1, 2, 4, 8, 16, 32, 64, 128)), zero);
    default:
        all = _mm256_set1_epi64x((int64_t)bits);
        return _mm256_cmpeq_epi64(_mm256_and_si256(all, _mm256_setr_epi64x(1, 2, 4, 8)), zero);
    }
}

V_INLINE __m256i avx2_either(__m256i a, __m256i b)
{
    return _mm256_or_si256(a, b);
}

/* Counts every byte of a masked value. */
V_INLINE void avx2_tally(__m256i *tally, size_t width, __m256i mask)
{
    (void)width;
    *tally = _mm256_sub_epi8(*tally, mask);
}

V_INLINE uint64_t avx2_tallied(__m256i tally, size_t width)
{
    return avx2_reduce(avx2_sum(tally)) / width;
}

V_INLINE __m256i avx2_put_out(size_t width, __m256i value, __m256i mask)
{
    (void)width;
    return _mm256_or_si256(value, mask);
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
