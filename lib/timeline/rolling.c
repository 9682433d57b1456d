/* Rolling sums: each from the one before.
 * SPDX-License-Identifier: MIT */
#include "../accumulator.h"
#include "../column.h"
#include "../timeline.h"

_Static_assert(sizeof(nps_accumulator) == NPS_BINS * sizeof(uint64_t), "an accumulator is NPS_BINS counters");

/* Reads days in ascending order, and looks a page up once. */
struct cursor {
    const nps_days *days;
    nps_days_run run;
};

/* The accumulator of a day, empty when there is none; each day is after the one before. */
static const nps_accumulator *read_day(struct cursor *cursor, int64_t day)
{
    const nps_days_run *run = &cursor->run;
    if (day < NPS_DAY_MIN)
        return &nps_accumulator_empty;
    if (day >= run->first + run->count && !nps_days_next(cursor->days, (int32_t)day, NPS_DAY_MAX, &cursor->run))
        cursor->run = (nps_days_run){NPS_DAY_MAX, 1, NULL};
    return run->days && day >= run->first ? &run->days[day - run->first] : &nps_accumulator_empty;
}

/* sum = before + entering - leaving. A compiler makes vectors of the first twelve counters. */
static void shift(const nps_accumulator *restrict before, const nps_accumulator *restrict entering,
                  const nps_accumulator *restrict leaving, nps_accumulator *restrict sum)
{
    const uint64_t *const restrict old = (const uint64_t *)before;
    const uint64_t *const restrict plus = (const uint64_t *)entering, *const restrict minus = (const uint64_t *)leaving;
    uint64_t *const restrict new = (uint64_t *)sum;
    int i;
    for (i = 0; i < NPS_BINS - 1; i++)
        new[i] = old[i] + plus[i] - minus[i];
    new[i] = old[i] + plus[i] - minus[i];
}

/* Writes the sums of the windows that end on the days of a range; `before` has the first window without its last day.
 */
static void roll(const nps_days *days, const nps_accumulator *before, int32_t window, const nps_period *range,
                 nps_accumulator *out)
{
    struct cursor entering = {days, {NPS_DAY_MIN, 0, NULL}}, leaving = entering;
    int32_t day;
    for (day = range->first; day <= range->last; day++) {
        const int64_t gone = day > range->first ? (int64_t)day - window : (int64_t)NPS_DAY_MIN - 1;
        shift(before, read_day(&entering, day), read_day(&leaving, gone), out);
        before = out++;
    }
}

/* Whether the sum of all days from `first` to `last` certainly fits all counters, because none is large. */
static bool are_small(const nps_days *days, int32_t first, int32_t last)
{
    uint64_t bits = 0;
    nps_days_run run;
    while (nps_days_next(days, first, last, &run)) {
        const uint64_t *const counters = (const uint64_t *)run.days;
        size_t i;
        for (i = 0; i < (size_t)run.count * NPS_BINS; i++)
            bits |= counters[i];
        first = run.first + run.count;
    }
    return bits <= UINT64_MAX / (NPS_DAY_MAX - NPS_DAY_MIN + 1);
}

nps_status nps_timeline_read_rolling(const nps_timeline *self, int32_t window, const nps_period *range, size_t count,
                                     nps_accumulator *out)
{
    nps_accumulator before = {{0}, 0, 0}, all = {{0}, 0, 0};
    nps_status status = NPS_OK;
    int64_t first;
    if (!self || !range || !out)
        return NPS_ERROR_NULL;
    if (window < 1)
        return NPS_ERROR_PERIOD;
    first = (int64_t)range->first - window + 1;
    if (first < NPS_DAY_MIN)
        first = NPS_DAY_MIN;
    if (!nps_is_day(range->first) || !nps_timeline_is_readable(self, (int32_t)first, range->last) ||
        range->first > range->last)
        return NPS_ERROR_DAY;
    if (count != (size_t)(range->last - range->first) + 1)
        return NPS_ERROR_SPACE;
    if (!are_small(&self->days, (int32_t)first, range->last))
        status = nps_timeline_add_days(&self->days, (int32_t)first, range->last, &all);
    if (status)
        return status;
    if (first < range->first)
        (void)nps_timeline_add_days(&self->days, (int32_t)first, range->first - 1, &before);
    roll(&self->days, &before, window, range, out);
    return NPS_OK;
}
