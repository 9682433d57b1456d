/* SPDX-License-Identifier: MIT */
#include "test.h"

static const nps_accumulator EMPTY = {{0}, 0, 0};

static nps_accumulator random_accumulator(uint64_t *random)
{
    nps_accumulator made = EMPTY;
    int i;
    for (i = 0; i < NPS_ANSWERS; i++)
        made.answers[i] = next_below(random, 1000);
    made.missing = next_below(random, 1000);
    made.invalid = next_below(random, 1000);
    return made;
}

static void the_state_is_104_bytes(void **state)
{
    (void)state;
    assert_int_equal(sizeof(nps_accumulator), 104);
    assert_int_equal(offsetof(nps_accumulator, missing), 88);
    assert_int_equal(offsetof(nps_accumulator, invalid), 96);
}

static void answers_are_counted_and_others_are_invalid(void **state)
{
    nps_accumulator a = EMPTY, expected = EMPTY;
    int64_t answer;
    (void)state;
    for (answer = 0; answer <= 10; answer++) {
        assert_ok(nps_accumulator_add(&a, answer));
        expected.answers[answer] = 1;
    }
    assert_accumulator_equal(&a, &expected);
    assert_ok(nps_accumulator_add(&a, 11));
    assert_ok(nps_accumulator_add(&a, -1));
    assert_ok(nps_accumulator_add(&a, INT64_MIN));
    assert_ok(nps_accumulator_add(&a, INT64_MAX));
    assert_ok(nps_accumulator_add(&a, ((int64_t)1 << 32) + 9));
    expected.invalid = 5;
    assert_accumulator_equal(&a, &expected);
}

static void times_are_added_and_removed(void **state)
{
    nps_accumulator a = EMPTY, expected = EMPTY;
    (void)state;
    assert_ok(nps_accumulator_add_n(&a, 9, 5));
    assert_ok(nps_accumulator_add_n(&a, 9, 0));
    assert_ok(nps_accumulator_add_n(&a, 77, 3));
    assert_ok(nps_accumulator_add_missing(&a, 4));
    assert_ok(nps_accumulator_remove_n(&a, 9, 2));
    assert_ok(nps_accumulator_remove_n(&a, -3, 1));
    expected.answers[9] = 3;
    expected.invalid = 2;
    expected.missing = 4;
    assert_accumulator_equal(&a, &expected);
}

static void subtracting_more_than_there_is_changes_nothing(void **state)
{
    nps_accumulator a = EMPTY, part = EMPTY, before;
    (void)state;
    assert_ok(nps_accumulator_add_n(&a, 9, 5));
    before = a;
    assert_status(nps_accumulator_remove_n(&a, 9, 6), NPS_ERROR_UNDERFLOW);
    assert_status(nps_accumulator_remove_n(&a, 8, 1), NPS_ERROR_UNDERFLOW);
    assert_status(nps_accumulator_remove_n(&a, 11, 1), NPS_ERROR_UNDERFLOW);
    part.answers[9] = 1;
    part.invalid = 1;
    assert_status(nps_accumulator_subtract(&a, &part), NPS_ERROR_UNDERFLOW);
    part.invalid = 0;
    part.missing = 1;
    assert_status(nps_accumulator_subtract(&a, &part), NPS_ERROR_UNDERFLOW);
    part.missing = 0;
    part.answers[9] = 6;
    assert_status(nps_accumulator_subtract(&a, &part), NPS_ERROR_UNDERFLOW);
    assert_accumulator_equal(&a, &before);
}

static void overflow_changes_nothing(void **state)
{
    nps_accumulator a = EMPTY, b = EMPTY, before;
    const uint8_t nines[] = {8, 9};
    (void)state;
    a.answers[9] = a.missing = a.invalid = UINT64_MAX;
    before = a;
    assert_status(nps_accumulator_add(&a, 9), NPS_ERROR_OVERFLOW);
    assert_status(nps_accumulator_add(&a, 11), NPS_ERROR_OVERFLOW);
    assert_status(nps_accumulator_add_n(&a, 9, UINT64_MAX), NPS_ERROR_OVERFLOW);
    assert_status(nps_accumulator_add_missing(&a, 1), NPS_ERROR_OVERFLOW);
    assert_status(nps_accumulator_add_u8(&a, nines, 2), NPS_ERROR_OVERFLOW);
    assert_status(nps_accumulator_merge(&a, &a), NPS_ERROR_OVERFLOW);
    b.answers[0] = 1;
    b.invalid = 1;
    assert_status(nps_accumulator_merge(&a, &b), NPS_ERROR_OVERFLOW);
    b.invalid = 0;
    b.missing = 1;
    assert_status(nps_accumulator_merge(&a, &b), NPS_ERROR_OVERFLOW);
    assert_accumulator_equal(&a, &before);
    assert_ok(nps_accumulator_add_n(&a, 8, UINT64_MAX));
}

