/* Random numbers for simulations: the same everywhere, from a fixed seed. SPDX-License-Identifier: MIT */
#ifndef NPS_BENCHMARKS_RANDOM_H
#define NPS_BENCHMARKS_RANDOM_H

#include <stdint.h>

/** splitmix64 (Steele, Lea and Flood 2014); every seed is good, 0 included. */
static inline uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
    z = (z ^ z >> 27) * 0x94D049BB133111EB;
    return z ^ z >> 31;
}

/** Uniform in [0, 1). */
static inline double next_uniform(uint64_t *state)
{
    return (double)(next_random(state) >> 11) * 0x1p-53;
}

/** An index in 0..count-1, drawn with the given probabilities; the last index takes the remaining probability. */
static inline int next_category(uint64_t *state, const double *probabilities, int count)
{
    double left = next_uniform(state);
    int category = 0;
    while (category < count - 1 && left >= probabilities[category])
        left -= probabilities[category++];
    return category;
}

#endif
