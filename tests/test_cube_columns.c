/* Columns and Arrow arrays counted into cubes, against adding their rows one by one.
 * SPDX-License-Identifier: MIT */
#include "arrow_arrays.h"
#include "failing_allocator.h"
#include "interrupts.h"

#include <stdlib.h>

enum { KEY_COUNT = 3, ROWS = 20000, LENGTH = 24 };

#define OPTIONS(answer, codes, count)                                                                                  \
    (&(nps_cube_arrow_options){sizeof(nps_cube_arrow_options), answer, codes, count, {0}})

/* Rows of a text, an integer and a day, each of which may be null, and an answer. */
struct table {
    size_t rows;
    int32_t offsets[ROWS + 1];
    char bytes[ROWS * LENGTH];
    int64_t shops[ROWS];
    int32_t days[ROWS];
    uint8_t valid[KEY_COUNT][ROWS / 8 + 1];
    uint8_t answers[ROWS];
};

static bool is_valid(const struct table *table, size_t key, size_t row)
{
    return table->valid[key][row / 8] >> row % 8 & 1;
}

/* `variety` values of each key. */
static struct table *new_table(uint64_t variety, uint64_t seed)
{
    struct table *table = calloc(1, sizeof *table);
    uint64_t random = seed;
    size_t i, key;
    assert_non_null(table);
    table->rows = ROWS;
    for (i = 0; i < ROWS; i++) {
        const int number = (int)next_below(&random, variety), length = number % (LENGTH - 8);
        char *text = table->bytes + table->offsets[i];
        int left = number, at = length;
        table->offsets[i + 1] = table->offsets[i] + length;
        for (; at > 0; left /= 10)
            text[--at] = (char)('0' + left % 10);
        table->shops[i] = (int64_t)next_below(&random, variety) * 1000003 - 7;
        table->days[i] = (int32_t)next_below(&random, variety) - 100;
        table->answers[i] = (uint8_t)next_below(&random, 13);
        for (key = 0; key < KEY_COUNT; key++)
            if (next_below(&random, 9))
                table->valid[key][i / 8] = (uint8_t)(table->valid[key][i / 8] | 1U << i % 8);
    }
    return table;
}

static nps_cube *new_cube_of(nps_cube_type first, nps_cube_type second, nps_cube_type third,
                             const nps_allocator *allocator, uint64_t budget)
{
    const nps_cube_key keys[] = {{"region", first}, {"shop", second}, {"day", third}};
    nps_cube_options options;
    nps_cube *cube;
    nps_cube_options_init(&options);
    options.allocator = allocator;
    options.memory_budget = budget;
    assert_ok(nps_cube_create(keys, KEY_COUNT, &options, &cube));
    return cube;
}

static nps_cube *new_cube(void)
{
    return new_cube_of(NPS_CUBE_NULL, NPS_CUBE_NULL, NPS_CUBE_NULL, NULL, 0);
}

/* The oracle: rows one by one. */
static void add_rows(nps_cube *cube, const struct table *table, size_t first, size_t count)
{
    size_t i;
    for (i = first; i < first + count; i++) {
        nps_cube_value values[KEY_COUNT] = {
            {NPS_CUBE_NULL, 0, NULL, 0}, {NPS_CUBE_NULL, 0, NULL, 0}, {NPS_CUBE_NULL, 0, NULL, 0}};
        if (is_valid(table, 0, i))
            values[0] = (nps_cube_value){NPS_CUBE_TEXT, (size_t)(table->offsets[i + 1] - table->offsets[i]),
                                         table->bytes + table->offsets[i], 0};
        if (is_valid(table, 1, i))
            values[1] = (nps_cube_value){NPS_CUBE_INTEGER, 0, NULL, table->shops[i]};
        if (is_valid(table, 2, i))
            values[2] = (nps_cube_value){NPS_CUBE_DAY, 0, NULL, table->days[i]};
        assert_ok(nps_cube_add(cube, values, table->answers[i], 1, NULL));
    }
}

/* The same cells in the same order. */
static void assert_same(const nps_cube *a, const nps_cube *b)
{
    nps_cube_value one[KEY_COUNT], two[KEY_COUNT];
    nps_accumulator first, second;
    size_t i, key;
    assert_int_equal(nps_cube_count(a), nps_cube_count(b));
    for (i = 0; i < nps_cube_count(a); i++) {
        assert_ok(nps_cube_get(a, i, one, &first));
        assert_ok(nps_cube_get(b, i, two, &second));
        assert_memory_equal(&first, &second, sizeof first);
        for (key = 0; key < nps_cube_key_count(a); key++) {
            assert_int_equal(one[key].type, two[key].type);
            assert_int_equal(one[key].integer, two[key].integer);
            assert_int_equal(one[key].length, two[key].length);
            if (one[key].length != 0)
                assert_memory_equal(one[key].text, two[key].text, one[key].length);
        }
    }
}

