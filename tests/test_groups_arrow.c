/* Groups from Arrow arrays of texts, compared with nps_groups_add_text() row by row.
 * SPDX-License-Identifier: MIT */
#include "arrow_frames.h"

static void add_row(nps_groups *groups, nps_accumulator *without_key, const char *text, size_t length, int answer)
{
    if (text)
        assert_ok(nps_groups_add_text(groups, text, length, answer, 1));
    else
        assert_ok(nps_accumulator_add(without_key, answer));
}

static bool is_valid(const struct table *table, size_t row)
{
    return table->valid[row / 8] >> row % 8 & 1;
}

/* Few keys, and more keys than the cache holds; sliced anywhere, with nulls and without. */
static void texts_of_every_layout_are_like_the_oracle(void **state)
{
    static const char layouts[] = {'u', 'U', 'v', 'z'};
    static const uint64_t keys[] = {1, 30, 1000, 10000};
    size_t layout, k, i;
    (void)state;
    for (layout = 0; layout < 4; layout++)
        for (k = 0; k < 4; k++) {
            struct table *table = new_table(ROWS, keys[k], k + 1);
            const size_t cut = layout * 3, rows = k == 0 ? 100 : ROWS - 20;
            nps_groups *actual = new_groups(NULL, 0), *expected = new_groups(NULL, 0);
            nps_accumulator without = EMPTY, expected_without = EMPTY;
            struct frame frame;
            frame_of(&frame, table, layouts[layout], k % 2 ? table->valid : NULL);
            frame.frame.array.offset = (int64_t)cut;
            frame.frame.array.length = (int64_t)rows;
            for (i = cut; i < cut + rows; i++)
                add_row(expected, &expected_without, k % 2 && !is_valid(table, i) ? NULL : table->texts[i],
                        (size_t)table->lengths[i], table->answers[i]);
            assert_ok(add_frame(actual, &frame, &without));
            assert_same_groups(actual, expected);
            assert_accumulator_equal(&without, &expected_without);
            nps_groups_destroy(actual);
            nps_groups_destroy(expected);
            free(table);
        }
}

