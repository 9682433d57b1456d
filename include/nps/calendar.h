/**
 * @file calendar.h
 * @brief Days, dates, ISO weeks and periods such as months and quarters.
 *
 * A day is an int32_t: the number of days since 1970-01-01 in the proleptic Gregorian calendar, which applies the leap
 * years of today to all years. The calendar has the years 1 to 9999, as Python's `datetime` has. Every function is
 * pure, takes constant time, allocates nothing, and is safe from any thread; on error its result is unchanged.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_CALENDAR_H
#define NPS_CALENDAR_H

#include <nps/export.h>
#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** The first day of the calendar: 0001-01-01, a Monday. */
#define NPS_DAY_MIN (-719162)
/** The last day of the calendar: 9999-12-31, a Friday. */
#define NPS_DAY_MAX 2932896

/** The smallest offset of a time zone from UTC in seconds, -12:00. */
#define NPS_UTC_OFFSET_MIN (-43200)
/** The largest offset of a time zone from UTC in seconds, +14:00. */
#define NPS_UTC_OFFSET_MAX 50400

/** A date. Plain and part of the ABI; it never grows. */
typedef struct nps_date {
    int32_t year;  /**< 1 to 9999. */
    int32_t month; /**< 1 to 12. */
    int32_t day;   /**< 1 to the number of days of the month. */
} nps_date;

/** A day in a week of ISO 8601. Plain and part of the ABI; it never grows. */
typedef struct nps_week {
    int32_t year;    /**< The year of the week, 1 to 9999: the year of its Thursday. */
    int32_t week;    /**< 1 to 53; week 1 has the first Thursday of the year. */
    int32_t weekday; /**< 1 to 7, Monday to Sunday. */
} nps_week;

/** The unit of periods. The values are part of the ABI; 0 is no unit. */
typedef enum nps_period_unit {
    NPS_PERIOD_DAY = 1,     /**< Single days. */
    NPS_PERIOD_WEEK = 2,    /**< ISO weeks: Monday to Sunday. */
    NPS_PERIOD_MONTH = 3,   /**< Calendar months. */
    NPS_PERIOD_QUARTER = 4, /**< Three months, from January, April, July and October on. */
    NPS_PERIOD_HALF = 5,    /**< Six months, from January and July on. */
    NPS_PERIOD_YEAR = 6,    /**< Calendar years. */
    NPS_PERIOD_DAYS = 7     /**< A number of days, counted from an origin in both directions. */
} nps_period_unit;

/**
 * A division of the calendar into periods: every day is in exactly one period. Plain and part of the ABI; it never
 * grows. Months are `(nps_periods){NPS_PERIOD_MONTH, 0, 0}`.
 *
 * All functions refuse the same ones: an unknown unit, or NPS_PERIOD_DAYS with less than 1 day, is NPS_ERROR_PERIOD;
 * NPS_PERIOD_DAYS with an origin outside the calendar is NPS_ERROR_DAY.
 */
typedef struct nps_periods {
    nps_period_unit unit; /**< The unit. */
    int32_t days;         /**< The number of days in a period of NPS_PERIOD_DAYS; other units ignore it. */
    int32_t origin;       /**< The first day of one of the periods of NPS_PERIOD_DAYS; other units ignore it. */
} nps_periods;

/**
 * One period. Plain and part of the ABI; it never grows.
 *
 * A period that begins before the first or ends after the last day of the calendar is cut there.
 */
typedef struct nps_period {
    int32_t first; /**< Its first day. */
    int32_t last;  /**< Its last day. */
} nps_period;

/**
 * The day of a date.
 *
 * @code
 * const nps_date leap_day = {2024, 2, 29};
 * int32_t day;
 * if (nps_day_from_date(&leap_day, &day) == NPS_OK)
 *     printf("%d\n", (int)day); // prints: 19782
 * @endcode
 *
 * @param date The date. NULL: NPS_ERROR_NULL. A year, month or day that does not exist, as 2023-02-29: NPS_ERROR_DAY.
 * @param day  Receives the day. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these.
 */
NPS_EXPORT nps_status nps_day_from_date(const nps_date *date, int32_t *day);

