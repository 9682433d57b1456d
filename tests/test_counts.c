/* SPDX-License-Identifier: MIT */
#include "test.h"

#include <math.h>

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

/* The distance of a score from 100 difference / n, times n: one rounding of a difference of two doubles. */
static double distance_of(double score, double difference, double n)
{
    return fabs(fma(score, n, -100 * difference));
}

static void assert_correctly_rounded(uint64_t promoters, uint64_t passives, uint64_t detractors)
{
    const double score = score_of(promoters, passives, detractors);
    const double n = (double)(promoters + passives + detractors), difference = (double)promoters - (double)detractors;
    assert_true(distance_of(score, difference, n) <= distance_of(nextafter(score, 1000), difference, n));
    assert_true(distance_of(score, difference, n) <= distance_of(nextafter(score, -1000), difference, n));
}

static void the_score_is_correctly_rounded(void **state)
{
    const uint64_t most = (UINT64_C(1) << 53) / 100;
    uint64_t n, k;
    (void)state;
    for (n = 1; n <= 400; n++)
        for (k = 0; k <= n; k++) {
            assert_correctly_rounded(k, n - k, 0);
            assert_correctly_rounded(0, n - k, k);
        }
    for (k = 2; k < 2000; k++) {
        assert_correctly_rounded(most / k, most - most / k - k, k);
        assert_correctly_rounded(k, most - most / k - k, most / k);
    }
}

static void a_whole_score_is_whole(void **state)
{
    uint64_t k;
    (void)state;
    for (k = 0; k <= 100; k++) {
        assert_true(score_of(k, 100 - k, 0) == (double)k);
        assert_true(score_of(0, 100 - k, k) == -(double)k);
    }
    assert_false(signbit(score_of(0, 5, 0)));
    assert_false(signbit(score_of(UINT64_MAX / 3, 7, UINT64_MAX / 3)));
}

static void huge_counts_lose_nothing(void **state)
{
    const uint64_t half = UINT64_MAX / 2; /* 2^63 - 1 */
    (void)state;
    /* As doubles the two counts are equal. */
    assert_double_near(score_of(half, 0, half - 1), 100.0 / 18446744073709551614.0, 1e-30);
    assert_double_near(score_of(half - 1, 0, half), -100.0 / 18446744073709551614.0, 1e-30);
    assert_double_near(score_of(UINT64_MAX, 0, 0), 100, 0);
}

static void bad_counts_leave_the_output_unchanged(void **state)
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
        cmocka_unit_test(the_score_is_correctly_rounded),
        cmocka_unit_test(a_whole_score_is_whole),
        cmocka_unit_test(huge_counts_lose_nothing),
        cmocka_unit_test(bad_counts_leave_the_output_unchanged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
