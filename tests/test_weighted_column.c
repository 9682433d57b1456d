/* SPDX-License-Identifier: MIT */
#include "column_values.h"
#include "cpu_paths.h"
#include "test.h"
#include "weighted/lane_sums.h"

#include <stdlib.h>

/* Every way of adding columns gives the same bits as adding row by row. */
enum { MOST = 2000 };

static double power(int exponent)
{
    return ldexp(1, exponent);
}

static double one_to_two(uint64_t *random)
{
    return 1 + (double)(next_random(random) >> 12) * 0x1p-52;
}

/* ---- Weights of all sizes ---- */

typedef double some_weight(uint64_t *random);

static double usual_weight(uint64_t *random)
{
    return power((int)next_below(random, 5) - 3) * one_to_two(random);
}

static double large_weight(uint64_t *random)
{
    return power(90 + (int)next_below(random, 12)) * one_to_two(random);
}

static double smallest_weight(uint64_t *random)
{
    return power(-126 + (int)next_below(random, 4)) * one_to_two(random);
}

static double largest_weight(uint64_t *random)
{
    return nextafter(power(128 - (int)next_below(random, 4)), 0);
}

static double any_weight(uint64_t *random)
{
    return power((int)next_below(random, 254) - 126) * one_to_two(random);
}

static double powers_and_their_neighbours(uint64_t *random)
{
    const double exact = power((int)next_below(random, 20) - 10);
    const uint64_t which = next_below(random, 3);
    return which == 0 ? exact : nextafter(exact, which == 1 ? 0 : INFINITY);
}

static double often_zero(uint64_t *random)
{
    const uint64_t which = next_below(random, 8);
    return which == 0 ? 0 : which == 1 ? -0.0 : usual_weight(random);
}

static double always_zero(uint64_t *random)
{
    return next_below(random, 2) == 0 ? 0 : -0.0;
}

static double rarely_different(uint64_t *random)
{
    return next_below(random, 300) == 0 ? any_weight(random) : usual_weight(random);
}

/* Sizes of weights that change every few hundred rows. */
static double drifting_weight(uint64_t *random)
{
    static int exponent = 0;
    if (next_below(random, 400) == 0)
        exponent = (int)next_below(random, 250) - 126;
    return power(exponent + (int)next_below(random, 3)) * one_to_two(random);
}

static some_weight *const SIZES[] = {usual_weight,
                                     large_weight,
                                     smallest_weight,
                                     largest_weight,
                                     any_weight,
                                     often_zero,
                                     always_zero,
                                     powers_and_their_neighbours,
                                     rarely_different,
                                     drifting_weight,
                                     NULL};

/* ---- Row by row ---- */

static void add_row(nps_weighted *to, const nps_column *column, size_t row, double weight)
{
    const int answer = answer_at(column, row);
    if (answer == NPS_ANSWER_MISSING)
        assert_ok(nps_weighted_add_missing(to, weight, 1));
    else
        assert_ok(nps_weighted_add(to, answer == NPS_ANSWER_INVALID ? 99 : answer, weight));
}

static void assert_kernels_count(const nps_column *column, const double *weights, const nps_weighted *expected)
{
    int path;
    for (path = -1; next_path(&path);) {
        nps_weighted counted = {0};
        assert_ok(nps_weighted_add_column(&counted, column, weights, NULL));
        assert_memory_equal(&counted, expected, sizeof counted);
    }
}

static void assert_is_row_by_row(const nps_column *column, const double *weights)
{
    nps_weighted expected = {0}, counted = {0};
    size_t i;
    for (i = 0; i < column->length; i++)
        add_row(&expected, column, i, weights[i]);
    assert_kernels_count(column, weights, &expected);
    assert_ok(nps_weighted_add_column(&counted, column, weights, NULL));
    assert_memory_equal(&counted, &expected, sizeof counted);
    /* again, to what is there; a merge with itself is the same */
    assert_ok(nps_weighted_merge(&expected, &expected));
    assert_ok(nps_weighted_add_column(&counted, column, weights, NULL));
    assert_memory_equal(&counted, &expected, sizeof counted);
}

/* ---- Tests ---- */

