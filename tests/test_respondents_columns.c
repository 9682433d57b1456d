/* Respondents by columns: like adding row by row, and like looking at every row of every window.
 * SPDX-License-Identifier: MIT */
#include "failing_allocator.h"
#include "interrupts.h"
#include "respondents_oracle.h"
#include "test.h"

#include <limits.h>
#include <stdlib.h>

enum { PEOPLE = 30, FIRST = 100, DAYS = 60, MOST = 3000 };

/* Rows as columns; the bits of `valid` are those of ids. */
struct table {
    size_t count;
    oracle_row rows[MOST];
    int64_t ids[MOST];
    int32_t days[MOST];
    int16_t sequences[MOST];
    uint8_t answers[MOST];
    uint8_t valid[MOST / 8 + 1];
    nps_column id, day, answer, sequence;
    nps_respondents_columns columns;
};

static const int64_t no_day = -1, no_answer = 99;

static void describe(struct table *table, bool are_sequenced)
{
    nps_column_init(&table->id, NPS_COLUMN_I64, table->ids, table->count);
    nps_column_init(&table->day, NPS_COLUMN_I32, table->days, table->count);
    nps_column_init(&table->answer, NPS_COLUMN_U8, table->answers, table->count);
    nps_column_init(&table->sequence, NPS_COLUMN_I16, table->sequences, table->count);
    table->id.validity = table->valid;
    table->day.missing_codes = &no_day;
    table->day.missing_code_count = 1;
    table->answer.missing_codes = &no_answer;
    table->answer.missing_code_count = 1;
    table->columns =
        (nps_respondents_columns){&table->id, &table->day, &table->answer, are_sequenced ? &table->sequence : NULL};
}

/* Rows, of which some have no id or no day: those are not among `rows`, and are counted. Returns how many others. */
static size_t fill(struct table *table, size_t count, int64_t people, bool are_sequenced, uint64_t *random)
{
    size_t i, kept = 0;
    memset(table->valid, 0, sizeof table->valid);
    table->count = count;
    for (i = 0; i < count; i++) {
        oracle_row *row = &table->rows[kept];
        row->person = (int64_t)next_below(random, (uint64_t)people);
        row->day = FIRST + (int64_t)next_below(random, DAYS);
        row->sequence = are_sequenced ? (int64_t)next_below(random, 5) - 2 : 0;
        row->bin = next_below(random, 4) != 0 ? (unsigned)next_below(random, NPS_ANSWERS)
                                              : NPS_ANSWER_MISSING + (unsigned)next_below(random, 2);
        table->ids[i] = row->person;
        table->days[i] = (int32_t)row->day;
        table->sequences[i] = (int16_t)row->sequence;
        table->answers[i] = (uint8_t)(row->bin == NPS_ANSWER_MISSING   ? no_answer
                                      : row->bin == NPS_ANSWER_INVALID ? 77
                                                                       : row->bin);
        if (next_below(random, 50) == 0)
            table->days[i] = (int32_t)no_day;
        else if (next_below(random, 50) != 0)
            table->valid[i / 8] = (uint8_t)(table->valid[i / 8] | 1U << i % 8);
        else
            row->day = no_day;
        kept += table->days[i] != no_day && row->day != no_day;
    }
    describe(table, are_sequenced);
    return kept;
}

static uint64_t total(const nps_accumulator *accumulator)
{
    uint64_t sum = accumulator->missing + accumulator->invalid;
    int i;
    for (i = 0; i < NPS_ANSWERS; i++)
        sum += accumulator->answers[i];
    return sum;
}

static nps_respondents_options integers(nps_keep keep, uint32_t window)
{
    nps_respondents_options options;
    nps_respondents_options_init(&options);
    options.key_type = NPS_KEY_INTEGER;
    options.keep = keep;
    options.window = window;
    return options;
}

