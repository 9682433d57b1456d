/* SPDX-License-Identifier: MIT */
#include "slot.h"

#include "../support/checked.h"
#include "sum.h"

int nps_weighted_slot(int64_t answer)
{
    return answer >= 0 && answer < NPS_ANSWERS ? (int)answer : NPS_ANSWER_INVALID;
}

uint64_t *nps_weighted_counter(nps_accumulator *rows, int slot)
{
    if (slot < NPS_ANSWERS)
        return &rows->answers[slot];
    return slot == NPS_ANSWER_MISSING ? &rows->missing : &rows->invalid;
}

uint64_t nps_weighted_rows(const nps_accumulator *rows, int slot)
{
    if (slot < NPS_ANSWERS)
        return rows->answers[slot];
    return slot == NPS_ANSWER_MISSING ? rows->missing : rows->invalid;
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
    const nps_status status = nps_column_open(column, read);
    if (status)
        return status;
    return weights || read->length == 0 ? NPS_OK : NPS_ERROR_NULL;
}
