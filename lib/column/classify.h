/* The rule that classifies a value as an answer of 0 to 10, missing or invalid. The loops and kernels that classify
 * many values use NPS_BIN_OF() or, in lib/ingest/, the constant NPS_INGEST_OTHER. SPDX-License-Identifier: MIT */
#ifndef NPS_COLUMN_CLASSIFY_H
#define NPS_COLUMN_CLASSIFY_H

#include "../column.h"

#include <stdbool.h>

/** The kinds of floating-point numbers. */
typedef enum nps_number { NPS_NUMBER_INTEGER, NPS_NUMBER_OTHER, NPS_NUMBER_NAN } nps_number;

/** Classifies a floating-point number; `integer` receives its value, or 0 if that is not a 64-bit integer. */
static inline nps_number nps_number_of(double value, int64_t *integer)
{
    *integer = 0;
    if (value != value)
        return NPS_NUMBER_NAN;
    /* Both ends are exact doubles; inside them the conversion is defined. */
    if (!(value >= -0x1p63 && value < 0x1p63))
        return NPS_NUMBER_OTHER;
    *integer = (int64_t)value;
    return (double)*integer == value ? NPS_NUMBER_INTEGER : NPS_NUMBER_OTHER;
}

/** The bin of an unsigned integer, as the type `bin`. A negative integer that was converted to unsigned is large, and
 * so it is invalid. A macro, so that loops over narrow types are vectorised at their width. */
#define NPS_BIN_OF(bin, value) ((value) < NPS_ANSWERS ? (bin)(value) : (bin)NPS_ANSWER_INVALID)

/** The bin of an integer. */
static inline unsigned nps_bin_of(int64_t integer)
{
    return NPS_BIN_OF(unsigned, (uint64_t)integer);
}

/** Whether an integer is one of the missing codes. */
static inline bool nps_is_missing_code(const int64_t *codes, size_t code_count, int64_t integer)
{
    size_t i;
    for (i = 0; i < code_count; i++)
        if (codes[i] == integer)
            return true;
    return false;
}

#endif
