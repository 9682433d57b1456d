/* SPDX-License-Identifier: MIT */
#include "timeline.h"

#include "accumulator.h"
#include "support/options.h"

nps_status nps_timeline_create(const nps_timeline_options *options, nps_timeline **out)
{
    nps_timeline_options read;
    nps_budget budget = {.used = 0};
    nps_allocator allocator;
    nps_timeline *self;
    nps_status status;
    if (!out)
        return NPS_ERROR_NULL;
    nps_timeline_options_init(&read);
    status = nps_options_read(&read, sizeof read, NPS_TIMELINE_OPTIONS_OLDEST, options);
    if (status)
        return status;
    if (!nps_is_day(read.horizon))
        return NPS_ERROR_DAY;
    if (read.older != NPS_OLDER_REFUSED && read.older != NPS_OLDER_GATHERED)
        return NPS_ERROR_RULE;
    if (!nps_allocator_read(&budget.source, read.allocator))
        return NPS_ERROR_NULL;
    budget.limit = read.memory_budget != 0 ? read.memory_budget : UINT64_MAX;
    allocator = nps_budget_allocator(&budget);
    self = nps_allocator_array(&allocator, 1, sizeof *self);
    if (!self)
        return NPS_ERROR_MEMORY;
    *self = (nps_timeline){.horizon = read.horizon, .older = read.older, .budget = budget, .interrupt = read.interrupt};
    allocator = nps_budget_allocator(&self->budget);
    nps_days_init(&self->days, &allocator);
    *out = self;
    return NPS_OK;
}

void nps_timeline_destroy(nps_timeline *self)
{
    nps_allocator source;
    if (!self)
        return;
    nps_days_release(&self->days);
    source = self->budget.source;
    nps_allocator_release(&source, self, 1, sizeof *self);
}

/* ---- adding ---- */

nps_status nps_timeline_merge_day(nps_timeline *self, int32_t day, const nps_accumulator *from)
{
    nps_accumulator *to;
    if (!self || !from)
        return NPS_ERROR_NULL;
    if (!nps_is_day(day) || (day < self->horizon && self->older == NPS_OLDER_REFUSED))
        return NPS_ERROR_DAY;
    if (nps_is_blank(from))
        return NPS_OK;
    to = day < self->horizon ? &self->rest.older : nps_days_at(&self->days, day);
    return to ? nps_accumulator_merge(to, from) : NPS_ERROR_MEMORY;
}

nps_status nps_timeline_add(nps_timeline *self, int32_t day, int64_t answer, uint64_t times)
{
    nps_accumulator counted = {{0}, 0, 0};
    (void)nps_accumulator_add_n(&counted, answer, times);
    return nps_timeline_merge_day(self, day, &counted);
}

nps_status nps_timeline_add_missing(nps_timeline *self, int32_t day, uint64_t times)
{
    const nps_accumulator counted = {{0}, times, 0};
    return nps_timeline_merge_day(self, day, &counted);
}

nps_status nps_timeline_merge_undated(nps_timeline *self, const nps_accumulator *from)
{
    return self ? nps_accumulator_merge(&self->rest.undated, from) : NPS_ERROR_NULL;
}

/* ---- merging and subtracting ---- */

nps_status nps_timeline_add_days(const nps_days *days, int32_t first, int32_t last, nps_accumulator *sum)
{
    nps_status status = NPS_OK;
    nps_days_run run;
    for (; !status && nps_days_next(days, first, last, &run); first = run.first + run.count) {
        int32_t i;
        for (i = 0; !status && i < run.count; i++)
            status = nps_accumulator_merge(sum, &run.days[i]);
    }
    return status;
}

/* Adds the days that a later horizon leaves behind to `older`. */
static nps_status add_older(const nps_timeline *from, int32_t horizon, nps_accumulator *older)
{
    return horizon > from->horizon ? nps_timeline_add_days(&from->days, from->horizon, horizon - 1, older) : NPS_OK;
}

