/* SPDX-License-Identifier: MIT */
#include "weighted.h"

#include "accumulator.h"
#include "checked.h"
#include "ingest/column.h"
#include "ingest/types.h"
#include "options.h"
#include "weighted/column.h"
#include "weighted/sum.h"

_Static_assert(sizeof(nps_weighted) == 1616, "the state is 1616 bytes, part of the ABI");

static const double SMALLEST_WEIGHT = 0x1p-126, LARGEST_WEIGHT = 0x1.fffffffffffffp127;

int nps_weighted_slot(int64_t answer)
{
    return answer >= 0 && answer < NPS_ANSWERS ? (int)answer : NPS_SLOT_INVALID;
}

uint64_t *nps_weighted_counter(nps_accumulator *rows, int slot)
{
    if (slot < NPS_ANSWERS)
        return &rows->answers[slot];
    return slot == NPS_SLOT_MISSING ? &rows->missing : &rows->invalid;
}

static uint64_t count_in(const nps_accumulator *rows, int slot)
{
    if (slot < NPS_ANSWERS)
        return rows->answers[slot];
    return slot == NPS_SLOT_MISSING ? rows->missing : rows->invalid;
}

nps_status nps_weighted_can_add(const nps_weighted *self, int slot, double weight, uint64_t times)
{
    const uint64_t there = weight == 0 ? self->weightless : count_in(&self->rows, slot);
    uint64_t sum;
    if (!(weight == 0 || (weight >= SMALLEST_WEIGHT && weight <= LARGEST_WEIGHT)))
        return NPS_ERROR_WEIGHT;
    return checked_add(there, times, &sum) ? NPS_OK : NPS_ERROR_OVERFLOW;
}

void nps_weighted_add_slot(nps_weighted *self, int slot, double weight, uint64_t times)
{
    *(weight == 0 ? &self->weightless : nps_weighted_counter(&self->rows, slot)) += times;
    nps_sum_add(&nps_weight_format, self->weights[slot], weight, times);
    if (slot < NPS_ANSWERS)
        nps_sum_add(&nps_square_format, self->squares[slot], weight * weight, times);
}

static nps_status add_slot(nps_weighted *self, int slot, double weight, uint64_t times)
{
    nps_status status;
    if (!self)
        return NPS_ERROR_NULL;
    status = nps_weighted_can_add(self, slot, weight, times);
    if (!status)
        nps_weighted_add_slot(self, slot, weight, times);
    return status;
}

nps_status nps_weighted_add(nps_weighted *self, int64_t answer, double weight)
{
    return add_slot(self, nps_weighted_slot(answer), weight, 1);
}

nps_status nps_weighted_add_n(nps_weighted *self, int64_t answer, double weight, uint64_t times)
{
    return add_slot(self, nps_weighted_slot(answer), weight, times);
}

nps_status nps_weighted_add_missing(nps_weighted *self, double weight, uint64_t times)
{
    return add_slot(self, NPS_SLOT_MISSING, weight, times);
}

nps_status nps_weighted_open_column(const nps_column *column, const double *weights, nps_column *read)
{
    nps_accumulator nobody = {{0}, 0, 0};
    nps_column first;
    nps_status status;
    nps_column_init(read, NPS_COLUMN_U8, NULL, 0);
    status = nps_options_read(read, sizeof *read, sizeof *read, column);
    if (status)
        return status;
    if (read->length != 0 && (!read->data || !weights))
        return NPS_ERROR_NULL;
    if (read->stride == 0)
        read->stride = (ptrdiff_t)nps_column_width(read->type);
    first = *read;
    first.length = 0;
    return nps_ingest_column(&first, &nobody);
}

/* A column of one value, so that what an answer is stays known in one place. */
int nps_weighted_column_slot(const nps_column *column, size_t index)
{
    nps_accumulator counted = {{0}, 0, 0};
    nps_column one = *column;
    int slot = 0;
    one.data = (const unsigned char *)column->data + (ptrdiff_t)index * column->stride;
    one.length = 1;
    if (column->validity) {
        one.validity += index / 8 + column->validity_offset / 8;
        one.validity_offset = index % 8 + column->validity_offset % 8;
    }
    if (nps_ingest_column(&one, &counted))
        return NPS_SLOT_INVALID; /* cannot happen: the column was opened */
    while (slot < NPS_SLOT_INVALID && count_in(&counted, slot) == 0)
        slot++;
    return slot;
}

