/* SPDX-License-Identifier: MIT */
#include "math/rounded_parts.h"

#include "test.h"
#include <stdlib.h>

/* What printf() shows with its decimals, as a whole number without the point. */
static long long shown(double figure, unsigned decimals)
{
    char text[64], *point;
    (void)snprintf(text, sizeof text, "%.*f", (int)decimals, figure);
    point = strchr(text, '.');
    if (point)
        memmove(point, point + 1, strlen(point));
    return strtoll(text, NULL, 10);
}

static void known_shares_add_up_to_100(void **state)
{
    static const struct {
        uint64_t counts[4];
        unsigned decimals;
        double percent[4];
    } known[] = {
        {{1, 1, 1, 0}, 0, {34, 33, 33, 0}},           /* equal remainders: the first */
        {{2, 2, 3, 0}, 0, {29, 28, 43, 0}},           /* 28.57, 28.57, 42.86: 42.86 first, then one of the equal */
        {{2080, 159, 42, 0}, 1, {91.2, 7.0, 1.8, 0}}, /* 91.188, 6.971, 1.841 */
        {{1, 1, 1, 0}, 13, {33.3333333333334, 33.3333333333333, 33.3333333333333, 0}},
        {{UINT64_MAX - 2, 1, 1, 0}, 2, {100, 0, 0, 0}},
        {{UINT64_MAX / 3, UINT64_MAX / 3, UINT64_MAX / 3, 0}, 1, {33.4, 33.3, 33.3, 0}},
        {{0, 0, 5, 0}, 3, {0, 0, 100, 0}},
        {{1, 2, 3, 1}, 0, {14, 29, 43, 14}}, /* 14.29, 28.57, 42.86, 14.29 */
    };
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const uint64_t *counts = known[i].counts;
        double percent[4];
        nps_round_shares(counts, 4, counts[0] + counts[1] + counts[2] + counts[3], known[i].decimals, percent);
        for (int j = 0; j < 4; j++)
            assert_double_near(percent[j], known[i].percent[j], 0);
    }
}

static void shares_of_anything_add_up_and_stay_next_to_the_exact_ones(void **state)
{
    uint64_t seed = 7;
    (void)state;
    for (int round = 0; round < 20000; round++) {
        const unsigned decimals = (unsigned)next_below(&seed, NPS_ROUNDED_DECIMALS + 1);
        uint64_t counts[11], total = 0;
        double percent[11];
        long long sum = 0;
        for (int i = 0; i < 11; i++)
            total += counts[i] = next_random(&seed) >> (4 + next_below(&seed, 60));
        if (total == 0)
            continue;
        nps_round_shares(counts, 11, total, decimals, percent);
        for (int i = 0; i < 11; i++) {
            sum += shown(percent[i], decimals);
            assert_true(fabs(percent[i] - 100 * ((double)counts[i] / (double)total)) <
                        pow(10, -(double)decimals) + 1e-13);
        }
        assert_int_equal(sum, shown(100, decimals));
    }
}

static void known_signed_figures_add_up_to_their_total(void **state)
{
    static const struct {
        double parts[3], total;
        unsigned decimals;
        double rounded[3], rounded_total;
    } known[] = {
        {{1.25, 1.25, -2.5}, 0, 1, {1.3, 1.2, -2.5}, 0},
        {{-0.04, -0.04, -0.04}, -0.12, 1, {0, 0, -0.1}, -0.1},
        {{0.4, 0.4, 0.4}, 1.2, 0, {1, 0, 0}, 1},
        {{-0.4, -0.4, -0.4}, -1.2, 0, {0, 0, -1}, -1},
        {{2.5, 0, 0}, 2.5, 0, {2, 0, 0}, 2}, /* a tie, to even as printf() */
        {{-0.0, 0, 0}, -0.0, 2, {0, 0, 0}, 0},
        {{3.25, -1.75, 2}, 3.5, 13, {3.25, -1.75, 2}, 3.5},
    };
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        double rounded[3], total = NAN;
        assert_true(nps_round_to_total(known[i].parts, 3, known[i].total, known[i].decimals, rounded, &total));
        assert_double_near(total, known[i].rounded_total, 0);
        assert_false(signbit(total) && total == 0);
        for (int j = 0; j < 3; j++) {
            assert_double_near(rounded[j], known[i].rounded[j], 0);
            assert_false(signbit(rounded[j]) && rounded[j] == 0);
        }
    }
}

