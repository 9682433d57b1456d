/* SPDX-License-Identifier: MIT */
#include "indexes.h"

#include "../column.h"
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

/* Integers are read as unsigned: negative ones are then large, so they are not answers and not below the bound. A
 * minimum takes one instruction, a choice several: the bound of a code of 32 bits or more is the number of groups, and
 * a byte that is no answer becomes 11 and then NPS_ANSWER_INVALID. */
#define READ(type, name, column, row)                                                                                  \
    type name;                                                                                                         \
    memcpy(&(name), (column) + (size_t)(row) * sizeof(name), sizeof(name))

#define READ_PLACE(code_type, place, codes, row)                                                                       \
    READ(code_type, place##_code, codes, row);                                                                         \
    place##_code = (code_type)(place##_code - (code_type)range.first);                                                 \
    const uint32_t outside_##place = sizeof(code_type) < sizeof bound ? range.count : bound;                           \
    const uint32_t place = place##_code < bound ? (uint32_t)place##_code : outside_##place

#define READ_BIN(answer_type, bin, answers, row)                                                                       \
    READ(answer_type, bin, answers, row);                                                                              \
    (bin) = (bin) < NPS_ANSWERS ? (bin) : sizeof(bin) == 1 ? NPS_ANSWERS : NPS_ANSWER_INVALID;                         \
    (bin) = (answer_type)((bin) + (sizeof(bin) == 1 && (bin) == NPS_ANSWERS))

#define DEFINE_KERNEL(code_type, answer_type)                                                                          \
    NPS_INDEXES_KERNEL static uint32_t indexes_##code_type##_##answer_type(                                            \
        const unsigned char *restrict codes, const unsigned char *restrict answers, nps_code_range range,              \
        uint32_t bound, uint32_t *restrict indexes)                                                                    \
    {                                                                                                                  \
        uint32_t largest = 0;                                                                                          \
        int i;                                                                                                         \
        for (i = 0; i < NPS_INDEXES_STEP; i++) {                                                                       \
            READ_PLACE(code_type, place, codes, i);                                                                    \
            READ_BIN(answer_type, bin, answers, i);                                                                    \
            indexes[i] = place * NPS_BINS + (uint32_t)bin;                                                             \
            largest = place > largest ? place : largest;                                                               \
        }                                                                                                              \
        return largest * NPS_BINS + NPS_ANSWER_INVALID;                                                                \
    }

/* The places and the bins of a pair are put together before their index is computed, which takes fewer instructions. */
#define DEFINE_PAIRS_KERNEL(code_type)                                                                                 \
    NPS_INDEXES_KERNEL static void pairs_##code_type(const unsigned char *restrict codes,                              \
                                                     const unsigned char *restrict answers, nps_code_range range,      \
                                                     uint32_t bound, uint32_t *restrict pairs)                         \
    {                                                                                                                  \
        int i;                                                                                                         \
        for (i = 0; i < NPS_INDEX_PAIRS; i++) {                                                                        \
            READ_PLACE(code_type, place, codes, i);                                                                    \
            READ_PLACE(code_type, next_place, codes, i + NPS_INDEX_PAIRS);                                             \
            READ_BIN(uint8_t, bin, answers, i);                                                                        \
            READ_BIN(uint8_t, next_bin, answers, i + NPS_INDEX_PAIRS);                                                 \
            const uint16_t bins = (uint16_t)(bin * NPS_INDEX_PAIR_BASE + next_bin);                                    \
            pairs[i] = (place * NPS_INDEX_PAIR_BASE + next_place) * NPS_BINS + bins;                                   \
        }                                                                                                              \
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

DEFINE_PAIRS_KERNEL(uint8_t)
DEFINE_PAIRS_KERNEL(uint16_t)
DEFINE_PAIRS_KERNEL(uint32_t)

#define KERNELS(code_type)                                                                                             \
    indexes_##code_type##_uint8_t, indexes_##code_type##_uint16_t, indexes_##code_type##_uint32_t,                     \
        indexes_##code_type##_uint64_t

static const nps_indexes_kernel kernels[4][4] = {
    {KERNELS(uint8_t)}, {KERNELS(uint16_t)}, {KERNELS(uint32_t)}, {KERNELS(uint64_t)}};

/* None for codes of 64 bits: a kernel of theirs would be the largest, and from memory such columns are read more slowly
 * than they are counted one by one. */
static const nps_index_pairs_kernel pairs_kernels[4] = {pairs_uint8_t, pairs_uint16_t, pairs_uint32_t, NULL};

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
    self->plain = NULL;
    self->pairs = NULL;
    if (!is_plain(codes) || !is_plain(answers) || nps_cpu_best() == NPS_CPU_PORTABLE ||
        (self->bound != range.count && nps_column_width(codes->type) >= sizeof self->bound))
        return;
    self->plain = kernels[kernel_of(codes->type)][kernel_of(answers->type)];
    if (nps_column_width(answers->type) == 1 && ((size_t)range.count + 1) * NPS_BINS <= NPS_INDEX_PAIR_BASE)
        self->pairs = pairs_kernels[kernel_of(codes->type)];
}

/* A row of both columns. */
struct row {
    const unsigned char *code, *answer;
};

/* Also prefetches what is read later. */
static struct row plain_row(const nps_index_reader *self, size_t row)
{
    const size_t code_width = nps_column_width(self->codes->type), width = nps_column_width(self->answers->type);
    const struct row out = {(const unsigned char *)self->codes->data + row * code_width,
                            (const unsigned char *)self->answers->data + row * width};
    if (self->codes->length - row > BYTES_AHEAD + NPS_INDEXES_STEP) {
        prefetch(out.code + BYTES_AHEAD, NPS_INDEXES_STEP * code_width);
        prefetch(out.answer + BYTES_AHEAD, NPS_INDEXES_STEP * width);
    }
    return out;
}

void nps_index_reader_read_pairs(const nps_index_reader *self, size_t from, uint32_t *pairs)
{
    const struct row row = plain_row(self, from);
    self->pairs(row.code, row.answer, self->range, self->bound, pairs);
}

static void read_plain(const nps_index_reader *self, size_t from, nps_indexes *indexes)
{
    const struct row row = plain_row(self, from);
    indexes->largest = self->plain(row.code, row.answer, self->range, self->bound, indexes->at);
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
