/* Answers and keys of Arrow types that no column has: nulls only, half floats, decimals, runs, booleans, days, times.
 * SPDX-License-Identifier: MIT */
#include "arrow_arrays.h"

#include <math.h>
#include <nps/nps.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static const nps_accumulator EMPTY;

enum { WIDEST = 32 };

/* ---- answers ---- */

static nps_accumulator count(arrow *array, const int64_t *codes, size_t code_count)
{
    nps_accumulator counted = EMPTY;
    assert_ok(nps_accumulator_add_arrow(&counted, &array->schema, &array->array, ARROW_OPTIONS(NULL, codes, code_count),
                                        NULL));
    return counted;
}

static void assert_answers_refused(arrow *array, nps_status expected, const char *text)
{
    nps_accumulator counted = EMPTY;
    nps_error_detail detail;
    assert_status(nps_accumulator_add_arrow(&counted, &array->schema, &array->array, NULL, &detail), expected);
    assert_string_equal(detail.text, text);
    assert_memory_equal(&counted, &EMPTY, sizeof EMPTY);
}

static void nulls_are_missing(void **state)
{
    const uint8_t indices[] = {0, 0, 0};
    nps_accumulator counted;
    arrow array, indexed;
    (void)state;
    arrow_init(&array, "n", "", 700, NULL, NULL);
    array.array.n_buffers = 0;
    array.array.buffers = NULL;
    array.array.null_count = 700;
    counted = count(&array, NULL, 0);
    assert_int_equal(counted.missing, 700);
    arrow_init(&indexed, "C", "", 3, NULL, indices);
    arrow_encode(&indexed, &array);
    counted = count(&indexed, NULL, 0);
    assert_int_equal(counted.missing, 3);
}

/* Every half float, against its definition. */
static void half_floats_are_exact(void **state)
{
    static uint16_t halves[65536];
    const int64_t code = 98;
    nps_accumulator expected = EMPTY, counted;
    arrow array;
    size_t i;
    (void)state;
    for (i = 0; i < 65536; i++) {
        const int exponent = (int)(i >> 10 & 31), mantissa = (int)(i & 1023);
        const double size = exponent ? ldexp(1 + mantissa / 1024.0, exponent - 15) : ldexp(mantissa / 1024.0, -14);
        const double value = i >> 15 ? -size : size;
        halves[i] = (uint16_t)i;
        if ((exponent == 31 && mantissa) || value == 98)
            expected.missing++;
        else if (exponent < 31 && value >= 0 && value <= 10 && value == floor(value))
            expected.answers[(size_t)value]++;
        else
            expected.invalid++;
    }
    arrow_init(&array, "e", "", 65536, NULL, halves);
    counted = count(&array, &code, 1);
    assert_memory_equal(&counted, &expected, sizeof expected);
    assert_int_equal(counted.answers[0], 2);
}

static bool is_big_endian(void)
{
    const uint16_t one = 1;
    return *(const unsigned char *)&one == 0;
}

/* Writes value * 10^zeros + more in two's complement, byte by byte. */
static void put_decimal(unsigned char *at, size_t width, int64_t value, int zeros, int more)
{
    unsigned char bytes[WIDEST];
    size_t i;
    int k;
    for (i = 0; i < WIDEST; i++)
        bytes[i] = (unsigned char)(i < 8 ? (uint64_t)value >> 8 * i : value < 0 ? 0xFF : 0);
    for (k = 0; k < zeros; k++) {
        unsigned carry = 0;
        for (i = 0; i < WIDEST; i++) {
            carry += bytes[i] * 10U;
            bytes[i] = (unsigned char)carry;
            carry >>= 8;
        }
    }
    for (i = 0; i < WIDEST; i++) {
        const int sum = bytes[i] + more;
        bytes[i] = (unsigned char)sum;
        more = sum < 0 ? -1 : sum >> 8;
    }
    for (i = 0; i < width; i++)
        at[i] = bytes[is_big_endian() ? width - 1 - i : i];
}

