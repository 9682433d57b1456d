/* Columns of people against a naive oracle, and taking people away.
 * SPDX-License-Identifier: MIT */
#include "column_values.h"
#include "test.h"

#include <stdlib.h>

/* The answer of a row on a scale, or -1. */
static int scaled_answer(const nps_column *column, size_t row, const nps_scale *scale)
{
    nps_accumulator one = {{0}, 0, 0};
    int answer;
    count_row(&one, column, row);
    for (answer = scale->lowest; answer <= scale->highest; answer++)
        if (one.answers[answer] != 0)
            return answer;
    return -1;
}

static int group_at(const nps_column *column, size_t row, const nps_scale *scale)
{
    const int answer = scaled_answer(column, row, scale);
    if (answer < 0)
        return 3;
    return answer >= scale->promoter_min ? 0 : answer > scale->detractor_max ? 1 : 2;
}

/* The counts of waves in the order of their table: those in both, then the others. */
static void add_like_oracle(nps_paired *self, const nps_column *first, const nps_column *second, const nps_scale *scale)
{
    uint64_t *const at[4][4] = {
        {&self->promoters.promoters, &self->promoters.passives, &self->promoters.detractors,
         &self->first_only.promoters},
        {&self->passives.promoters, &self->passives.passives, &self->passives.detractors, &self->first_only.passives},
        {&self->detractors.promoters, &self->detractors.passives, &self->detractors.detractors,
         &self->first_only.detractors},
        {&self->second_only.promoters, &self->second_only.passives, &self->second_only.detractors, NULL}};
    size_t row;
    for (row = 0; row < first->length; row++) {
        uint64_t *counter = at[group_at(first, row, scale)][group_at(second, row, scale)];
        if (counter)
            ++*counter;
    }
}

/* Answers at random, with nulls, missing codes and what is no answer. */
static void fill(unsigned char *values, unsigned char *bits, nps_column_type type, size_t length, uint64_t *random)
{
    size_t i;
    for (i = 0; i < length; i++)
        store(values + i * width_of(type), type, (int64_t)next_below(random, 14) - (type == NPS_COLUMN_I8));
    for (i = 0; i < length / 8 + 1; i++)
        bits[i] = (unsigned char)(next_random(random) | next_random(random));
}

static void columns_are_like_the_oracle(void **state)
{
    static const nps_scale *scales[4];
    static const size_t lengths[] = {0, 1, 7, 511, 512, 513, 5000};
    static unsigned char first_values[5000 * 8], second_values[5000 * 8], first_bits[626], second_bits[626];
    static const int64_t codes[] = {8};
    uint64_t random = 11;
    size_t round;
    (void)state;
    scales[0] = NULL;
    scales[1] = nps_scale_1_10();
    scales[2] = nps_scale_1_5();
    scales[3] = nps_scale_1_7();
    for (round = 0; round < 210; round++) {
        const nps_column_type type = TYPES[round % TYPE_COUNT], other = TYPES[round / TYPE_COUNT % TYPE_COUNT];
        const nps_scale *scale = scales[round % 4];
        const size_t length = lengths[round % 7];
        nps_paired actual = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}, {10, 11, 12}, {13, 14, 15}}, expected = actual;
        nps_column first, second;
        fill(first_values, first_bits, type, length, &random);
        fill(second_values, second_bits, other, length, &random);
        nps_column_init(&first, type, first_values, length);
        nps_column_init(&second, other, second_values, length);
        if (round % 3 == 0) {
            first.validity = first_bits;
            second.missing_codes = codes;
            second.missing_code_count = 1;
        }
        assert_ok(nps_paired_add_column(&actual, &first, &second, scale));
        add_like_oracle(&expected, &first, &second, scale ? scale : nps_scale_0_10());
        assert_memory_equal(&actual, &expected, sizeof actual);
    }
}