static void printed_figures_add_up_to_the_printed_total(void **state)
{
    uint64_t seed = 11;
    (void)state;
    for (int round = 0; round < 50000; round++) {
        const unsigned decimals = (unsigned)next_below(&seed, 7);
        const double unit = pow(10, -(double)decimals), grain = round % 2 ? 1e-7 : unit / 4;
        double parts[9], total = 0, rounded_total;
        long long sum = 0;
        for (int i = 0; i < 9; i++)
            total += parts[i] = ((double)next_below(&seed, 2000001) - 1e6) * grain;
        {
            const double before[9] = {parts[0], parts[1], parts[2], parts[3], parts[4],
                                      parts[5], parts[6], parts[7], parts[8]};
            assert_true(nps_round_to_total(parts, 9, total, decimals, parts, &rounded_total)); /* in place */
            for (int i = 0; i < 9; i++) {
                assert_true(fabs(parts[i] - before[i]) < unit * (1 + 1e-12));
                sum += shown(parts[i], decimals);
            }
        }
        assert_int_equal(sum, shown(total, decimals));
        assert_int_equal(sum, shown(rounded_total, decimals));
    }
}

/* 0.05 is above, 0.15 below, and 0.25 exactly a tie at one decimal: what doubles of ten times them do not tell. */
static void ties_are_those_of_the_exact_values(void **state)
{
    (void)state;
    for (int i = -2000; i <= 2000; i++) {
        const double total = i / 20.0;
        double rounded;
        assert_true(nps_round_to_total(&total, 1, total, 1, &rounded, NULL));
        assert_int_equal(shown(rounded, 1), shown(total, 1));
    }
}

static void figures_that_cannot_add_up_are_refused(void **state)
{
    static const double sound[] = {1.5, 2.5}, nan[] = {NAN, 1}, infinite[] = {INFINITY, 1}, huge[] = {1e300, -1e300};
    double rounded[2] = {7, 7}, total = 7;
    (void)state;
    assert_false(nps_round_to_total(sound, 2, 5.5, 0, rounded, &total));
    assert_false(nps_round_to_total(sound, 2, 2.4, 0, rounded, &total));
    assert_false(nps_round_to_total(sound, 2, 4, NPS_ROUNDED_DECIMALS + 1, rounded, &total));
    assert_false(nps_round_to_total(sound, 2, NAN, 0, rounded, &total));
    assert_false(nps_round_to_total(sound, 2, INFINITY, 0, rounded, &total));
    assert_false(nps_round_to_total(nan, 2, 1, 0, rounded, &total));
    assert_false(nps_round_to_total(infinite, 2, INFINITY, 0, rounded, &total));
    assert_false(nps_round_to_total(huge, 2, 0, 0, rounded, &total));
    assert_double_near(rounded[0], 7, 0);
    assert_double_near(total, 7, 0);
    assert_true(nps_round_to_total(NULL, 0, 0, 3, rounded, &total));
    assert_double_near(total, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_shares_add_up_to_100),
        cmocka_unit_test(shares_of_anything_add_up_and_stay_next_to_the_exact_ones),
        cmocka_unit_test(known_signed_figures_add_up_to_their_total),
        cmocka_unit_test(printed_figures_add_up_to_the_printed_total),
        cmocka_unit_test(ties_are_those_of_the_exact_values),
        cmocka_unit_test(figures_that_cannot_add_up_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