/* The rest of both, with the days before a horizon. */
static nps_status merge_rest(const nps_timeline *self, const nps_timeline *from, int32_t horizon,
                             nps_timeline_rest *sum)
{
    nps_accumulator days = {{0}, 0, 0};
    nps_status status = add_older(self, horizon, &days);
    *sum = self->rest;
    if (!status)
        status = add_older(from, horizon, &days);
    if (self->older == NPS_OLDER_REFUSED && (status || !nps_is_blank(&days)))
        return NPS_ERROR_DAY;
    if (!status)
        status = nps_accumulator_merge(&sum->older, &days);
    if (!status)
        status = nps_accumulator_merge(&sum->older, &from->rest.older);
    return status ? status : nps_accumulator_merge(&sum->undated, &from->rest.undated);
}

/* Makes room for the days of a page, and checks that their sums fit. */
static nps_status prepare_run(nps_timeline *self, const nps_days_run *run)
{
    int32_t i;
    for (i = 0; i < run->count; i++) {
        const nps_accumulator *to;
        if (nps_is_blank(&run->days[i]))
            continue;
        to = nps_days_at(&self->days, run->first + i);
        if (!to)
            return NPS_ERROR_MEMORY;
        if (!nps_accumulator_can_merge(to, &run->days[i]))
            return NPS_ERROR_OVERFLOW;
    }
    return NPS_OK;
}

static void merge_run(nps_timeline *self, const nps_days_run *run)
{
    int32_t i;
    for (i = 0; i < run->count; i++) {
        nps_accumulator *to = nps_is_blank(&run->days[i]) ? NULL : nps_days_find(&self->days, run->first + i);
        if (to)
            (void)nps_accumulator_merge(to, &run->days[i]);
    }
}

nps_status nps_timeline_merge(nps_timeline *self, const nps_timeline *from)
{
    nps_timeline_rest rest;
    nps_days_run run;
    nps_status status;
    int32_t horizon, day;
    if (!self || !from)
        return NPS_ERROR_NULL;
    horizon = from->horizon > self->horizon ? from->horizon : self->horizon;
    status = merge_rest(self, from, horizon, &rest);
    for (day = horizon; !status && nps_days_next(&from->days, day, NPS_DAY_MAX, &run); day = run.first + run.count)
        status = prepare_run(self, &run);
    if (status)
        return status;
    for (day = horizon; nps_days_next(&from->days, day, NPS_DAY_MAX, &run); day = run.first + run.count)
        merge_run(self, &run);
    nps_days_forget(&self->days, horizon);
    self->horizon = horizon;
    self->rest = rest;
    return NPS_OK;
}

/* Whether the days of a page can be subtracted; subtracts them if `is_checked`. */
static bool subtract_run(const nps_timeline *self, const nps_days_run *run, bool is_checked)
{
    int32_t i;
    for (i = 0; i < run->count; i++) {
        nps_accumulator *to = nps_days_find(&self->days, run->first + i);
        if (!nps_accumulator_has_part(to ? to : &nps_accumulator_empty, &run->days[i]))
            return false;
        if (is_checked && to)
            (void)nps_accumulator_subtract(to, &run->days[i]);
    }
    return true;
}

nps_status nps_timeline_subtract(nps_timeline *self, const nps_timeline *part)
{
    nps_timeline_rest rest;
    nps_accumulator older;
    nps_days_run run;
    int32_t day;
    if (!self || !part)
        return NPS_ERROR_NULL;
    if (part->horizon > self->horizon && !nps_is_blank(&part->rest.older))
        return NPS_ERROR_RULE;
    rest = self->rest;
    older = part->rest.older;
    /* A sum that does not fit a counter is more than there is. */
    if (add_older(part, self->horizon, &older) || nps_accumulator_subtract(&rest.older, &older) ||
        nps_accumulator_subtract(&rest.undated, &part->rest.undated))
        return NPS_ERROR_UNDERFLOW;
    for (day = self->horizon; nps_days_next(&part->days, day, NPS_DAY_MAX, &run); day = run.first + run.count)
        if (!subtract_run(self, &run, false))
            return NPS_ERROR_UNDERFLOW;
    for (day = self->horizon; nps_days_next(&part->days, day, NPS_DAY_MAX, &run); day = run.first + run.count)
        (void)subtract_run(self, &run, true);
    self->rest = rest;
    return NPS_OK;
}

