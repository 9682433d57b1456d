/**
 * @file column.h
 * @brief Columns of answers in the caller's memory, and how their values are classified.
 *
 * A column describes an array of any integer or floating type: packed or strided, with an Arrow validity bitmap and
 * declared missing codes, or without. A column owns no memory; its values are read without a copy. Accumulators, groups
 * and weighted states count columns; nps_column_answers() says what each value is, for all that counts in another way.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_COLUMN_H
#define NPS_COLUMN_H

#include <nps/export.h>
#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** The number of different answers, 0 to 10. */
#define NPS_ANSWERS 11

/** The classes of values that are not answers; an answer 0..10 is its own class. The values are part of the ABI. */
enum {
    NPS_ANSWER_MISSING = 11, /**< Blank, null, NaN, or a declared missing code. */
    NPS_ANSWER_INVALID = 12  /**< Anything else: 11, -1, 7.5, infinity. */
};

/** The type of the values in a column. The values are part of the ABI. */
typedef enum nps_column_type {
    NPS_COLUMN_U8 = 1,  /**< uint8_t */
    NPS_COLUMN_I8 = 2,  /**< int8_t */
    NPS_COLUMN_U16 = 3, /**< uint16_t */
    NPS_COLUMN_I16 = 4, /**< int16_t */
    NPS_COLUMN_U32 = 5, /**< uint32_t */
    NPS_COLUMN_I32 = 6, /**< int32_t */
    NPS_COLUMN_U64 = 7, /**< uint64_t */
    NPS_COLUMN_I64 = 8, /**< int64_t */
    NPS_COLUMN_F32 = 9, /**< float, IEEE 754 */
    NPS_COLUMN_F64 = 10 /**< double, IEEE 754 */
} nps_column_type;

/**
 * A column of answers in memory that is only read. Make it with nps_column_init().
 *
 * A value is missing when its validity bit is 0, when it is NaN, or when it equals a missing code; missing codes take
 * precedence over the answers 0..10. Otherwise a value equal to 0..10 (-0.0 is 0) is that answer, and anything else is
 * invalid. Values need not be aligned, and may overlap. The values of `type` are those of this machine: its byte order,
 * two's complement.
 *
 * Every function that reads a column reads it like this, and refuses the same ones: NULL, NPS_ERROR_NULL; a `size` that
 * is not known, NPS_ERROR_SIZE; an unknown type, NPS_ERROR_COLUMN; `data` NULL with a length, or `missing_codes` NULL
 * with a count, NPS_ERROR_NULL.
 *
 * If another thread changes a column during the count, every value is still counted exactly once and every memory
 * access is valid, but the counts may be meaningless. Locking is needed for meaningful counts, not for memory safety.
 */
typedef struct nps_column {
    uint32_t size;        /**< sizeof(nps_column), set by init. */
    nps_column_type type; /**< The type of the values. */
    const void *data;     /**< The first value; may be NULL when `length` is 0. */
    size_t length;        /**< How many values. */
    ptrdiff_t stride;     /**< Bytes from one value to the next, may be negative; 0: packed. */
    /** Arrow validity bitmap, least significant bit first, 1 = valid; NULL: all valid. */
    const uint8_t *validity;
    size_t validity_offset;       /**< The bit of the first value in `validity`. */
    const int64_t *missing_codes; /**< Values that mean "no answer"; NULL when there are none. */
    size_t missing_code_count;    /**< How many missing codes. */
} nps_column;

/**
 * Describes packed values without nulls or missing codes.
 *
 * @param column The column to set; NULL does nothing.
 * @param type   The type of the values.
 * @param data   The first value.
 * @param length How many values.
 */
static inline void nps_column_init(nps_column *column, nps_column_type type, const void *data, size_t length)
{
    if (column) {
        column->size = (uint32_t)sizeof(nps_column);
        column->type = type;
        column->data = data;
        column->length = length;
        column->stride = 0;
        column->validity = (const uint8_t *)0;
        column->validity_offset = 0;
        column->missing_codes = (const int64_t *)0;
        column->missing_code_count = 0;
    }
}

/**
 * Classifies every value of a column as an answer, missing or invalid, in the same way as the functions that count a
 * column.
 *
 * @code
 * const int16_t values[] = {10, 7, 99, 42};
 * const int64_t no_answer = 99;
 * uint8_t answers[4];
 * nps_column column;
 * nps_column_init(&column, NPS_COLUMN_I16, values, 4);
 * column.missing_codes = &no_answer;
 * column.missing_code_count = 1;
 * if (nps_column_answers(&column, answers) == NPS_OK) // 11 is NPS_ANSWER_MISSING, 12 is NPS_ANSWER_INVALID
 *     printf("%d %d %d %d\n", answers[0], answers[1], answers[2], answers[3]); // prints: 10 7 11 12
 * @endcode
 *
 * @param column The column, unchanged; see nps_column for which are refused, and how.
 * @param out    Receives a byte for each value, `column->length` of them: 0..10, NPS_ANSWER_MISSING or
 *               NPS_ANSWER_INVALID. Must not overlap the column. NULL: NPS_ERROR_NULL, unless the length is 0.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_SIZE or NPS_ERROR_COLUMN; on error nothing is written. Linear time, no
 *         allocation; safe from any thread, for columns that others read too.
 */
NPS_EXPORT nps_status nps_column_answers(const nps_column *column, uint8_t *out);

NPS_END_DECLARATIONS

#endif
