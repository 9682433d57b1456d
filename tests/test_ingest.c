/* Tests every ingest kernel where kernels fail: at ends, alignments, limits of their counters, and special bit
 * patterns.
 * SPDX-License-Identifier: MIT */
#include "column_oracle.h"

#include <pthread.h>
#include <stdatomic.h>

/* Longer than the number of values that any kernel counts before it empties its counters. */
enum { LONG = 20000 };

static void lengths_around_vectors_and_blocks_of_every_type(void **state)
{
    /* Two blocks of the widest kernel, and a rest. */
    enum { LONGEST = 2200 };
    static unsigned char values[(LONGEST + 2) * 8];
    static const int64_t codes[] = {11, 3, -1, 999};
    static uint8_t bits[LONGEST / 8 + 4];
    uint64_t random = 12;
    size_t t, i;
    (void)state;
    for (i = 0; i < sizeof bits; i++)
        bits[i] = (uint8_t)(next_random(&random) | next_random(&random) | next_random(&random));
    for (t = 0; t < TYPE_COUNT; t++) {
        const size_t start = t % width_of(TYPES[t]);
        nps_column column;
        for (i = 0; i <= LONGEST; i++)
            store(values + start + i * width_of(TYPES[t]), TYPES[t],
                  next_below(&random, 30) == 0 ? 999 : (int64_t)next_below(&random, 13) - 1);
        nps_column_init(&column, TYPES[t], values + start, 0);
        assert_telling_lengths(column, LONGEST);
        column.missing_codes = codes;
        column.missing_code_count = 4;
        assert_telling_lengths(column, LONGEST);
        column.validity = bits;
        column.validity_offset = 3 + t;
        assert_telling_lengths(column, LONGEST);
        column.missing_code_count = 0;
        assert_telling_lengths(column, 100);
    }
}

/* Memory checkers detect a read outside the buffers, which have exactly the declared length. */
static void nothing_is_read_outside_the_buffers(void **state)
{
    uint64_t random = 13;
    size_t t, length;
    (void)state;
    for (t = 0; t < TYPE_COUNT; t++)
        for (length = 1; length < 700; length += length < 140 ? 1 : 37) {
            const size_t width = width_of(TYPES[t]), offset = length % 19;
            unsigned char *const values = malloc(length * width), *const bits = malloc((offset + length + 7) / 8);
            nps_column column;
            size_t i;
            assert_non_null(values);
            assert_non_null(bits);
            for (i = 0; i < length * width; i++)
                values[i] = (unsigned char)next_random(&random);
            for (i = 0; i < (offset + length + 7) / 8; i++)
                bits[i] = (unsigned char)next_random(&random);
            nps_column_init(&column, TYPES[t], values, length);
            assert_like_oracle(&column);
            column.validity = bits;
            column.validity_offset = offset;
            assert_like_oracle(&column);
            free(values);
            free(bits);
        }
}

static void a_long_column_of_one_value_overflows_no_counter(void **state)
{
    static unsigned char values[LONG * 8];
    size_t t, i;
    (void)state;
    for (t = 0; t < TYPE_COUNT; t++) {
        int64_t value;
        for (value = 0; value <= 255; value += value < 14 ? 1 : 241) {
            static const int64_t code = 255;
            nps_accumulator expected = EMPTY;
            nps_column column;
            for (i = 0; i < LONG; i++)
                store(values + i * width_of(TYPES[t]), TYPES[t], value);
            nps_column_init(&column, TYPES[t], values, LONG);
            *(value < NPS_ANSWERS ? &expected.answers[value] : &expected.invalid) = LONG;
            assert_counted(&column, &expected);
            if (value == 255 && TYPES[t] != NPS_COLUMN_I8) {
                column.missing_codes = &code;
                column.missing_code_count = 1;
                expected.missing = LONG;
                expected.invalid = 0;
                assert_counted(&column, &expected);
            }
        }
    }
}

static void a_long_column_of_nan_overflows_no_counter(void **state)
{
    static float floats[LONG];
    static double doubles[LONG];
    nps_accumulator expected = EMPTY;
    nps_column column;
    size_t i;
    (void)state;
    for (i = 0; i < LONG; i++) {
        floats[i] = i % 2 ? NAN : -NAN;
        doubles[i] = i % 2 ? NAN : -NAN;
    }
    expected.missing = LONG;
    nps_column_init(&column, NPS_COLUMN_F32, floats, LONG);
    assert_counted(&column, &expected);
    nps_column_init(&column, NPS_COLUMN_F64, doubles, LONG);
    assert_counted(&column, &expected);
}

