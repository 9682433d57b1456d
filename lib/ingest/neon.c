/* NEON of AArch64: 16 bytes at a time. The algorithm is in vector.h.
 * SPDX-License-Identifier: MIT */
#include "kernels.h"

#if NPS_CPU_ARM
#include "lanes.h"

#include <arm_neon.h>
#include <string.h>

#define V(name)  neon_##name
#define V_COUNT  nps_ingest_neon
#define V_BYTES  16
#define V_VECTOR uint8x16_t
#define V_MASK   uint8x16_t
#define V_TARGET
#define V_INLINE V_TARGET NPS_INGEST_INLINE

/* Another thread may be writing: the loaded value stays in its register, so that all counters see the same value. */
V_INLINE uint8x16_t neon_read(const unsigned char *at)
{
    uint8x16_t read = vld1q_u8(at);
    __asm__("" : "+w"(read));
    return read;
}

V_INLINE uint8x16_t neon_read_some(const unsigned char *at, size_t size)
{
    unsigned char some[V_BYTES] = {0};
    memcpy(some, at, size);
    return neon_read(some);
}

V_INLINE void neon_write(unsigned char *at, uint8x16_t a)
{
    vst1q_u8(at, a);
}

V_INLINE uint8x16_t neon_all(uint8_t byte)
{
    return vdupq_n_u8(byte);
}

V_INLINE uint8x16_t neon_table(const uint8_t *bytes)
{
    return vld1q_u8(bytes);
}

V_INLINE uint8x16_t neon_and(uint8x16_t a, uint8x16_t b)
{
    return vandq_u8(a, b);
}

V_INLINE uint8x16_t neon_add(uint8x16_t a, uint8x16_t b)
{
    return vaddq_u8(a, b);
}

V_INLINE uint8x16_t neon_lesser(uint8x16_t a, uint8x16_t b)
{
    return vminq_u8(a, b);
}

/* After inlining the shift is by a constant. */
V_INLINE uint8x16_t neon_shift(uint8x16_t a, int n)
{
    return vshlq_u8(a, vdupq_n_s8((int8_t)-n));
}

V_INLINE uint8x16_t neon_look_up(uint8x16_t table, uint8x16_t at)
{
    return vqtbl1q_u8(table, at);
}

/* The carry is the counter where `a` and `b` differ, and `a` where they are equal; the parity of the three stays. */
V_INLINE uint8x16_t neon_carry(uint8x16_t *counter, uint8x16_t a, uint8x16_t b)
{
    const uint8x16_t half = veorq_u8(a, b);
    const uint8x16_t carry = vbslq_u8(half, *counter, a);
    *counter = veorq_u8(half, *counter);
    return carry;
}

V_INLINE uint8x16_t neon_sum(uint8x16_t bytes)
{
    return vreinterpretq_u8_u64(vpaddlq_u32(vpaddlq_u16(vpaddlq_u8(bytes))));
}

V_INLINE uint8x16_t neon_add_64(uint8x16_t a, uint8x16_t b)
{
    return vreinterpretq_u8_u64(vaddq_u64(vreinterpretq_u64_u8(a), vreinterpretq_u64_u8(b)));
}

V_INLINE uint64_t neon_reduce(uint8x16_t lanes)
{
    return vaddvq_u64(vreinterpretq_u64_u8(lanes));
}

/* Conversion saturates and turns NaN into 0; if converting back restores the value, it was whole. */
V_INLINE uint8x16_t neon_from_doubles(uint8x16_t read)
{
    const float64x2_t value = vreinterpretq_f64_u8(read);
    const int64x2_t integer = vcvtq_s64_f64(value);
    const uint64x2_t same = vceqq_f64(vcvtq_f64_s64(integer), value);
    return vreinterpretq_u8_u64(vornq_u64(vreinterpretq_u64_s64(integer), same));
}

V_INLINE uint8x16_t neon_from_floats(uint8x16_t read)
{
    const float32x4_t value = vreinterpretq_f32_u8(read);
    const int32x4_t integer = vcvtq_s32_f32(value);
    const uint32x4_t same = vceqq_f32(vcvtq_f32_s32(integer), value);
    return vreinterpretq_u8_u32(vornq_u32(vreinterpretq_u32_s32(integer), same));
}

V_INLINE uint8x16_t neon_integers(nps_ingest_lane lane, uint8x16_t read)
{
    if (lane == NPS_INGEST_DOUBLES)
        return neon_from_doubles(read);
    return lane == NPS_INGEST_FLOATS ? neon_from_floats(read) : read;
}

