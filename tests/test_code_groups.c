/* Groups by code, compared with a naive oracle that adds each row through a column of its own.
 * SPDX-License-Identifier: MIT */
#include "column_values.h"
#include "cpu_paths.h"
#include "test.h"

#include <stdlib.h>

static nps_accumulator *group_of_row(nps_accumulator *groups, size_t count, nps_code_groups_rest *rest,
                                     const nps_column *codes, size_t row)
{
    const long double code = value_at(codes, row);
    if (is_missing(codes, row))
        return &rest->missing;
    if (code >= 0 && code < (long double)count && code == floorl(code))
        return &groups[(size_t)code];
    return &rest->outside;
}

static void add_like_oracle(nps_accumulator *groups, size_t count, nps_code_groups_rest *rest, const nps_column *codes,
                            const nps_column *answers)
{
    size_t row;
    for (row = 0; row < codes->length; row++)
        count_row(group_of_row(groups, count, rest, codes, row), answers, row);
}

static void *allocated(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size);
    assert_non_null(memory);
    return memory;
}

/* Adds columns to groups by a workspace, which may be none. */
static nps_status add_with(nps_code_groups *groups, const nps_column *codes, const nps_column *answers, void *workspace,
                           size_t workspace_size)
{
    nps_code_groups_options options;
    nps_code_groups_options_init(&options);
    options.workspace = workspace;
    options.workspace_size = workspace_size;
    return nps_code_groups_add_column(groups, codes, answers, &options);
}

/* Groups of an array, with a rest. */
static nps_code_groups groups_of(nps_accumulator *groups, size_t count, nps_code_groups_rest rest)
{
    nps_code_groups made;
    nps_code_groups_init(&made, groups, count);
    made.rest = rest;
    return made;
}

/* Adds the columns with and without a workspace, to groups that are not empty. */
static void assert_like_oracle(const nps_column *codes, const nps_column *answers, size_t count)
{
    const size_t workspace_size = nps_code_groups_workspace_size(count);
    nps_accumulator *expected = allocated(count + 1, sizeof *expected);
    nps_code_groups_rest expected_rest = {{{3}, 2, 1}, {{0}, 0, 0}};
    nps_code_groups actual = groups_of(allocated(count, sizeof *expected), count, expected_rest);
    nps_code_groups again = groups_of(allocated(count, sizeof *expected), count, expected_rest);
    unsigned char *workspace = allocated(workspace_size + 1, 1);
    if (count > 1)
        expected[1].answers[4] = actual.groups[1].answers[4] = again.groups[1].answers[4] = 77;
    memset(workspace, 0xA5, workspace_size + 1);
    add_like_oracle(expected, count, &expected_rest, codes, answers);
    /* Neither the workspace nor anything else needs to be aligned. */
    assert_ok(add_with(&actual, codes, answers, workspace + 1, workspace_size));
    assert_ok(nps_code_groups_add_column(&again, codes, answers, NULL));
    assert_memory_equal(actual.groups, expected, count * sizeof *expected);
    assert_memory_equal(&actual.rest, &expected_rest, sizeof expected_rest);
    assert_memory_equal(again.groups, expected, count * sizeof *expected);
    assert_memory_equal(&again.rest, &expected_rest, sizeof expected_rest);
    free(expected);
    free(actual.groups);
    free(again.groups);
    free(workspace);
}

/* A random value: mostly 0..below - 1, sometimes a value that is easily misclassified. */
static void put_value(unsigned char *at, nps_column_type type, uint64_t below, uint64_t *random)
{
    static const double doubles[] = {-0.0, NAN, INFINITY, -INFINITY, 7.5, -1, 1e300, 5e-324, 0x1p63, -0x1p63, 0x1p32};
    static const int64_t integers[] = {11,        -1,        99,  255, 256 + 9, 65536 + 9, ((int64_t)1 << 32) + 9,
                                       INT64_MIN, INT64_MAX, 127, 128};
    const bool strange = next_below(random, 8) == 0;
    const int64_t value = strange ? integers[next_below(random, 11)] : (int64_t)next_below(random, below);
    const double floating = strange ? doubles[next_below(random, 11)] : (double)value;
    if (is_floating(type))
        store_double(at, type, floating);
    else
        store(at, type, value);
}