static void a_long_column_of_nulls_overflows_no_counter(void **state)
{
    static unsigned char values[LONG * 8];
    static uint8_t bits[LONG / 8 + 2];
    nps_accumulator expected = EMPTY;
    size_t t;
    (void)state;
    expected.missing = LONG;
    for (t = 0; t < TYPE_COUNT; t++) {
        nps_column column;
        nps_column_init(&column, TYPES[t], values, LONG);
        column.validity = bits;
        column.validity_offset = t;
        assert_counted(&column, &expected);
    }
}

/* Answers, codes and limits with one or two bits changed, among others, so that each lane of a vector is tested. */
static void no_bit_is_overlooked(void **state)
{
    static const int64_t bases[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 99, -1, -99, 126, 127, -127, -128};
    static const int64_t codes[] = {99, -1, -99, 126, 127, -127, -128};
    static unsigned char values[(64 * 65 / 2 + 1) * 8];
    size_t t, b;
    (void)state;
    for (t = 0; t < TYPE_COUNT; t++)
        for (b = 0; b < sizeof bases / sizeof *bases; b++) {
            const size_t width = width_of(TYPES[t]);
            unsigned char base[8], *to = values;
            nps_column column;
            size_t i, j;
            if (bases[b] < 0 && !is_floating(TYPES[t]) && width == 8 && TYPES[t] == NPS_COLUMN_U64)
                continue;
            store(base, TYPES[t], bases[b]);
            for (i = 0; i < 8 * width; i++)
                for (j = i; j < 8 * width; j++) {
                    memcpy(to, base, width);
                    to[i / 8] = (unsigned char)(to[i / 8] ^ 1U << i % 8);
                    if (j != i)
                        to[j / 8] = (unsigned char)(to[j / 8] ^ 1U << j % 8);
                    to += width;
                }
            nps_column_init(&column, TYPES[t], values, (size_t)(to - values) / width);
            assert_like_oracle(&column);
            column.missing_codes = codes;
            column.missing_code_count = sizeof codes / sizeof *codes;
            assert_like_oracle(&column);
        }
}

static void every_16_bit_value(void **state)
{
    static uint16_t values[65536];
    static const int64_t codes[] = {65535, 65408, 200, 32767, -1, -32768, 5};
    nps_column column;
    size_t i;
    (void)state;
    for (i = 0; i < 65536; i++)
        values[i] = (uint16_t)i;
    for (i = 0; i < 2; i++) {
        nps_column_init(&column, i ? NPS_COLUMN_I16 : NPS_COLUMN_U16, values, 65536);
        assert_like_oracle(&column);
        column.missing_codes = codes;
        column.missing_code_count = sizeof codes / sizeof *codes;
        assert_like_oracle(&column);
    }
}

static void special_values_are_classified(void **state)
{
    static const double doubles[] = {0.0,
                                     -0.0,
                                     5e-324,
                                     -5e-324,
                                     0x1p-1022,
                                     NAN,
                                     -NAN,
                                     INFINITY,
                                     -INFINITY,
                                     0.5,
                                     7.5,
                                     6.999999999999999,
                                     7.000000000000001,
                                     10.5,
                                     10.000000000000002,
                                     -1,
                                     11,
                                     1e300,
                                     -1e300,
                                     0x1p31,
                                     -0x1p31,
                                     0x1p32,
                                     0x1p51,
                                     0x1.8p52,
                                     -0x1.8p52,
                                     0x1p52,
                                     0x1p53,
                                     0x1p63,
                                     -0x1p63,
                                     0x1p64,
                                     4294967303.0,
                                     1.7e308,
                                     0x1.8p52 + 7,
                                     0x1p52 + 7,
                                     0x1p51 + 7,
                                     -0x1p52 + 7,
                                     2147483655.0,
                                     263,
                                     65543,
                                     999,
                                     -999,
                                     9.999999999999998};
    static const int64_t codes[] = {INT64_MAX, INT64_MIN, 999, -999, ((int64_t)1 << 53) + 1, 0, (int64_t)1 << 32};
    enum { N = sizeof doubles / sizeof *doubles };
    float floats[N];
    nps_column column;
    size_t i;
    (void)state;
    for (i = 0; i < N; i++)
        floats[i] = (float)doubles[i];
    for (i = 0; i < 2; i++) {
        nps_column_init(&column, i ? NPS_COLUMN_F32 : NPS_COLUMN_F64, i ? (const void *)floats : doubles, N);
        assert_like_oracle(&column);
        column.missing_codes = codes;
        column.missing_code_count = sizeof codes / sizeof *codes;
        assert_like_oracle(&column);
    }
}

