/* Groups from Arrow arrays when memory is exhausted or counters overflow.
 * SPDX-License-Identifier: MIT */
#include "arrow_frames.h"
#include "failing_allocator.h"

/* Adds the second frame to groups that have the first, with each allocation failing in turn; returns the number of
 * failures. */
static size_t fail_each_allocation(nps_key_type type, const struct frame *first, const struct frame *second)
{
    nps_groups *expected = new_groups_of(type, NULL, 0), *all = new_groups_of(type, NULL, 0);
    nps_accumulator without = EMPTY, without_all = EMPTY;
    size_t fail_at, failures = 0;
    bool worked = false;
    assert_ok(add_frame(expected, first, &without));
    assert_ok(add_frame(all, first, &without_all));
    assert_ok(add_frame(all, second, &without_all));
    for (fail_at = 1; !worked; fail_at++) {
        struct failing failing = {0};
        const nps_allocator allocator = {&failing, failing_allocate, failing_release};
        nps_groups *groups = new_groups_of(type, &allocator, 0);
        nps_accumulator again = EMPTY;
        assert_ok(add_frame(groups, first, &again));
        failing = (struct failing){.fail_at = fail_at, .for_good = fail_at % 2 == 0, .bytes = failing.bytes};
        if (add_frame(groups, second, &again) == NPS_ERROR_MEMORY) {
            failures++;
            failing.for_good = false;
            assert_same_groups(groups, expected);
            assert_accumulator_equal(&again, &without);
            assert_ok(add_frame(groups, second, &again));
        }
        worked = failing.calls < fail_at;
        assert_same_groups(groups, all);
        assert_accumulator_equal(&again, &without_all);
        nps_groups_destroy(groups);
        assert_int_equal(failing.bytes, 0);
    }
    nps_groups_destroy(expected);
    nps_groups_destroy(all);
    return failures;
}

static void each_allocation_may_fail_and_nothing_changes(void **state)
{
    struct table *before = new_table(500, 60, 1), *table = new_table(5000, 3000, 2);
    struct frame first, second;
    (void)state;
    frame_of(&first, before, 'u', before->valid);
    frame_of(&second, table, 'v', table->valid);
    assert_true(fail_each_allocation(NPS_KEY_TEXT, &first, &second) > 5);
    free(before);
    free(table);
}

static void the_budget_covers_a_stream(void **state)
{
    struct table *table = new_table(5000, 3000, 2);
    struct frame frame;
    uint64_t budget;
    size_t failures = 0;
    (void)state;
    frame_of(&frame, table, 'u', NULL);
    for (budget = 4000; budget < 4000000; budget *= 2) {
        nps_groups *groups = new_groups(NULL, budget);
        nps_accumulator without = EMPTY, found;
        arrow_stream stream;
        nps_status status;
        assert_ok(nps_groups_add_text(groups, "there", 5, 9, 1));
        arrow_stream_init(&stream, &frame.frame, 1);
        status = nps_groups_add_arrow_stream(groups, &stream.stream, GROUPS_ARROW_OPTIONS("key", "answer", NULL, 0),
                                             &without, NULL);
        assert_ok(nps_groups_find_text(groups, "there", 5, &found));
        assert_int_equal(found.answers[9], 1);
        assert_int_equal(stream.living, 0);
        if (status) {
            failures++;
            assert_status(status, NPS_ERROR_MEMORY);
            assert_int_equal(nps_groups_count(groups), 1);
        }
        nps_groups_destroy(groups);
    }
    assert_in_range(failures, 5, 9);
    free(table);
}

static void overflow_changes_nothing(void **state)
{
    struct table *table = new_table(5000, 1000, 9);
    struct failing watched = {0};
    const nps_allocator allocator = {&watched, failing_allocate, failing_release};
    nps_groups *groups = new_groups(&allocator, 0), *expected = new_groups(NULL, 0);
    nps_accumulator without = EMPTY;
    struct frame frame;
    size_t calls;
    const char *last = table->texts[4999];
    const size_t length = (size_t)table->lengths[4999];
    (void)state;
    table->answers[4999] = 10;
    frame_of(&frame, table, 'u', NULL);
    assert_ok(nps_groups_add_text(groups, last, length, 10, UINT64_MAX));
    assert_ok(nps_groups_add_text(expected, last, length, 10, UINT64_MAX));
    assert_status(add_frame(groups, &frame, &without), NPS_ERROR_OVERFLOW);
    assert_same_groups(groups, expected);
    assert_accumulator_equal(&without, &EMPTY);
    /* The memory reserved for the keys is available to others afterwards. */
    calls = watched.calls;
    assert_ok(nps_groups_add_text(groups, "another", 7, 9, 1));
    assert_int_equal(watched.calls, calls);
    nps_groups_destroy(groups);
    nps_groups_destroy(expected);
    free(table);
}

