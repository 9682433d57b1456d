/* SPDX-License-Identifier: MIT */
#include <nps/times.h>

#include "column.h"
#include "column/block.h"
#include "column/types.h"
#include "status.h"
#include "support/options.h"
#include "timeline/days_column.h"

#include <stdbool.h>

#ifdef __GNUC__
#define NPS_TIMES_INLINE static inline __attribute__((always_inline))
#else
#define NPS_TIMES_INLINE static inline
#endif

enum { SECONDS_A_DAY = 86400, MILLISECONDS = 1000, MICROSECONDS = 1000000, NANOSECONDS = 1000000000 };

/* The offsets of a place, and the one of the time before with the times that have it: neighbouring rows often have the
 * same. Times and `offset` are in the unit of the column. */
struct zone {
    const nps_utc_offset *offsets;
    size_t count;
    int64_t per_second;
    int64_t first, last;
    int64_t offset, seconds;
};

NPS_TIMES_INLINE int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* Finds the offset of a time. Times that it could move beyond 64 bits are left out of the range from `first` to `last`.
 */
static void look_up(struct zone *zone, int64_t time)
{
    const int64_t unit = zone->per_second, seconds = floor_divide(time, unit);
    size_t low = 0, high = zone->count;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (zone->offsets[middle].first <= seconds)
            low = middle;
        else
            high = middle;
    }
    zone->seconds = zone->offsets[low].seconds;
    zone->offset = zone->seconds * unit;
    zone->first = INT64_MIN + SECONDS_A_DAY * unit;
    zone->last = INT64_MAX - SECONDS_A_DAY * unit;
    if (low != 0 && zone->offsets[low].first > zone->first / unit)
        zone->first = zone->offsets[low].first * unit;
    if (high != zone->count && zone->offsets[high].first < zone->last / unit)
        zone->last = zone->offsets[high].first * unit - 1;
}

/* The local day of a time; `per_day` is the number of units in a day. */
NPS_TIMES_INLINE int64_t day_of(struct zone *zone, int64_t time, int64_t per_day)
{
    if (zone->count == 0)
        return floor_divide(time, per_day);
    if (time < zone->first || time > zone->last) {
        look_up(zone, time);
        if (time < zone->first || time > zone->last)
            return floor_divide(floor_divide(time, zone->per_second) + zone->seconds, SECONDS_A_DAY);
    }
    return floor_divide(time + zone->offset, per_day);
}

/* Replaces the times of a block by their days, and those outside the calendar by NPS_DAY_MISSING. */
NPS_TIMES_INLINE void days_of(struct zone *zone, nps_days_block *block, int64_t per_second)
{
    const int64_t per_day = per_second * SECONDS_A_DAY;
    size_t i;
    for (i = 0; i < block->count; i++) {
        const int64_t day = day_of(zone, block->days[i], per_day);
        block->days[i] = day >= NPS_DAY_MIN && day <= NPS_DAY_MAX ? day : NPS_DAY_MISSING;
    }
}

/* A division by a number that the compiler knows is several times faster. */
static void best_days_of(struct zone *zone, nps_days_block *block)
{
    switch (zone->per_second) {
    case 1: days_of(zone, block, 1); break;
    case MILLISECONDS: days_of(zone, block, MILLISECONDS); break;
    case MICROSECONDS: days_of(zone, block, MICROSECONDS); break;
    case NANOSECONDS: days_of(zone, block, NANOSECONDS); break;
    default: days_of(zone, block, zone->per_second);
    }
}

static nps_status read_zone(const nps_times_options *options, struct zone *zone)
{
    nps_times_options read;
    nps_status status;
    size_t i;
    nps_times_options_init(&read);
    status = nps_options_read(&read, sizeof read, sizeof read, options);
    if (status)
        return status;
    if (read.per_second == 0 || read.per_second > NANOSECONDS)
        return NPS_ERROR_PERIOD;
    if (!read.offsets && read.offset_count != 0)
        return NPS_ERROR_NULL;
    for (i = 0; i < read.offset_count; i++)
        if (read.offsets[i].seconds <= -SECONDS_A_DAY || read.offsets[i].seconds >= SECONDS_A_DAY ||
            (i != 0 && read.offsets[i].first <= read.offsets[i - 1].first))
            return NPS_ERROR_DAY;
    *zone = (struct zone){read.offsets, read.offset_count, read.per_second, INT64_MAX, INT64_MIN, 0, 0};
    return NPS_OK;
}

static nps_status refuse(size_t row, int64_t time, bool wraps, nps_error_detail *detail)
{
    if (wraps)
        return nps_explain(detail, NPS_ERROR_DAY, "row %zu: expected a time in the years 1 to 9999, got %llu", row,
                           (unsigned long long)time);
    return nps_explain(detail, NPS_ERROR_DAY, "row %zu: expected a time in the years 1 to 9999, got %lld", row,
                       (long long)time);
}

/* Writes the days of a block of rows that begins at a row. */
static nps_status write_block(struct zone *zone, const nps_column *times, size_t from, int32_t *days,
                              nps_error_detail *detail)
{
    const size_t left = times->length - from;
    nps_days_block block;
    size_t i;
    nps_days_block_read(times, from, left < NPS_BLOCK ? left : NPS_BLOCK, &block);
    for (i = 0; times->type == NPS_COLUMN_U64 && i < block.count; i++)
        if (block.days[i] < 0 && !nps_days_block_is_undated(&block, i))
            return refuse(from + i, block.days[i], true, detail);
    best_days_of(zone, &block);
    for (i = 0; i < block.count; i++) {
        days[from + i] = (int32_t)block.days[i];
        if (nps_days_block_is_undated(&block, i))
            days[from + i] = NPS_DAY_MISSING;
        else if (block.days[i] == NPS_DAY_MISSING)
            return refuse(from + i, nps_block_integer(times, from + i), false, detail);
    }
    return NPS_OK;
}

nps_status nps_times_to_days(const nps_column *times, const nps_times_options *options, int32_t *days,
                             nps_error_detail *detail)
{
    struct zone zone;
    nps_column read;
    size_t from;
    nps_status status = nps_column_open(times, &read);
    if (!status)
        status = read_zone(options, &zone);
    if (!status && !days && read.length != 0)
        status = NPS_ERROR_NULL;
    if (status)
        return nps_explain_status(detail, status);
    if (nps_column_is_floating(read.type))
        return nps_explain(detail, NPS_ERROR_COLUMN, "expected times that are integers, got floating-point numbers");
    for (from = 0; !status && from < read.length; from += NPS_BLOCK)
        status = write_block(&zone, &read, from, days, detail);
    return status;
}
