/* Groups from Arrow arrays of integers, compared with nps_groups_add_integer() row by row.
 * SPDX-License-Identifier: MIT */
#include "arrow_frames.h"

static bool has_key(const uint8_t *valid, size_t row)
{
    return !valid || valid[row / 8] >> row % 8 & 1;
}

static void add_numbers(nps_groups *groups, nps_accumulator *without_key, const struct numbers *numbers,
                        const uint8_t *valid, size_t from, size_t rows)
{
    size_t i;
    for (i = from; i < from + rows; i++)
        if (has_key(valid, i))
            assert_ok(nps_groups_add_integer(groups, numbers->integers[i], numbers->answers[i], 1));
        else
            assert_ok(nps_accumulator_add(without_key, numbers->answers[i]));
}

/* Sliced anywhere, with nulls and without, added to existing groups. */
static void integers_of_every_type_are_like_the_oracle(void **state)
{
    size_t type, manner, nulls;
    (void)state;
    for (type = 0; type < KEY_TYPE_COUNT; type++)
        for (manner = 0; manner < MANNERS; manner++)
            for (nulls = 0; nulls < 2; nulls++) {
                struct numbers *numbers =
                    new_numbers(ROWS, (enum manner)manner, &KEY_TYPES[type], 10 * type + manner + 1);
                const uint8_t *valid = nulls ? numbers->valid : NULL;
                const size_t cut = type + nulls, rows = manner == ANYWHERE && nulls ? 700 : ROWS - 20;
                nps_groups *actual = new_groups_of(NPS_KEY_INTEGER, NULL, 0);
                nps_groups *expected = new_groups_of(NPS_KEY_INTEGER, NULL, 0);
                nps_accumulator without = EMPTY, expected_without = EMPTY;
                struct frame frame;
                frame_of_numbers(&frame, numbers, KEY_TYPES[type].format, valid);
                frame.frame.array.offset = (int64_t)cut;
                frame.frame.array.length = (int64_t)rows;
                assert_ok(nps_groups_add_integer(actual, 77, 9, 1));
                assert_ok(nps_groups_add_integer(expected, 77, 9, 1));
                add_numbers(expected, &expected_without, numbers, valid, cut, rows);
                assert_ok(add_frame(actual, &frame, &without));
                assert_same_groups(actual, expected);
                assert_accumulator_equal(&without, &expected_without);
                nps_groups_destroy(actual);
                nps_groups_destroy(expected);
                free(numbers);
            }
}

/* Keys with offsets of their own, rows that are null as a whole, missing codes, and answers encoded by a dictionary. */
static void integers_in_odd_frames_are_like_the_oracle(void **state)
{
    static const int64_t code = 10, values[13] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    size_t manner, i;
    (void)state;
    for (manner = 0; manner < 4 * MANNERS; manner++) {
        struct numbers *numbers = new_numbers(ROWS, (enum manner)(manner / 4), &KEY_TYPES[6], manner + 1);
        nps_groups *actual = new_groups_of(NPS_KEY_INTEGER, NULL, 0);
        nps_groups *expected = new_groups_of(NPS_KEY_INTEGER, NULL, 0);
        nps_accumulator without = EMPTY, expected_without = EMPTY;
        struct frame frame;
        arrow dictionary;
        frame_of_numbers(&frame, numbers, "l", NULL);
        arrow_init(&dictionary, "l", NULL, 13, NULL, values);
        if (manner % 2) {
            arrow_encode(&frame.answers, &dictionary);
        }
        frame.keys.array.offset = 5;
        frame.keys.array.length = frame.frame.array.length = ROWS - 5;
        frame.answers.array.length = ROWS - 5;
        if (manner % 4 < 2)
            memset(numbers->valid, 0xFF, sizeof numbers->valid);
        else
            frame.frame.array.null_count = -1;
        frame.frame.buffers[0] = numbers->valid;
        for (i = 0; i < ROWS - 5; i++)
            if (!has_key(numbers->valid, i))
                assert_ok(nps_accumulator_add_missing(&expected_without, 1));
            else if (numbers->answers[i] == code)
                assert_ok(nps_groups_merge_integer(expected, numbers->integers[i + 5], &(nps_accumulator){{0}, 1, 0}));
            else
                assert_ok(nps_groups_add_integer(expected, numbers->integers[i + 5], numbers->answers[i], 1));
        assert_ok(nps_groups_add_arrow(actual, &frame.frame.schema, &frame.frame.array,
                                       GROUPS_ARROW_OPTIONS("key", "answer", &code, 1), &without, NULL));
        assert_same_groups(actual, expected);
        assert_accumulator_equal(&without, &expected_without);
        nps_groups_destroy(actual);
        nps_groups_destroy(expected);
        free(numbers);
    }
}