static void a_null_pointer_returns_a_status(void **state)
{
    nps_accumulator a = EMPTY;
    nps_counts counts = {1, 2, 3};
    (void)state;
    assert_status(nps_accumulator_add(NULL, 9), NPS_ERROR_NULL);
    assert_status(nps_accumulator_add_n(NULL, 9, 1), NPS_ERROR_NULL);
    assert_status(nps_accumulator_add_missing(NULL, 1), NPS_ERROR_NULL);
    assert_status(nps_accumulator_remove_n(NULL, 9, 1), NPS_ERROR_NULL);
    assert_status(nps_accumulator_add_u8(NULL, NULL, 0), NPS_ERROR_NULL);
    assert_status(nps_accumulator_add_u8(&a, NULL, 1), NPS_ERROR_NULL);
    assert_ok(nps_accumulator_add_u8(&a, NULL, 0));
    assert_status(nps_accumulator_merge(NULL, &a), NPS_ERROR_NULL);
    assert_status(nps_accumulator_merge(&a, NULL), NPS_ERROR_NULL);
    assert_status(nps_accumulator_subtract(NULL, &a), NPS_ERROR_NULL);
    assert_status(nps_accumulator_subtract(&a, NULL), NPS_ERROR_NULL);
    assert_status(nps_accumulator_counts(NULL, nps_scale_0_10(), &counts, NULL), NPS_ERROR_NULL);
    assert_status(nps_accumulator_counts(&a, nps_scale_0_10(), NULL, NULL), NPS_ERROR_NULL);
    assert_accumulator_equal(&a, &EMPTY);
    assert_int_equal(counts.promoters, 1);
}

static void merging_is_commutative_and_associative(void **state)
{
    uint64_t random = 1;
    int round;
    (void)state;
    for (round = 0; round < 1000; round++) {
        const nps_accumulator a = random_accumulator(&random), b = random_accumulator(&random),
                              c = random_accumulator(&random);
        nps_accumulator ab = a, ba = b, ab_c, bc = b, a_bc = a;
        assert_ok(nps_accumulator_merge(&ab, &b));
        assert_ok(nps_accumulator_merge(&ba, &a));
        assert_accumulator_equal(&ab, &ba);
        ab_c = ab;
        assert_ok(nps_accumulator_merge(&ab_c, &c));
        assert_ok(nps_accumulator_merge(&bc, &c));
        assert_ok(nps_accumulator_merge(&a_bc, &bc));
        assert_accumulator_equal(&ab_c, &a_bc);
        assert_ok(nps_accumulator_subtract(&ab, &b));
        assert_accumulator_equal(&ab, &a);
    }
}

static void merging_with_itself_doubles_and_subtracting_itself_empties(void **state)
{
    uint64_t random = 2;
    nps_accumulator a = random_accumulator(&random), twice = a;
    (void)state;
    assert_ok(nps_accumulator_merge(&twice, &a));
    assert_ok(nps_accumulator_merge(&a, &a));
    assert_accumulator_equal(&a, &twice);
    assert_ok(nps_accumulator_subtract(&a, &a));
    assert_accumulator_equal(&a, &EMPTY);
}

static void a_scale_reads_the_answers(void **state)
{
    nps_accumulator a = EMPTY;
    nps_counts counts;
    uint64_t outside;
    int i;
    (void)state;
    for (i = 0; i < NPS_ANSWERS; i++)
        a.answers[i] = (uint64_t)1 << i;
    a.missing = 5;
    a.invalid = 6;
    assert_ok(nps_accumulator_counts(&a, nps_scale_0_10(), &counts, NULL));
    assert_int_equal(counts.detractors, 127);
    assert_int_equal(counts.passives, 128 + 256);
    assert_int_equal(counts.promoters, 512 + 1024);
    assert_ok(nps_accumulator_counts(&a, nps_scale_1_10(), &counts, &outside));
    assert_int_equal(counts.detractors, 126);
    assert_int_equal(outside, 1);
    assert_ok(nps_accumulator_counts(&a, nps_scale_1_5(), &counts, &outside));
    assert_int_equal(counts.detractors, 2 + 4 + 8);
    assert_int_equal(counts.passives, 16);
    assert_int_equal(counts.promoters, 32);
    assert_int_equal(outside, 1 + 64 + 128 + 256 + 512 + 1024);
    assert_ok(nps_accumulator_counts(&a, nps_scale_1_7(), &counts, &outside));
    assert_int_equal(counts.passives, 64);
    assert_int_equal(counts.promoters, 128);
}

static void failed_reads_write_nothing(void **state)
{
    const nps_scale impossible = {0, 11, 6, 9};
    nps_accumulator a = EMPTY;
    nps_counts counts = {1, 2, 3};
    uint64_t outside = 4;
    (void)state;
    a.answers[0] = 1;
    assert_status(nps_accumulator_counts(&a, nps_scale_1_10(), &counts, NULL), NPS_ERROR_OUTSIDE);
    assert_status(nps_accumulator_counts(&a, &impossible, &counts, &outside), NPS_ERROR_SCALE);
    a.answers[9] = a.answers[10] = UINT64_MAX;
    assert_status(nps_accumulator_counts(&a, nps_scale_0_10(), &counts, &outside), NPS_ERROR_OVERFLOW);
    a.answers[9] = a.answers[10] = 0;
    a.answers[7] = a.answers[8] = UINT64_MAX;
    assert_status(nps_accumulator_counts(&a, nps_scale_1_5(), &counts, &outside), NPS_ERROR_OVERFLOW);
    assert_int_equal(counts.promoters, 1);
    assert_int_equal(counts.passives, 2);
    assert_int_equal(counts.detractors, 3);
    assert_int_equal(outside, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_state_is_104_bytes),
        cmocka_unit_test(answers_are_counted_and_others_are_invalid),
        cmocka_unit_test(times_are_added_and_removed),
        cmocka_unit_test(subtracting_more_than_there_is_changes_nothing),
        cmocka_unit_test(overflow_changes_nothing),
        cmocka_unit_test(a_null_pointer_returns_a_status),
        cmocka_unit_test(merging_is_commutative_and_associative),
        cmocka_unit_test(merging_with_itself_doubles_and_subtracting_itself_empties),
        cmocka_unit_test(a_scale_reads_the_answers),
        cmocka_unit_test(failed_reads_write_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
