/* Groups from Arrow arrays made by hand, against nps_groups_add_text() and nps_groups_add_integer() row by row.
 * SPDX-License-Identifier: MIT */
#include "arrow_arrays.h"
#include "column_values.h"
#include "failing_allocator.h"

#include <stdbool.h>
#include <stdlib.h>

enum { ROWS = 6000, LONGEST = 40, VIEW = 16 };

static const nps_accumulator EMPTY = {{0}, 0, 0};

/* Texts in all layouts, with answers. */
struct table {
    size_t rows;
    char texts[ROWS][LONGEST];
    int32_t lengths[ROWS];
    char bytes[ROWS * LONGEST];
    int32_t offsets[ROWS + 1];
    int64_t wide_offsets[ROWS + 1];
    unsigned char views[ROWS * VIEW];
    int64_t sizes[2];
    uint8_t valid[ROWS / 8 + 1];
    uint8_t answers[ROWS];
};

static nps_groups *new_groups_of(nps_key_type key_type, const nps_allocator *allocator, uint64_t budget)
{
    nps_groups_options options;
    nps_groups *groups;
    nps_groups_options_init(&options);
    options.key_type = key_type;
    options.allocator = allocator;
    options.memory_budget = budget;
    assert_ok(nps_groups_create(&options, &groups));
    return groups;
}

static nps_groups *new_groups(const nps_allocator *allocator, uint64_t budget)
{
    return new_groups_of(NPS_KEY_TEXT, allocator, budget);
}

/* Short texts lie in their view, longer ones in one of two buffers, which are the same bytes. */
static void put_view(struct table *table, size_t row)
{
    unsigned char *view = table->views + row * VIEW;
    const int32_t length = table->lengths[row], buffer = (int32_t)(row % 2);
    memset(view, 0, VIEW);
    memcpy(view, &length, sizeof length);
    if (length <= 12) {
        memcpy(view + 4, table->texts[row], (size_t)length);
        return;
    }
    memcpy(view + 4, table->texts[row], 4);
    memcpy(view + 8, &buffer, sizeof buffer);
    memcpy(view + 12, &table->offsets[row], sizeof table->offsets[row]);
}

/* Keys of 0 to 39 bytes that differ in one byte: at the front, at the end or in between. */
static struct table *new_table(size_t rows, uint64_t keys, uint64_t seed)
{
    struct table *table = calloc(1, sizeof *table);
    uint64_t random = seed;
    size_t i;
    assert_non_null(table);
    table->rows = rows;
    for (i = 0; i < rows; i++) {
        const uint64_t key = next_below(&random, keys);
        char *text = table->texts[i];
        const int length = (int)(key % LONGEST);
        const int places[] = {0, length / 4, length / 2, length * 3 / 4, length - 1};
        memset(text, 'x', (size_t)length);
        if (length > 0)
            text[places[key / LONGEST % 5]] = (char)(key / LONGEST);
        table->lengths[i] = length;
        memcpy(table->bytes + table->offsets[i], text, (size_t)length);
        table->offsets[i + 1] = table->offsets[i] + length;
        table->wide_offsets[i + 1] = table->offsets[i + 1];
        put_view(table, i);
        table->answers[i] = (uint8_t)next_below(&random, 13);
        if (next_below(&random, 8))
            table->valid[i / 8] = (uint8_t)(table->valid[i / 8] | 1U << i % 8);
    }
    table->sizes[0] = table->sizes[1] = table->offsets[rows];
    return table;
}

static void arrow_of_texts(arrow *self, struct table *table, char layout, const void *validity)
{
    if (layout == 'v') {
        arrow_init_texts(self, "vu", "key", table->rows, validity, table->views, table->bytes);
        self->buffers[3] = table->bytes;
        self->buffers[4] = table->sizes;
        self->array.n_buffers = 5;
        return;
    }
    arrow_init_texts(self,
                     layout == 'u'   ? "u"
                     : layout == 'z' ? "z"
                                     : "U",
                     "key", table->rows, validity,
                     layout == 'u' || layout == 'z' ? (const void *)table->offsets : (const void *)table->wide_offsets,
                     table->bytes);
}

