/* Long columns of days. After a chunk of rows, the next one is expected to have days of the same range, and is looked
 * at here and there only; here, rows that nothing looks at have other days. SPDX-License-Identifier: MIT */
#include "test.h"

enum { CHUNK = 1 << 20, ROWS = 2 * CHUNK + 600, EARLY = CHUNK + 12345, LATE = 2 * CHUNK - 9000 };

enum { FIRST_DAY = 100, DAYS = 900, HORIZON = 60 };

struct rows {
    int32_t days[ROWS];
    uint8_t answers[ROWS];
    nps_column day_column, answer_column;
    nps_accumulator expected[DAYS]; /* of all rows but EARLY and LATE */
};

static struct rows *made_rows(void)
{
    static struct rows rows;
    uint64_t random = 8;
    int i;
    memset(&rows, 0, sizeof rows);
    for (i = 0; i < ROWS; i++) {
        rows.days[i] = FIRST_DAY + (int32_t)next_below(&random, DAYS);
        rows.answers[i] = (uint8_t)next_below(&random, NPS_ANSWERS);
        if (i != EARLY && i != LATE)
            rows.expected[rows.days[i] - FIRST_DAY].answers[rows.answers[i]]++;
    }
    nps_column_init(&rows.day_column, NPS_COLUMN_I32, rows.days, ROWS);
    nps_column_init(&rows.answer_column, NPS_COLUMN_U8, rows.answers, ROWS);
    return &rows;
}

static nps_timeline *made(nps_older older)
{
    nps_timeline_options options;
    nps_timeline *timeline;
    nps_timeline_options_init(&options);
    options.horizon = HORIZON;
    options.older = older;
    assert_ok(nps_timeline_create(&options, &timeline));
    return timeline;
}

static void assert_day(const nps_timeline *timeline, int32_t day, const nps_accumulator *expected)
{
    nps_accumulator sum;
    assert_ok(nps_timeline_read_between(timeline, day, day, &sum));
    assert_accumulator_equal(&sum, expected);
}

static void assert_expected_days(const nps_timeline *timeline, const struct rows *rows)
{
    int32_t i;
    for (i = 0; i < DAYS; i++)
        assert_day(timeline, FIRST_DAY + i, &rows->expected[i]);
}

static void days_that_nobody_expects_are_counted(void **state)
{
    struct rows *const rows = made_rows();
    nps_timeline *const timeline = made(NPS_OLDER_GATHERED);
    nps_accumulator early = {{0}, 0, 0}, late = early;
    nps_timeline_rest rest;
    (void)state;
    rows->days[EARLY] = HORIZON - 1;
    rows->days[LATE] = NPS_DAY_MAX;
    early.answers[rows->answers[EARLY]] = 1;
    late.answers[rows->answers[LATE]] = 1;
    assert_ok(nps_timeline_add_column(timeline, &rows->day_column, &rows->answer_column, NULL));
    assert_expected_days(timeline, rows);
    assert_day(timeline, NPS_DAY_MAX, &late);
    assert_ok(nps_timeline_read_rest(timeline, &rest));
    assert_accumulator_equal(&rest.older, &early);
    nps_timeline_destroy(timeline);
}

static void days_that_nobody_expects_are_refused(void **state)
{
    struct rows *const rows = made_rows();
    nps_timeline *const timeline = made(NPS_OLDER_GATHERED), *const refusing = made(NPS_OLDER_REFUSED);
    nps_period span;
    nps_error_detail detail;
    (void)state;
    rows->days[EARLY] = HORIZON - 1;
    assert_status(nps_timeline_add_column(refusing, &rows->day_column, &rows->answer_column, &detail), NPS_ERROR_DAY);
    assert_string_equal(detail.text, "row 1060921: expected a day from 60 to 2932896, got 59");
    rows->days[LATE] = NPS_DAY_MAX + 1;
    assert_status(nps_timeline_add_column(timeline, &rows->day_column, &rows->answer_column, &detail), NPS_ERROR_DAY);
    assert_string_equal(detail.text, "row 2088152: expected a day from -719162 to 2932896, got 2932897");
    assert_status(nps_timeline_read_span(timeline, &span), NPS_ERROR_EMPTY);
    assert_status(nps_timeline_read_span(refusing, &span), NPS_ERROR_EMPTY);
    nps_timeline_destroy(timeline);
    nps_timeline_destroy(refusing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_that_nobody_expects_are_counted),
        cmocka_unit_test(days_that_nobody_expects_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