static void decimals_are_compared_exactly(void **state)
{
    static const struct {
        size_t width;
        int largest_scale;
    } widths[] = {{4, 7}, {8, 16}, {16, 36}, {32, 74}};
    const int64_t code = 99;
    size_t i;
    int scale;
    (void)state;
    for (i = 0; i < sizeof widths / sizeof widths[0]; i++)
        for (scale = 0; scale <= widths[i].largest_scale; scale++) {
            unsigned char values[18 * WIDEST] = {0};
            nps_accumulator counted;
            char format[40];
            arrow array;
            int answer;
            for (answer = -2; answer <= 12; answer++)
                put_decimal(values + (size_t)(answer + 2) * widths[i].width, widths[i].width, answer, scale, 0);
            put_decimal(values + 15 * widths[i].width, widths[i].width, 99, scale, 0);
            put_decimal(values + 16 * widths[i].width, widths[i].width, 9, scale, 1); /* 9.00...01, or 10 */
            put_decimal(values + 17 * widths[i].width, widths[i].width, 9, scale, -1);
            (void)snprintf(format, sizeof format, "d:9,%d,%d", scale, (int)widths[i].width * 8);
            arrow_init(&array, format, "", 18, NULL, values);
            counted = count(&array, &code, 1);
            for (answer = 0; answer <= 10; answer++)
                assert_int_equal(counted.answers[answer], 1 + (scale == 0 && (answer == 10 || answer == 8)));
            assert_int_equal(counted.missing, 1);
            assert_int_equal(counted.invalid, scale == 0 ? 4 : 6);
        }
}

static void decimals_of_any_scale(void **state)
{
    static const uint8_t valid[] = {0x7};
    unsigned char values[4 * WIDEST];
    nps_accumulator counted;
    arrow array;
    (void)state;
    put_decimal(values, 16, 1, 0, 0); /* of scale -1 the answer 10 */
    put_decimal(values + 16, 16, 0, 0, 0);
    put_decimal(values + 32, 16, 2, 0, 0);
    put_decimal(values + 48, 16, 1, 0, 0);
    arrow_init(&array, "d:1,-1", "", 4, valid, values);
    counted = count(&array, NULL, 0);
    assert_int_equal(counted.answers[10], 1);
    assert_int_equal(counted.answers[0], 1);
    assert_int_equal(counted.invalid, 1);
    assert_int_equal(counted.missing, 1);
    array.schema.format = "d:1,-9999"; /* too large for any integer */
    counted = count(&array, NULL, 0);
    assert_int_equal(counted.invalid, 2);
    assert_int_equal(counted.answers[0], 1);
    array.schema.format = "d:1,9999"; /* too small for any but 0 */
    counted = count(&array, NULL, 0);
    assert_int_equal(counted.invalid, 2);
    assert_int_equal(counted.answers[0], 1);
    memset(values, 0x80, sizeof values);
    array.schema.format = "d:38,2,256";
    array.array.length = 2;
    counted = count(&array, NULL, 0);
    assert_int_equal(counted.invalid, 2);
}

/* ---- runs ---- */

enum { ROWS = 3000 };

/* A column in runs, and the same column plain. */
struct runs {
    size_t count;
    int64_t ends[ROWS];
    int32_t narrow_ends[ROWS];
    int16_t narrowest_ends[ROWS];
    int16_t values[ROWS], plain[ROWS];
    uint8_t valid[ROWS / 8 + 1], plain_valid[ROWS / 8 + 1];
    arrow array, children[2];
};

