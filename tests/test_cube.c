/* SPDX-License-Identifier: MIT */
#include "failing_allocator.h"
#include "interrupts.h"
#include "test.h"

#include <stdlib.h>

static const nps_cube_key KEYS[] = {{"region", NPS_CUBE_TEXT}, {"shop", NPS_CUBE_INTEGER}, {"day", NPS_CUBE_DAY}};
enum { KEY_COUNT = 3 };

static nps_cube_value text(const char *of)
{
    return (nps_cube_value){NPS_CUBE_TEXT, strlen(of), of, 0};
}

static nps_cube_value integer(int64_t of)
{
    return (nps_cube_value){NPS_CUBE_INTEGER, 0, NULL, of};
}

static nps_cube_value day(int32_t of)
{
    return (nps_cube_value){NPS_CUBE_DAY, 0, NULL, of};
}

static nps_cube_value null(void)
{
    return (nps_cube_value){NPS_CUBE_NULL, 0, NULL, 0};
}

static nps_cube *cube_of_keys(void)
{
    nps_cube *cube;
    assert_ok(nps_cube_create(KEYS, KEY_COUNT, NULL, &cube));
    return cube;
}

/* ---- a naive model: a list of rows ---- */

enum { ROWS = 400 };

/* Values by their number; the last is null. */
static const char *const REGIONS[] = {"", "a", "ab", "north", "north and a name of more than sixteen bytes"};
static const int64_t SHOPS[] = {INT64_MIN, -1, 0, 255, INT64_MAX};
static const int32_t DAYS[] = {NPS_DAY_MIN, -1, 0, 40, NPS_DAY_MAX};
enum { VALUES = 5 };

struct row {
    size_t of[KEY_COUNT]; /* 0..VALUES, VALUES is null */
    int answer;
};

static nps_cube_value value_of(size_t key, size_t number)
{
    if (number == VALUES)
        return null();
    return key == 0 ? text(REGIONS[number]) : key == 1 ? integer(SHOPS[number]) : day(DAYS[number]);
}

static void add_row(nps_cube *cube, const struct row *row)
{
    nps_cube_value values[KEY_COUNT];
    size_t key;
    for (key = 0; key < KEY_COUNT; key++)
        values[key] = value_of(key, row->of[key]);
    if (row->answer == NPS_ANSWER_MISSING)
        assert_ok(nps_cube_add_missing(cube, values, 1, NULL));
    else
        assert_ok(nps_cube_add(cube, values, row->answer, 1, NULL));
}

static void make_rows(struct row *rows, uint64_t *random)
{
    size_t i, key;
    for (i = 0; i < ROWS; i++) {
        for (key = 0; key < KEY_COUNT; key++)
            rows[i].of[key] = next_below(random, VALUES + 1);
        rows[i].answer = (int)next_below(random, NPS_ANSWERS + 2);
    }
}

static nps_cube *cube_of_rows(const struct row *rows, size_t count)
{
    nps_cube *cube = cube_of_keys();
    size_t i;
    for (i = 0; i < count; i++)
        add_row(cube, &rows[i]);
    return cube;
}

/* What has this value in each of some keys; SIZE_MAX is any value. */
static nps_accumulator counted(const struct row *rows, const size_t of[KEY_COUNT])
{
    nps_accumulator counts = {{0}, 0, 0};
    size_t i, key;
    for (i = 0; i < ROWS; i++) {
        bool is_there = true;
        for (key = 0; key < KEY_COUNT; key++)
            is_there = is_there && (of[key] == SIZE_MAX || of[key] == rows[i].of[key]);
        if (is_there && rows[i].answer == NPS_ANSWER_MISSING)
            counts.missing++;
        else if (is_there)
            assert_ok(nps_accumulator_add(&counts, rows[i].answer));
    }
    return counts;
}

static bool is_empty(const nps_accumulator *counts)
{
    static const nps_accumulator empty = {{0}, 0, 0};
    return memcmp(counts, &empty, sizeof empty) == 0;
}

