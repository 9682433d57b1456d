/* Sums of weights are exact to the last bit, in any order of the rows.
 * SPDX-License-Identifier: MIT */
#include "weighted_surveys.h"

/* A product of two doubles is rounded to the nearest double, and so must the sum be. */
static void a_billion_rows_lose_nothing(void **state)
{
    nps_weighted weighted = {0}, one_by_one = {0}, at_once = {0};
    double weights[NPS_ANSWERS];
    int i;
    (void)state;
    assert_ok(nps_weighted_add_n(&weighted, 9, 0.1, 1000000000));
    assert_ok(nps_weighted_add_n(&weighted, 3, 1e-30, UINT64_MAX));
    assert_ok(nps_weighted_weights(&weighted, weights, NULL, NULL));
    assert_double_near(weights[9], 0.1 * 1e9, 0);
    assert_double_near(weights[3], 1e-30 * 0x1p64, 1e-26);
    for (i = 0; i < 100000; i++)
        assert_ok(nps_weighted_add(&one_by_one, 9, 0.1));
    assert_ok(nps_weighted_add_n(&at_once, 9, 0.1, 100000));
    assert_memory_equal(&one_by_one, &at_once, sizeof at_once);
}

/* Half a unit in the last place is rounded to the even neighbour; anything more is rounded up. */
static void sums_are_rounded_to_the_nearest_double(void **state)
{
    nps_weighted weighted = {0};
    double weights[NPS_ANSWERS];
    (void)state;
    assert_ok(nps_weighted_add(&weighted, 4, 1));
    assert_ok(nps_weighted_add(&weighted, 4, 0x1p-53));
    assert_ok(nps_weighted_weights(&weighted, weights, NULL, NULL));
    assert_double_near(weights[4], 1, 0);
    assert_ok(nps_weighted_add(&weighted, 4, 0x1p-110));
    assert_ok(nps_weighted_weights(&weighted, weights, NULL, NULL));
    assert_double_near(weights[4], 1 + 0x1p-52, 0);
}

static void small_weights_are_not_lost_beside_large_ones(void **state)
{
    nps_weighted weighted = {0}, large = {0};
    double weights[NPS_ANSWERS], missing, invalid;
    (void)state;
    assert_ok(nps_weighted_add_n(&weighted, 9, 0x1p-126, 5));
    assert_ok(nps_weighted_add_n(&weighted, 42, 1.25, 2));
    assert_ok(nps_weighted_add_missing(&weighted, 0.5, 3));
    assert_ok(nps_weighted_add_n(&large, 9, nextafter(0x1p128, 0), UINT64_MAX - 5));
    assert_ok(nps_weighted_merge(&weighted, &large));
    assert_ok(nps_weighted_weights(&weighted, weights, NULL, NULL));
    assert_double_near(weights[9], 0x1p192, 0x1p141);
    assert_ok(nps_weighted_subtract(&weighted, &large));
    assert_ok(nps_weighted_weights(&weighted, weights, &missing, &invalid));
    assert_double_near(weights[9], 5 * 0x1p-126, 0);
    assert_double_near(missing, 1.5, 0);
    assert_double_near(invalid, 2.5, 0);
    assert_status(nps_weighted_subtract(&weighted, &large), NPS_ERROR_UNDERFLOW);
    assert_ok(nps_weighted_subtract(&weighted, &weighted));
    memset(&large, 0, sizeof large);
    assert_memory_equal(&weighted, &large, sizeof large);
    assert_ok(nps_weighted_add(&large, 9, 0));
    assert_status(nps_weighted_subtract(&weighted, &large), NPS_ERROR_UNDERFLOW);
}

/* A state that was never added may still be smaller in every counter and sum. */
static void only_parts_can_be_subtracted(void **state)
{
    nps_weighted weighted = {0}, heavy = {0}, light = {0}, before;
    (void)state;
    assert_ok(nps_weighted_add_missing(&weighted, 1.5, 2));
    assert_ok(nps_weighted_add_n(&weighted, 9, 1, 3));
    before = weighted;
    assert_ok(nps_weighted_add_missing(&heavy, 3, 1));
    assert_status(nps_weighted_subtract(&weighted, &heavy), NPS_ERROR_UNDERFLOW);
    assert_ok(nps_weighted_add_n(&light, 9, 0.5, 3));
    assert_status(nps_weighted_subtract(&weighted, &light), NPS_ERROR_UNDERFLOW);
    assert_memory_equal(&weighted, &before, sizeof before);
}

