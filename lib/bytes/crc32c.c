/* SPDX-License-Identifier: MIT */
#include "crc32c.h"

#include "../support/cpu.h"

#include <string.h>
#if NPS_CPU_X86
#include <nmmintrin.h>
#endif

/* The remainder of a byte is the sum of the remainders of its bits, so the table follows from eight numbers. */
#define BIT(byte, bit, remainder) (((byte) >> (bit)) % 2 * (remainder))
#define ENTRY(byte)                                                                                                    \
    (BIT(byte, 0, 0xf26b8303U) ^ BIT(byte, 1, 0xe13b70f7U) ^ BIT(byte, 2, 0xc79a971fU) ^ BIT(byte, 3, 0x8ad958cfU) ^   \
     BIT(byte, 4, 0x105ec76fU) ^ BIT(byte, 5, 0x20bd8edeU) ^ BIT(byte, 6, 0x417b1dbcU) ^ BIT(byte, 7, 0x82f63b78U))
#define FOUR(byte)       ENTRY(byte), ENTRY((byte) + 1U), ENTRY((byte) + 2U), ENTRY((byte) + 3U)
#define SIXTEEN(byte)    FOUR(byte), FOUR((byte) + 4U), FOUR((byte) + 8U), FOUR((byte) + 12U)
#define SIXTY_FOUR(byte) SIXTEEN(byte), SIXTEEN((byte) + 16U), SIXTEEN((byte) + 32U), SIXTEEN((byte) + 48U)

static const uint32_t table[256] = {SIXTY_FOUR(0U), SIXTY_FOUR(64U), SIXTY_FOUR(128U), SIXTY_FOUR(192U)};

static uint32_t by_table(uint32_t remainder, const unsigned char *next, size_t length)
{
    for (; length != 0; length--)
        remainder = remainder >> 8 ^ table[(remainder ^ *next++) & 0xff];
    return remainder;
}

/* The remainder after one more word, or one more byte. */
#if NPS_CPU_X86
#define CRC_PATH NPS_CPU_AVX2
#if defined __clang__ && __clang_major__ >= 14 /* which count the instruction apart */
#define CRC_TARGET __attribute__((target("sse4.2,crc32")))
#else
#define CRC_TARGET __attribute__((target("sse4.2")))
#endif

CRC_TARGET static inline uint32_t after_word(uint32_t remainder, uint64_t word)
{
    return (uint32_t)_mm_crc32_u64(remainder, word);
}

CRC_TARGET static inline uint32_t after_byte(uint32_t remainder, unsigned char byte)
{
    return _mm_crc32_u8(remainder, byte);
}
#elif NPS_CPU_ARM
#define CRC_PATH NPS_CPU_NEON_CRC
#define CRC_TARGET

/* In assembler, because older compilers have the intrinsics only when the whole file is for such processors. */
static inline uint32_t after_word(uint32_t remainder, uint64_t word)
{
    __asm__(".arch_extension crc\n\tcrc32cx %w0, %w0, %x1" : "+r"(remainder) : "r"(word));
    return remainder;
}

static inline uint32_t after_byte(uint32_t remainder, unsigned char byte)
{
    __asm__(".arch_extension crc\n\tcrc32cb %w0, %w0, %w1" : "+r"(remainder) : "r"(byte));
    return remainder;
}
#endif

#ifdef CRC_PATH
CRC_TARGET static uint32_t by_instruction(uint32_t remainder, const unsigned char *next, size_t length)
{
    uint64_t word;
    for (; length >= sizeof word; length -= sizeof word) {
        memcpy(&word, next, sizeof word);
        remainder = after_word(remainder, word);
        next += sizeof word;
    }
    for (; length != 0; length--)
        remainder = after_byte(remainder, *next++);
    return remainder;
}
#endif

uint32_t nps_crc32c(const void *bytes, size_t length)
{
    return nps_crc32c_continue(0, bytes, length);
}

uint32_t nps_crc32c_continue(uint32_t checksum, const void *bytes, size_t length)
{
#ifdef CRC_PATH
    if (nps_cpu_best() >= CRC_PATH)
        return ~by_instruction(~checksum, bytes, length);
#endif
    return ~by_table(~checksum, bytes, length);
}
