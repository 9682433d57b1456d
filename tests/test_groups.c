/* SPDX-License-Identifier: MIT */
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

static void add_text(nps_groups *groups, const char *key, int64_t answer, uint64_t times)
{
    assert_ok(nps_groups_add_text(groups, key, strlen(key), answer, times));
}

static nps_group group_at(const nps_groups *groups, size_t index)
{
    nps_group group;
    assert_ok(nps_groups_get(groups, index, &group));
    return group;
}

static void assert_text_at(const nps_groups *groups, size_t index, const char *key)
{
    const nps_group group = group_at(groups, index);
    assert_int_equal(group.text_length, strlen(key));
    assert_memory_equal(group.text, key, strlen(key));
}

static void answers_are_counted_by_text(void **state)
{
    nps_groups *groups = groups_of(NPS_KEY_TEXT);
    nps_accumulator found, total;
    nps_key_type type = NPS_KEY_INTEGER;
    (void)state;
    assert_ok(nps_groups_key_type(groups, &type));
    assert_int_equal(type, NPS_KEY_TEXT);
    add_text(groups, "B", 9, 1);
    add_text(groups, "A", 10, 2);
    add_text(groups, "B", 3, 4);
    add_text(groups, "", 11, 5);
    assert_int_equal(nps_groups_count(groups), 3);
    assert_text_at(groups, 0, "B");
    assert_text_at(groups, 1, "A");
    assert_text_at(groups, 2, "");
    assert_ok(nps_groups_find_text(groups, "B", 1, &found));
    assert_int_equal(found.answers[9], 1);
    assert_int_equal(found.answers[3], 4);
    assert_ok(nps_groups_find_text(groups, NULL, 0, &found));
    assert_int_equal(found.invalid, 5);
    assert_status(nps_groups_find_text(groups, "C", 1, &found), NPS_ERROR_NOT_FOUND);
    assert_ok(nps_groups_total(groups, &total));
    assert_int_equal(total.answers[10], 2);
    assert_int_equal(total.answers[3], 4);
    assert_int_equal(total.invalid, 5);
    nps_groups_destroy(groups);
}

static void keys_are_compared_by_all_their_bytes(void **state)
{
    nps_groups *groups = groups_of(NPS_KEY_TEXT);
    (void)state;
    assert_ok(nps_groups_add_text(groups, "a\0b", 3, 9, 1));
    assert_ok(nps_groups_add_text(groups, "a\0c", 3, 9, 1));
    assert_ok(nps_groups_add_text(groups, "a", 1, 9, 1));
    assert_ok(nps_groups_add_text(groups, "a\0", 2, 9, 1));
    assert_int_equal(nps_groups_count(groups), 4);
    nps_groups_destroy(groups);
}

/* Texts of all lengths up to 40, which differ in one byte: enough that many of them meet in the hash table. */
static void every_byte_of_a_text_tells_it_apart(void **state)
{
    const uint64_t hash_key[2] = {3, 5};
    nps_groups_options options;
    nps_groups *groups;
    size_t length, at, count = 0;
    (void)state;
    nps_groups_options_init(&options);
    memcpy(options.hash_key, hash_key, sizeof hash_key);
    assert_ok(nps_groups_create(&options, &groups));
    for (length = 0; length <= 40; length++)
        for (at = 0; at <= length; at++) {
            char text[40] = {0};
            nps_accumulator there;
            if (at < length)
                text[at] = 1;
            assert_int_equal(nps_groups_find_text(groups, text, length, &there), NPS_ERROR_NOT_FOUND);
            assert_ok(nps_groups_add_text(groups, text, length, 7, 1));
            assert_int_equal(nps_groups_count(groups), ++count);
        }
    nps_groups_destroy(groups);
}

