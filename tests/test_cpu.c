/* Which paths this processor can take, compared with what the compiler's own library finds.
 * SPDX-License-Identifier: MIT */
#include "support/cpu.h"
#include "test.h"

static bool can_force(nps_cpu_path path)
{
    const bool forced = nps_cpu_force(path);
    nps_cpu_release();
    return forced;
}

static void the_paths_are_those_of_the_compiler(void **state)
{
    (void)state;
    assert_true(can_force(NPS_CPU_PORTABLE));
#if NPS_CPU_X86
    {
        const bool avx2 =
            __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("sse4.2");
        assert_int_equal(can_force(NPS_CPU_AVX2), avx2);
        assert_int_equal(can_force(NPS_CPU_AVX512),
                         avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw"));
    }
#else
    assert_false(can_force(NPS_CPU_AVX2) || can_force(NPS_CPU_AVX512));
#endif
    assert_int_equal(can_force(NPS_CPU_NEON), NPS_CPU_ARM);
#if !NPS_CPU_ARM
    assert_false(can_force(NPS_CPU_NEON_CRC));
#endif
}

static void the_best_path_is_the_highest(void **state)
{
    int path;
    (void)state;
    for (path = (int)nps_cpu_best() + 1; path < NPS_CPU_PATHS; path++)
        assert_false(can_force((nps_cpu_path)path));
    assert_true(can_force(nps_cpu_best()));
}

static void few_values_take_plain_c(void **state)
{
    (void)state;
    assert_int_equal(nps_cpu_best_for(9, 10), NPS_CPU_PORTABLE);
    assert_int_equal(nps_cpu_best_for(10, 10), nps_cpu_best());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_paths_are_those_of_the_compiler),
        cmocka_unit_test(the_best_path_is_the_highest),
        cmocka_unit_test(few_values_take_plain_c),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
