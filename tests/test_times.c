/* Times as days of their place, against a naive division of every row.
 * SPDX-License-Identifier: MIT */
#include "column_values.h"
#include "test.h"

enum { ROWS = 1300 };

/* The day of a time by the plainest arithmetic that cannot overflow. */
static int32_t naive_day(int64_t time, int64_t per_second, const nps_utc_offset *offsets, size_t count)
{
    long double seconds = floorl((long double)time / (long double)per_second);
    int64_t offset = count != 0 ? offsets[0].seconds : 0;
    size_t i;
    for (i = 0; i < count; i++)
        if (seconds >= (long double)offsets[i].first)
            offset = offsets[i].seconds;
    return (int32_t)floorl((seconds + (long double)offset) / 86400);
}

static void times_of_every_unit(void **state)
{
    static const uint32_t units[] = {1, 1000, 1000000, 1000000000, 7, 60};
    static const nps_utc_offset offsets[] = {{-5000, -43200}, {0, 3600}, {86399, 7200}, {90000000, 50400}};
    static int64_t times[ROWS];
    static int32_t days[ROWS + 1];
    uint64_t random = 1;
    size_t unit, count, i;
    (void)state;
    for (unit = 0; unit < sizeof units / sizeof *units; unit++)
        for (count = 0; count <= 4; count++) {
            nps_times_options options;
            nps_column column;
            for (i = 0; i < ROWS; i++)
                times[i] = ((int64_t)next_below(&random, 200000000) - 100000000) * units[unit] +
                           (int64_t)next_below(&random, units[unit]);
            nps_times_options_init(&options);
            options.per_second = units[unit];
            options.offsets = count != 0 ? offsets : NULL;
            options.offset_count = count;
            nps_column_init(&column, NPS_COLUMN_I64, times, ROWS);
            days[ROWS] = 77;
            assert_ok(nps_times_to_days(&column, &options, days, NULL));
            for (i = 0; i < ROWS; i++)
                assert_int_equal(days[i], naive_day(times[i], units[unit], offsets, count));
            assert_int_equal(days[ROWS], 77);
        }
}

static void rows_without_a_time_have_no_day(void **state)
{
    static const int64_t nat = INT64_MIN;
    static const int64_t times[] = {INT64_MIN, 0, 86400, -1};
    static const uint8_t validity = 0xB;
    int32_t days[4];
    nps_column column;
    (void)state;
    nps_column_init(&column, NPS_COLUMN_I64, times, 4);
    column.missing_codes = &nat;
    column.missing_code_count = 1;
    column.validity = &validity;
    assert_ok(nps_times_to_days(&column, NULL, days, NULL));
    assert_int_equal(days[0], NPS_DAY_MISSING);
    assert_int_equal(days[1], 0);
    assert_int_equal(days[2], NPS_DAY_MISSING);
    assert_int_equal(days[3], -1);
}

static void every_integer_type_is_read(void **state)
{
    unsigned char data[8 * 3];
    int32_t days[3];
    size_t type;
    (void)state;
    for (type = 0; type < TYPE_COUNT; type++) {
        nps_column column;
        nps_error_detail detail;
        size_t i;
        for (i = 0; i < 3; i++)
            store(data + i * width_of(TYPES[type]), TYPES[type], (int64_t)i * 50);
        nps_column_init(&column, TYPES[type], data, 3);
        if (is_floating(TYPES[type])) {
            assert_status(nps_times_to_days(&column, NULL, days, &detail), NPS_ERROR_COLUMN);
            continue;
        }
        assert_ok(nps_times_to_days(&column, NULL, days, NULL));
        assert_true(days[0] == 0 && days[1] == 0 && days[2] == 0);
    }
}

static void assert_refused(nps_column_type type, const void *time, const char *said)
{
    nps_column column;
    nps_error_detail detail;
    int32_t day;
    nps_column_init(&column, type, time, 1);
    assert_status(nps_times_to_days(&column, NULL, &day, &detail), NPS_ERROR_DAY);
    assert_string_equal(detail.text, said);
}

static void times_outside_the_calendar_are_refused_and_named(void **state)
{
    const int64_t early = (int64_t)NPS_DAY_MIN * 86400 - 1, late = ((int64_t)NPS_DAY_MAX + 1) * 86400;
    const int64_t least = INT64_MIN, most = INT64_MAX;
    const uint64_t wraps = UINT64_MAX;
    (void)state;
    assert_refused(NPS_COLUMN_I64, &early, "row 0: expected a time in the years 1 to 9999, got -62135596801");
    assert_refused(NPS_COLUMN_I64, &late, "row 0: expected a time in the years 1 to 9999, got 253402300800");
    assert_refused(NPS_COLUMN_I64, &least, "row 0: expected a time in the years 1 to 9999, got -9223372036854775808");
    assert_refused(NPS_COLUMN_I64, &most, "row 0: expected a time in the years 1 to 9999, got 9223372036854775807");
    assert_refused(NPS_COLUMN_U64, &wraps, "row 0: expected a time in the years 1 to 9999, got 18446744073709551615");
}

static void wrong_options_are_refused(void **state)
{
    static const nps_utc_offset days[] = {{0, 86400}}, unsorted[] = {{5, 0}, {5, 1}}, back[] = {{0, -86400}};
    static const int64_t times[] = {1};
    nps_times_options options;
    nps_column column;
    int32_t day = 7;
    (void)state;
    nps_column_init(&column, NPS_COLUMN_I64, times, 1);
    nps_times_options_init(&options);
    options.per_second = 0;
    assert_status(nps_times_to_days(&column, &options, &day, NULL), NPS_ERROR_PERIOD);
    options.per_second = 1000000001;
    assert_status(nps_times_to_days(&column, &options, &day, NULL), NPS_ERROR_PERIOD);
    nps_times_options_init(&options);
    options.offset_count = 1;
    assert_status(nps_times_to_days(&column, &options, &day, NULL), NPS_ERROR_NULL);
    options.offsets = days;
    assert_status(nps_times_to_days(&column, &options, &day, NULL), NPS_ERROR_DAY);
    options.offsets = back;
    assert_status(nps_times_to_days(&column, &options, &day, NULL), NPS_ERROR_DAY);
    options.offsets = unsorted;
    options.offset_count = 2;
    assert_status(nps_times_to_days(&column, &options, &day, NULL), NPS_ERROR_DAY);
    options.size = 3;
    assert_status(nps_times_to_days(&column, &options, &day, NULL), NPS_ERROR_SIZE);
    nps_times_options_init(NULL);
    assert_status(nps_times_to_days(NULL, NULL, &day, NULL), NPS_ERROR_NULL);
    assert_status(nps_times_to_days(&column, NULL, NULL, NULL), NPS_ERROR_NULL);
    column.length = 0;
    assert_ok(nps_times_to_days(&column, NULL, NULL, NULL));
    assert_int_equal(day, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_of_every_unit),
        cmocka_unit_test(rows_without_a_time_have_no_day),
        cmocka_unit_test(every_integer_type_is_read),
        cmocka_unit_test(times_outside_the_calendar_are_refused_and_named),
        cmocka_unit_test(wrong_options_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
