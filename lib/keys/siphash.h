/* SipHash (Aumasson and Bernstein, SipHash: a fast short-input PRF, 2012).
 * SPDX-License-Identifier: MIT */
#ifndef NPS_SIPHASH_H
#define NPS_SIPHASH_H

#include <stddef.h>
#include <stdint.h>

/** The hash of `length` bytes under a secret key; the same on every machine. SipHash-1-3: one round for each word and
 * three at the end, the variant for hash tables, whose hashes nobody sees. */
uint64_t nps_siphash(const uint64_t key[2], const void *bytes, size_t length);

static inline uint64_t nps_siphash_rotate(uint64_t x, int bits)
{
    return x << bits | x >> (64 - bits);
}

static inline void nps_siphash_mix(uint64_t v[4], int rounds)
{
    while (rounds-- > 0) {
        v[0] += v[1];
        v[2] += v[3];
        v[1] = nps_siphash_rotate(v[1], 13) ^ v[0];
        v[3] = nps_siphash_rotate(v[3], 16) ^ v[2];
        v[0] = nps_siphash_rotate(v[0], 32);
        v[2] += v[1];
        v[0] += v[3];
        v[1] = nps_siphash_rotate(v[1], 17) ^ v[2];
        v[3] = nps_siphash_rotate(v[3], 21) ^ v[0];
        v[2] = nps_siphash_rotate(v[2], 32);
    }
}

static inline void nps_siphash_absorb(uint64_t v[4], uint64_t word, int rounds)
{
    v[3] ^= word;
    nps_siphash_mix(v, rounds);
    v[0] ^= word;
}

/** Eight bytes, the least significant first. Compilers make one load of it. */
static inline uint64_t nps_siphash_word(const unsigned char *at)
{
    return (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 | (uint64_t)at[3] << 24 |
           (uint64_t)at[4] << 32 | (uint64_t)at[5] << 40 | (uint64_t)at[6] << 48 | (uint64_t)at[7] << 56;
}

/** SipHash with `rounds` rounds for each word and `final_rounds` at the end. */
static inline uint64_t nps_siphash_rounds(const uint64_t key[2], const void *bytes, size_t length, int rounds,
                                          int final_rounds)
{
    const unsigned char *const at = bytes;
    uint64_t v[4] = {key[0] ^ 0x736f6d6570736575, key[1] ^ 0x646f72616e646f6d, key[0] ^ 0x6c7967656e657261,
                     key[1] ^ 0x7465646279746573};
    uint64_t last = (uint64_t)length << 56;
    size_t from;
    for (from = 0; from + 8 <= length; from += 8)
        nps_siphash_absorb(v, nps_siphash_word(at + from), rounds);
    if (length > 8 && from < length)
        last |= nps_siphash_word(at + length - 8) >> (8 * (8 - (length - from)));
    else
        for (; from < length; from++)
            last |= (uint64_t)at[from] << (8 * (from % 8));
    nps_siphash_absorb(v, last, rounds);
    v[2] ^= 0xff;
    nps_siphash_mix(v, final_rounds);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

#endif
