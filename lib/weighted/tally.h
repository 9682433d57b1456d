/* Sums of weights and of their squares in 64-bit lanes, for many rows whose weights are of about the same size.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_WEIGHTED_TALLY_H
#define NPS_WEIGHTED_TALLY_H

#include "../accumulator.h"

#include <nps/weighted.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__) && defined(__x86_64__)
#define NPS_TALLY_X86 1
#else
#define NPS_TALLY_X86 0
#endif

enum {
    NPS_TALLY_SPAN = 16,      /**< Weights are from 2^exponent up to, and without, 2^(exponent + NPS_TALLY_SPAN). */
    NPS_TALLY_LOWEST = -126,  /**< The exponent of the smallest of all weights. */
    NPS_TALLY_HIGHEST = 112,  /**< With this exponent the largest of all weights are within. */
    NPS_TALLY_ROWS = 1 << 15, /**< So many rows fit; beyond them lanes would overflow. */
    NPS_TALLY_STEP = 16       /**< Rows are added in multiples of it. */
};

/** Slots of rows with weight 0, and of rows that are not to be counted. */
enum { NPS_TALLY_WEIGHTLESS = NPS_BINS, NPS_TALLY_NOWHERE, NPS_TALLY_SLOTS = 16 };

/**
 * What is in the lanes of a slot. Weights are whole numbers of units of 2^(exponent - 52), and squares, rounded to a
 * double, of 2^(2 exponent - 52). Each is split into 2^48 high + low.
 */
enum { NPS_LANE_HIGH, NPS_LANE_LOW, NPS_LANE_SQUARE_HIGH, NPS_LANE_SQUARE_LOW, NPS_LANES };
enum { NPS_LANE_LOW_BITS = 48 };

/** What a row adds to the first lane beside its weight: the bits from here on count the rows. */
#define NPS_LANE_ROW ((uint64_t)1 << 40)

typedef struct nps_tally {
    /** Row i adds to table i % NPS_TALLY_STEP: the same answer again need not wait until the last one was added. */
    _Alignas(64) uint64_t tables[NPS_TALLY_STEP][NPS_TALLY_SLOTS][NPS_LANES];
    uint64_t bias[NPS_LANES]; /**< What every row adds to a lane beside its own, modulo 2^64. */
    size_t rows;              /**< That were added. */
    int exponent;
} nps_tally;

/** A way of adding rows, for one instruction set. */
typedef struct nps_tally_kernel {
    const char *name;
    bool (*can_run)(void);
    /** Sets the bias for the tally's exponent. */
    void (*set_bias)(nps_tally *tally);
    /**
     * Adds rows, a multiple of NPS_TALLY_STEP that is at most NPS_BLOCK, whose weights are doubles. Each is read once:
     * what is checked is what is added. So many weights are read from `next` soon. Whether nps_tally_is_within() is
     * true of all; where it is not, what is in the tables is of no use any more.
     */
    bool (*add)(nps_tally *tally, const uint8_t *slots, const void *weights, size_t rows, const void *next);
} nps_tally_kernel;

/** Every kernel that was compiled, the best first; the last is the portable one. */
const nps_tally_kernel *nps_tally_kernels(size_t *count);

/** The best kernel that can run here. */
const nps_tally_kernel *nps_tally_best(void);

/** Makes it empty, for weights from 2^exponent on; NPS_TALLY_LOWEST <= exponent <= NPS_TALLY_HIGHEST. */
void nps_tally_start(nps_tally *tally, const nps_tally_kernel *kernel, int exponent);

/** Adds all rows to `to`, in which nothing may overflow by it. */
void nps_tally_finish(const nps_tally *tally, nps_weighted *to);

/** The bits of 2^exponent. Those of positive doubles are ordered as the doubles are. */
static inline uint64_t nps_tally_power(int exponent)
{
    return (uint64_t)(exponent + 1023) << 52;
}

/** The first difference from nps_tally_power() that is not within. */
#define NPS_TALLY_BEYOND ((uint64_t)NPS_TALLY_SPAN << 52)

/** Whether a tally with this exponent can add a weight with these bits; not 0, and nothing that is no weight. */
static inline bool nps_tally_is_within(uint64_t bits, int exponent)
{
    return bits - nps_tally_power(exponent) < NPS_TALLY_BEYOND;
}

/* The kernels' functions. */
#if NPS_TALLY_X86
void nps_tally_bias_x86(nps_tally *tally);
bool nps_tally_has_avx2(void);
bool nps_tally_add_avx2(nps_tally *tally, const uint8_t *slots, const void *weights, size_t rows, const void *next);
bool nps_tally_has_avx512(void);
bool nps_tally_add_avx512(nps_tally *tally, const uint8_t *slots, const void *weights, size_t rows, const void *next);
#endif

#endif
