/* Which kernel runs: the best that this machine has, found once.
 * SPDX-License-Identifier: MIT */
#include "kernels.h"

#include <stdatomic.h>

/* Fewer values than this are counted before a vector kernel has begun. */
enum { DISPATCH_FEW = 24 };

static bool dispatch_always(void)
{
    return true;
}

#if NPS_INGEST_X86
/* These ask the operating system as well: it must save the registers. */
static bool dispatch_has_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt");
}

static bool dispatch_has_avx512(void)
{
    return dispatch_has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw");
}
#endif

static const nps_ingest_kernel dispatch_kernels[] = {
#if NPS_INGEST_X86
    {"avx512", dispatch_has_avx512, nps_ingest_avx512},
    {"avx2", dispatch_has_avx2, nps_ingest_avx2},
#endif
#if NPS_INGEST_NEON
    {"neon", dispatch_always, nps_ingest_neon},
#endif
    {"portable", dispatch_always, nps_ingest_portable},
};

enum { DISPATCH_KERNELS = sizeof dispatch_kernels / sizeof *dispatch_kernels };

#ifdef NPS_TEST_HOOKS
const nps_ingest_kernel *nps_ingest_kernels(size_t *count)
{
    *count = DISPATCH_KERNELS;
    return dispatch_kernels;
}
#endif

static const nps_ingest_kernel *dispatch_find(void)
{
    /* Threads that come here at once all find the same kernel, so that no order between them is needed. */
    static _Atomic(const nps_ingest_kernel *) best;
    const nps_ingest_kernel *kernel = atomic_load_explicit(&best, memory_order_relaxed);
    if (kernel)
        return kernel;
    for (kernel = dispatch_kernels; !kernel->can_run();)
        kernel++;
    atomic_store_explicit(&best, kernel, memory_order_relaxed);
    return kernel;
}

const nps_ingest_kernel *nps_ingest_best(size_t length)
{
    return length < DISPATCH_FEW ? &dispatch_kernels[DISPATCH_KERNELS - 1] : dispatch_find();
}
