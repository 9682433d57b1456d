/* Groups by columns of integer keys against a naive oracle, row by row; missing answers; and taking groups away.
 * SPDX-License-Identifier: MIT */
#include "column_values.h"
#include "failing_allocator.h"
#include "test.h"

#include <stdlib.h>

static nps_groups *groups_of(nps_key_type type)
{
    nps_groups_options options;
    nps_groups *groups;
    nps_groups_options_init(&options);
    options.key_type = type;
    assert_ok(nps_groups_create(&options, &groups));
    return groups;
}

static void assert_same(const nps_groups *a, const nps_groups *b)
{
    size_t i;
    assert_int_equal(nps_groups_count(a), nps_groups_count(b));
    for (i = 0; i < nps_groups_count(a); i++) {
        nps_group one, two;
        assert_ok(nps_groups_get(a, i, &one));
        assert_ok(nps_groups_get(b, i, &two));
        assert_int_equal(one.integer, two.integer);
        assert_accumulator_equal(&one.accumulator, &two.accumulator);
    }
}

static void add_like_oracle(nps_groups *groups, nps_accumulator *rest, const nps_column *keys,
                            const nps_column *answers)
{
    size_t row;
    for (row = 0; row < keys->length; row++) {
        nps_accumulator one = {{0}, 0, 0};
        count_row(&one, answers, row);
        if (is_missing(keys, row))
            assert_ok(nps_accumulator_merge(rest, &one));
        else
            assert_ok(nps_groups_merge_integer(groups, (int64_t)value_at(keys, row), &one));
    }
}

/* Keys: few and small, which are counted as codes, or spread. */
static void fill(unsigned char *at, nps_column_type type, size_t stride, size_t length, bool spread, uint64_t *random)
{
    size_t i;
    for (i = 0; i < length; i++) {
        const uint64_t r = next_random(random);
        int64_t key = spread ? (int64_t)(r % 5000 * 0x9E3779B97F4A7) - 1000 : (int64_t)(r >> 32) % 90;
        if (type == NPS_COLUMN_U64 && key < 0)
            key = -key;
        store(at + i * stride, type, key);
    }
}

static void columns_are_like_the_oracle(void **state)
{
    enum { MOST = 9000, WIDEST = 11 };
    static const size_t lengths[] = {0, 1, 511, 513, 2047, 2048, MOST};
    static const int64_t codes[] = {7, -1, 88, INT64_MIN};
    static unsigned char keys[MOST * WIDEST], answers[MOST], bits[MOST / 8 + 4];
    uint64_t random = 17;
    size_t round, i;
    (void)state;
    for (round = 0; round < 8 * 7 * 4; round++) {
        const nps_column_type type = TYPES[round % 8];
        const size_t length = lengths[round / 8 % 7], kind = round / 56;
        const size_t stride = width_of(type) + (kind == 3 ? 3 : 0);
        nps_groups *actual = groups_of(NPS_KEY_INTEGER), *expected = groups_of(NPS_KEY_INTEGER);
        nps_accumulator rest = {{1}, 2, 3}, expected_rest = rest;
        nps_column key, answer;
        int again;
        fill(keys, type, stride, length, kind % 2 == 1, &random);
        for (i = 0; i < length; i++)
            answers[i] = (uint8_t)next_below(&random, 13);
        for (i = 0; i < sizeof bits; i++)
            bits[i] = (unsigned char)(next_random(&random) | next_random(&random));
        nps_column_init(&key, type, keys, length);
        nps_column_init(&answer, NPS_COLUMN_U8, answers, length);
        if (kind >= 2) {
            key.stride = (ptrdiff_t)stride;
            key.validity = bits;
            key.validity_offset = round % 9;
            key.missing_codes = codes;
            key.missing_code_count = 4;
            answer.validity = bits + 1;
        }
        for (again = 0; again < 2; again++) { /* the second time the groups are there */
            assert_ok(nps_groups_add_column(actual, &key, &answer, &rest, NULL));
            add_like_oracle(expected, &expected_rest, &key, &answer);
        }
        assert_same(actual, expected);
        assert_accumulator_equal(&rest, &expected_rest);
        nps_groups_destroy(actual);
        nps_groups_destroy(expected);
    }
}