static void random_bits_are_like_the_oracle(void **state)
{
    enum { SIZE = 65536 };
    unsigned char *const values = malloc(SIZE);
    static const int64_t codes[] = {11, 77, -3, 40000};
    uint64_t random = 14;
    size_t t, i;
    (void)state;
    assert_non_null(values);
    for (i = 0; i < SIZE; i++)
        values[i] = (unsigned char)next_random(&random);
    for (t = 0; t < TYPE_COUNT; t++) {
        nps_column column;
        nps_column_init(&column, TYPES[t], values, SIZE / width_of(TYPES[t]));
        assert_like_oracle(&column);
        column.missing_codes = codes;
        column.missing_code_count = 4;
        assert_like_oracle(&column);
    }
    free(values);
}

/* Codes outside the range of the type match no value, whatever their low bits are. */
static void any_codes_are_understood(void **state)
{
    enum { LENGTH = 1000, MANY = 40 };
    static unsigned char values[LENGTH * 8];
    static int64_t many[MANY];
    static const int64_t inside[] = {0, 10, 10, 7}, foreign[] = {-1, 256 + 9, 65536 + 99, ((int64_t)1 << 32) + 98, 300};
    static const int64_t few[] = {98, 99, 11, 98, 3, 99}, eight[] = {11, 12, 13, 14, 98, 99, 254, 1000};
    const struct {
        const int64_t *codes;
        size_t count;
    } lists[] = {{inside, 4}, {foreign, 5}, {few, 6}, {eight, 8}, {many, MANY}, {NULL, 0}};
    uint64_t random = 15;
    size_t t, i;
    (void)state;
    for (i = 0; i < MANY; i++)
        many[i] = (int64_t)i * 7 - 20;
    for (t = 0; t < TYPE_COUNT; t++) {
        for (i = 0; i < LENGTH; i++) {
            const int64_t values_of_interest[] = {-1, 265, 98, 99, 300, 1000, 254, 255, 4294967295, -20};
            store(values + i * width_of(TYPES[t]), TYPES[t],
                  next_below(&random, 2) ? (int64_t)next_below(&random, 16) : values_of_interest[i % 10]);
        }
        if (TYPES[t] == NPS_COLUMN_U64)
            memset(values, 0xFF, 64);
        for (i = 0; i < sizeof lists / sizeof *lists; i++) {
            nps_column column;
            nps_column_init(&column, TYPES[t], values, LENGTH);
            column.missing_codes = lists[i].codes;
            column.missing_code_count = lists[i].count;
            assert_like_oracle(&column);
        }
    }
}

static void every_offset_of_the_validity(void **state)
{
    enum { LONGEST = 200, OFFSETS = 70 };
    static const nps_column_type types[] = {NPS_COLUMN_U8, NPS_COLUMN_I16, NPS_COLUMN_F32, NPS_COLUMN_I64};
    uint8_t bits[(LONGEST + OFFSETS) / 8 + 1];
    unsigned char values[LONGEST * 8];
    uint64_t random = 16;
    size_t t, offset, length, i;
    (void)state;
    for (i = 0; i < sizeof bits; i++)
        bits[i] = (uint8_t)next_random(&random);
    for (t = 0; t < 4; t++) {
        for (i = 0; i < LONGEST; i++)
            store(values + i * width_of(types[t]), types[t], (int64_t)next_below(&random, 12));
        for (offset = 0; offset < OFFSETS; offset++)
            for (length = 0; length <= LONGEST; length += 1 + length / 9) {
                nps_column column;
                nps_column_init(&column, types[t], values, length);
                column.validity = bits;
                column.validity_offset = offset;
                assert_like_oracle(&column);
            }
    }
}

static void long_strides_and_bitmaps(void **state)
{
    enum { ROOM = LONG * 16 };
    unsigned char *const values = calloc(1, ROOM);
    static uint8_t bits[LONG / 8 + 8];
    static const int64_t code = 99;
    uint64_t random = 17;
    size_t t, i;
    (void)state;
    assert_non_null(values);
    for (i = 0; i < sizeof bits; i++)
        bits[i] = (uint8_t)(0xFFU ^ (next_below(&random, 8) == 0 ? 1U << next_below(&random, 8) : 0U));
    for (t = 0; t < TYPE_COUNT; t++) {
        const ptrdiff_t stride = (ptrdiff_t)(width_of(TYPES[t]) + t % 4 * 2);
        nps_column column;
        for (i = 0; i < LONG; i++)
            store(values + i * (size_t)stride, TYPES[t],
                  next_below(&random, 64) == 0 ? 99 : (int64_t)next_below(&random, 11));
        nps_column_init(&column, TYPES[t], values, LONG);
        column.stride = stride;
        assert_like_oracle(&column);
        column.missing_codes = &code;
        column.missing_code_count = 1;
        column.validity = bits;
        column.validity_offset = 5;
        assert_like_oracle(&column);
        column.data = values + (LONG - 1) * (size_t)stride;
        column.stride = -stride;
        assert_like_oracle(&column);
        /* Values may overlap. */
        column.data = values;
        column.stride = 1;
        assert_like_oracle(&column);
    }
    free(values);
}

