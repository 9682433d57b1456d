/* SPDX-License-Identifier: MIT */
#include "lane_sums.h"

#include "../accumulator.h"
#include "bins.h"
#include "sum.h"

#include <string.h>

static void bias_portable(nps_lane_sums *self)
{
    memset(self->bias, 0, sizeof self->bias);
    self->bias[NPS_LANE_HIGH] = NPS_LANE_ROW;
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

static bool add_portable(nps_lane_sums *self, const uint8_t *bins, const void *weights, size_t rows, const void *next)
{
    const int exponent = self->exponent;
    const unsigned char *at = weights;
    size_t i;
    (void)next;
    for (i = 0; i < rows; i++, at += sizeof(double)) {
        uint64_t *const lanes = self->tables[i % self->table_count][bins[i]];
        uint64_t bits;
        double weight;
        memcpy(&bits, at, sizeof bits);
        if (!nps_lane_sums_is_within(bits, exponent))
            return false;
        memcpy(&weight, &bits, sizeof weight);
        lanes[NPS_LANE_HIGH] += NPS_LANE_ROW;
        add_value(lanes + NPS_LANE_HIGH, weight, exponent);
        add_value(lanes + NPS_LANE_SQUARE_HIGH, weight * weight, 2 * exponent);
    }
    return true;
}

/* Without branches, as such weights come at random. */
static uint64_t prepare_portable(uint8_t *bins, uint64_t *weights, int exponent)
{
    const uint64_t lowest = nps_lane_sums_power(exponent);
    uint64_t outside = 0;
    int i;
    for (i = 0; i < 64; i++) {
        const bool is_zero = weights[i] == 0;
        bins[i] = is_zero ? NPS_LANE_SUMS_WEIGHTLESS : bins[i];
        weights[i] = is_zero ? lowest : weights[i];
        outside |= (uint64_t)!nps_lane_sums_is_within(weights[i], exponent) << i;
    }
    return outside;
}

static const nps_lane_sums_kernel portable = {bias_portable, add_portable, prepare_portable};
#if NPS_CPU_X86
static const nps_lane_sums_kernel avx2 = {nps_lane_sums_bias_x86, nps_lane_sums_add_avx2, nps_lane_sums_prepare_avx2};
static const nps_lane_sums_kernel avx512 = {nps_lane_sums_bias_x86, nps_lane_sums_add_avx512,
                                            nps_lane_sums_prepare_avx2};
#endif

const nps_lane_sums_kernel *nps_lane_sums_best(void)
{
    switch (nps_cpu_best()) {
#if NPS_CPU_X86
    case NPS_CPU_AVX512: return &avx512;
    case NPS_CPU_AVX2: return &avx2;
#endif
    default: return &portable;
    }
}

void nps_lane_sums_start(nps_lane_sums *self, const nps_lane_sums_kernel *kernel, int exponent, size_t table_count)
{
    memset(self->tables, 0, table_count * sizeof *self->tables);
    self->rows = 0;
    self->table_count = table_count;
    self->exponent = exponent;
    kernel->set_bias(self);
}

/* The lanes of a bin, all tables together and without bias, and how many rows it has. */
static uint64_t sum_tables(const nps_lane_sums *self, unsigned bin, uint64_t lanes[NPS_LANES])
{
    uint64_t sums[NPS_LANES] = {0}, rows;
    size_t table;
    int lane;
    for (table = 0; table < self->table_count; table++)
        for (lane = 0; lane < NPS_LANES; lane++)
            sums[lane] += self->tables[table][bin][lane];
    rows = sums[NPS_LANE_HIGH] / NPS_LANE_ROW;
    for (lane = 0; lane < NPS_LANES; lane++)
        lanes[lane] = sums[lane] - rows * self->bias[lane];
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

void nps_lane_sums_finish(const nps_lane_sums *self, nps_weighted *to)
{
    uint64_t lanes[NPS_LANES];
    unsigned bin;
    for (bin = 0; bin < NPS_BINS; bin++) {
        const uint64_t rows = sum_tables(self, bin, lanes);
        if (rows == 0)
            continue;
        *nps_accumulator_counter(&to->rows, bin) += rows;
        add_lanes(&nps_weight_format, to->weights[bin], lanes + NPS_LANE_HIGH, self->exponent - 52);
        if (bin < NPS_ANSWERS)
            add_lanes(&nps_square_format, to->squares[bin], lanes + NPS_LANE_SQUARE_HIGH, 2 * self->exponent - 52);
    }
    to->weightless += sum_tables(self, NPS_LANE_SUMS_WEIGHTLESS, lanes);
}