/* A random column with all optional features; the caller frees both. */
struct drawn {
    nps_column column;
    unsigned char *bytes, *bits;
};

/* Plain: values only, one after the other. */
static struct drawn draw_column(nps_column_type type, size_t length, uint64_t below, bool plain, uint64_t *random)
{
    static const int64_t codes[] = {99, 3, -1, 255, INT64_MIN};
    const bool packed = plain || next_below(random, 2) == 0;
    const size_t stride = width_of(type) + (packed ? 0 : (size_t)next_below(random, 9)), start = next_below(random, 8);
    struct drawn drawn;
    size_t i;
    drawn.bytes = allocated(start + (length + 1) * stride, 1);
    drawn.bits = allocated(length / 8 + 4, 1);
    for (i = 0; i < length; i++)
        put_value(drawn.bytes + start + i * stride, type, below, random);
    for (i = 0; i < length / 8 + 4; i++)
        drawn.bits[i] = (unsigned char)(next_random(random) | next_random(random));
    nps_column_init(&drawn.column, type, drawn.bytes + start, length);
    if (!packed)
        drawn.column.stride = (ptrdiff_t)stride;
    if (!packed && length > 0 && next_below(random, 3) == 0) {
        drawn.column.data = drawn.bytes + start + (length - 1) * stride;
        drawn.column.stride = -(ptrdiff_t)stride;
    }
    if (plain)
        return drawn;
    if (next_below(random, 2)) {
        drawn.column.validity = drawn.bits;
        drawn.column.validity_offset = (size_t)next_below(random, 17);
    }
    if (next_below(random, 2)) {
        drawn.column.missing_codes = codes;
        drawn.column.missing_code_count = (size_t)next_below(random, 6);
    }
    return drawn;
}

static void draw_and_compare(nps_column_type code, nps_column_type answer, size_t length, size_t count, bool plain,
                             uint64_t *random)
{
    const struct drawn codes = draw_column(code, length, count + count / 8 + 1, plain, random);
    const struct drawn answers = draw_column(answer, length, 12, plain, random);
    int path;
    for (path = -1; next_path(&path);)
        assert_like_oracle(&codes.column, &answers.column, count);
    free(codes.bytes);
    free(codes.bits);
    free(answers.bytes);
    free(answers.bits);
}

static void every_pair_of_types_is_like_the_oracle(void **state)
{
    static const size_t counts[] = {0, 1, 2, 8, 32, 33, 300, 512, 513};
    uint64_t random = 5;
    size_t code, answer, round = 0;
    (void)state;
    for (code = 0; code < TYPE_COUNT; code++)
        for (answer = 0; answer < TYPE_COUNT; answer++)
            for (round = 0; round < 8; round++)
                draw_and_compare(TYPES[code], TYPES[answer], (size_t)next_below(&random, 1700),
                                 counts[next_below(&random, 9)], round % 2 == 0, &random);
}

static void every_short_length_is_like_the_oracle(void **state)
{
    uint64_t random = 6;
    size_t length;
    (void)state;
    for (length = 0; length < 1100; length++)
        draw_and_compare(NPS_COLUMN_U16, NPS_COLUMN_U8, length, 1 + (size_t)next_below(&random, 40), length % 2 == 0,
                         &random);
}

/* Each way of counting, at sizes on both sides of its threshold. */
static void every_number_of_groups_is_like_the_oracle(void **state)
{
    static const size_t counts[] = {2, 8, 32, 33, 256, 512, 513, 10000, 32768, 32769, 70000, 131072, 131073};
    uint64_t random = 7;
    size_t i;
    (void)state;
    for (i = 0; i < sizeof counts / sizeof *counts; i++) {
        draw_and_compare(NPS_COLUMN_U32, NPS_COLUMN_U8, 30000, counts[i], true, &random);
        draw_and_compare(NPS_COLUMN_I64, NPS_COLUMN_I64, counts[i] + 2000, counts[i], false, &random);
        draw_and_compare(NPS_COLUMN_I16, NPS_COLUMN_I8, counts[i] + 2000, counts[i], true, &random);
    }
}

