/* Days, dates, weeks, times and periods, against what makes a calendar: what comes out leads back to what went in, and
 * periods hold their day and touch each other. SPDX-License-Identifier: MIT */
#include "fuzz.h"

static bool is_day(int64_t day)
{
    return day >= NPS_DAY_MIN && day <= NPS_DAY_MAX;
}

/* A day of the calendar, one near its ends, or any number. */
static int32_t any_day(fuzz_input *input)
{
    const uint8_t manner = fuzz_byte(input);
    if (manner < 200)
        return NPS_DAY_MIN + (int32_t)fuzz_below(input, NPS_DAY_MAX - NPS_DAY_MIN + 1);
    if (manner < 250)
        return (manner % 2 ? NPS_DAY_MIN : NPS_DAY_MAX) + (int8_t)fuzz_byte(input);
    return (int32_t)fuzz_bits(input, 4);
}

static void check_dates(fuzz_input *input)
{
    const int32_t day = any_day(input);
    const nps_date any = {(int32_t)fuzz_below(input, 12000), fuzz_byte(input) % 16, fuzz_byte(input) % 40};
    nps_date date = {-1, -1, -1};
    nps_week week = {-1, -1, -1};
    int32_t back = 7;
    MUST(nps_date_from_day(day, &date) == (is_day(day) ? NPS_OK : NPS_ERROR_DAY));
    MUST(nps_week_from_day(day, &week) == (is_day(day) ? NPS_OK : NPS_ERROR_DAY));
    if (is_day(day)) {
        MUST_OK(nps_day_from_date(&date, &back));
        MUST(back == day && abs(week.year - date.year) <= 1 && week.week >= 1 && week.week <= 53);
        MUST(week.weekday == (day - NPS_DAY_MIN) % 7 + 1);
    } else {
        MUST(date.year == -1 && week.year == -1);
    }
    if (nps_day_from_date(&any, &back) == NPS_OK) {
        MUST_OK(nps_date_from_day(back, &date));
        MUST_EQUAL(date, any);
    }
}

static void check_times(fuzz_input *input)
{
    const int64_t time = fuzz_bool(input) ? fuzz_integer(input) : (int64_t)any_day(input) * 86400 + fuzz_byte(input);
    const int32_t offset = (int32_t)fuzz_below(input, 120000) - 60000;
    const bool is_offset = offset >= NPS_UTC_OFFSET_MIN && offset <= NPS_UTC_OFFSET_MAX;
    const __int128 local = (__int128)time + offset;
    int32_t day = 7, micro = 7;
    const nps_status status = nps_day_from_seconds(time, offset, &day);
    if (status == NPS_OK)
        MUST(is_offset && is_day(day) && local >= (__int128)day * 86400 && local < ((__int128)day + 1) * 86400);
    else
        MUST(status == NPS_ERROR_DAY && day == 7 &&
             (!is_offset || local / 86400 > NPS_DAY_MAX || local / 86400 <= NPS_DAY_MIN));
    if (time > INT64_MIN / 1000000 && time < INT64_MAX / 1000000) {
        MUST(nps_day_from_microseconds(time * 1000000 + 999999, offset, &micro) == status);
        MUST(micro == day);
    }
}

/* A column of times in a place that changes its offset, against the times one by one. */
static void check_column(fuzz_input *input)
{
    enum { ROWS = 9 };
    static const uint32_t units[] = {1, 1000, 1000000, 1000000000};
    const uint8_t validity[2] = {fuzz_byte(input), fuzz_byte(input)};
    nps_utc_offset offsets[2];
    nps_times_options options;
    nps_column column;
    int64_t times[ROWS];
    int32_t days[ROWS], day;
    bool is_possible = true;
    size_t i;
    nps_times_options_init(&options);
    options.per_second = units[fuzz_byte(input) % 4];
    options.offset_count = fuzz_byte(input) % 3;
    options.offsets = offsets;
    offsets[0] = (nps_utc_offset){fuzz_integer(input), (int64_t)fuzz_below(input, 93600) - 43200};
    offsets[1] = (nps_utc_offset){fuzz_integer(input), (int64_t)fuzz_below(input, 93600) - 43200};
    for (i = 0; i < ROWS; i++)
        times[i] = (int64_t)(fuzz_number(input) * (fuzz_bool(input) ? 1000000 : 1)) / 7;
    nps_column_init(&column, NPS_COLUMN_I64, times, ROWS);
    column.validity = validity;
    if (options.offset_count == 2 && offsets[1].first <= offsets[0].first) {
        MUST(nps_times_to_days(&column, &options, days, NULL) == NPS_ERROR_DAY);
        return;
    }
    for (i = 0; i < ROWS; i++) {
        const int64_t unit = options.per_second, seconds = times[i] / unit - (times[i] % unit < 0);
        const bool is_late = options.offset_count == 2 && seconds >= offsets[1].first;
        const int64_t offset = options.offset_count == 0 ? 0 : offsets[is_late].seconds;
        if ((validity[i / 8] >> i % 8 & 1) && nps_day_from_seconds(seconds, (int32_t)offset, &day))
            is_possible = false;
    }
    MUST(nps_times_to_days(&column, &options, days, NULL) == (is_possible ? NPS_OK : NPS_ERROR_DAY));
    for (i = 0; is_possible && i < ROWS; i++) {
        const int64_t unit = options.per_second, seconds = times[i] / unit - (times[i] % unit < 0);
        const bool is_late = options.offset_count == 2 && seconds >= offsets[1].first;
        day = NPS_DAY_MISSING;
        if (validity[i / 8] >> i % 8 & 1)
            MUST_OK(
                nps_day_from_seconds(seconds, options.offset_count == 0 ? 0 : (int32_t)offsets[is_late].seconds, &day));
        MUST(days[i] == day);
    }
}

static void check_periods(fuzz_input *input)
{
    const uint8_t unit = fuzz_byte(input);
    const nps_periods periods = {(nps_period_unit)(unit % 9), (int32_t)fuzz_integer(input), any_day(input)};
    const int32_t day = any_day(input);
    const bool is_free = periods.unit == NPS_PERIOD_DAYS;
    nps_period period = {1, 2}, next = {1, 2};
    size_t count = 0;
    const bool wrong[] = {
        [NPS_ERROR_DAY] = !is_day(day) || (is_free && !is_day(periods.origin)),
        [NPS_ERROR_PERIOD] = unit % 9 == 0 || unit % 9 == 8 || (is_free && periods.days < 1),
    };
    const nps_status status = nps_periods_find(&periods, day, &period);
    MUST(fuzz_is_right(status, wrong, sizeof wrong / sizeof *wrong));
    if (status != NPS_OK) {
        MUST(period.first == 1 && period.last == 2);
        return;
    }
    MUST(is_day(period.first) && is_day(period.last) && period.first <= day && day <= period.last);
    MUST_OK(nps_periods_count(&periods, period.first, period.last, &count));
    MUST(count == 1);
    if (period.last == NPS_DAY_MAX) {
        MUST(nps_periods_next(&periods, &period, &next) == NPS_ERROR_DAY && next.first == 1);
        return;
    }
    MUST_OK(nps_periods_next(&periods, &period, &next));
    MUST(next.first == period.last + 1);
    MUST_OK(nps_periods_count(&periods, day, next.last, &count));
    MUST(count == 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    fuzz_input input = {bytes, length};
    check_dates(&input);
    check_times(&input);
    check_periods(&input);
    check_column(&input);
    return 0;
}