static void sums_equal_those_of_integers(void **state)
{
    nps_weighted weighted = {0}, negative = {0};
    uint64_t random = 5, sums[NPS_ANSWERS] = {0};
    double weights[NPS_ANSWERS];
    int i;
    (void)state;
    for (i = 0; i < 20000; i++) {
        const int64_t answer = (int64_t)next_below(&random, 11);
        const uint64_t times = next_below(&random, 1000);
        const double weight = random_weight(&random);
        sums[answer] += times * (uint64_t)(weight * (1 << 20));
        assert_ok(nps_weighted_add_n(&weighted, answer, weight, times));
    }
    assert_ok(nps_weighted_weights(&weighted, weights, NULL, NULL));
    for (i = 0; i < NPS_ANSWERS; i++)
        assert_double_near(weights[i], (double)sums[i] / (1 << 20), 0);
    assert_ok(nps_weighted_weights(&negative, weights, NULL, NULL));
    assert_double_near(weights[0], 0, 0);
}

enum { ROWS = 600, PARTS = 7 };

static double any_weight(uint64_t *random)
{
    return ldexp(1 + (double)(next_random(random) >> 12) * 0x1p-52, (int)next_below(random, 120) - 60);
}

/* The same rows in any order and in any number of parts, merged in any order. */
static void the_order_does_not_matter_to_a_bit(void **state)
{
    nps_weighted parts[PARTS], whole = {0}, merged = {0};
    nps_weighted_design *design = new_design(), *part_designs[PARTS], *merged_design = new_design();
    nps_weighted_estimate a, b;
    uint64_t random = 3;
    int i;
    (void)state;
    memset(parts, 0, sizeof parts);
    for (i = 0; i < PARTS; i++)
        part_designs[i] = new_design();
    for (i = 0; i < ROWS; i++) {
        /* Row i * 7 of the ring, so that the parts get the rows in another order. */
        uint64_t row = 1 + (uint64_t)i, mirror = 1 + (uint64_t)(i * 7 + 3) % ROWS;
        const int64_t stratum = (int64_t)next_below(&row, 5), cluster = (int64_t)next_below(&row, 9);
        const int64_t answer = (int64_t)next_below(&row, 12);
        const double weight = any_weight(&row);
        assert_ok(nps_weighted_add(&whole, answer, weight));
        if (cluster == 0)
            assert_ok(nps_weighted_design_add(design, stratum, answer, weight, 1));
        else
            assert_ok(nps_weighted_design_add_cluster(design, stratum, cluster, answer, weight, 1));
        {
            const int64_t other_stratum = (int64_t)next_below(&mirror, 5), other = (int64_t)next_below(&mirror, 9);
            const int64_t other_answer = (int64_t)next_below(&mirror, 12);
            const double other_weight = any_weight(&mirror);
            const uint64_t part = next_below(&random, PARTS);
            assert_ok(nps_weighted_add(&parts[part], other_answer, other_weight));
            if (other == 0)
                assert_ok(nps_weighted_design_add(part_designs[part], other_stratum, other_answer, other_weight, 1));
            else
                assert_ok(nps_weighted_design_add_cluster(part_designs[part], other_stratum, other, other_answer,
                                                          other_weight, 1));
        }
    }
    for (i = PARTS - 1; i >= 0; i--) {
        assert_ok(nps_weighted_merge(&merged, &parts[i]));
        assert_ok(nps_weighted_design_merge(merged_design, part_designs[i]));
        nps_weighted_design_destroy(part_designs[i]);
    }
    assert_memory_equal(&merged, &whole, sizeof whole);
    a = read_design(design);
    b = read_design(merged_design);
    assert_memory_equal(&a, &b, sizeof a);
    assert_ok(nps_weighted_design_total(merged_design, &merged));
    assert_memory_equal(&merged, &whole, sizeof whole);
    nps_weighted_design_destroy(design);
    nps_weighted_design_destroy(merged_design);
}

