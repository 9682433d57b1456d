/* Columns of every kind, large, in cache and small.
 * SPDX-License-Identifier: MIT */
#include "column.h"

#include <nps/nps.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { NONE = 0, NULLS = 1, CODES = 2, FAR_CODES = 4, CLEAN = 8, SPREAD = 16 };

struct column_case {
    const char *name;
    nps_column_type type;
    size_t bytes; /* 0: a large column */
    unsigned features;
    int threads;
    struct speed_target target;
};

static const struct column_case CASES[] = {
    {"u8, large", NPS_COLUMN_U8, 0, NONE, 1, {0.8, 0}},
    {"u8, large, two threads", NPS_COLUMN_U8, 0, NONE, 2, {0.9, 0}},
    {"u8, large, no invalid", NPS_COLUMN_U8, 0, CLEAN, 1, {0, 0}},
    {"u8, large, missing codes 98 99", NPS_COLUMN_U8, 0, CODES, 1, {0, 0}},
    {"u8, large, validity", NPS_COLUMN_U8, 0, NULLS, 1, {0, 0}},
    {"u8, large, every second byte", NPS_COLUMN_U8, 0, SPREAD, 1, {0, 0}},
    {"u8, 100,000", NPS_COLUMN_U8, 100000, NONE, 1, {0.3, 0}},
    {"u8, 100,000, missing codes 98 99", NPS_COLUMN_U8, 100000, CODES, 1, {0, 0}},
    {"u8, 100,000, validity", NPS_COLUMN_U8, 100000, NULLS, 1, {0, 0}},
    {"u8, 1,000", NPS_COLUMN_U8, 1000, NONE, 1, {0, 7}},
    {"u8, 100", NPS_COLUMN_U8, 100, NONE, 1, {0, 0}},
    {"u8, 10", NPS_COLUMN_U8, 10, NONE, 1, {0, 0}},
    {"i16, large", NPS_COLUMN_I16, 0, NONE, 1, {0, 0}},
    {"i32, large", NPS_COLUMN_I32, 0, NONE, 1, {0.88, 0}},
    {"i32, large, validity", NPS_COLUMN_I32, 0, NULLS, 1, {0, 0}},
    {"i64, large", NPS_COLUMN_I64, 0, NONE, 1, {0.88, 0}},
    {"i64, large, two threads", NPS_COLUMN_I64, 0, NONE, 2, {0, 0}},
    {"i64, large, missing codes 98 99", NPS_COLUMN_I64, 0, CODES, 1, {0, 0}},
    {"i64, large, missing codes 98 999", NPS_COLUMN_I64, 0, FAR_CODES, 1, {0, 0}},
    {"i64, large, validity", NPS_COLUMN_I64, 0, NULLS, 1, {0, 0}},
    {"i64, 1,000", NPS_COLUMN_I64, 8000, NONE, 1, {0, 0}},
    {"f32, large, NaN", NPS_COLUMN_F32, 0, NONE, 1, {0, 0}},
    {"f64, large, NaN", NPS_COLUMN_F64, 0, NONE, 1, {0.8, 0}},
    {"f64, large, NaN, missing codes 98 999", NPS_COLUMN_F64, 0, FAR_CODES, 1, {0, 0}},
    {"f64, large, NaN, validity", NPS_COLUMN_F64, 0, NULLS, 1, {0, 0}},
};

/* ---- The naive loop, which is also the oracle ---- */

static bool is_null(const nps_column *column, size_t i)
{
    const size_t bit = column->validity_offset + i;
    return column->validity && !(column->validity[bit / 8] >> bit % 8 & 1);
}

/* `fits` tests whether a value is 0..10; for floating-point types it also tests whether the value is whole. */
#define NAIVE(type, fits)                                                                                              \
    static void naive_##type(nps_accumulator *to, const nps_column *column)                                            \
    {                                                                                                                  \
        const size_t stride = column->stride ? (size_t)column->stride : sizeof(type);                                  \
        const bool plain = !column->validity && column->missing_code_count == 0;                                       \
        size_t i, j;                                                                                                   \
        for (i = 0; i < column->length; i++) {                                                                         \
            type value;                                                                                                \
            bool missing = !plain && is_null(column, i);                                                               \
            memcpy(&value, (const char *)column->data + i * stride, sizeof value);                                     \
            for (j = 0; !plain && j < column->missing_code_count; j++)                                                 \
                missing = missing || value == (type)column->missing_codes[j];                                          \
            if (missing || value != value)                                                                             \
                to->missing++;                                                                                         \
            else if (fits)                                                                                             \
                to->answers[(int)value]++;                                                                             \
            else                                                                                                       \
                to->invalid++;                                                                                         \
        }                                                                                                              \
    }

NAIVE(uint8_t, value <= 10)
NAIVE(int16_t, value >= 0 && value <= 10)
NAIVE(int32_t, value >= 0 && value <= 10)
NAIVE(int64_t, value >= 0 && value <= 10)
NAIVE(float, value >= 0 && value <= 10 && value == (float)(int)value)
NAIVE(double, value >= 0 && value <= 10 && value == (double)(int)value)

static void naive_count(nps_accumulator *to, const nps_column *column)
{
    switch (column->type) {
    case NPS_COLUMN_U8: naive_uint8_t(to, column); break;
    case NPS_COLUMN_I16: naive_int16_t(to, column); break;
    case NPS_COLUMN_I32: naive_int32_t(to, column); break;
    case NPS_COLUMN_I64: naive_int64_t(to, column); break;
    case NPS_COLUMN_F32: naive_float(to, column); break;
    case NPS_COLUMN_F64: naive_double(to, column); break;
    default: abort();
    }
}

/* ---- Data ---- */