static void answers_are_counted_by_integer(void **state)
{
    static const int64_t keys[] = {5, INT64_MIN, -1, INT64_MAX, 0};
    static const int64_t sorted[] = {INT64_MIN, -1, 0, 5, INT64_MAX};
    nps_groups *groups = groups_of(NPS_KEY_INTEGER);
    nps_accumulator found;
    size_t i;
    (void)state;
    for (i = 0; i < 5; i++)
        assert_ok(nps_groups_add_integer(groups, keys[i], (int64_t)i, i + 1));
    assert_ok(nps_groups_sort(groups));
    for (i = 0; i < 5; i++) {
        assert_true(group_at(groups, i).integer == sorted[i]);
        assert_null(group_at(groups, i).text);
    }
    assert_ok(nps_groups_find_integer(groups, INT64_MAX, &found));
    assert_int_equal(found.answers[3], 4);
    assert_status(nps_groups_find_integer(groups, 7, &found), NPS_ERROR_NOT_FOUND);
    nps_groups_destroy(groups);
}

static void sorting_puts_a_text_before_its_continuations(void **state)
{
    nps_groups *groups = groups_of(NPS_KEY_TEXT);
    nps_accumulator found;
    (void)state;
    add_text(groups, "b", 9, 1);
    add_text(groups, "ab", 9, 2);
    add_text(groups, "\xff", 9, 3);
    add_text(groups, "a", 9, 4);
    add_text(groups, "", 9, 5);
    assert_ok(nps_groups_sort(groups));
    assert_text_at(groups, 0, "");
    assert_text_at(groups, 1, "a");
    assert_text_at(groups, 2, "ab");
    assert_text_at(groups, 3, "b");
    assert_text_at(groups, 4, "\xff");
    assert_ok(nps_groups_find_text(groups, "ab", 2, &found));
    assert_int_equal(found.answers[9], 2);
    nps_groups_destroy(groups);
}

static void many_groups_are_like_an_array(void **state)
{
    enum { KEYS = 5000 };
    nps_accumulator *expected = calloc(KEYS, sizeof *expected), found;
    nps_groups *texts = groups_of(NPS_KEY_TEXT), *integers = groups_of(NPS_KEY_INTEGER);
    uint64_t random = 11;
    char key[40];
    int i;
    (void)state;
    assert_non_null(expected);
    for (i = 0; i < 20 * KEYS; i++) {
        const uint64_t k = next_below(&random, KEYS);
        const int64_t answer = (int64_t)next_below(&random, 12);
        snprintf(key, sizeof key, "segment number %d", (int)k);
        assert_ok(nps_accumulator_add(&expected[k], answer));
        add_text(texts, key, answer, 1);
        assert_ok(nps_groups_add_integer(integers, (int64_t)k - KEYS / 2, answer, 1));
    }
    assert_ok(nps_groups_sort(texts));
    for (i = 0; i < KEYS; i++) {
        snprintf(key, sizeof key, "segment number %d", i);
        assert_ok(nps_groups_find_text(texts, key, strlen(key), &found));
        assert_accumulator_equal(&found, &expected[i]);
        assert_ok(nps_groups_find_integer(integers, i - KEYS / 2, &found));
        assert_accumulator_equal(&found, &expected[i]);
    }
    free(expected);
    nps_groups_destroy(texts);
    nps_groups_destroy(integers);
}

static void merging_adds_key_by_key(void **state)
{
    nps_groups *a = groups_of(NPS_KEY_TEXT), *b = groups_of(NPS_KEY_TEXT);
    nps_accumulator found;
    (void)state;
    add_text(a, "A", 9, 1);
    add_text(a, "B", 9, 2);
    add_text(b, "C", 9, 3);
    add_text(b, "B", 9, 4);
    assert_ok(nps_groups_merge(a, b));
    assert_int_equal(nps_groups_count(a), 3);
    assert_int_equal(nps_groups_count(b), 2);
    assert_text_at(a, 2, "C");
    assert_ok(nps_groups_find_text(a, "B", 1, &found));
    assert_int_equal(found.answers[9], 6);
    assert_ok(nps_groups_merge(a, a));
    assert_ok(nps_groups_find_text(a, "C", 1, &found));
    assert_int_equal(found.answers[9], 6);
    nps_groups_destroy(a);
    nps_groups_destroy(b);
}