/* The dictionary has a repeated key, a null, and a key that no row uses. */
static void keys_by_a_dictionary_are_like_the_oracle(void **state)
{
    static const char layouts[] = {'u', 'U', 'v'};
    static uint16_t indices[ROWS];
    uint64_t random = 4;
    size_t layout, i;
    (void)state;
    for (layout = 0; layout < 3; layout++) {
        struct table *values = new_table(300, 100, 7), *rows = new_table(ROWS, 1, 8);
        nps_groups *actual = new_groups(NULL, 0), *expected = new_groups(NULL, 0);
        nps_accumulator without = EMPTY, expected_without = EMPTY;
        struct frame frame;
        arrow dictionary;
        frame_of(&frame, rows, 'u', NULL);
        arrow_of_texts(&dictionary, values, layouts[layout], values->valid);
        dictionary.array.offset = 5;
        dictionary.array.length = 290;
        arrow_init(&frame.keys, "S", "key", ROWS, rows->valid, indices);
        arrow_encode(&frame.keys, &dictionary);
        for (i = 0; i < ROWS; i++) {
            const size_t value = (size_t)next_below(&random, 280);
            indices[i] = (uint16_t)(is_valid(rows, i) ? value : 999);
            add_row(expected, &expected_without,
                    is_valid(rows, i) && is_valid(values, value + 5) ? values->texts[value + 5] : NULL,
                    (size_t)values->lengths[value + 5], rows->answers[i]);
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

/* Rows with a view of an earlier row, as those of gathered texts; few views, and more than are remembered. */
static void views_that_repeat_are_like_the_oracle(void **state)
{
    static const size_t views[] = {1, 700, 5500};
    size_t v, i;
    (void)state;
    for (v = 0; v < 3; v++) {
        struct table *table = new_table(ROWS, 10000, v + 20);
        nps_groups *actual = new_groups(NULL, 0), *expected = new_groups(NULL, 0);
        nps_accumulator without = EMPTY, expected_without = EMPTY;
        struct frame frame;
        uint64_t random = v;
        for (i = views[v]; i < ROWS; i++) {
            const size_t from = (size_t)next_below(&random, views[v]);
            memcpy(table->views + i * VIEW, table->views + from * VIEW, VIEW);
            memcpy(table->texts[i], table->texts[from], LONGEST);
            table->lengths[i] = table->lengths[from];
        }
        frame_of(&frame, table, 'v', v % 2 ? table->valid : NULL);
        for (i = 0; i < ROWS; i++)
            add_row(expected, &expected_without, v % 2 && !is_valid(table, i) ? NULL : table->texts[i],
                    (size_t)table->lengths[i], table->answers[i]);
        for (i = 0; i < 2; i++) {
            assert_ok(add_frame(actual, &frame, &without));
            if (i == 0)
                assert_same_groups(actual, expected);
        }
        assert_ok(nps_groups_merge(expected, expected));
        assert_same_groups(actual, expected);
        assert_int_equal(without.missing, 2 * expected_without.missing);
        assert_int_equal(without.answers[7], 2 * expected_without.answers[7]);
        nps_groups_destroy(actual);
        nps_groups_destroy(expected);
        free(table);
    }
}

/* A dictionary with the same key twice: either part of the rows would fit. */
static void a_dictionary_does_not_overflow_a_group(void **state)
{
    static uint8_t indices[ROWS];
    struct table *values = new_table(2, 1, 7), *rows = new_table(ROWS, 1, 8);
    nps_groups *groups = new_groups(NULL, 0), *before = new_groups(NULL, 0);
    nps_accumulator without = EMPTY;
    struct frame frame;
    arrow dictionary;
    size_t i;
    (void)state;
    frame_of(&frame, rows, 'u', NULL);
    arrow_of_texts(&dictionary, values, 'u', NULL);
    arrow_init(&frame.keys, "C", "key", ROWS, NULL, indices);
    arrow_encode(&frame.keys, &dictionary);
    memset(rows->answers, 5, ROWS);
    for (i = 0; i < ROWS; i++)
        indices[i] = (uint8_t)(i % 2);
    assert_ok(nps_groups_add_text(groups, "", 0, 5, UINT64_MAX - ROWS + 1));
    assert_ok(nps_groups_add_text(before, "", 0, 5, UINT64_MAX - ROWS + 1));
    assert_status(add_frame(groups, &frame, &without), NPS_ERROR_OVERFLOW);
    assert_same_groups(groups, before);
    rows->answers[9] = 6;
    assert_ok(add_frame(groups, &frame, &without));
    assert_ok(nps_groups_add_text(before, "", 0, 6, 1));
    assert_ok(nps_groups_add_text(before, "", 0, 5, ROWS - 1));
    assert_same_groups(groups, before);
    nps_groups_destroy(groups);
    nps_groups_destroy(before);
    free(values);
    free(rows);
}

static void an_index_outside_a_long_dictionary_has_a_row(void **state)
{
    static int8_t indices[ROWS];
    struct table *values = new_table(100, 50, 7), *rows = new_table(ROWS, 1, 8);
    nps_groups *groups = new_groups(NULL, 0);
    nps_accumulator without = EMPTY;
    nps_error_detail detail = {""};
    struct frame frame;
    arrow dictionary;
    (void)state;
    frame_of(&frame, rows, 'u', NULL);
    arrow_of_texts(&dictionary, values, 'v', NULL);
    arrow_init(&frame.keys, "c", "key", ROWS, NULL, indices);
    arrow_encode(&frame.keys, &dictionary);
    indices[5000] = -1;
    assert_status(nps_groups_add_arrow(groups, &frame.frame.schema, &frame.frame.array,
                                       GROUPS_ARROW_OPTIONS("key", "answer", NULL, 0), &without, &detail),
                  NPS_ERROR_COLUMN);
    assert_string_equal(detail.text, "Arrow: row 5000 has an index outside its dictionary of 100");
    indices[5000] = 99;
    memset(values->views + (size_t)99 * VIEW, 0xFF, VIEW);
    assert_status(nps_groups_add_arrow(groups, &frame.frame.schema, &frame.frame.array,
                                       GROUPS_ARROW_OPTIONS("key", "answer", NULL, 0), &without, &detail),
                  NPS_ERROR_COLUMN);
    assert_string_equal(detail.text, "Arrow: the view of text 99 leads nowhere");
    assert_int_equal(nps_groups_count(groups), 0);
    assert_accumulator_equal(&without, &EMPTY);
    nps_groups_destroy(groups);
    free(values);
    free(rows);
}

static void rows_that_are_null_have_neither_key_nor_answer(void **state)
{
    static const uint8_t second_only[] = {2};
    struct table *table = new_table(3, 2, 3);
    nps_groups *groups = new_groups(NULL, 0);
    nps_accumulator without = EMPTY;
    struct frame frame;
    (void)state;
    table->answers[1] = 7;
    frame_of(&frame, table, 'u', NULL);
    frame.frame.buffers[0] = second_only;
    frame.frame.array.null_count = 2;
    assert_ok(add_frame(groups, &frame, &without));
    assert_int_equal(nps_groups_count(groups), 1);
    assert_int_equal(without.missing, 2);
    nps_groups_destroy(groups);
    free(table);
}

static void answers_by_a_dictionary_and_missing_codes(void **state)
{
    static const int32_t values[] = {98, 10, 11};
    static const int8_t indices[] = {0, 1, 2, 1};
    static const int64_t code = 98;
    struct table *table = new_table(4, 1, 3);
    nps_groups *groups = new_groups(NULL, 0);
    nps_accumulator without = EMPTY;
    nps_group group;
    struct frame frame;
    arrow dictionary;
    (void)state;
    frame_of(&frame, table, 'u', NULL);
    arrow_init(&dictionary, "i", NULL, 3, NULL, values);
    arrow_init(&frame.answers, "c", "answer", 4, NULL, indices);
    arrow_encode(&frame.answers, &dictionary);
    assert_ok(nps_groups_add_arrow(groups, &frame.frame.schema, &frame.frame.array,
                                   GROUPS_ARROW_OPTIONS("key", "answer", &code, 1), &without, NULL));
    assert_ok(nps_groups_get(groups, 0, &group));
    assert_int_equal(group.accumulator.missing, 1);
    assert_int_equal(group.accumulator.invalid, 1);
    assert_int_equal(group.accumulator.answers[10], 2);
    nps_groups_destroy(groups);
    free(table);
}

static void a_stream_is_the_sum_of_its_arrays(void **state)
{
    struct table *tables[2] = {new_table(700, 40, 1), new_table(800, 80, 2)};
    nps_groups *actual = new_groups(NULL, 0), *expected = new_groups(NULL, 0);
    nps_accumulator without = EMPTY, expected_without = EMPTY, full = EMPTY;
    nps_error_detail detail;
    struct frame frames[2];
    arrow arrays[2];
    arrow_stream stream;
    size_t i;
    (void)state;
    for (i = 0; i < 2; i++) {
        frame_of(&frames[i], tables[i], "uu"[i], tables[i] -> valid);
        assert_ok(add_frame(expected, &frames[i], &expected_without));
        arrays[i] = frames[i].frame;
    }
    arrow_stream_init(&stream, arrays, 2);
    assert_ok(nps_groups_add_arrow_stream(actual, &stream.stream, GROUPS_ARROW_OPTIONS("key", "answer", NULL, 0),
                                          &without, &detail));
    assert_same_groups(actual, expected);
    assert_accumulator_equal(&without, &expected_without);
    assert_int_equal(stream.living, 0);
    arrow_stream_init(&stream, arrays, 2);
    stream.fail_at = 1;
    assert_status(nps_groups_add_arrow_stream(actual, &stream.stream, GROUPS_ARROW_OPTIONS("key", "answer", NULL, 0),
                                              &without, &detail),
                  NPS_ERROR_UNAVAILABLE);
    assert_same_groups(actual, expected);
    assert_accumulator_equal(&without, &expected_without);
    assert_int_equal(stream.living, 0);
    arrow_stream_init(&stream, arrays, 2);
    memset(&full, 0xFF, sizeof full);
    assert_status(nps_groups_add_arrow_stream(actual, &stream.stream, GROUPS_ARROW_OPTIONS("key", "answer", NULL, 0),
                                              &full, &detail),
                  NPS_ERROR_OVERFLOW);
    assert_same_groups(actual, expected);
    assert_status(nps_groups_add_arrow_stream(NULL, &stream.stream, GROUPS_ARROW_OPTIONS("key", "answer", NULL, 0),
                                              &without, NULL),
                  NPS_ERROR_NULL);
    assert_status(
        nps_groups_add_arrow_stream(actual, NULL, GROUPS_ARROW_OPTIONS("key", "answer", NULL, 0), &without, NULL),
        NPS_ERROR_NULL);
    nps_groups_destroy(actual);
    nps_groups_destroy(expected);
    free(tables[0]);
    free(tables[1]);
}

static void assert_refused_at(const struct frame *frame, nps_status expected, const char *text, const char *file,
                              int line)
{
    nps_groups *groups = new_groups(NULL, 0);
    nps_accumulator without = EMPTY;
    nps_error_detail detail = {""};
    assert_status_at(nps_groups_add_arrow(groups, &frame->frame.schema, &frame->frame.array,
                                          GROUPS_ARROW_OPTIONS("key", "answer", NULL, 0), &without, &detail),
                     expected, text, file, line);
    if (strcmp(detail.text, text) != 0) {
        print_error("\"%s\", expected \"%s\"\n", detail.text, text);
        _fail(file, line);
    }
    assert_int_equal(nps_groups_count(groups), 0);
    assert_accumulator_equal(&without, &EMPTY);
    nps_groups_destroy(groups);
}

static void put_view_word(struct table *table, size_t row, size_t at, int32_t value)
{
    memcpy(table->views + row * VIEW + at, &value, sizeof value);
}

static void wrong_texts_are_refused(void **state)
{
    static const uint8_t index = 1;
    (void)state;
#define REFUSE_WITH(layout, change, status, text)                                                                      \
    do {                                                                                                               \
        struct table *table = new_table(600, 100, 11);                                                                 \
        struct frame frame;                                                                                            \
        arrow other;                                                                                                   \
        frame_of(&frame, table, layout, NULL);                                                                         \
        arrow_init(&other, "C", "", 1, NULL, &index);                                                                  \
        change;                                                                                                        \
        assert_refused_at(&frame, status, text, __FILE__, __LINE__);                                                   \
        free(table);                                                                                                   \
    } while (0)
#define REFUSE(layout, change, text)      REFUSE_WITH(layout, change, NPS_ERROR_COLUMN, text)
#define REFUSE_KEYS(layout, change, text) REFUSE_WITH(layout, change, NPS_ERROR_KEY, text)
    REFUSE_KEYS('u', frame.keys.schema.format = "g", "Arrow: keys are texts here, got format \"g\"");
    REFUSE('u', frame.keys.schema.format = "",
           "Arrow: column \"key\": expected texts, whole numbers, days or booleans as keys, got format \"\"");
    REFUSE(
        'u', frame.keys.schema.format = "w:4",
        "Arrow: column \"key\": expected texts, whole numbers, days or booleans as keys, got format \"w:4\" (bytes)");
    REFUSE(
        'u', frame.answers.schema.format = "u",
        "Arrow: column \"answer\": expected numbers as answers, got format \"u\" (texts): make numbers of them first");
    REFUSE('u', frame.keys.array.n_buffers = 2, "Arrow: format \"u\" has 3 buffers, got 2");
    REFUSE('u', frame.keys.buffers[1] = NULL, "Arrow: texts without offsets");
    REFUSE('u', frame.keys.buffers[2] = NULL, "Arrow: texts without bytes");
    REFUSE('u', table->offsets[0] = -4, "Arrow: offset -4 of text 0 comes after 0");
    REFUSE('u', (table->offsets[1] = 90, table->offsets[2] = 89), "Arrow: offset 89 of text 2 comes after 90");
    REFUSE('U', table->wide_offsets[1] = INT64_MIN, "Arrow: offset -9223372036854775808 of text 1 comes after 0");
    REFUSE('v', frame.keys.array.n_buffers = 2, "Arrow: format \"vu\" has 3 buffers, got 2");
    REFUSE('v', frame.keys.buffers[1] = NULL, "Arrow: texts without views or lengths of buffers");
    REFUSE('v', frame.keys.buffers[4] = NULL, "Arrow: texts without views or lengths of buffers");
    REFUSE('v', put_view_word(table, 599, 0, -1), "Arrow: the view of text 599 leads nowhere");
    REFUSE('v', (put_view_word(table, 599, 0, 13), put_view_word(table, 599, 8, 2)),
           "Arrow: the view of text 599 leads nowhere");
    REFUSE('v', (put_view_word(table, 599, 0, 13), put_view_word(table, 599, 8, -1)),
           "Arrow: the view of text 599 leads nowhere");
    REFUSE('v', (put_view_word(table, 599, 0, 13), put_view_word(table, 599, 8, 1), put_view_word(table, 599, 12, -1)),
           "Arrow: the view of text 599 leads nowhere");
    REFUSE('v',
           (table->sizes[1] = 100, put_view_word(table, 0, 0, 13), put_view_word(table, 0, 8, 1),
            put_view_word(table, 0, 12, 88)),
           "Arrow: text 0 leaves its buffer of 100 bytes");
    REFUSE('v',
           (table->sizes[1] = 100, put_view_word(table, 0, 0, INT32_MAX), put_view_word(table, 0, 8, 1),
            put_view_word(table, 0, 12, INT32_MAX)),
           "Arrow: text 0 leaves its buffer of 100 bytes");
    REFUSE_KEYS('u',
                (arrow_init(&other, "f", "", 1, NULL, &index),
                 arrow_init(&frame.keys, "C", "key", 600, NULL, table->answers), arrow_encode(&frame.keys, &other)),
                "Arrow: keys are texts here, got format \"f\"");
#undef REFUSE_KEYS
#undef REFUSE
#undef REFUSE_WITH
}

static void bad_arguments_return_statuses(void **state)
{
    struct table *table = new_table(600, 100, 11);
    nps_groups *groups = new_groups(NULL, 0), *integers;
    nps_groups_options options;
    nps_accumulator without = EMPTY;
    nps_error_detail detail;
    struct frame frame;
    const struct ArrowSchema *schema = &frame.frame.schema;
    const struct ArrowArray *array = &frame.frame.array;
    (void)state;
    frame_of(&frame, table, 'u', NULL);
    nps_groups_options_init(&options);
    options.key_type = NPS_KEY_INTEGER;
    assert_ok(nps_groups_create(&options, &integers));
    assert_status(
        nps_groups_add_arrow(NULL, schema, array, GROUPS_ARROW_OPTIONS("key", "answer", NULL, 0), &without, NULL),
        NPS_ERROR_NULL);
    assert_status(
        nps_groups_add_arrow(groups, NULL, array, GROUPS_ARROW_OPTIONS("key", "answer", NULL, 0), &without, NULL),
        NPS_ERROR_NULL);
    assert_status(
        nps_groups_add_arrow(groups, schema, NULL, GROUPS_ARROW_OPTIONS("key", "answer", NULL, 0), &without, NULL),
        NPS_ERROR_NULL);
    assert_status(
        nps_groups_add_arrow(groups, schema, array, GROUPS_ARROW_OPTIONS(NULL, "answer", NULL, 0), &without, NULL),
        NPS_ERROR_NULL);
    assert_status(
        nps_groups_add_arrow(groups, schema, array, GROUPS_ARROW_OPTIONS("key", NULL, NULL, 0), &without, NULL),
        NPS_ERROR_NULL);
    assert_status(
        nps_groups_add_arrow(groups, schema, array, GROUPS_ARROW_OPTIONS("key", "answer", NULL, 1), &without, NULL),
        NPS_ERROR_NULL);
    assert_status(
        nps_groups_add_arrow(groups, schema, array, GROUPS_ARROW_OPTIONS("key", "answer", NULL, 0), NULL, NULL),
        NPS_ERROR_NULL);
    assert_status(
        nps_groups_add_arrow(groups, schema, array, GROUPS_ARROW_OPTIONS("keys", "answer", NULL, 0), &without, NULL),
        NPS_ERROR_NOT_FOUND);
    assert_status(nps_groups_add_arrow(integers, schema, array, GROUPS_ARROW_OPTIONS("key", "answer", NULL, 0),
                                       &without, &detail),
                  NPS_ERROR_KEY);
    assert_string_equal(detail.text, "Arrow: keys are integers here, got format \"u\" (texts)");
    arrow_init(&frame.keys, "C", "key", 600, NULL, table->answers);
    assert_status(
        nps_groups_add_arrow(groups, schema, array, GROUPS_ARROW_OPTIONS("key", "answer", NULL, 0), &without, &detail),
        NPS_ERROR_KEY);
    assert_string_equal(detail.text, "Arrow: keys are texts here, got format \"C\"");
    assert_int_equal(nps_groups_count(groups), 0);
    assert_int_equal(nps_groups_count(integers), 0);
    nps_groups_destroy(groups);
    nps_groups_destroy(integers);
    free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_of_every_layout_are_like_the_oracle),
        cmocka_unit_test(keys_by_a_dictionary_are_like_the_oracle),
        cmocka_unit_test(views_that_repeat_are_like_the_oracle),
        cmocka_unit_test(a_dictionary_does_not_overflow_a_group),
        cmocka_unit_test(an_index_outside_a_long_dictionary_has_a_row),
        cmocka_unit_test(rows_that_are_null_have_neither_key_nor_answer),
        cmocka_unit_test(answers_by_a_dictionary_and_missing_codes),
        cmocka_unit_test(a_stream_is_the_sum_of_its_arrays),
        cmocka_unit_test(wrong_texts_are_refused),
        cmocka_unit_test(bad_arguments_return_statuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