static void the_detail_names_the_row_and_its_weight(void **state)
{
    static const struct {
        double weight;
        const char *text;
    } none[] = {{-0.5, "-0.5"}, {NAN, "nan"}, {INFINITY, "inf"}, {1e-39, "1e-39"}, {1e300, "1e+300"}};
    enum { LENGTH = 2000 };
    static uint8_t answers[LENGTH];
    static double weights[LENGTH];
    static const size_t rows[] = {0, 7, 1999};
    nps_weighted weighted = {0};
    nps_weighted_design *design = new_design();
    nps_column column;
    size_t i, j, length;
    (void)state;
    for (i = 0; i < LENGTH; i++)
        weights[i] = 1;
    for (i = 0; i < sizeof none / sizeof *none; i++)
        for (j = 0; j < sizeof rows / sizeof *rows; j++)
            for (length = rows[j] + 1; length <= LENGTH; length += LENGTH - 1) {
                nps_error_detail detail = {"?"}, of_design = {"?"};
                char expected[128];
                (void)snprintf(expected, sizeof expected,
                               "row %zu has the weight %s; a weight is 0, or at least 2^-126 and below 2^128", rows[j],
                               none[i].text);
                weights[rows[j]] = none[i].weight;
                weights[LENGTH - 1] = rows[j] == LENGTH - 1 ? none[i].weight : -7;
                nps_column_init(&column, NPS_COLUMN_U8, answers, length);
                assert_status(nps_weighted_add_column(&weighted, &column, weights, &detail), NPS_ERROR_WEIGHT);
                assert_status(nps_weighted_design_add_column(design, &column, weights, NULL, NULL, &of_design),
                              NPS_ERROR_WEIGHT);
                assert_string_equal(detail.text, expected);
                assert_string_equal(of_design.text, detail.text);
                weights[rows[j]] = weights[LENGTH - 1] = 1;
            }
    nps_weighted_design_destroy(design);
}

static void the_detail_of_other_failures_is_their_status(void **state)
{
    nps_weighted weighted = {0};
    nps_error_detail detail = {"?"};
    const double weight = -1;
    nps_column column;
    (void)state;
    assert_status(nps_weighted_add_column(&weighted, NULL, &weight, &detail), NPS_ERROR_NULL);
    assert_string_equal(detail.text, nps_status_string(NPS_ERROR_NULL));
    nps_column_init(&column, (nps_column_type)77, "", 1);
    assert_status(nps_weighted_add_column(&weighted, &column, &weight, &detail), NPS_ERROR_COLUMN);
    assert_string_equal(detail.text, nps_status_string(NPS_ERROR_COLUMN));
}

static void invalid_weights_are_refused(void **state)
{
    static const double none[] = {-1, -1e-300, NAN, INFINITY, -INFINITY, 1e-39, 0x1p128, 1e300, 5e-324};
    const nps_weighted empty = {0};
    nps_weighted weighted = {0};
    nps_weighted_design *design = new_design();
    nps_weighted_estimate estimate = {.score = 1};
    const uint8_t answers[] = {9, 9};
    nps_column column;
    size_t i;
    (void)state;
    nps_column_init(&column, NPS_COLUMN_U8, answers, 2);
    for (i = 0; i < sizeof none / sizeof *none; i++) {
        const double weights[] = {1, none[i]};
        assert_status(nps_weighted_add(&weighted, 9, none[i]), NPS_ERROR_WEIGHT);
        assert_status(nps_weighted_add_n(&weighted, 9, none[i], 0), NPS_ERROR_WEIGHT);
        assert_status(nps_weighted_add_missing(&weighted, none[i], 1), NPS_ERROR_WEIGHT);
        assert_status(nps_weighted_add_column(&weighted, &column, weights, NULL), NPS_ERROR_WEIGHT);
        assert_status(nps_weighted_design_add(design, 1, 9, none[i], 1), NPS_ERROR_WEIGHT);
        assert_status(nps_weighted_design_add_cluster(design, 1, 1, 9, none[i], 1), NPS_ERROR_WEIGHT);
        assert_status(nps_weighted_design_add_column(design, &column, weights, NULL, NULL, NULL), NPS_ERROR_WEIGHT);
    }
    assert_memory_equal(&weighted, &empty, sizeof empty);
    assert_ok(nps_weighted_design_total(design, &weighted));
    assert_memory_equal(&weighted, &empty, sizeof empty);
    /* A row with weight 0 is still a row. */
    assert_ok(nps_weighted_add_n(&weighted, 9, 0, 3));
    assert_ok(nps_weighted_add_n(&weighted, 9, -0.0, 1));
    assert_ok(nps_weighted_add_missing(&weighted, 0, 1));
    assert_int_equal(weighted.weightless, 5);
    assert_status(nps_weighted_read(&weighted, nps_scale_0_10(), &estimate, NULL), NPS_ERROR_EMPTY);
    assert_status(nps_weighted_design_read(design, nps_scale_0_10(), &estimate, NULL), NPS_ERROR_EMPTY);
    assert_double_near(estimate.score, 1, 0);
    nps_weighted_design_destroy(design);
}

