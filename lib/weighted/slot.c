/* SPDX-License-Identifier: MIT */
#include "slot.h"

#include "../column/types.h"
#include "../ingest/column.h"
#include "../support/checked.h"
#include "../support/options.h"
#include "sum.h"

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

uint64_t nps_weighted_rows(const nps_accumulator *rows, int slot)
{
    if (slot < NPS_ANSWERS)
        return rows->answers[slot];
    return slot == NPS_SLOT_MISSING ? rows->missing : rows->invalid;
}

nps_status nps_weighted_can_add(const nps_weighted *self, int slot, double weight, uint64_t times)
{
    const uint64_t there = weight == 0 ? self->weightless : nps_weighted_rows(&self->rows, slot);
    uint64_t sum;
    if (!(weight == 0 || (weight >= NPS_WEIGHT_SMALLEST && weight <= NPS_WEIGHT_LARGEST)))
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
    while (slot < NPS_SLOT_INVALID && nps_weighted_rows(&counted, slot) == 0)
        slot++;
    return slot;
}
