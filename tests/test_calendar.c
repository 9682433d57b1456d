/* The calendar against one that walks day by day, and against dates that everybody can look up.
 * SPDX-License-Identifier: MIT */
#include "test.h"

#include <stdbool.h>

/* A calendar that knows nothing but the day after a date. */
struct walk {
    nps_date date;
    nps_week week;
};

static int length_of_month(const nps_date *date)
{
    switch (date->month) {
    case 2: return date->year % 400 == 0 || (date->year % 4 == 0 && date->year % 100 != 0) ? 29 : 28;
    case 4:
    case 6:
    case 9:
    case 11: return 30;
    default: return 31;
    }
}

/* Week 1 is the one with January 4. */
static bool begins_week_1(const nps_date *monday)
{
    return (monday->month == 12 && monday->day >= 29) || (monday->month == 1 && monday->day <= 4);
}

static void step(struct walk *walk)
{
    nps_date *date = &walk->date;
    if (date->day++ == length_of_month(date)) {
        date->day = 1;
        if (date->month++ == 12) {
            date->month = 1;
            date->year++;
        }
    }
    if (walk->week.weekday++ < 7)
        return;
    walk->week.weekday = 1;
    walk->week.week++;
    if (begins_week_1(date)) {
        walk->week.week = 1;
        walk->week.year = date->month == 12 ? date->year + 1 : date->year;
    }
}

static void every_day_is_that_of_a_walk(void **state)
{
    struct walk walk = {{1, 1, 1}, {1, 1, 1}};
    int32_t day, found;
    (void)state;
    for (day = NPS_DAY_MIN; day <= NPS_DAY_MAX; day++, step(&walk)) {
        nps_date date;
        nps_week week;
        if (nps_date_from_day(day, &date) || memcmp(&date, &walk.date, sizeof date) != 0 ||
            nps_week_from_day(day, &week) || memcmp(&week, &walk.week, sizeof week) != 0 ||
            nps_day_from_date(&walk.date, &found) || found != day)
            fail_msg("day %d: %d-%d-%d", (int)day, (int)walk.date.year, (int)walk.date.month, (int)walk.date.day);
    }
    assert_int_equal(walk.date.year, 10000);
}

/* Whether a period begins on the day of a walk. */
static bool begins(nps_period_unit unit, const struct walk *walk)
{
    const nps_date *date = &walk->date;
    switch (unit) {
    case NPS_PERIOD_DAY: return true;
    case NPS_PERIOD_WEEK: return walk->week.weekday == 1;
    case NPS_PERIOD_MONTH: return date->day == 1;
    case NPS_PERIOD_QUARTER: return date->day == 1 && date->month % 3 == 1;
    case NPS_PERIOD_HALF: return date->day == 1 && date->month % 6 == 1;
    default: return date->day == 1 && date->month == 1;
    }
}

/* Every 17th day is looked up; all beginnings are seen, because periods are compared with those of the walk. */
static void assert_periods_of_a_walk(nps_period_unit unit)
{
    const nps_periods periods = {unit, -5, INT32_MAX}; /* what this unit does not use is ignored */
    struct walk walk = {{1, 1, 1}, {1, 1, 1}};
    nps_period period = {0, 0}, found;
    size_t count = 0, counted;
    int32_t day;
    for (day = NPS_DAY_MIN; day <= NPS_DAY_MAX; day++, step(&walk)) {
        if (begins(unit, &walk)) {
            if (count++ == 0)
                assert_ok(nps_periods_find(&periods, day, &period));
            else
                assert_ok(nps_periods_next(&periods, &period, &period));
            assert_int_equal(period.first, day);
        }
        if (day % 17 != 0)
            continue;
        assert_ok(nps_periods_find(&periods, day, &found));
        assert_memory_equal(&found, &period, sizeof found);
        assert_ok(nps_periods_count(&periods, NPS_DAY_MIN, day, &counted));
        assert_int_equal(counted, count);
    }
    assert_int_equal(period.last, NPS_DAY_MAX);
    assert_status(nps_periods_next(&periods, &period, &period), NPS_ERROR_DAY);
}

