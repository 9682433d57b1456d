/* SPDX-License-Identifier: MIT */
#include "accumulator.h"

#include "column/classify.h"
#include "ingest/column.h"
#include "scale.h"
#include "support/checked.h"

_Static_assert(sizeof(nps_accumulator) == 104, "the state is 104 bytes, part of the ABI");

const nps_accumulator nps_accumulator_empty = {{0}, 0, 0};

nps_status nps_accumulator_add(nps_accumulator *self, int64_t answer)
{
    return nps_accumulator_add_n(self, answer, 1);
}

nps_status nps_accumulator_add_n(nps_accumulator *self, int64_t answer, uint64_t times)
{
    uint64_t *counter;
    if (!self)
        return NPS_ERROR_NULL;
    counter = nps_accumulator_counter(self, nps_bin_of(answer));
    return checked_add(*counter, times, counter) ? NPS_OK : NPS_ERROR_OVERFLOW;
}

nps_status nps_accumulator_add_missing(nps_accumulator *self, uint64_t times)
{
    if (!self)
        return NPS_ERROR_NULL;
    return checked_add(self->missing, times, &self->missing) ? NPS_OK : NPS_ERROR_OVERFLOW;
}

nps_status nps_accumulator_remove_n(nps_accumulator *self, int64_t answer, uint64_t times)
{
    uint64_t *counter;
    if (!self)
        return NPS_ERROR_NULL;
    counter = nps_accumulator_counter(self, nps_bin_of(answer));
    if (*counter < times)
        return NPS_ERROR_UNDERFLOW;
    *counter -= times;
    return NPS_OK;
}

nps_status nps_accumulator_add_u8(nps_accumulator *self, const uint8_t *answers, size_t count)
{
    nps_column column;
    nps_column_init(&column, NPS_COLUMN_U8, answers, count);
    return nps_accumulator_add_column(self, &column);
}

nps_status nps_accumulator_add_column(nps_accumulator *self, const nps_column *column)
{
    nps_column read;
    nps_accumulator counted = {{0}, 0, 0};
    nps_status status;
    if (!self || !column)
        return NPS_ERROR_NULL;
    status = nps_column_open(column, &read);
    if (status)
        return status;
    nps_ingest_column(&read, &counted);
    return nps_accumulator_merge(self, &counted);
}

bool nps_accumulator_can_merge(const nps_accumulator *to, const nps_accumulator *from)
{
    bool wraps = to->missing + from->missing < from->missing || to->invalid + from->invalid < from->invalid;
    int i;
    for (i = 0; i < NPS_ANSWERS; i++)
        wraps |= to->answers[i] + from->answers[i] < from->answers[i];
    return !wraps;
}

nps_status nps_accumulator_merge(nps_accumulator *self, const nps_accumulator *from)
{
    int i;
    if (!self || !from)
        return NPS_ERROR_NULL;
    if (!nps_accumulator_can_merge(self, from))
        return NPS_ERROR_OVERFLOW;
    for (i = 0; i < NPS_ANSWERS; i++)
        self->answers[i] += from->answers[i];
    self->missing += from->missing;
    self->invalid += from->invalid;
    return NPS_OK;
}

bool nps_accumulator_has_part(const nps_accumulator *self, const nps_accumulator *part)
{
    bool has = self->missing >= part->missing && self->invalid >= part->invalid;
    int i;
    for (i = 0; i < NPS_ANSWERS; i++)
        has &= self->answers[i] >= part->answers[i];
    return has;
}

nps_status nps_accumulator_subtract(nps_accumulator *self, const nps_accumulator *part)
{
    int i;
    if (!self || !part)
        return NPS_ERROR_NULL;
    if (!nps_accumulator_has_part(self, part))
        return NPS_ERROR_UNDERFLOW;
    for (i = 0; i < NPS_ANSWERS; i++)
        self->answers[i] -= part->answers[i];
    self->missing -= part->missing;
    self->invalid -= part->invalid;
    return NPS_OK;
}

nps_status nps_accumulator_counts(const nps_accumulator *self, const nps_scale *scale, nps_counts *out,
                                  uint64_t *outside)
{
    nps_counts counts = {0, 0, 0};
    uint64_t off_scale = 0;
    nps_status status;
    int answer;
    if (!self || !out)
        return NPS_ERROR_NULL;
    status = nps_scale_read(&scale);
    if (status)
        return status;
    for (answer = 0; answer < NPS_ANSWERS; answer++) {
        uint64_t *part;
        if (answer < scale->lowest || answer > scale->highest)
            part = &off_scale;
        else if (answer <= scale->detractor_max)
            part = &counts.detractors;
        else if (answer < scale->promoter_min)
            part = &counts.passives;
        else
            part = &counts.promoters;
        if (!checked_add(*part, self->answers[answer], part))
            return NPS_ERROR_OVERFLOW;
    }
    if (off_scale != 0 && !outside)
        return NPS_ERROR_OUTSIDE;
    *out = counts;
    if (outside)
        *outside = off_scale;
    return NPS_OK;
}
