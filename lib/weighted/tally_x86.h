/* What the kernels of x86 have in common: how they split a number into high and low, and where they add it.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_WEIGHTED_TALLY_X86_H
#define NPS_WEIGHTED_TALLY_X86_H

#include "tally.h"

#if NPS_TALLY_X86
#include <immintrin.h>
#include <string.h>

/** How many words a table has. */
#define NPS_TALLY_TABLE ((size_t)NPS_TALLY_SLOTS * NPS_LANES)

/**
 * How to split numbers of units of 2^(exponent - 52) without leaving doubles.
 *
 * Adding `up`, which is 2^52 highs, rounds to whole highs and leaves how many there are in the low bits. Taking away
 * `down` from that, and what comes out from the number, leaves 1.5 2^52 units and the rest: how many units that are
 * is in the low bits, negative or not. The first addition alone rounds. The bits above are the bias.
 */
typedef struct nps_tally_split {
    double up, down;
    uint64_t high_bias, low_bias;
} nps_tally_split;

static inline double nps_tally_double(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline nps_tally_split nps_tally_split_at(int exponent)
{
    nps_tally_split out;
    out.high_bias = nps_tally_power(exponent + NPS_LANE_LOW_BITS);
    out.low_bias = nps_tally_power(exponent) | (uint64_t)1 << 51;
    out.up = nps_tally_double(out.high_bias);
    out.down = out.up + nps_tally_double(out.low_bias);
    return out;
}

/**
 * The tables of a tally, to read from and to write to. That these are the same, compilers are kept from knowing: else
 * they calculate an address once for both, by an instruction for each row that addressing itself would have saved.
 */
typedef struct nps_tally_lanes {
    const uint64_t *from;
    uint64_t *to;
} nps_tally_lanes;

static inline nps_tally_lanes nps_tally_lanes_of(nps_tally *tally)
{
    nps_tally_lanes out = {tally->tables[0][0], tally->tables[0][0]};
    __asm__("" : "+r"(out.from));
    return out;
}

/** Adds a row to its table; `places` are those of a row for each table. */
__attribute__((target("avx2"), always_inline)) static inline void
nps_tally_add_row(const nps_tally_lanes *lanes, size_t table, const uint8_t *places, __m256i row)
{
    const size_t at = table * NPS_TALLY_TABLE + places[table];
    const __m256i before = _mm256_load_si256((const __m256i *)(const void *)(lanes->from + at));
    _mm256_store_si256((__m256i *)(void *)(lanes->to + at), _mm256_add_epi64(before, row));
}
#endif

#endif
