/* Data frames of keys and answers in Arrow arrays built by hand.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TESTS_ARROW_FRAMES_H
#define NPS_TESTS_ARROW_FRAMES_H

#include "arrow_arrays.h"
#include "column_values.h"

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

static inline nps_groups *new_groups_of(nps_key_type key_type, const nps_allocator *allocator, uint64_t budget)
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

static inline nps_groups *new_groups(const nps_allocator *allocator, uint64_t budget)
{
    return new_groups_of(NPS_KEY_TEXT, allocator, budget);
}

/* Short texts are stored in their view, longer ones in one of two buffers, which share the same bytes. */
static inline void put_view(struct table *table, size_t row)
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
static inline struct table *new_table(size_t rows, uint64_t keys, uint64_t seed)
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

static inline void arrow_of_texts(arrow *self, struct table *table, char layout, const void *validity)
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

static inline void frame_of(struct frame *self, struct table *table, char layout, const void *validity)
{
    arrow_of_texts(&self->keys, table, layout, validity);
    arrow_init(&self->answers, "C", "answer", table->rows, NULL, table->answers);
    arrow_init_struct(&self->frame, table->rows, NULL);
    arrow_add_child(&self->frame, &self->keys);
    arrow_add_child(&self->frame, &self->answers);
}

static inline nps_status add_frame(nps_groups *groups, const struct frame *frame, nps_accumulator *without_key)
{
    nps_error_detail detail;
    return nps_groups_add_arrow(groups, &frame->frame.schema, &frame->frame.array,
                                GROUPS_ARROW_OPTIONS("key", "answer", NULL, 0), without_key, &detail);
}

static inline void assert_same_groups(const nps_groups *a, const nps_groups *b)
{
    size_t i;
    assert_int_equal(nps_groups_count(a), nps_groups_count(b));
    for (i = 0; i < nps_groups_count(a); i++) {
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

/* Integers of one type in a column, with answers. */
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

static inline void put_number(struct numbers *numbers, const struct integer_type *type, size_t row, int64_t integer)
{
    numbers->integers[row] = integer;
    store(numbers->values + row * width_of(type->type), type->type, integer);
}

/* Distributions of keys: few small ones, close together far from 0, a power of two apart, random. */
enum manner { SMALL, NEARLY_SMALL, CLOSE, STRIDED, ANYWHERE, MANNERS };

static inline int64_t make_key(enum manner manner, const struct integer_type *type, uint64_t *random)
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

static inline struct numbers *new_numbers(size_t rows, enum manner manner, const struct integer_type *type,
                                          uint64_t seed)
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

static inline void frame_of_numbers(struct frame *self, struct numbers *numbers, const char *format,
                                    const void *validity)
{
    arrow_init(&self->keys, format, "key", numbers->rows, validity, numbers->values);
    arrow_init(&self->answers, "C", "answer", numbers->rows, NULL, numbers->answers);
    arrow_init_struct(&self->frame, numbers->rows, NULL);
    arrow_add_child(&self->frame, &self->keys);
    arrow_add_child(&self->frame, &self->answers);
}

#endif