/* A cube of these keys has the cells that the rows have, and no others. */
static void assert_cells(const nps_cube *cube, const struct row *rows, const size_t *keys, size_t count)
{
    size_t of[KEY_COUNT] = {SIZE_MAX, SIZE_MAX, SIZE_MAX}, combinations = 1, combination, i, cells = 0;
    for (i = 0; i < count; i++)
        combinations *= VALUES + 1;
    for (combination = 0; combination < combinations; combination++) {
        nps_cube_value values[KEY_COUNT];
        nps_accumulator found, expected;
        size_t rest = combination;
        for (i = 0; i < count; i++, rest /= VALUES + 1) {
            of[keys[i]] = rest % (VALUES + 1);
            values[i] = value_of(keys[i], of[keys[i]]);
        }
        expected = counted(rows, of);
        if (is_empty(&expected)) {
            assert_status(nps_cube_find(cube, values, &found, NULL), NPS_ERROR_NOT_FOUND);
            continue;
        }
        cells++;
        assert_ok(nps_cube_find(cube, values, &found, NULL));
        assert_accumulator_equal(&found, &expected);
    }
    assert_int_equal(nps_cube_count(cube), cells);
}

static const size_t SUBSETS[][KEY_COUNT + 1] = {{0},       {1, 0},    {1, 1},       {1, 2},      {2, 0, 1},
                                                {2, 2, 0}, {2, 1, 2}, {3, 0, 1, 2}, {3, 2, 1, 0}};

static void roll_ups_are_what_a_count_of_the_rows_gives(void **state)
{
    uint64_t random = 1;
    struct row rows[ROWS];
    nps_cube *cube;
    size_t i;
    (void)state;
    make_rows(rows, &random);
    cube = cube_of_rows(rows, ROWS);
    assert_cells(cube, rows, (const size_t[]){0, 1, 2}, KEY_COUNT);
    for (i = 0; i < sizeof SUBSETS / sizeof *SUBSETS; i++) {
        nps_cube *rolled;
        nps_accumulator total, expected;
        assert_ok(nps_cube_rollup(cube, SUBSETS[i] + 1, SUBSETS[i][0], &rolled));
        assert_cells(rolled, rows, SUBSETS[i] + 1, SUBSETS[i][0]);
        assert_ok(nps_cube_total(rolled, &total));
        assert_ok(nps_cube_total(cube, &expected));
        assert_accumulator_equal(&total, &expected);
        nps_cube_destroy(rolled);
    }
    nps_cube_destroy(cube);
}

static void a_slice_has_the_cells_of_one_value(void **state)
{
    uint64_t random = 2;
    struct row rows[ROWS];
    nps_cube *cube, *sliced;
    nps_cube_key key;
    size_t number, i, count;
    (void)state;
    make_rows(rows, &random);
    cube = cube_of_rows(rows, ROWS);
    for (number = 0; number <= VALUES; number++) {
        const nps_cube_value value = value_of(0, number);
        size_t of[KEY_COUNT] = {number, SIZE_MAX, SIZE_MAX};
        nps_accumulator total, expected = counted(rows, of);
        assert_ok(nps_cube_slice(cube, 0, &value, &sliced, NULL));
        assert_int_equal(nps_cube_key_count(sliced), 2);
        assert_ok(nps_cube_key_at(sliced, 0, &key));
        assert_string_equal(key.name, "shop");
        assert_ok(nps_cube_total(sliced, &total));
        assert_accumulator_equal(&total, &expected);
        for (i = count = 0; i < ROWS; i++)
            count += rows[i].of[0] == number;
        assert_true(nps_cube_count(sliced) <= count);
        nps_cube_destroy(sliced);
    }
    assert_ok(nps_cube_slice(cube, 0, &(nps_cube_value){NPS_CUBE_TEXT, 7, "nowhere", 0}, &sliced, NULL));
    assert_int_equal(nps_cube_count(sliced), 0);
    nps_cube_destroy(sliced);
    nps_cube_destroy(cube);
}