/* Answers 0..12, so that some are invalid. */
static void columns_of_every_length_equal_their_rows(void **state)
{
    static uint8_t answers[MOST + 64], moved[MOST + 64];
    static double weights[MOST + 8], moved_weights[MOST + 8];
    nps_weighted expected = {0};
    nps_column column;
    uint64_t random = 1;
    size_t length;
    (void)state;
    for (length = 0; length < MOST; length++) {
        answers[length] = (uint8_t)next_below(&random, 13);
        weights[length] = length % 700 == 699 ? any_weight(&random) : often_zero(&random);
    }
    for (length = 0; length <= MOST; length++) {
        /* A different alignment each time. */
        uint8_t *const at = moved + length % 64;
        double *const weights_at = moved_weights + length % 8;
        memcpy(at, answers, length);
        memcpy(weights_at, weights, length * sizeof *weights);
        nps_column_init(&column, NPS_COLUMN_U8, at, length);
        column.stride = 1;
        assert_kernels_count(&column, weights_at, &expected);
        nps_column_init(&column, NPS_COLUMN_U8, answers, MOST);
        column.stride = 1;
        if (length < MOST)
            add_row(&expected, &column, length, weights[length]);
    }
}

static void weights_of_every_size_equal_their_rows(void **state)
{
    static int64_t answers[MOST];
    static double weights[MOST];
    uint64_t random = 2;
    size_t i, size;
    int round;
    (void)state;
    for (size = 0; SIZES[size]; size++)
        for (round = 0; round < 4; round++) {
            nps_column column;
            for (i = 0; i < MOST; i++) {
                answers[i] = round == 3 ? 9 : (int64_t)next_below(&random, 14) - 1;
                weights[i] = SIZES[size](&random);
            }
            nps_column_init(&column, NPS_COLUMN_I64, answers, MOST - (size_t)round * 77);
            assert_is_row_by_row(&column, weights);
        }
}

/* Rows with weight 0 before the rows that determine the size of the others. */
static void large_weights_after_many_zero_weights_equal_their_rows(void **state)
{
    static uint8_t answers[MOST];
    static double weights[MOST];
    nps_column column;
    uint64_t random = 3;
    size_t i;
    (void)state;
    for (i = 0; i < MOST; i++) {
        answers[i] = (uint8_t)next_below(&random, 11);
        weights[i] = i % 512 < 100 ? 0 : i < 1024 ? smallest_weight(&random) : largest_weight(&random);
    }
    nps_column_init(&column, NPS_COLUMN_U8, answers, MOST);
    assert_is_row_by_row(&column, weights);
}

enum { USUAL, MISSING, INVALID, WEIGHTLESS, LARGE, KINDS, MISSING_CODE = 77 };

/* Makes a row that has a valid answer and a usual weight one of a kind, and adds the column. */
static void assert_is_row_by_row_with(int kind, size_t row, uint8_t *answers, double *weights, size_t length)
{
    static const int64_t code = MISSING_CODE;
    const uint8_t answer = answers[row];
    const double weight = weights[row];
    nps_column column;
    nps_column_init(&column, NPS_COLUMN_U8, answers, length);
    column.stride = 1;
    column.missing_codes = &code;
    column.missing_code_count = 1;
    answers[row] = kind == INVALID ? 99 : kind == MISSING ? MISSING_CODE : answer;
    weights[row] = kind == WEIGHTLESS ? 0 : kind == LARGE ? 1e9 : weight;
    assert_is_row_by_row(&column, weights);
    answers[row] = answer;
    weights[row] = weight;
}

static void one_row_of_another_kind_is_added_once(void **state)
{
    enum { LONGEST = 9000 };
    static const size_t lengths[] = {255, 256, 1000, 4095, 4096, LONGEST};
    static uint8_t answers[LONGEST];
    static double weights[LONGEST];
    uint64_t random = 7;
    size_t i, j;
    int kind;
    (void)state;
    for (i = 0; i < LONGEST; i++) {
        answers[i] = (uint8_t)next_below(&random, NPS_ANSWERS);
        weights[i] = usual_weight(&random);
    }
    for (i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        const size_t places[] = {0, 130, lengths[i] / 3 * 2, lengths[i] - 1};
        for (j = 0; j < sizeof places / sizeof *places; j++)
            for (kind = USUAL; kind < KINDS; kind++)
                assert_is_row_by_row_with(kind, places[j], answers, weights, lengths[i]);
    }
}