static void columns_are_like_every_row_of_every_window(void **state)
{
    static const uint32_t windows[] = {1, 5, 30, NPS_NO_WINDOW};
    enum { WINDOWS = sizeof windows / sizeof *windows };
    static struct table table;
    uint64_t random = 12;
    int round;
    (void)state;
    for (round = 0; round < 24; round++) {
        const nps_period days = {FIRST - 2, FIRST + DAYS + 32};
        const nps_respondents_options options =
            integers(round % 4 < 2 ? NPS_KEEP_LATEST : NPS_KEEP_FIRST, windows[round % WINDOWS]);
        const size_t kept = fill(&table, 30 + next_below(&random, 200), PEOPLE, round % 3 == 0, &random);
        nps_accumulator rolled[DAYS + 35], series[DAYS + 35], rest = {{0}, 0, 0}, others = {{0}, 0, 0};
        nps_respondents *people;
        size_t day;
        assert_ok(nps_respondents_roll(&table.columns, &options, &days, rolled, &rest, NULL));
        assert_int_equal(total(&rest), table.count - kept);
        for (day = 0; day < DAYS + 35; day++) {
            const nps_accumulator expected =
                oracle_counts(table.rows, kept, PEOPLE, options.keep, options.window, days.first + (int64_t)day);
            assert_accumulator_equal(&rolled[day], &expected);
        }
        assert_ok(nps_respondents_create(&options, &people));
        assert_ok(nps_respondents_add_column(people, &table.columns, &others, NULL));
        assert_accumulator_equal(&rest, &others);
        assert_ok(nps_respondents_read_rolling(people, options.window, &days, series));
        assert_memory_equal(series, rolled, sizeof series);
        nps_respondents_destroy(people);
    }
}

enum { MANY = 20000 };

/* The id of one of so many people. Rows are packed into words when ids are near each other; the last row of some rounds
 * is the first whose id is far. */
static int64_t many_id(int round, size_t row, uint64_t *random)
{
    enum { EQUAL, HALF, NEAR, SPARSE, FAR, FAR_AT_LAST, KINDS };
    const int kind = round % KINDS;
    const uint64_t person = next_below(random, kind == SPARSE ? 20000 : kind == NEAR ? 200 : 4000);
    if (kind == FAR || (kind == FAR_AT_LAST && row == MANY - 1))
        return (int64_t)(person * 0x9E3779B97F4A7C15);
    if (kind == EQUAL || (kind == HALF && row % 2 == 0))
        return -7;
    return (int64_t)person * 1001 - 2000000;
}

/* Enough rows for two buckets, over many years: two digits of the day. */
static void many_rows_are_rolled_like_an_object(void **state)
{
    enum { YEARS = 40 * 365, SHOWN = 500 };
    int64_t *ids = malloc(MANY * sizeof *ids);
    int32_t *on = malloc(MANY * sizeof *on);
    uint8_t *answers = malloc(MANY);
    nps_accumulator *rolled = malloc(SHOWN * sizeof *rolled), *series = malloc(SHOWN * sizeof *series);
    nps_accumulator rest = {{0}, 0, 0};
    nps_column id, day, answer;
    const nps_respondents_columns columns = {&id, &day, &answer, NULL};
    uint64_t random = 13;
    int round;
    size_t i;
    (void)state;
    assert_true(ids && on && answers && rolled && series);
    nps_column_init(&id, NPS_COLUMN_I64, ids, MANY);
    nps_column_init(&day, NPS_COLUMN_I32, on, MANY);
    nps_column_init(&answer, NPS_COLUMN_U8, answers, MANY);
    for (round = 0; round < 24; round++) {
        const nps_respondents_options options =
            integers(round % 4 ? NPS_KEEP_LATEST : NPS_KEEP_FIRST, round % 5 < 2 ? NPS_NO_WINDOW : 4000);
        const nps_period days = {YEARS / 2, YEARS / 2 + SHOWN - 1};
        const uint64_t kinds = round < 12 ? NPS_ANSWERS : 13; /* answers only, or invalid ones too */
        nps_respondents *people;
        for (i = 0; i < MANY; i++) {
            ids[i] = many_id(round, i, &random);
            on[i] = (int32_t)next_below(&random, round % 3 ? YEARS : SHOWN) + (round % 3 ? 0 : YEARS / 2);
            answers[i] = (uint8_t)next_below(&random, kinds);
        }
        assert_ok(nps_respondents_roll(&columns, &options, &days, rolled, &rest, NULL));
        assert_ok(nps_respondents_create(&options, &people));
        assert_ok(nps_respondents_add_column(people, &columns, &rest, NULL));
        assert_ok(nps_respondents_read_rolling(people, options.window, &days, series));
        assert_memory_equal(series, rolled, SHOWN * sizeof *series);
        nps_respondents_destroy(people);
    }
    assert_int_equal(total(&rest), 0);
    free(ids);
    free(on);
    free(answers);
    free(rolled);
    free(series);
}

