/* Arrow arrays built by hand, compared with columns and with loops that decode them naively.
 * SPDX-License-Identifier: MIT */
#include "arrow_arrays.h"

#include <stdlib.h>

static const nps_accumulator EMPTY = {{0}, 0, 0};

enum { ROWS = 1500 };

static uint8_t bits[ROWS / 8 + 8];

static int is_set(const uint8_t *bitmap, size_t bit)
{
    return bitmap[bit / 8] >> (bit % 8) & 1;
}

static void draw_bits(uint64_t *random)
{
    size_t i;
    for (i = 0; i < sizeof bits; i++)
        bits[i] = (uint8_t)(next_random(random) | next_random(random));
}

static void add(nps_accumulator *to, const arrow *from, const char *child)
{
    nps_error_detail detail = {""};
    const nps_status status =
        nps_accumulator_add_arrow(to, &from->schema, &from->array, ARROW_OPTIONS(child, NULL, 0), &detail);
    if (status)
        print_error("%s\n", detail.text);
    assert_ok(status);
}

/* Arrays of each format, with an offset, nulls and missing codes, equal the corresponding columns. */
static void arrays_of_every_format_equal_columns(void **state)
{
    static const struct {
        const char *format;
        nps_column_type type;
        size_t width;
    } formats[] = {{"C", NPS_COLUMN_U8, 1},  {"c", NPS_COLUMN_I8, 1},  {"S", NPS_COLUMN_U16, 2},
                   {"s", NPS_COLUMN_I16, 2}, {"I", NPS_COLUMN_U32, 4}, {"i", NPS_COLUMN_I32, 4},
                   {"L", NPS_COLUMN_U64, 8}, {"l", NPS_COLUMN_I64, 8}, {"f", NPS_COLUMN_F32, 4},
                   {"g", NPS_COLUMN_F64, 8}};
    static const int64_t codes[] = {3, 9};
    static unsigned char values[ROWS * 8];
    uint64_t random = 1;
    size_t f, i;
    (void)state;
    draw_bits(&random);
    for (f = 0; f < sizeof formats / sizeof *formats; f++)
        for (i = 0; i < 40; i++) {
            const size_t offset = (size_t)next_below(&random, 20), length = (size_t)next_below(&random, ROWS - 20);
            nps_accumulator actual = EMPTY, expected = EMPTY;
            nps_column column;
            arrow numbers;
            size_t row;
            for (row = 0; row < ROWS; row++) {
                const int64_t value = (int64_t)next_below(&random, 13) - 1;
                const float narrow = (float)value;
                const double wide = (double)value;
                const void *from = formats[f].type == NPS_COLUMN_F32   ? (const void *)&narrow
                                   : formats[f].type == NPS_COLUMN_F64 ? (const void *)&wide
                                                                       : (const void *)&value;
                memcpy(values + row * formats[f].width, from, formats[f].width);
            }
            nps_column_init(&column, formats[f].type, values + offset * formats[f].width, length);
            column.validity = i % 2 ? bits : NULL;
            column.validity_offset = offset;
            column.missing_codes = codes;
            column.missing_code_count = i % 3;
            arrow_init(&numbers, formats[f].format, "", length, i % 2 ? bits : NULL, values);
            numbers.array.offset = (int64_t)offset;
            assert_ok(nps_accumulator_add_arrow(&actual, &numbers.schema, &numbers.array,
                                                ARROW_OPTIONS(NULL, codes, i % 3), NULL));
            assert_ok(nps_accumulator_add_column(&expected, &column));
            assert_accumulator_equal(&actual, &expected);
        }
}

