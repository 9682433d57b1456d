/* How the vector kernels represent a column's type and its rules for missing values.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_INGEST_LANES_H
#define NPS_INGEST_LANES_H

#include "kernels.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define NPS_INGEST_SANITIZED 1
#elif defined(__has_feature)
#define NPS_INGEST_SANITIZED (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#else
#define NPS_INGEST_SANITIZED 0
#endif

/** Forces inlining, because the functions called in a loop must see its constants. Not without optimisation, and not
 * with a sanitizer, whose checks would make compilation take minutes. */
#if defined(__OPTIMIZE__) && !NPS_INGEST_SANITIZED
#define NPS_INGEST_INLINE static inline __attribute__((always_inline))
#else
#define NPS_INGEST_INLINE static inline
#endif

/** How a kernel reads values. Signed and unsigned integers share a lane, because they differ only outside 0..10. */
typedef enum nps_ingest_lane {
    NPS_INGEST_BYTES,
    NPS_INGEST_WORDS,
    NPS_INGEST_DWORDS,
    NPS_INGEST_QWORDS,
    NPS_INGEST_FLOATS,
    NPS_INGEST_DOUBLES
} nps_ingest_lane;

/** The checks that decide whether a value is missing, besides NaN. */
typedef enum nps_ingest_rules {
    NPS_INGEST_PLAIN,     /**< None. */
    NPS_INGEST_TWO_CODES, /**< The value is compared with two codes, the common case. */
    NPS_INGEST_RULED      /**< The validity bit is checked, and the value is compared with any number of codes. */
} nps_ingest_rules;

static inline nps_ingest_lane nps_ingest_lane_of(nps_column_type type)
{
    switch (type) {
    case NPS_COLUMN_U8:
    case NPS_COLUMN_I8: return NPS_INGEST_BYTES;
    case NPS_COLUMN_U16:
    case NPS_COLUMN_I16: return NPS_INGEST_WORDS;
    case NPS_COLUMN_U32:
    case NPS_COLUMN_I32: return NPS_INGEST_DWORDS;
    case NPS_COLUMN_U64:
    case NPS_COLUMN_I64: return NPS_INGEST_QWORDS;
    case NPS_COLUMN_F32: return NPS_INGEST_FLOATS;
    case NPS_COLUMN_F64: break;
    }
    return NPS_INGEST_DOUBLES;
}

static inline nps_ingest_rules nps_ingest_rules_of(const nps_ingest_run *run)
{
    if (run->validity || run->code_count > 2)
        return NPS_INGEST_RULED;
    return run->code_count != 0 ? NPS_INGEST_TWO_CODES : NPS_INGEST_PLAIN;
}

#endif