/* A data frame of the rows from `first` on. */
struct frame {
    arrow frame, keys[KEY_COUNT], answers;
};

static void slice(arrow *column, size_t first, size_t count)
{
    column->array.offset = (int64_t)first;
    column->array.length = (int64_t)count;
}

static void frame_of(struct frame *self, const struct table *table, size_t first, size_t count)
{
    size_t key;
    arrow_init_texts(&self->keys[0], "u", "region", ROWS, table->valid[0], table->offsets, table->bytes);
    arrow_init(&self->keys[1], "l", "shop", ROWS, table->valid[1], table->shops);
    arrow_init(&self->keys[2], "tdD", "day", ROWS, table->valid[2], table->days);
    arrow_init(&self->answers, "C", "answer", ROWS, NULL, table->answers);
    arrow_init_struct(&self->frame, count, NULL);
    for (key = 0; key < KEY_COUNT; key++) {
        slice(&self->keys[key], first, count);
        arrow_add_child(&self->frame, &self->keys[key]);
    }
    slice(&self->answers, first, count);
    arrow_add_child(&self->frame, &self->answers);
}

static nps_status add_frame(nps_cube *cube, const struct frame *frame, nps_error_detail *detail)
{
    return nps_cube_add_arrow(cube, &frame->frame.schema, &frame->frame.array, OPTIONS("answer", NULL, 0), detail);
}

/* Few cells, found by a table; many, found by a cache; and nearly one a row. */
static void test_frames_are_counted_as_rows(void **state)
{
    static const uint64_t varieties[] = {1, 2, 10, 40, 1000};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof varieties / sizeof varieties[0]; i++) {
        struct table *table = new_table(varieties[i], 5 + i);
        nps_cube *cube = new_cube(), *rows = new_cube();
        struct frame frame;
        add_rows(rows, table, 0, ROWS);
        frame_of(&frame, table, 0, ROWS);
        assert_ok(add_frame(cube, &frame, NULL));
        assert_same(cube, rows);
        add_rows(rows, table, 77, 600);
        frame_of(&frame, table, 77, 600);
        assert_ok(add_frame(cube, &frame, NULL));
        assert_same(cube, rows);
        nps_cube_destroy(cube);
        nps_cube_destroy(rows);
        free(table);
    }
}

static void test_streams_are_counted_as_rows(void **state)
{
    enum { ARRAYS = 5 };
    static const size_t firsts[ARRAYS + 1] = {0, 1, 513, 513, 9000, ROWS};
    struct table *table = new_table(30, 9);
    nps_cube *cube = new_cube(), *rows = new_cube();
    struct frame frames[ARRAYS];
    arrow arrays[ARRAYS];
    arrow_stream stream;
    size_t i;
    (void)state;
    for (i = 0; i < ARRAYS; i++) {
        frame_of(&frames[i], table, firsts[i], firsts[i + 1] - firsts[i]);
        arrays[i] = frames[i].frame;
        arrays[i].schema.children = frames[i].frame.child_schemas;
        arrays[i].array.children = frames[i].frame.child_arrays;
        arrays[i].array.buffers = frames[i].frame.buffers;
    }
    add_rows(rows, table, 0, ROWS);
    arrow_stream_init(&stream, arrays, ARRAYS);
    assert_ok(nps_cube_add_arrow_stream(cube, &stream.stream, OPTIONS("answer", NULL, 0), NULL));
    assert_same(cube, rows);

    arrow_stream_init(&stream, arrays, ARRAYS);
    stream.fail_at = 3;
    assert_int_equal(nps_cube_add_arrow_stream(cube, &stream.stream, OPTIONS("answer", NULL, 0), NULL),
                     NPS_ERROR_UNAVAILABLE);
    assert_same(cube, rows);
    assert_int_equal(nps_cube_add_arrow_stream(cube, NULL, OPTIONS("answer", NULL, 0), NULL), NPS_ERROR_NULL);
    nps_cube_destroy(cube);
    nps_cube_destroy(rows);
    free(table);
}