/* Children have the offset and the length of their struct, and its nulls. */
static void a_child_of_a_struct_has_the_offset_and_length_of_the_struct(void **state)
{
    static uint8_t answers[ROWS], others[ROWS];
    uint8_t own[sizeof bits];
    uint64_t random = 2;
    int round;
    (void)state;
    for (round = 0; round < 100; round++) {
        const size_t cut = (size_t)next_below(&random, 30), offset = (size_t)next_below(&random, 30);
        const size_t length = (size_t)next_below(&random, ROWS - 60);
        nps_accumulator actual = EMPTY, expected = EMPTY;
        arrow frame, child, other;
        size_t row;
        draw_bits(&random);
        memcpy(own, bits, sizeof own);
        draw_bits(&random);
        for (row = 0; row < ROWS; row++)
            answers[row] = (uint8_t)next_below(&random, 13);
        arrow_init(&other, "C", "other", ROWS, NULL, others);
        arrow_init(&child, "C", "answer", ROWS - offset, round % 2 ? own : NULL, answers);
        child.array.offset = (int64_t)offset;
        arrow_init_struct(&frame, length, round % 4 < 2 ? bits : NULL);
        frame.array.offset = (int64_t)cut;
        arrow_add_child(&frame, &other);
        arrow_add_child(&frame, &child);
        for (row = 0; row < length; row++) {
            const int null =
                (round % 2 && !is_set(own, offset + cut + row)) || (round % 4 < 2 && !is_set(bits, cut + row));
            if (null)
                assert_ok(nps_accumulator_add_missing(&expected, 1));
            else
                assert_ok(nps_accumulator_add(&expected, answers[offset + cut + row]));
        }
        add(&actual, &frame, "answer");
        assert_accumulator_equal(&actual, &expected);
    }
}

/* Indices of every format into values with nulls, with offsets on both. */
static void a_dictionary_is_decoded(void **state)
{
    static const char *const formats[] = {"c", "C", "s", "S", "i", "I", "l", "L"};
    static const size_t widths[] = {1, 1, 2, 2, 4, 4, 8, 8};
    static const double values[] = {99, 9, 7.5, 10, 3, 11, 0, 98, 5};
    static const uint8_t valid_values[] = {0xF7, 0x01}; /* 10 is null */
    static const int64_t code = 98;
    static unsigned char indices[ROWS * 8];
    uint64_t random = 3;
    size_t f;
    (void)state;
    for (f = 0; f < sizeof formats / sizeof *formats; f++) {
        nps_accumulator actual = EMPTY, expected = EMPTY;
        arrow encoded, dictionary;
        size_t row;
        draw_bits(&random);
        arrow_init(&dictionary, "g", NULL, 8, valid_values, values);
        dictionary.array.offset = 1;
        arrow_init(&encoded, formats[f], "", ROWS - 7, bits, indices);
        encoded.array.offset = 7;
        arrow_encode(&encoded, &dictionary);
        for (row = 0; row < ROWS; row++) {
            /* The value stored in a null row is ignored. */
            const uint64_t index = is_set(bits, row) ? next_below(&random, 8) : 200;
            const double value = is_set(bits, row) ? values[index + 1] : 0;
            const uint8_t u8 = (uint8_t)index;
            const uint16_t u16 = (uint16_t)index;
            const uint32_t u32 = (uint32_t)index;
            const void *const by_width[] = {NULL, &u8, &u16, NULL, &u32, NULL, NULL, NULL, &index};
            memcpy(indices + row * widths[f], by_width[widths[f]], widths[f]);
            if (row < 7)
                continue;
            if (!is_set(bits, row) || index == 2 || value == 98)
                expected.missing++;
            else if (value == 7.5 || value == 11)
                expected.invalid++;
            else
                expected.answers[(int)value]++;
        }
        assert_ok(
            nps_accumulator_add_arrow(&actual, &encoded.schema, &encoded.array, ARROW_OPTIONS(NULL, &code, 1), NULL));
        assert_accumulator_equal(&actual, &expected);
    }
}

static void a_stream_is_the_sum_of_its_arrays(void **state)
{
    static const uint8_t answers[] = {10, 9, 3, 11};
    nps_accumulator a = EMPTY;
    nps_error_detail detail = {""};
    arrow_stream stream;
    arrow chunks[3];
    (void)state;
    arrow_init(&chunks[0], "C", "", 4, NULL, answers);
    arrow_init(&chunks[1], "C", "", 0, NULL, NULL);
    arrow_init(&chunks[2], "C", "", 2, NULL, answers);
    arrow_stream_init(&stream, chunks, 3);
    assert_ok(nps_accumulator_add_arrow_stream(&a, &stream.stream, NULL, &detail));
    assert_int_equal(a.answers[10], 2);
    assert_int_equal(a.answers[9], 2);
    assert_int_equal(a.invalid, 1);
    assert_int_equal(stream.living, 0);
    assert_int_equal(stream.schema_living, 0);
    assert_non_null(stream.stream.release);
    assert_string_equal(detail.text, "");
}

