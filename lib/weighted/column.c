/* SPDX-License-Identifier: MIT */
#include "column.h"

#include "../accumulator.h"
#include "../column/block.h"
#include "bins.h"
#include "lane_sums.h"

#include <string.h>

/* Shorter columns are added row by row before lane sums have begun and ended. */
enum { FEW = 24 };

/* So many rows are sorted out where one is not usual. More of them than this are worth new lane sums, fewer are added
 * row by row. */
enum { UNUSUAL_ROWS = 128, MANY = UNUSUAL_ROWS / 16 };

/* Fewer rows than this are added to fewer tables. */
enum { SHORT = 4096 };

/* Where the first lane sums begin: weights that are about 1. */
enum { USUAL_EXPONENT = -NPS_LANE_SUMS_SPAN / 2 };

/* A copy of a block of rows, so that it can be changed, and is the same however often it is read. */
struct row_block {
    size_t count;
    _Alignas(64) uint8_t bins[NPS_BLOCK];
    _Alignas(64) uint64_t weights[NPS_BLOCK]; /* their bits, ordered as they are */
};

static double weight_at(const struct row_block *rows, size_t i)
{
    double weight;
    memcpy(&weight, &rows->weights[i], sizeof weight);
    return weight;
}

/* Reads at most `left` rows from row `from` on. */
static void read_rows(struct row_block *rows, const nps_column *answers, const double *weights, size_t from,
                      size_t left)
{
    rows->count = left < NPS_BLOCK ? left : NPS_BLOCK;
    nps_block_bins(answers, from, rows->count, rows->bins);
    /* Of no rows there may be no array. */
    if (rows->count != 0)
        memcpy(rows->weights, weights + from, rows->count * sizeof *rows->weights);
}

/* Clears the lowest bit of a word that is not 0, and says where it was. */
static size_t take_bit(uint64_t *word)
{
    const size_t bit = nps_lowest_bit(*word);
    *word &= *word - 1;
    return bit;
}

/* Makes all rows ready that can be, and sets a bit for each other one. Rows behind the last count as ready. */
static void prepare(const nps_lane_sums_kernel *kernel, struct row_block *rows, int exponent,
                    uint64_t outside[NPS_BLOCK_WORDS])
{
    size_t from, i;
    memset(outside, 0, NPS_BLOCK_WORDS * sizeof *outside);
    for (i = rows->count; i % 64 != 0; i++) {
        rows->bins[i] = NPS_LANE_SUMS_NOWHERE;
        rows->weights[i] = nps_lane_sums_power(exponent);
    }
    for (from = 0; from < rows->count; from += 64)
        outside[from / 64] = kernel->prepare(rows->bins + from, rows->weights + from, exponent);
}

/* Whether so many rows are outside that another exponent is worth new lane sums. */
static bool are_many(const uint64_t outside[NPS_BLOCK_WORDS])
{
    size_t many = 0, word;
    for (word = 0; word < NPS_BLOCK_WORDS; word++) {
        uint64_t left = outside[word];
        for (; left != 0; many++)
            (void)take_bit(&left);
    }
    return many > MANY;
}

/* An exponent for all rows that have a weight; the present one where that will do or where none will. */
static int find_exponent(const struct row_block *rows, int exponent)
{
    uint64_t lowest = UINT64_MAX, highest = 0;
    int low, high;
    size_t i;
    for (i = 0; i < rows->count; i++)
        if (rows->bins[i] != NPS_LANE_SUMS_WEIGHTLESS) {
            lowest = rows->weights[i] < lowest ? rows->weights[i] : lowest;
            highest = rows->weights[i] > highest ? rows->weights[i] : highest;
        }
    low = (int)(lowest >> 52) - 1023;
    high = (int)(highest >> 52) - 1023;
    if (high - low >= NPS_LANE_SUMS_SPAN || (low >= exponent && high < exponent + NPS_LANE_SUMS_SPAN))
        return exponent;
    low -= (NPS_LANE_SUMS_SPAN - 1 - (high - low)) / 2;
    if (low < NPS_LANE_SUMS_LOWEST)
        return NPS_LANE_SUMS_LOWEST;
    return low > NPS_LANE_SUMS_HIGHEST ? NPS_LANE_SUMS_HIGHEST : low;
}

