/**
 * @file times.h
 * @brief Columns of times as columns of days, where the times were recorded.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_TIMES_H
#define NPS_TIMES_H

#include <nps/calendar.h>
#include <nps/column.h>
#include <nps/export.h>
#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** What nps_times_to_days() writes for a row without a time. It is no day of the calendar. */
#define NPS_DAY_MISSING (-2147483647 - 1)

/** An offset of the local time from UTC, and when it begins. Plain and part of the ABI; it never grows. */
typedef struct nps_utc_offset {
    int64_t first;   /**< The first second with this offset: seconds since 1970-01-01 00:00 UTC. */
    int64_t seconds; /**< The offset in seconds; east is positive. */
} nps_utc_offset;

/** Options of nps_times_to_days(). Initialise them with nps_times_options_init(). */
typedef struct nps_times_options {
    uint32_t size;       /**< sizeof(nps_times_options), set by init. */
    uint32_t per_second; /**< The units of the times in a second, 1 to 10^9; init sets 1. */
    /** The offsets from UTC, in ascending order of `first`: a summer time has two for each year. Times before the first
     *  one have its offset. NULL with a count of 0, as init sets: the times are UTC, or the local times themselves. */
    const nps_utc_offset *offsets;
    size_t offset_count; /**< The number of offsets. */
} nps_times_options;

/**
 * Sets the defaults. In the header, so that an older program never has its smaller struct overrun.
 *
 * @param options The options to set; NULL does nothing.
 */
static inline void nps_times_options_init(nps_times_options *options)
{
    if (options) {
        options->size = (uint32_t)sizeof(nps_times_options);
        options->per_second = 1;
        options->offsets = (const nps_utc_offset *)0;
        options->offset_count = 0;
    }
}

/**
 * The local day of each time of a column. nps_timeline_add_column() takes the result as a column of NPS_COLUMN_I32
 * whose missing code is NPS_DAY_MISSING.
 *
 * @code
 * const int64_t milliseconds[] = {1774737000000, 1774742400000}; // 2026-03-28 22:30 and 2026-03-29 00:00 UTC
 * const nps_utc_offset paris[] = {{1761440400, 3600}, {1774746000, 7200}}; // winter, then summer time
 * nps_times_options options;
 * nps_column times;
 * int32_t days[2];
 * nps_times_options_init(&options);
 * options.per_second = 1000;
 * options.offsets = paris;
 * options.offset_count = 2;
 * nps_column_init(&times, NPS_COLUMN_I64, milliseconds, 2);
 * if (nps_times_to_days(&times, &options, days, NULL) == NPS_OK)
 *     printf("%d %d\n", (int)days[0], (int)days[1]); // prints: 20540 20541
 * @endcode
 *
 * @param times   The times: units since 1970-01-01 00:00 UTC, of any integer type; see nps_column for which are
 * refused, and how. Floating-point numbers: NPS_ERROR_COLUMN. A null or a missing code is a row without a time.
 * @param options Made by nps_times_options_init(), or NULL for the defaults. An unknown size: NPS_ERROR_SIZE; a
 *                `per_second` of 0 or above 10^9: NPS_ERROR_PERIOD; `offsets` NULL with a count: NPS_ERROR_NULL; an
 *                offset of a day or more, or offsets that are not in order: NPS_ERROR_DAY.
 * @param days    Receives `times->length` days; NPS_DAY_MISSING for a row without a time. Must not overlap the column.
 *                NULL: NPS_ERROR_NULL, unless the length is 0.
 * @param detail  Receives, on error, what was expected and what was found; may be NULL.
 * @return NPS_OK, one of these, or NPS_ERROR_DAY for a day outside the calendar; on that error the content of `days` is
 *         arbitrary, on others nothing is written. No allocation; safe from any thread.
 */
NPS_EXPORT nps_status nps_times_to_days(const nps_column *times, const nps_times_options *options, int32_t *days,
                                        nps_error_detail *detail);

NPS_END_DECLARATIONS

#endif
