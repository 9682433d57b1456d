/* Long calls on groups that are asked to stop.
 * SPDX-License-Identifier: MIT */
#include "arrow_frames.h"
#include "failing_allocator.h"
#include "interrupts.h"

#include <limits.h>

/* Rows of a frame, which is asked every 8192. */
enum { FRAME_ROWS = 30000 };

/* At every question, a frame of many keys ends without another one, and the groups are as they were. */
static void stop_a_frame(const nps_groups *before, const struct frame *frame, nps_groups *groups)
{
    const nps_accumulator rest_before = {{1, 2}, 3, 4};
    nps_groups_arrow_options options;
    struct caller caller;
    int patience;
    nps_groups_arrow_options_init(&options, "key", "answer");
    for (patience = 1;; patience++) {
        nps_accumulator rest = rest_before;
        nps_status status;
        options.interrupt = stop_at(&caller, patience);
        status = nps_groups_add_arrow(groups, &frame->frame.schema, &frame->frame.array, &options, &rest, NULL);
        if (status == NPS_OK)
            break;
        assert_status(status, NPS_ERROR_INTERRUPTED);
        assert_int_equal(caller.asked, patience);
        assert_same_groups(groups, before);
        assert_accumulator_equal(&rest, &rest_before);
    }
    assert_true(patience >= FRAME_ROWS / 8192 + 2); /* and more often while the groups grow */
}

/* A frame of rows with the keys from `first` on, not all of them small. */
static void frame_of_keys(struct frame *frame, int64_t first, size_t rows)
{
    static int64_t keys[2][FRAME_ROWS];
    static uint8_t answers[FRAME_ROWS], valid[FRAME_ROWS / 8 + 1];
    int64_t *of_frame = keys[first == 0];
    size_t i;
    for (i = 0; i < rows; i++) {
        of_frame[i] = (first + (int64_t)i) * 1000003;
        answers[i] = (uint8_t)(i % 13);
        if (i % 7 != 0)
            valid[i / 8] = (uint8_t)(valid[i / 8] | 1U << i % 8);
    }
    arrow_init(&frame->keys, "l", "key", rows, valid, of_frame);
    arrow_init(&frame->answers, "C", "answer", rows, NULL, answers);
    arrow_init_struct(&frame->frame, rows, NULL);
    arrow_add_child(&frame->frame, &frame->keys);
    arrow_add_child(&frame->frame, &frame->answers);
}

static void frames_stop_and_change_nothing(void **state)
{
    nps_groups *before = new_groups_of(NPS_KEY_INTEGER, NULL, 0), *groups = new_groups_of(NPS_KEY_INTEGER, NULL, 0);
    nps_groups *all = new_groups_of(NPS_KEY_INTEGER, NULL, 0);
    struct frame had, added;
    nps_accumulator rest = EMPTY;
    (void)state;
    frame_of_keys(&had, FRAME_ROWS / 2, FRAME_ROWS);
    frame_of_keys(&added, 0, FRAME_ROWS);
    assert_ok(add_frame(all, &added, &rest));
    stop_a_frame(before, &added, groups); /* without groups */
    assert_same_groups(groups, all);
    nps_groups_destroy(groups);
    nps_groups_destroy(all);
    groups = new_groups_of(NPS_KEY_INTEGER, NULL, 0);
    all = new_groups_of(NPS_KEY_INTEGER, NULL, 0);
    assert_ok(add_frame(before, &had, &rest));
    assert_ok(add_frame(groups, &had, &rest));
    assert_ok(add_frame(all, &had, &rest));
    assert_ok(add_frame(all, &added, &rest));
    stop_a_frame(before, &added, groups); /* with groups, of which half are those of the frame */
    assert_same_groups(groups, all);
    nps_groups_destroy(before);
    nps_groups_destroy(groups);
    nps_groups_destroy(all);
}

/* ---- groups that ask by themselves ---- */

