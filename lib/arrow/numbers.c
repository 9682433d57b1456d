/* SPDX-License-Identifier: MIT */
#include "numbers.h"

#include "../column/block.h"
#include "../column/types.h"

#include <string.h>

/* A decimal has at most eight words of 32 bits. Nine digits are divided off at a time: a power that fits a word. */
enum { WORDS = 8, WORD_BITS = 32, DIGITS_AT_ONCE = 9 };

static const uint32_t POWERS[DIGITS_AT_ONCE + 1] = {1,      10,      100,      1000,      10000,
                                                    100000, 1000000, 10000000, 100000000, 1000000000};

/* The size of a decimal; word 0 is the lowest. */
typedef struct magnitude {
    uint32_t words[WORDS];
    bool is_negative;
} magnitude;

static bool is_big_endian(void)
{
    const uint16_t one = 1;
    unsigned char first;
    memcpy(&first, &one, 1);
    return first == 0;
}

static magnitude magnitude_at(const unsigned char *at, size_t width)
{
    const size_t count = width / sizeof(uint32_t);
    const bool is_reversed = is_big_endian();
    magnitude out = {{0}, false};
    uint64_t carry = 1;
    size_t i;
    for (i = 0; i < count; i++)
        memcpy(&out.words[i], at + (is_reversed ? count - 1 - i : i) * sizeof(uint32_t), sizeof(uint32_t));
    out.is_negative = out.words[count - 1] >> (WORD_BITS - 1) != 0;
    for (i = 0; out.is_negative && i < count; i++) {
        carry += (uint32_t)~out.words[i];
        out.words[i] = (uint32_t)carry;
        carry >>= WORD_BITS;
    }
    return out;
}

static bool is_zero(const magnitude *self)
{
    uint32_t any = 0;
    size_t i;
    for (i = 0; i < WORDS; i++)
        any |= self->words[i];
    return any == 0;
}

/* Divides, and returns the remainder. */
static uint32_t divide(magnitude *self, uint32_t by)
{
    uint64_t rest = 0;
    size_t i;
    for (i = WORDS; i-- > 0;) {
        rest = rest << WORD_BITS | self->words[i];
        self->words[i] = (uint32_t)(rest / by);
        rest %= by;
    }
    return (uint32_t)rest;
}

/* Multiplies; false if the product does not fit. */
static bool multiply(magnitude *self, uint32_t by)
{
    uint64_t carry = 0;
    size_t i;
    for (i = 0; i < WORDS; i++) {
        carry += (uint64_t)self->words[i] * by;
        self->words[i] = (uint32_t)carry;
        carry >>= WORD_BITS;
    }
    return carry == 0;
}

static nps_number integer_of(const magnitude *self, int64_t *integer)
{
    const uint64_t low = (uint64_t)self->words[1] << WORD_BITS | self->words[0];
    const uint64_t limit = (uint64_t)INT64_MAX + (self->is_negative ? 1 : 0);
    size_t i;
    for (i = 2; i < WORDS; i++)
        if (self->words[i] != 0)
            return NPS_NUMBER_OTHER;
    if (low > limit)
        return NPS_NUMBER_OTHER;
    *integer = !self->is_negative ? (int64_t)low : low == 0 ? 0 : -(int64_t)(low - 1) - 1;
    return NPS_NUMBER_INTEGER;
}

/* Both loops end soon: a number that is not 0 has at most 77 digits. */
static nps_number decimal_at(const unsigned char *at, const nps_arrow_type *type, int64_t *integer)
{
    magnitude value = magnitude_at(at, type->width);
    int32_t scale = type->scale;
    while (scale != 0 && !is_zero(&value)) {
        const int32_t left = scale < 0 ? -scale : scale;
        const int32_t digits = left < DIGITS_AT_ONCE ? left : DIGITS_AT_ONCE;
        if (scale > 0 ? divide(&value, POWERS[digits]) != 0 : !multiply(&value, POWERS[digits]))
            return NPS_NUMBER_OTHER;
        scale += scale < 0 ? digits : -digits;
    }
    return integer_of(&value, integer);
}

/* Every half float that is a whole number is an integer of at most 65504. */
static nps_number half_of(uint16_t half, int64_t *integer)
{
    enum { MANTISSA_BITS = 10, EXPONENT_MASK = 31, MANTISSA_MASK = 1023, BIAS = 25 };
    const int exponent = half >> MANTISSA_BITS & EXPONENT_MASK;
    const int32_t mantissa = (half & MANTISSA_MASK) + (exponent ? MANTISSA_MASK + 1 : 0);
    const int shift = (exponent ? exponent : 1) - BIAS; /* the value is mantissa * 2^shift */
    int32_t size;
    if (exponent == EXPONENT_MASK)
        return half & MANTISSA_MASK ? NPS_NUMBER_NAN : NPS_NUMBER_OTHER;
    if (shift < 0 && (mantissa & ((INT32_C(1) << -shift) - 1)) != 0)
        return NPS_NUMBER_OTHER;
    size = shift < 0 ? mantissa >> -shift : mantissa << shift;
    *integer = half >> 15 ? -size : size;
    return NPS_NUMBER_INTEGER;
}