static void a_merge_that_overflows_changes_nothing(void **state)
{
    nps_groups *a = groups_of(NPS_KEY_TEXT), *b = groups_of(NPS_KEY_TEXT);
    nps_accumulator found;
    (void)state;
    add_text(a, "A", 9, 1);
    add_text(a, "Z", 9, UINT64_MAX);
    add_text(b, "new", 9, 1);
    add_text(b, "A", 9, 1);
    add_text(b, "Z", 9, 1);
    assert_status(nps_groups_merge(a, b), NPS_ERROR_OVERFLOW);
    assert_int_equal(nps_groups_count(a), 2);
    assert_ok(nps_groups_find_text(a, "A", 1, &found));
    assert_int_equal(found.answers[9], 1);
    assert_status(nps_groups_add_text(a, "Z", 1, 9, 1), NPS_ERROR_OVERFLOW);
    assert_ok(nps_groups_add_text(a, "A", 1, 9, UINT64_MAX - 1));
    assert_status(nps_groups_total(a, &found), NPS_ERROR_OVERFLOW);
    nps_groups_destroy(a);
    nps_groups_destroy(b);
}

static void bad_arguments_return_statuses(void **state)
{
    nps_groups *texts = groups_of(NPS_KEY_TEXT), *integers = groups_of(NPS_KEY_INTEGER), *out = texts;
    nps_groups_options options;
    nps_allocator half = {NULL, NULL, NULL};
    nps_accumulator accumulator = {{0}, 0, 0};
    nps_group group = {0};
    nps_key_type type;
    (void)state;
    nps_groups_options_init(NULL);
    assert_status(nps_groups_create(NULL, NULL), NPS_ERROR_NULL);
    nps_groups_options_init(&options);
    options.size = 3;
    assert_status(nps_groups_create(&options, &out), NPS_ERROR_SIZE);
    nps_groups_options_init(&options);
    options.key_type = (nps_key_type)2;
    assert_status(nps_groups_create(&options, &out), NPS_ERROR_KEY);
    nps_groups_options_init(&options);
    options.allocator = &half;
    assert_status(nps_groups_create(&options, &out), NPS_ERROR_NULL);
    assert_ptr_equal(out, texts);

    assert_status(nps_groups_add_integer(texts, 1, 9, 1), NPS_ERROR_KEY);
    assert_status(nps_groups_add_text(integers, "A", 1, 9, 1), NPS_ERROR_KEY);
    assert_status(nps_groups_find_integer(texts, 1, &accumulator), NPS_ERROR_KEY);
    assert_status(nps_groups_find_text(integers, "A", 1, &accumulator), NPS_ERROR_KEY);
    assert_status(nps_groups_merge(texts, integers), NPS_ERROR_KEY);
    assert_status(nps_groups_add_text(texts, NULL, 1, 9, 1), NPS_ERROR_NULL);
    assert_status(nps_groups_add_text(NULL, "A", 1, 9, 1), NPS_ERROR_NULL);
    assert_status(nps_groups_add_integer(NULL, 1, 9, 1), NPS_ERROR_NULL);
    assert_status(nps_groups_merge_text(texts, "A", 1, NULL), NPS_ERROR_NULL);
    assert_status(nps_groups_merge_integer(integers, 1, NULL), NPS_ERROR_NULL);
    assert_status(nps_groups_merge(NULL, texts), NPS_ERROR_NULL);
    assert_status(nps_groups_merge(texts, NULL), NPS_ERROR_NULL);
    assert_status(nps_groups_find_text(texts, "A", 1, NULL), NPS_ERROR_NULL);
    assert_status(nps_groups_find_text(NULL, "A", 1, &accumulator), NPS_ERROR_NULL);
    assert_status(nps_groups_get(texts, 0, &group), NPS_ERROR_NOT_FOUND);
    assert_status(nps_groups_get(texts, 0, NULL), NPS_ERROR_NULL);
    assert_status(nps_groups_get(NULL, 0, &group), NPS_ERROR_NULL);
    assert_status(nps_groups_total(texts, NULL), NPS_ERROR_NULL);
    assert_status(nps_groups_total(NULL, &accumulator), NPS_ERROR_NULL);
    assert_status(nps_groups_sort(NULL), NPS_ERROR_NULL);
    assert_status(nps_groups_key_type(NULL, &type), NPS_ERROR_NULL);
    assert_status(nps_groups_key_type(texts, NULL), NPS_ERROR_NULL);
    assert_int_equal(nps_groups_count(NULL), 0);
    assert_int_equal(nps_groups_count(texts), 0);
    assert_ok(nps_groups_sort(texts));
    assert_ok(nps_groups_total(texts, &accumulator));
    nps_groups_destroy(NULL);
    nps_groups_destroy(texts);
    nps_groups_destroy(integers);
}