static void each_allocation_for_integers_may_fail_and_nothing_changes(void **state)
{
    static const enum manner manners[] = {SMALL, ANYWHERE};
    size_t manner;
    (void)state;
    for (manner = 0; manner < 2; manner++) {
        struct numbers *before = new_numbers(20, manners[manner], &KEY_TYPES[6], 1);
        struct numbers *numbers = new_numbers(5000, manners[manner], &KEY_TYPES[6], 2);
        struct frame first, second;
        put_number(before, &KEY_TYPES[6], 0, -1);
        frame_of_numbers(&first, before, "l", before->valid);
        frame_of_numbers(&second, numbers, "l", numbers->valid);
        assert_true(fail_each_allocation(NPS_KEY_INTEGER, &first, &second) > (manners[manner] == ANYWHERE ? 5 : 1));
        free(before);
        free(numbers);
    }
}

/* In a group, and in a row without a key; with small keys and others. */
static void overflow_of_integers_changes_nothing(void **state)
{
    static const enum manner manners[] = {SMALL, ANYWHERE};
    size_t manner;
    (void)state;
    for (manner = 0; manner < 2; manner++) {
        struct numbers *numbers = new_numbers(5000, manners[manner], &KEY_TYPES[6], 9);
        nps_groups *groups = new_groups_of(NPS_KEY_INTEGER, NULL, 0);
        nps_groups *expected = new_groups_of(NPS_KEY_INTEGER, NULL, 0);
        nps_accumulator without = EMPTY, full, full_before;
        struct frame frame;
        numbers->answers[4998] = 10;
        frame_of_numbers(&frame, numbers, "l", NULL);
        assert_ok(nps_groups_add_integer(expected, numbers->integers[4998], 9, 1));
        assert_ok(nps_groups_add_integer(groups, numbers->integers[4998], 9, 1));
        memset(&full, 0xFF, sizeof full);
        full_before = full;
        frame_of_numbers(&frame, numbers, "l", numbers->valid);
        assert_status(add_frame(groups, &frame, &full), NPS_ERROR_OVERFLOW);
        assert_same_groups(groups, expected);
        assert_accumulator_equal(&full, &full_before);
        assert_ok(nps_groups_add_integer(expected, numbers->integers[4998], 10, UINT64_MAX));
        assert_ok(nps_groups_add_integer(groups, numbers->integers[4998], 10, UINT64_MAX));
        frame_of_numbers(&frame, numbers, "l", NULL);
        assert_status(add_frame(groups, &frame, &without), NPS_ERROR_OVERFLOW);
        assert_same_groups(groups, expected);
        assert_accumulator_equal(&without, &EMPTY);
        nps_groups_destroy(groups);
        nps_groups_destroy(expected);
        free(numbers);
    }
}

/* With less memory the call works without a cache, and then fails. */
static void the_budget_covers_integers(void **state)
{
    static const enum manner manners[] = {SMALL, ANYWHERE};
    size_t manner;
    (void)state;
    for (manner = 0; manner < 2; manner++) {
        struct numbers *numbers = new_numbers(5000, manners[manner], &KEY_TYPES[6], 2);
        nps_groups *expected = new_groups_of(NPS_KEY_INTEGER, NULL, 0);
        nps_accumulator expected_without = EMPTY;
        struct frame frame;
        uint64_t budget;
        size_t failures = 0, successes = 0;
        frame_of_numbers(&frame, numbers, "l", NULL);
        assert_ok(nps_groups_add_integer(expected, 5, 9, 1));
        assert_ok(add_frame(expected, &frame, &expected_without));
        for (budget = 4000; budget < 8000000; budget *= 2) {
            nps_groups *groups = new_groups_of(NPS_KEY_INTEGER, NULL, budget);
            nps_accumulator without = EMPTY;
            nps_status status;
            assert_ok(nps_groups_add_integer(groups, 5, 9, 1));
            status = add_frame(groups, &frame, &without);
            if (status) {
                failures++;
                assert_status(status, NPS_ERROR_MEMORY);
                assert_int_equal(nps_groups_count(groups), 1);
            } else {
                successes++;
                assert_same_groups(groups, expected);
            }
            nps_groups_destroy(groups);
        }
        assert_in_range(failures, 1, 10);
        assert_in_range(successes, 1, 10);
        nps_groups_destroy(expected);
        free(numbers);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_allocation_may_fail_and_nothing_changes),
        cmocka_unit_test(each_allocation_for_integers_may_fail_and_nothing_changes),
        cmocka_unit_test(the_budget_covers_a_stream),
        cmocka_unit_test(the_budget_covers_integers),
        cmocka_unit_test(overflow_changes_nothing),
        cmocka_unit_test(overflow_of_integers_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
