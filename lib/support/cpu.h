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

/** Whether kernels for NEON are compiled. Every AArch64 processor has it; the kernels assume little-endian lanes. */
#if defined(__GNUC__) && defined(__aarch64__) && !defined(__AARCH64EB__)
#define NPS_CPU_ARM 1
#else
#define NPS_CPU_ARM 0
#endif

/** A path selects the variant of every kernel. A kernel without a variant for a path uses that of the next lower path.
 */
typedef enum nps_cpu_path {
    NPS_CPU_PORTABLE, /**< Plain C. */
    NPS_CPU_NEON,
    NPS_CPU_NEON_CRC, /**< With the instructions for CRC-32C, which the first processors of AArch64 need not have. */
    NPS_CPU_AVX2,     /**< With POPCNT, and SSE4.2 for CRC-32C. */
    NPS_CPU_AVX512,   /**< AVX-512 F and BW, and all of NPS_CPU_AVX2. */
    NPS_CPU_PATHS
} nps_cpu_path;

/** The highest path that this machine supports. Safe from any thread. */
nps_cpu_path nps_cpu_best(void);

/** The path for a number of values: plain C if there are fewer than `worth`, otherwise the highest path. */
nps_cpu_path nps_cpu_best_for(size_t values, size_t worth);

#ifdef NPS_TEST_HOOKS
/** The name of a path: "portable", "neon", "neon_crc", "avx2" or "avx512". */
const char *nps_cpu_name(nps_cpu_path path);

/** Makes every kernel use a path, for any number of values; false, without effect, if this machine does not support it.
 */
bool nps_cpu_force(nps_cpu_path path);

/** Ends the effect of nps_cpu_force(). */
void nps_cpu_release(void);
#endif

#endif