static nps_groups *new_asking(nps_key_type type, struct caller *caller, const nps_allocator *allocator)
{
    nps_groups_options options;
    nps_groups *groups;
    nps_groups_options_init(&options);
    options.key_type = type;
    options.allocator = allocator;
    options.interrupt = stop_at(caller, INT_MAX);
    assert_ok(nps_groups_create(&options, &groups));
    return groups;
}

static void add_keys(nps_groups *groups, nps_key_type type, size_t first, size_t count)
{
    size_t i;
    for (i = first; i < first + count; i++) {
        char text[32];
        const int length = snprintf(text, sizeof text, "key %zu", i * 1000003);
        if (type == NPS_KEY_TEXT)
            assert_ok(nps_groups_add_text(groups, text, (size_t)length, (int64_t)(i % 13), 1 + i % 3));
        else
            assert_ok(nps_groups_add_integer(groups, (int64_t)i * 1000003, (int64_t)(i % 13), 1 + i % 3));
    }
}

/* What is given to groups, in every form. */
struct given {
    nps_groups *groups;
    void *bytes;
    size_t length;
    nps_column keys, answers;
};

static struct given new_given(nps_key_type type, size_t first, size_t count)
{
    struct given given = {.groups = new_groups_of(type, NULL, 0)};
    size_t size;
    add_keys(given.groups, type, first, count);
    assert_ok(nps_groups_encoded_size(given.groups, &size));
    given.bytes = malloc(size);
    assert_non_null(given.bytes);
    assert_ok(nps_groups_encode(given.groups, given.bytes, size, &given.length));
    return given;
}

static void release_given(struct given *given)
{
    free(given->bytes);
    nps_groups_destroy(given->groups);
}

typedef nps_status change_groups(nps_groups *groups, const struct given *given, nps_accumulator *rest);

static nps_status merge(nps_groups *groups, const struct given *given, nps_accumulator *rest)
{
    (void)rest;
    return nps_groups_merge(groups, given->groups);
}

static nps_status merge_encoded(nps_groups *groups, const struct given *given, nps_accumulator *rest)
{
    nps_error_detail detail;
    (void)rest;
    return nps_groups_merge_encoded(groups, given->bytes, given->length, &detail);
}

static nps_status add_column(nps_groups *groups, const struct given *given, nps_accumulator *rest)
{
    return nps_groups_add_column(groups, &given->keys, &given->answers, rest, NULL);
}

static nps_status double_all(nps_groups *groups, const struct given *given, nps_accumulator *rest)
{
    (void)given;
    (void)rest;
    return nps_groups_merge(groups, groups);
}

/* At the questions 1, 1 + step ... a change ends without another one, and the groups are as they were. What it does in
 * the end is what it does without an interrupt. */
static void stop_change(change_groups *change, nps_key_type type, size_t had, const struct given *given, int step)
{
    const nps_accumulator rest_before = {{1, 2}, 3, 4};
    nps_accumulator rest = rest_before, rest_after = rest_before;
    struct caller caller, never;
    nps_groups *groups = new_asking(type, &caller, NULL), *before = new_groups_of(type, NULL, 0);
    nps_groups *after = new_asking(type, &never, NULL);
    int patience;
    add_keys(groups, type, 0, had);
    add_keys(before, type, 0, had);
    add_keys(after, type, 0, had);
    never = (struct caller){INT_MAX, 0};
    assert_ok(change(after, given, &rest_after));
    for (patience = 1;; patience += step) {
        nps_status status;
        caller = (struct caller){patience, 0};
        status = change(groups, given, &rest);
        if (status == NPS_OK)
            break;
        assert_status(status, NPS_ERROR_INTERRUPTED);
        assert_int_equal(caller.asked, patience);
        assert_same_groups(groups, before);
        assert_accumulator_equal(&rest, &rest_before);
    }
    assert_true(patience > 2);
    assert_same_groups(groups, after);
    assert_accumulator_equal(&rest, &rest_after);
    nps_groups_destroy(groups);
    nps_groups_destroy(before);
    nps_groups_destroy(after);
}

