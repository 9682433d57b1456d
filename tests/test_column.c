/* Columns through the public functions. The kernels have their own tests in test_ingest.c.
 * SPDX-License-Identifier: MIT */
#include "column_oracle.h"

/* Values that are easily misclassified, as the bytes of each type. */
static void fill(unsigned char *at, nps_column_type type, uint64_t *random)
{
    static const double doubles[] = {0,       -0.0,   NAN,    INFINITY,       -INFINITY, 7.5,     11,
                                     -1,      1e300,  5e-324, 9.000000000001, 10.5,      -5e-324, 0x1p63,
                                     -0x1p63, 0x1p64, 99,     4294967305.0,   255,       65545.0, 1e19};
    static const int64_t integers[] = {11,  -1,  99,        98,        255,  256 + 9, 65536 + 9, ((int64_t)1 << 32) + 9,
                                       127, 128, INT64_MIN, INT64_MAX, -118, -128};
    const uint64_t kind = next_below(random, 3);
    const int64_t answer = (int64_t)next_below(random, 12);
    if (is_floating(type) && kind == 0)
        store_double(at, type, doubles[next_below(random, sizeof doubles / sizeof *doubles)]);
    else
        store(at, type, kind == 0 ? integers[next_below(random, sizeof integers / sizeof *integers)] : answer);
}

static void every_type_length_alignment_and_stride_is_like_the_oracle(void **state)
{
    enum { LONGEST = 300, ROOM = (LONGEST + 2) * 24 };
    unsigned char *bytes = malloc(ROOM), bits[LONGEST / 8 + 8];
    static const int64_t codes[] = {11, 99, 3};
    uint64_t random = 3;
    size_t t, i;
    int round;
    (void)state;
    assert_non_null(bytes);
    for (t = 0; t < TYPE_COUNT; t++)
        for (round = 0; round < 400; round++) {
            const size_t width = width_of(TYPES[t]), length = (size_t)next_below(&random, LONGEST + 1);
            const size_t start = (size_t)next_below(&random, 8), stride = width + (size_t)next_below(&random, 16);
            const bool backwards = next_below(&random, 4) == 0;
            nps_column column;
            for (i = 0; i < ROOM; i++)
                bytes[i] = (unsigned char)next_random(&random);
            for (i = 0; i < length; i++)
                fill(bytes + start + i * stride, TYPES[t], &random);
            for (i = 0; i < sizeof bits; i++)
                bits[i] = (unsigned char)next_random(&random);
            nps_column_init(&column, TYPES[t], bytes + start, length);
            column.stride = (ptrdiff_t)stride;
            if (backwards && length > 0) {
                column.data = bytes + start + (length - 1) * stride;
                column.stride = -(ptrdiff_t)stride;
            }
            if (next_below(&random, 2)) {
                column.validity = bits;
                column.validity_offset = (size_t)next_below(&random, 17);
            }
            if (next_below(&random, 2)) {
                column.missing_codes = codes;
                column.missing_code_count = 3;
            }
            assert_like_oracle(&column);
        }
    free(bytes);
}

static void packed_columns_need_no_stride(void **state)
{
    static const int32_t values[] = {10, 9, -1, 8, 99};
    static const int64_t code = 99;
    nps_accumulator a = EMPTY, expected = EMPTY;
    nps_column column;
    (void)state;
    nps_column_init(&column, NPS_COLUMN_I32, values, 5);
    column.missing_codes = &code;
    column.missing_code_count = 1;
    assert_ok(nps_accumulator_add_column(&a, &column));
    expected.answers[10] = expected.answers[9] = expected.answers[8] = expected.invalid = expected.missing = 1;
    assert_accumulator_equal(&a, &expected);
}

static void each_value_of_a_column_is_classified(void **state)
{
    static const double values[] = {10, -0.0, NAN, 99, 7.5, -1, 1e300, INFINITY, 3, 11};
    static const uint8_t valid[] = {0xFF, 0xFD}, expected[] = {10, 0, 11, 11, 12, 12, 12, 12, 3, 11};
    static const int64_t code = 99;
    uint8_t answers[10];
    nps_column column;
    (void)state;
    nps_column_init(&column, NPS_COLUMN_F64, values, 10);
    column.validity = valid;
    column.missing_codes = &code;
    column.missing_code_count = 1;
    assert_ok(nps_column_answers(&column, answers));
    assert_memory_equal(answers, expected, 10);
    assert_int_equal(NPS_ANSWER_MISSING, 11);
    assert_int_equal(NPS_ANSWER_INVALID, 12);
}

