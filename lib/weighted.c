/* SPDX-License-Identifier: MIT */
#include "weighted.h"

#include "column/classify.h"
#include "status.h"
#include "support/checked.h"
#include "weighted/bins.h"
#include "weighted/column.h"
#include "weighted/sum.h"

_Static_assert(sizeof(nps_weighted) == 1616, "the state is 1616 bytes, part of the ABI");

const nps_weighted nps_weighted_empty = {{{0}, 0, 0}, 0, {{0}}, {{0}}};

static nps_status add_bin(nps_weighted *self, unsigned bin, double weight, uint64_t times)
{
    nps_status status;
    if (!self)
        return NPS_ERROR_NULL;
    status = nps_weighted_can_add(self, bin, weight, times);
    if (!status)
        nps_weighted_add_bin(self, bin, weight, times);
    return status;
}

nps_status nps_weighted_add(nps_weighted *self, int64_t answer, double weight)
{
    return add_bin(self, nps_bin_of(answer), weight, 1);
}

nps_status nps_weighted_add_n(nps_weighted *self, int64_t answer, double weight, uint64_t times)
{
    return add_bin(self, nps_bin_of(answer), weight, times);
}

nps_status nps_weighted_add_missing(nps_weighted *self, double weight, uint64_t times)
{
    return add_bin(self, NPS_ANSWER_MISSING, weight, times);
}

nps_status nps_weighted_add_column(nps_weighted *self, const nps_column *answers, const double *weights,
                                   nps_error_detail *detail)
{
    nps_weighted apart;
    nps_column read;
    nps_status status;
    bool is_apart = false;
    if (!self)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    status = nps_weighted_open_column(answers, weights, &read);
    if (!status)
        status = nps_weighted_add_rows(self, &read, weights, &apart, &is_apart);
    if (!status && is_apart)
        status = nps_weighted_merge(self, &apart);
    return status ? nps_weighted_explain(detail, status, weights, read.length) : NPS_OK;
}

bool nps_weighted_can_merge(const nps_weighted *to, const nps_weighted *from)
{
    uint64_t sum;
    return nps_accumulator_can_merge(&to->rows, &from->rows) && checked_add(to->weightless, from->weightless, &sum);
}

nps_status nps_weighted_merge(nps_weighted *self, const nps_weighted *from)
{
    nps_status status;
    unsigned bin;
    if (!self || !from)
        return NPS_ERROR_NULL;
    if (!nps_weighted_can_merge(self, from))
        return NPS_ERROR_OVERFLOW;
    status = nps_accumulator_merge(&self->rows, &from->rows);
    self->weightless += from->weightless;
    for (bin = 0; bin < NPS_BINS; bin++)
        nps_sum_merge(&nps_weight_format, self->weights[bin], from->weights[bin]);
    for (bin = 0; bin < NPS_ANSWERS; bin++)
        nps_sum_merge(&nps_square_format, self->squares[bin], from->squares[bin]);
    return status;
}

bool nps_weighted_is_possible(const nps_weighted *self)
{
    unsigned bin;
    for (bin = 0; bin < NPS_BINS; bin++)
        if (!nps_sum_is_of(&nps_weight_format, self->weights[bin], nps_accumulator_count_of(&self->rows, bin),
                           NPS_WEIGHT_SMALLEST, NPS_WEIGHT_LARGEST))
            return false;
    for (bin = 0; bin < NPS_ANSWERS; bin++)
        if (!nps_sum_is_of(&nps_square_format, self->squares[bin], self->rows.answers[bin],
                           NPS_WEIGHT_SMALLEST * NPS_WEIGHT_SMALLEST, NPS_WEIGHT_LARGEST * NPS_WEIGHT_LARGEST))
            return false;
    return true;
}

static bool has_part(const nps_weighted *self, const nps_weighted *part)
{
    unsigned bin;
    for (bin = 0; bin < NPS_BINS; bin++)
        if (nps_sum_is_less(&nps_weight_format, self->weights[bin], part->weights[bin]))
            return false;
    for (bin = 0; bin < NPS_ANSWERS; bin++)
        if (nps_sum_is_less(&nps_square_format, self->squares[bin], part->squares[bin]))
            return false;
    return self->weightless >= part->weightless && nps_accumulator_has_part(&self->rows, &part->rows);
}

/* Takes away what has_part() allows. */
static void subtract(nps_weighted *self, const nps_weighted *part)
{
    unsigned bin;
    (void)nps_accumulator_subtract(&self->rows, &part->rows);
    self->weightless -= part->weightless;
    for (bin = 0; bin < NPS_BINS; bin++)
        nps_sum_subtract(&nps_weight_format, self->weights[bin], part->weights[bin]);
    for (bin = 0; bin < NPS_ANSWERS; bin++)
        nps_sum_subtract(&nps_square_format, self->squares[bin], part->squares[bin]);
}

nps_status nps_weighted_subtract(nps_weighted *self, const nps_weighted *part)
{
    nps_weighted rest;
    if (!self || !part)
        return NPS_ERROR_NULL;
    if (!has_part(self, part))
        return NPS_ERROR_UNDERFLOW;
    rest = *self;
    subtract(&rest, part);
    if (!nps_weighted_is_possible(&rest))
        return NPS_ERROR_UNDERFLOW;
    *self = rest;
    return NPS_OK;
}

nps_status nps_weighted_weights(const nps_weighted *self, double answers[NPS_ANSWERS], double *missing, double *invalid)
{
    unsigned bin;
    if (!self || !answers)
        return NPS_ERROR_NULL;
    for (bin = 0; bin < NPS_ANSWERS; bin++)
        answers[bin] = nps_sum_value(&nps_weight_format, self->weights[bin]);
    if (missing)
        *missing = nps_sum_value(&nps_weight_format, self->weights[NPS_ANSWER_MISSING]);
    if (invalid)
        *invalid = nps_sum_value(&nps_weight_format, self->weights[NPS_ANSWER_INVALID]);
    return NPS_OK;
}