static void overflow_changes_nothing(void **state)
{
    static const uint8_t first[] = {9, 0, 10, 99}, second[] = {9, 7, 99, 10};
    nps_paired paired = {{0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {UINT64_MAX, 0, 0}}, before = paired;
    nps_column from, to;
    (void)state;
    nps_column_init(&from, NPS_COLUMN_U8, first, 4);
    nps_column_init(&to, NPS_COLUMN_U8, second, 4);
    assert_status(nps_paired_add_column(&paired, &from, &to, NULL), NPS_ERROR_OVERFLOW);
    assert_memory_equal(&paired, &before, sizeof paired);
    paired.second_only.promoters--;
    assert_ok(nps_paired_add_column(&paired, &from, &to, NULL));
    assert_int_equal(paired.promoters.promoters, 1);
    assert_int_equal(paired.detractors.passives, 1);
    assert_int_equal(paired.first_only.promoters, 1);
}

static void subtracting_undoes_merging_or_changes_nothing(void **state)
{
    const nps_paired part = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}, {10, 11, 12}, {13, 14, 15}},
                     nobody = {.promoters = {0, 0, 0}};
    nps_paired paired = {{9, 9, 9}, {9, 9, 9}, {9, 9, 9}, {99, 99, 99}, {99, 99, 99}};
    const nps_paired before = paired;
    uint64_t too_many[15];
    size_t i;
    (void)state;
    assert_ok(nps_paired_merge(&paired, &part));
    assert_ok(nps_paired_subtract(&paired, &part));
    assert_memory_equal(&paired, &before, sizeof paired);
    for (i = 0; i < 15; i++) {
        nps_paired more;
        memset(too_many, 0, sizeof too_many);
        too_many[0] = 1; /* what comes first could be taken away */
        too_many[i] = 100;
        memcpy(&more, too_many, sizeof more);
        assert_status(nps_paired_subtract(&paired, &more), NPS_ERROR_UNDERFLOW);
        assert_memory_equal(&paired, &before, sizeof paired);
    }
    assert_ok(nps_paired_subtract(&paired, &paired));
    assert_memory_equal(&paired, &nobody, sizeof paired);
}

static void bad_arguments_return_statuses(void **state)
{
    static const uint8_t bytes[] = {1, 9};
    const nps_scale impossible = {5, 4, 6, 7};
    nps_paired paired = {.promoters = {1, 0, 0}};
    const nps_paired before = paired;
    nps_column column, bad;
    (void)state;
    nps_column_init(&column, NPS_COLUMN_U8, bytes, 2);
    assert_status(nps_paired_add_column(NULL, &column, &column, NULL), NPS_ERROR_NULL);
    assert_status(nps_paired_add_column(&paired, NULL, &column, NULL), NPS_ERROR_NULL);
    assert_status(nps_paired_add_column(&paired, &column, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_paired_add_column(&paired, &column, &column, &impossible), NPS_ERROR_SCALE);
    bad = column;
    bad.length = 1;
    assert_status(nps_paired_add_column(&paired, &column, &bad, NULL), NPS_ERROR_COLUMN);
    bad = column;
    bad.size = 1;
    assert_status(nps_paired_add_column(&paired, &bad, &column, NULL), NPS_ERROR_SIZE);
    bad = column;
    bad.type = (nps_column_type)0;
    assert_status(nps_paired_add_column(&paired, &column, &bad, NULL), NPS_ERROR_COLUMN);
    bad = column;
    bad.data = NULL;
    assert_status(nps_paired_add_column(&paired, &column, &bad, NULL), NPS_ERROR_NULL);
    assert_status(nps_paired_subtract(NULL, &paired), NPS_ERROR_NULL);
    assert_status(nps_paired_subtract(&paired, NULL), NPS_ERROR_NULL);
    assert_memory_equal(&paired, &before, sizeof paired);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_like_the_oracle),
        cmocka_unit_test(overflow_changes_nothing),
        cmocka_unit_test(subtracting_undoes_merging_or_changes_nothing),
        cmocka_unit_test(bad_arguments_return_statuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