nps_status nps_weighted_add_column(nps_weighted *self, const nps_column *answers, const double *weights)
{
    nps_weighted counted = {0};
    nps_column read;
    nps_status status;
    if (!self)
        return NPS_ERROR_NULL;
    status = nps_weighted_open_column(answers, weights, &read);
    if (!status)
        status = nps_weighted_count_column(nps_tally_best(), &read, weights, &counted);
    return status ? status : nps_weighted_merge(self, &counted);
}

bool nps_weighted_can_merge(const nps_weighted *to, const nps_weighted *from)
{
    uint64_t sum;
    return nps_accumulator_can_merge(&to->rows, &from->rows) && checked_add(to->weightless, from->weightless, &sum);
}

nps_status nps_weighted_merge(nps_weighted *self, const nps_weighted *from)
{
    nps_status status;
    int slot;
    if (!self || !from)
        return NPS_ERROR_NULL;
    if (!nps_weighted_can_merge(self, from))
        return NPS_ERROR_OVERFLOW;
    status = nps_accumulator_merge(&self->rows, &from->rows);
    self->weightless += from->weightless;
    for (slot = 0; slot < NPS_SLOTS; slot++)
        nps_sum_merge(&nps_weight_format, self->weights[slot], from->weights[slot]);
    for (slot = 0; slot < NPS_ANSWERS; slot++)
        nps_sum_merge(&nps_square_format, self->squares[slot], from->squares[slot]);
    return status;
}

bool nps_weighted_is_possible(const nps_weighted *self)
{
    int slot;
    for (slot = 0; slot < NPS_SLOTS; slot++)
        if (!nps_sum_is_of(&nps_weight_format, self->weights[slot], count_in(&self->rows, slot), SMALLEST_WEIGHT,
                           LARGEST_WEIGHT))
            return false;
    for (slot = 0; slot < NPS_ANSWERS; slot++)
        if (!nps_sum_is_of(&nps_square_format, self->squares[slot], self->rows.answers[slot],
                           SMALLEST_WEIGHT * SMALLEST_WEIGHT, LARGEST_WEIGHT * LARGEST_WEIGHT))
            return false;
    return true;
}

static bool has_part(const nps_weighted *self, const nps_weighted *part)
{
    int slot;
    for (slot = 0; slot < NPS_SLOTS; slot++)
        if (nps_sum_is_less(&nps_weight_format, self->weights[slot], part->weights[slot]))
            return false;
    for (slot = 0; slot < NPS_ANSWERS; slot++)
        if (nps_sum_is_less(&nps_square_format, self->squares[slot], part->squares[slot]))
            return false;
    return self->weightless >= part->weightless;
}

/* Takes away what has_part() and the counters allow. */
static void subtract_sums(nps_weighted *self, const nps_weighted *part)
{
    int slot;
    self->weightless -= part->weightless;
    for (slot = 0; slot < NPS_SLOTS; slot++)
        nps_sum_subtract(&nps_weight_format, self->weights[slot], part->weights[slot]);
    for (slot = 0; slot < NPS_ANSWERS; slot++)
        nps_sum_subtract(&nps_square_format, self->squares[slot], part->squares[slot]);
}

nps_status nps_weighted_subtract(nps_weighted *self, const nps_weighted *part)
{
    nps_weighted rest;
    nps_status status;
    if (!self || !part)
        return NPS_ERROR_NULL;
    if (!has_part(self, part))
        return NPS_ERROR_UNDERFLOW;
    rest = *self;
    status = nps_accumulator_subtract(&rest.rows, &part->rows);
    if (status)
        return status;
    subtract_sums(&rest, part);
    if (!nps_weighted_is_possible(&rest))
        return NPS_ERROR_UNDERFLOW;
    *self = rest;
    return NPS_OK;
}

nps_status nps_weighted_weights(const nps_weighted *self, double answers[NPS_ANSWERS], double *missing, double *invalid)
{
    int slot;
    if (!self || !answers)
        return NPS_ERROR_NULL;
    for (slot = 0; slot < NPS_ANSWERS; slot++)
        answers[slot] = nps_sum_value(&nps_weight_format, self->weights[slot]);
    if (missing)
        *missing = nps_sum_value(&nps_weight_format, self->weights[NPS_SLOT_MISSING]);
    if (invalid)
        *invalid = nps_sum_value(&nps_weight_format, self->weights[NPS_SLOT_INVALID]);
    return NPS_OK;
}
