/* SPDX-License-Identifier: MIT */
#include "column.h"

#include "../column/block.h"
#include "slot.h"

#include <string.h>

/* Shorter columns are added row by row before a tally has begun and ended. */
enum { FEW = 24 };

/* More rows of a block than this are worth a new tally, fewer are added row by row. */
enum { MANY = NPS_BLOCK / 16 };

/* Where the first tally begins: weights that are about 1. */
enum { USUAL_EXPONENT = -NPS_TALLY_SPAN / 2 };

/* A copy of a block of rows, so that it can be changed, and is the same however often it is read. */
struct rows {
    size_t count;
    _Alignas(64) uint8_t slots[NPS_BLOCK];
    _Alignas(64) uint64_t weights[NPS_BLOCK]; /* their bits, ordered as they are */
};

static double weight_at(const struct rows *rows, size_t i)
{
    double weight;
    memcpy(&weight, &rows->weights[i], sizeof weight);
    return weight;
}

/* Reads at most `left` rows from row `from` on. */
static void read_rows(struct rows *rows, const nps_column *answers, const double *weights, size_t from, size_t left)
{
    rows->count = left < NPS_BLOCK ? left : NPS_BLOCK;
    nps_block_bins(answers, from, rows->count, rows->slots);
    /* Of no rows there may be no array. */
    if (rows->count != 0)
        memcpy(rows->weights, weights + from, rows->count * sizeof *rows->weights);
}

/* Sets a bit for each row that a tally with this exponent cannot add as it is. */
static void find_outside(const struct rows *rows, int exponent, uint64_t outside[NPS_BLOCK_WORDS])
{
    const uint64_t lowest = nps_tally_power(exponent);
    size_t from, i;
    memset(outside, 0, NPS_BLOCK_WORDS * sizeof *outside);
    for (from = 0; from < rows->count; from += 64) {
        const size_t left = rows->count - from, count = left < 64 ? left : 64;
        uint64_t bits = 0;
        /* Without branches, as such weights come at random. */
        for (i = 0; i < count; i++)
            bits |= (uint64_t)(rows->weights[from + i] - lowest >= NPS_TALLY_BEYOND) << i;
        outside[from / 64] = bits;
    }
}

/* Clears the lowest bit of a word that is not 0, and says where it was. */
static size_t take_bit(uint64_t *word)
{
    const size_t bit = nps_lowest_bit(*word);
    *word &= *word - 1;
    return bit;
}

/* Whether so many of the rows outside have a weight that another exponent is worth a new tally. */
static bool are_many(const struct rows *rows, const uint64_t outside[NPS_BLOCK_WORDS])
{
    size_t many = 0, word;
    for (word = 0; word < NPS_BLOCK_WORDS; word++) {
        uint64_t left = outside[word];
        while (left != 0)
            many += rows->weights[word * 64 + take_bit(&left)] != 0;
    }
    return many > MANY;
}