/* A data frame of keys and answers. */
struct frame {
    arrow frame, keys, answers;
};

static void frame_of(struct frame *self, struct table *table, char layout, const void *validity)
{
    arrow_of_texts(&self->keys, table, layout, validity);
    arrow_init(&self->answers, "C", "answer", table->rows, NULL, table->answers);
    arrow_init_struct(&self->frame, table->rows, NULL);
    arrow_add_child(&self->frame, &self->keys);
    arrow_add_child(&self->frame, &self->answers);
}

static nps_status add_frame(nps_groups *groups, const struct frame *frame, nps_accumulator *without_key)
{
    nps_error_detail detail;
    return nps_groups_add_arrow(groups, &frame->frame.schema, &frame->frame.array, "key", "answer", NULL, 0,
                                without_key, &detail);
}

static void add_row(nps_groups *groups, nps_accumulator *without_key, const char *text, size_t length, int answer)
{
    if (text)
        assert_ok(nps_groups_add_text(groups, text, length, answer, 1));
    else
        assert_ok(nps_accumulator_add(without_key, answer));
}

static void assert_same_groups(const nps_groups *a, const nps_groups *b)
{
    size_t i;
    assert_int_equal(nps_groups_size(a), nps_groups_size(b));
    for (i = 0; i < nps_groups_size(a); i++) {
        nps_group one, two;
        nps_accumulator found;
        assert_ok(nps_groups_get(a, i, &one));
        assert_ok(nps_groups_get(b, i, &two));
        assert_int_equal(one.text_length, two.text_length);
        assert_int_equal(one.integer, two.integer);
        assert_accumulator_equal(&one.accumulator, &two.accumulator);
        if (one.text) {
            assert_memory_equal(one.text, two.text, one.text_length);
            assert_ok(nps_groups_find_text(a, one.text, one.text_length, &found));
        } else {
            assert_ok(nps_groups_find_integer(a, one.integer, &found));
        }
        assert_accumulator_equal(&found, &one.accumulator);
    }
}

static bool is_valid(const struct table *table, size_t row)
{
    return table->valid[row / 8] >> row % 8 & 1;
}

/* Few keys and more than the cache holds, cut anywhere, with nulls and without. */
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

/* The dictionary has a key twice, a null, and one that nobody refers to. */
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
    assert_int_equal(nps_groups_size(groups), 1);
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
    assert_ok(nps_groups_add_arrow(groups, &frame.frame.schema, &frame.frame.array, "key", "answer", &code, 1, &without,
                                   NULL));
    assert_ok(nps_groups_get(groups, 0, &group));
    assert_int_equal(group.accumulator.missing, 1);
    assert_int_equal(group.accumulator.invalid, 1);
    assert_int_equal(group.accumulator.answers[10], 2);
    nps_groups_destroy(groups);
    free(table);
}

/* ---- integer keys ---- */

/* Integers of a type as they lie in a column, with answers. */
struct numbers {
    size_t rows;
    int64_t integers[ROWS];
    unsigned char values[ROWS * sizeof(int64_t)];
    uint8_t valid[ROWS / 8 + 1];
    uint8_t answers[ROWS];
};

struct integer_type {
    const char *format;
    nps_column_type type;
    int64_t lowest, highest;
};

static const struct integer_type KEY_TYPES[] = {
    {"c", NPS_COLUMN_I8, INT8_MIN, INT8_MAX},    {"C", NPS_COLUMN_U8, 0, UINT8_MAX},
    {"s", NPS_COLUMN_I16, INT16_MIN, INT16_MAX}, {"S", NPS_COLUMN_U16, 0, UINT16_MAX},
    {"i", NPS_COLUMN_I32, INT32_MIN, INT32_MAX}, {"I", NPS_COLUMN_U32, 0, UINT32_MAX},
    {"l", NPS_COLUMN_I64, INT64_MIN, INT64_MAX}, {"L", NPS_COLUMN_U64, 0, INT64_MAX},
};

enum { KEY_TYPE_COUNT = sizeof KEY_TYPES / sizeof KEY_TYPES[0] };

static void put_number(struct numbers *numbers, const struct integer_type *type, size_t row, int64_t integer)
{
    numbers->integers[row] = integer;
    store(numbers->values + row * width_of(type->type), type->type, integer);
}