static void a_stream_that_fails_changes_nothing(void **state)
{
    static const uint8_t answers[] = {10, 9, 3, 11};
    nps_accumulator a = EMPTY;
    nps_error_detail detail = {""};
    arrow_stream stream;
    arrow chunks[2];
    (void)state;
    arrow_init(&chunks[0], "C", "", 4, NULL, answers);
    arrow_init(&chunks[1], "C", "", 4, NULL, answers);
    arrow_stream_init(&stream, chunks, 2);
    stream.fail_at = 1;
    stream.error = "disk\nfull";
    assert_status(nps_accumulator_add_arrow_stream(&a, &stream.stream, NULL, &detail), NPS_ERROR_UNAVAILABLE);
    assert_string_equal(detail.text, "Arrow: the stream failed with error 5: disk?full");
    assert_int_equal(stream.living, 0);
    arrow_stream_init(&stream, chunks, 2);
    stream.schema_error = 12;
    assert_status(nps_accumulator_add_arrow_stream(&a, &stream.stream, NULL, &detail), NPS_ERROR_UNAVAILABLE);
    assert_string_equal(detail.text, "Arrow: the stream failed with error 12: its producer does not say why");
    stream.stream.get_last_error = NULL;
    assert_status(nps_accumulator_add_arrow_stream(&a, &stream.stream, NULL, NULL), NPS_ERROR_UNAVAILABLE);
    /* An array that is refused is released too. */
    arrow_stream_init(&stream, chunks, 2);
    chunks[1].array.n_buffers = 1;
    assert_status(nps_accumulator_add_arrow_stream(&a, &stream.stream, NULL, NULL), NPS_ERROR_COLUMN);
    assert_int_equal(stream.living, 0);
    assert_int_equal(stream.schema_living, 0);
    chunks[1].array.n_buffers = 2;
    arrow_stream_init(&stream, chunks, 2);
    a.answers[10] = UINT64_MAX - 1;
    assert_status(nps_accumulator_add_arrow_stream(&a, &stream.stream, NULL, &detail), NPS_ERROR_OVERFLOW);
    assert_int_equal(a.answers[9], 0);
    a.answers[10] = 0;
    release_stream(&stream.stream);
    assert_status(nps_accumulator_add_arrow_stream(&a, &stream.stream, NULL, NULL), NPS_ERROR_COLUMN);
    assert_status(nps_accumulator_add_arrow_stream(&a, NULL, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_accumulator_add_arrow_stream(NULL, &stream.stream, NULL, NULL), NPS_ERROR_NULL);
    assert_accumulator_equal(&a, &EMPTY);
}

static void assert_refused_at(const arrow *array, const char *child, nps_status expected, const char *text,
                              const char *file, int line)
{
    nps_accumulator a = EMPTY;
    nps_error_detail detail = {""};
    assert_status_at(
        nps_accumulator_add_arrow(&a, &array->schema, &array->array, ARROW_OPTIONS(child, NULL, 0), &detail), expected,
        text, file, line);
    assert_status_at(nps_accumulator_add_arrow(&a, &array->schema, &array->array, ARROW_OPTIONS(child, NULL, 0), NULL),
                     expected, text, file, line);
    if (strcmp(detail.text, text) != 0) {
        print_error("\"%s\", expected \"%s\"\n", detail.text, text);
        _fail(file, line);
    }
    assert_accumulator_equal(&a, &EMPTY);
}
#define assert_refused(array, child, expected, text) assert_refused_at(array, child, expected, text, __FILE__, __LINE__)

static void other_formats_are_named(void **state)
{
    static const char *const formats[][2] = {
        {"u", " (texts): make numbers of them first"},
        {"vu", " (texts): make numbers of them first"},
        {"z", " (bytes): make numbers of them first"},
        {"b", " (booleans): true is not the answer 1"},
        {"tdD", " (dates)"},
        {"tsu:UTC", " (timestamps)"},
        {"tts", " (times of day)"},
        {"tDs", " (durations)"},
        {"+s", " (a table)"},
        {"+l", " (lists)"},
        {"d:10", " (decimals)"},
        {"d:10,2,16", " (decimals)"},
        {"d:10,2,", " (decimals)"},
        {"d:10,2x", " (decimals)"},
        {"d:10,99999", " (decimals)"},
        {"d:0,2", " (decimals)"},
        {"d:,2", " (decimals)"},
        {"d", ""},
        {"CC", ""},
        {"", ""},
    };
    static const uint8_t answers[] = {10, 9};
    char text[160];
    arrow array;
    size_t i;
    (void)state;
    for (i = 0; i < sizeof formats / sizeof *formats; i++) {
        arrow_init(&array, formats[i][0], "", 2, NULL, answers);
        snprintf(text, sizeof text, "Arrow: expected numbers as answers, got format \"%s\"%s", formats[i][0],
                 formats[i][1]);
        assert_refused(&array, NULL, NPS_ERROR_COLUMN, text);
    }
    arrow_init(&array, "\x1b[31m", "", 2, NULL, answers);
    assert_refused(&array, NULL, NPS_ERROR_COLUMN, "Arrow: expected numbers as answers, got format \"?[31m\"");
    arrow_init(&array, "b", "score", 2, NULL, answers);
    assert_refused(&array, NULL, NPS_ERROR_COLUMN,
                   "Arrow: column \"score\": expected numbers as answers, got format \"b\" (booleans): "
                   "true is not the answer 1");
    arrow_init(&array, "C", "", 2, NULL, answers);
    assert_refused(&array, "answer", NPS_ERROR_COLUMN,
                   "Arrow: expected a struct (+s) with named children, got format \"C\"");
}

static void impossible_arrays_are_refused(void **state)
{
    static const uint8_t answers[] = {10, 9};
    arrow array;
    (void)state;
#define REFUSE(change, text)                                                                                           \
    do {                                                                                                               \
        arrow_init(&array, "C", "", 2, NULL, answers);                                                                 \
        change;                                                                                                        \
        assert_refused(&array, NULL, NPS_ERROR_COLUMN, text);                                                          \
    } while (0)
    REFUSE(array.schema.release = NULL, "Arrow: a schema was released");
    REFUSE(array.array.release = NULL, "Arrow: an array was released");
    REFUSE(array.schema.format = NULL, "Arrow: a schema has no format");
    REFUSE(array.array.length = -1, "Arrow: a length of -1 from 0 on is impossible");
    REFUSE(array.array.offset = -2, "Arrow: a length of 2 from -2 on is impossible");
    REFUSE(array.array.offset = INT64_MAX, "Arrow: a length of 2 from 9223372036854775807 on is impossible");
    REFUSE(array.array.length = INT64_MAX, "Arrow: a length of 9223372036854775807 from 0 on is impossible");
    REFUSE(array.array.null_count = -2, "Arrow: -2 nulls in 2 values");
    REFUSE(array.array.null_count = 3, "Arrow: 3 nulls in 2 values");
    REFUSE(array.array.null_count = 1, "Arrow: 1 nulls without a validity bitmap");
    REFUSE(array.array.n_buffers = 0, "Arrow: an array without buffers");
    REFUSE(array.array.n_buffers = -1, "Arrow: an array without buffers");
    REFUSE(array.array.buffers = NULL, "Arrow: an array without buffers");
    REFUSE(array.array.n_buffers = 1, "Arrow: format \"C\" has 2 buffers, got 1");
    REFUSE(array.array.n_buffers = 3, "Arrow: format \"C\" has 2 buffers, got 3");
    REFUSE(array.buffers[1] = NULL, "Arrow: buffer 1 is NULL");
    REFUSE(array.schema.dictionary = &array.schema, "Arrow: the schema has a dictionary, and the array has none");
#undef REFUSE
    arrow_init(&array, "C", "", 0, NULL, NULL);
    assert_refused(&array, NULL, NPS_OK, "");
    arrow_init(&array, "C", "", 2, NULL, answers);
    array.array.null_count = -1;
    assert_int_equal(nps_accumulator_add_arrow(&(nps_accumulator){{0}, 0, 0}, &array.schema, &array.array, NULL, NULL),
                     NPS_OK);
}

static void impossible_structs_are_refused(void **state)
{
    static const uint8_t answers[] = {10, 9};
    arrow frame, child;
    (void)state;
#define REFUSE(change, status, text)                                                                                   \
    do {                                                                                                               \
        arrow_init(&child, "C", "answer", 2, NULL, answers);                                                           \
        arrow_init_struct(&frame, 2, NULL);                                                                            \
        arrow_add_child(&frame, &child);                                                                               \
        change;                                                                                                        \
        assert_refused(&frame, "answer", status, text);                                                                \
    } while (0)
    REFUSE(child.schema.name = "other", NPS_ERROR_NOT_FOUND, "Arrow: no child is called \"answer\"");
    REFUSE(child.schema.name = NULL, NPS_ERROR_NOT_FOUND, "Arrow: no child is called \"answer\"");
    REFUSE(frame.child_schemas[0] = NULL, NPS_ERROR_NOT_FOUND, "Arrow: no child is called \"answer\"");
    REFUSE(frame.child_arrays[0] = NULL, NPS_ERROR_NULL, "Arrow: an array is NULL");
    REFUSE(frame.array.n_children = 2, NPS_ERROR_COLUMN, "Arrow: 1 children in the schema and 2 in the array");
    REFUSE(frame.schema.n_children = frame.array.n_children = -1, NPS_ERROR_COLUMN,
           "Arrow: -1 children in the schema and -1 in the array");
    REFUSE(frame.schema.children = NULL, NPS_ERROR_COLUMN, "Arrow: a struct without its children");
    REFUSE(frame.array.children = NULL, NPS_ERROR_COLUMN, "Arrow: a struct without its children");
    REFUSE(child.array.length = 1, NPS_ERROR_COLUMN, "Arrow: 2 rows of a struct have 1 values of a child");
    REFUSE(frame.array.offset = 1, NPS_ERROR_COLUMN, "Arrow: 3 rows of a struct have 2 values of a child");
    REFUSE(child.array.release = NULL, NPS_ERROR_COLUMN, "Arrow: an array was released");
    REFUSE(frame.array.n_buffers = 0, NPS_ERROR_COLUMN, "Arrow: an array without buffers");
#undef REFUSE
}

static void impossible_dictionaries_are_refused(void **state)
{
    static const int8_t indices[] = {1, 0}, beyond[] = {0, 2}, negative[] = {0, -1};
    static const uint8_t answers[] = {10, 9};
    static const double floats[] = {0, 1};
    arrow encoded, values, inner;
    (void)state;
    arrow_init(&inner, "C", "", 2, NULL, answers);
#define REFUSE(change, text)                                                                                           \
    do {                                                                                                               \
        arrow_init(&encoded, "c", "", 2, NULL, indices);                                                               \
        arrow_init(&values, "C", "", 2, NULL, answers);                                                                \
        arrow_encode(&encoded, &values);                                                                               \
        change;                                                                                                        \
        assert_refused(&encoded, NULL, NPS_ERROR_COLUMN, text);                                                        \
    } while (0)
    REFUSE(encoded.buffers[1] = beyond, "Arrow: row 1 has an index outside its dictionary of 2");
    REFUSE(encoded.buffers[1] = negative, "Arrow: row 1 has an index outside its dictionary of 2");
    REFUSE(arrow_encode(&values, &inner), "Arrow: a dictionary in a dictionary");
    REFUSE(values.schema.format = "u",
           "Arrow: expected numbers as answers, got format \"u\" (texts): make numbers of them first");
    REFUSE(values.array.release = NULL, "Arrow: an array was released");
    REFUSE((encoded.schema.format = "g", encoded.buffers[1] = floats),
           "Arrow: expected integers as indices, got format \"g\"");
#undef REFUSE
}

static void bad_arguments_return_statuses(void **state)
{
    static const uint8_t answers[] = {10, 9};
    nps_accumulator a = EMPTY;
    arrow array;
    (void)state;
    arrow_init(&array, "C", "", 2, NULL, answers);
    assert_status(nps_accumulator_add_arrow(NULL, &array.schema, &array.array, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_accumulator_add_arrow(&a, NULL, &array.array, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_accumulator_add_arrow(&a, &array.schema, NULL, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_accumulator_add_arrow(&a, &array.schema, &array.array, ARROW_OPTIONS(NULL, NULL, 1), NULL),
                  NPS_ERROR_NULL);
    a.answers[9] = UINT64_MAX;
    assert_status(nps_accumulator_add_arrow(&a, &array.schema, &array.array, NULL, NULL), NPS_ERROR_OVERFLOW);
    assert_int_equal(a.answers[10], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arrays_of_every_format_equal_columns),
        cmocka_unit_test(a_child_of_a_struct_has_the_offset_and_length_of_the_struct),
        cmocka_unit_test(a_dictionary_is_decoded),
        cmocka_unit_test(a_stream_is_the_sum_of_its_arrays),
        cmocka_unit_test(a_stream_that_fails_changes_nothing),
        cmocka_unit_test(other_formats_are_named),
        cmocka_unit_test(impossible_arrays_are_refused),
        cmocka_unit_test(impossible_structs_are_refused),
        cmocka_unit_test(impossible_dictionaries_are_refused),
        cmocka_unit_test(bad_arguments_return_statuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
