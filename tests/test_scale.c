/* SPDX-License-Identifier: MIT */
#include "test.h"

static void assert_scale(const nps_scale *scale, int lowest, int highest, int detractor_max, int promoter_min)
{
    assert_int_equal(scale->lowest, lowest);
    assert_int_equal(scale->highest, highest);
    assert_int_equal(scale->detractor_max, detractor_max);
    assert_int_equal(scale->promoter_min, promoter_min);
    assert_ok(nps_scale_check(scale));
}

static void the_scales_are_the_published_ones(void **state)
{
    (void)state;
    assert_scale(nps_scale_0_10(), 0, 10, 6, 9);
    assert_scale(nps_scale_1_10(), 1, 10, 6, 9);
    assert_scale(nps_scale_1_5(), 1, 5, 3, 5);
    assert_scale(nps_scale_1_7(), 1, 7, 5, 7);
}

static void impossible_scales_are_refused(void **state)
{
    static const nps_scale impossible[] = {
        {7, 10, 6, 9}, /* no detractors */
        {0, 10, 9, 9}, /* 9 is in both groups */
        {0, 10, 9, 6}, /* wrong order */
        {0, 8, 6, 9},  /* no promoters */
        {0, 11, 6, 9}, /* 11 is not an answer */
        {10, 0, 6, 9}, {255, 255, 255, 255},
    };
    size_t i;
    (void)state;
    for (i = 0; i < sizeof impossible / sizeof *impossible; i++)
        assert_status(nps_scale_check(&impossible[i]), NPS_ERROR_SCALE);
    assert_ok(nps_scale_check(NULL)); /* 0 to 10 */
}

static void a_scale_needs_no_passives(void **state)
{
    const nps_scale two = {0, 1, 0, 1};
    (void)state;
    assert_ok(nps_scale_check(&two));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_scales_are_the_published_ones),
        cmocka_unit_test(impossible_scales_are_refused),
        cmocka_unit_test(a_scale_needs_no_passives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