/* Python lets other threads run while a column is counted. The data race is intended, so the thread sanitizer skips
 * this test. */
#if defined(__SANITIZE_THREAD__)
#define RACES 0
#elif defined(__has_feature)
#define RACES !__has_feature(thread_sanitizer)
#else
#define RACES 1
#endif

#if RACES
struct changing {
    volatile uint64_t values[4096];
    atomic_bool stop;
};

static void *change(void *data)
{
    static const uint64_t patterns[] = {
        0, 0x0A0A0A0A0A0A0A0A, 9, 0x7FF8000000000000, 0x4022000000000000, 0x6363636363636363};
    struct changing *const changing = data;
    size_t i, p = 0;
    for (i = 0; !changing->stop; i = (i + 1) % 4096) {
        changing->values[i] = patterns[p++ % 6];
        if (i == 0)
            p++;
    }
    return NULL;
}

static void every_value_counts_once_while_others_write(void **state)
{
    static struct changing changing;
    static const int64_t codes[] = {99, 0x63636363, 5};
    size_t t, round;
    int path;
    pthread_t thread;
    (void)state;
    assert_int_equal(pthread_create(&thread, NULL, change, &changing), 0);
    for (path = -1; next_path(&path);)
        for (t = 0; t < TYPE_COUNT; t++)
            for (round = 0; round < 10; round++) {
                nps_accumulator counted = EMPTY;
                nps_column column;
                uint64_t sum;
                int i;
                nps_column_init(&column, TYPES[t], (const void *)(uintptr_t)changing.values,
                                sizeof changing.values / width_of(TYPES[t]));
                if (round % 2) {
                    column.missing_codes = codes;
                    column.missing_code_count = 3;
                }
                assert_ok(nps_accumulator_add_column(&counted, &column));
                sum = counted.missing + counted.invalid;
                for (i = 0; i < NPS_ANSWERS; i++) {
                    assert_true(counted.answers[i] <= column.length);
                    sum += counted.answers[i];
                }
                assert_int_equal(sum, column.length);
                assert_true(counted.missing <= column.length && counted.invalid <= column.length);
            }
    changing.stop = true;
    assert_int_equal(pthread_join(thread, NULL), 0);
}
#endif

static void the_highest_path_is_taken_for_many_values(void **state)
{
    const nps_cpu_path best = nps_cpu_best();
    int path, highest = -1, paths = 0;
    (void)state;
    for (path = -1; next_path(&path); paths++) {
        assert_int_equal(nps_cpu_best(), path);
        assert_int_equal(nps_cpu_best_for(1, 24), path);
        highest = path;
    }
    assert_int_equal(highest, best);
    assert_int_equal(nps_cpu_best(), best);
    assert_int_equal(nps_cpu_best_for(24, 24), best);
    assert_int_equal(nps_cpu_best_for(23, 24), NPS_CPU_PORTABLE);
    assert_true(paths >= 1);
#if NPS_CPU_ARM
    assert_true(best == NPS_CPU_NEON || best == NPS_CPU_NEON_CRC);
#endif
}

static void a_path_that_cannot_be_taken_is_not_forced(void **state)
{
    const nps_cpu_path best = nps_cpu_best();
    (void)state;
    assert_true(nps_cpu_force(NPS_CPU_PORTABLE));
    assert_false(nps_cpu_force(NPS_CPU_X86 ? NPS_CPU_NEON : NPS_CPU_AVX2));
    assert_int_equal(nps_cpu_best(), NPS_CPU_PORTABLE);
    nps_cpu_release();
    assert_int_equal(nps_cpu_best(), best);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths_around_vectors_and_blocks_of_every_type),
        cmocka_unit_test(nothing_is_read_outside_the_buffers),
        cmocka_unit_test(a_long_column_of_one_value_overflows_no_counter),
        cmocka_unit_test(a_long_column_of_nan_overflows_no_counter),
        cmocka_unit_test(a_long_column_of_nulls_overflows_no_counter),
        cmocka_unit_test(no_bit_is_overlooked),
        cmocka_unit_test(every_16_bit_value),
        cmocka_unit_test(special_values_are_classified),
        cmocka_unit_test(random_bits_are_like_the_oracle),
        cmocka_unit_test(any_codes_are_understood),
        cmocka_unit_test(every_offset_of_the_validity),
        cmocka_unit_test(long_strides_and_bitmaps),
#if RACES
        cmocka_unit_test(every_value_counts_once_while_others_write),
#endif
        cmocka_unit_test(the_highest_path_is_taken_for_many_values),
        cmocka_unit_test(a_path_that_cannot_be_taken_is_not_forced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
