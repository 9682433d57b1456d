/* SPDX-License-Identifier: MIT */
#include "lane_sums.h"

#include "../accumulator.h"
#include "bins.h"
#include "sum.h"

#include <string.h>

static void start_portable(nps_lane_sums *self)
{
    memset(self->bias, 0, sizeof self->bias);
    memset(self->tables, 0, self->table_count * NPS_LANE_SUMS_TABLE * sizeof *self->tables);
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

static void add_row(uint64_t *table, unsigned bin, double weight, int exponent)
{
    uint64_t *const lanes = table + (size_t)NPS_LANES * (weight == 0 ? NPS_LANE_SUMS_WEIGHTLESS : bin);
    lanes[NPS_LANE_HIGH] += NPS_LANE_ROW;
    if (weight == 0)
        return;
    add_value(lanes + NPS_LANE_HIGH, weight, exponent);
    add_value(lanes + NPS_LANE_SQUARE_HIGH, weight * weight, 2 * exponent);
}

static bool are_within(const uint64_t bits[NPS_LANE_SUMS_STEP], int exponent)
{
    size_t i;
    for (i = 0; i < NPS_LANE_SUMS_STEP; i++)
        if (bits[i] << 1 != 0 && !nps_lane_sums_is_within(bits[i], exponent))
            return false;
    return true;
}

static size_t add_portable(nps_lane_sums *self, const uint8_t *bins, const void *weights, size_t count,
                           const void *next)
{
    size_t from, i;
    (void)next;
    for (from = 0; from < count; from += NPS_LANE_SUMS_STEP) {
        uint64_t bits[NPS_LANE_SUMS_STEP];
        double read[NPS_LANE_SUMS_STEP];
        memcpy(bits, (const unsigned char *)weights + from * sizeof *read, sizeof bits);
        if (!are_within(bits, self->exponent))
            return from;
        memcpy(read, bits, sizeof read);
        for (i = 0; i < NPS_LANE_SUMS_STEP; i++)
            add_row(self->tables + i % self->table_count * NPS_LANE_SUMS_TABLE, bins[from + i], read[i],
                    self->exponent);
    }
    return count;
}

static void add_up_portable(const nps_lane_sums *self, uint64_t lanes[NPS_LANE_SUMS_BINS][NPS_LANES])
{
    size_t i;
    memset(lanes, 0, NPS_LANE_SUMS_BINS * sizeof *lanes);
    for (i = 0; i < self->table_count * NPS_LANE_SUMS_TABLE; i++)
        lanes[i / NPS_LANES % NPS_LANE_SUMS_BINS][i % NPS_LANES] += self->tables[i];
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

static const nps_lane_sums_kernel portable = {8, 16, start_portable, add_portable, add_up_portable, prepare_portable};
#if NPS_CPU_X86
static const nps_lane_sums_kernel avx2 = {
    8, 16, nps_lane_sums_start_avx2, nps_lane_sums_add_avx2, nps_lane_sums_add_up_avx2, nps_lane_sums_prepare_avx2};
static const nps_lane_sums_kernel avx512 = {1,
                                            2,
                                            nps_lane_sums_start_avx512,
                                            nps_lane_sums_add_avx512,
                                            nps_lane_sums_add_up_avx512,
                                            nps_lane_sums_prepare_avx2};

/* Fewer rows than this are not worth the larger tables of AVX-512. */
enum { WORTH_PAIRS = 256 };
#endif

const nps_lane_sums_kernel *nps_lane_sums_best(size_t rows)
{
    switch (nps_cpu_best()) {
#if NPS_CPU_X86
    case NPS_CPU_AVX512: return rows < WORTH_PAIRS ? &avx2 : &avx512;
    case NPS_CPU_AVX2: return &avx2;
#endif
    default: (void)rows; return &portable;
    }
}

void nps_lane_sums_start(nps_lane_sums *self, const nps_lane_sums_kernel *kernel, int exponent, size_t table_count)
{
    self->padding = 0;
    self->table_count = table_count;
    self->bins = NPS_LANE_SUMS_BINS;
    self->exponent = exponent;
    kernel->start(self);
}

/* How many rows a bin has. */
static uint64_t rows_of(const nps_lane_sums *self, const uint64_t lanes[NPS_LANES])
{
    /* A row adds 2^12 e + 1 to the bits from that of a row on, with the bits e of the bias above 2^52. The square of
     * 2^12 e is 0 among these 24 bits, so that 1 - 2^12 e is the inverse. */
    const uint64_t mask = ((uint64_t)1 << (64 - NPS_LANE_ROW_BIT)) - 1, above = self->bias[NPS_LANE_HIGH] >> 52 << 12;
    return (lanes[NPS_LANE_HIGH] >> NPS_LANE_ROW_BIT) * (1 - above) & mask;
}

/* Takes rows with the weight 2^exponent, and so with a square of 2^(2 exponent), out of the lanes of a bin. */
static void take_padding(const nps_lane_sums *self, uint64_t lanes[NPS_LANES])
{
    const uint64_t high = self->padding << (52 - NPS_LANE_LOW_BITS);
    int lane;
    for (lane = 0; lane < NPS_LANES; lane++)
        lanes[lane] -= self->padding * self->bias[lane];
    lanes[NPS_LANE_HIGH] -= high;
    lanes[NPS_LANE_SQUARE_HIGH] -= high;
}

/* The sum += (2^48 high + low) times the value of a place, without the bias of so many rows. Lows may be negative, in
 * two's complement. */
static void add_lanes(const nps_sum_format *format, uint64_t *sum, const uint64_t lanes[2], const uint64_t bias[2],
                      uint64_t rows, nps_sum_place place)
{
    const uint64_t high_lane = lanes[0] - rows * bias[0], low_lane = lanes[1] - rows * bias[1];
    const uint64_t shifted = high_lane << NPS_LANE_LOW_BITS, low = shifted + low_lane;
    const uint64_t carry = low < shifted, sign = low_lane >> 63;
    const uint64_t high = (high_lane >> (64 - NPS_LANE_LOW_BITS)) + carry - sign;
    nps_sum_add_integer(format, sum, high, low, place);
}

void nps_lane_sums_finish(const nps_lane_sums *self, const nps_lane_sums_kernel *kernel, nps_weighted *to)
{
    _Alignas(64) uint64_t lanes[NPS_LANE_SUMS_BINS][NPS_LANES];
    const nps_sum_place weight = nps_sum_place_of(&nps_weight_format, self->exponent - 52);
    const nps_sum_place square = nps_sum_place_of(&nps_square_format, 2 * self->exponent - 52);
    unsigned bin;
    kernel->add_up(self, lanes);
    take_padding(self, lanes[0]);
    for (bin = 0; bin < NPS_BINS; bin++) {
        const uint64_t rows = rows_of(self, lanes[bin]);
        if (rows == 0)
            continue;
        *nps_accumulator_counter(&to->rows, bin) += rows;
        add_lanes(&nps_weight_format, to->weights[bin], lanes[bin] + NPS_LANE_HIGH, self->bias + NPS_LANE_HIGH, rows,
                  weight);
        if (bin < NPS_ANSWERS)
            add_lanes(&nps_square_format, to->squares[bin], lanes[bin] + NPS_LANE_SQUARE_HIGH,
                      self->bias + NPS_LANE_SQUARE_HIGH, rows, square);
    }
    to->weightless += rows_of(self, lanes[NPS_LANE_SUMS_WEIGHTLESS]);
}