/* Adds a row by itself. */
static nps_status add_row(const struct row_block *rows, size_t i, nps_weighted *counted)
{
    const double weight = weight_at(rows, i);
    const nps_status status = nps_weighted_can_add(counted, rows->bins[i], weight, 1);
    if (!status)
        nps_weighted_add_bin(counted, rows->bins[i], weight, 1);
    return status;
}

static nps_status add_all(const struct row_block *rows, nps_weighted *counted)
{
    nps_status status = NPS_OK;
    size_t i;
    for (i = 0; !status && i < rows->count; i++)
        status = add_row(rows, i, counted);
    return status;
}

/* Two columns, the lane sums that they are added to, and where those go. */
struct addition {
    const nps_lane_sums_kernel *kernel;
    const nps_column *answers;
    const double *weights;
    nps_weighted *counted; /* what has left the lane sums, once something has */
    bool has_counted;
    nps_lane_sums sums;
};

static nps_weighted *counted_by(struct addition *self)
{
    if (!self->has_counted)
        memset(self->counted, 0, sizeof *self->counted);
    self->has_counted = true;
    return self->counted;
}

static void restart(struct addition *self, int exponent)
{
    nps_lane_sums_finish(&self->sums, self->kernel, counted_by(self));
    nps_lane_sums_start(&self->sums, self->kernel, exponent, self->sums.table_count);
}

/* Adds each row outside by itself; it gets a bin that is not counted, and a weight that these lane sums can add. */
static nps_status take_out(struct addition *self, struct row_block *rows, uint64_t outside[NPS_BLOCK_WORDS])
{
    size_t word;
    for (word = 0; word < NPS_BLOCK_WORDS; word++)
        while (outside[word] != 0) {
            const size_t i = word * 64 + take_bit(&outside[word]);
            const nps_status status = add_row(rows, i, counted_by(self));
            if (status)
                return status;
            rows->bins[i] = NPS_LANE_SUMS_NOWHERE;
            rows->weights[i] = nps_lane_sums_power(self->sums.exponent);
        }
    return NPS_OK;
}

/* Makes rows ready for the lane sums, and these for them. */
static nps_status sort_out(struct addition *self, struct row_block *rows)
{
    uint64_t outside[NPS_BLOCK_WORDS];
    prepare(self->kernel, rows, self->sums.exponent, outside);
    if (are_many(outside)) {
        const int exponent = find_exponent(rows, self->sums.exponent);
        if (exponent != self->sums.exponent) {
            size_t i;
            restart(self, exponent);
            for (i = 0; i < rows->count; i++)
                rows->weights[i] = rows->bins[i] == NPS_LANE_SUMS_WEIGHTLESS ? 0 : rows->weights[i];
            prepare(self->kernel, rows, exponent, outside);
        }
    }
    return take_out(self, rows, outside);
}

/* Adds rows of any weights. */
static nps_status add_with_care(struct addition *self, size_t from, size_t count)
{
    struct row_block rows;
    nps_status status;
    size_t ready;
    read_rows(&rows, self->answers, self->weights, from, count);
    ready = (count + NPS_LANE_SUMS_STEP - 1) / NPS_LANE_SUMS_STEP * NPS_LANE_SUMS_STEP;
    status = sort_out(self, &rows);
    if (status)
        return status;
    (void)self->kernel->add(&self->sums, rows.bins, rows.weights, ready, rows.weights);
    return NPS_OK;
}

/* Adds less than a step of rows; whether the lane sums could add all of their weights. */
static bool add_last(struct addition *self, const uint8_t *bins, const double *weights, size_t count)
{
    uint8_t padded_bins[NPS_LANE_SUMS_STEP];
    uint64_t padded[NPS_LANE_SUMS_STEP];
    size_t i;
    for (i = 0; i < NPS_LANE_SUMS_STEP; i++) {
        padded_bins[i] = i < count ? bins[i] : 0;
        padded[i] = nps_lane_sums_power(self->sums.exponent);
    }
    memcpy(padded, weights, count * sizeof *weights);
    if (self->kernel->add(&self->sums, padded_bins, padded, NPS_LANE_SUMS_STEP, padded) == 0)
        return false;
    self->sums.padding += NPS_LANE_SUMS_STEP - count;
    return true;
}

