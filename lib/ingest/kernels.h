/* The ingest kernels, one for each instruction set, and their input.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_INGEST_KERNELS_H
#define NPS_INGEST_KERNELS_H

#include "../support/cpu.h"

#include <nps/accumulator.h>

/** With more missing codes than this the portable kernel is used. */
#define NPS_INGEST_FEW_CODES 8

/** Packed values, at any alignment. Another thread may be writing to them, so each value must be read once. */
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

/* The kernels. */
nps_ingest_count nps_ingest_portable;
#if NPS_CPU_X86
nps_ingest_count nps_ingest_avx2;
nps_ingest_count nps_ingest_avx512;
#endif
#if NPS_CPU_ARM
nps_ingest_count nps_ingest_neon;
#endif

#endif