static void make_runs(struct runs *self, const char *name, uint64_t *random, unsigned kinds, unsigned longest)
{
    size_t row = 0, end;
    memset(self, 0, sizeof *self);
    for (; row < ROWS; self->count++) {
        const bool is_valid = next_below(random, 5) != 0;
        const size_t run = self->count;
        end = row + 1 + next_below(random, longest);
        end = end < ROWS ? end : ROWS;
        self->ends[run] = (int64_t)end;
        self->narrow_ends[run] = (int32_t)end;
        self->narrowest_ends[run] = (int16_t)end;
        self->values[run] = (int16_t)next_below(random, kinds);
        if (is_valid)
            self->valid[run / 8] = (uint8_t)(self->valid[run / 8] | 1U << run % 8);
        for (; row < end; row++) {
            self->plain[row] = self->values[run];
            if (is_valid)
                self->plain_valid[row / 8] = (uint8_t)(self->plain_valid[row / 8] | 1U << row % 8);
        }
    }
    arrow_init(&self->array, "+r", name, ROWS, NULL, NULL);
    self->array.array.n_buffers = 0;
    self->array.schema.children = self->array.child_schemas;
    self->array.array.children = self->array.child_arrays;
    arrow_init(&self->children[0], "l", "run_ends", self->count, NULL, self->ends);
    arrow_init(&self->children[1], "s", "values", self->count, self->valid, self->values);
    arrow_add_child(&self->array, &self->children[0]);
    arrow_add_child(&self->array, &self->children[1]);
}

static void narrow(struct runs *self, size_t kind)
{
    self->children[0].schema.format = kind == 0 ? "l" : kind == 1 ? "i" : "s";
    self->children[0].buffers[1] = kind == 0   ? (const void *)self->ends
                                   : kind == 1 ? (const void *)self->narrow_ends
                                               : (const void *)self->narrowest_ends;
}

static void runs_are_like_plain_rows(void **state)
{
    struct runs *answers = calloc(1, sizeof *answers), *keys = calloc(1, sizeof *keys);
    static uint8_t present[ROWS / 8 + 1];
    uint64_t random = 1;
    size_t i;
    (void)state;
    assert_non_null(answers);
    assert_non_null(keys);
    for (i = 0; i < 60; i++) {
        const size_t first = i % 3 ? next_below(&random, ROWS) : 0, rows = next_below(&random, ROWS - first + 1);
        arrow encoded, plain, plain_answers, plain_keys;
        nps_groups *groups[2];
        nps_accumulator counted[2], rest[2] = {EMPTY, EMPTY};
        nps_groups_options options;
        unsigned k;
        make_runs(answers, "answer", &random, 13, i % 2 ? 3 : 200);
        make_runs(keys, "key", &random, 30, i % 4 ? 900 : 2);
        narrow(answers, i % 3);
        narrow(keys, i / 3 % 3);
        for (k = 0; k < sizeof present; k++)
            present[k] = (uint8_t)(next_random(&random) | 0x55);
        arrow_init(&plain_answers, "s", "answer", ROWS, answers->plain_valid, answers->plain);
        arrow_init(&plain_keys, "s", "key", ROWS, keys->plain_valid, keys->plain);
        arrow_init_struct(&encoded, rows, i % 5 ? NULL : present);
        arrow_init_struct(&plain, rows, i % 5 ? NULL : present);
        encoded.array.offset = plain.array.offset = (int64_t)first;
        arrow_add_child(&encoded, &answers->array);
        arrow_add_child(&encoded, &keys->array);
        arrow_add_child(&plain, &plain_answers);
        arrow_add_child(&plain, &plain_keys);
        nps_groups_options_init(&options);
        options.key_type = NPS_KEY_INTEGER;
        for (k = 0; k < 2; k++) {
            const arrow *frame = k ? &plain : &encoded;
            nps_group group;
            counted[k] = EMPTY;
            assert_ok(nps_groups_create(&options, &groups[k]));
            assert_ok(nps_accumulator_add_arrow(&counted[k], &frame->schema, &frame->array,
                                                ARROW_OPTIONS("answer", NULL, 0), NULL));
            assert_ok(nps_groups_add_arrow(groups[k], &frame->schema, &frame->array,
                                           GROUPS_ARROW_OPTIONS("key", "answer", NULL, 0), &rest[k], NULL));
            assert_status(nps_groups_get(groups[k], nps_groups_count(groups[k]), &group), NPS_ERROR_NOT_FOUND);
        }
        assert_memory_equal(&counted[0], &counted[1], sizeof EMPTY);
        assert_memory_equal(&rest[0], &rest[1], sizeof EMPTY);
        assert_int_equal(nps_groups_count(groups[0]), nps_groups_count(groups[1]));
        for (k = 0; k < nps_groups_count(groups[0]); k++) {
            nps_group a, b;
            assert_ok(nps_groups_get(groups[0], k, &a));
            assert_ok(nps_groups_get(groups[1], k, &b));
            assert_int_equal(a.integer, b.integer);
            assert_memory_equal(&a.accumulator, &b.accumulator, sizeof EMPTY);
        }
        nps_groups_destroy(groups[0]);
        nps_groups_destroy(groups[1]);
    }
    free(answers);
    free(keys);
}