static void periods_are_those_of_a_walk(void **state)
{
    int unit;
    (void)state;
    for (unit = NPS_PERIOD_DAY; unit <= NPS_PERIOD_YEAR; unit++)
        assert_periods_of_a_walk((nps_period_unit)unit);
}

static void days_are_counted_from_an_origin_both_ways(void **state)
{
    static const nps_periods tens = {NPS_PERIOD_DAYS, 10, 3};
    static const struct {
        int32_t day, first, last;
    } cases[] = {{3, 3, 12},
                 {12, 3, 12},
                 {13, 13, 22},
                 {2, -7, 2},
                 {-7, -7, 2},
                 {-8, -17, -8},
                 {0, -7, 2},
                 {1003, 1003, 1012},
                 {-997, -997, -988},
                 {NPS_DAY_MAX, 2932893, NPS_DAY_MAX},
                 {NPS_DAY_MIN, NPS_DAY_MIN, -719158}};
    nps_period period;
    size_t i, count;
    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_ok(nps_periods_find(&tens, cases[i].day, &period));
        assert_int_equal(period.first, cases[i].first);
        assert_int_equal(period.last, cases[i].last);
    }
    assert_ok(nps_periods_count(&tens, -8, 13, &count));
    assert_int_equal(count, 4);
    assert_ok(nps_periods_count(&tens, 3, 12, &count));
    assert_int_equal(count, 1);
}

static void huge_periods_are_cut_at_the_ends(void **state)
{
    static const nps_periods huge = {NPS_PERIOD_DAYS, INT32_MAX, 5}, latest = {NPS_PERIOD_DAYS, 1000, NPS_DAY_MAX};
    nps_period period;
    size_t count;
    (void)state;
    assert_ok(nps_periods_find(&huge, 4, &period));
    assert_int_equal(period.first, NPS_DAY_MIN);
    assert_int_equal(period.last, 4);
    assert_ok(nps_periods_next(&huge, &period, &period));
    assert_int_equal(period.first, 5);
    assert_int_equal(period.last, NPS_DAY_MAX);
    assert_ok(nps_periods_count(&huge, NPS_DAY_MIN, NPS_DAY_MAX, &count));
    assert_int_equal(count, 2);
    assert_ok(nps_periods_find(&latest, NPS_DAY_MAX, &period));
    assert_int_equal(period.first, NPS_DAY_MAX);
    assert_int_equal(period.last, NPS_DAY_MAX);
}

static void assert_day(int year, int month, int day, int32_t expected)
{
    const nps_date date = {year, month, day};
    int32_t found = 77;
    assert_ok(nps_day_from_date(&date, &found));
    assert_int_equal(found, expected);
}

static void assert_no_day(int year, int month, int day)
{
    const nps_date date = {year, month, day};
    int32_t found = 77;
    assert_status(nps_day_from_date(&date, &found), NPS_ERROR_DAY);
    assert_int_equal(found, 77);
}

static void dates_that_everybody_can_look_up(void **state)
{
    (void)state;
    assert_day(1970, 1, 1, 0);
    assert_day(1969, 12, 31, -1);
    assert_day(2000, 2, 29, 11016);
    assert_day(2038, 1, 19, 24855); /* 2^31 seconds */
    assert_day(1, 1, 1, NPS_DAY_MIN);
    assert_day(9999, 12, 31, NPS_DAY_MAX);
    assert_no_day(1900, 2, 29);
    assert_no_day(2023, 2, 29);
    assert_no_day(2024, 2, 30);
    assert_no_day(2024, 4, 31);
    assert_no_day(2024, 1, 0);
    assert_no_day(2024, 0, 1);
    assert_no_day(2024, 13, 1);
    assert_no_day(0, 12, 31);
    assert_no_day(10000, 1, 1);
    assert_no_day(INT32_MIN, INT32_MIN, INT32_MIN);
    assert_no_day(INT32_MAX, INT32_MAX, INT32_MAX);
}