static void columns_follow_the_calls_before_them(void **state)
{
    static struct table table;
    uint64_t random = 14;
    int round;
    (void)state;
    for (round = 0; round < 20; round++) {
        const nps_respondents_options options =
            integers(round % 4 < 2 ? NPS_KEEP_LATEST : NPS_KEEP_FIRST, NPS_NO_WINDOW);
        const size_t kept = fill(&table, 100, 6, round % 2 == 0, &random), before = next_below(&random, 50);
        nps_accumulator rest = {{0}, 0, 0}, found, expected;
        nps_respondents *people;
        nps_column *const all[] = {&table.id, &table.day, &table.answer, &table.sequence};
        int i;
        assert_ok(nps_respondents_create(&options, &people));
        for (i = 0; i < 4; i++)
            all[i]->length = before;
        assert_ok(nps_respondents_add_column(people, &table.columns, &rest, NULL));
        for (i = 0; i < 4; i++) {
            static const int widths[] = {8, 4, 1, 2};
            all[i]->data = (const char *)all[i]->data + before * (size_t)widths[i];
            all[i]->validity_offset = all[i]->validity ? before : 0;
            all[i]->length = table.count - before;
        }
        assert_ok(nps_respondents_add_column(people, &table.columns, &rest, NULL));
        for (i = 0; i < DAYS; i++) {
            assert_ok(nps_respondents_read(people, FIRST + i, &found));
            expected = oracle_counts(table.rows, kept, 6, options.keep, NPS_NO_WINDOW, FIRST + i);
            assert_accumulator_equal(&found, &expected);
        }
        nps_respondents_destroy(people);
    }
}

static void an_empty_column_is_nobody(void **state)
{
    const nps_respondents_options options = integers(NPS_KEEP_LATEST, 9);
    const nps_period days = {1, 2};
    nps_column none;
    const nps_respondents_columns columns = {&none, &none, &none, &none};
    nps_accumulator series[2], rest = {{0}, 0, 0};
    nps_respondents *people;
    (void)state;
    nps_column_init(&none, NPS_COLUMN_U8, NULL, 0);
    assert_ok(nps_respondents_roll(&columns, &options, &days, series, &rest, NULL));
    assert_int_equal(total(&series[0]) + total(&series[1]), 0);
    assert_ok(nps_respondents_create(&options, &people));
    assert_ok(nps_respondents_add_column(people, &columns, &rest, NULL));
    assert_int_equal(nps_respondents_count(people), 0);
    nps_respondents_destroy(people);
}

/* What both functions that take columns refuse, and say why. */
static void assert_refused(struct table *table, nps_respondents *people, nps_status expected, const char *text)
{
    const nps_respondents_options options = integers(NPS_KEEP_LATEST, 9);
    const nps_period days = {1, 2};
    const nps_accumulator before = {{9}, 9, 9};
    nps_accumulator series[2], rest = before, found;
    nps_error_detail detail = {""};
    memset(series, 7, sizeof series);
    found = series[0];
    assert_status(nps_respondents_add_column(people, &table->columns, &rest, &detail), expected);
    assert_string_equal(detail.text, text);
    assert_status(nps_respondents_roll(&table->columns, &options, &days, series, &rest, &detail), expected);
    assert_string_equal(detail.text, text);
    assert_accumulator_equal(&series[0], &found);
    assert_accumulator_equal(&rest, &before);
    assert_int_equal(nps_respondents_count(people), 1);
}