static void columns_of_every_kind_equal_their_rows(void **state)
{
    static const int64_t codes[] = {3, 98};
    static unsigned char data[2 * sizeof(double) * MOST + 8];
    static uint8_t validity[MOST / 8 + 8];
    static double weights[MOST];
    uint64_t random = 4;
    size_t i;
    int type, features;
    (void)state;
    for (i = 0; i < sizeof validity; i++)
        validity[i] = (uint8_t)(next_random(&random) | next_random(&random) >> 32);
    for (i = 0; i < MOST; i++)
        weights[i] = rarely_different(&random);
    for (type = NPS_COLUMN_U8; type <= NPS_COLUMN_F64; type++)
        for (features = 0; features < 8; features++) {
            nps_column column;
            memset(data, 0, sizeof data);
            for (i = 0; i < sizeof data; i++)
                data[i] = (uint8_t)next_below(&random, i % 8 == 0 ? 100 : 12);
            nps_column_init(&column, (nps_column_type)type, data + features, 1500);
            if (features & 1)
                column.stride = 9;
            if (features & 2) {
                column.validity = validity;
                column.validity_offset = 3;
            }
            if (features & 4) {
                column.missing_codes = codes;
                column.missing_code_count = 2;
            }
            assert_is_row_by_row(&column, weights);
            column.data = data + sizeof data - 16;
            column.stride = -9;
            assert_is_row_by_row(&column, weights);
        }
}

/* Lanes are the fullest with the largest weights of their span; so many rows need several of them. */
static void no_lane_overflows(void **state)
{
    enum { ROWS = 2 * NPS_LANE_SUMS_ROWS + 321 };
    static const int exponents[] = {NPS_LANE_SUMS_LOWEST, -NPS_LANE_SUMS_SPAN / 2, 3, NPS_LANE_SUMS_HIGHEST};
    uint8_t *const answers = malloc(ROWS);
    double *const weights = malloc(ROWS * sizeof *weights);
    size_t i, row, which;
    (void)state;
    assert_non_null(answers);
    assert_non_null(weights);
    memset(answers, 9, ROWS);
    for (i = 0; i < sizeof exponents / sizeof *exponents; i++)
        for (which = 0; which < 3; which++) {
            const double lowest = power(exponents[i]), highest = nextafter(power(exponents[i] + NPS_LANE_SUMS_SPAN), 0);
            /* A low part that is all ones with the smallest high part. */
            const double weight = which == 0 ? highest : which == 1 ? lowest : nextafter(2 * lowest, 0);
            nps_weighted expected = {0};
            nps_column column;
            assert_ok(nps_weighted_add_n(&expected, 9, weight, ROWS - 1));
            assert_ok(nps_weighted_add_n(&expected, 9, lowest, 1));
            for (row = 0; row < ROWS; row++)
                weights[row] = weight;
            weights[ROWS - 1] = lowest;
            nps_column_init(&column, NPS_COLUMN_U8, answers, ROWS);
            column.stride = 1;
            assert_kernels_count(&column, weights, &expected);
        }
    free(answers);
    free(weights);
}

/* A weight that the first lane sums are not for, in a first block, a last one, at the end and elsewhere. */
static void one_unusual_weight_is_added_once(void **state)
{
    enum { ROWS = 2 * NPS_LANE_SUMS_ROWS + 700 };
    static const double unusual[] = {0, 1e9, 1e-9};
    static const size_t places[] = {0,          517,     NPS_LANE_SUMS_ROWS - 1, NPS_LANE_SUMS_ROWS, 40009, ROWS - 189,
                                    ROWS - 188, ROWS - 1};
    uint8_t *const answers = malloc(ROWS);
    double *const weights = malloc(ROWS * sizeof *weights);
    uint64_t rows[13] = {0}, random = 6;
    nps_column column;
    size_t i, j;
    (void)state;
    assert_non_null(answers);
    assert_non_null(weights);
    for (i = 0; i < ROWS; i++) {
        weights[i] = 1;
        answers[i] = (uint8_t)next_below(&random, 13);
        rows[answers[i]]++;
    }
    nps_column_init(&column, NPS_COLUMN_U8, answers, ROWS);
    column.stride = 1;
    for (i = 0; i < sizeof places / sizeof *places; i++)
        for (j = 0; j < sizeof unusual / sizeof *unusual; j++) {
            const size_t row = places[i];
            nps_weighted expected = {0};
            for (int answer = 0; answer < 13; answer++)
                assert_ok(nps_weighted_add_n(&expected, answer, 1, rows[answer] - (answer == answers[row])));
            add_row(&expected, &column, row, unusual[j]);
            weights[row] = unusual[j];
            assert_kernels_count(&column, weights, &expected);
            weights[row] = 1;
        }
    free(answers);
    free(weights);
}