/* The dictionary has a repeated key, a null, and a key that no row uses. */
static void integers_by_a_dictionary_are_like_the_oracle(void **state)
{
    static uint16_t indices[ROWS];
    uint64_t random = 4;
    size_t type, i;
    (void)state;
    for (type = 0; type < KEY_TYPE_COUNT; type++) {
        struct numbers *values = new_numbers(300, STRIDED, &KEY_TYPES[type], 7);
        struct numbers *rows = new_numbers(ROWS, SMALL, &KEY_TYPES[0], 8);
        nps_groups *actual = new_groups_of(NPS_KEY_INTEGER, NULL, 0);
        nps_groups *expected = new_groups_of(NPS_KEY_INTEGER, NULL, 0);
        nps_accumulator without = EMPTY, expected_without = EMPTY;
        struct frame frame;
        arrow dictionary;
        frame_of_numbers(&frame, rows, "S", rows->valid);
        frame.keys.buffers[1] = indices;
        arrow_init(&dictionary, KEY_TYPES[type].format, NULL, 300, values->valid, values->values);
        dictionary.array.offset = 5;
        dictionary.array.length = 290;
        arrow_encode(&frame.keys, &dictionary);
        for (i = 0; i < ROWS; i++) {
            const size_t value = (size_t)next_below(&random, 280);
            indices[i] = (uint16_t)(has_key(rows->valid, i) ? value : 999);
            if (has_key(rows->valid, i) && has_key(values->valid, value + 5))
                assert_ok(nps_groups_add_integer(expected, values->integers[value + 5], rows->answers[i], 1));
            else
                assert_ok(nps_accumulator_add(&expected_without, rows->answers[i]));
        }
        assert_ok(add_frame(actual, &frame, &without));
        assert_same_groups(actual, expected);
        assert_accumulator_equal(&without, &expected_without);
        nps_groups_destroy(actual);
        nps_groups_destroy(expected);
        free(values);
        free(rows);
    }
}

static void assert_number_refused(struct frame *frame, nps_status expected, const char *text)
{
    nps_groups *groups = new_groups_of(NPS_KEY_INTEGER, NULL, 0), *before = new_groups_of(NPS_KEY_INTEGER, NULL, 0);
    nps_accumulator without = EMPTY;
    nps_error_detail detail = {""};
    assert_ok(nps_groups_add_integer(groups, 5, 9, 1));
    assert_ok(nps_groups_add_integer(before, 5, 9, 1));
    assert_status(nps_groups_add_arrow(groups, &frame->frame.schema, &frame->frame.array,
                                       GROUPS_ARROW_OPTIONS("key", "answer", NULL, 0), &without, &detail),
                  expected);
    assert_string_equal(detail.text, text);
    assert_same_groups(groups, before);
    assert_accumulator_equal(&without, &EMPTY);
    nps_groups_destroy(groups);
    nps_groups_destroy(before);
}

/* The other keys may be small numbers or not. The value of a null may be anything. */
static void keys_beyond_the_largest_integer_are_refused(void **state)
{
    static const enum manner manners[] = {SMALL, ANYWHERE};
    static const uint64_t too_large[] = {UINT64_C(1) << 63, UINT64_MAX};
    static const char *const shown[] = {"9223372036854775808", "18446744073709551615"};
    static const uint8_t index[ROWS] = {0};
    size_t i;
    (void)state;
    for (i = 0; i < 4; i++) {
        struct numbers *numbers = new_numbers(ROWS, manners[i / 2], &KEY_TYPES[7], i + 1);
        nps_groups *groups = new_groups_of(NPS_KEY_INTEGER, NULL, 0);
        nps_accumulator without = EMPTY;
        char text[120];
        struct frame frame;
        arrow dictionary;
        memcpy(numbers->values + (size_t)(ROWS - 3) * 8, &too_large[i % 2], 8);
        frame_of_numbers(&frame, numbers, "L", NULL);
        (void)snprintf(text, sizeof text, "Arrow: the key of row 5997 is %s, and keys end at 2^63 - 1", shown[i % 2]);
        assert_number_refused(&frame, NPS_ERROR_OVERFLOW, text);
        memset(numbers->valid, 0xFF, sizeof numbers->valid);
        numbers->valid[(ROWS - 3) / 8] = (uint8_t)(0xFFU ^ (1U << (ROWS - 3) % 8));
        frame_of_numbers(&frame, numbers, "L", numbers->valid);
        assert_ok(add_frame(groups, &frame, &without));
        assert_memory_not_equal(&without, &EMPTY, sizeof EMPTY);
        arrow_init(&dictionary, "L", NULL, 1, NULL, &too_large[i % 2]);
        frame_of_numbers(&frame, numbers, "C", NULL);
        frame.keys.buffers[1] = index;
        arrow_encode(&frame.keys, &dictionary);
        (void)snprintf(text, sizeof text, "Arrow: value 0 is %s, and keys end at 2^63 - 1", shown[i % 2]);
        assert_number_refused(&frame, NPS_ERROR_OVERFLOW, text);
        nps_groups_destroy(groups);
        free(numbers);
    }
}