static void periods_add_the_days_of_each(void **state)
{
    const nps_periods months = {NPS_PERIOD_MONTH, 0, 0};
    const int32_t days[] = {0, 30, 31, 58, -1};
    nps_cube_value values[KEY_COUNT], of_january[] = {text("a"), integer(1), day(0)};
    nps_cube *cube = cube_of_keys(), *monthly;
    nps_accumulator january;
    size_t i;
    (void)state;
    values[0] = text("a");
    values[1] = integer(1);
    for (i = 0; i < sizeof days / sizeof *days; i++) {
        values[2] = day(days[i]);
        assert_ok(nps_cube_add(cube, values, 9, 1, NULL));
    }
    values[2] = null();
    assert_ok(nps_cube_add(cube, values, 9, 1, NULL));
    assert_ok(nps_cube_periods(cube, 2, &months, &monthly));
    assert_int_equal(nps_cube_count(monthly), 4); /* December 1969, January, February, and without a day */
    assert_ok(nps_cube_find(monthly, of_january, &january, NULL));
    assert_int_equal(january.answers[9], 2);
    nps_cube_destroy(monthly);
    assert_status(nps_cube_periods(cube, 1, &months, &monthly), NPS_ERROR_KEY);
    assert_status(nps_cube_periods(cube, 3, &months, &monthly), NPS_ERROR_NOT_FOUND);
    assert_status(nps_cube_periods(cube, 2, &(nps_periods){(nps_period_unit)0, 0, 0}, &monthly), NPS_ERROR_PERIOD);
    assert_status(nps_cube_periods(cube, 2, NULL, &monthly), NPS_ERROR_NULL);
    nps_cube_destroy(cube);
}

static void sorting_orders_by_value_with_null_last(void **state)
{
    uint64_t random = 3;
    struct row rows[ROWS];
    nps_cube *cube;
    nps_cube_value before[KEY_COUNT], values[KEY_COUNT];
    nps_accumulator counts;
    size_t i;
    (void)state;
    make_rows(rows, &random);
    cube = cube_of_rows(rows, ROWS);
    assert_ok(nps_cube_sort(cube));
    assert_ok(nps_cube_get(cube, 0, before, &counts));
    for (i = 1; nps_cube_get(cube, i, values, &counts) == NPS_OK; i++) {
        size_t key = 0;
        int order = 0;
        while (order == 0 && key < KEY_COUNT) {
            const nps_cube_value *a = &before[key], *b = &values[key++];
            if (a->type == NPS_CUBE_NULL || b->type == NPS_CUBE_NULL)
                order = (a->type == NPS_CUBE_NULL) - (b->type == NPS_CUBE_NULL);
            else if (a->type == NPS_CUBE_TEXT)
                order = strcmp(a->text, b->text);
            else
                order = (a->integer > b->integer) - (a->integer < b->integer);
        }
        assert_true(order < 0);
        memcpy(before, values, sizeof values);
    }
    assert_int_equal(i, nps_cube_count(cube));
    nps_cube_destroy(cube);
}

static void merging_adds_and_subtracting_reverses_it(void **state)
{
    uint64_t random = 4;
    struct row rows[ROWS];
    nps_cube *whole, *part, *rest;
    nps_accumulator total;
    (void)state;
    make_rows(rows, &random);
    whole = cube_of_rows(rows, 150);
    part = cube_of_rows(rows + 150, ROWS - 150);
    assert_ok(nps_cube_merge(whole, part));
    assert_cells(whole, rows, (const size_t[]){0, 1, 2}, KEY_COUNT);
    rest = cube_of_rows(rows, 150);
    assert_status(nps_cube_subtract(rest, part), NPS_ERROR_UNDERFLOW);
    assert_ok(nps_cube_subtract(whole, part));
    assert_ok(nps_cube_subtract(whole, rest));
    assert_ok(nps_cube_total(whole, &total));
    assert_true(is_empty(&total));
    nps_cube_destroy(rest);
    nps_cube_destroy(part);
    nps_cube_destroy(whole);
}

