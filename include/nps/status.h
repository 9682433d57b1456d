/**
 * @file status.h
 * @brief What every fallible function returns.
 *
 * On any status but NPS_OK nothing has changed: no output is written, no state is touched.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_STATUS_H
#define NPS_STATUS_H

#include <nps/export.h>

NPS_BEGIN_DECLARATIONS

/** The outcome of a call. The values are part of the ABI; new ones are added at the end. */
typedef enum nps_status {
    NPS_OK = 0,                 /**< It worked. */
    NPS_ERROR_NULL = 1,         /**< A pointer that is required is NULL. */
    NPS_ERROR_SIZE = 2,         /**< The size field of a struct is not one that this library knows. */
    NPS_ERROR_EMPTY = 3,        /**< There are no answers to compute from. */
    NPS_ERROR_OVERFLOW = 4,     /**< A count or a sum of counts would exceed 2^64 - 1, or a key 2^63 - 1. */
    NPS_ERROR_UNDERFLOW = 5,    /**< More would be taken away than there is. */
    NPS_ERROR_SCALE = 6,        /**< The scale is impossible. */
    NPS_ERROR_OUTSIDE = 7,      /**< There are answers off the scale, and nobody asked for their number. */
    NPS_ERROR_METHOD = 8,       /**< There is no such method. */
    NPS_ERROR_UNAVAILABLE = 9,  /**< The method exists, but not for this, or not in this version. */
    NPS_ERROR_LEVEL = 10,       /**< The level is not inside (0, 1). */
    NPS_ERROR_ALTERNATIVE = 11, /**< There is no such alternative. */
    NPS_ERROR_REFERENCE = 12,   /**< The reference score is not inside [-100, 100]. */
    NPS_ERROR_COLUMN = 13,      /**< The column has no such type, or contradicts itself or the one beside it. */
    NPS_ERROR_MEMORY = 14,      /**< Out of memory; nothing counted so far is lost. */
    NPS_ERROR_KEY = 15,         /**< The keys are of another kind: text for integer groups, or more or fewer codes. */
    NPS_ERROR_NOT_FOUND = 16,   /**< There is no such group. */
    NPS_ERROR_ENTROPY = 17,     /**< The system gave no random bytes; set a hash key of your own. */
    NPS_ERROR_SPACE = 18,       /**< The buffer is too small for what would be written. */
    NPS_ERROR_FORMAT = 19,      /**< The bytes are not an encoded state of this kind, or are cut off or damaged. */
    NPS_ERROR_VERSION = 20,     /**< The bytes are of a version or a kind that this library does not know. */
    NPS_ERROR_CHECKSUM = 21,    /**< The bytes do not match their checksum: they were damaged on the way. */
    NPS_ERROR_TOO_MANY = 22,    /**< More answers than the exact method takes. */
    NPS_ERROR_WORKSPACE = 23,   /**< The workspace is too small. */
    NPS_ERROR_WEIGHT = 24,      /**< A weight is negative, not finite, or too large or too small to be one. */
    NPS_ERROR_CONVERGENCE = 25, /**< No weights were found that meet all margins in the bounds and iterations given. */
    NPS_ERROR_MARGIN = 26,      /**< A population margin is impossible. */
    NPS_ERROR_PRIOR = 27,       /**< A part of the prior is not inside [1e-100, 1e15], or the method takes none. */
    NPS_ERROR_DRIFT = 28,       /**< No score is left: the truth has moved, or the intervals missed it. */
    NPS_ERROR_POPULATION = 29,  /**< The population is smaller than the sample. */
    NPS_ERROR_PROBABILITY = 30, /**< A p-value is not a number inside [0, 1]. */
    NPS_ERROR_PLAN = 31,        /**< A figure that a plan starts from is impossible. */
    NPS_ERROR_SHARES = 32,      /**< Expected shares are negative, not finite or all zero. */
    NPS_ERROR_UNREACHABLE = 33, /**< What is planned cannot be reached, however many are asked. */
    NPS_STATUS_END              /**< One past the last status; moves with versions, not part of the ABI. */
} nps_status;

/**
 * One English sentence on a status, without a full stop.
 *
 * @param status Any value; for one that is not a status: "unknown status".
 * @return A constant, never NULL, not to be freed. Safe from any thread.
 */
NPS_EXPORT const char *nps_status_string(nps_status status);

/**
 * What a status cannot say: what was expected, what was there instead, and where. Plain and part of the ABI.
 *
 * The caller owns it, and may pass NULL wherever it is taken. It needs no initialisation: a call that fails writes it,
 * a call that works leaves it as it is.
 */
typedef struct nps_error_detail {
    char text[160]; /**< One line of English without a full stop, terminated: "byte 4: expected version 1, got 7". */
} nps_error_detail;

NPS_END_DECLARATIONS

#endif
