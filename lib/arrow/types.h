/* The types of Arrow arrays that have answers or keys: the one place where formats are read.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_ARROW_TYPES_H
#define NPS_ARROW_TYPES_H

#include <nps/arrow.h>
#include <nps/column.h>
#include <stdbool.h>

typedef enum nps_arrow_kind {
    NPS_ARROW_OTHER, /* neither answers nor keys */
    NPS_ARROW_NUMBERS,
    NPS_ARROW_HALVES,
    NPS_ARROW_DECIMALS,
    NPS_ARROW_NULLS,         /* nulls only, without buffers */
    NPS_ARROW_BOOLEANS,      /* a bit each */
    NPS_ARROW_BYTE_BOOLEANS, /* a byte each: the extension arrow.bool8 */
    NPS_ARROW_DAYS,
    NPS_ARROW_TIMES,
    NPS_ARROW_TEXTS
} nps_arrow_kind;

/** The type of the values of an array. */
typedef struct nps_arrow_type {
    nps_arrow_kind kind;
    nps_column_type stored; /* of numbers, halves (as U16), byte booleans, days and times */
    size_t width;           /* of a decimal in bytes */
    int32_t scale;          /* of a decimal: how many of its digits are behind the point; may be negative */
    int64_t per_day;        /* the units of a time in a day */
    int64_t offset;         /* what to add to a time for the local time, in its unit */
} nps_arrow_type;

/** Reads the type of a schema that nps_arrow_check() has accepted; the type of its indices if it has a dictionary. */
nps_arrow_type nps_arrow_type_of(const struct ArrowSchema *schema);

/** What a format is called in messages, such as "texts"; "" for one without a name. */
const char *nps_arrow_words(const struct ArrowSchema *schema);

/** Whether values of a type are integers of a column: integers, or days. */
static inline bool nps_arrow_is_integer(const nps_arrow_type *type)
{
    return type->kind == NPS_ARROW_DAYS ||
           (type->kind == NPS_ARROW_NUMBERS && type->stored != NPS_COLUMN_F32 && type->stored != NPS_COLUMN_F64);
}

#endif