static void one_refused_weight_changes_nothing(void **state)
{
    static const double none[] = {-1, -1e-300, -5e-324, NAN, -NAN, INFINITY, -INFINITY, 1e-39, 0x1p128, 1e300, 5e-324};
    static const size_t places[] = {0, 1, 63, 511, 512, 677, 777, 1499};
    static uint8_t answers[1500];
    static double weights[1500];
    uint64_t random = 5;
    size_t i, j, k, length;
    int path;
    (void)state;
    for (i = 0; i < 1500; i++)
        answers[i] = (uint8_t)next_below(&random, 13);
    for (i = 0; i < sizeof none / sizeof *none; i++)
        for (j = 0; j < sizeof places / sizeof *places; j++)
            for (k = 0; SIZES[k]; k++)
                for (length = places[j] + 1; length <= 1500; length += 1500 - length > 0 ? 1500 - length : 1) {
                    nps_weighted weighted = {0}, before;
                    nps_column column;
                    for (size_t row = 0; row < length; row++)
                        weights[row] = SIZES[k](&random);
                    weights[places[j]] = none[i];
                    nps_column_init(&column, NPS_COLUMN_U8, answers, length);
                    assert_ok(nps_weighted_add(&weighted, 7, 0.3));
                    before = weighted;
                    for (path = -1; next_path(&path);) {
                        assert_status(nps_weighted_add_column(&weighted, &column, weights, NULL), NPS_ERROR_WEIGHT);
                        assert_memory_equal(&weighted, &before, sizeof before);
                    }
                }
}

static void too_many_rows_change_nothing(void **state)
{
    static uint8_t answers[1000];
    static double weights[1000];
    nps_weighted weighted = {0}, before;
    nps_column column;
    size_t i;
    (void)state;
    for (i = 0; i < 1000; i++) {
        answers[i] = (uint8_t)(i % 11);
        weights[i] = i % 100 == 1 ? 0 : 1.5;
    }
    nps_column_init(&column, NPS_COLUMN_U8, answers, 1000);
    assert_ok(nps_weighted_add_n(&weighted, 4, 1, UINT64_MAX - 50));
    before = weighted;
    assert_status(nps_weighted_add_column(&weighted, &column, weights, NULL), NPS_ERROR_OVERFLOW);
    assert_memory_equal(&weighted, &before, sizeof before);
    memset(&weighted, 0, sizeof weighted);
    weighted.weightless = UINT64_MAX - 9;
    before = weighted;
    assert_status(nps_weighted_add_column(&weighted, &column, weights, NULL), NPS_ERROR_OVERFLOW);
    assert_memory_equal(&weighted, &before, sizeof before);
    weighted.weightless--;
    assert_ok(nps_weighted_add_column(&weighted, &column, weights, NULL));
    assert_true(weighted.weightless == UINT64_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_of_every_length_equal_their_rows),
        cmocka_unit_test(weights_of_every_size_equal_their_rows),
        cmocka_unit_test(large_weights_after_many_zero_weights_equal_their_rows),
        cmocka_unit_test(one_row_of_another_kind_is_added_once),
        cmocka_unit_test(columns_of_every_kind_equal_their_rows),
        cmocka_unit_test(no_lane_overflows),
        cmocka_unit_test(one_unusual_weight_is_added_once),
        cmocka_unit_test(one_refused_weight_changes_nothing),
        cmocka_unit_test(too_many_rows_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
