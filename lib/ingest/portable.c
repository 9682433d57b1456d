/* Plain C, one value after the other; right on every machine, and the reference for the other kernels.
 * SPDX-License-Identifier: MIT */
#include "kernels.h"

#include <math.h>
#include <string.h>

/* The counter of a value: an answer, or one of these. */
enum { PORTABLE_INVALID = NPS_ANSWERS, PORTABLE_MISSING, PORTABLE_COUNTERS = 16 };

typedef uint64_t portable_table[PORTABLE_COUNTERS];

enum { PORTABLE_TABLES = 2, PORTABLE_MANY = 64 };

/* Keeps the compiler from reading a value again, which another thread may have changed meanwhile. */
#ifdef __GNUC__
#define PORTABLE_READ_ONCE(bits) __asm__("" : "+r"(bits))
#else
#define PORTABLE_READ_ONCE(bits) (void)(bits)
#endif

static bool portable_is_code(const nps_ingest_run *run, int64_t value)
{
    size_t i;
    for (i = 0; i < run->code_count; i++)
        if (run->codes[i] == value)
            return true;
    return false;
}

static size_t portable_of_integer(const nps_ingest_run *run, int64_t value)
{
    const size_t counter = (uint64_t)value < NPS_ANSWERS ? (size_t)value : (size_t)PORTABLE_INVALID;
    if (run->code_count != 0 && counter == PORTABLE_INVALID && portable_is_code(run, value))
        return PORTABLE_MISSING;
    return counter;
}

static size_t portable_of_unsigned(const nps_ingest_run *run, uint64_t value)
{
    return value <= INT64_MAX ? portable_of_integer(run, (int64_t)value) : (size_t)PORTABLE_INVALID;
}

static size_t portable_of_double(const nps_ingest_run *run, double value)
{
    if (isnan(value))
        return PORTABLE_MISSING;
    if (value >= 0 && value < NPS_ANSWERS)
        return value == (int)value ? (size_t)value : (size_t)PORTABLE_INVALID;
    /* Both ends are exact doubles; inside them the conversion is defined. */
    if (value >= -0x1p63 && value < 0x1p63 && value == floor(value))
        return portable_of_integer(run, (int64_t)value);
    return PORTABLE_INVALID;
}

static size_t portable_of_float_bits(const nps_ingest_run *run, uint32_t bits)
{
    float value;
    memcpy(&value, &bits, sizeof value);
    return portable_of_double(run, (double)value);
}

static size_t portable_of_double_bits(const nps_ingest_run *run, uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return portable_of_double(run, value);
}

static bool portable_is_valid(const nps_ingest_run *run, size_t index)
{
    return !run->validity || (run->validity[index / 8] >> (index % 8) & 1);
}

static void portable_add(nps_accumulator *counted, size_t counter, uint64_t times)
{
    if (counter < NPS_ANSWERS)
        counted->answers[counter] += times;
    else if (counter == PORTABLE_MISSING)
        counted->missing += times;
    else
        counted->invalid += times;
}

/* Whether there are enough values for the tables. */
static bool portable_uses_tables(const nps_ingest_run *run)
{
    return !run->validity && run->length >= PORTABLE_MANY;
}

/* Counts the values, each known by its bits, in the counters that an expression finds for them. Neighbours go to
 * different tables, so that equal answers need not wait for each other. */
#define PORTABLE_LOOP(name, type, counter_of_bits)                                                                     \
    static inline size_t name##_at(const nps_ingest_run *run, size_t index)                                            \
    {                                                                                                                  \
        type bits;                                                                                                     \
        memcpy(&bits, run->data + index * sizeof bits, sizeof bits);                                                   \
        PORTABLE_READ_ONCE(bits);                                                                                      \
        return counter_of_bits;                                                                                        \
    }                                                                                                                  \
                                                                                                                       \
    static void name(const nps_ingest_run *run, portable_table *tables, nps_accumulator *counted)                      \
    {                                                                                                                  \
        size_t i = 0;                                                                                                  \
        for (; portable_uses_tables(run) && i + PORTABLE_TABLES <= run->length; i += PORTABLE_TABLES) {                \
            tables[0][name##_at(run, i)]++;                                                                            \
            tables[1][name##_at(run, i + 1)]++;                                                                        \
        }                                                                                                              \
        for (; i < run->length; i++)                                                                                   \
            portable_add(counted, portable_is_valid(run, i) ? name##_at(run, i) : PORTABLE_MISSING, 1);                \
    }

PORTABLE_LOOP(portable_u8, uint8_t, portable_of_integer(run, bits))
PORTABLE_LOOP(portable_i8, uint8_t, portable_of_integer(run, (int8_t)bits))
PORTABLE_LOOP(portable_u16, uint16_t, portable_of_integer(run, bits))
PORTABLE_LOOP(portable_i16, uint16_t, portable_of_integer(run, (int16_t)bits))
PORTABLE_LOOP(portable_u32, uint32_t, portable_of_integer(run, bits))
PORTABLE_LOOP(portable_i32, uint32_t, portable_of_integer(run, (int32_t)bits))
PORTABLE_LOOP(portable_u64, uint64_t, portable_of_unsigned(run, bits))
PORTABLE_LOOP(portable_i64, uint64_t, portable_of_integer(run, (int64_t)bits))
PORTABLE_LOOP(portable_f32, uint32_t, portable_of_float_bits(run, bits))
PORTABLE_LOOP(portable_f64, uint64_t, portable_of_double_bits(run, bits))

void nps_ingest_portable(const nps_ingest_run *run, nps_accumulator *counted)
{
    const size_t used = portable_uses_tables(run) ? PORTABLE_TABLES : 0;
    portable_table tables[PORTABLE_TABLES];
    size_t i, counter;
    memset(tables, 0, used * sizeof *tables);
    switch (run->type) {
    case NPS_COLUMN_U8: portable_u8(run, tables, counted); break;
    case NPS_COLUMN_I8: portable_i8(run, tables, counted); break;
    case NPS_COLUMN_U16: portable_u16(run, tables, counted); break;
    case NPS_COLUMN_I16: portable_i16(run, tables, counted); break;
    case NPS_COLUMN_U32: portable_u32(run, tables, counted); break;
    case NPS_COLUMN_I32: portable_i32(run, tables, counted); break;
    case NPS_COLUMN_U64: portable_u64(run, tables, counted); break;
    case NPS_COLUMN_I64: portable_i64(run, tables, counted); break;
    case NPS_COLUMN_F32: portable_f32(run, tables, counted); break;
    case NPS_COLUMN_F64: portable_f64(run, tables, counted); break;
    }
    for (i = 0; i < used; i++)
        for (counter = 0; counter <= PORTABLE_MISSING; counter++)
            portable_add(counted, counter, tables[i][counter]);
}