/* A dictionary with equal values, a null value and one that no row has. */
static void test_dictionaries(void **state)
{
    const int32_t offsets[] = {0, 1, 2, 2, 5}, indices[] = {0, 1, 2, 0, 1};
    const int64_t shops[] = {3, 3, 3, 3, 4};
    const uint8_t values_valid = 0x0B, answers[] = {10, 9, 8, 0, 10};
    const nps_cube_key keys[] = {{"region", NPS_CUBE_NULL}, {"shop", NPS_CUBE_NULL}};
    const nps_cube_value north[] = {{NPS_CUBE_TEXT, 1, "n", 0}, {NPS_CUBE_INTEGER, 0, NULL, 3}};
    const nps_cube_value nowhere[] = {{NPS_CUBE_NULL, 0, NULL, 0}, {NPS_CUBE_INTEGER, 0, NULL, 3}};
    arrow frame, region, values, shop, answer;
    nps_accumulator found;
    nps_cube *cube;
    (void)state;
    arrow_init_texts(&values, "u", NULL, 4, &values_valid, offsets, "nnxyz");
    arrow_init(&region, "i", "region", 5, NULL, indices);
    arrow_encode(&region, &values);
    arrow_init(&shop, "l", "shop", 5, NULL, shops);
    arrow_init(&answer, "C", "answer", 5, NULL, answers);
    arrow_init_struct(&frame, 5, NULL);
    arrow_add_child(&frame, &region);
    arrow_add_child(&frame, &shop);
    arrow_add_child(&frame, &answer);
    assert_ok(nps_cube_create(keys, 2, NULL, &cube));
    assert_ok(nps_cube_add_arrow(cube, &frame.schema, &frame.array, OPTIONS("answer", NULL, 0), NULL));
    assert_int_equal(nps_cube_count(cube), 3);
    assert_ok(nps_cube_find(cube, north, &found, NULL));
    assert_int_equal(found.answers[10] + found.answers[9] + found.answers[0], 3);
    assert_ok(nps_cube_find(cube, nowhere, &found, NULL));
    assert_int_equal(found.answers[8], 1);
    nps_cube_destroy(cube);
}

/* Rows of the struct that are null, missing codes, nulls only, booleans, floats and times. */
static void test_types(void **state)
{
    const uint8_t rows_valid = 0x0F, flags = 0x05, answers[] = {10, 99, 9, 8, 0};
    const double numbers[] = {3.0, -1.0, 3.0, 3.0, 3.0};
    const int64_t seconds[] = {86400, 86399, 0, -1, 0}, code = 99;
    const nps_cube_key keys[] = {
        {"flag", NPS_CUBE_NULL}, {"number", NPS_CUBE_NULL}, {"time", NPS_CUBE_NULL}, {"nothing", NPS_CUBE_NULL}};
    const nps_cube_value first[] = {{NPS_CUBE_BOOLEAN, 0, NULL, 1},
                                    {NPS_CUBE_INTEGER, 0, NULL, 3},
                                    {NPS_CUBE_DAY, 0, NULL, 1},
                                    {NPS_CUBE_NULL, 0, NULL, 0}};
    const nps_cube_value last[] = {{NPS_CUBE_NULL, 0, NULL, 0},
                                   {NPS_CUBE_NULL, 0, NULL, 0},
                                   {NPS_CUBE_NULL, 0, NULL, 0},
                                   {NPS_CUBE_NULL, 0, NULL, 0}};
    arrow frame, columns[4], answer;
    nps_accumulator found;
    nps_cube_key key;
    nps_cube *cube;
    size_t i;
    (void)state;
    arrow_init(&columns[0], "b", "flag", 5, NULL, &flags);
    arrow_init(&columns[1], "g", "number", 5, NULL, numbers);
    arrow_init(&columns[2], "tss:UTC", "time", 5, NULL, seconds);
    arrow_init(&columns[3], "n", "nothing", 5, NULL, NULL);
    columns[3].array.n_buffers = 0;
    arrow_init(&answer, "C", "answer", 5, NULL, answers);
    arrow_init_struct(&frame, 5, &rows_valid);
    frame.schema.n_children = frame.array.n_children = 5;
    {
        struct ArrowSchema *schemas[] = {&columns[0].schema, &columns[1].schema, &columns[2].schema, &columns[3].schema,
                                         &answer.schema};
        struct ArrowArray *arrays[] = {&columns[0].array, &columns[1].array, &columns[2].array, &columns[3].array,
                                       &answer.array};
        frame.schema.children = schemas;
        frame.array.children = arrays;
        assert_ok(nps_cube_create(keys, 4, NULL, &cube));
        assert_ok(nps_cube_add_arrow(cube, &frame.schema, &frame.array, OPTIONS("answer", &code, 1), NULL));
    }
    assert_int_equal(nps_cube_count(cube), 5);
    assert_ok(nps_cube_find(cube, first, &found, NULL));
    assert_int_equal(found.answers[10], 1);
    assert_ok(nps_cube_find(cube, last, &found, NULL));
    assert_int_equal(found.missing, 1);
    assert_ok(nps_cube_total(cube, &found));
    assert_int_equal(found.missing, 2);
    for (i = 0; i < 4; i++) {
        static const nps_cube_type types[] = {NPS_CUBE_BOOLEAN, NPS_CUBE_INTEGER, NPS_CUBE_DAY, NPS_CUBE_NULL};
        assert_ok(nps_cube_key_at(cube, i, &key));
        assert_int_equal(key.type, types[i]);
    }
    nps_cube_destroy(cube);
}