/* Rows counted in pairs: an odd row at the end, and more rows than the table of pairs counts before it is emptied. */
static void every_number_of_pairs_is_like_the_oracle(void **state)
{
    static const nps_column_type types[] = {NPS_COLUMN_U8,  NPS_COLUMN_I8,  NPS_COLUMN_U16, NPS_COLUMN_I16,
                                            NPS_COLUMN_U32, NPS_COLUMN_I32, NPS_COLUMN_I64};
    static const size_t counts[] = {1, 7, 8, 9};
    uint64_t random = 9;
    size_t i;
    (void)state;
    for (i = 0; i < sizeof types / sizeof *types; i++)
        draw_and_compare(types[i], i % 2 ? NPS_COLUMN_U8 : NPS_COLUMN_I8, 16384 + (size_t)next_below(&random, 130),
                         counts[i % 4], true, &random);
    draw_and_compare(NPS_COLUMN_U32, NPS_COLUMN_U8, 16383, 8, true, &random);
    draw_and_compare(NPS_COLUMN_U32, NPS_COLUMN_U8, 131199, 8, true, &random);
}

/* All rows in one cell, and all sums of pairs as large as they can be. */
static void all_pairs_may_be_alike(void **state)
{
    enum { ROWS = 500000 };
    uint32_t *codes = allocated(ROWS, sizeof *codes);
    uint8_t *answers = allocated(ROWS, 1);
    nps_accumulator group = {{0}, 0, 0};
    nps_code_groups groups = groups_of(&group, 1, (nps_code_groups_rest){{{0}, 0, 0}, {{0}, 0, 0}});
    nps_column code, answer;
    (void)state;
    nps_column_init(&code, NPS_COLUMN_U32, codes, ROWS);
    nps_column_init(&answer, NPS_COLUMN_U8, answers, ROWS);
    assert_ok(nps_code_groups_add_column(&groups, &code, &answer, NULL));
    assert_int_equal(group.answers[0], ROWS);
    free(codes);
    free(answers);
}

/* Extremely skewed: small counters wrap many times. */
static void one_group_may_have_all_the_rows(void **state)
{
    static const size_t counts[] = {1, 200, 2000, 40000, 200000};
    enum { ROWS = 300007 };
    uint32_t *codes = allocated(ROWS, sizeof *codes);
    uint8_t *answers = allocated(ROWS, 1);
    size_t i;
    (void)state;
    memset(answers, 9, ROWS);
    for (i = 0; i < sizeof counts / sizeof *counts; i++) {
        nps_code_groups groups = {allocated(counts[i], sizeof(nps_accumulator)), counts[i], {{{0}, 0, 0}, {{0}, 0, 0}}};
        const size_t workspace_size = nps_code_groups_workspace_size(counts[i]);
        void *workspace = allocated(workspace_size, 1);
        nps_column code, answer;
        size_t row;
        for (row = 0; row < ROWS; row++)
            codes[row] = (uint32_t)(counts[i] - 1 + (row % 3 == 0));
        nps_column_init(&code, NPS_COLUMN_U32, codes, ROWS);
        nps_column_init(&answer, NPS_COLUMN_U8, answers, ROWS);
        assert_ok(add_with(&groups, &code, &answer, workspace, workspace_size));
        assert_int_equal(groups.groups[counts[i] - 1].answers[9], ROWS - (ROWS + 2) / 3);
        assert_int_equal(groups.rest.outside.answers[9], (ROWS + 2) / 3);
        free(groups.groups);
        free(workspace);
    }
    free(codes);
    free(answers);
}

/* More rows than a bucket has room for, in each range of the cells of many groups. */
static void every_bucket_may_be_full(void **state)
{
    enum { COUNT = 140000, STEP = 5000, ROWS = 300000 };
    uint32_t *codes = allocated(ROWS, sizeof *codes);
    uint8_t *answers = allocated(ROWS, 1);
    nps_code_groups groups = {allocated(COUNT, sizeof(nps_accumulator)), COUNT, {{{0}, 0, 0}, {{0}, 0, 0}}};
    const size_t workspace_size = nps_code_groups_workspace_size(COUNT);
    void *workspace = allocated(workspace_size, 1);
    nps_column code, answer;
    uint32_t group;
    size_t row;
    (void)state;
    memset(answers, 9, ROWS);
    nps_column_init(&code, NPS_COLUMN_U32, codes, ROWS);
    nps_column_init(&answer, NPS_COLUMN_U8, answers, ROWS);
    for (group = 0; group < COUNT; group += STEP) {
        for (row = 0; row < ROWS; row++)
            codes[row] = group;
        assert_ok(add_with(&groups, &code, &answer, workspace, workspace_size));
    }
    for (group = 0; group < COUNT; group++)
        assert_int_equal(groups.groups[group].answers[9], group % STEP == 0 ? ROWS : 0);
    free(codes);
    free(answers);
    free(groups.groups);
    free(workspace);
}

