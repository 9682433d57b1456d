/* The exact comparison of two samples has the same bits on every processor.
 * SPDX-License-Identifier: MIT */
#include "cpu_paths.h"
#include "test.h"

static void every_path_has_the_same_bits(void **state)
{
    static const nps_counts samples[] = {{3, 1, 2}, {0, 5, 2}, {9, 0, 0}, {2, 3, 5}, {1, 1, 11}};
    enum { SAMPLES = sizeof samples / sizeof *samples };
    static nps_comparison expected[SAMPLES][SAMPLES];
    nps_comparison out;
    int path = -1, i, j, compared = 0;
    (void)state;
    while (next_path(&path)) {
        for (i = 0; i < SAMPLES; i++) {
            for (j = 0; j < SAMPLES; j++) {
                assert_ok(nps_compare(&samples[i], &samples[j], NPS_METHOD_EXACT, 0.9, &out));
                if (path == NPS_CPU_PORTABLE)
                    expected[i][j] = out;
                assert_double_near(out.bounds.lower, expected[i][j].bounds.lower, 0);
                assert_double_near(out.bounds.upper, expected[i][j].bounds.upper, 0);
                assert_double_near(out.p_value, expected[i][j].p_value, 0);
                compared++;
            }
        }
    }
    assert_true(compared >= SAMPLES * SAMPLES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_path_has_the_same_bits)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
