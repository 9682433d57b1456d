/* SPDX-License-Identifier: MIT */
#include <nps/watch_codec.h>

#include "bytes/envelope.h"
#include "bytes/real.h"
#include "counts.h"
#include "status.h"
#include "watch.h"
#include "watch/baseline.h"
#include "watch/sums.h"

#include <math.h>
#include <stdbool.h>

/* Counters and baseline; settings of one byte each. */
enum { LARGE_NUMBERS = 7, SMALL_NUMBERS = 6, SIDES = 2 };

_Static_assert(NPS_WATCH_ENCODED_MAX ==
                   NPS_ENVELOPE_SIZE + LARGE_NUMBERS * NPS_NUMBER_MAX + SMALL_NUMBERS +
                       (size_t)(1 + SIDES * (2 + NPS_WATCH_POINTS * NPS_WATCH_STAKES)) * NPS_REAL_SIZE,
               "the largest watch fits, and the number is part of the ABI");

/* The sides that are watched, the one for a lower score first; returns their number. */
static int sides_of(const nps_watch *self, const nps_watch_side *sides[SIDES])
{
    int count = 0;
    if (self->direction != NPS_GREATER)
        sides[count++] = &self->lower;
    if (self->direction != NPS_LESS)
        sides[count++] = &self->higher;
    return count;
}

/* Before the first answer all sums are 0, and later none is below 1/2. */
static bool has_possible_sums(const nps_watch_side *side, int points, bool is_new)
{
    int i, k;
    for (i = 0; i < points; i++)
        for (k = 0; k < NPS_WATCH_STAKES; k++) {
            const double sum = side->sums[i][k];
            if (is_new ? sum != 0 : !(sum >= 0.5 && sum <= NPS_WATCH_CAP))
                return false;
        }
    return true;
}

static bool has_possible_means(const nps_watch_side *side)
{
    return side->first >= 0x1p-60 && side->step >= 0x1p-60 &&
           nps_watch_side_mean(side, NPS_WATCH_POINTS - 1) <= 1 - 0x1p-52;
}

static bool has_possible_alarm(const nps_watch *self)
{
    const bool is_direction = self->alarm_direction == NPS_LESS || self->alarm_direction == NPS_GREATER;
    if (self->alarm_at == 0)
        return self->alarm_direction == NPS_TWO_SIDED;
    return self->alarm_at <= self->answers && is_direction &&
           (self->direction == NPS_TWO_SIDED || self->direction == self->alarm_direction);
}

/* Whether the functions of nps/watch.h can have made it. */
static nps_status check(const nps_watch *self)
{
    const nps_watch_side *sides[SIDES];
    const bool has_baseline = nps_watch_has_baseline(self);
    nps_status status = nps_watch_check_settings(self);
    uint64_t n;
    bool is_possible, is_new;
    int count, i;
    if (!status && has_baseline)
        status = nps_counts_total(&self->baseline, &n);
    if (!status && !(self->reference > -100 && self->reference < 100))
        status = NPS_ERROR_REFERENCE;
    if (status)
        return status;
    is_possible = has_possible_alarm(self);
    count = sides_of(self, sides);
    is_new = self->answers == 0 || (self->alarm_at == 0 && sides[0]->sums[0][0] == 0); /* after a reset */
    for (i = 0; i < count; i++) {
        is_possible &= has_possible_sums(sides[i], has_baseline ? NPS_WATCH_POINTS : 1, is_new);
        is_possible &= !has_baseline || has_possible_means(sides[i]);
    }
    return is_possible ? NPS_OK : NPS_ERROR_FORMAT;
}

static size_t state_size(const nps_watch *self)
{
    const nps_counts *baseline = &self->baseline;
    const bool has_baseline = nps_watch_has_baseline(self);
    const int side = has_baseline ? 2 + NPS_WATCH_POINTS * NPS_WATCH_STAKES : NPS_WATCH_STAKES;
    return NPS_ENVELOPE_SIZE + nps_number_size(self->answers) + nps_number_size(self->missing) +
           nps_number_size(self->invalid) + nps_number_size(self->alarm_at) + nps_number_size(baseline->promoters) +
           nps_number_size(baseline->passives) + nps_number_size(baseline->detractors) + SMALL_NUMBERS +
           (size_t)(1 + !has_baseline + nps_watch_directions(self) * side) * NPS_REAL_SIZE;
}

nps_status nps_watch_encoded_size(const nps_watch *self, size_t *size)
{
    nps_status status;
    if (!self || !size)
        return NPS_ERROR_NULL;
    status = check(self);
    if (!status)
        *size = state_size(self);
    return status;
}

static unsigned char *write_numbers(unsigned char *to, const nps_watch *self)
{
    const uint64_t numbers[] = {self->answers,
                                self->missing,
                                self->invalid,
                                self->alarm_at,
                                self->direction,
                                self->alarm_direction,
                                self->scale.lowest,
                                self->scale.highest,
                                self->scale.detractor_max,
                                self->scale.promoter_min,
                                self->baseline.promoters,
                                self->baseline.passives,
                                self->baseline.detractors};
    size_t i;
    for (i = 0; i < sizeof numbers / sizeof *numbers; i++)
        to = nps_write_number(to, numbers[i]);
    return to;
}