static void test_columns_are_counted_as_rows(void **state)
{
    struct table *table = new_table(25, 3);
    const nps_cube_key keys[] = {{"shop", NPS_CUBE_NULL}, {"day", NPS_CUBE_DAY}};
    const size_t kept[] = {1, 2};
    nps_column columns[2], answers;
    nps_cube *cube, *rows = new_cube(), *rolled;
    nps_cube_key key;
    (void)state;
    nps_column_init(&columns[0], NPS_COLUMN_I64, table->shops, ROWS);
    nps_column_init(&columns[1], NPS_COLUMN_I32, table->days, ROWS);
    nps_column_init(&answers, NPS_COLUMN_U8, table->answers, ROWS);
    columns[0].validity = table->valid[1];
    columns[1].validity = table->valid[2];
    add_rows(rows, table, 0, ROWS);
    assert_ok(nps_cube_rollup(rows, kept, 2, &rolled));
    assert_ok(nps_cube_create(keys, 2, NULL, &cube));
    assert_ok(nps_cube_add_columns(cube, columns, &answers, NULL));
    assert_ok(nps_cube_key_at(cube, 0, &key));
    assert_int_equal(key.type, NPS_CUBE_INTEGER);
    assert_ok(nps_cube_sort(cube));
    assert_ok(nps_cube_sort(rolled));
    assert_same(cube, rolled);
    nps_cube_destroy(cube);
    nps_cube_destroy(rows);
    nps_cube_destroy(rolled);
    free(table);
}

static void test_a_cube_without_keys(void **state)
{
    const uint8_t given[] = {10, 3};
    nps_accumulator total;
    nps_column answers;
    nps_cube *cube;
    (void)state;
    nps_column_init(&answers, NPS_COLUMN_U8, given, 0);
    assert_ok(nps_cube_create(NULL, 0, NULL, &cube));
    assert_ok(nps_cube_add_columns(cube, NULL, &answers, NULL));
    assert_int_equal(nps_cube_count(cube), 0);
    nps_column_init(&answers, NPS_COLUMN_U8, given, 2);
    assert_ok(nps_cube_add_columns(cube, NULL, &answers, NULL));
    assert_int_equal(nps_cube_count(cube), 1);
    assert_ok(nps_cube_total(cube, &total));
    assert_int_equal(total.answers[10] + total.answers[3], 2);
    nps_cube_destroy(cube);
}

/* The status, a part of the detail, and a cube that has not changed. */
static void assert_refused(nps_cube *cube, const struct frame *frame, nps_status status, const char *says)
{
    nps_error_detail detail;
    const size_t count = nps_cube_count(cube);
    assert_int_equal(add_frame(cube, frame, &detail), status);
    if (!strstr(detail.text, says))
        fail_msg("\"%s\" does not say \"%s\"", detail.text, says);
    assert_int_equal(add_frame(cube, frame, NULL), status);
    assert_int_equal(nps_cube_count(cube), count);
}