/* A single row outside the groups, whose cell comes directly after those of the groups. */
static void one_row_outside_is_not_in_a_group(void **state)
{
    enum { COUNT = 2000, ROWS = 4096 };
    uint16_t *codes = allocated(ROWS, sizeof *codes);
    uint8_t *answers = allocated(ROWS, 1);
    nps_code_groups groups = {allocated(COUNT, sizeof(nps_accumulator)), COUNT, {{{0}, 0, 0}, {{0}, 0, 0}}};
    nps_column code, answer;
    (void)state;
    codes[1000] = COUNT;
    nps_column_init(&code, NPS_COLUMN_U16, codes, ROWS);
    nps_column_init(&answer, NPS_COLUMN_U8, answers, ROWS);
    assert_ok(nps_code_groups_add_column(&groups, &code, &answer, NULL));
    assert_int_equal(groups.groups[0].answers[0], ROWS - 1);
    assert_int_equal(groups.rest.outside.answers[0], 1);
    free(codes);
    free(answers);
    free(groups.groups);
}

/* The counter that overflows is reached after many rows, in a group or in the rest. */
static void overflow_changes_nothing(void **state)
{
    static const size_t counts[] = {2, 200, 2000, 40000, 150000};
    enum { ROWS = 200000, LAST = ROWS - 1 };
    uint32_t *codes = allocated(ROWS, sizeof *codes);
    uint8_t *answers = allocated(ROWS, 1);
    uint64_t random = 8;
    size_t i, row;
    int where;
    (void)state;
    for (i = 0; i < sizeof counts / sizeof *counts; i++)
        for (where = 0; where < 3; where++) {
            const size_t count = counts[i], workspace_size = where == 2 ? 0 : nps_code_groups_workspace_size(count);
            nps_accumulator *before = allocated(count, sizeof *before);
            nps_code_groups groups = {allocated(count, sizeof *before), count, {{{0}, 0, 0}, {{0}, 0, 0}}};
            nps_code_groups_rest rest_before;
            unsigned char *workspace = allocated(workspace_size, 1);
            nps_column code, answer;
            for (row = 0; row < ROWS; row++) {
                codes[row] = (uint32_t)next_below(&random, count);
                answers[row] = (uint8_t)next_below(&random, 10);
            }
            codes[LAST] = (uint32_t)(where == 1 ? count : count - 1);
            answers[LAST] = 10;
            groups.groups[count - 1].answers[10] = where == 1 ? 5 : UINT64_MAX;
            groups.groups[0].invalid = UINT64_MAX;
            groups.rest.outside.answers[10] = where == 1 ? UINT64_MAX : 5;
            memcpy(before, groups.groups, count * sizeof *before);
            rest_before = groups.rest;
            nps_column_init(&code, NPS_COLUMN_U32, codes, ROWS);
            nps_column_init(&answer, NPS_COLUMN_U8, answers, ROWS);
            assert_status(add_with(&groups, &code, &answer, workspace, workspace_size), NPS_ERROR_OVERFLOW);
            assert_memory_equal(groups.groups, before, count * sizeof *before);
            assert_memory_equal(&groups.rest, &rest_before, sizeof rest_before);
            answers[LAST] = 9;
            assert_ok(add_with(&groups, &code, &answer, workspace, workspace_size));
            free(groups.groups);
            free(before);
            free(workspace);
        }
    free(codes);
    free(answers);
}

