/* SPDX-License-Identifier: MIT */
#include "calendar.h"

#include <stdbool.h>

/* Inside, days are counted from 0001-01-01, a Monday, so that all divisions are of numbers that are not negative. */
enum {
    WEEK = 7,
    SHORTEST_MONTH = 28,
    MONTHS = 12,
    YEAR = 365,
    FOUR_YEARS = 4 * YEAR + 1,
    CENTURY = 25 * FOUR_YEARS - 1,
    FOUR_CENTURIES = 4 * CENTURY + 1,
    SECONDS_A_DAY = 86400,
    LAST = NPS_DAY_MAX - NPS_DAY_MIN
};

static bool is_leap(int32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* The number of days before a month of a year, `month` from 0 to 11. */
static int32_t days_before_month(int32_t year, int32_t month)
{
    static const int16_t before[MONTHS] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    return before[month] + (month > 1 && is_leap(year));
}

/* The first day of a month that is counted from January of year 1, which is 0. */
static int32_t first_of_month(int32_t months)
{
    const int32_t years = months / MONTHS;
    return years * YEAR + years / 4 - years / 100 + years / 400 + days_before_month(years + 1, months % MONTHS);
}

static int32_t at_most(int32_t number, int32_t most)
{
    return number < most ? number : most;
}

/* The month that holds a day, counted as for first_of_month(). The last day of a leap year, or of four centuries, is
 * one more than the last year, or the last century, would have. */
static int32_t month_of(int32_t day)
{
    const int32_t within_400 = day % FOUR_CENTURIES, centuries = at_most(within_400 / CENTURY, 3);
    const int32_t within_100 = within_400 - centuries * CENTURY, within_4 = within_100 % FOUR_YEARS;
    const int32_t years = at_most(within_4 / YEAR, 3), within_year = within_4 - years * YEAR;
    const int32_t year = day / FOUR_CENTURIES * 400 + centuries * 100 + within_100 / FOUR_YEARS * 4 + years;
    int32_t month = at_most(within_year / SHORTEST_MONTH, MONTHS - 1);
    while (days_before_month(year + 1, month) > within_year)
        month--;
    return year * MONTHS + month;
}

nps_status nps_day_from_date(const nps_date *date, int32_t *day)
{
    int32_t months, first;
    if (!date || !day)
        return NPS_ERROR_NULL;
    if (date->year < 1 || date->year > 9999 || date->month < 1 || date->month > MONTHS)
        return NPS_ERROR_DAY;
    months = (date->year - 1) * MONTHS + date->month - 1;
    first = first_of_month(months);
    if (date->day < 1 || date->day > first_of_month(months + 1) - first)
        return NPS_ERROR_DAY;
    *day = NPS_DAY_MIN + first + date->day - 1;
    return NPS_OK;
}

/* Rounds towards minus infinity. */
static int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

nps_status nps_day_from_seconds(int64_t seconds, int32_t utc_offset, int32_t *day)
{
    const int64_t utc_day = floor_divide(seconds, SECONDS_A_DAY);
    const int64_t within = seconds % SECONDS_A_DAY + (seconds % SECONDS_A_DAY < 0 ? SECONDS_A_DAY : 0);
    const int64_t local = utc_day + floor_divide(within + utc_offset, SECONDS_A_DAY);
    if (!day)
        return NPS_ERROR_NULL;
    if (utc_offset < NPS_UTC_OFFSET_MIN || utc_offset > NPS_UTC_OFFSET_MAX)
        return NPS_ERROR_DAY;
    if (local < NPS_DAY_MIN || local > NPS_DAY_MAX)
        return NPS_ERROR_DAY;
    *day = (int32_t)local;
    return NPS_OK;
}

nps_status nps_day_from_microseconds(int64_t microseconds, int32_t utc_offset, int32_t *day)
{
    return nps_day_from_seconds(floor_divide(microseconds, 1000000), utc_offset, day);
}

nps_status nps_date_from_day(int32_t day, nps_date *out)
{
    int32_t months;
    if (!out)
        return NPS_ERROR_NULL;
    if (!nps_is_day(day))
        return NPS_ERROR_DAY;
    months = month_of(day - NPS_DAY_MIN);
    out->year = months / MONTHS + 1;
    out->month = months % MONTHS + 1;
    out->day = day - NPS_DAY_MIN - first_of_month(months) + 1;
    return NPS_OK;
}

nps_status nps_week_from_day(int32_t day, nps_week *out)
{
    int32_t weekday, thursday, years;
    if (!out)
        return NPS_ERROR_NULL;
    if (!nps_is_day(day))
        return NPS_ERROR_DAY;
    weekday = (day - NPS_DAY_MIN) % WEEK;
    thursday = day - NPS_DAY_MIN - weekday + 3;
    years = month_of(thursday) / MONTHS;
    out->year = years + 1;
    out->week = (thursday - first_of_month(years * MONTHS)) / WEEK + 1;
    out->weekday = weekday + 1;
    return NPS_OK;
}

/* Periods as a number of months, or else of days from an origin. */
struct steps {
    int32_t months, days, origin;
};

static nps_status steps_of(const nps_periods *periods, struct steps *out)
{
    static const struct steps steps[] = {{0, 0, 0}, {0, 1, 0}, {0, WEEK, 0},  {1, 0, 0},
                                         {3, 0, 0}, {6, 0, 0}, {MONTHS, 0, 0}};
    if (!periods)
        return NPS_ERROR_NULL;
    if (periods->unit < NPS_PERIOD_DAY || periods->unit > NPS_PERIOD_DAYS)
        return NPS_ERROR_PERIOD;
    if (periods->unit < NPS_PERIOD_DAYS) {
        *out = steps[periods->unit];
        return NPS_OK;
    }
    if (periods->days < 1)
        return NPS_ERROR_PERIOD;
    if (!nps_is_day(periods->origin))
        return NPS_ERROR_DAY;
    *out = (struct steps){0, periods->days, periods->origin - NPS_DAY_MIN};
    return NPS_OK;
}

/* The number of the period that holds a day. */
static int64_t number_of(const struct steps *steps, int32_t day)
{
    return steps->months ? month_of(day) / steps->months : floor_divide((int64_t)day - steps->origin, steps->days);
}

/* The first day of a period by its number. */
static int64_t first_of(const struct steps *steps, int64_t number)
{
    return steps->months ? first_of_month((int32_t)number * steps->months) : steps->origin + number * steps->days;
}

nps_status nps_periods_find(const nps_periods *self, int32_t day, nps_period *out)
{
    struct steps steps;
    int64_t number, first, next;
    const nps_status status = steps_of(self, &steps);
    if (status)
        return status;
    if (!out)
        return NPS_ERROR_NULL;
    if (!nps_is_day(day))
        return NPS_ERROR_DAY;
    number = number_of(&steps, day - NPS_DAY_MIN);
    first = first_of(&steps, number);
    next = first_of(&steps, number + 1);
    out->first = NPS_DAY_MIN + (first > 0 ? (int32_t)first : 0);
    out->last = NPS_DAY_MIN + (next <= LAST ? (int32_t)next - 1 : LAST);
    return NPS_OK;
}

nps_status nps_periods_next(const nps_periods *self, const nps_period *period, nps_period *out)
{
    if (!self || !period || !out)
        return NPS_ERROR_NULL;
    return nps_periods_find(self, nps_is_day(period->last) ? period->last + 1 : NPS_DAY_MAX + 1, out);
}

nps_status nps_periods_count(const nps_periods *self, int32_t first, int32_t last, size_t *count)
{
    struct steps steps;
    const nps_status status = steps_of(self, &steps);
    if (status)
        return status;
    if (!count)
        return NPS_ERROR_NULL;
    if (!nps_is_day(first) || !nps_is_day(last) || first > last)
        return NPS_ERROR_DAY;
    *count = (size_t)(number_of(&steps, last - NPS_DAY_MIN) - number_of(&steps, first - NPS_DAY_MIN)) + 1;
    return NPS_OK;
}