/* How keys lie: small and few, close together far from 0, far from each other by a power of two, anywhere. */
enum manner { SMALL, NEARLY_SMALL, CLOSE, STRIDED, ANYWHERE, MANNERS };

static int64_t make_key(enum manner manner, const struct integer_type *type, uint64_t *random)
{
    const uint64_t span = (uint64_t)type->highest - (uint64_t)type->lowest;
    switch (manner) {
    case SMALL: return (int64_t)next_below(random, 100);
    case NEARLY_SMALL: return next_below(random, 3000) ? (int64_t)next_below(random, 100) : type->lowest;
    case CLOSE: return type->highest - (int64_t)next_below(random, 120);
    case STRIDED: return (int64_t)((uint64_t)type->lowest + span / 120 * next_below(random, 120));
    default: break;
    }
    if (!next_below(random, 50))
        return next_below(random, 2) ? type->lowest : type->highest;
    return (int64_t)((uint64_t)type->lowest +
                     (span == UINT64_MAX ? next_random(random) : next_random(random) % (span + 1)));
}

static struct numbers *new_numbers(size_t rows, enum manner manner, const struct integer_type *type, uint64_t seed)
{
    struct numbers *numbers = calloc(1, sizeof *numbers);
    uint64_t random = seed;
    size_t i;
    assert_non_null(numbers);
    numbers->rows = rows;
    for (i = 0; i < rows; i++) {
        put_number(numbers, type, i, make_key(manner, type, &random));
        numbers->answers[i] = (uint8_t)next_below(&random, 13);
        if (next_below(&random, 8))
            numbers->valid[i / 8] = (uint8_t)(numbers->valid[i / 8] | 1U << i % 8);
    }
    return numbers;
}

static void frame_of_numbers(struct frame *self, struct numbers *numbers, const char *format, const void *validity)
{
    arrow_init(&self->keys, format, "key", numbers->rows, validity, numbers->values);
    arrow_init(&self->answers, "C", "answer", numbers->rows, NULL, numbers->answers);
    arrow_init_struct(&self->frame, numbers->rows, NULL);
    arrow_add_child(&self->frame, &self->keys);
    arrow_add_child(&self->frame, &self->answers);
}

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

/* Cut anywhere, with nulls and without, added to groups that there are already. */
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

/* Offsets of the keys themselves, rows that are null as a whole, missing codes and answers by a dictionary. */
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
        assert_ok(nps_groups_add_arrow(actual, &frame.frame.schema, &frame.frame.array, "key", "answer", &code, 1,
                                       &without, NULL));
        assert_same_groups(actual, expected);
        assert_accumulator_equal(&without, &expected_without);
        nps_groups_destroy(actual);
        nps_groups_destroy(expected);
        free(numbers);
    }
}

/* The dictionary has a key twice, a null, and one that nobody refers to. */
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
    assert_status(nps_groups_add_arrow(groups, &frame->frame.schema, &frame->frame.array, "key", "answer", NULL, 0,
                                       &without, &detail),
                  expected);
    assert_string_equal(detail.text, text);
    assert_same_groups(groups, before);
    assert_accumulator_equal(&without, &EMPTY);
    nps_groups_destroy(groups);
    nps_groups_destroy(before);
}

/* Whether the others are small numbers or not; but a null may be anything. */
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
        numbers->valid[(ROWS - 3) / 8] = (uint8_t) ~(1U << (ROWS - 3) % 8);
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
    assert_number_refused(&frame, NPS_ERROR_COLUMN,
                          "Arrow: expected texts (u, U or vu) or integers as keys, got format \"lx\"");
    frame_of_numbers(&frame, numbers, "g", NULL);
    arrow_init(&dictionary, "l", NULL, 600, NULL, numbers->values);
    arrow_encode(&frame.keys, &dictionary);
    assert_number_refused(&frame, NPS_ERROR_COLUMN, "Arrow: expected integers as indices, got format \"g\"");
    frame_of_numbers(&frame, numbers, "l", NULL);
    dictionary.array.length = 1;
    arrow_encode(&frame.keys, &dictionary);
    memset(numbers->values, 0xFF, 8);
    assert_number_refused(&frame, NPS_ERROR_COLUMN, "Arrow: row 0 has an index outside its dictionary of 1");
    frame.keys.array.dictionary = NULL;
    assert_number_refused(&frame, NPS_ERROR_COLUMN, "Arrow: the schema has a dictionary, and the array has none");
    free(numbers);
}