static void impossible_runs_are_refused(void **state)
{
    struct runs *runs = calloc(1, sizeof *runs);
    static const uint8_t none[] = {0};
    uint64_t random = 5;
    arrow inner;
    (void)state;
    assert_non_null(runs);
#define REFUSE(change, text)                                                                                           \
    do {                                                                                                               \
        make_runs(runs, "", &random, 11, 40);                                                                          \
        runs->ends[0] = 3;                                                                                             \
        runs->ends[1] = 70;                                                                                            \
        change;                                                                                                        \
        assert_answers_refused(&runs->array, NPS_ERROR_COLUMN, text);                                                  \
    } while (0)
    REFUSE(runs->ends[0] = 0, "Arrow: run 0 ends at 0, after one that ends at 0");
    REFUSE(runs->ends[0] = -5, "Arrow: run 0 ends at -5, after one that ends at 0");
    REFUSE(runs->ends[1] = 3, "Arrow: run 1 ends at 3, after one that ends at 3");
    REFUSE(runs->ends[1] = INT64_MIN, "Arrow: run 1 ends at -9223372036854775808, after one that ends at 3");
    REFUSE((runs->array.array.length = 3001, runs->ends[2] = 71, runs->children[0].array.length = 3),
           "Arrow: the runs end at 71, and there are 3001 rows");
    REFUSE((runs->array.array.length = 1, runs->array.array.offset = 70, runs->children[0].array.length = 2),
           "Arrow: the runs end at 70, and there are 71 rows");
    REFUSE(runs->children[0].array.length = 0, "Arrow: the runs end at 0, and there are 3000 rows");
    REFUSE((runs->children[1].array.length = 3, runs->children[0].array.length = 4), "Arrow: 4 runs have 3 values");
    REFUSE(runs->array.array.n_children = 1, "Arrow: runs without their ends and values");
    REFUSE(runs->array.schema.n_children = 3, "Arrow: runs without their ends and values");
    REFUSE(runs->array.array.children = NULL, "Arrow: runs without their ends and values");
    REFUSE(runs->array.child_schemas[1] = NULL, "Arrow: runs without their ends and values");
    REFUSE(runs->array.child_arrays[1] = NULL, "Arrow: runs without their ends and values");
    REFUSE(runs->children[1].array.release = NULL, "Arrow: an array was released");
    REFUSE(runs->children[0].buffers[1] = NULL, "Arrow: buffer 1 is NULL");
    REFUSE(runs->children[0].array.n_buffers = 1, "Arrow: format \"l\" has 2 buffers, got 1");
    REFUSE((runs->children[0].buffers[0] = none, runs->children[0].array.null_count = 1),
           "Arrow: ends of runs are null");
    REFUSE(runs->children[0].schema.format = "L",
           "Arrow: column \"run_ends\": expected integers (s, i or l) as ends of runs, got format \"L\"");
    REFUSE((arrow_init(&inner, "C", "", 1, NULL, none), arrow_encode(&runs->children[1], &inner)),
           "Arrow: the values of runs are encoded: decode the column first");
    REFUSE(runs->children[1].schema.format = "+r", "Arrow: the values of runs are encoded: decode the column first");
    REFUSE(
        runs->children[1].schema.format = "b",
        "Arrow: column \"values\": expected numbers as answers, got format \"b\" (booleans): true is not the answer 1");
#undef REFUSE
    free(runs);
}