/* With half of the keys there, all of them, none of them, and without any. */
static void merges_stop_and_change_nothing(void **state)
{
    static change_groups *const changes[] = {merge, merge_encoded, double_all};
    size_t i;
    int type;
    (void)state;
    for (type = NPS_KEY_TEXT; type <= NPS_KEY_INTEGER; type++) {
        struct given given = new_given((nps_key_type)type, 2000, 4000);
        for (i = 0; i < sizeof changes / sizeof *changes; i++) {
            stop_change(changes[i], (nps_key_type)type, 4000, &given, 1);
            stop_change(changes[i], (nps_key_type)type, 6000, &given, 1);
            stop_change(changes[i], (nps_key_type)type, 1500, &given, 1);
        }
        stop_change(merge, (nps_key_type)type, 0, &given, 1);
        stop_change(merge_encoded, (nps_key_type)type, 0, &given, 1);
        release_given(&given);
    }
}

/* So many new keys that they wait in a fork of the others. */
static void long_merges_stop_and_change_nothing(void **state)
{
    struct given texts = new_given(NPS_KEY_TEXT, 100, 70000), integers = new_given(NPS_KEY_INTEGER, 100, 70000);
    (void)state;
    stop_change(merge, NPS_KEY_INTEGER, 1000, &integers, 101);
    stop_change(merge, NPS_KEY_TEXT, 1000, &texts, 101);
    stop_change(merge_encoded, NPS_KEY_TEXT, 1000, &texts, 101);
    stop_change(merge, NPS_KEY_INTEGER, 140000, &integers, 101);  /* all are there */
    stop_change(merge_encoded, NPS_KEY_TEXT, 70000, &texts, 101); /* most are there */
    stop_change(double_all, NPS_KEY_INTEGER, 70000, &integers, 101);
    release_given(&texts);
    release_given(&integers);
}

static void decoding_stops_and_makes_nothing(void **state)
{
    struct given given = new_given(NPS_KEY_TEXT, 0, 3000);
    struct failing failing = {0};
    const nps_allocator allocator = {&failing, failing_allocate, failing_release};
    nps_groups_options options;
    nps_groups *groups = NULL;
    struct caller caller;
    int patience;
    (void)state;
    nps_groups_options_init(&options);
    options.allocator = &allocator;
    for (patience = 1;; patience++) {
        nps_error_detail detail;
        nps_status status;
        options.interrupt = stop_at(&caller, patience);
        status = nps_groups_decode(&options, given.bytes, given.length, &groups, &detail);
        if (status == NPS_OK)
            break;
        assert_status(status, NPS_ERROR_INTERRUPTED);
        assert_string_equal(detail.text, nps_status_string(NPS_ERROR_INTERRUPTED));
        assert_null(groups);
        assert_int_equal(failing.bytes, 0);
    }
    assert_true(patience > 3);
    nps_groups_sort(given.groups);
    assert_same_groups(groups, given.groups);
    nps_groups_destroy(groups);
    release_given(&given);
}

/* Takes away what was merged; a key that is not there takes part if its group is empty. */
static void subtracting_stops_and_changes_nothing(void **state)
{
    struct given given = new_given(NPS_KEY_INTEGER, 1000, 3000);
    struct caller caller;
    nps_groups *groups = new_asking(NPS_KEY_INTEGER, &caller, NULL), *before, *after;
    int patience;
    (void)state;
    add_keys(groups, NPS_KEY_INTEGER, 0, 5000);
    before = new_groups_of(NPS_KEY_INTEGER, NULL, 0);
    after = new_groups_of(NPS_KEY_INTEGER, NULL, 0);
    assert_ok(nps_groups_merge(before, groups));
    assert_ok(nps_groups_merge(after, groups));
    assert_ok(nps_groups_merge(groups, given.groups));
    assert_ok(nps_groups_merge(before, given.groups));
    assert_ok(nps_groups_add_integer(given.groups, -1, 5, 0));
    for (patience = 1;; patience++) {
        nps_status status;
        caller = (struct caller){patience, 0};
        status = nps_groups_subtract(groups, given.groups);
        if (status == NPS_OK)
            break;
        assert_status(status, NPS_ERROR_INTERRUPTED);
        assert_int_equal(caller.asked, patience);
        assert_same_groups(groups, before);
    }
    assert_true(patience > 2);
    assert_same_groups(groups, after);
    assert_ok(nps_groups_add_integer(given.groups, -1, 5, 1));
    caller = (struct caller){INT_MAX, 0};
    assert_status(nps_groups_subtract(groups, given.groups), NPS_ERROR_UNDERFLOW);
    assert_same_groups(groups, after);
    nps_groups_destroy(groups);
    nps_groups_destroy(before);
    nps_groups_destroy(after);
    release_given(&given);
}