/* The last row of many is the wrong one: no group was made, and none has changed. */
static void errors_change_nothing(void **state)
{
    enum { ROWS = 3000 };
    static uint64_t keys[ROWS];
    static uint8_t answers[ROWS];
    static const int64_t minus_one[] = {-1};
    nps_groups *groups = groups_of(NPS_KEY_INTEGER), *same = groups_of(NPS_KEY_INTEGER);
    nps_accumulator rest = {{0}, UINT64_MAX, 0};
    const nps_accumulator rest_before = rest;
    nps_column key, answer;
    nps_error_detail detail;
    size_t i;
    int spread;
    (void)state;
    assert_ok(nps_groups_add_integer(groups, 5, 9, UINT64_MAX));
    assert_ok(nps_groups_merge(same, groups));
    nps_column_init(&key, NPS_COLUMN_U64, keys, ROWS);
    nps_column_init(&answer, NPS_COLUMN_U8, answers, ROWS);
    for (spread = 0; spread < 2; spread++) {
        for (i = 0; i < ROWS; i++) {
            keys[i] = 100 + i % 50 * (spread ? 1ULL << 50 : 1);
            answers[i] = 9;
        }
        keys[ROWS - 1] = 5;
        assert_status(nps_groups_add_column(groups, &key, &answer, &rest, &detail), NPS_ERROR_OVERFLOW);
        assert_string_equal(detail.text, nps_status_string(NPS_ERROR_OVERFLOW));
        assert_same(groups, same);
        keys[ROWS - 1] = UINT64_MAX; /* not -1, the missing code */
        key.missing_codes = minus_one;
        key.missing_code_count = 1;
        assert_status(nps_groups_add_column(groups, &key, &answer, &rest, &detail), NPS_ERROR_OVERFLOW);
        assert_string_equal(detail.text, "the key of row 2999 is 18446744073709551615, and keys end at 2^63 - 1");
        assert_same(groups, same);
        key.missing_code_count = 0;
        assert_accumulator_equal(&rest, &rest_before);
    }
    nps_groups_destroy(groups);
    nps_groups_destroy(same);
}

static void each_allocation_may_fail_and_nothing_is_lost(void **state)
{
    enum { ROWS = 4000 };
    static int64_t keys[ROWS];
    static uint8_t answers[ROWS];
    size_t fail_at, failures = 0;
    int worked = 0;
    (void)state;
    for (fail_at = 0; fail_at < ROWS; fail_at++)
        keys[fail_at] = (int64_t)(fail_at * 0x9E3779B97F4A7 % 1000003);
    for (fail_at = 1; !worked; fail_at++) {
        struct failing failing = {.fail_at = fail_at, .for_good = true};
        const nps_allocator allocator = {&failing, failing_allocate, failing_release};
        nps_groups_options options;
        nps_groups *groups = NULL;
        nps_accumulator rest = {{0}, 0, 0};
        nps_column key, answer;
        nps_column_init(&key, NPS_COLUMN_I64, keys, ROWS);
        nps_column_init(&answer, NPS_COLUMN_U8, answers, ROWS);
        nps_groups_options_init(&options);
        options.allocator = &allocator;
        options.key_type = NPS_KEY_INTEGER;
        if (nps_groups_create(&options, &groups) == NPS_OK &&
            nps_groups_add_column(groups, &key, &answer, &rest, NULL) != NPS_OK) {
            assert_int_equal(nps_groups_count(groups), 0);
            failures++;
            failing.fail_at = SIZE_MAX;
            failing.for_good = false;
            assert_ok(nps_groups_add_column(groups, &key, &answer, &rest, NULL));
        }
        assert_int_equal(nps_groups_count(groups), groups ? ROWS : 0);
        worked = failing.fail_at == fail_at && failing.calls < fail_at;
        nps_groups_destroy(groups);
        assert_int_equal(failing.bytes, 0);
    }
    assert_true(failures > 5);
}

static void missing_answers_are_counted(void **state)
{
    nps_groups *texts = groups_of(NPS_KEY_TEXT), *integers = groups_of(NPS_KEY_INTEGER);
    nps_accumulator found;
    (void)state;
    assert_ok(nps_groups_add_missing_text(texts, "Bern", 4, 7));
    assert_ok(nps_groups_add_missing_text(texts, NULL, 0, 0));
    assert_ok(nps_groups_add_missing_integer(integers, -5, UINT64_MAX));
    assert_int_equal(nps_groups_count(texts), 2);
    assert_ok(nps_groups_find_text(texts, "Bern", 4, &found));
    assert_int_equal(found.missing, 7);
    assert_status(nps_groups_add_missing_integer(integers, -5, 1), NPS_ERROR_OVERFLOW);
    assert_status(nps_groups_add_missing_integer(texts, 1, 1), NPS_ERROR_KEY);
    assert_status(nps_groups_add_missing_text(integers, "a", 1, 1), NPS_ERROR_KEY);
    assert_status(nps_groups_add_missing_text(texts, NULL, 1, 1), NPS_ERROR_NULL);
    assert_status(nps_groups_add_missing_text(NULL, "a", 1, 1), NPS_ERROR_NULL);
    assert_status(nps_groups_add_missing_integer(NULL, 1, 1), NPS_ERROR_NULL);
    assert_ok(nps_groups_find_integer(integers, -5, &found));
    assert_int_equal(found.missing, UINT64_MAX);
    nps_groups_destroy(texts);
    nps_groups_destroy(integers);
}

