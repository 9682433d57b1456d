/* SPDX-License-Identifier: MIT */
#include "tally.h"

#include "slot.h"
#include "sum.h"

#include <string.h>

static bool always(void)
{
    return true;
}

static void bias_portable(nps_tally *tally)
{
    memset(tally->bias, 0, sizeof tally->bias);
    tally->bias[NPS_LANE_HIGH] = NPS_LANE_ROW;
}

static void add_value(uint64_t lanes[2], double value, int exponent)
{
    const uint64_t leading = (uint64_t)1 << 52, low_mask = ((uint64_t)1 << NPS_LANE_LOW_BITS) - 1;
    uint64_t bits, significand;
    int place;
    memcpy(&bits, &value, sizeof bits);
    significand = (bits & (leading - 1)) | leading;
    place = (int)(bits >> 52) - 1023 - exponent;
    lanes[0] += significand >> (NPS_LANE_LOW_BITS - place);
    lanes[1] += significand << place & low_mask;
}

static bool add_portable(nps_tally *tally, const uint8_t *slots, const void *weights, size_t rows, const void *next)
{
    const int exponent = tally->exponent;
    const unsigned char *at = weights;
    size_t i;
    (void)next;
    for (i = 0; i < rows; i++, at += sizeof(double)) {
        uint64_t *const lanes = tally->tables[i % NPS_TALLY_STEP][slots[i]];
        uint64_t bits;
        double weight;
        memcpy(&bits, at, sizeof bits);
        if (!nps_tally_is_within(bits, exponent))
            return false;
        memcpy(&weight, &bits, sizeof weight);
        lanes[NPS_LANE_HIGH] += NPS_LANE_ROW;
        add_value(lanes + NPS_LANE_HIGH, weight, exponent);
        add_value(lanes + NPS_LANE_SQUARE_HIGH, weight * weight, 2 * exponent);
    }
    return true;
}

static const nps_tally_kernel kernels[] = {
#if NPS_TALLY_X86
    {"avx512", nps_tally_has_avx512, nps_tally_bias_x86, nps_tally_add_avx512},
    {"avx2", nps_tally_has_avx2, nps_tally_bias_x86, nps_tally_add_avx2},
#endif
    {"portable", always, bias_portable, add_portable},
};

const nps_tally_kernel *nps_tally_kernels(size_t *count)
{
    *count = sizeof kernels / sizeof *kernels;
    return kernels;
}

const nps_tally_kernel *nps_tally_best(void)
{
    const nps_tally_kernel *kernel = kernels;
    while (!kernel->can_run())
        kernel++;
    return kernel;
}

void nps_tally_start(nps_tally *tally, const nps_tally_kernel *kernel, int exponent)
{
    memset(tally, 0, sizeof *tally);
    tally->exponent = exponent;
    kernel->set_bias(tally);
}

/* The lanes of a slot, all tables together and without bias, and how many rows it has. */
static uint64_t sum_tables(const nps_tally *tally, int slot, uint64_t lanes[NPS_LANES])
{
    uint64_t sums[NPS_LANES] = {0}, rows;
    int table, lane;
    for (table = 0; table < NPS_TALLY_STEP; table++)
        for (lane = 0; lane < NPS_LANES; lane++)
            sums[lane] += tally->tables[table][slot][lane];
    rows = sums[NPS_LANE_HIGH] / NPS_LANE_ROW;
    for (lane = 0; lane < NPS_LANES; lane++)
        lanes[lane] = sums[lane] - rows * tally->bias[lane];
    return rows;
}

/* The sum += (2^48 high + low) 2^exponent. Lows may be negative, in two's complement. */
static void add_lanes(const nps_sum_format *format, uint64_t *sum, const uint64_t lanes[2], int exponent)
{
    const uint64_t shifted = lanes[0] << NPS_LANE_LOW_BITS, low = shifted + lanes[1];
    const uint64_t carry = low < shifted, sign = lanes[1] >> 63;
    const uint64_t high = (lanes[0] >> (64 - NPS_LANE_LOW_BITS)) + carry - sign;
    nps_sum_add_integer(format, sum, high, low, exponent);
}

void nps_tally_finish(const nps_tally *tally, nps_weighted *to)
{
    uint64_t lanes[NPS_LANES];
    int slot;
    for (slot = 0; slot < NPS_BINS; slot++) {
        *nps_weighted_counter(&to->rows, slot) += sum_tables(tally, slot, lanes);
        add_lanes(&nps_weight_format, to->weights[slot], lanes + NPS_LANE_HIGH, tally->exponent - 52);
        if (slot < NPS_ANSWERS)
            add_lanes(&nps_square_format, to->squares[slot], lanes + NPS_LANE_SQUARE_HIGH, 2 * tally->exponent - 52);
    }
    to->weightless += sum_tables(tally, NPS_TALLY_WEIGHTLESS, lanes);
}