static void wrong_integers_are_refused(void **state)
{
    struct numbers *numbers = new_numbers(600, SMALL, &KEY_TYPES[6], 1);
    struct frame frame;
    arrow dictionary;
    (void)state;
    frame_of_numbers(&frame, numbers, "l", NULL);
    frame.keys.array.n_buffers = 3;
    assert_number_refused(&frame, NPS_ERROR_COLUMN, "Arrow: format \"l\" has 2 buffers, got 3");
    frame_of_numbers(&frame, numbers, "l", NULL);
    frame.keys.buffers[1] = NULL;
    assert_number_refused(&frame, NPS_ERROR_COLUMN, "Arrow: buffer 1 is NULL");
    frame_of_numbers(&frame, numbers, "l", NULL);
    frame.keys.array.length = 599;
    assert_number_refused(&frame, NPS_ERROR_COLUMN, "Arrow: 600 rows of a struct have 599 values of a child");
    frame_of_numbers(&frame, numbers, "lx", NULL);
    assert_number_refused(
        &frame, NPS_ERROR_COLUMN,
        "Arrow: column \"key\": expected texts, whole numbers, days or booleans as keys, got format \"lx\"");
    frame_of_numbers(&frame, numbers, "g", NULL);
    arrow_init(&dictionary, "l", NULL, 600, NULL, numbers->values);
    arrow_encode(&frame.keys, &dictionary);
    assert_number_refused(&frame, NPS_ERROR_COLUMN,
                          "Arrow: column \"key\": expected integers as indices, got format \"g\"");
    frame_of_numbers(&frame, numbers, "l", NULL);
    dictionary.array.length = 1;
    arrow_encode(&frame.keys, &dictionary);
    memset(numbers->values, 0xFF, 8);
    assert_number_refused(&frame, NPS_ERROR_COLUMN, "Arrow: row 0 has an index outside its dictionary of 1");
    frame.keys.array.dictionary = NULL;
    assert_number_refused(&frame, NPS_ERROR_COLUMN, "Arrow: the schema has a dictionary, and the array has none");
    free(numbers);
}

static void a_stream_of_integers_is_the_sum_of_its_arrays(void **state)
{
    struct numbers *parts[2] = {new_numbers(3000, SMALL, &KEY_TYPES[6], 1),
                                new_numbers(800, ANYWHERE, &KEY_TYPES[6], 2)};
    nps_groups *actual = new_groups_of(NPS_KEY_INTEGER, NULL, 0), *expected = new_groups_of(NPS_KEY_INTEGER, NULL, 0);
    nps_accumulator without = EMPTY, expected_without = EMPTY;
    struct frame frames[2];
    arrow arrays[2];
    arrow_stream stream;
    size_t i;
    (void)state;
    for (i = 0; i < 2; i++) {
        frame_of_numbers(&frames[i], parts[i], "l", parts[i]->valid);
        add_numbers(expected, &expected_without, parts[i], parts[i]->valid, 0, parts[i]->rows);
        arrays[i] = frames[i].frame;
    }
    arrow_stream_init(&stream, arrays, 2);
    assert_ok(nps_groups_add_arrow_stream(actual, &stream.stream, GROUPS_ARROW_OPTIONS("key", "answer", NULL, 0),
                                          &without, NULL));
    assert_same_groups(actual, expected);
    assert_accumulator_equal(&without, &expected_without);
    assert_int_equal(stream.living, 0);
    nps_groups_destroy(actual);
    nps_groups_destroy(expected);
    free(parts[0]);
    free(parts[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers_of_every_type_are_like_the_oracle),
        cmocka_unit_test(integers_in_odd_frames_are_like_the_oracle),
        cmocka_unit_test(integers_by_a_dictionary_are_like_the_oracle),
        cmocka_unit_test(keys_beyond_the_largest_integer_are_refused),
        cmocka_unit_test(wrong_integers_are_refused),
        cmocka_unit_test(a_stream_of_integers_is_the_sum_of_its_arrays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
