/**
 * @file status.h
 * @brief The status that every fallible function returns.
 *
 * On any status but NPS_OK nothing has changed: no output is written and no state is modified.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_STATUS_H
#define NPS_STATUS_H

#include <nps/export.h>

NPS_BEGIN_DECLARATIONS

/** The outcome of a call. The values are part of the ABI; new ones are added at the end. */
typedef enum nps_status {
    NPS_OK = 0,                 /**< The call succeeded. */
    NPS_ERROR_NULL = 1,         /**< A pointer that is required is NULL. */
    NPS_ERROR_SIZE = 2,         /**< The size field of a struct has no value that this library knows; initialise it. */
    NPS_ERROR_EMPTY = 3,        /**< There are no answers to compute from. */
    NPS_ERROR_OVERFLOW = 4,     /**< A count or a sum of counts would exceed 2^64 - 1, or a key 2^63 - 1. */
    NPS_ERROR_UNDERFLOW = 5,    /**< More would be subtracted than there is, or a count of a stream became smaller. */
    NPS_ERROR_SCALE = 6,        /**< The scale is invalid. */
    NPS_ERROR_OUTSIDE = 7,      /**< There are answers off the scale, and the caller did not ask for their number. */
    NPS_ERROR_METHOD = 8,       /**< The method is unknown. */
    NPS_ERROR_UNAVAILABLE = 9,  /**< The method or adjustment exists, but not for this function or these data. */
    NPS_ERROR_LEVEL = 10,       /**< The level is not inside (0, 1). */
    NPS_ERROR_ALTERNATIVE = 11, /**< The alternative is unknown. */
    NPS_ERROR_REFERENCE = 12,   /**< The reference score is not inside [-100, 100]. */
    NPS_ERROR_COLUMN = 13,      /**< The column has no such type, or contradicts itself or the one beside it. */
    NPS_ERROR_MEMORY = 14,      /**< Out of memory; nothing counted so far is lost. */
    NPS_ERROR_KEY = 15,         /**< The keys are of another kind: text for integer groups, or more or fewer codes. */
    NPS_ERROR_NOT_FOUND = 16,   /**< There is no such group. */
    NPS_ERROR_ENTROPY = 17,     /**< The system returned no random bytes; set a hash key of your own. */
    NPS_ERROR_SPACE = 18,       /**< The buffer is too small for what would be written. */
    NPS_ERROR_FORMAT = 19,      /**< The bytes are not an encoded state of this kind, or are cut off or damaged. */
    NPS_ERROR_VERSION = 20,     /**< The bytes are of a version or a kind that this library does not know. */
    NPS_ERROR_CHECKSUM = 21,    /**< The bytes do not match their checksum: they are damaged. */
    NPS_ERROR_TOO_MANY = 22,    /**< There are more answers than NPS_EXACT_MAX, the limit of the exact method. */
    NPS_ERROR_WORKSPACE = 23,   /**< The workspace is too small. */
    NPS_ERROR_WEIGHT = 24,      /**< A weight is negative, not finite, or too large or too small to be one. */
    NPS_ERROR_CONVERGENCE = 25, /**< No weights match all margins within the given bounds and iterations. */
    NPS_ERROR_MARGIN = 26,      /**< A population margin is impossible. */
    NPS_ERROR_PRIOR = 27, /**< A parameter of the prior is not inside [1e-100, 1e15], or the method has no prior. */
    NPS_ERROR_DRIFT = 28, /**< No score is left: the true score has changed, or an interval missed it. */
    NPS_ERROR_POPULATION = 29,  /**< The population is smaller than the sample. */
    NPS_ERROR_PROBABILITY = 30, /**< A p-value is not a number inside [0, 1]. */
    NPS_ERROR_PLAN = 31,        /**< An input of a plan is impossible. */
    NPS_ERROR_SHARES = 32,      /**< Expected shares are negative, not finite or all zero. */
    NPS_ERROR_UNREACHABLE = 33, /**< The goal of a plan cannot be reached with any number of respondents. */
    NPS_ERROR_INTERRUPTED = 34, /**< The caller asked to stop, through an nps_interrupt. */
    NPS_ERROR_PART = 35,        /**< A part holds what the whole does not, such as more successes than trials. */
    NPS_ERROR_DAY = 36,         /**< A day is outside the years 1 to 9999, does not exist, or is before a horizon. */
    NPS_ERROR_PERIOD = 37,      /**< The unit of a period is unknown, or a period or a window has no days. */
    NPS_ERROR_RULE = 38,        /**< States that were gathered by different rules or windows cannot be merged. */
    NPS_ERROR_OVERLAP = 39,     /**< Periods overlap that must be separate. */
    NPS_STATUS_END              /**< One past the last status; moves with versions, not part of the ABI. */
} nps_status;

/**
 * An English sentence that describes a status, without a full stop.
 *
 * @code
 * const nps_counts nobody = {0, 0, 0};
 * double score;
 * nps_status status = nps_score(&nobody, &score);
 * if (status != NPS_OK)
 *     puts(nps_status_string(status)); // prints: there are no answers
 * @endcode
 *
 * @param status Any value. A value that is not a status gives "unknown status".
 * @return A constant, never NULL, not to be freed. Safe from any thread.
 */
NPS_EXPORT const char *nps_status_string(nps_status status);

/**
 * The details of an error: what was expected, what was found, and where. Plain and part of the ABI.
 *
 * The caller owns it, and may pass NULL to every function that takes it. It needs no initialisation: a failed call
 * writes it, and a successful call does not change it.
 */
typedef struct nps_error_detail {
    char text[160]; /**< One line of English without a full stop, terminated: "byte 4: expected version 1, got 7". */
} nps_error_detail;

NPS_END_DECLARATIONS

#endif
