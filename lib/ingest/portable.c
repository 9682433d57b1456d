/* Plain C, one value at a time; runs on every machine and is the reference for the other kernels.
 * SPDX-License-Identifier: MIT */
#include "../accumulator.h"
#include "../column/classify.h"
#include "kernels.h"

#include <string.h>

/* The number of counters in a table: a power of two, so that an index is computed by a shift. */
enum { PORTABLE_COUNTERS = 16 };

typedef uint64_t portable_table[PORTABLE_COUNTERS];

enum { PORTABLE_TABLES = 2, PORTABLE_MANY = 64 };

/* Prevents the compiler from reading a value twice, because another thread may change it in between. */
#ifdef __GNUC__
#define PORTABLE_READ_ONCE(bits) __asm__("" : "+r"(bits))
#else
#define PORTABLE_READ_ONCE(bits) (void)(bits)
#endif

static size_t portable_of_integer(const nps_ingest_run *run, int64_t value)
{
    const size_t bin = nps_bin_of(value);
    if (run->code_count != 0 && bin == NPS_ANSWER_INVALID && nps_is_missing_code(run->codes, run->code_count, value))
        return NPS_ANSWER_MISSING;
    return bin;
}

static size_t portable_of_unsigned(const nps_ingest_run *run, uint64_t value)
{
    return value <= INT64_MAX ? portable_of_integer(run, (int64_t)value) : NPS_ANSWER_INVALID;
}

static size_t portable_of_double(const nps_ingest_run *run, double value)
{
    int64_t integer;
    switch (nps_number_of(value, &integer)) {
    case NPS_NUMBER_INTEGER: return portable_of_integer(run, integer);
    case NPS_NUMBER_NAN: return NPS_ANSWER_MISSING;
    default: return NPS_ANSWER_INVALID;
    }
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

/* Whether several tables are used: the run is long and has no validity bitmap. */
static bool portable_uses_tables(const nps_ingest_run *run)
{
    return !run->validity && run->length >= PORTABLE_MANY;
}

/* Defines a function that counts values; `bin_of_bits` is an expression for the bin of a value with these bits.
 * Neighbouring values are counted in different tables, so that equal answers do not wait for each other. */
#define PORTABLE_LOOP(name, type, bin_of_bits)                                                                         \
    static inline size_t name##_at(const nps_ingest_run *run, size_t index)                                            \
    {                                                                                                                  \
        type bits;                                                                                                     \
        memcpy(&bits, run->data + index * sizeof bits, sizeof bits);                                                   \
        PORTABLE_READ_ONCE(bits);                                                                                      \
        return bin_of_bits;                                                                                            \
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
            ++*nps_accumulator_counter(counted, portable_is_valid(run, i) ? name##_at(run, i) : NPS_ANSWER_MISSING);   \
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
    size_t i, bin;
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
        for (bin = 0; bin < NPS_BINS; bin++)
            *nps_accumulator_counter(counted, bin) += tables[i][bin];
}
