/* Random numbers for simulations: the same everywhere, from a fixed seed. SPDX-License-Identifier: MIT */
#ifndef NPS_BENCHMARKS_RANDOM_H
#define NPS_BENCHMARKS_RANDOM_H

#include <math.h>
#include <nps/counts.h>
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

/** A sample of answers, drawn with the probabilities of promoters, passives and detractors. */
static inline nps_counts next_counts(uint64_t *state, const double *probabilities, int answers)
{
    uint64_t groups[3] = {0, 0, 0};
    for (; answers > 0; answers--)
        groups[next_category(state, probabilities, 3)]++;
    return (nps_counts){groups[0], groups[1], groups[2]};
}

/** Normal, with mean 0 and variance 1 (Box and Muller 1958). */
static inline double next_normal(uint64_t *state)
{
    const double radius = sqrt(-2 * log(1 - next_uniform(state)));
    return radius * cos(6.283185307179586 * next_uniform(state));
}

#endif