/* The day of a time. The offset is less than a day, so that the sum of its day and the rest cannot overflow. */
static int64_t day_of(int64_t time, const nps_arrow_type *type)
{
    int64_t day = time / type->per_day, rest = time % type->per_day + type->offset;
    for (; rest < 0; rest += type->per_day)
        day--;
    for (; rest >= type->per_day; rest -= type->per_day)
        day++;
    return day;
}

static double float_at(const nps_column *column, size_t row)
{
    const unsigned char *at = (const unsigned char *)column->data + (ptrdiff_t)row * nps_column_stride(column);
    double value;
    float narrow;
    if (column->type == NPS_COLUMN_F64) {
        memcpy(&value, at, sizeof value);
        return value;
    }
    memcpy(&narrow, at, sizeof narrow);
    return (double)narrow;
}

nps_status nps_arrow_open_numbers(const nps_arrow_rows *rows, const nps_arrow_type *type, nps_arrow_numbers *numbers,
                                  nps_error_detail *detail)
{
    const bool are_nulls = type->kind == NPS_ARROW_NULLS;
    const bool are_stored = type->kind != NPS_ARROW_DECIMALS && type->kind != NPS_ARROW_BOOLEANS;
    nps_status status = are_nulls ? NPS_OK : nps_arrow_check_buffers(rows, 2, detail);
    if (status)
        return status;
    memset(numbers, 0, sizeof *numbers);
    numbers->type = *type;
    numbers->first = rows->first;
    nps_column_init(&numbers->column, type->stored, NULL, rows->length);
    numbers->column.validity = rows->own.bits;
    numbers->column.validity_offset = rows->own.offset;
    if (are_stored && !are_nulls)
        nps_arrow_open_column(rows, type->stored, &numbers->column);
    else if (!are_nulls && rows->length != 0)
        numbers->data = rows->array->buffers[1];
    return NPS_OK;
}

nps_number nps_arrow_number_at(const nps_arrow_numbers *numbers, size_t row, int64_t *integer)
{
    const size_t at = numbers->first + row;
    *integer = 0;
    switch (numbers->type.kind) {
    case NPS_ARROW_NUMBERS:
        if (nps_column_is_floating(numbers->column.type))
            return nps_number_of(float_at(&numbers->column, row), integer);
        *integer = nps_block_integer(&numbers->column, row);
        return numbers->column.type == NPS_COLUMN_U64 && *integer < 0 ? NPS_NUMBER_OTHER : NPS_NUMBER_INTEGER;
    case NPS_ARROW_DAYS: *integer = nps_block_integer(&numbers->column, row); return NPS_NUMBER_INTEGER;
    case NPS_ARROW_TIMES:
        *integer = day_of(nps_block_integer(&numbers->column, row), &numbers->type);
        return NPS_NUMBER_INTEGER;
    case NPS_ARROW_BYTE_BOOLEANS: *integer = nps_block_integer(&numbers->column, row) != 0; return NPS_NUMBER_INTEGER;
    case NPS_ARROW_BOOLEANS: *integer = numbers->data[at / 8] >> at % 8 & 1; return NPS_NUMBER_INTEGER;
    case NPS_ARROW_HALVES: return half_of((uint16_t)nps_block_integer(&numbers->column, row), integer);
    case NPS_ARROW_DECIMALS: return decimal_at(numbers->data + at * numbers->type.width, &numbers->type, integer);
    case NPS_ARROW_NULLS:
    case NPS_ARROW_TEXTS:
    case NPS_ARROW_OTHER: break;
    }
    return NPS_NUMBER_NAN;
}

uint8_t nps_arrow_bin_at(const nps_arrow_numbers *numbers, size_t row)
{
    const nps_column *column = &numbers->column;
    int64_t integer;
    const nps_number kind = nps_arrow_number_at(numbers, row, &integer);
    if (kind == NPS_NUMBER_NAN ||
        (kind == NPS_NUMBER_INTEGER && nps_is_missing_code(column->missing_codes, column->missing_code_count, integer)))
        return NPS_ANSWER_MISSING;
    return kind == NPS_NUMBER_INTEGER ? (uint8_t)nps_bin_of(integer) : NPS_ANSWER_INVALID;
}
