/* What the kernels of x86 have in common: how they split a number into high and low, and where they add it.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_WEIGHTED_LANE_SUMS_X86_H
#define NPS_WEIGHTED_LANE_SUMS_X86_H

#include "lane_sums.h"

#if NPS_CPU_X86
#include <immintrin.h>
#include <string.h>

/** How many words a table has. */
#define NPS_LANE_SUMS_TABLE ((size_t)NPS_LANE_SUMS_BINS * NPS_LANES)

/**
 * How to split numbers of units of 2^(exponent - 52) without leaving doubles.
 *
 * Adding `up`, which is 2^52 highs, rounds to whole highs and leaves how many there are in the low bits. Taking away
 * `down` from that, and what comes out from the number, leaves 1.5 2^52 units and the rest: how many units that are
 * is in the low bits, negative or not. The first addition alone rounds. The bits above are the bias.
 */
typedef struct nps_lane_sums_split {
    double up, down;
    uint64_t high_bias, low_bias;
} nps_lane_sums_split;

static inline double nps_lane_sums_double(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline nps_lane_sums_split nps_lane_sums_split_at(int exponent)
{
    nps_lane_sums_split out;
    out.high_bias = nps_lane_sums_power(exponent + NPS_LANE_LOW_BITS);
    out.low_bias = nps_lane_sums_power(exponent) | (uint64_t)1 << 51;
    out.up = nps_lane_sums_double(out.high_bias);
    out.down = out.up + nps_lane_sums_double(out.low_bias);
    return out;
}

/**
 * The tables of lane sums, to read from and to write to. That these are the same, compilers are kept from knowing: else
 * they calculate an address once for both, by an instruction for each row that addressing itself would have saved.
 */
typedef struct nps_lane_sums_table_pointers {
    const uint64_t *from;
    uint64_t *to;
} nps_lane_sums_table_pointers;

static inline nps_lane_sums_table_pointers nps_lane_sums_tables(nps_lane_sums *self)
{
    nps_lane_sums_table_pointers out = {self->tables[0][0], self->tables[0][0]};
    __asm__("" : "+r"(out.from));
    return out;
}

/** Adds a row to its table; `places` are those of a row for each table. */
__attribute__((target("avx2"), always_inline)) static inline void
nps_lane_sums_add_row(const nps_lane_sums_table_pointers *lanes, size_t table, const uint8_t *places, __m256i row)
{
    const size_t at = table * NPS_LANE_SUMS_TABLE + places[table];
    const __m256i before = _mm256_load_si256((const __m256i *)(const void *)(lanes->from + at));
    _mm256_store_si256((__m256i *)(void *)(lanes->to + at), _mm256_add_epi64(before, row));
}
#endif

#endif