static unsigned char *write_side(unsigned char *to, const nps_watch_side *side, bool has_baseline)
{
    int i, k;
    if (has_baseline)
        to = nps_write_real(nps_write_real(to, side->first), side->step);
    for (i = 0; i < (has_baseline ? NPS_WATCH_POINTS : 1); i++)
        for (k = 0; k < NPS_WATCH_STAKES; k++)
            to = nps_write_real(to, side->sums[i][k]);
    return to;
}

nps_status nps_watch_encode(const nps_watch *self, void *bytes, size_t capacity, size_t *length)
{
    const nps_watch_side *sides[SIDES];
    unsigned char *to;
    nps_status status;
    int count, i;
    if (!self || !bytes || !length)
        return NPS_ERROR_NULL;
    status = check(self);
    if (!status && capacity < state_size(self))
        status = NPS_ERROR_SPACE;
    if (status)
        return status;
    to = write_numbers(nps_envelope_begin(bytes, NPS_KIND_WATCH), self);
    to = nps_write_real(to, self->false_alarm_every);
    if (!nps_watch_has_baseline(self))
        to = nps_write_real(to, self->reference);
    count = sides_of(self, sides);
    for (i = 0; i < count; i++)
        to = write_side(to, sides[i], nps_watch_has_baseline(self));
    *length = nps_envelope_end(bytes, to);
    return NPS_OK;
}

/* A number that is at most 10, such as an answer; larger ones become 255, which is no setting at all. */
static nps_status read_small(nps_reader *reader, uint8_t *small)
{
    uint64_t number = 0;
    const nps_status status = nps_read_number(reader, &number);
    *small = number <= 10 ? (uint8_t)number : 255;
    return status;
}

static nps_status read_numbers(nps_reader *reader, nps_watch *self)
{
    uint64_t *const counters[] = {&self->answers, &self->missing, &self->invalid, &self->alarm_at};
    uint64_t *const baseline[] = {&self->baseline.promoters, &self->baseline.passives, &self->baseline.detractors};
    uint8_t direction = 0, alarm_direction = 0;
    uint8_t *const small[] = {&direction,           &alarm_direction,           &self->scale.lowest,
                              &self->scale.highest, &self->scale.detractor_max, &self->scale.promoter_min};
    nps_status status = NPS_OK;
    size_t i;
    for (i = 0; !status && i < sizeof counters / sizeof *counters; i++)
        status = nps_read_number(reader, counters[i]);
    for (i = 0; !status && i < sizeof small / sizeof *small; i++)
        status = read_small(reader, small[i]);
    for (i = 0; !status && i < sizeof baseline / sizeof *baseline; i++)
        status = nps_read_number(reader, baseline[i]);
    self->direction = (nps_alternative)direction;
    self->alarm_direction = (nps_alternative)alarm_direction;
    return status;
}

static nps_status read_side(nps_reader *reader, nps_watch_side *side, bool has_baseline)
{
    nps_status status = NPS_OK;
    int i, k;
    if (has_baseline) {
        status = nps_read_real(reader, &side->first);
        if (!status)
            status = nps_read_real(reader, &side->step);
    }
    for (i = 0; i < (has_baseline ? NPS_WATCH_POINTS : 1); i++)
        for (k = 0; !status && k < NPS_WATCH_STAKES; k++)
            status = nps_read_real(reader, &side->sums[i][k]);
    return status;
}

/* Computes what is not written. */
static void complete(nps_watch *self)
{
    if (nps_watch_has_baseline(self))
        nps_watch_weigh_baseline(self);
    else
        nps_watch_aim_reference(self);
}

static nps_status read_state(nps_reader *reader, nps_watch *self)
{
    nps_status status = read_numbers(reader, self);
    bool has_baseline = false;
    if (!status) {
        has_baseline = nps_watch_has_baseline(self);
        status = nps_read_real(reader, &self->false_alarm_every);
    }
    if (!status && !has_baseline)
        status = nps_read_real(reader, &self->reference);
    if (!status && self->direction != NPS_GREATER)
        status = read_side(reader, &self->lower, has_baseline);
    if (!status && self->direction != NPS_LESS)
        status = read_side(reader, &self->higher, has_baseline);
    if (!status)
        status = nps_read_end(reader);
    if (!status && check(self))
        status = nps_explain(reader->detail, NPS_ERROR_FORMAT,
                             "byte %d: expected settings, an alarm and sums that a watch can have, got others",
                             NPS_ENVELOPE_HEAD);
    if (!status)
        complete(self);
    return status;
}

nps_status nps_watch_decode(nps_watch *self, const void *bytes, size_t length, nps_error_detail *detail)
{
    nps_reader reader;
    nps_watch read = {0};
    unsigned kind;
    nps_status status;
    if (!self)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    status = nps_envelope_open(&reader, &kind, bytes, length, detail);
    if (!status && kind != NPS_KIND_WATCH)
        status = nps_envelope_refuse(&reader, kind, "kind 07 (a watch)");
    if (!status)
        status = read_state(&reader, &read);
    if (!status)
        *self = read;
    return status;
}