static void a_column_equals_its_rows(void **state)
{
    static const int64_t missing_codes[] = {11, 98};
    static const uint8_t validity[] = {0xfb, 0xff, 0xff, 0xff};
    int32_t answers[60];
    double weights[30], reals[30];
    int64_t strata[30], clusters[30];
    nps_weighted one_by_one = {0}, column_wise = {0}, of_reals = {0};
    nps_weighted_design *rows = new_design(), *columns = new_design();
    nps_weighted_estimate a, b;
    nps_column column;
    uint64_t random = 77;
    int i;
    (void)state;
    for (i = 0; i < 30; i++) {
        const int64_t answer = (int64_t)next_below(&random, 14) - 1;
        answers[2 * i] = (int32_t)answer;
        weights[i] = i == 4 ? 0 : random_weight(&random);
        strata[i] = i % 3;
        clusters[i] = i % 7;
        reals[i] = i == 0 || answer == 11 ? NAN : (double)answer;
        if (i == 0 || answer == 11)
            assert_ok(nps_weighted_add_missing(&one_by_one, weights[i], 1));
        else
            assert_ok(nps_weighted_add(&one_by_one, answer, weights[i]));
        if (i != 0 && answer != 11)
            assert_ok(nps_weighted_design_add_cluster(rows, strata[i], clusters[i], answer, weights[i], 1));
        else
            assert_ok(nps_weighted_design_add_cluster_missing(rows, strata[i], clusters[i], weights[i], 1));
    }
    nps_column_init(&column, NPS_COLUMN_I32, answers, 30);
    column.stride = 8;
    column.missing_codes = missing_codes;
    column.missing_code_count = 2;
    column.validity = validity;
    column.validity_offset = 2;
    assert_ok(nps_weighted_add_column(&column_wise, &column, weights, NULL));
    assert_memory_equal(&column_wise, &one_by_one, sizeof one_by_one);
    assert_ok(nps_weighted_design_add_column(columns, &column, weights, strata, clusters, NULL));
    a = read_design(rows);
    b = read_design(columns);
    assert_memory_equal(&a, &b, sizeof a);
    nps_column_init(&column, NPS_COLUMN_F64, reals, 30);
    assert_ok(nps_weighted_add_column(&of_reals, &column, weights, NULL));
    assert_memory_equal(&of_reals, &one_by_one, sizeof one_by_one);
    nps_weighted_design_destroy(rows);
    nps_weighted_design_destroy(columns);
}