/* Groups in no order. */
static nps_groups *new_shuffled(nps_key_type type, struct caller *caller, size_t count)
{
    nps_groups *groups = new_asking(type, caller, NULL);
    size_t i;
    for (i = 0; i < count; i++)
        add_keys(groups, type, i * 7919 % count, 1);
    return groups;
}

static void sorting_stops_and_changes_nothing(void **state)
{
    int type;
    (void)state;
    for (type = NPS_KEY_TEXT; type <= NPS_KEY_INTEGER; type++) {
        struct caller caller, never;
        nps_groups *groups = new_shuffled((nps_key_type)type, &caller, 3000);
        nps_groups *before = new_shuffled((nps_key_type)type, &never, 3000);
        int patience;
        for (patience = 1;; patience++) {
            nps_status status;
            caller = (struct caller){patience, 0};
            status = nps_groups_sort(groups);
            if (status == NPS_OK)
                break;
            assert_status(status, NPS_ERROR_INTERRUPTED);
            assert_int_equal(caller.asked, patience);
            assert_same_groups(groups, before);
        }
        assert_true(patience > 10);
        assert_ok(nps_groups_sort(before));
        assert_same_groups(groups, before);
        nps_groups_destroy(groups);
        nps_groups_destroy(before);
    }
}

static void encoding_stops_and_changes_nothing(void **state)
{
    struct caller caller;
    nps_groups *groups = new_shuffled(NPS_KEY_TEXT, &caller, 70000), *decoded;
    size_t size = 0, size_before = 99, length = 99;
    unsigned char *bytes;
    int patience;
    (void)state;
    caller = (struct caller){1, 0};
    assert_status(nps_groups_encoded_size(groups, &size_before), NPS_ERROR_INTERRUPTED);
    assert_int_equal(size_before, 99);
    caller = (struct caller){INT_MAX, 0};
    assert_ok(nps_groups_encoded_size(groups, &size));
    bytes = malloc(size);
    assert_non_null(bytes);
    for (patience = 1;; patience += 5) {
        nps_status status;
        caller = (struct caller){patience, 0};
        status = nps_groups_encode(groups, bytes, size, &length);
        if (status == NPS_OK)
            break;
        assert_status(status, NPS_ERROR_INTERRUPTED);
        assert_int_equal(caller.asked, patience);
        assert_int_equal(length, 99);
    }
    assert_true(patience > 50);
    assert_int_equal(length, size);
    assert_ok(nps_groups_decode(NULL, bytes, size, &decoded, NULL));
    caller = (struct caller){INT_MAX, 0};
    assert_ok(nps_groups_sort(groups));
    assert_same_groups(groups, decoded);
    nps_groups_destroy(groups);
    nps_groups_destroy(decoded);
    free(bytes);
}