static void integers_merge_into_groups(void **state)
{
    nps_groups *groups = groups_of(NPS_KEY_INTEGER);
    const nps_accumulator part = {{0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0}, 3, 2};
    nps_accumulator found;
    (void)state;
    assert_ok(nps_groups_merge_integer(groups, 4, &part));
    assert_ok(nps_groups_merge_integer(groups, 4, &part));
    assert_ok(nps_groups_find_integer(groups, 4, &found));
    assert_int_equal(found.answers[9], 14);
    assert_int_equal(found.missing, 6);
    assert_int_equal(found.invalid, 4);
    nps_groups_destroy(groups);
}

static void assert_same_groups(const nps_groups *a, const nps_groups *b)
{
    size_t i;
    assert_int_equal(nps_groups_count(a), nps_groups_count(b));
    for (i = 0; i < nps_groups_count(a); i++) {
        const nps_group one = group_at(a, i), two = group_at(b, i);
        assert_int_equal(one.text_length, two.text_length);
        assert_memory_equal(one.text, two.text, one.text_length);
        assert_accumulator_equal(&one.accumulator, &two.accumulator);
    }
}

/* Adds 200 keys and merges 100 others, trying again after each failure; `truth` receives the expected counts. */
static void fill_in_spite_of_failures(nps_groups *groups, nps_groups *truth, size_t *failures)
{
    nps_groups *more = groups_of(NPS_KEY_TEXT);
    char key[40];
    int i;
    for (i = 0; i < 300; i++) {
        snprintf(key, sizeof key, "a segment with the number %d", i);
        if (i >= 200) {
            add_text(more, key, 3, 2);
            continue;
        }
        if (nps_groups_add_text(groups, key, strlen(key), 9, 1) != NPS_OK) {
            assert_same_groups(groups, truth);
            ++*failures;
            assert_ok(nps_groups_add_text(groups, key, strlen(key), 9, 1));
        }
        add_text(truth, key, 9, 1);
    }
    if (nps_groups_merge(groups, more) != NPS_OK) {
        assert_same_groups(groups, truth);
        ++*failures;
        assert_ok(nps_groups_merge(groups, more));
    }
    assert_ok(nps_groups_merge(truth, more));
    assert_same_groups(groups, truth);
    nps_groups_destroy(more);
}

static void each_allocation_may_fail_and_nothing_is_lost(void **state)
{
    size_t fail_at, failures = 0;
    int worked = 0;
    (void)state;
    for (fail_at = 1; !worked; fail_at++) {
        struct failing failing = {.fail_at = fail_at};
        const nps_allocator allocator = {&failing, failing_allocate, failing_release};
        nps_groups_options options;
        nps_groups *groups = NULL, *truth = groups_of(NPS_KEY_TEXT);
        nps_groups_options_init(&options);
        options.allocator = &allocator;
        if (nps_groups_create(&options, &groups) != NPS_OK) {
            assert_null(groups);
            failures++;
        } else {
            fill_in_spite_of_failures(groups, truth, &failures);
        }
        worked = failing.calls < fail_at;
        nps_groups_destroy(groups);
        nps_groups_destroy(truth);
        assert_int_equal(failing.bytes, 0);
    }
    assert_int_equal(failures, fail_at - 2);
    assert_true(failures > 10);
}

