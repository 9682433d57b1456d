/* Splits any column into packed runs for the ingest kernels.
 * SPDX-License-Identifier: MIT */
#include "column.h"

#include "../column/classify.h"
#include "../column/types.h"
#include "kernels.h"

#include <string.h>

/* With fewer values than this the portable kernel is faster, because vector kernels take time to start. */
enum { COLUMN_WORTH_VECTORS = 24 };

/* The number of strided values copied at a time; a multiple of 8, so that every run begins at a byte of the validity
 * bitmap. */
#define COLUMN_GATHERED 512

/* The missing codes that a kernel compares with: those outside 0..10 that the type can hold. Codes within 0..10 are
 * handled after counting, by column_move_codes(). */
struct column_codes {
    int64_t few[NPS_INGEST_FEW_CODES];
    size_t count;
    bool too_many;
};

static struct column_codes column_codes_of(const nps_column *column)
{
    struct column_codes codes = {{0}, 0, false};
    size_t i;
    for (i = 0; i < column->missing_code_count && !codes.too_many; i++) {
        const int64_t code = column->missing_codes[i];
        if (nps_bin_of(code) < NPS_ANSWERS || !nps_column_can_hold(column->type, code) ||
            nps_is_missing_code(codes.few, codes.count, code))
            continue;
        if (codes.count < NPS_INGEST_FEW_CODES)
            codes.few[codes.count++] = code;
        else
            codes.too_many = true;
    }
    return codes;
}

#define COLUMN_GATHER(type)                                                                                            \
    for (i = 0; i < n; i++)                                                                                            \
    memcpy(to + i * sizeof(type), from + (ptrdiff_t)i * stride, sizeof(type))

/* Byte k of eight values, as a part of a word, and back. */
#define COLUMN_GET(k) ((uint64_t)at[(k) * stride] << 8 * (k))
#define COLUMN_PUT(k) to[i + (k)] = (unsigned char)(eight >> 8 * (k))

/* Gathers bytes eight at a time in a word, which compilers store at once: a store for each byte takes twice as long. */
static void column_gather_bytes(unsigned char *to, const unsigned char *from, ptrdiff_t stride, size_t n)
{
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        const unsigned char *const at = from + (ptrdiff_t)i * stride;
        const uint64_t eight = COLUMN_GET(0) | COLUMN_GET(1) | COLUMN_GET(2) | COLUMN_GET(3) | COLUMN_GET(4) |
                               COLUMN_GET(5) | COLUMN_GET(6) | COLUMN_GET(7);
        COLUMN_PUT(0), COLUMN_PUT(1), COLUMN_PUT(2), COLUMN_PUT(3);
        COLUMN_PUT(4), COLUMN_PUT(5), COLUMN_PUT(6), COLUMN_PUT(7);
    }
    for (; i < n; i++)
        to[i] = from[(ptrdiff_t)i * stride];
}

static void column_gather(unsigned char *to, const unsigned char *from, ptrdiff_t stride, size_t width, size_t n)
{
    size_t i;
    switch (width) {
    case 1: column_gather_bytes(to, from, stride, n); break;
    case 2: COLUMN_GATHER(uint16_t); break;
    case 4: COLUMN_GATHER(uint32_t); break;
    default: COLUMN_GATHER(uint64_t); break;
    }
}

static void column_count_strided(nps_ingest_count *count, nps_ingest_run run, ptrdiff_t stride,
                                 nps_accumulator *counted)
{
    unsigned char packed[COLUMN_GATHERED * sizeof(uint64_t)];
    const unsigned char *from = run.data;
    size_t left = run.length;
    run.data = packed;
    while (left != 0) {
        run.length = left < COLUMN_GATHERED ? left : COLUMN_GATHERED;
        column_gather(packed, from, stride, nps_column_width(run.type), run.length);
        count(&run, counted);
        left -= run.length;
        if (left != 0)
            from += (ptrdiff_t)run.length * stride;
        if (run.validity)
            run.validity += run.length / 8;
    }
}

static void column_count(nps_ingest_count *count, const nps_ingest_run *run, ptrdiff_t stride, nps_accumulator *counted)
{
    if (stride == (ptrdiff_t)nps_column_width(run->type))
        count(run, counted);
    else
        column_count_strided(count, *run, stride, counted);
}

/* Counts the values before the first value whose validity bit is the first of a byte, and advances to that value. */
static void column_count_head(nps_ingest_run *run, size_t bit, ptrdiff_t stride, nps_accumulator *counted)
{
    const uint8_t bits = (uint8_t)(*run->validity >> bit);
    nps_ingest_run head = *run;
    if (head.length > 8 - bit)
        head.length = 8 - bit;
    head.validity = &bits;
    column_count(nps_ingest_portable, &head, stride, counted);
    run->length -= head.length;
    if (run->length == 0)
        return;
    run->data += (ptrdiff_t)head.length * stride;
    run->validity++;
}

static void column_move_codes(const nps_column *column, nps_accumulator *counted)
{
    size_t i;
    for (i = 0; i < column->missing_code_count; i++) {
        const int64_t code = column->missing_codes[i];
        if (nps_bin_of(code) < NPS_ANSWERS) {
            counted->missing += counted->answers[code];
            counted->answers[code] = 0;
        }
    }
}

static nps_ingest_count *column_kernel_for(size_t length)
{
    switch (nps_cpu_best_for(length, COLUMN_WORTH_VECTORS)) {
#if NPS_CPU_X86
    case NPS_CPU_AVX512: return nps_ingest_avx512;
    case NPS_CPU_AVX2: return nps_ingest_avx2;
#endif
#if NPS_CPU_ARM
    case NPS_CPU_NEON_CRC:
    case NPS_CPU_NEON: return nps_ingest_neon;
#endif
    default: return nps_ingest_portable;
    }
}

void nps_ingest_column(const nps_column *column, nps_accumulator *counted)
{
    const ptrdiff_t stride = nps_column_stride(column);
    nps_ingest_count *count = column_kernel_for(column->length);
    struct column_codes codes;
    nps_ingest_run run;
    if (column->length == 0)
        return;

    codes = column_codes_of(column);
    run = (nps_ingest_run){column->type, column->data, column->length, column->validity, codes.few, codes.count};
    if (codes.too_many) {
        run.codes = column->missing_codes;
        run.code_count = column->missing_code_count;
        count = nps_ingest_portable;
    }
    if (run.validity) {
        run.validity += column->validity_offset / 8;
        if (column->validity_offset % 8 != 0)
            column_count_head(&run, column->validity_offset % 8, stride, counted);
    }
    if (run.length != 0)
        column_count(count, &run, stride, counted);
    column_move_codes(column, counted);
}