static void bad_columns_change_nothing(void **state)
{
    const double weights[2] = {1, 1};
    const uint8_t answers[2] = {9, 9};
    const nps_weighted empty = {0};
    nps_weighted weighted = {0};
    nps_weighted_design *design = new_design();
    nps_column column;
    (void)state;
    nps_column_init(&column, NPS_COLUMN_U8, answers, 2);
    assert_status(nps_weighted_add_column(NULL, &column, weights, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_add_column(&weighted, NULL, weights, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_add_column(&weighted, &column, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_add_column(NULL, &column, weights, NULL, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_add_column(design, &column, NULL, NULL, NULL, NULL), NPS_ERROR_NULL);
    column.data = NULL;
    assert_status(nps_weighted_add_column(&weighted, &column, weights, NULL), NPS_ERROR_NULL);
    column.length = 0;
    assert_ok(nps_weighted_add_column(&weighted, &column, NULL, NULL));
    assert_ok(nps_weighted_design_add_column(design, &column, NULL, NULL, NULL, NULL));
    column.missing_code_count = 1;
    assert_status(nps_weighted_add_column(&weighted, &column, NULL, NULL), NPS_ERROR_NULL);
    column.missing_code_count = 0;
    column.type = (nps_column_type)0;
    assert_status(nps_weighted_add_column(&weighted, &column, NULL, NULL), NPS_ERROR_COLUMN);
    column.size = 3;
    assert_status(nps_weighted_add_column(&weighted, &column, NULL, NULL), NPS_ERROR_SIZE);
    assert_memory_equal(&weighted, &empty, sizeof empty);
    nps_weighted_design_destroy(design);
}

static void too_many_rows_are_refused(void **state)
{
    nps_weighted weighted = {0}, more = {0};
    nps_weighted_design *design = new_design(), *other = new_design();
    nps_weighted_estimate estimate;
    (void)state;
    assert_ok(nps_weighted_add_n(&weighted, 9, 3, UINT64_MAX));
    assert_status(nps_weighted_add(&weighted, 9, 1), NPS_ERROR_OVERFLOW);
    estimate = read_weighted(&weighted);
    assert_double_near(estimate.effective, 0x1p64, 0x1p20);
    assert_true(interval_of(&estimate, NPS_METHOD_SCORE, 0.95).bounds.lower > 99.999);
    assert_ok(nps_weighted_add(&more, 8, 1));
    assert_ok(nps_weighted_merge(&weighted, &more));
    assert_status(nps_weighted_read(&weighted, nps_scale_0_10(), &estimate, NULL), NPS_ERROR_OVERFLOW);
    assert_status(nps_weighted_merge(&weighted, &weighted), NPS_ERROR_OVERFLOW);
    assert_ok(nps_weighted_add_n(&weighted, 0, 0, UINT64_MAX));
    assert_ok(nps_weighted_add(&more, 0, 0));
    assert_status(nps_weighted_merge(&weighted, &more), NPS_ERROR_OVERFLOW);

    assert_ok(nps_weighted_design_add_cluster(design, 1, 1, 9, 3, UINT64_MAX));
    assert_status(nps_weighted_design_add_cluster(design, 1, 2, 9, 3, 1), NPS_ERROR_OVERFLOW);
    assert_ok(nps_weighted_design_add(design, 1, 9, 3, UINT64_MAX));
    assert_ok(nps_weighted_design_add(other, 2, 9, 3, 1));
    assert_ok(nps_weighted_design_add(other, 1, 9, 3, 1));
    assert_status(nps_weighted_design_merge(design, other), NPS_ERROR_OVERFLOW);
    assert_status(nps_weighted_design_total(design, &more), NPS_ERROR_OVERFLOW);
    assert_status(nps_weighted_design_read(design, nps_scale_0_10(), &estimate, NULL), NPS_ERROR_OVERFLOW);
    nps_weighted_design_destroy(design);
    nps_weighted_design_destroy(other);
}

static void bad_arguments_return_statuses(void **state)
{
    nps_weighted weighted = {0};
    nps_weighted_estimate estimate = {0};
    nps_weighted_design *design = new_design(), *out = design;
    nps_weighted_design_options options;
    nps_allocator half = {NULL, NULL, NULL};
    const nps_scale impossible = {5, 3, 2, 1};
    double weights[NPS_ANSWERS];
    (void)state;
    nps_weighted_design_options_init(NULL);
    nps_weighted_design_options_init(&options);
    options.size = 1;
    assert_status(nps_weighted_design_create(&options, &out), NPS_ERROR_SIZE);
    nps_weighted_design_options_init(&options);
    options.allocator = &half;
    assert_status(nps_weighted_design_create(&options, &out), NPS_ERROR_NULL);
    assert_ptr_equal(out, design);
    assert_status(nps_weighted_design_create(NULL, NULL), NPS_ERROR_NULL);
    nps_weighted_design_destroy(NULL);
    assert_status(nps_weighted_add(NULL, 9, 1), NPS_ERROR_NULL);
    assert_status(nps_weighted_merge(NULL, &weighted), NPS_ERROR_NULL);
    assert_status(nps_weighted_merge(&weighted, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_subtract(&weighted, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_weights(&weighted, NULL, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_weights(NULL, weights, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_add(NULL, 1, 1, 1, 1), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_merge(design, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_merge(NULL, design), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_total(design, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_total(NULL, &weighted), NPS_ERROR_NULL);
    assert_ok(nps_weighted_add(&weighted, 9, 1));
    assert_ok(nps_weighted_design_add(design, 1, 9, 1, 1));
    assert_status(nps_weighted_read(NULL, nps_scale_0_10(), &estimate, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_read(&weighted, &impossible, &estimate, NULL), NPS_ERROR_SCALE);
    assert_status(nps_weighted_read(&weighted, nps_scale_0_10(), NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_read(NULL, nps_scale_0_10(), &estimate, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_read(design, &impossible, &estimate, NULL), NPS_ERROR_SCALE);
    assert_status(nps_weighted_design_read(design, nps_scale_0_10(), NULL, NULL), NPS_ERROR_NULL);
    nps_weighted_design_destroy(design);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_billion_rows_lose_nothing),
        cmocka_unit_test(sums_are_rounded_to_the_nearest_double),
        cmocka_unit_test(small_weights_are_not_lost_beside_large_ones),
        cmocka_unit_test(only_parts_can_be_subtracted),
        cmocka_unit_test(sums_equal_those_of_integers),
        cmocka_unit_test(the_order_does_not_matter_to_a_bit),
        cmocka_unit_test(the_detail_names_the_row_and_its_weight),
        cmocka_unit_test(the_detail_of_other_failures_is_their_status),
        cmocka_unit_test(invalid_weights_are_refused),
        cmocka_unit_test(a_column_equals_its_rows),
        cmocka_unit_test(bad_columns_change_nothing),
        cmocka_unit_test(too_many_rows_are_refused),
        cmocka_unit_test(bad_arguments_return_statuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