static void subtracting_undoes_merging_or_changes_nothing(void **state)
{
    nps_groups *groups = groups_of(NPS_KEY_INTEGER), *part = groups_of(NPS_KEY_INTEGER);
    nps_groups *same = groups_of(NPS_KEY_INTEGER), *texts = groups_of(NPS_KEY_TEXT);
    nps_accumulator total;
    int64_t key;
    (void)state;
    for (key = 0; key < 100; key++) {
        assert_ok(nps_groups_add_integer(groups, key, key % 11, 5));
        assert_ok(nps_groups_add_integer(part, 99 - key, key % 13, 1));
    }
    assert_ok(nps_groups_merge(same, groups));
    assert_ok(nps_groups_merge(groups, part));
    assert_ok(nps_groups_subtract(groups, part));
    assert_same(groups, same);
    assert_ok(nps_groups_merge(groups, part));
    assert_ok(nps_groups_merge(same, part));
    assert_ok(nps_groups_add_integer(part, 0, 10, 100)); /* the last of its groups */
    assert_status(nps_groups_subtract(groups, part), NPS_ERROR_UNDERFLOW);
    assert_same(groups, same);
    assert_ok(nps_groups_subtract(part, part));
    assert_ok(nps_groups_total(part, &total));
    assert_int_equal(total.answers[10], 0);
    assert_int_equal(nps_groups_count(part), 100); /* keys stay known */
    assert_ok(nps_groups_add_integer(part, 777, 3, 0));
    assert_ok(nps_groups_subtract(groups, part)); /* an empty group that is not there */
    assert_same(groups, same);
    assert_ok(nps_groups_add_integer(part, 777, 3, 1));
    assert_status(nps_groups_subtract(groups, part), NPS_ERROR_UNDERFLOW);
    assert_same(groups, same);
    assert_status(nps_groups_subtract(groups, texts), NPS_ERROR_KEY);
    assert_status(nps_groups_subtract(NULL, part), NPS_ERROR_NULL);
    assert_status(nps_groups_subtract(groups, NULL), NPS_ERROR_NULL);
    nps_groups_destroy(groups);
    nps_groups_destroy(part);
    nps_groups_destroy(same);
    nps_groups_destroy(texts);
}

static void bad_arguments_return_statuses(void **state)
{
    static const uint8_t bytes[] = {1, 2, 3};
    static const float floats[] = {1, 2, 3.5F};
    nps_groups *groups = groups_of(NPS_KEY_INTEGER), *texts = groups_of(NPS_KEY_TEXT);
    nps_accumulator rest = {{0}, 0, 0};
    nps_column column, bad;
    nps_error_detail detail;
    (void)state;
    nps_column_init(&column, NPS_COLUMN_U8, bytes, 3);
    assert_status(nps_groups_add_column(NULL, &column, &column, &rest, &detail), NPS_ERROR_NULL);
    assert_string_equal(detail.text, nps_status_string(NPS_ERROR_NULL));
    assert_status(nps_groups_add_column(groups, &column, &column, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_groups_add_column(groups, NULL, &column, &rest, NULL), NPS_ERROR_NULL);
    assert_status(nps_groups_add_column(groups, &column, NULL, &rest, NULL), NPS_ERROR_NULL);
    assert_status(nps_groups_add_column(texts, &column, &column, &rest, &detail), NPS_ERROR_KEY);
    assert_string_equal(detail.text, "expected groups of integers, as a column has integer keys, got texts");
    bad = column;
    bad.length = 2;
    assert_status(nps_groups_add_column(groups, &column, &bad, &rest, &detail), NPS_ERROR_COLUMN);
    assert_string_equal(detail.text, "expected as many answers as keys, 3, got 2");
    bad = column;
    bad.size = 2;
    assert_status(nps_groups_add_column(groups, &bad, &column, &rest, NULL), NPS_ERROR_SIZE);
    nps_column_init(&bad, NPS_COLUMN_F32, floats, 3);
    assert_status(nps_groups_add_column(groups, &bad, &column, &rest, &detail), NPS_ERROR_KEY);
    assert_string_equal(detail.text, "the key of row 2 is not a whole number from -2^63 to 2^63 - 1");
    assert_int_equal(nps_groups_count(groups), 0);
    assert_ok(nps_groups_add_column(groups, &column, &bad, &rest, NULL));
    assert_int_equal(nps_groups_count(groups), 3);
    nps_groups_destroy(groups);
    nps_groups_destroy(texts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_like_the_oracle),
        cmocka_unit_test(errors_change_nothing),
        cmocka_unit_test(each_allocation_may_fail_and_nothing_is_lost),
        cmocka_unit_test(missing_answers_are_counted),
        cmocka_unit_test(subtracting_undoes_merging_or_changes_nothing),
        cmocka_unit_test(bad_arguments_return_statuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
