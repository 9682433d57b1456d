/**
 * @file code_groups_codec.h
 * @brief Groups by code as bytes, with what codec.h promises for the accumulator.
 *
 * Every group is written, empty ones too, at 13 bytes or more each; where most codes have no answers, groups by integer
 * (groups_codec.h) take less. Nothing here allocates: a reader asks nps_code_groups_encoded_count() how many groups
 * there are, makes an array of as many, and decodes into it. docs/format.md specifies every byte.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_CODE_GROUPS_CODEC_H
#define NPS_CODE_GROUPS_CODEC_H

#include <nps/code_groups.h>
#include <nps/export.h>
#include <nps/status.h>
#include <stddef.h>

NPS_BEGIN_DECLARATIONS

/**
 * How many bytes nps_code_groups_encode() would write. Reads every group once.
 *
 * @param self The groups, unchanged; see nps_code_groups for which are refused.
 * @param size Receives the number of bytes. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_UNAVAILABLE; on error `size` is unchanged.
 */
NPS_EXPORT nps_status nps_code_groups_encoded_size(const nps_code_groups *self, size_t *size);

/**
 * Writes groups by code, and their rest, as bytes.
 *
 * @param self     The groups, unchanged; see nps_code_groups for which are refused.
 * @param bytes    Receives the bytes. NULL: NPS_ERROR_NULL.
 * @param capacity The size of the buffer in bytes. Too small: NPS_ERROR_SPACE, and no byte is written; see
 *                 nps_code_groups_encoded_size().
 * @param length   Receives the number of bytes written. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_UNAVAILABLE or NPS_ERROR_SPACE; on error nothing is written.
 */
NPS_EXPORT nps_status nps_code_groups_encode(const nps_code_groups *self, void *bytes, size_t capacity, size_t *length);

/**
 * How many groups there are in bytes, so that an array can be made for nps_code_groups_decode().
 *
 * Hostile bytes cannot declare more than they could hold: there are at least 13 bytes for each group. All else in them
 * is for nps_code_groups_decode() to check.
 *
 * @param bytes       As for nps_code_groups_decode().
 * @param length      As for nps_code_groups_decode().
 * @param group_count Receives the number of groups. NULL: NPS_ERROR_NULL.
 * @param detail      As for nps_code_groups_decode().
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_UNAVAILABLE, NPS_ERROR_FORMAT, NPS_ERROR_VERSION or NPS_ERROR_CHECKSUM; on
 *         error `group_count` is unchanged.
 */
NPS_EXPORT nps_status nps_code_groups_encoded_count(const void *bytes, size_t length, size_t *group_count,
                                                    nps_error_detail *detail);

/**
 * Reads groups by code from bytes into an array of the caller's. All bytes are checked before the first group is
 * written.
 *
 * @param self   `groups` and `group_count` are the array and how many accumulators it has room for; receives the
 *               groups, their number in `group_count`, and the rest. What was in the array before does not matter; what
 *               lies behind the groups that were read is unchanged. See nps_code_groups for which are refused; too few
 *               accumulators: NPS_ERROR_SPACE.
 * @param bytes  What nps_code_groups_encode() of this or an older version wrote on any machine; it must not change
 *               during the call. NULL: NPS_ERROR_NULL, unless `length` is 0. More groups than NPS_CODE_GROUPS_MAX:
 *               NPS_ERROR_UNAVAILABLE.
 * @param length The exact number of bytes.
 * @param detail Receives, on error, what was expected and what was found; may be NULL.
 * @return NPS_OK, one of these, NPS_ERROR_FORMAT, NPS_ERROR_VERSION or NPS_ERROR_CHECKSUM; on error nothing changes.
 */
NPS_EXPORT nps_status nps_code_groups_decode(nps_code_groups *self, const void *bytes, size_t length,
                                             nps_error_detail *detail);

/**
 * Adds encoded groups, code by code, and their rest: nps_code_groups_decode() and nps_code_groups_merge() in one, but
 * it needs no second array.
 *
 * @param self   The groups; see nps_code_groups for which are refused.
 * @param bytes  As for nps_code_groups_decode(). Another number of groups: NPS_ERROR_KEY.
 * @param length As for nps_code_groups_decode().
 * @param detail As for nps_code_groups_decode().
 * @return NPS_OK, one of these, NPS_ERROR_FORMAT, NPS_ERROR_VERSION, NPS_ERROR_CHECKSUM or NPS_ERROR_OVERFLOW; on error
 *         nothing changes, not even in part.
 */
NPS_EXPORT nps_status nps_code_groups_merge_encoded(nps_code_groups *self, const void *bytes, size_t length,
                                                    nps_error_detail *detail);

NPS_END_DECLARATIONS

#endif