static void bad_arguments_return_statuses(void **state)
{
    static const uint8_t bytes[] = {0, 1, 9};
    static const nps_accumulator empty[2];
    nps_accumulator accumulators[2] = {0}, total = {{1}, 2, 3};
    nps_code_groups groups = groups_of(accumulators, 2, (nps_code_groups_rest){{{0}, 0, 0}, {{0}, 0, 0}});
    nps_code_groups none = groups, nowhere = groups, many = groups, fewer = groups;
    nps_code_groups_options options;
    nps_column codes, answers, bad;
    (void)state;
    none.groups = NULL;
    none.group_count = 0;
    nowhere.groups = NULL;
    many.group_count = NPS_CODE_GROUPS_MAX + 1;
    fewer.group_count = 1;
    nps_column_init(&codes, NPS_COLUMN_U8, bytes, 3);
    nps_column_init(&answers, NPS_COLUMN_U8, bytes, 3);
    assert_status(nps_code_groups_add_column(NULL, &codes, &answers, NULL), NPS_ERROR_NULL);
    assert_status(nps_code_groups_add_column(&nowhere, &codes, &answers, NULL), NPS_ERROR_NULL);
    assert_status(nps_code_groups_add_column(&groups, NULL, &answers, NULL), NPS_ERROR_NULL);
    assert_status(nps_code_groups_add_column(&groups, &codes, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_code_groups_add_column(&many, &codes, &answers, NULL), NPS_ERROR_UNAVAILABLE);
    nps_code_groups_options_init(NULL);
    nps_code_groups_init(NULL, accumulators, 2);
    nps_code_groups_options_init(&options);
    options.size = 3;
    assert_status(nps_code_groups_add_column(&groups, &codes, &answers, &options), NPS_ERROR_SIZE);
    bad = codes;
    bad.size = 0;
    assert_status(nps_code_groups_add_column(&groups, &bad, &answers, NULL), NPS_ERROR_SIZE);
    assert_status(nps_code_groups_add_column(&groups, &codes, &bad, NULL), NPS_ERROR_SIZE);
    bad = codes;
    bad.type = (nps_column_type)(NPS_COLUMN_F64 + 1);
    assert_status(nps_code_groups_add_column(&groups, &bad, &answers, NULL), NPS_ERROR_COLUMN);
    bad = codes;
    bad.length = 2;
    assert_status(nps_code_groups_add_column(&groups, &bad, &answers, NULL), NPS_ERROR_COLUMN);
    bad = codes;
    bad.data = NULL;
    assert_status(nps_code_groups_add_column(&groups, &bad, &answers, NULL), NPS_ERROR_NULL);
    bad = codes;
    bad.missing_code_count = 1;
    assert_status(nps_code_groups_add_column(&groups, &codes, &bad, NULL), NPS_ERROR_NULL);
    assert_status(nps_code_groups_add(NULL, 0, 9, 1), NPS_ERROR_NULL);
    assert_status(nps_code_groups_add(&nowhere, 0, 9, 1), NPS_ERROR_NULL);
    assert_status(nps_code_groups_add(&many, 0, 9, 1), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_code_groups_add_missing(NULL, 0, 1), NPS_ERROR_NULL);
    assert_status(nps_code_groups_add_missing(&many, 0, 1), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_code_groups_merge(NULL, &groups), NPS_ERROR_NULL);
    assert_status(nps_code_groups_merge(&groups, NULL), NPS_ERROR_NULL);
    assert_status(nps_code_groups_merge(&nowhere, &groups), NPS_ERROR_NULL);
    assert_status(nps_code_groups_merge(&groups, &nowhere), NPS_ERROR_NULL);
    assert_status(nps_code_groups_merge(&many, &many), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_code_groups_merge(&groups, &fewer), NPS_ERROR_KEY);
    assert_status(nps_code_groups_merge(&fewer, &groups), NPS_ERROR_KEY);
    assert_status(nps_code_groups_subtract(NULL, &groups), NPS_ERROR_NULL);
    assert_status(nps_code_groups_subtract(&groups, NULL), NPS_ERROR_NULL);
    assert_status(nps_code_groups_subtract(&groups, &fewer), NPS_ERROR_KEY);
    assert_status(nps_code_groups_total(NULL, &total), NPS_ERROR_NULL);
    assert_status(nps_code_groups_total(&nowhere, &total), NPS_ERROR_NULL);
    assert_status(nps_code_groups_total(&groups, NULL), NPS_ERROR_NULL);
    assert_int_equal(total.answers[0], 1);
    assert_memory_equal(accumulators, empty, sizeof empty);
    assert_ok(nps_code_groups_add_column(&none, &codes, &answers, NULL));
    assert_int_equal(none.rest.outside.answers[9], 1);
    assert_ok(nps_code_groups_total(&none, &total));
    assert_accumulator_equal(&total, empty);
}

/* One row after the other is what a column of them is. */
static void single_rows_are_counted_like_a_column(void **state)
{
    static const int64_t codes[] = {0, 1, 2, 1, -1, INT64_MIN, INT64_MAX, 3, 2};
    static const int64_t answers[] = {10, 0, 11, -1, 9, 8, 7, 6, 5};
    enum { ROWS = sizeof codes / sizeof *codes, COUNT = 3 };
    nps_accumulator one_by_one[COUNT] = {0}, at_once[COUNT] = {0};
    nps_code_groups single, whole;
    nps_column code, answer;
    size_t row;
    (void)state;
    nps_code_groups_init(&single, one_by_one, COUNT);
    nps_code_groups_init(&whole, at_once, COUNT);
    nps_column_init(&code, NPS_COLUMN_I64, codes, ROWS);
    nps_column_init(&answer, NPS_COLUMN_I64, answers, ROWS);
    assert_ok(nps_code_groups_add_column(&whole, &code, &answer, NULL));
    for (row = 0; row < ROWS; row++)
        assert_ok(nps_code_groups_add(&single, codes[row], answers[row], 1));
    assert_memory_equal(one_by_one, at_once, sizeof at_once);
    assert_memory_equal(&single.rest, &whole.rest, sizeof whole.rest);
    assert_ok(nps_code_groups_add_missing(&single, 2, 40));
    assert_ok(nps_code_groups_add_missing(&single, 3, 50));
    assert_int_equal(one_by_one[2].missing, 40);
    assert_int_equal(single.rest.outside.missing, 50);
    assert_ok(nps_code_groups_add(&single, 0, 9, UINT64_MAX));
    assert_status(nps_code_groups_add(&single, 0, 9, 1), NPS_ERROR_OVERFLOW);
    assert_status(nps_code_groups_add_missing(&single, 2, UINT64_MAX - 39), NPS_ERROR_OVERFLOW);
    assert_int_equal(one_by_one[0].answers[9], UINT64_MAX);
    assert_int_equal(one_by_one[2].missing, 40);
    assert_ok(nps_code_groups_add(&single, 1, 9, 0));
    assert_int_equal(one_by_one[1].answers[9], 0);
}

static void a_workspace_is_needed_for_many_groups_only(void **state)
{
    (void)state;
    assert_int_equal(nps_code_groups_workspace_size(0), 0);
    assert_int_equal(nps_code_groups_workspace_size(512), 0);
    assert_int_equal(nps_code_groups_workspace_size(513), 515 * 13);
    assert_int_equal(nps_code_groups_workspace_size(131072), 131074 * 13);
    /* 199 buckets, of 16,384 rows and a line that is prefetched. */
    assert_int_equal(nps_code_groups_workspace_size(1000000), 13000026 + 63 + 199 * (2 * (16384 + 32) + 4));
    assert_true(nps_code_groups_workspace_size(NPS_CODE_GROUPS_MAX) > 0);
    assert_int_equal(nps_code_groups_workspace_size(NPS_CODE_GROUPS_MAX + 1), 0);
    assert_int_equal(nps_code_groups_workspace_size(SIZE_MAX), 0);
}

static void merging_adds_group_by_group(void **state)
{
    nps_accumulator a[2] = {{{1}, 2, 3}, {{0, 4}, 0, 0}}, before[2];
    nps_accumulator b[2] = {{{10}, 20, 30}, {{0, 40}, 0, 0}};
    nps_code_groups groups = groups_of(a, 2, (nps_code_groups_rest){{{0}, 0, 1}, {{0}, 0, 2}});
    const nps_code_groups more = groups_of(b, 2, (nps_code_groups_rest){{{0}, 0, 10}, {{0}, 0, 20}});
    const nps_code_groups full = groups_of(b, 2, (nps_code_groups_rest){{{0}, 0, 0}, {{0}, 0, UINT64_MAX}});
    nps_accumulator total;
    (void)state;
    assert_ok(nps_code_groups_merge(&groups, &more));
    assert_int_equal(a[0].answers[0], 11);
    assert_int_equal(a[0].invalid, 33);
    assert_int_equal(a[1].answers[1], 44);
    assert_int_equal(groups.rest.outside.invalid, 11);
    assert_int_equal(groups.rest.missing.invalid, 22);
    memcpy(before, a, sizeof a);
    assert_status(nps_code_groups_merge(&groups, &full), NPS_ERROR_OVERFLOW);
    a[1].answers[1] = UINT64_MAX;
    assert_status(nps_code_groups_merge(&groups, &more), NPS_ERROR_OVERFLOW);
    a[1].answers[1] = 44;
    assert_memory_equal(a, before, sizeof a);
    assert_int_equal(groups.rest.outside.invalid, 11);
    assert_ok(nps_code_groups_merge(&groups, &groups));
    assert_int_equal(a[0].answers[0], 22);
    assert_int_equal(groups.rest.missing.invalid, 44);
    assert_ok(nps_code_groups_total(&groups, &total));
    assert_int_equal(total.answers[0], 22);
    assert_int_equal(total.answers[1], 88);
    assert_int_equal(total.missing, 44);
    assert_int_equal(total.invalid, 66);
    a[1].answers[0] = UINT64_MAX;
    total.answers[0] = 5;
    assert_status(nps_code_groups_total(&groups, &total), NPS_ERROR_OVERFLOW);
    assert_int_equal(total.answers[0], 5);
}

static void subtracting_undoes_merging_or_changes_nothing(void **state)
{
    static const nps_code_groups_rest no_rest;
    static const nps_accumulator nobody[2];
    nps_accumulator a[2] = {{{1}, 2, 3}, {{0, 4}, 0, 0}}, before[2];
    nps_accumulator b[2] = {{{10}, 20, 30}, {{0, 40}, 0, 0}};
    nps_code_groups groups = groups_of(a, 2, (nps_code_groups_rest){{{0}, 0, 1}, {{0}, 0, 2}});
    nps_code_groups more = groups_of(b, 2, (nps_code_groups_rest){{{0}, 0, 10}, {{0}, 0, 20}});
    const nps_code_groups_rest rest_before = groups.rest;
    uint64_t *const too_many[] = {&b[0].answers[0], &b[1].invalid, &more.rest.outside.missing,
                                  &more.rest.missing.invalid};
    size_t i;
    (void)state;
    memcpy(before, a, sizeof a);
    assert_ok(nps_code_groups_merge(&groups, &more));
    assert_ok(nps_code_groups_subtract(&groups, &more));
    assert_memory_equal(a, before, sizeof a);
    assert_memory_equal(&groups.rest, &rest_before, sizeof rest_before);
    memset(b, 0, sizeof b);
    memset(&more.rest, 0, sizeof more.rest);
    b[0].answers[0] = 1; /* what comes first could be taken away */
    for (i = 0; i < sizeof too_many / sizeof *too_many; i++) {
        const uint64_t was = *too_many[i];
        *too_many[i] = 5;
        assert_status(nps_code_groups_subtract(&groups, &more), NPS_ERROR_UNDERFLOW);
        *too_many[i] = was;
        assert_memory_equal(a, before, sizeof a);
        assert_memory_equal(&groups.rest, &rest_before, sizeof rest_before);
    }
    assert_ok(nps_code_groups_subtract(&groups, &groups));
    assert_memory_equal(a, nobody, sizeof a);
    assert_memory_equal(&groups.rest, &no_rest, sizeof no_rest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pair_of_types_is_like_the_oracle),
        cmocka_unit_test(every_short_length_is_like_the_oracle),
        cmocka_unit_test(every_number_of_groups_is_like_the_oracle),
        cmocka_unit_test(every_number_of_pairs_is_like_the_oracle),
        cmocka_unit_test(all_pairs_may_be_alike),
        cmocka_unit_test(one_group_may_have_all_the_rows),
        cmocka_unit_test(every_bucket_may_be_full),
        cmocka_unit_test(one_row_outside_is_not_in_a_group),
        cmocka_unit_test(overflow_changes_nothing),
        cmocka_unit_test(bad_arguments_return_statuses),
        cmocka_unit_test(a_workspace_is_needed_for_many_groups_only),
        cmocka_unit_test(single_rows_are_counted_like_a_column),
        cmocka_unit_test(merging_adds_group_by_group),
        cmocka_unit_test(subtracting_undoes_merging_or_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