/* ---- keys ---- */

/* The groups of a column of keys, of integers, with the answer 9 beside each. */
static nps_status group(arrow *keys, nps_key_type type, nps_groups **groups, nps_accumulator *rest,
                        nps_error_detail *detail)
{
    static uint8_t nines[64];
    nps_groups_options options;
    arrow frame, answers;
    memset(nines, 9, sizeof nines);
    nps_groups_options_init(&options);
    options.key_type = type;
    *rest = EMPTY;
    assert_ok(nps_groups_create(&options, groups));
    keys->schema.name = "key";
    arrow_init(&answers, "C", "answer", (size_t)keys->array.length, NULL, nines);
    arrow_init_struct(&frame, (size_t)keys->array.length, NULL);
    arrow_add_child(&frame, keys);
    arrow_add_child(&frame, &answers);
    return nps_groups_add_arrow(*groups, &frame.schema, &frame.array, GROUPS_ARROW_OPTIONS("key", "answer", NULL, 0),
                                rest, detail);
}

/* In the order of their first rows; `without` rows have no key. */
static void assert_keys(arrow *keys, const int64_t *expected, size_t count, uint64_t without)
{
    nps_accumulator rest;
    nps_groups *groups;
    nps_group each;
    size_t i;
    assert_ok(group(keys, NPS_KEY_INTEGER, &groups, &rest, NULL));
    assert_int_equal(nps_groups_count(groups), count);
    for (i = 0; i < count; i++) {
        assert_ok(nps_groups_get(groups, i, &each));
        assert_true(each.integer == expected[i]);
    }
    assert_int_equal(rest.answers[9], without);
    nps_groups_destroy(groups);
}

static void assert_keys_refused(arrow *keys, nps_key_type type, nps_status expected, const char *text)
{
    nps_error_detail detail;
    nps_accumulator rest;
    nps_groups *groups;
    assert_status(group(keys, type, &groups, &rest, &detail), expected);
    assert_string_equal(detail.text, text);
    assert_int_equal(nps_groups_count(groups), 0);
    assert_memory_equal(&rest, &EMPTY, sizeof EMPTY);
    nps_groups_destroy(groups);
}

static void booleans_are_keys(void **state)
{
    static const uint8_t bits[] = {0x6}, bytes[] = {0, 1, 255, 0}, valid[] = {0x7}, indices[] = {1, 0, 1};
    static const struct {
        int32_t pairs, key_length;
        char key[20];
        int32_t length;
        char value[12];
    } metadata = {1, 20, {"ARROW:extension:name"}, 11, {"arrow.bool8"}};
    arrow keys, dictionary;
    (void)state;
    arrow_init(&keys, "b", "", 3, NULL, bits);
    assert_keys(&keys, (const int64_t[]){0, 1}, 2, 0);
    keys.array.offset = 1;
    assert_keys(&keys, (const int64_t[]){1, 0}, 2, 0);
    assert_keys_refused(&keys, NPS_KEY_TEXT, NPS_ERROR_KEY, "Arrow: keys are texts here, got format \"b\" (booleans)");
    arrow_init(&keys, "c", "", 4, valid, bytes);
    keys.schema.metadata = (const char *)&metadata;
    assert_keys(&keys, (const int64_t[]){0, 1}, 2, 1);
    assert_answers_refused(&keys, NPS_ERROR_COLUMN,
                           "Arrow: column \"key\": expected numbers as answers, got format \"c\" (booleans): "
                           "true is not the answer 1");
    arrow_init(&dictionary, "b", "", 2, NULL, bits);
    arrow_init(&keys, "C", "", 3, NULL, indices);
    arrow_encode(&keys, &dictionary);
    assert_keys(&keys, (const int64_t[]){1, 0}, 2, 0);
}