/* Answers, and once in 64 values something else: a random byte, 99 for the wider integers, NaN. */
#define FILL(type, else_value)                                                                                         \
    for (i = 0; i < n; i++) {                                                                                          \
        const uint64_t r = speed_random(&random);                                                                      \
        ((type *)data)[i] = (!clean && r % 64 == 0) ? (type)(else_value) : (type)((r >> 32) % 11);                     \
    }

static void fill(void *data, nps_column_type type, size_t n, bool clean)
{
    uint64_t random = 1;
    size_t i;
    switch (type) {
    case NPS_COLUMN_U8: FILL(uint8_t, r >> 8); break;
    case NPS_COLUMN_I16: FILL(int16_t, 99); break;
    case NPS_COLUMN_I32: FILL(int32_t, 99); break;
    case NPS_COLUMN_I64: FILL(int64_t, 99); break;
    case NPS_COLUMN_F32: FILL(float, __builtin_nanf("")); break;
    case NPS_COLUMN_F64: FILL(double, __builtin_nan("")); break;
    default: abort();
    }
}

static void fill_validity(uint8_t *bits, size_t n)
{
    uint64_t random = 2;
    size_t i;
    memset(bits, 0xFF, (n + 7) / 8);
    for (i = 0; i < n / 64; i++)
        bits[i * 8 + speed_random(&random) % 8] &= (uint8_t)(0xFFU ^ (1U << (speed_random(&random) >> 32) % 8));
}

/* ---- Work ---- */

struct part {
    nps_column column;
    nps_accumulator counted;
    volatile uint64_t read;
};

/* A column, divided into one part for each thread. */
struct columns {
    struct part parts[2];
    int threads;
    nps_accumulator expected;
};

static void *read_part(void *context)
{
    struct part *const part = context;
    const nps_column *const column = &part->column;
    part->read = speed_read(column->data, speed_column_bytes(column));
    return NULL;
}

static void *count_part(void *context)
{
    struct part *const part = context;
    memset(&part->counted, 0, sizeof part->counted);
    if (nps_accumulator_add_column(&part->counted, &part->column))
        abort();
    return NULL;
}

static void run_parts(struct columns *columns, void *(*run)(void *))
{
    pthread_t thread;
    if (columns->threads == 2 && pthread_create(&thread, NULL, run, &columns->parts[1]) != 0)
        abort();
    run(&columns->parts[0]);
    if (columns->threads == 2)
        pthread_join(thread, NULL);
}

static void read_columns(void *context)
{
    run_parts(context, read_part);
}

static void count_columns(void *context)
{
    run_parts(context, count_part);
}

struct naive {
    const nps_column *column;
    nps_accumulator *counted;
};

static void count_naively(void *context)
{
    const struct naive *const naive = context;
    memset(naive->counted, 0, sizeof *naive->counted);
    naive_count(naive->counted, naive->column);
}

static bool is_right(const void *context)
{
    const struct columns *const columns = context;
    nps_accumulator sum = columns->parts[0].counted;
    if (columns->threads == 2 && nps_accumulator_merge(&sum, &columns->parts[1].counted))
        return false;
    return memcmp(&sum, &columns->expected, sizeof sum) == 0;
}

static void split(struct part parts[2])
{
    const size_t half = parts[0].column.length / 128 * 64;
    parts[1] = parts[0];
    parts[0].column.length = half;
    parts[1].column.data = (const char *)parts[0].column.data + half * nps_column_width(parts[0].column.type);
    parts[1].column.length -= half;
}

static void run_column(const struct column_case *self, const struct speed_options *options, const nps_column *column)
{
    static struct columns columns;
    struct naive naive = {column, &columns.expected};
    struct speed_row row;
    columns.threads = self->threads;
    columns.parts[0].column = *column;
    if (self->threads == 2)
        split(columns.parts);
    row.name = self->name;
    row.bytes = speed_column_bytes(column);
    row.rows = column->length;
    row.threads = self->threads;
    row.target = self->target;
    row.limit = (struct speed_work){read_columns, &columns};
    row.count = (struct speed_work){count_columns, &columns};
    row.naive = (struct speed_work){count_naively, &naive};
    row.is_right = is_right;
    speed_measure(&row, options);
}

static nps_column make_column(const struct column_case *self, unsigned char *data, uint8_t *bits, size_t bytes)
{
    static const int64_t codes[] = {98, 99}, far_codes[] = {98, 999};
    const size_t width = nps_column_width(self->type);
    nps_column column;
    fill(data, self->type, bytes / width, self->features & CLEAN);
    nps_column_init(&column, self->type, data, bytes / width);
    if (self->features & SPREAD) {
        column.stride = 2 * (ptrdiff_t)width;
        column.length /= 2;
    }
    if (self->features & NULLS) {
        fill_validity(bits, column.length);
        column.validity = bits;
    }
    if (self->features & (CODES | FAR_CODES)) {
        column.missing_codes = self->features & CODES ? codes : far_codes;
        column.missing_code_count = 2;
    }
    return column;
}

static void run_case(const struct column_case *self, const struct speed_options *options)
{
    const size_t bytes = self->bytes ? self->bytes : options->large;
    unsigned char *const data = speed_map(bytes);
    uint8_t *const bits = speed_map(bytes / 8 + 8);
    const nps_column column = make_column(self, data, bits, bytes);
    run_column(self, options, &column);
    speed_unmap(data, bytes);
    speed_unmap(bits, bytes / 8 + 8);
}

void speed_columns(const struct speed_options *options)
{
    size_t i;
    for (i = 0; i < sizeof CASES / sizeof *CASES; i++)
        if (speed_is_chosen(options, CASES[i].name))
            run_case(&CASES[i], options);
}
