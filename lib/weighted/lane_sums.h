/* Sums of weights and of their squares in 64-bit lanes, for many rows whose weights are of about the same size.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_WEIGHTED_LANE_SUMS_H
#define NPS_WEIGHTED_LANE_SUMS_H

#include "../column.h"
#include "../support/cpu.h"

#include <nps/weighted.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    NPS_LANE_SUMS_SPAN = 16, /**< Weights are from 2^exponent up to, and without, 2^(exponent + NPS_LANE_SUMS_SPAN). */
    NPS_LANE_SUMS_LOWEST = -126,  /**< The exponent of the smallest of all weights. */
    NPS_LANE_SUMS_HIGHEST = 112,  /**< With this exponent the largest of all weights are within. */
    NPS_LANE_SUMS_ROWS = 1 << 15, /**< So many rows fit; beyond them lanes would overflow. */
    NPS_LANE_SUMS_STEP = 16,      /**< Rows are added in multiples of it. */
    NPS_LANE_SUMS_WORDS = 4096    /**< In the tables of a kernel, together. */
};

/** Bins of rows with weight 0, and of rows that are not to be counted. */
enum { NPS_LANE_SUMS_WEIGHTLESS = NPS_BINS, NPS_LANE_SUMS_NOWHERE, NPS_LANE_SUMS_BINS = 16 };

/**
 * What is in the lanes of a bin. Weights are whole numbers of units of 2^(exponent - 52), and squares, rounded to a
 * double, of 2^(2 exponent - 52). Each is split into 2^48 high + low.
 */
enum { NPS_LANE_HIGH, NPS_LANE_LOW, NPS_LANE_SQUARE_HIGH, NPS_LANE_SQUARE_LOW, NPS_LANES };
enum { NPS_LANE_LOW_BITS = 48 };

/** What a row adds to the first lane beside its weight, and beside a multiple of 2^52: this counts the rows. */
enum { NPS_LANE_ROW_BIT = 40 };
#define NPS_LANE_ROW ((uint64_t)1 << NPS_LANE_ROW_BIT)

typedef struct nps_lane_sums {
    uint64_t bias[NPS_LANES]; /**< What every row adds to a lane beside its own, modulo 2^64. */
    uint64_t padding;         /**< How many of the rows of bin 0 with the weight 2^exponent do not count. */
    size_t table_count;
    unsigned bins; /**< How many bins the tables have now. */
    int exponent;
    /** As many tables as are in use: the same answer again need not wait until the last one was added. */
    _Alignas(64) uint64_t tables[NPS_LANE_SUMS_WORDS];
} nps_lane_sums;

/** A way of adding rows, for one instruction set. */
typedef struct nps_lane_sums_kernel {
    size_t few, many; /**< How many tables are best for rows so few that beginning and ending counts, and for more. */
    /** Sets the bias for the exponent, and makes the tables empty. */
    void (*start)(nps_lane_sums *self);
    /**
     * Adds `count` rows, a multiple of NPS_LANE_SUMS_STEP that is at most NPS_BLOCK, whose weights are doubles. Those
     * of 0 go to the bin NPS_LANE_SUMS_WEIGHTLESS. Each weight is read once: what is checked is what is added. The next
     * call will read as many weights from `next`.
     *
     * @return How many rows were added: a multiple of NPS_LANE_SUMS_STEP, all of them unless one of the next such step
     *         has a weight that is not 0 and for which nps_lane_sums_is_within() is false.
     */
    size_t (*add)(nps_lane_sums *self, const uint8_t *bins, const void *weights, size_t count, const void *next);
    /** The lanes of each bin, all tables together. */
    void (*add_up)(const nps_lane_sums *self, uint64_t lanes[NPS_LANE_SUMS_BINS][NPS_LANES]);
    /**
     * Makes 64 rows ready: one without weight gets the bin NPS_LANE_SUMS_WEIGHTLESS and the weight 2^exponent.
     *
     * @param weights The bits of the weights.
     * @return A bit for each row whose weight lane sums with this exponent cannot add.
     */
    uint64_t (*prepare)(uint8_t *bins, uint64_t *weights, int exponent);
} nps_lane_sums_kernel;

/** The best kernel that can run here, for so many rows. */
const nps_lane_sums_kernel *nps_lane_sums_best(size_t rows);

/** Makes it empty, for weights from 2^exponent on; NPS_LANE_SUMS_LOWEST <= exponent <= NPS_LANE_SUMS_HIGHEST. */
void nps_lane_sums_start(nps_lane_sums *self, const nps_lane_sums_kernel *kernel, int exponent, size_t table_count);

/** Adds all rows to `to`, in which nothing may overflow by it. */
void nps_lane_sums_finish(const nps_lane_sums *self, const nps_lane_sums_kernel *kernel, nps_weighted *to);

/** The bits of 2^exponent. Those of positive doubles are ordered as the doubles are. */
static inline uint64_t nps_lane_sums_power(int exponent)
{
    return (uint64_t)(exponent + 1023) << 52;
}

/** The first difference from nps_lane_sums_power() that is not within. */
#define NPS_LANE_SUMS_BEYOND ((uint64_t)NPS_LANE_SUMS_SPAN << 52)

/** Whether lane sums with this exponent can add a weight with these bits; not 0, and nothing that is no weight. */
static inline bool nps_lane_sums_is_within(uint64_t bits, int exponent)
{
    return bits - nps_lane_sums_power(exponent) < NPS_LANE_SUMS_BEYOND;
}

/** A table with a place for each bin has so many words. */
#define NPS_LANE_SUMS_TABLE ((size_t)NPS_LANE_SUMS_BINS * NPS_LANES)

/** One with a place for each pair of bins, for both rows. */
#define NPS_LANE_SUMS_PAIR_TABLE ((size_t)NPS_LANE_SUMS_BINS * NPS_LANE_SUMS_BINS * 2 * NPS_LANES)

/* The kernels' functions. */
#if NPS_CPU_X86
void nps_lane_sums_bias_x86(nps_lane_sums *self);
void nps_lane_sums_start_avx2(nps_lane_sums *self);
void nps_lane_sums_add_up_avx2(const nps_lane_sums *self, uint64_t lanes[NPS_LANE_SUMS_BINS][NPS_LANES]);
size_t nps_lane_sums_add_avx2(nps_lane_sums *self, const uint8_t *bins, const void *weights, size_t count,
                              const void *next);
uint64_t nps_lane_sums_prepare_avx2(uint8_t *bins, uint64_t *weights, int exponent);
void nps_lane_sums_start_avx512(nps_lane_sums *self);
size_t nps_lane_sums_add_avx512(nps_lane_sums *self, const uint8_t *bins, const void *weights, size_t count,
                                const void *next);
void nps_lane_sums_add_up_avx512(const nps_lane_sums *self, uint64_t lanes[NPS_LANE_SUMS_BINS][NPS_LANES]);
#endif

#endif