static void a_key_without_a_type_has_that_of_its_first_value(void **state)
{
    const nps_cube_key untyped[] = {{"region", NPS_CUBE_NULL}, {"shop", NPS_CUBE_NULL}, {"day", NPS_CUBE_NULL}};
    const nps_cube_value nothing[] = {null(), null(), null()}, first[] = {text("a"), null(), day(3)},
                         other[] = {integer(1), integer(1), day(3)};
    nps_error_detail detail;
    nps_cube *cube, *typed = cube_of_keys();
    nps_cube_key key;
    (void)state;
    assert_ok(nps_cube_create(untyped, KEY_COUNT, NULL, &cube));
    assert_ok(nps_cube_add(cube, nothing, 9, 1, NULL));
    assert_ok(nps_cube_add(cube, first, 9, 1, NULL));
    assert_status(nps_cube_add(cube, other, 9, 1, &detail), NPS_ERROR_KEY);
    assert_string_equal(detail.text, "key region: its values are texts, not integers");
    assert_ok(nps_cube_key_at(cube, 1, &key));
    assert_int_equal(key.type, NPS_CUBE_NULL);
    assert_ok(nps_cube_merge(cube, typed));
    assert_ok(nps_cube_key_at(cube, 1, &key));
    assert_int_equal(key.type, NPS_CUBE_INTEGER);
    nps_cube_destroy(typed);
    nps_cube_destroy(cube);
}

static void booleans_are_false_and_true(void **state)
{
    const nps_cube_key key = {"flag", NPS_CUBE_NULL};
    const nps_cube_value yes = {NPS_CUBE_BOOLEAN, 0, NULL, 1}, no = {NPS_CUBE_BOOLEAN, 0, NULL, 0},
                         two = {NPS_CUBE_BOOLEAN, 0, NULL, 2}, one = integer(1);
    const uint8_t flags[] = {1, 0, 2}, answers[] = {9, 9, 9};
    nps_column column, given;
    nps_error_detail detail;
    nps_accumulator counts;
    nps_cube_value value;
    nps_cube *cube;
    (void)state;
    assert_ok(nps_cube_create(&key, 1, NULL, &cube));
    assert_ok(nps_cube_add(cube, &yes, 9, 2, NULL));
    assert_ok(nps_cube_add(cube, &no, 3, 1, NULL));
    assert_status(nps_cube_add(cube, &two, 9, 1, &detail), NPS_ERROR_KEY);
    assert_string_equal(detail.text, "key flag: a boolean is 0 or 1, got 2");
    assert_status(nps_cube_add(cube, &one, 9, 1, &detail), NPS_ERROR_KEY);
    assert_string_equal(detail.text, "key flag: its values are booleans, not integers");
    nps_column_init(&column, NPS_COLUMN_U8, flags, 3);
    nps_column_init(&given, NPS_COLUMN_U8, answers, 3);
    assert_status(nps_cube_add_columns(cube, &column, &given, NULL), NPS_ERROR_KEY);
    column.length = given.length = 2;
    assert_ok(nps_cube_add_columns(cube, &column, &given, NULL));
    assert_ok(nps_cube_sort(cube));
    assert_ok(nps_cube_get(cube, 0, &value, &counts));
    assert_int_equal(value.type, NPS_CUBE_BOOLEAN);
    assert_int_equal(value.integer, 0);
    assert_ok(nps_cube_find(cube, &yes, &counts, NULL));
    assert_int_equal(counts.answers[9], 3);
    nps_cube_destroy(cube);
}

