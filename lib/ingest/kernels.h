/* What stands behind the seam: the kernels, one for each instruction set, and what they are given.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_INGEST_KERNELS_H
#define NPS_INGEST_KERNELS_H

#include <nps/accumulator.h>
#include <stdbool.h>

#if defined(__GNUC__) && defined(__x86_64__)
#define NPS_INGEST_X86 1
#else
#define NPS_INGEST_X86 0
#endif

/* vqtbl1q and the rest are part of every AArch64; only the little-endian order of lanes is written down. */
#if defined(__GNUC__) && defined(__aarch64__) && !defined(__AARCH64EB__)
#define NPS_INGEST_NEON 1
#else
#define NPS_INGEST_NEON 0
#endif

/** More missing codes than this are left to the portable kernel. */
#define NPS_INGEST_FEW_CODES 8

/** Packed values, at any alignment. Another thread may be writing to them: each value is to be read once. */
typedef struct nps_ingest_run {
    nps_column_type type;
    const unsigned char *data;
    size_t length;
    const uint8_t *validity; /**< The first value is bit 0 of the first byte; NULL: all valid. */
    const int64_t *codes;    /**< Missing codes; those within 0..10 are ignored. */
    size_t code_count;
} nps_ingest_run;

/** Adds every value of the run to one counter. */
typedef void nps_ingest_count(const nps_ingest_run *run, nps_accumulator *counted);

typedef struct nps_ingest_kernel {
    const char *name;
    bool (*can_run)(void);
    nps_ingest_count *count;
} nps_ingest_kernel;

/** The best kernel that can run here for so many values. */
const nps_ingest_kernel *nps_ingest_best(size_t length);

#ifdef NPS_TEST_HOOKS
/** Every kernel that was compiled, the best first; the last is the portable one. */
const nps_ingest_kernel *nps_ingest_kernels(size_t *count);

/** nps_ingest_column() with a kernel of one's choice. */
void nps_ingest_column_with(const nps_ingest_kernel *kernel, const nps_column *column, nps_accumulator *counted);
#endif

nps_ingest_count nps_ingest_portable;
#if NPS_INGEST_X86
nps_ingest_count nps_ingest_avx2;
nps_ingest_count nps_ingest_avx512;
#endif
#if NPS_INGEST_NEON
nps_ingest_count nps_ingest_neon;
#endif

#endif
