/* Random numbers that are the same everywhere, from a seed of the caller.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_MATH_RANDOM_H
#define NPS_MATH_RANDOM_H

#include <stdint.h>

/** SplitMix64 (Steele, Lea and Flood 2014): the next 64 bits; every seed is good, 0 included. */
static inline uint64_t nps_random_next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

#endif