/**
 * The day of a time, where it was recorded.
 *
 * @code
 * const int64_t new_year = 1767225600; // 2026-01-01 00:00 in London
 * int32_t london, honolulu;
 * if (nps_day_from_seconds(new_year, 0, &london) == NPS_OK &&
 *     nps_day_from_seconds(new_year, -10 * 3600, &honolulu) == NPS_OK)
 *     printf("%d\n", (int)(london - honolulu)); // prints: 1
 * @endcode
 *
 * @param seconds    The time: seconds since 1970-01-01 00:00 UTC, without leap seconds, as time() returns it.
 * @param utc_offset The offset of the local time from UTC at that moment, in seconds; east is positive. Outside
 *                   NPS_UTC_OFFSET_MIN to NPS_UTC_OFFSET_MAX: NPS_ERROR_DAY.
 * @param day        Receives the local day. NULL: NPS_ERROR_NULL. A day outside the calendar: NPS_ERROR_DAY.
 * @return NPS_OK or one of these.
 */
NPS_EXPORT nps_status nps_day_from_seconds(int64_t seconds, int32_t utc_offset, int32_t *day);

/**
 * The day of a time in microseconds.
 *
 * @param microseconds The time: microseconds since 1970-01-01 00:00 UTC.
 * @param utc_offset   As for nps_day_from_seconds(), in seconds.
 * @param day          As for nps_day_from_seconds().
 * @return As nps_day_from_seconds().
 */
NPS_EXPORT nps_status nps_day_from_microseconds(int64_t microseconds, int32_t utc_offset, int32_t *day);

/**
 * The date of a day.
 *
 * @param day The day. Outside the calendar: NPS_ERROR_DAY.
 * @param out Receives the date. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these.
 */
NPS_EXPORT nps_status nps_date_from_day(int32_t day, nps_date *out);

/**
 * The ISO week of a day, and the day within the week.
 *
 * @code
 * nps_week week;
 * if (nps_week_from_day(18628, &week) == NPS_OK) // 2021-01-01
 *     printf("%d-W%02d-%d\n", (int)week.year, (int)week.week, (int)week.weekday); // prints: 2020-W53-5
 * @endcode
 *
 * @param day The day. Outside the calendar: NPS_ERROR_DAY.
 * @param out Receives the week. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these.
 */
NPS_EXPORT nps_status nps_week_from_day(int32_t day, nps_week *out);

/**
 * The period that holds a day.
 *
 * @code
 * const nps_periods quarters = {NPS_PERIOD_QUARTER, 0, 0};
 * nps_period quarter;
 * nps_date last;
 * if (nps_periods_find(&quarters, 19782, &quarter) == NPS_OK && // 2024-02-29
 *     nps_date_from_day(quarter.last, &last) == NPS_OK)
 *     printf("%d-%02d-%02d\n", (int)last.year, (int)last.month, (int)last.day); // prints: 2024-03-31
 * @endcode
 *
 * @param self The periods; see nps_periods for which are refused. NULL: NPS_ERROR_NULL.
 * @param day  The day. Outside the calendar: NPS_ERROR_DAY.
 * @param out  Receives the period. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these.
 */
NPS_EXPORT nps_status nps_periods_find(const nps_periods *self, int32_t day, nps_period *out);

/**
 * The period after another one.
 *
 * @param self   As for nps_periods_find().
 * @param period A period of nps_periods_find(); only its last day is read. NULL: NPS_ERROR_NULL. The last period of the
 *               calendar, or a last day outside the calendar: NPS_ERROR_DAY.
 * @param out    Receives the next period; may be `period`. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these.
 */
NPS_EXPORT nps_status nps_periods_next(const nps_periods *self, const nps_period *period, nps_period *out);

/**
 * The number of periods that hold at least one of the days from `first` to `last`.
 *
 * @param self  As for nps_periods_find().
 * @param first The first day. Outside the calendar, or after `last`: NPS_ERROR_DAY.
 * @param last  The last day. Outside the calendar: NPS_ERROR_DAY.
 * @param count Receives the number, at least 1. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these.
 */
NPS_EXPORT nps_status nps_periods_count(const nps_periods *self, int32_t first, int32_t last, size_t *count);

NPS_END_DECLARATIONS

#endif