nps_status nps_timeline_advance(nps_timeline *self, int32_t horizon)
{
    nps_accumulator older;
    nps_status status;
    if (!self)
        return NPS_ERROR_NULL;
    if (!nps_is_day(horizon))
        return NPS_ERROR_DAY;
    if (horizon <= self->horizon)
        return NPS_OK;
    older = self->rest.older;
    status = add_older(self, horizon, &older);
    if (status)
        return status;
    nps_days_forget(&self->days, horizon);
    self->horizon = horizon;
    self->rest.older = older;
    return NPS_OK;
}

/* ---- reading ---- */

nps_status nps_timeline_horizon(const nps_timeline *self, int32_t *day)
{
    if (!self || !day)
        return NPS_ERROR_NULL;
    *day = self->horizon;
    return NPS_OK;
}

nps_status nps_timeline_read_rest(const nps_timeline *self, nps_timeline_rest *out)
{
    if (!self || !out)
        return NPS_ERROR_NULL;
    *out = self->rest;
    return NPS_OK;
}

nps_status nps_timeline_read_span(const nps_timeline *self, nps_period *out)
{
    nps_period span = {NPS_DAY_MAX, NPS_DAY_MIN};
    nps_days_run run;
    int32_t day;
    if (!self || !out)
        return NPS_ERROR_NULL;
    for (day = self->horizon; nps_days_next(&self->days, day, NPS_DAY_MAX, &run); day = run.first + run.count) {
        int32_t i;
        for (i = 0; i < run.count; i++) {
            if (nps_is_blank(&run.days[i]))
                continue;
            span.first = span.first < run.first + i ? span.first : run.first + i;
            span.last = run.first + i;
        }
    }
    if (span.first > span.last)
        return NPS_ERROR_EMPTY;
    *out = span;
    return NPS_OK;
}

bool nps_timeline_is_readable(const nps_timeline *self, int32_t first, int32_t last)
{
    return nps_is_day(first) && nps_is_day(last) && first <= last &&
           (first >= self->horizon || nps_is_blank(&self->rest.older));
}

nps_status nps_timeline_read_between(const nps_timeline *self, int32_t first, int32_t last, nps_accumulator *out)
{
    nps_accumulator sum = {{0}, 0, 0};
    nps_status status;
    if (!self || !out)
        return NPS_ERROR_NULL;
    if (!nps_timeline_is_readable(self, first, last))
        return NPS_ERROR_DAY;
    status = nps_timeline_add_days(&self->days, first, last, &sum);
    if (!status)
        *out = sum;
    return status;
}

nps_status nps_timeline_read_periods(const nps_timeline *self, const nps_periods *periods, const nps_period *range,
                                     size_t count, nps_timeline_period *out)
{
    nps_period first, last, period;
    nps_accumulator all = {{0}, 0, 0};
    nps_status status;
    size_t number, i;
    if (!self || !periods || !range || !out)
        return NPS_ERROR_NULL;
    status = nps_periods_count(periods, range->first, range->last, &number);
    if (status)
        return status;
    if (number != count)
        return NPS_ERROR_SPACE;
    (void)nps_periods_find(periods, range->first, &first);
    (void)nps_periods_find(periods, range->last, &last);
    if (!nps_timeline_is_readable(self, first.first, last.last))
        return NPS_ERROR_DAY;
    status = nps_timeline_add_days(&self->days, first.first, last.last, &all);
    if (status)
        return status;
    for (period = first, i = 0; i < count; i++) {
        out[i] = (nps_timeline_period){period, {{0}, 0, 0}};
        (void)nps_timeline_add_days(&self->days, period.first, period.last, &out[i].accumulator);
        (void)nps_periods_next(periods, &period, &period);
    }
    return NPS_OK;
}