static void bad_columns_change_nothing(void **state)
{
    static struct table table;
    static const uint64_t large[] = {1, UINT64_C(1) << 63, 2};
    static const double numbers[3] = {0};
    nps_respondents_options options = integers(NPS_KEEP_LATEST, 9);
    nps_respondents *people, *texts;
    nps_accumulator rest = {{0}, 0, 0}, series[2];
    const nps_period days = {1, 2};
    nps_error_detail detail;
    uint64_t random = 15;
    (void)state;
    assert_ok(nps_respondents_create(NULL, &texts));
    assert_ok(nps_respondents_create(&options, &people));
    assert_ok(nps_respondents_add_integer(people, 1, 1, 1, 0));
    fill(&table, 3, PEOPLE, true, &random);
    memset(table.valid, 255, sizeof table.valid);
    table.days[2] = NPS_DAY_MAX + 1;
    table.days[0] = table.days[1] = 5;
    assert_refused(&table, people, NPS_ERROR_DAY, "row 2: expected a day from -719162 to 2932896, got 2932897");
    table.days[2] = 6;
    table.id.data = large;
    table.id.type = NPS_COLUMN_U64;
    assert_refused(&table, people, NPS_ERROR_OVERFLOW, "row 1: expected at most 2^63 - 1, got 9223372036854775808");
    describe(&table, true);
    table.id.data = numbers;
    table.id.type = NPS_COLUMN_F64;
    assert_refused(&table, people, NPS_ERROR_COLUMN,
                   "expected a column of integers as ids, got floating-point numbers");
    describe(&table, true);
    table.sequence.length = 2;
    assert_refused(&table, people, NPS_ERROR_COLUMN, "expected as many sequence numbers as answers, 3, got 2");
    describe(&table, true);
    table.day.size = 1;
    assert_refused(&table, people, NPS_ERROR_SIZE, nps_status_string(NPS_ERROR_SIZE));
    describe(&table, true);
    table.columns.days = NULL;
    assert_refused(&table, people, NPS_ERROR_NULL, nps_status_string(NPS_ERROR_NULL));
    describe(&table, true);
    assert_status(nps_respondents_add_column(texts, &table.columns, &rest, &detail), NPS_ERROR_KEY);
    assert_status(nps_respondents_add_column(NULL, &table.columns, &rest, NULL), NPS_ERROR_NULL);
    assert_status(nps_respondents_add_column(people, NULL, &rest, NULL), NPS_ERROR_NULL);
    assert_status(nps_respondents_add_column(people, &table.columns, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_respondents_roll(NULL, NULL, &days, series, &rest, NULL), NPS_ERROR_NULL);
    assert_status(nps_respondents_roll(&table.columns, NULL, NULL, series, &rest, NULL), NPS_ERROR_NULL);
    assert_status(nps_respondents_roll(&table.columns, NULL, &days, NULL, &rest, NULL), NPS_ERROR_NULL);
    assert_status(nps_respondents_roll(&table.columns, NULL, &days, series, NULL, NULL), NPS_ERROR_NULL);
    options.window = 0;
    assert_status(nps_respondents_roll(&table.columns, &options, &days, series, &rest, NULL), NPS_ERROR_PERIOD);
    assert_status(nps_respondents_roll(&table.columns, NULL, &(nps_period){2, 1}, series, &rest, NULL), NPS_ERROR_DAY);
    assert_ok(nps_respondents_add_column(people, &table.columns, &rest, NULL));
    nps_respondents_destroy(people);
    nps_respondents_destroy(texts);
}

/* The rest is added at the end, and nothing at all if it has no room. */
static void a_full_rest_changes_nothing(void **state)
{
    static struct table table;
    const nps_respondents_options options = integers(NPS_KEEP_LATEST, 9);
    nps_respondents *people;
    nps_accumulator rest = {{0}, 0, 0}, series[2];
    const nps_period days = {1, 2};
    uint64_t random = 16;
    int full;
    (void)state;
    assert_ok(nps_respondents_create(&options, &people));
    fill(&table, 5, PEOPLE, false, &random);
    memset(table.valid, 0, sizeof table.valid);
    memset(table.answers, 3, sizeof table.answers);
    rest.answers[3] = UINT64_MAX - 4;
    for (full = 0; full < 2; full++) {
        assert_status(nps_respondents_add_column(people, &table.columns, &rest, NULL), NPS_ERROR_OVERFLOW);
        assert_status(nps_respondents_roll(&table.columns, &options, &days, series, &rest, NULL), NPS_ERROR_OVERFLOW);
        assert_int_equal(nps_respondents_count(people), full);
        if (!full)
            assert_ok(nps_respondents_add_integer(people, 1, 1, 1, 0));
    }
    nps_respondents_destroy(people);
}

static void without_memory_columns_change_nothing(void **state)
{
    static struct table table;
    struct failing memory = {0};
    const nps_allocator allocator = {&memory, failing_allocate, failing_release};
    const nps_period days = {FIRST, FIRST + 9};
    nps_respondents_options options = integers(NPS_KEEP_LATEST, 9);
    nps_accumulator rest = {{0}, 0, 0}, series[10];
    nps_status status = NPS_ERROR_MEMORY;
    uint64_t random = 17;
    size_t fail_at;
    int had;
    (void)state;
    fill(&table, 300, PEOPLE, true, &random);
    options.allocator = &allocator;
    for (had = 0; had < 2; had++)
        for (fail_at = 1, status = NPS_ERROR_MEMORY; status; fail_at++) {
            nps_respondents *people;
            nps_accumulator before = rest;
            memory.fail_at = 0;
            assert_ok(nps_respondents_create(&options, &people));
            if (had)
                assert_ok(nps_respondents_add_integer(people, 1000, 1, 1, 0));
            memory.calls = 0;
            memory.fail_at = fail_at;
            status = nps_respondents_add_column(people, &table.columns, &rest, NULL);
            if (status) {
                assert_status(status, NPS_ERROR_MEMORY);
                assert_int_equal(nps_respondents_count(people), had);
                assert_accumulator_equal(&rest, &before);
            }
            nps_respondents_destroy(people);
            assert_int_equal(memory.bytes, 0);
        }
    for (had = 0; had < 2; had++) {
        fill(&table, 300, PEOPLE, had == 0, &random); /* packed when not sequenced */
        for (fail_at = 1, status = NPS_ERROR_MEMORY; status; fail_at++) {
            memory.calls = 0;
            memory.fail_at = fail_at;
            status = nps_respondents_roll(&table.columns, &options, &days, series, &rest, NULL);
            assert_int_equal(memory.bytes, 0);
        }
        assert_int_equal(fail_at, had == 0 ? 10 : 8);
    }
}

/* At every question, columns and merges end without another one, and nothing has changed. */
static void interrupted_calls_change_nothing(void **state)
{
    static struct table table;
    nps_respondents_options options = integers(NPS_KEEP_LATEST, 9);
    const nps_period days = {FIRST, FIRST + 9};
    struct caller caller;
    uint64_t random = 18;
    int had, patience, is_done = 0;
    (void)state;
    (void)fill(&table, MOST, 500, false, &random);
    for (had = 0; had < 2; had++)
        for (patience = 1;; patience++) {
            nps_accumulator rest = {{0}, 0, 0};
            nps_respondents *people;
            nps_status status;
            options.interrupt = stop_at(&caller, had ? INT_MAX : patience);
            assert_ok(nps_respondents_create(&options, &people));
            if (had)
                assert_ok(nps_respondents_add_integer(people, 1000, 1, 1, 0));
            caller.asked = 0;
            caller.patience = patience;
            status = nps_respondents_add_column(people, &table.columns, &rest, NULL);
            if (status) {
                assert_status(status, NPS_ERROR_INTERRUPTED);
                assert_int_equal(caller.asked, patience);
                assert_int_equal(nps_respondents_count(people), had);
                assert_int_equal(total(&rest), 0);
            }
            nps_respondents_destroy(people);
            if (!status)
                break;
        }
    assert_true(patience > MOST / 512);
    for (patience = 1; !is_done; patience++) {
        nps_accumulator series[10], rest = {{0}, 0, 0};
        options.interrupt = stop_at(&caller, patience);
        is_done = nps_respondents_roll(&table.columns, &options, &days, series, &rest, NULL) == NPS_OK;
        assert_int_equal(caller.asked, is_done ? patience - 1 : patience);
        assert_true(is_done || total(&rest) == 0);
    }
    assert_true(patience > 2 * (MOST / 512));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_like_every_row_of_every_window),
        cmocka_unit_test(many_rows_are_rolled_like_an_object),
        cmocka_unit_test(columns_follow_the_calls_before_them),
        cmocka_unit_test(an_empty_column_is_nobody),
        cmocka_unit_test(bad_columns_change_nothing),
        cmocka_unit_test(a_full_rest_changes_nothing),
        cmocka_unit_test(without_memory_columns_change_nothing),
        cmocka_unit_test(interrupted_calls_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