static void what_is_wrong_is_refused_and_changes_nothing(void **state)
{
    const nps_cube_key twice[] = {{"a", NPS_CUBE_TEXT}, {"a", NPS_CUBE_TEXT}}, unnamed = {NULL, NPS_CUBE_TEXT},
                       blank = {"", NPS_CUBE_TEXT}, unknown = {"a", (nps_cube_type)5};
    nps_cube_value good[] = {text("a"), integer(1), day(0)}, bad[KEY_COUNT];
    const nps_accumulator full = {{UINT64_MAX}, 0, 0};
    nps_cube_options options;
    nps_error_detail detail;
    nps_accumulator counts;
    nps_cube *cube = cube_of_keys(), *other = NULL;
    const size_t again[] = {0, 0}, far = KEY_COUNT;
    (void)state;
    assert_status(nps_cube_create(twice, 2, NULL, &other), NPS_ERROR_KEY);
    assert_status(nps_cube_create(&unnamed, 1, NULL, &other), NPS_ERROR_NULL);
    assert_status(nps_cube_create(&blank, 1, NULL, &other), NPS_ERROR_KEY);
    assert_status(nps_cube_create(&unknown, 1, NULL, &other), NPS_ERROR_KEY);
    assert_status(nps_cube_create(NULL, 1, NULL, &other), NPS_ERROR_NULL);
    assert_status(nps_cube_create(KEYS, NPS_CUBE_KEYS_MAX + 1, NULL, &other), NPS_ERROR_KEY);
    assert_status(nps_cube_create(KEYS, KEY_COUNT, NULL, NULL), NPS_ERROR_NULL);
    nps_cube_options_init(NULL);
    nps_cube_options_init(&options);
    options.size = 3;
    assert_status(nps_cube_create(KEYS, KEY_COUNT, &options, &other), NPS_ERROR_SIZE);
    assert_null(other);

    memcpy(bad, good, sizeof bad);
    bad[2] = day(NPS_DAY_MAX + 1);
    assert_status(nps_cube_add(cube, bad, 9, 1, &detail), NPS_ERROR_DAY);
    assert_string_equal(detail.text, "key day: day 2932897 is outside the years 1 to 9999");
    bad[2] = good[2];
    bad[0] = (nps_cube_value){NPS_CUBE_TEXT, 3, "a\0b", 0};
    assert_status(nps_cube_add(cube, bad, 9, 1, &detail), NPS_ERROR_KEY);
    bad[0] = (nps_cube_value){NPS_CUBE_TEXT, 3, NULL, 0};
    assert_status(nps_cube_add(cube, bad, 9, 1, NULL), NPS_ERROR_NULL);
    bad[0] = (nps_cube_value){(nps_cube_type)4, 0, NULL, 0};
    assert_status(nps_cube_add(cube, bad, 9, 1, NULL), NPS_ERROR_KEY);
    assert_status(nps_cube_add(cube, NULL, 9, 1, NULL), NPS_ERROR_NULL);
    assert_status(nps_cube_add(NULL, good, 9, 1, NULL), NPS_ERROR_NULL);
    assert_status(nps_cube_merge_cell(cube, good, NULL, NULL), NPS_ERROR_NULL);
    assert_int_equal(nps_cube_count(cube), 0);

    assert_ok(nps_cube_merge_cell(cube, good, &full, NULL));
    assert_status(nps_cube_add(cube, good, 0, 1, NULL), NPS_ERROR_OVERFLOW);
    good[1] = integer(2);
    assert_ok(nps_cube_merge_cell(cube, good, &full, NULL));
    assert_status(nps_cube_total(cube, &counts), NPS_ERROR_OVERFLOW);
    assert_status(nps_cube_rollup(cube, NULL, 0, &other), NPS_ERROR_OVERFLOW);
    assert_status(nps_cube_rollup(cube, again, 2, &other), NPS_ERROR_KEY);
    assert_status(nps_cube_rollup(cube, &far, 1, &other), NPS_ERROR_NOT_FOUND);
    assert_status(nps_cube_rollup(cube, NULL, 1, &other), NPS_ERROR_NULL);
    assert_status(nps_cube_slice(cube, far, good, &other, NULL), NPS_ERROR_NOT_FOUND);
    assert_status(nps_cube_slice(cube, 0, &good[1], &other, NULL), NPS_ERROR_KEY);
    assert_status(nps_cube_slice(cube, 0, NULL, &other, NULL), NPS_ERROR_NULL);
    assert_status(nps_cube_merge(cube, NULL), NPS_ERROR_NULL);
    assert_status(nps_cube_subtract(NULL, cube), NPS_ERROR_NULL);
    assert_status(nps_cube_get(cube, 2, good, &counts), NPS_ERROR_NOT_FOUND);
    assert_status(nps_cube_key_at(cube, far, NULL), NPS_ERROR_NULL);
    assert_status(nps_cube_sort(NULL), NPS_ERROR_NULL);
    assert_int_equal(nps_cube_count(NULL) + nps_cube_key_count(NULL), 0);
    assert_null(other);
    assert_ok(nps_cube_create(KEYS, 2, NULL, &other));
    assert_status(nps_cube_merge(cube, other), NPS_ERROR_KEY);
    nps_cube_destroy(other);
    nps_cube_destroy(cube);
    nps_cube_destroy(NULL);
}

