/* SPDX-License-Identifier: MIT */
#include "watch.h"

#include "column.h"
#include "column/block.h"
#include "counts.h"
#include "scale.h"
#include "support/checked.h"
#include "support/options.h"
#include "watch/baseline.h"
#include "watch/sums.h"

#include <stdbool.h>

_Static_assert(sizeof(nps_watch) == 1400, "the size of a watch is part of the ABI");

/* The settings without a reference, or the reason for which the options are refused. */
static nps_status begin(nps_watch *self, const nps_watch_options *options)
{
    nps_watch_options read;
    nps_status status;
    nps_watch_options_init(&read);
    status = nps_options_read(&read, sizeof read, sizeof read, options);
    if (!status)
        status = nps_scale_read(&read.scale);
    if (status)
        return status;
    *self = (nps_watch){.false_alarm_every = read.false_alarm_every, .direction = read.direction, .scale = *read.scale};
    return nps_watch_check_settings(self);
}

nps_status nps_watch_check_settings(const nps_watch *self)
{
    if (self->direction != NPS_TWO_SIDED && self->direction != NPS_LESS && self->direction != NPS_GREATER)
        return NPS_ERROR_ALTERNATIVE;
    if (!(self->false_alarm_every >= NPS_WATCH_SHORTEST && self->false_alarm_every <= NPS_WATCH_LONGEST))
        return NPS_ERROR_PLAN;
    return nps_scale_check(&self->scale);
}

/* The means of x and of 1 - x, each with its full precision. */
void nps_watch_aim_reference(nps_watch *self)
{
    if (self->direction != NPS_GREATER)
        self->lower.first = (100 - self->reference) / 200;
    if (self->direction != NPS_LESS)
        self->higher.first = (100 + self->reference) / 200;
}

nps_status nps_watch_init(nps_watch *self, double reference, const nps_watch_options *options)
{
    nps_watch begun;
    nps_status status = self ? begin(&begun, options) : NPS_ERROR_NULL;
    if (!status && !(reference > -100 && reference < 100))
        status = NPS_ERROR_REFERENCE;
    if (status)
        return status;
    begun.reference = reference == 0 ? 0 : reference; /* no -0 */
    nps_watch_aim_reference(&begun);
    *self = begun;
    return NPS_OK;
}

nps_status nps_watch_init_baseline(nps_watch *self, const nps_counts *baseline, const nps_watch_options *options)
{
    nps_watch begun;
    uint64_t n;
    nps_status status = self ? begin(&begun, options) : NPS_ERROR_NULL;
    if (!status)
        status = nps_counts_total(baseline, &n);
    if (status)
        return status;
    begun.baseline = *baseline;
    nps_watch_aim_baseline(&begun);
    *self = begun;
    return NPS_OK;
}

/* The average of all sums against a known reference. */
static double reference_evidence(const nps_watch *self)
{
    return (nps_watch_side_total(&self->lower, 0) + nps_watch_side_total(&self->higher, 0)) /
           (NPS_WATCH_STAKES * nps_watch_directions(self));
}

static nps_alternative reference_alarm(const nps_watch *self)
{
    if (reference_evidence(self) < self->false_alarm_every)
        return NPS_TWO_SIDED;
    return nps_watch_side_total(&self->higher, 0) > nps_watch_side_total(&self->lower, 0) ? NPS_GREATER : NPS_LESS;
}

/* Looks whether there is an alarm now. */
static void look(nps_watch *self)
{
    const nps_alternative found = nps_watch_has_baseline(self) ? nps_watch_baseline_alarm(self) : reference_alarm(self);
    if (found == NPS_TWO_SIDED)
        return;
    self->alarm_direction = found;
    self->alarm_at = self->answers;
}

/* What an answer counts as: 0, 1/2, 1; negative for none. */
static double value_of(const nps_scale *scale, int64_t answer)
{
    if (answer < scale->lowest || answer > scale->highest)
        return -1;
    if (answer <= scale->detractor_max)
        return 0;
    return answer < scale->promoter_min ? 0.5 : 1;
}

/* Adds one answer, and returns true; or returns false when a counter would overflow. */
static bool add(nps_watch *self, int64_t answer)
{
    const double value = value_of(&self->scale, answer);
    if (value < 0)
        return checked_add(self->invalid, 1, &self->invalid);
    if (!checked_add(self->answers, 1, &self->answers))
        return false;
    if (self->direction != NPS_GREATER)
        nps_watch_side_add(&self->lower, 1 - value);
    if (self->direction != NPS_LESS)
        nps_watch_side_add(&self->higher, value);
    if (self->alarm_at == 0)
        look(self);
    return true;
}

/* Whether this many more values fit, whatever they are. */
static bool has_room(const nps_watch *self, uint64_t more)
{
    uint64_t sum;
    return checked_add(self->answers, more, &sum) && checked_add(self->missing, more, &sum) &&
           checked_add(self->invalid, more, &sum);
}

nps_status nps_watch_add(nps_watch *self, int64_t answer)
{
    if (!self)
        return NPS_ERROR_NULL;
    return add(self, answer) ? NPS_OK : NPS_ERROR_OVERFLOW;
}

nps_status nps_watch_add_missing(nps_watch *self, uint64_t times)
{
    if (!self)
        return NPS_ERROR_NULL;
    return checked_add(self->missing, times, &self->missing) ? NPS_OK : NPS_ERROR_OVERFLOW;
}

nps_status nps_watch_add_column(nps_watch *self, const nps_column *answers)
{
    uint8_t bins[NPS_BLOCK];
    nps_column read;
    size_t row, i;
    nps_status status = self ? nps_column_open(answers, &read) : NPS_ERROR_NULL;
    if (!status && !has_room(self, read.length))
        status = NPS_ERROR_OVERFLOW;
    if (status)
        return status;
    for (row = 0; row < read.length; row += NPS_BLOCK) {
        const size_t left = read.length - row, length = left < NPS_BLOCK ? left : NPS_BLOCK;
        nps_block_bins(&read, row, length, bins);
        for (i = 0; i < length; i++) {
            if (bins[i] == NPS_ANSWER_MISSING)
                self->missing++;
            else
                (void)add(self, bins[i]); /* NPS_ANSWER_INVALID is on no scale */
        }
    }
    return NPS_OK;
}

nps_status nps_watch_evidence(const nps_watch *self, double *evidence)
{
    if (!self || !evidence)
        return NPS_ERROR_NULL;
    *evidence = nps_watch_has_baseline(self) ? nps_watch_baseline_evidence(self) : reference_evidence(self);
    return NPS_OK;
}

nps_status nps_watch_reset(nps_watch *self)
{
    if (!self)
        return NPS_ERROR_NULL;
    nps_watch_side_clear(&self->lower);
    nps_watch_side_clear(&self->higher);
    self->alarm_at = 0;
    self->alarm_direction = NPS_TWO_SIDED;
    return NPS_OK;
}