static void assert_week(int32_t day, int year, int week, int weekday)
{
    nps_week found;
    assert_ok(nps_week_from_day(day, &found));
    assert_int_equal(found.year, year);
    assert_int_equal(found.week, week);
    assert_int_equal(found.weekday, weekday);
}

static void weeks_that_everybody_can_look_up(void **state)
{
    (void)state;
    assert_week(0, 1970, 1, 4);
    assert_week(18627, 2020, 53, 4); /* 2020-12-31 */
    assert_week(18628, 2020, 53, 5);
    assert_week(18631, 2021, 1, 1);
    assert_week(14242, 2009, 1, 1); /* 2008-12-29 */
    assert_week(NPS_DAY_MIN, 1, 1, 1);
    assert_week(NPS_DAY_MAX, 9999, 52, 5);
}

static void assert_time(int64_t seconds, int hours, int32_t expected)
{
    int32_t found = 77;
    assert_ok(nps_day_from_seconds(seconds, hours * 3600, &found));
    assert_int_equal(found, expected);
    assert_ok(nps_day_from_microseconds(seconds * 1000000, hours * 3600, &found));
    assert_int_equal(found, expected);
    assert_ok(nps_day_from_microseconds(seconds * 1000000 + 999999, hours * 3600, &found));
    assert_int_equal(found, expected);
}

static void times_have_the_day_of_their_place(void **state)
{
    (void)state;
    assert_time(0, 0, 0);
    assert_time(86399, 0, 0);
    assert_time(-1, 0, -1);
    assert_time(36000, 14, 1); /* 10:00 in London is midnight on Kiritimati */
    assert_time(35999, 14, 0);
    assert_time(43199, -12, -1); /* noon in London is midnight on Baker Island */
    assert_time(43200, -12, 0);
}

static void times_at_the_ends_of_the_calendar(void **state)
{
    const int64_t first = (int64_t)NPS_DAY_MIN * 86400, after = ((int64_t)NPS_DAY_MAX + 1) * 86400;
    int32_t found = 77;
    (void)state;
    assert_time(first, 0, NPS_DAY_MIN);
    assert_time(first - 14 * 3600, 14, NPS_DAY_MIN);
    assert_time(after - 1, 0, NPS_DAY_MAX);
    assert_time(after, -1, NPS_DAY_MAX);
    assert_status(nps_day_from_seconds(first - 1, 0, &found), NPS_ERROR_DAY);
    assert_status(nps_day_from_seconds(first, -1, &found), NPS_ERROR_DAY);
    assert_status(nps_day_from_seconds(after, 0, &found), NPS_ERROR_DAY);
    assert_status(nps_day_from_microseconds(after * 1000000, 0, &found), NPS_ERROR_DAY);
    assert_status(nps_day_from_seconds(INT64_MAX, NPS_UTC_OFFSET_MAX, &found), NPS_ERROR_DAY);
    assert_status(nps_day_from_seconds(INT64_MIN, NPS_UTC_OFFSET_MIN, &found), NPS_ERROR_DAY);
    assert_status(nps_day_from_microseconds(INT64_MAX, 0, &found), NPS_ERROR_DAY);
    assert_status(nps_day_from_microseconds(INT64_MIN, 0, &found), NPS_ERROR_DAY);
    assert_int_equal(found, 77);
}