/* Builds, rolls up and merges with memory that ends at every call in turn; nothing leaks and nothing is lost. */
static void a_lack_of_memory_is_a_status(void **state)
{
    struct failing failing = {0};
    const nps_allocator allocator = {&failing, failing_allocate, failing_release};
    nps_cube_value values[] = {text("a region whose name is long"), integer(1), day(0)};
    char longest[1000];
    nps_cube_options options;
    size_t fail_at, key = 0;
    nps_status status = NPS_ERROR_MEMORY;
    (void)state;
    memset(longest, 'x', sizeof longest);
    nps_cube_options_init(&options);
    options.allocator = &allocator;
    for (fail_at = 1; status == NPS_ERROR_MEMORY; fail_at++) {
        nps_cube *cube = NULL, *rolled = NULL;
        failing = (struct failing){.fail_at = fail_at};
        status = nps_cube_create(KEYS, KEY_COUNT, &options, &cube);
        if (!status)
            status = nps_cube_add(cube, values, 9, 1, NULL);
        if (!status)
            status = nps_cube_add(
                cube, (const nps_cube_value[]){{NPS_CUBE_TEXT, sizeof longest, longest, 0}, integer(1), null()}, 9, 1,
                NULL);
        if (!status)
            status = nps_cube_rollup(cube, &key, 1, &rolled);
        if (!status)
            assert_int_equal(nps_cube_count(rolled), 2);
        nps_cube_destroy(rolled);
        nps_cube_destroy(cube);
        assert_int_equal(failing.bytes, 0);
    }
    assert_ok(status);
    assert_true(fail_at > 8);
    options.allocator = NULL;
    options.memory_budget = 100;
    assert_status(nps_cube_create(KEYS, KEY_COUNT, &options, &(nps_cube *){NULL}), NPS_ERROR_MEMORY);
}

static void a_roll_up_can_be_interrupted(void **state)
{
    struct caller caller = {0};
    nps_cube_options options;
    nps_cube *cube, *rolled = NULL;
    nps_cube_value value = integer(0);
    const nps_cube_key key = {"shop", NPS_CUBE_INTEGER};
    (void)state;
    nps_cube_options_init(&options);
    options.interrupt = stop_at(&caller, 1000000);
    assert_ok(nps_cube_create(&key, 1, &options, &cube));
    for (value.integer = 0; value.integer < 5000; value.integer++)
        assert_ok(nps_cube_add(cube, &value, 9, 1, NULL));
    caller.patience = caller.asked + 2;
    assert_status(nps_cube_rollup(cube, NULL, 0, &rolled), NPS_ERROR_INTERRUPTED);
    assert_null(rolled);
    nps_cube_destroy(cube);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roll_ups_are_what_a_count_of_the_rows_gives),
        cmocka_unit_test(a_slice_has_the_cells_of_one_value),
        cmocka_unit_test(periods_add_the_days_of_each),
        cmocka_unit_test(sorting_orders_by_value_with_null_last),
        cmocka_unit_test(merging_adds_and_subtracting_reverses_it),
        cmocka_unit_test(a_key_without_a_type_has_that_of_its_first_value),
        cmocka_unit_test(booleans_are_false_and_true),
        cmocka_unit_test(what_is_wrong_is_refused_and_changes_nothing),
        cmocka_unit_test(a_lack_of_memory_is_a_status),
        cmocka_unit_test(a_roll_up_can_be_interrupted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
