/* Columns of any type from the bytes of a fuzzer: strided either way, overlapping, with nulls and missing codes, in
 * memory that ends where the column does. What a value is, is read with the compiler's own conversions.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TESTS_FUZZ_COLUMNS_H
#define NPS_TESTS_FUZZ_COLUMNS_H

#include "bins.h"
#include "column_values.h"

enum { COLUMN_CODES = 12 };

/** A column and the memory that it is in. */
typedef struct fuzz_column {
    nps_column column;
    unsigned char *memory;
    uint8_t *bits;
    int64_t codes[COLUMN_CODES];
} fuzz_column;

/** Mostly what columns have: small numbers; else a number of any size or, in a floating column, with any bits. */
static inline void fuzz_value(fuzz_input *input, unsigned char *at, nps_column_type type, uint64_t small)
{
    const uint8_t manner = fuzz_byte(input);
    if (manner < 200)
        store(at, type, (int64_t)(manner % small) - (manner == 199));
    else if (manner < 220)
        store(at, type, fuzz_integer(input));
    else if (is_floating(type))
        store_double(at, type, manner < 235 ? fuzz_double(input) : (double)(int8_t)fuzz_byte(input) / 4);
    else
        store(at, type, (int64_t)fuzz_bits(input, 8));
}

/** Values for `rows` rows, which are then repeated to the end: long columns from few bytes. */
static inline void fuzz_values(fuzz_input *input, const nps_column *column, unsigned char *first, size_t rows,
                               uint64_t small)
{
    const ptrdiff_t stride = column->stride ? column->stride : (ptrdiff_t)width_of(column->type);
    size_t row;
    for (row = 0; row < column->length; row++) {
        unsigned char *const at = first + (ptrdiff_t)row * stride;
        if (row < rows)
            fuzz_value(input, at, column->type, small);
        else
            memmove(at, first + (ptrdiff_t)(row % rows) * stride, width_of(column->type));
    }
}

/** A column of `length` values, small ones being 0..small-1; give it back with fuzz_column_free(). */
static inline void fuzz_column_init(fuzz_input *input, fuzz_column *self, size_t length, uint64_t small)
{
    static const int strides[] = {0, 0, 0, 1, 2, 3, 8, 9, 16, 41};
    const nps_column_type type = TYPES[fuzz_byte(input) % TYPE_COUNT];
    const size_t width = width_of(type);
    const ptrdiff_t stride = strides[fuzz_byte(input) % 10] * (fuzz_bool(input) ? -1 : 1);
    const size_t step = stride == 0 ? width : (size_t)(stride < 0 ? -stride : stride);
    const size_t size = length > 0 ? (length - 1) * step + width : 0;
    const uint8_t nulls = fuzz_byte(input), codes = fuzz_byte(input);
    unsigned char *first;
    size_t i;
    memset(self, 0, sizeof *self);
    self->memory = fuzz_memory(size);
    if (size > 0)
        memset(self->memory, 0, size);
    first = stride < 0 && length > 0 ? self->memory + (length - 1) * step : self->memory;
    nps_column_init(&self->column, type, first, length);
    self->column.stride = stride;
    fuzz_values(input, &self->column, first, 1 + fuzz_below(input, 64), small);
    if (nulls % 2) {
        const size_t offset = nulls / 2 % 20, bytes = (offset + length + 7) / 8;
        self->bits = fuzz_memory(bytes);
        for (i = 0; i < bytes; i++)
            self->bits[i] = i % 8 < 4 ? fuzz_byte(input) : self->bits[i - 4];
        self->column.validity = self->bits;
        self->column.validity_offset = offset;
    }
    if (codes % 2) {
        self->column.missing_codes = self->codes;
        self->column.missing_code_count = codes / 2 % (COLUMN_CODES + 1);
        for (i = 0; i < self->column.missing_code_count; i++)
            self->codes[i] = fuzz_bool(input) ? fuzz_byte(input) % 16 : fuzz_integer(input);
    }
}

static inline void fuzz_column_free(fuzz_column *self)
{
    free(self->memory);
    free(self->bits);
}

/** Breaks the column as none may be, and returns the status that says so. */
static inline nps_status fuzz_break(fuzz_input *input, nps_column *column)
{
    switch (fuzz_byte(input) % 5) {
    case 0: column->size = (uint32_t)fuzz_byte(input) % sizeof *column; return NPS_ERROR_SIZE;
    case 1: column->type = (nps_column_type)0; return NPS_ERROR_COLUMN;
    case 2: column->type = (nps_column_type)(TYPE_COUNT + 1 + fuzz_byte(input)); return NPS_ERROR_COLUMN;
    case 3:
        column->missing_codes = NULL;
        column->missing_code_count = 1 + fuzz_byte(input);
        return NPS_ERROR_NULL;
    default:
        column->data = NULL;
        if (column->length == 0)
            column->length = SIZE_MAX;
        return NPS_ERROR_NULL;
    }
}

#endif