static void test_errors_name_the_key_and_the_row(void **state)
{
    struct table *table = new_table(10, 4);
    nps_cube *cube = new_cube();
    double numbers[ROWS] = {0};
    struct frame frame;
    nps_cube_key key;
    (void)state;
    frame_of(&frame, table, 0, ROWS);
    table->days[700] = NPS_DAY_MAX + 1;
    table->valid[2][700 / 8] = 0xFF;
    frame_of(&frame, table, 600, 400);
    assert_refused(cube, &frame, NPS_ERROR_DAY, "row 100, key day: day ");

    frame_of(&frame, table, 0, ROWS);
    numbers[4001] = 0.5;
    arrow_init(&frame.keys[1], "g", "shop", ROWS, NULL, numbers);
    assert_refused(cube, &frame, NPS_ERROR_DAY, "row 700");
    table->days[700] = 0;
    assert_refused(cube, &frame, NPS_ERROR_KEY, "key shop: Arrow: the key of row 4001");

    frame.keys[1].schema.name = "shops";
    assert_refused(cube, &frame, NPS_ERROR_NOT_FOUND, "key shop: Arrow: no child is called \"shop\"");
    frame_of(&frame, table, 0, ROWS);
    frame.keys[1].schema.format = "+l";
    assert_refused(cube, &frame, NPS_ERROR_COLUMN, "key shop: Arrow: column \"shop\": expected");
    frame.answers.schema.format = "b";
    assert_refused(cube, &frame, NPS_ERROR_COLUMN, "\"answer\": expected numbers");
    assert_ok(nps_cube_key_at(cube, 0, &key));
    assert_int_equal(key.type, NPS_CUBE_NULL);
    nps_cube_destroy(cube);

    cube = new_cube_of(NPS_CUBE_TEXT, NPS_CUBE_DAY, NPS_CUBE_DAY, NULL, 0);
    frame_of(&frame, table, 0, ROWS);
    assert_refused(cube, &frame, NPS_ERROR_KEY, "key shop: its values are days, not integers");
    nps_cube_destroy(cube);
    free(table);
}

static void test_a_text_with_a_zero_byte(void **state)
{
    const int32_t offsets[] = {0, 1, 3};
    const uint8_t answers[] = {10, 9};
    const nps_cube_key keys[] = {{"region", NPS_CUBE_TEXT}};
    arrow frame, region, answer;
    nps_error_detail detail;
    nps_cube *cube;
    (void)state;
    arrow_init_texts(&region, "u", "region", 2, NULL, offsets, "nn\0");
    arrow_init(&answer, "C", "answer", 2, NULL, answers);
    arrow_init_struct(&frame, 2, NULL);
    arrow_add_child(&frame, &region);
    arrow_add_child(&frame, &answer);
    assert_ok(nps_cube_create(keys, 1, NULL, &cube));
    assert_int_equal(nps_cube_add_arrow(cube, &frame.schema, &frame.array, OPTIONS("answer", NULL, 0), &detail),
                     NPS_ERROR_KEY);
    assert_string_equal(detail.text, "row 1, key region: a text of a cube has no zero byte, got one of 2 bytes");
    assert_int_equal(nps_cube_count(cube), 0);
    nps_cube_destroy(cube);
}

static void test_bad_arguments(void **state)
{
    struct table *table = new_table(10, 4);
    const nps_cube_key keys[] = {{"shop", NPS_CUBE_NULL}};
    nps_cube *cube = new_cube(), *shops;
    nps_column column, answers;
    nps_error_detail detail;
    struct frame frame;
    nps_cube_arrow_options options;
    (void)state;
    frame_of(&frame, table, 0, ROWS);
    assert_int_equal(add_frame(NULL, &frame, &detail), NPS_ERROR_NULL);
    assert_int_equal(nps_cube_add_arrow(cube, NULL, &frame.frame.array, OPTIONS("answer", NULL, 0), NULL),
                     NPS_ERROR_NULL);
    assert_int_equal(nps_cube_add_arrow(cube, &frame.frame.schema, &frame.frame.array, NULL, NULL), NPS_ERROR_NULL);
    assert_int_equal(nps_cube_add_arrow(cube, &frame.frame.schema, &frame.frame.array, OPTIONS(NULL, NULL, 0), NULL),
                     NPS_ERROR_NULL);
    assert_int_equal(
        nps_cube_add_arrow(cube, &frame.frame.schema, &frame.frame.array, OPTIONS("answer", NULL, 1), NULL),
        NPS_ERROR_NULL);
    nps_cube_arrow_options_init(NULL, "answer");
    nps_cube_arrow_options_init(&options, "answer");
    options.size = 1;
    assert_int_equal(nps_cube_add_arrow(cube, &frame.frame.schema, &frame.frame.array, &options, NULL), NPS_ERROR_SIZE);

    nps_column_init(&column, NPS_COLUMN_I64, table->shops, ROWS);
    nps_column_init(&answers, NPS_COLUMN_U8, table->answers, ROWS - 1);
    assert_ok(nps_cube_create(keys, 1, NULL, &shops));
    assert_int_equal(nps_cube_add_columns(NULL, &column, &answers, NULL), NPS_ERROR_NULL);
    assert_int_equal(nps_cube_add_columns(shops, NULL, &answers, NULL), NPS_ERROR_NULL);
    assert_int_equal(nps_cube_add_columns(shops, &column, NULL, &detail), NPS_ERROR_NULL);
    assert_int_equal(nps_cube_add_columns(shops, &column, &answers, &detail), NPS_ERROR_COLUMN);
    assert_string_equal(detail.text, "key shop: expected as many values as answers, 19999, got 20000");
    assert_int_equal(nps_cube_count(shops), 0);
    nps_cube_destroy(shops);
    nps_cube_destroy(cube);
    free(table);
}