static void no_answers_need_no_memory(void **state)
{
    nps_column column;
    (void)state;
    nps_column_init(&column, NPS_COLUMN_I32, NULL, 0);
    assert_ok(nps_column_answers(&column, NULL));
}

static void all_bytes_are_counted(void **state)
{
    uint8_t bytes[256];
    nps_accumulator a = EMPTY, expected = EMPTY;
    int i;
    (void)state;
    for (i = 0; i < 256; i++)
        bytes[i] = (uint8_t)i;
    assert_ok(nps_accumulator_add_u8(&a, bytes, sizeof bytes));
    for (i = 0; i < NPS_ANSWERS; i++)
        expected.answers[i] = 1;
    expected.invalid = 256 - NPS_ANSWERS;
    assert_accumulator_equal(&a, &expected);
}

/* The first members of a newer program's struct, and more. */
struct newer_column {
    nps_column known;
    uint64_t more;
};

static nps_accumulator counted;

/* Counting a column and classifying its values refuse the same columns, and then change nothing. */
static void assert_refused(const nps_column *column, nps_status expected)
{
    static const uint8_t before[2] = {0xA5, 0xA5};
    uint8_t answers[2] = {0xA5, 0xA5};
    assert_status(nps_accumulator_add_column(&counted, column), expected);
    assert_accumulator_equal(&counted, &EMPTY);
    assert_status(nps_column_answers(column, answers), expected);
    assert_memory_equal(answers, before, 2);
}

static void bad_columns_count_nothing(void **state)
{
    static const uint8_t nines[] = {9, 9};
    struct newer_column newer = {{0}, 0};
    uint8_t answers[2];
    nps_column column;
    (void)state;
    nps_column_init(NULL, NPS_COLUMN_U8, nines, 2);
    nps_column_init(&column, NPS_COLUMN_U8, nines, 2);
    assert_status(nps_accumulator_add_column(NULL, &column), NPS_ERROR_NULL);
    assert_status(nps_column_answers(&column, NULL), NPS_ERROR_NULL);
    assert_refused(NULL, NPS_ERROR_NULL);
    column.type = (nps_column_type)0;
    assert_refused(&column, NPS_ERROR_COLUMN);
    column.type = (nps_column_type)(NPS_COLUMN_F64 + 1);
    assert_refused(&column, NPS_ERROR_COLUMN);
    nps_column_init(&column, NPS_COLUMN_U8, NULL, 1);
    assert_refused(&column, NPS_ERROR_NULL);
    nps_column_init(&column, NPS_COLUMN_U8, nines, 2);
    column.missing_code_count = 1;
    assert_refused(&column, NPS_ERROR_NULL);
    nps_column_init(&column, NPS_COLUMN_U8, nines, 2);
    column.size = 0;
    assert_refused(&column, NPS_ERROR_SIZE);
    column.size = UINT32_MAX;
    assert_refused(&column, NPS_ERROR_SIZE);
    nps_column_init(&newer.known, NPS_COLUMN_U8, nines, 2);
    newer.known.size = sizeof newer;
    newer.more = 1;
    assert_refused(&newer.known, NPS_ERROR_SIZE);
    newer.more = 0;
    assert_ok(nps_accumulator_add_column(&counted, &newer.known));
    assert_int_equal(counted.answers[9], 2);
    assert_ok(nps_column_answers(&newer.known, answers));
    assert_memory_equal(answers, nines, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_length_alignment_and_stride_is_like_the_oracle),
        cmocka_unit_test(packed_columns_need_no_stride),
        cmocka_unit_test(each_value_of_a_column_is_classified),
        cmocka_unit_test(no_answers_need_no_memory),
        cmocka_unit_test(all_bytes_are_counted),
        cmocka_unit_test(bad_columns_count_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
