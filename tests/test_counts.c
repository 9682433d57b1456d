/* SPDX-License-Identifier: MIT */
#include "test.h"

static double score_of(uint64_t promoters, uint64_t passives, uint64_t detractors)
{
    const nps_counts counts = {promoters, passives, detractors};
    double score;
    assert_ok(nps_score(&counts, &score));
    return score;
}

static void the_score_is_promoters_minus_detractors(void **state)
{
    (void)state;
    assert_double_near(score_of(50, 30, 20), 30, 1e-13);
    assert_double_near(score_of(1436, 968, 342), 39.840, 0.0005);
    assert_double_near(score_of(1268, 935, 447), 30.981, 0.0005);
    assert_double_near(score_of(1, 0, 0), 100, 0);
    assert_double_near(score_of(0, 1, 0), 0, 0);
    assert_double_near(score_of(0, 0, 1), -100, 0);
}

static void huge_counts_lose_nothing(void **state)
{
    const uint64_t half = UINT64_MAX / 2; /* 2^63 - 1 */
    (void)state;
    /* As doubles the two counts would be equal. */
    assert_double_near(score_of(half, 0, half - 1), 100.0 / 18446744073709551614.0, 1e-30);
    assert_double_near(score_of(half - 1, 0, half), -100.0 / 18446744073709551614.0, 1e-30);
    assert_double_near(score_of(UINT64_MAX, 0, 0), 100, 0);
}

static void bad_counts_leave_the_output_alone(void **state)
{
    const nps_counts empty = {0, 0, 0}, huge = {UINT64_MAX, 1, 0}, huge_too = {1, UINT64_MAX - 1, 1};
    double score = 7;
    (void)state;
    assert_status(nps_score(&empty, &score), NPS_ERROR_EMPTY);
    assert_status(nps_score(&huge, &score), NPS_ERROR_OVERFLOW);
    assert_status(nps_score(&huge_too, &score), NPS_ERROR_OVERFLOW);
    assert_status(nps_score(NULL, &score), NPS_ERROR_NULL);
    assert_status(nps_score(&empty, NULL), NPS_ERROR_NULL);
    assert_double_near(score, 7, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_score_is_promoters_minus_detractors),
        cmocka_unit_test(huge_counts_lose_nothing),
        cmocka_unit_test(bad_counts_leave_the_output_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