/* Without memory the call fails and changes nothing, or it works without its tables; `for_good` or at one call. */
static void fail_at_each_allocation(const struct table *table, const struct frame *frame, bool for_good)
{
    struct failing failing = {0};
    const nps_allocator allocator = {&failing, failing_allocate, failing_release};
    nps_cube *rows = new_cube();
    nps_status status = NPS_ERROR_MEMORY;
    size_t tried, failed = 0;
    add_rows(rows, table, 0, (size_t)frame->frame.array.length);
    for (tried = 1; status || failing.calls >= failing.fail_at; tried++) {
        nps_cube *cube;
        failing.fail_at = 0;
        failing.for_good = false;
        cube = new_cube_of(NPS_CUBE_NULL, NPS_CUBE_NULL, NPS_CUBE_NULL, &allocator, 0);
        failing.calls = 0;
        failing.fail_at = tried;
        failing.for_good = for_good;
        status = add_frame(cube, frame, NULL);
        if (status) {
            assert_int_equal(status, NPS_ERROR_MEMORY);
            assert_int_equal(nps_cube_count(cube), 0);
            failed++;
        } else {
            assert_same(cube, rows);
        }
        nps_cube_destroy(cube);
        assert_int_equal(failing.bytes, 0);
    }
    assert_true(failed > 5);
    nps_cube_destroy(rows);
}

static void test_memory(void **state)
{
    struct table *table = new_table(60, 6);
    struct frame frame;
    (void)state;
    frame_of(&frame, table, 0, 2500);
    fail_at_each_allocation(table, &frame, true);
    fail_at_each_allocation(table, &frame, false);
    free(table);
}

static void test_the_budget(void **state)
{
    struct table *table = new_table(1000, 6);
    nps_cube *cube = new_cube_of(NPS_CUBE_NULL, NPS_CUBE_NULL, NPS_CUBE_NULL, NULL, 1 << 20);
    struct frame frame;
    (void)state;
    frame_of(&frame, table, 0, ROWS);
    assert_int_equal(add_frame(cube, &frame, NULL), NPS_ERROR_MEMORY);
    assert_int_equal(nps_cube_count(cube), 0);
    nps_cube_destroy(cube);
    free(table);
}

static void test_interruptions(void **state)
{
    struct table *table = new_table(1000, 6);
    struct frame frame;
    nps_cube *cube = new_cube();
    nps_status status = NPS_ERROR_INTERRUPTED;
    int patience;
    (void)state;
    frame_of(&frame, table, 0, ROWS);
    for (patience = 1; status == NPS_ERROR_INTERRUPTED; patience++) {
        struct caller caller;
        nps_cube_arrow_options options = *OPTIONS("answer", NULL, 0);
        options.interrupt = stop_at(&caller, patience);
        status = nps_cube_add_arrow(cube, &frame.frame.schema, &frame.frame.array, &options, NULL);
        assert_int_equal(nps_cube_count(cube) != 0, status == NPS_OK);
    }
    assert_true(patience > 3);
    nps_cube_destroy(cube);
    free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_frames_are_counted_as_rows),
        cmocka_unit_test(test_streams_are_counted_as_rows),
        cmocka_unit_test(test_dictionaries),
        cmocka_unit_test(test_types),
        cmocka_unit_test(test_columns_are_counted_as_rows),
        cmocka_unit_test(test_a_cube_without_keys),
        cmocka_unit_test(test_errors_name_the_key_and_the_row),
        cmocka_unit_test(test_a_text_with_a_zero_byte),
        cmocka_unit_test(test_bad_arguments),
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_the_budget),
        cmocka_unit_test(test_interruptions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