/* An exponent for all rows that have a weight; the present one where that will do or where none will. */
static int find_exponent(const struct rows *rows, int exponent)
{
    uint64_t lowest = UINT64_MAX, highest = 0;
    int low, high;
    size_t i;
    for (i = 0; i < rows->count; i++)
        if (rows->weights[i] != 0) {
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

/* Leaves no row outside: one without weight gets its slot, and another is added and gets a slot that is not counted;
 * either gets a weight that a tally with this exponent can add. */
static nps_status take_out(struct rows *rows, uint64_t outside[NPS_BLOCK_WORDS], int exponent, nps_weighted *counted)
{
    size_t word;
    for (word = 0; word < NPS_BLOCK_WORDS; word++)
        while (outside[word] != 0) {
            const size_t i = word * 64 + take_bit(&outside[word]);
            if (rows->weights[i] == 0) {
                rows->slots[i] = NPS_TALLY_WEIGHTLESS;
            } else {
                const nps_status status = add_row(rows, i, counted);
                if (status)
                    return status;
                rows->slots[i] = NPS_TALLY_NOWHERE;
            }
            rows->weights[i] = nps_tally_power(exponent);
        }
    return NPS_OK;
}

static nps_status add_all(const struct rows *rows, nps_weighted *counted)
{
    nps_status status = NPS_OK;
    size_t i;
    for (i = 0; !status && i < rows->count; i++)
        status = add_row(rows, i, counted);
    return status;
}

/* Two columns, the tally that they are added to, and where that goes. */
struct counting {
    const nps_tally_kernel *kernel;
    const nps_column *answers;
    const double *weights;
    nps_weighted *counted;
    nps_tally tally;
};

static void restart(struct counting *self, int exponent)
{
    nps_tally_finish(&self->tally, self->counted);
    nps_tally_start(&self->tally, self->kernel, exponent);
}

/* Makes rows ready for the tally, and the tally for them. */
static nps_status sort_out(struct counting *self, struct rows *rows)
{
    uint64_t outside[NPS_BLOCK_WORDS];
    find_outside(rows, self->tally.exponent, outside);
    if (are_many(rows, outside)) {
        const int exponent = find_exponent(rows, self->tally.exponent);
        if (exponent != self->tally.exponent) {
            restart(self, exponent);
            find_outside(rows, exponent, outside);
        }
    }
    return take_out(rows, outside, self->tally.exponent, self->counted);
}

/* Where the block after the one at row `from` has its weights; `otherwise` if there is no other whole one. */
static const void *next_weights(const struct counting *self, size_t from, const void *otherwise)
{
    const bool another = self->answers->length - from >= 2 * (size_t)NPS_BLOCK;
    return another ? self->weights + from + NPS_BLOCK : otherwise;
}

/* Adds rows that are ready; `next` as for a kernel. */
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

/* Adds rows of any weights. */
static nps_status add_with_care(struct counting *self, size_t from, size_t to)
{
    struct rows rows;
    for (; from < to; from += rows.count) {
        nps_status status;
        read_rows(&rows, self->answers, self->weights, from, to - from);
        status = sort_out(self, &rows);
        if (status)
            return status;
        add_rows(self, &rows, next_weights(self, from, rows.weights));
    }
    return NPS_OK;
}

/* Adds rows where they lie, a multiple of NPS_TALLY_STEP; whether the tally could add all of their weights. */
static bool add_in_place(struct counting *self, size_t from, size_t to)
{
    _Alignas(64) uint8_t slots[NPS_BLOCK];
    while (from < to) {
        const double *const weights = self->weights + from;
        const size_t count = to - from < NPS_BLOCK ? to - from : NPS_BLOCK;
        nps_block_bins(self->answers, from, count, slots);
        if (!self->kernel->add(&self->tally, slots, weights, count, next_weights(self, from, weights)))
            return false;
        self->tally.rows += count;
        from += count;
    }
    return true;
}

/* Adds rows that fit into an empty tally. Most weights need nothing but adding; where one does, all rows are added
 * anew, as nothing of them has left the tally yet. */
static nps_status add_stretch(struct counting *self, size_t from, size_t to)
{
    const size_t rest = to - (to - from) % NPS_TALLY_STEP;
    if (add_in_place(self, from, rest))
        return add_with_care(self, rest, to);
    nps_tally_start(&self->tally, self->kernel, self->tally.exponent);
    return add_with_care(self, from, to);
}

static nps_status add_few(const nps_column *answers, const double *weights, nps_weighted *counted)
{
    struct rows rows;
    read_rows(&rows, answers, weights, 0, answers->length);
    return add_all(&rows, counted);
}

nps_status nps_weighted_count_column(const nps_tally_kernel *kernel, const nps_column *answers, const double *weights,
                                     nps_weighted *counted)
{
    struct counting self;
    size_t from, to;
    if (answers->length < FEW)
        return add_few(answers, weights, counted);
    self.kernel = kernel;
    self.answers = answers;
    self.weights = weights;
    self.counted = counted;
    self.tally.exponent = USUAL_EXPONENT;
    for (from = 0; from < answers->length; from = to) {
        nps_status status;
        nps_tally_start(&self.tally, kernel, self.tally.exponent);
        to = answers->length - from < NPS_TALLY_ROWS ? answers->length : from + NPS_TALLY_ROWS;
        status = add_stretch(&self, from, to);
        if (status)
            return status;
        nps_tally_finish(&self.tally, counted);
    }
    return NPS_OK;
}
