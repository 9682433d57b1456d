/* SPDX-License-Identifier: MIT */
#include "cpu.h"

#include <stdatomic.h>

static bool can_take(nps_cpu_path path)
{
    switch (path) {
#if NPS_CPU_X86
    /* These also check that the operating system saves the vector registers. */
    case NPS_CPU_AVX512:
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && can_take(NPS_CPU_AVX2);
    case NPS_CPU_AVX2: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt");
#endif
#if NPS_CPU_ARM
    case NPS_CPU_NEON: return true;
#endif
    default: return path == NPS_CPU_PORTABLE;
    }
}

static nps_cpu_path find_best(void)
{
    nps_cpu_path path = (nps_cpu_path)(NPS_CPU_PATHS - 1);
    while (!can_take(path))
        path--;
    return path;
}

/* Threads that come here at once all find the same path, so that no order between them is needed. */
static nps_cpu_path best(void)
{
    static atomic_int known; /* the path plus one; 0: not detected yet */
    int path = atomic_load_explicit(&known, memory_order_relaxed);
    if (path == 0) {
        path = (int)find_best() + 1;
        atomic_store_explicit(&known, path, memory_order_relaxed);
    }
    return (nps_cpu_path)(path - 1);
}

#ifdef NPS_TEST_HOOKS
static atomic_int forced; /* the path plus one; 0: no path is forced */

const char *nps_cpu_name(nps_cpu_path path)
{
    static const char *const names[] = {"portable", "neon", "avx2", "avx512"};
    return names[path];
}

bool nps_cpu_force(nps_cpu_path path)
{
    if (!can_take(path))
        return false;
    forced = (int)path + 1;
    return true;
}

void nps_cpu_release(void)
{
    forced = 0;
}

nps_cpu_path nps_cpu_best(void)
{
    return forced != 0 ? (nps_cpu_path)(forced - 1) : best();
}

nps_cpu_path nps_cpu_best_for(size_t values, size_t worth)
{
    return forced == 0 && values < worth ? NPS_CPU_PORTABLE : nps_cpu_best();
}
#else
nps_cpu_path nps_cpu_best(void)
{
    return best();
}

nps_cpu_path nps_cpu_best_for(size_t values, size_t worth)
{
    return values < worth ? NPS_CPU_PORTABLE : best();
}
#endif