static void days_and_times_are_keys_of_days(void **state)
{
    static const int32_t days[] = {20458, -1, 20458};
    static const int64_t dates[] = {86400000, -86400000, 86399999}, seconds[] = {-1, 86399, 86400},
                         extreme[] = {INT64_MIN, INT64_MAX};
    static const struct {
        const char *format;
        int64_t days[2];
    } extremes[] = {{"tss:", {-106751991167301, 106751991167300}},
                    {"tsn:", {-106752, 106751}},
                    {"tsn:+23:59", {-106751, 106752}},
                    {"tsn:-23:59", {-106753, 106750}}};
    static const char *const zones[] = {"tss:Europe/Paris", "tss:+1:00", "tss:+24:00", "tss:+00:60", "tss:+0x:00"};
    char text[160];
    arrow keys;
    size_t i;
    (void)state;
    arrow_init(&keys, "tdD", "", 3, NULL, days);
    assert_keys(&keys, (const int64_t[]){20458, -1}, 2, 0);
    arrow_init(&keys, "tdm", "", 3, NULL, dates);
    assert_keys(&keys, (const int64_t[]){1, -1, 0}, 3, 0);
    arrow_init(&keys, "tss:", "", 3, NULL, seconds);
    assert_keys(&keys, (const int64_t[]){-1, 0, 1}, 3, 0);
    keys.schema.format = "tss:UTC";
    assert_keys(&keys, (const int64_t[]){-1, 0, 1}, 3, 0);
    keys.schema.format = "tss:+00:01";
    assert_keys(&keys, (const int64_t[]){0, 1}, 2, 0);
    keys.schema.format = "tss:-01:00";
    assert_keys(&keys, (const int64_t[]){-1, 0}, 2, 0);
    for (i = 0; i < sizeof zones / sizeof zones[0]; i++) {
        keys.schema.format = zones[i];
        (void)snprintf(text, sizeof text,
                       "Arrow: column \"key\": expected texts, whole numbers, days or booleans as keys, got format "
                       "\"%s\" (timestamps): make days of them first",
                       zones[i]);
        assert_keys_refused(&keys, NPS_KEY_INTEGER, NPS_ERROR_COLUMN, text);
    }
    for (i = 0; i < sizeof extremes / sizeof extremes[0]; i++) {
        arrow_init(&keys, extremes[i].format, "", 2, NULL, extreme);
        assert_keys(&keys, extremes[i].days, 2, 0);
    }
}

