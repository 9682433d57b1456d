/* SPDX-License-Identifier: MIT */
#include "cpu.h"

#include <stdatomic.h>
#if NPS_CPU_ARM && defined(__linux__)
#include <sys/auxv.h>
#endif
#if NPS_CPU_X86
#include <cpuid.h>

/* The vector registers that the operating system saves for each thread, as bits of the register XCR0. */
enum { SAVES_AVX = 0x06, SAVES_AVX512 = 0xe6 };

static unsigned saved_registers(void)
{
    unsigned low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low;
}

/* Asked here, because __builtin_cpu_supports() links 5,700 bytes that know every processor. */
static bool can_take_x86(nps_cpu_path path)
{
    const bool wide = path == NPS_CPU_AVX512;
    const unsigned first = bit_OSXSAVE | bit_AVX | bit_POPCNT | bit_SSE4_2;
    const unsigned seventh = bit_AVX2 | (wide ? (unsigned)bit_AVX512F | (unsigned)bit_AVX512BW : 0);
    const unsigned saved = wide ? SAVES_AVX512 : SAVES_AVX;
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || (c & first) != first || (saved_registers() & saved) != saved)
        return false;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & seventh) == seventh;
}
#endif

#if NPS_CPU_ARM
static bool has_crc(void)
{
#ifdef __ARM_FEATURE_CRC32
    return true;
#elif defined(__linux__)
    enum { CRC32 = 1 << 7 }; /* HWCAP_CRC32 of the kernel's asm/hwcap.h */
    return (getauxval(AT_HWCAP) & CRC32) != 0;
#else
    return false;
#endif
}
#endif

static bool can_take(nps_cpu_path path)
{
    switch (path) {
#if NPS_CPU_X86
    case NPS_CPU_AVX2:
    case NPS_CPU_AVX512: return can_take_x86(path);
#endif
#if NPS_CPU_ARM
    case NPS_CPU_NEON: return true;
    case NPS_CPU_NEON_CRC: return has_crc();
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

/* Threads that detect it at the same time find the same path, so relaxed atomic operations are sufficient. */
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
    static const char *const names[] = {"portable", "neon", "neon_crc", "avx2", "avx512"};
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