/* Adds the second frame to groups that have the first, each allocation failing in turn; returns how often that was the
 * end of it. */
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
        status = nps_groups_add_arrow_stream(groups, &stream.stream, "key", "answer", NULL, 0, &without, NULL);
        assert_ok(nps_groups_find_text(groups, "there", 5, &found));
        assert_int_equal(found.answers[9], 1);
        assert_int_equal(stream.living, 0);
        if (status) {
            failures++;
            assert_status(status, NPS_ERROR_MEMORY);
            assert_int_equal(nps_groups_size(groups), 1);
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
    /* The room that was made for the keys is there for others. */
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

/* In a group, and without a key; the keys small and not. */
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

/* With less memory it goes without a cache, and then not at all. */
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
                assert_int_equal(nps_groups_size(groups), 1);
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
    assert_ok(nps_groups_add_arrow_stream(actual, &stream.stream, "key", "answer", NULL, 0, &without, NULL));
    assert_same_groups(actual, expected);
    assert_accumulator_equal(&without, &expected_without);
    assert_int_equal(stream.living, 0);
    nps_groups_destroy(actual);
    nps_groups_destroy(expected);
    free(parts[0]);
    free(parts[1]);
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
    assert_ok(nps_groups_add_arrow_stream(actual, &stream.stream, "key", "answer", NULL, 0, &without, &detail));
    assert_same_groups(actual, expected);
    assert_accumulator_equal(&without, &expected_without);
    assert_int_equal(stream.living, 0);
    arrow_stream_init(&stream, arrays, 2);
    stream.fail_at = 1;
    assert_status(nps_groups_add_arrow_stream(actual, &stream.stream, "key", "answer", NULL, 0, &without, &detail),
                  NPS_ERROR_UNAVAILABLE);
    assert_same_groups(actual, expected);
    assert_accumulator_equal(&without, &expected_without);
    assert_int_equal(stream.living, 0);
    arrow_stream_init(&stream, arrays, 2);
    memset(&full, 0xFF, sizeof full);
    assert_status(nps_groups_add_arrow_stream(actual, &stream.stream, "key", "answer", NULL, 0, &full, &detail),
                  NPS_ERROR_OVERFLOW);
    assert_same_groups(actual, expected);
    assert_status(nps_groups_add_arrow_stream(NULL, &stream.stream, "key", "answer", NULL, 0, &without, NULL),
                  NPS_ERROR_NULL);
    assert_status(nps_groups_add_arrow_stream(actual, NULL, "key", "answer", NULL, 0, &without, NULL), NPS_ERROR_NULL);
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
    assert_status_at(nps_groups_add_arrow(groups, &frame->frame.schema, &frame->frame.array, "key", "answer", NULL, 0,
                                          &without, &detail),
                     expected, text, file, line);
    if (strcmp(detail.text, text) != 0) {
        print_error("\"%s\", expected \"%s\"\n", detail.text, text);
        _fail(file, line);
    }
    assert_int_equal(nps_groups_size(groups), 0);
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
#define REFUSE(layout, change, text)                                                                                   \
    do {                                                                                                               \
        struct table *table = new_table(600, 100, 11);                                                                 \
        struct frame frame;                                                                                            \
        arrow other;                                                                                                   \
        frame_of(&frame, table, layout, NULL);                                                                         \
        arrow_init(&other, "C", "", 1, NULL, &index);                                                                  \
        change;                                                                                                        \
        assert_refused_at(&frame, NPS_ERROR_COLUMN, text, __FILE__, __LINE__);                                         \
        free(table);                                                                                                   \
    } while (0)
    REFUSE('u', frame.keys.schema.format = "g",
           "Arrow: expected texts (u, U or vu) or integers as keys, got format \"g\"");
    REFUSE('u', frame.keys.schema.format = "",
           "Arrow: expected texts (u, U or vu) or integers as keys, got format \"\"");
    REFUSE('u', frame.keys.schema.format = "w:4",
           "Arrow: expected texts (u, U or vu) or integers as keys, got format \"w:4\"");
    REFUSE('u', frame.answers.schema.format = "u", "Arrow: expected integers or floating numbers, got format \"u\"");
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
    REFUSE('u',
           (arrow_init(&other, "f", "", 1, NULL, &index),
            arrow_init(&frame.keys, "C", "key", 600, NULL, table->answers), arrow_encode(&frame.keys, &other)),
           "Arrow: expected texts (u, U or vu) or integers as keys, got format \"f\"");
#undef REFUSE
}