/* Columns of keys that are hashed, and of keys that are small: those are asked after 2^22 rows. */
static void columns_stop_and_change_nothing(void **state)
{
    enum { SMALL_ROWS = (1 << 22) + 5000 };
    static int64_t keys[FRAME_ROWS];
    static uint16_t small[SMALL_ROWS];
    static uint8_t answers[SMALL_ROWS];
    struct given given = {.groups = NULL};
    size_t i;
    (void)state;
    for (i = 0; i < SMALL_ROWS; i++) {
        small[i] = (uint16_t)(i * 7919 % 3000);
        answers[i] = (uint8_t)(i % 13);
    }
    for (i = 0; i < FRAME_ROWS; i++)
        keys[i] = (int64_t)(i * 1000003 / 2);
    nps_column_init(&given.keys, NPS_COLUMN_I64, keys, FRAME_ROWS);
    nps_column_init(&given.answers, NPS_COLUMN_U8, answers, FRAME_ROWS);
    stop_change(add_column, NPS_KEY_INTEGER, 0, &given, 1);
    stop_change(add_column, NPS_KEY_INTEGER, 300, &given, 1);
    nps_column_init(&given.keys, NPS_COLUMN_U16, small, SMALL_ROWS);
    nps_column_init(&given.answers, NPS_COLUMN_U8, answers, SMALL_ROWS);
    stop_change(add_column, NPS_KEY_INTEGER, 0, &given, 1);
    stop_change(add_column, NPS_KEY_INTEGER, 300, &given, 1);
}

/* A merge whose memory ends at any allocation changes nothing, or does without that memory. */
static void merges_without_memory_change_nothing(void **state)
{
    struct given given = new_given(NPS_KEY_TEXT, 2000, 3000);
    nps_groups *before = new_groups_of(NPS_KEY_TEXT, NULL, 0), *after = new_groups_of(NPS_KEY_TEXT, NULL, 0);
    size_t fail_at;
    int for_good;
    bool has_ended = false;
    (void)state;
    add_keys(before, NPS_KEY_TEXT, 0, 3000);
    add_keys(after, NPS_KEY_TEXT, 0, 3000);
    assert_ok(nps_groups_merge(after, given.groups));
    for (for_good = 0; for_good <= 1; for_good++)
        for (fail_at = 1, has_ended = false; !has_ended; fail_at++) {
            struct failing failing = {0};
            const nps_allocator allocator = {&failing, failing_allocate, failing_release};
            struct caller caller;
            nps_groups *groups = new_asking(NPS_KEY_TEXT, &caller, &allocator);
            nps_status status;
            add_keys(groups, NPS_KEY_TEXT, 0, 3000);
            failing.calls = 0;
            failing.fail_at = fail_at;
            failing.for_good = for_good;
            status = nps_groups_merge(groups, given.groups);
            has_ended = failing.calls < fail_at;
            assert_true(status == NPS_OK || status == NPS_ERROR_MEMORY);
            assert_same_groups(groups, status ? before : after);
            nps_groups_destroy(groups);
            assert_int_equal(failing.bytes, 0);
        }
    nps_groups_destroy(before);
    nps_groups_destroy(after);
    release_given(&given);
}

/* Groups that grow are copied, which is asked too. */
static void growing_stops_and_changes_nothing(void **state)
{
    enum { LARGE = 65536 };
    struct caller caller;
    nps_groups *groups = new_asking(NPS_KEY_INTEGER, &caller, NULL);
    nps_group last;
    int patience;
    (void)state;
    add_keys(groups, NPS_KEY_INTEGER, 0, LARGE);
    for (patience = 1;; patience++) {
        nps_status status;
        caller = (struct caller){patience, 0};
        status = nps_groups_add_integer(groups, -1, 10, 1);
        if (status == NPS_OK)
            break;
        assert_status(status, NPS_ERROR_INTERRUPTED);
        assert_int_equal(nps_groups_count(groups), LARGE);
    }
    assert_true(patience > 10);
    assert_int_equal(nps_groups_count(groups), LARGE + 1);
    assert_ok(nps_groups_get(groups, LARGE, &last));
    assert_int_equal(last.integer, -1);
    nps_groups_destroy(groups);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_stop_and_change_nothing),       cmocka_unit_test(decoding_stops_and_makes_nothing),
        cmocka_unit_test(growing_stops_and_changes_nothing),     cmocka_unit_test(long_merges_stop_and_change_nothing),
        cmocka_unit_test(merges_stop_and_change_nothing),        cmocka_unit_test(merges_without_memory_change_nothing),
        cmocka_unit_test(sorting_stops_and_changes_nothing),     cmocka_unit_test(encoding_stops_and_changes_nothing),
        cmocka_unit_test(subtracting_stops_and_changes_nothing), cmocka_unit_test(frames_stop_and_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