/* The budget is never exceeded, and a group that does not fit changes nothing. */
static void a_memory_budget_is_kept(void **state)
{
    uint64_t budget;
    (void)state;
    for (budget = 1; budget < 200000; budget += budget / 3 + 1) {
        struct failing watched = {0};
        const nps_allocator allocator = {&watched, failing_allocate, failing_release};
        nps_groups_options options;
        nps_groups *groups, *truth = groups_of(NPS_KEY_TEXT);
        nps_status status = NPS_OK;
        int i;
        nps_groups_options_init(&options);
        options.allocator = &allocator;
        options.memory_budget = budget;
        if (nps_groups_create(&options, &groups) != NPS_OK) {
            assert_true(budget < 1000);
            nps_groups_destroy(truth);
            continue;
        }
        for (i = 0; status == NPS_OK; i++) {
            char key[40];
            snprintf(key, sizeof key, "a segment with the number %d", i);
            status = nps_groups_add_text(groups, key, strlen(key), 9, 1);
            if (status == NPS_OK)
                add_text(truth, key, 9, 1);
            assert_true(watched.bytes <= budget);
        }
        assert_status(status, NPS_ERROR_MEMORY);
        assert_same_groups(groups, truth);
        /* A group of 104 bytes with its key, twice during growth, and blocks of texts that double in size. */
        assert_true((uint64_t)i * 1000 + 8000 > budget);
        if (i > 1)
            assert_ok(nps_groups_add_text(groups, "a segment with the number 0", 27, 8, 1));
        nps_groups_destroy(groups);
        nps_groups_destroy(truth);
        assert_int_equal(watched.bytes, 0);
    }
}

static void options_of_an_older_program_are_taken(void **state)
{
    nps_groups_options options;
    nps_groups *groups;
    (void)state;
    nps_groups_options_init(&options);
    options.size = offsetof(nps_groups_options, memory_budget);
    options.memory_budget = 1; /* not a member of the older program's struct */
    assert_ok(nps_groups_create(&options, &groups));
    add_text(groups, "A", 9, 1);
    nps_groups_destroy(groups);
    options.size--;
    assert_status(nps_groups_create(&options, &groups), NPS_ERROR_SIZE);
}

/* Keys that collide under one secret key do not collide under another, and the order of the groups never depends on
 * it. */
static void the_hash_key_does_not_change_the_bytes(void **state)
{
    nps_groups_options options;
    nps_groups *a, *b;
    char key[20];
    int i;
    (void)state;
    nps_groups_options_init(&options);
    options.hash_key[0] = 1;
    assert_ok(nps_groups_create(&options, &a));
    options.hash_key[1] = 99;
    assert_ok(nps_groups_create(&options, &b));
    for (i = 0; i < 500; i++) {
        snprintf(key, sizeof key, "%d", i % 77);
        add_text(a, key, i % 12, 1);
        add_text(b, key, i % 12, 1);
    }
    assert_same_groups(a, b);
    nps_groups_destroy(a);
    nps_groups_destroy(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_counted_by_text),
        cmocka_unit_test(keys_are_compared_by_all_their_bytes),
        cmocka_unit_test(every_byte_of_a_text_tells_it_apart),
        cmocka_unit_test(answers_are_counted_by_integer),
        cmocka_unit_test(sorting_puts_a_text_before_its_continuations),
        cmocka_unit_test(many_groups_are_like_an_array),
        cmocka_unit_test(merging_adds_key_by_key),
        cmocka_unit_test(integers_merge_into_groups),
        cmocka_unit_test(a_merge_that_overflows_changes_nothing),
        cmocka_unit_test(bad_arguments_return_statuses),
        cmocka_unit_test(each_allocation_may_fail_and_nothing_is_lost),
        cmocka_unit_test(a_memory_budget_is_kept),
        cmocka_unit_test(options_of_an_older_program_are_taken),
        cmocka_unit_test(the_hash_key_does_not_change_the_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