static void bad_requests_are_statuses(void **state)
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
    assert_status(nps_groups_add_arrow(NULL, schema, array, "key", "answer", NULL, 0, &without, NULL), NPS_ERROR_NULL);
    assert_status(nps_groups_add_arrow(groups, NULL, array, "key", "answer", NULL, 0, &without, NULL), NPS_ERROR_NULL);
    assert_status(nps_groups_add_arrow(groups, schema, NULL, "key", "answer", NULL, 0, &without, NULL), NPS_ERROR_NULL);
    assert_status(nps_groups_add_arrow(groups, schema, array, NULL, "answer", NULL, 0, &without, NULL), NPS_ERROR_NULL);
    assert_status(nps_groups_add_arrow(groups, schema, array, "key", NULL, NULL, 0, &without, NULL), NPS_ERROR_NULL);
    assert_status(nps_groups_add_arrow(groups, schema, array, "key", "answer", NULL, 1, &without, NULL),
                  NPS_ERROR_NULL);
    assert_status(nps_groups_add_arrow(groups, schema, array, "key", "answer", NULL, 0, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_groups_add_arrow(groups, schema, array, "keys", "answer", NULL, 0, &without, NULL),
                  NPS_ERROR_NOT_FOUND);
    assert_status(nps_groups_add_arrow(integers, schema, array, "key", "answer", NULL, 0, &without, &detail),
                  NPS_ERROR_KEY);
    assert_string_equal(detail.text, "Arrow: keys are integers here, got format \"u\"");
    arrow_init(&frame.keys, "C", "key", 600, NULL, table->answers);
    assert_status(nps_groups_add_arrow(groups, schema, array, "key", "answer", NULL, 0, &without, &detail),
                  NPS_ERROR_KEY);
    assert_string_equal(detail.text, "Arrow: keys are texts here, got format \"C\"");
    assert_int_equal(nps_groups_size(groups), 0);
    assert_int_equal(nps_groups_size(integers), 0);
    nps_groups_destroy(groups);
    nps_groups_destroy(integers);
    free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_of_every_layout_are_like_the_oracle),
        cmocka_unit_test(keys_by_a_dictionary_are_like_the_oracle),
        cmocka_unit_test(rows_that_are_null_have_neither_key_nor_answer),
        cmocka_unit_test(answers_by_a_dictionary_and_missing_codes),
        cmocka_unit_test(integers_of_every_type_are_like_the_oracle),
        cmocka_unit_test(integers_in_odd_frames_are_like_the_oracle),
        cmocka_unit_test(integers_by_a_dictionary_are_like_the_oracle),
        cmocka_unit_test(keys_beyond_the_largest_integer_are_refused),
        cmocka_unit_test(wrong_integers_are_refused),
        cmocka_unit_test(each_allocation_may_fail_and_nothing_changes),
        cmocka_unit_test(each_allocation_for_integers_may_fail_and_nothing_changes),
        cmocka_unit_test(the_budget_covers_a_stream),
        cmocka_unit_test(the_budget_covers_integers),
        cmocka_unit_test(overflow_changes_nothing),
        cmocka_unit_test(overflow_of_integers_changes_nothing),
        cmocka_unit_test(a_stream_is_the_sum_of_its_arrays),
        cmocka_unit_test(a_stream_of_integers_is_the_sum_of_its_arrays),
        cmocka_unit_test(wrong_texts_are_refused),
        cmocka_unit_test(bad_requests_are_statuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