/* Narrowing saturates signed integers. */
V_INLINE uint8x16_t neon_narrow(size_t width, uint8x16_t a, uint8x16_t b)
{
    if (width == 8)
        return vreinterpretq_u8_s32(
            vcombine_s32(vqmovn_s64(vreinterpretq_s64_u8(a)), vqmovn_s64(vreinterpretq_s64_u8(b))));
    if (width == 4)
        return vreinterpretq_u8_s16(
            vcombine_s16(vqmovn_s32(vreinterpretq_s32_u8(a)), vqmovn_s32(vreinterpretq_s32_u8(b))));
    return vreinterpretq_u8_s8(vcombine_s8(vqmovn_s16(vreinterpretq_s16_u8(a)), vqmovn_s16(vreinterpretq_s16_u8(b))));
}

V_INLINE uint8x16_t neon_code(nps_ingest_lane lane, int64_t code)
{
    switch (lane) {
    case NPS_INGEST_BYTES: return vdupq_n_u8((uint8_t)code);
    case NPS_INGEST_WORDS: return vreinterpretq_u8_u16(vdupq_n_u16((uint16_t)code));
    case NPS_INGEST_DWORDS: return vreinterpretq_u8_u32(vdupq_n_u32((uint32_t)code));
    case NPS_INGEST_QWORDS: return vreinterpretq_u8_s64(vdupq_n_s64(code));
    case NPS_INGEST_FLOATS: return vreinterpretq_u8_f32(vdupq_n_f32((float)code));
    case NPS_INGEST_DOUBLES: break;
    }
    return vreinterpretq_u8_f64(vdupq_n_f64((double)code));
}

V_INLINE uint8x16_t neon_equal(nps_ingest_lane lane, uint8x16_t a, uint8x16_t b)
{
    switch (lane) {
    case NPS_INGEST_BYTES: return vceqq_u8(a, b);
    case NPS_INGEST_WORDS: return vreinterpretq_u8_u16(vceqq_u16(vreinterpretq_u16_u8(a), vreinterpretq_u16_u8(b)));
    case NPS_INGEST_DWORDS: return vreinterpretq_u8_u32(vceqq_u32(vreinterpretq_u32_u8(a), vreinterpretq_u32_u8(b)));
    case NPS_INGEST_QWORDS: return vreinterpretq_u8_u64(vceqq_u64(vreinterpretq_u64_u8(a), vreinterpretq_u64_u8(b)));
    case NPS_INGEST_FLOATS: return vreinterpretq_u8_u32(vceqq_f32(vreinterpretq_f32_u8(a), vreinterpretq_f32_u8(b)));
    case NPS_INGEST_DOUBLES: break;
    }
    return vreinterpretq_u8_u64(vceqq_f64(vreinterpretq_f64_u8(a), vreinterpretq_f64_u8(b)));
}

/* Only NaN is not equal to itself. */
V_INLINE uint8x16_t neon_is_nan(nps_ingest_lane lane, uint8x16_t a)
{
    if (lane == NPS_INGEST_FLOATS || lane == NPS_INGEST_DOUBLES)
        return vmvnq_u8(neon_equal(lane, a, a));
    return vdupq_n_u8(0);
}

/* Selects the validity bit of each value; the value is null if its bit is 0. */
V_INLINE uint8x16_t neon_not_valid(size_t width, uint64_t bits)
{
    static const uint8_t bits_of_bytes[] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    static const uint16_t bits_of_words[] = {1, 2, 4, 8, 16, 32, 64, 128};
    static const uint32_t bits_of_dwords[] = {1, 2, 4, 8};
    static const uint64_t bits_of_qwords[] = {1, 2};
    const uint8x16_t bytes = vcombine_u8(vdup_n_u8((uint8_t)bits), vdup_n_u8((uint8_t)(bits >> 8)));
    switch (width) {
    case 1: return vceqzq_u8(vandq_u8(bytes, vld1q_u8(bits_of_bytes)));
    case 2: return vreinterpretq_u8_u16(vceqzq_u16(vandq_u16(vdupq_n_u16((uint16_t)bits), vld1q_u16(bits_of_words))));
    case 4: return vreinterpretq_u8_u32(vceqzq_u32(vandq_u32(vdupq_n_u32((uint32_t)bits), vld1q_u32(bits_of_dwords))));
    default: return vreinterpretq_u8_u64(vceqzq_u64(vandq_u64(vdupq_n_u64(bits), vld1q_u64(bits_of_qwords))));
    }
}

V_INLINE uint8x16_t neon_either(uint8x16_t a, uint8x16_t b)
{
    return vorrq_u8(a, b);
}

/* Counts every byte of a masked value. */
V_INLINE void neon_tally(uint8x16_t *tally, size_t width, uint8x16_t mask)
{
    (void)width;
    *tally = vsubq_u8(*tally, mask);
}

V_INLINE uint64_t neon_tallied(uint8x16_t tally, size_t width)
{
    return vaddlvq_u8(tally) / width;
}

V_INLINE uint8x16_t neon_put_out(size_t width, uint8x16_t value, uint8x16_t mask)
{
    (void)width;
    return vorrq_u8(value, mask);
}

#include "vector.h"

#endif
