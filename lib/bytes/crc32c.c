/* SPDX-License-Identifier: MIT */
#include "crc32c.h"

/* The remainder of a byte is the sum of the remainders of its bits, so the table follows from eight numbers. */
#define BIT(byte, bit, remainder) (((byte) >> (bit)) % 2 * (remainder))
#define ENTRY(byte)                                                                                                    \
    (BIT(byte, 0, 0xf26b8303U) ^ BIT(byte, 1, 0xe13b70f7U) ^ BIT(byte, 2, 0xc79a971fU) ^ BIT(byte, 3, 0x8ad958cfU) ^   \
     BIT(byte, 4, 0x105ec76fU) ^ BIT(byte, 5, 0x20bd8edeU) ^ BIT(byte, 6, 0x417b1dbcU) ^ BIT(byte, 7, 0x82f63b78U))
#define FOUR(byte)       ENTRY(byte), ENTRY((byte) + 1U), ENTRY((byte) + 2U), ENTRY((byte) + 3U)
#define SIXTEEN(byte)    FOUR(byte), FOUR((byte) + 4U), FOUR((byte) + 8U), FOUR((byte) + 12U)
#define SIXTY_FOUR(byte) SIXTEEN(byte), SIXTEEN((byte) + 16U), SIXTEEN((byte) + 32U), SIXTEEN((byte) + 48U)

static const uint32_t table[256] = {SIXTY_FOUR(0U), SIXTY_FOUR(64U), SIXTY_FOUR(128U), SIXTY_FOUR(192U)};

uint32_t nps_crc32c(const void *bytes, size_t length)
{
    return nps_crc32c_continue(0, bytes, length);
}

uint32_t nps_crc32c_continue(uint32_t checksum, const void *bytes, size_t length)
{
    const unsigned char *next = bytes;
    uint32_t remainder = ~checksum;
    for (; length != 0; length--)
        remainder = remainder >> 8 ^ table[(remainder ^ *next++) & 0xff];
    return ~remainder;
}
