/* SPDX-License-Identifier: MIT */
#include "indexes.h"

#include "../column.h"
#include "../column/block.h"
#include "../column/classify.h"
#include "../column/types.h"
#include "../support/cpu.h"

#include <stdbool.h>
#include <string.h>

/* The kernels for plain integers are compiled for AVX2. */
#if NPS_CPU_X86
#define NPS_INDEXES_KERNEL __attribute__((target("avx2")))
#else
#define NPS_INDEXES_KERNEL
#endif

/* The distance in bytes at which a column is prefetched, and the size of a cache line. */
enum { BYTES_AHEAD = 4096, LINE = 64 };

static void prefetch(const unsigned char *column, size_t bytes)
{
#ifdef __GNUC__
    size_t i;
    for (i = 0; i < bytes; i += LINE)
        __builtin_prefetch(column + i);
#else
    (void)column, (void)bytes;
#endif
}

/* Integers are read as unsigned: negative ones are then large, so they are not answers and not below the bound. */
#define DEFINE_KERNEL(code_type, answer_type)                                                                          \
    NPS_INDEXES_KERNEL static uint32_t indexes_##code_type##_##answer_type(                                            \
        const unsigned char *restrict codes, const unsigned char *restrict answers, nps_code_range range,              \
        uint32_t bound, uint32_t *restrict indexes)                                                                    \
    {                                                                                                                  \
        const code_type first = (code_type)range.first;                                                                \
        uint32_t largest = 0;                                                                                          \
        int i;                                                                                                         \
        for (i = 0; i < NPS_INDEXES_STEP; i++) {                                                                       \
            code_type code;                                                                                            \
            answer_type answer;                                                                                        \
            memcpy(&code, codes + (size_t)i * sizeof code, sizeof code);                                               \
            memcpy(&answer, answers + (size_t)i * sizeof answer, sizeof answer);                                       \
            code = (code_type)(code - first);                                                                          \
            indexes[i] = (code < bound ? (uint32_t)code : range.count) * NPS_BINS + NPS_BIN_OF(uint32_t, answer);      \
            largest = indexes[i] > largest ? indexes[i] : largest;                                                     \
        }                                                                                                              \
        return largest;                                                                                                \
    }

#define DEFINE_KERNELS(code_type)                                                                                      \
    DEFINE_KERNEL(code_type, uint8_t)                                                                                  \
    DEFINE_KERNEL(code_type, uint16_t)                                                                                 \
    DEFINE_KERNEL(code_type, uint32_t)                                                                                 \
    DEFINE_KERNEL(code_type, uint64_t)

DEFINE_KERNELS(uint8_t)
DEFINE_KERNELS(uint16_t)
DEFINE_KERNELS(uint32_t)
DEFINE_KERNELS(uint64_t)

#define KERNELS(code_type)                                                                                             \
    indexes_##code_type##_uint8_t, indexes_##code_type##_uint16_t, indexes_##code_type##_uint32_t,                     \
        indexes_##code_type##_uint64_t

static const nps_indexes_kernel kernels[4][4] = {
    {KERNELS(uint8_t)}, {KERNELS(uint16_t)}, {KERNELS(uint32_t)}, {KERNELS(uint64_t)}};

/* The index of the kernels for the width of a type: the binary logarithm of the width in bytes. */
static size_t kernel_of(nps_column_type type)
{
    const size_t width = nps_column_width(type);
    return width == 8 ? 3 : width / 2;
}

static bool is_plain(const nps_column *column)
{
    return nps_column_is_packed(column) && !column->validity && column->missing_code_count == 0 &&
           !nps_column_is_floating(column->type);
}

void nps_index_reader_open(nps_index_reader *self, const nps_column *codes, const nps_column *answers,
                           nps_code_range range)
{
    self->codes = codes;
    self->answers = answers;
    self->range = range;
    self->bound = nps_column_bound(codes->type, range.first, range.count);
    self->plain = is_plain(codes) && is_plain(answers) && nps_cpu_best() != NPS_CPU_PORTABLE
                      ? kernels[kernel_of(codes->type)][kernel_of(answers->type)]
                      : NULL;
}

static void read_plain(const nps_index_reader *self, size_t from, nps_indexes *indexes)
{
    const size_t code_width = nps_column_width(self->codes->type), width = nps_column_width(self->answers->type);
    const unsigned char *const codes = (const unsigned char *)self->codes->data + from * code_width;
    const unsigned char *const answers = (const unsigned char *)self->answers->data + from * width;
    if (self->codes->length - from > BYTES_AHEAD + NPS_INDEXES_STEP) {
        prefetch(codes + BYTES_AHEAD, NPS_INDEXES_STEP * code_width);
        prefetch(answers + BYTES_AHEAD, NPS_INDEXES_STEP * width);
    }
    indexes->largest = self->plain(codes, answers, self->range, self->bound, indexes->at);
}

static void read_any(const nps_index_reader *self, size_t from, nps_indexes *indexes)
{
    uint8_t bins[NPS_BLOCK];
    uint32_t places[NPS_BLOCK];
    size_t i;
    nps_block_bins(self->answers, from, indexes->count, bins);
    nps_block_places(self->codes, from, indexes->count, self->range, places);
    indexes->largest = 0;
    for (i = 0; i < indexes->count; i++) {
        indexes->at[i] = places[i] * NPS_BINS + bins[i];
        indexes->largest = indexes->at[i] > indexes->largest ? indexes->at[i] : indexes->largest;
    }
}

void nps_index_reader_read(const nps_index_reader *self, size_t from, nps_indexes *indexes)
{
    const size_t length = self->codes->length, left = from < length ? length - from : 0;
    indexes->count = left < NPS_INDEXES_STEP ? left : NPS_INDEXES_STEP;
    if (self->plain && left >= NPS_INDEXES_STEP)
        read_plain(self, from, indexes);
    else if (left != 0)
        read_any(self, from, indexes);
}
