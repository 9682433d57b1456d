/* SPDX-License-Identifier: MIT */
#include "column.h"

#include "../block.h"
#include "../weighted.h"

#include <string.h>

/* Shorter columns are added row by row before a tally has begun and ended. */
enum { FEW = 48 };

/* Where the first tally begins: weights that are about 1. */
enum { USUAL_EXPONENT = -NPS_TALLY_SPAN / 2 };

/* A block of rows. It is a copy: what was checked is what is added, whoever writes to the columns meanwhile. */
struct rows {
    size_t count;
    uint8_t slots[NPS_BLOCK];
    uint64_t weights[NPS_BLOCK]; /* their bits, ordered as they are */
};

static double weight_at(const struct rows *rows, size_t i)
{
    double weight;
    memcpy(&weight, &rows->weights[i], sizeof weight);
    return weight;
}

/* Reads the rows from row `from` on; whether they can be added to a tally with this exponent as they are. */
static bool read_rows(struct rows *rows, const nps_tally_kernel *kernel, int exponent, const nps_column *answers,
                      const double *weights, size_t from)
{
    const size_t left = answers->length - from;
    rows->count = left < NPS_BLOCK ? left : NPS_BLOCK;
    nps_block_slots(answers, from, rows->count, rows->slots);
    return kernel->copy(rows->weights, weights + from, rows->count, exponent);
}

/* Gives rows of weight 0 their slot, and a weight that a tally can add; whether all can be added then. */
static bool set_weightless_apart(struct rows *rows, int exponent)
{
    const uint64_t lowest = nps_tally_power(exponent);
    uint64_t any = 0;
    size_t i;
    for (i = 0; i < rows->count; i++) {
        /* Without branches, as such weights come at random. -0, which does not come, is left to add_others(). */
        const uint64_t bits = rows->weights[i], mask = (uint64_t)(bits == 0) * UINT64_MAX;
        rows->slots[i] = (uint8_t)((rows->slots[i] & ~mask) | (NPS_TALLY_WEIGHTLESS & mask));
        rows->weights[i] = (bits & ~mask) | (lowest & mask);
        any |= rows->weights[i] - lowest;
    }
    return any < NPS_TALLY_BEYOND;
}

/* An exponent for all rows that have a weight; the present one where that will do or where none will. */
static int find_exponent(const struct rows *rows, int exponent)
{
    uint64_t lowest = UINT64_MAX, highest = 0;
    int low, high;
    size_t i;
    for (i = 0; i < rows->count; i++)
        if (rows->slots[i] != NPS_TALLY_WEIGHTLESS) {
            lowest = rows->weights[i] < lowest ? rows->weights[i] : lowest;
            highest = rows->weights[i] > highest ? rows->weights[i] : highest;
        }
    low = (int)(lowest >> 52) - 1023;
    high = (int)(highest >> 52) - 1023;
    if (high - low >= NPS_TALLY_SPAN || (low >= exponent && high < exponent + NPS_TALLY_SPAN))
        return exponent;
    low -= (NPS_TALLY_SPAN - 1 - (high - low)) / 2;
    if (low < NPS_TALLY_LOWEST)
        return NPS_TALLY_LOWEST;
    return low > NPS_TALLY_HIGHEST ? NPS_TALLY_HIGHEST : low;
}

/* Adds a row by itself. */
static nps_status add_row(const struct rows *rows, size_t i, nps_weighted *counted)
{
    const double weight = weight_at(rows, i);
    const nps_status status = nps_weighted_can_add(counted, rows->slots[i], weight, 1);
    if (!status)
        nps_weighted_add_slot(counted, rows->slots[i], weight, 1);
    return status;
}

/* Adds the rows that have a weight and that a tally with this exponent cannot add, and leaves the others to it. */
static nps_status add_others(struct rows *rows, int exponent, nps_weighted *counted)
{
    nps_status status = NPS_OK;
    size_t i;
    for (i = 0; !status && i < rows->count; i++)
        if (!nps_tally_is_within(rows->weights[i], exponent)) {
            if (rows->slots[i] != NPS_TALLY_WEIGHTLESS) {
                status = add_row(rows, i, counted);
                rows->slots[i] = NPS_TALLY_NOWHERE;
            }
            rows->weights[i] = nps_tally_power(exponent);
        }
    return status;
}

static nps_status add_all(const struct rows *rows, nps_weighted *counted)
{
    nps_status status = NPS_OK;
    size_t i;
    for (i = 0; !status && i < rows->count; i++)
        status = add_row(rows, i, counted);
    return status;
}

/* A tally, and where it goes. */
struct counting {
    const nps_tally_kernel *kernel;
    nps_weighted *counted;
    nps_tally tally;
};

static void restart(struct counting *self, int exponent)
{
    nps_tally_finish(&self->tally, self->counted);
    nps_tally_start(&self->tally, self->kernel, exponent);
}

/* Makes rows that read_rows() was not content with ready for the tally, and the tally for them. */
static nps_status sort_out(struct counting *self, struct rows *rows)
{
    int exponent;
    if (set_weightless_apart(rows, self->tally.exponent))
        return NPS_OK;
    exponent = find_exponent(rows, self->tally.exponent);
    if (exponent != self->tally.exponent)
        restart(self, exponent);
    return add_others(rows, exponent, self->counted);
}

/* Adds rows that are ready; from `next` on there are the weights of a block to come. */
static void add_rows(struct counting *self, struct rows *rows, const void *next)
{
    size_t count = rows->count;
    for (; count % NPS_TALLY_STEP != 0; count++) {
        rows->slots[count] = NPS_TALLY_NOWHERE;
        rows->weights[count] = nps_tally_power(self->tally.exponent);
    }
    if (self->tally.rows + count > NPS_TALLY_ROWS)
        restart(self, self->tally.exponent);
    self->kernel->add(&self->tally, rows->slots, rows->weights, count, next);
    self->tally.rows += count;
}

nps_status nps_weighted_count_column(const nps_tally_kernel *kernel, const nps_column *answers, const double *weights,
                                     nps_weighted *counted)
{
    struct counting self;
    struct rows rows;
    size_t from;
    if (answers->length < FEW) {
        read_rows(&rows, kernel, USUAL_EXPONENT, answers, weights, 0);
        return add_all(&rows, counted);
    }
    self.kernel = kernel;
    self.counted = counted;
    nps_tally_start(&self.tally, kernel, USUAL_EXPONENT);
    for (from = 0; from < answers->length; from += rows.count) {
        const bool another = answers->length - from >= 2 * (size_t)NPS_BLOCK;
        if (!read_rows(&rows, kernel, self.tally.exponent, answers, weights, from)) {
            const nps_status status = sort_out(&self, &rows);
            if (status)
                return status;
        }
        add_rows(&self, &rows, another ? (const void *)(weights + from + NPS_BLOCK) : rows.weights);
    }
    nps_tally_finish(&self.tally, counted);
    return NPS_OK;
}
