/**
 * @file code_groups_codec.h
 * @brief Groups by code as bytes, with what codec.h promises for the accumulator.
 *
 * Every group is written, including empty ones, and takes at least 13 bytes. If most codes have no answers, groups by
 * integer key (groups_codec.h) take less space. Nothing here allocates: to decode, get the number of groups from
 * nps_code_groups_encoded_count(), allocate an array, and pass it to nps_code_groups_decode(). docs/format.md specifies
 * every byte.
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
 * @code
 * nps_accumulator groups[24] = {{{0}, 0, 0}};
 * nps_code_groups by_hour;
 * unsigned char bytes[500];
 * size_t length, group_count;
 * nps_code_groups_init(&by_hour, groups, 24);
 * if (nps_code_groups_add(&by_hour, 17, 9, 1) == NPS_OK &&
 *     nps_code_groups_encode(&by_hour, bytes, sizeof bytes, &length) == NPS_OK &&
 *     nps_code_groups_encoded_count(bytes, length, &group_count, NULL) == NPS_OK)
 *     printf("%d groups\n", (int)group_count); // prints: 24 groups
 * @endcode
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
 * The number of groups in an encoded state, to allocate the array for nps_code_groups_decode().
 *
 * Each group takes at least 13 bytes, so hostile bytes cannot declare more groups than they could hold. The counters
 * are not checked here, but by nps_code_groups_decode().
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
 * @param self   On entry, `groups` and `group_count` are the array and the number of its accumulators. Receives the
 *               groups, their number in `group_count`, and the rest. The previous content of the array is ignored;
 *               accumulators after the groups that were read are unchanged. See nps_code_groups for which are refused;
 *               too few accumulators: NPS_ERROR_SPACE.
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
 * Adds encoded groups, code by code, and their rest: nps_code_groups_decode() and nps_code_groups_merge() in one call,
 * without a second array.
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