static void wrong_arguments_change_nothing(void **state)
{
    static const nps_periods months = {NPS_PERIOD_MONTH, 0, 0};
    static const struct {
        nps_periods periods;
        nps_status status;
    } refused[] = {
        {{(nps_period_unit)0, 1, 0}, NPS_ERROR_PERIOD},        {{(nps_period_unit)8, 1, 0}, NPS_ERROR_PERIOD},
        {{(nps_period_unit)-1, 1, 0}, NPS_ERROR_PERIOD},       {{NPS_PERIOD_DAYS, 0, 0}, NPS_ERROR_PERIOD},
        {{NPS_PERIOD_DAYS, -1, 0}, NPS_ERROR_PERIOD},          {{NPS_PERIOD_DAYS, 1, NPS_DAY_MIN - 1}, NPS_ERROR_DAY},
        {{NPS_PERIOD_DAYS, 1, NPS_DAY_MAX + 1}, NPS_ERROR_DAY}};
    static const int32_t outside[] = {NPS_DAY_MIN - 1, NPS_DAY_MAX + 1, INT32_MIN, INT32_MAX};
    const nps_period unchanged = {7, 8};
    nps_period period = unchanged;
    nps_date date = {1, 2, 3};
    nps_week week = {1, 2, 3};
    size_t i, count = 9;
    int32_t day = 7;
    (void)state;
    for (i = 0; i < sizeof refused / sizeof *refused; i++) {
        assert_status(nps_periods_find(&refused[i].periods, 0, &period), refused[i].status);
        assert_status(nps_periods_next(&refused[i].periods, &unchanged, &period), refused[i].status);
        assert_status(nps_periods_count(&refused[i].periods, 0, 1, &count), refused[i].status);
    }
    for (i = 0; i < sizeof outside / sizeof *outside; i++) {
        const nps_period before = {0, outside[i]};
        assert_status(nps_date_from_day(outside[i], &date), NPS_ERROR_DAY);
        assert_status(nps_week_from_day(outside[i], &week), NPS_ERROR_DAY);
        assert_status(nps_periods_find(&months, outside[i], &period), NPS_ERROR_DAY);
        assert_status(nps_periods_next(&months, &before, &period), NPS_ERROR_DAY);
        assert_status(nps_periods_count(&months, outside[i], 0, &count), NPS_ERROR_DAY);
        assert_status(nps_periods_count(&months, 0, outside[i], &count), NPS_ERROR_DAY);
    }
    assert_status(nps_periods_count(&months, 1, 0, &count), NPS_ERROR_DAY);
    assert_status(nps_day_from_seconds(0, NPS_UTC_OFFSET_MAX + 1, &day), NPS_ERROR_DAY);
    assert_status(nps_day_from_seconds(0, NPS_UTC_OFFSET_MIN - 1, &day), NPS_ERROR_DAY);
    assert_status(nps_day_from_date(NULL, &day), NPS_ERROR_NULL);
    assert_status(nps_day_from_date(&date, NULL), NPS_ERROR_NULL);
    assert_status(nps_day_from_seconds(0, 0, NULL), NPS_ERROR_NULL);
    assert_status(nps_day_from_microseconds(0, 0, NULL), NPS_ERROR_NULL);
    assert_status(nps_date_from_day(0, NULL), NPS_ERROR_NULL);
    assert_status(nps_week_from_day(0, NULL), NPS_ERROR_NULL);
    assert_status(nps_periods_find(NULL, 0, &period), NPS_ERROR_NULL);
    assert_status(nps_periods_find(&months, 0, NULL), NPS_ERROR_NULL);
    assert_status(nps_periods_next(NULL, &period, &period), NPS_ERROR_NULL);
    assert_status(nps_periods_next(&months, NULL, &period), NPS_ERROR_NULL);
    assert_status(nps_periods_next(&months, &period, NULL), NPS_ERROR_NULL);
    assert_status(nps_periods_count(NULL, 0, 1, &count), NPS_ERROR_NULL);
    assert_status(nps_periods_count(&months, 0, 1, NULL), NPS_ERROR_NULL);
    assert_memory_equal(&period, &unchanged, sizeof period);
    assert_true(date.year == 1 && date.day == 3 && week.year == 1 && week.weekday == 3 && count == 9 && day == 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_is_that_of_a_walk),
        cmocka_unit_test(periods_are_those_of_a_walk),
        cmocka_unit_test(days_are_counted_from_an_origin_both_ways),
        cmocka_unit_test(huge_periods_are_cut_at_the_ends),
        cmocka_unit_test(dates_that_everybody_can_look_up),
        cmocka_unit_test(weeks_that_everybody_can_look_up),
        cmocka_unit_test(times_have_the_day_of_their_place),
        cmocka_unit_test(times_at_the_ends_of_the_calendar),
        cmocka_unit_test(wrong_arguments_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
