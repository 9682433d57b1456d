/* SPDX-License-Identifier: MIT */
#include "bins.h"

#include "../accumulator.h"
#include "../column.h"
#include "../status.h"
#include "../support/checked.h"
#include "sum.h"

#include <stdio.h>
#include <string.h>

bool nps_weighted_is_weight(double value)
{
    return value == 0 || (value >= NPS_WEIGHT_SMALLEST && value <= NPS_WEIGHT_LARGEST);
}

nps_number_text nps_number_text_of(double value)
{
    char local[32];
    nps_number_text out;
    size_t from, to = 0;
    (void)snprintf(local, sizeof local, "%.6g", value);
    for (from = 0; local[from] != '\0'; from++)
        if (strchr("0123456789+-einfa", local[from]))
            out.text[to++] = local[from];
        else if (to > 0 && out.text[to - 1] != '.')
            out.text[to++] = '.'; /* the separator of a locale may be several bytes */
    out.text[to] = '\0';
    return out;
}

nps_status nps_weighted_explain(nps_error_detail *detail, nps_status status, const double *weights, size_t count)
{
    size_t i = 0;
    while (status == NPS_ERROR_WEIGHT && detail && i < count && nps_weighted_is_weight(weights[i]))
        i++;
    /* Another thread may have mended it. */
    if (status != NPS_ERROR_WEIGHT || !detail || i == count)
        return nps_explain_status(detail, status);
    return nps_explain(detail, status, "row %zu has the weight %s; " NPS_WEIGHT_RULE, i,
                       nps_number_text_of(weights[i]).text);
}

nps_status nps_weighted_can_add(const nps_weighted *self, unsigned bin, double weight, uint64_t times)
{
    const uint64_t there = weight == 0 ? self->weightless : nps_accumulator_count_of(&self->rows, bin);
    uint64_t sum;
    if (!nps_weighted_is_weight(weight))
        return NPS_ERROR_WEIGHT;
    return checked_add(there, times, &sum) ? NPS_OK : NPS_ERROR_OVERFLOW;
}

void nps_weighted_add_bin(nps_weighted *self, unsigned bin, double weight, uint64_t times)
{
    *(weight == 0 ? &self->weightless : nps_accumulator_counter(&self->rows, bin)) += times;
    nps_sum_add(&nps_weight_format, self->weights[bin], weight, times);
    if (bin < NPS_ANSWERS)
        nps_sum_add(&nps_square_format, self->squares[bin], weight * weight, times);
}

nps_status nps_weighted_open_column(const nps_column *column, const double *weights, nps_column *read)
{
    const nps_status status = nps_column_open(column, read);
    if (status)
        return status;
    return weights || read->length == 0 ? NPS_OK : NPS_ERROR_NULL;
}
