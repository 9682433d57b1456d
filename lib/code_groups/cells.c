/* SPDX-License-Identifier: MIT */
#include "cells.h"

#include "../column.h"
#include "../column/block.h"
#include "../column/types.h"

#include <stdbool.h>
#include <string.h>

/* Plain integers are the fast way; without AVX2 an x86 gains little by it. */
#if defined(__GNUC__) && defined(__x86_64__)
#define NPS_CELLS_KERNEL       __attribute__((target("avx2")))
#define NPS_CELLS_HAVE_KERNELS __builtin_cpu_supports("avx2")
#else
#define NPS_CELLS_KERNEL
#define NPS_CELLS_HAVE_KERNELS true
#endif

/* How many bytes of a column are on their way while others are read. */
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

/* Negative integers are large unsigned ones, so no answers, and codes beyond the bound. */
#define DEFINE_KERNEL(code_type, answer_type)                                                                          \
    NPS_CELLS_KERNEL static uint32_t cells_##code_type##_##answer_type(                                                \
        const unsigned char *restrict codes, const unsigned char *restrict answers, uint32_t bound, uint32_t limit,    \
        uint32_t *restrict cells)                                                                                      \
    {                                                                                                                  \
        uint32_t largest = 0;                                                                                          \
        int i;                                                                                                         \
        for (i = 0; i < NPS_CELLS_ROWS; i++) {                                                                         \
            code_type code;                                                                                            \
            answer_type answer;                                                                                        \
            memcpy(&code, codes + (size_t)i * sizeof code, sizeof code);                                               \
            memcpy(&answer, answers + (size_t)i * sizeof answer, sizeof answer);                                       \
            cells[i] = (code < bound ? (uint32_t)code : limit) * NPS_BINS +                                            \
                       (answer < NPS_ANSWERS ? (uint32_t)answer : NPS_ANSWER_INVALID);                                 \
            largest = cells[i] > largest ? cells[i] : largest;                                                         \
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
    cells_##code_type##_uint8_t, cells_##code_type##_uint16_t, cells_##code_type##_uint32_t,                           \
        cells_##code_type##_uint64_t

static const nps_cells_kernel kernels[4][4] = {
    {KERNELS(uint8_t)}, {KERNELS(uint16_t)}, {KERNELS(uint32_t)}, {KERNELS(uint64_t)}};

/* Where kernels for the width of a type are: at the logarithm of the width. */
static size_t kernel_of(nps_column_type type)
{
    const size_t width = nps_column_width(type);
    return width == 8 ? 3 : width / 2;
}

static bool is_plain(const nps_column *column)
{
    return nps_column_is_packed(column) && !column->validity && column->missing_code_count == 0 &&
           column->type != NPS_COLUMN_F32 && column->type != NPS_COLUMN_F64;
}

static uint32_t bound_of(nps_column_type type, uint32_t limit)
{
    switch (type) {
    case NPS_COLUMN_I8: return limit > INT8_MAX ? INT8_MAX + 1U : limit;
    case NPS_COLUMN_I16: return limit > INT16_MAX ? INT16_MAX + 1U : limit;
    default: return limit; /* which is less than 2^31 */
    }
}

void nps_cells_open(nps_cells_reader *self, const nps_column *codes, const nps_column *answers, uint32_t group_count)
{
    self->codes = codes;
    self->answers = answers;
    self->group_count = group_count;
    self->bound = bound_of(codes->type, group_count);
    self->plain = is_plain(codes) && is_plain(answers) && NPS_CELLS_HAVE_KERNELS
                      ? kernels[kernel_of(codes->type)][kernel_of(answers->type)]
                      : NULL;
}

static void read_plain(const nps_cells_reader *self, size_t from, nps_cells *cells)
{
    const size_t code_width = nps_column_width(self->codes->type), width = nps_column_width(self->answers->type);
    const unsigned char *const codes = (const unsigned char *)self->codes->data + from * code_width;
    const unsigned char *const answers = (const unsigned char *)self->answers->data + from * width;
    if (self->codes->length - from > BYTES_AHEAD + NPS_CELLS_ROWS) {
        prefetch(codes + BYTES_AHEAD, NPS_CELLS_ROWS * code_width);
        prefetch(answers + BYTES_AHEAD, NPS_CELLS_ROWS * width);
    }
    cells->largest = self->plain(codes, answers, self->bound, self->group_count, cells->at);
}

static void read_any(const nps_cells_reader *self, size_t from, nps_cells *cells)
{
    uint8_t slots[NPS_BLOCK];
    uint32_t places[NPS_BLOCK];
    size_t i;
    nps_block_bins(self->answers, from, cells->count, slots);
    nps_block_places(self->codes, from, cells->count, self->group_count, places);
    cells->largest = 0;
    for (i = 0; i < cells->count; i++) {
        cells->at[i] = places[i] * NPS_BINS + slots[i];
        cells->largest = cells->at[i] > cells->largest ? cells->at[i] : cells->largest;
    }
}

void nps_cells_read(const nps_cells_reader *self, size_t from, nps_cells *cells)
{
    const size_t length = self->codes->length, left = from < length ? length - from : 0;
    cells->count = left < NPS_CELLS_ROWS ? left : NPS_CELLS_ROWS;
    if (self->plain && left >= NPS_CELLS_ROWS)
        read_plain(self, from, cells);
    else if (left != 0)
        read_any(self, from, cells);
}