static void whole_numbers_are_keys(void **state)
{
    static const double doubles[] = {3, -0.0, NAN, 3, -0x1p63}, fractions[] = {1, 2.5}, large[] = {0x1p63};
    static const uint16_t halves[] = {0x4200, 0x7E00, 0x4200, 0xBC00}; /* 3, NaN, 3, -1 */
    static const uint64_t unsigned_large[] = {3, UINT64_MAX};
    static const uint8_t indices[] = {0, 1};
    unsigned char decimals[3 * 16];
    arrow keys, dictionary;
    (void)state;
    arrow_init(&keys, "g", "", 5, NULL, doubles);
    assert_keys(&keys, (const int64_t[]){3, 0, INT64_MIN}, 3, 1);
    arrow_init(&keys, "e", "", 4, NULL, halves);
    assert_keys(&keys, (const int64_t[]){3, -1}, 2, 1);
    put_decimal(decimals, 16, INT64_MAX, 2, 0);
    put_decimal(decimals + 16, 16, INT64_MIN, 2, 0);
    put_decimal(decimals + 32, 16, 7, 2, 0);
    arrow_init(&keys, "d:21,2", "", 3, NULL, decimals);
    assert_keys(&keys, (const int64_t[]){INT64_MAX, INT64_MIN, 7}, 3, 0);
    arrow_init(&keys, "g", "", 2, NULL, fractions);
    assert_keys_refused(&keys, NPS_KEY_INTEGER, NPS_ERROR_KEY,
                        "Arrow: the key of row 1 is not a whole number from -2^63 to 2^63 - 1");
    arrow_init(&keys, "g", "", 1, NULL, large);
    assert_keys_refused(&keys, NPS_KEY_INTEGER, NPS_ERROR_KEY,
                        "Arrow: the key of row 0 is not a whole number from -2^63 to 2^63 - 1");
    put_decimal(decimals + 32, 16, 7, 2, 1);
    arrow_init(&keys, "d:21,2", "", 3, NULL, decimals);
    assert_keys_refused(&keys, NPS_KEY_INTEGER, NPS_ERROR_KEY,
                        "Arrow: the key of row 2 is not a whole number from -2^63 to 2^63 - 1");
    arrow_init(&dictionary, "g", "", 2, NULL, fractions);
    arrow_init(&keys, "C", "", 2, NULL, indices);
    arrow_encode(&keys, &dictionary);
    assert_keys_refused(&keys, NPS_KEY_INTEGER, NPS_ERROR_KEY,
                        "Arrow: value 1 is not a whole number from -2^63 to 2^63 - 1");
    arrow_init(&keys, "L", "", 2, NULL, unsigned_large);
    assert_keys_refused(&keys, NPS_KEY_INTEGER, NPS_ERROR_OVERFLOW,
                        "Arrow: the key of row 1 is 18446744073709551615, and keys end at 2^63 - 1");
}

static void keys_of_nulls_are_of_any_type(void **state)
{
    nps_accumulator rest;
    nps_groups *groups;
    arrow keys;
    (void)state;
    arrow_init(&keys, "n", "", 5, NULL, NULL);
    keys.array.n_buffers = 0;
    keys.array.null_count = 5;
    assert_keys(&keys, NULL, 0, 5);
    assert_ok(group(&keys, NPS_KEY_TEXT, &groups, &rest, NULL));
    assert_int_equal(rest.answers[9], 5);
    nps_groups_destroy(groups);
}

static void other_keys_are_refused(void **state)
{
    static const int64_t values[] = {1, 2};
    static const char *const formats[][2] = {
        {"tts", " (times of day)"},
        {"tDs", " (durations)"},
        {"tiM", " (intervals)"},
        {"td", " (dates)"},
        {"tsx:", " (timestamps): make days of them first"},
        {"+s", " (a table): several keys are for a cube"},
    };
    char text[160];
    arrow keys;
    size_t i;
    (void)state;
    for (i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        arrow_init(&keys, formats[i][0], "", 2, NULL, values);
        (void)snprintf(text, sizeof text,
                       "Arrow: column \"key\": expected texts, whole numbers, days or booleans as keys, got format "
                       "\"%s\"%s",
                       formats[i][0], formats[i][1]);
        assert_keys_refused(&keys, NPS_KEY_INTEGER, NPS_ERROR_COLUMN, text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nulls_are_missing),
        cmocka_unit_test(half_floats_are_exact),
        cmocka_unit_test(decimals_are_compared_exactly),
        cmocka_unit_test(decimals_of_any_scale),
        cmocka_unit_test(runs_are_like_plain_rows),
        cmocka_unit_test(impossible_runs_are_refused),
        cmocka_unit_test(booleans_are_keys),
        cmocka_unit_test(days_and_times_are_keys_of_days),
        cmocka_unit_test(whole_numbers_are_keys),
        cmocka_unit_test(keys_of_nulls_are_of_any_type),
        cmocka_unit_test(other_keys_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