/* Where the block after the one at row `from` has its weights; `otherwise` if there is no other whole one. */
static const void *next_weights(const struct addition *self, size_t from, const void *otherwise)
{
    const bool another = self->answers->length - from >= 2 * (size_t)NPS_BLOCK;
    return another ? self->weights + from + NPS_BLOCK : otherwise;
}

/* Adds a block of rows where they lie, except for the few that must be sorted out. */
static nps_status add_block(struct addition *self, size_t from, size_t count)
{
    _Alignas(64) uint8_t bins[NPS_BLOCK];
    const double *const weights = self->weights + from;
    const void *const next = next_weights(self, from, weights);
    const size_t last = count % NPS_LANE_SUMS_STEP, whole = count - last;
    nps_status status = NPS_OK;
    size_t added = 0;
    nps_block_bins(self->answers, from, count, bins);
    while (!status && added < whole) {
        added += self->kernel->add(&self->sums, bins + added, weights + added, whole - added, next);
        if (added < whole) {
            const size_t unusual = whole - added < UNUSUAL_ROWS ? whole - added : UNUSUAL_ROWS;
            status = add_with_care(self, from + added, unusual);
            added += unusual;
        }
    }
    if (status || last == 0 || add_last(self, bins + whole, weights + whole, last))
        return status;
    return add_with_care(self, from + whole, last);
}

/* Adds rows that fit into empty lane sums. */
static nps_status add_stretch(struct addition *self, size_t from, size_t to)
{
    nps_status status = NPS_OK;
    for (; !status && from < to; from += NPS_BLOCK)
        status = add_block(self, from, to - from < NPS_BLOCK ? to - from : NPS_BLOCK);
    return status;
}

static nps_status add_few(const nps_column *answers, const double *weights, nps_weighted *counted)
{
    struct row_block rows;
    read_rows(&rows, answers, weights, 0, answers->length);
    return add_all(&rows, counted);
}

/* Whether no counter can overflow by so many rows. */
static bool has_room(const nps_weighted *self, size_t rows)
{
    uint64_t highest = self->weightless;
    unsigned bin;
    for (bin = 0; bin < NPS_BINS; bin++) {
        const uint64_t count = nps_accumulator_count_of(&self->rows, bin);
        highest = count > highest ? count : highest;
    }
    return highest <= UINT64_MAX - rows;
}

/* Adds all rows but for those that stay in the lane sums. */
static nps_status add_stretches(struct addition *self)
{
    const size_t length = self->answers->length;
    const size_t table_count = length < SHORT ? self->kernel->few : self->kernel->many;
    nps_status status = NPS_OK;
    size_t from, to;
    for (from = 0; !status && from < length; from = to) {
        if (from != 0)
            nps_lane_sums_finish(&self->sums, self->kernel, counted_by(self));
        nps_lane_sums_start(&self->sums, self->kernel, self->sums.exponent, table_count);
        to = length - from < NPS_LANE_SUMS_ROWS ? length : from + NPS_LANE_SUMS_ROWS;
        status = add_stretch(self, from, to);
    }
    return status;
}

nps_status nps_weighted_add_rows(nps_weighted *self, const nps_column *answers, const double *weights,
                                 nps_weighted *apart, bool *is_apart)
{
    struct addition addition;
    nps_status status;
    *is_apart = true;
    if (answers->length < FEW) {
        memset(apart, 0, sizeof *apart);
        return add_few(answers, weights, apart);
    }
    addition.kernel = nps_lane_sums_best(answers->length);
    addition.answers = answers;
    addition.weights = weights;
    addition.counted = apart;
    addition.has_counted = false;
    addition.sums.exponent = USUAL_EXPONENT;
    status = add_stretches(&addition);
    if (status)
        return status;
    *is_apart = addition.has_counted || !has_room(self, answers->length);
    nps_lane_sums_finish(&addition.sums, addition.kernel, *is_apart ? counted_by(&addition) : self);
    return NPS_OK;
}
