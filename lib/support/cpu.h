/* The instruction sets that kernels are written for, and which of them this machine has; only this file detects them.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_CPU_H
#define NPS_CPU_H

#include <stdbool.h>
#include <stddef.h>

/** Whether kernels with intrinsics of x86-64 are compiled. */
#if defined(__GNUC__) && defined(__x86_64__)
#define NPS_CPU_X86 1
#else
#define NPS_CPU_X86 0
#endif

/** Whether those for NEON are: every AArch64 has it; only the little-endian order of lanes is written down. */
#if defined(__GNUC__) && defined(__aarch64__) && !defined(__AARCH64EB__)
#define NPS_CPU_ARM 1
#else
#define NPS_CPU_ARM 0
#endif

/** A path is one way through all kernels. A kernel that is not written for a path takes the next lower one. */
typedef enum nps_cpu_path {
    NPS_CPU_PORTABLE, /**< Plain C. */
    NPS_CPU_NEON,
    NPS_CPU_AVX2,   /**< With POPCNT. */
    NPS_CPU_AVX512, /**< AVX-512 F and BW, and all of NPS_CPU_AVX2. */
    NPS_CPU_PATHS
} nps_cpu_path;

/** The highest path that this machine can take. Safe from any thread. */
nps_cpu_path nps_cpu_best(void);

/** The path for a number of values: plain C if there are fewer than `worth`, otherwise the highest path. */
nps_cpu_path nps_cpu_best_for(size_t values, size_t worth);

#ifdef NPS_TEST_HOOKS
/** What the path is called: "portable", "neon", "avx2" or "avx512". */
const char *nps_cpu_name(nps_cpu_path path);

/** Makes every kernel take a path, for any number of values; false, and nothing changes, if it cannot run here. */
bool nps_cpu_force(nps_cpu_path path);

/** Ends what nps_cpu_force() began. */
void nps_cpu_release(void);
#endif

#endif
