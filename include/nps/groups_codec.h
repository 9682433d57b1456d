/**
 * @file groups_codec.h
 * @brief Groups as bytes, with what codec.h promises for the accumulator.
 *
 * The bytes do not depend on the order in which the groups came, nor on the secret of the hash: the groups are written
 * in the order of nps_groups_sort(), and are in that order after nps_groups_decode().
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_GROUPS_CODEC_H
#define NPS_GROUPS_CODEC_H

#include <nps/export.h>
#include <nps/groups.h>
#include <nps/status.h>
#include <stddef.h>

NPS_BEGIN_DECLARATIONS

/**
 * The number of bytes that nps_groups_encode() writes. Reads every group once.
 *
 * @param self The groups, unchanged. NULL: NPS_ERROR_NULL.
 * @param size Receives the number of bytes.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_INTERRUPTED; on error `size` is unchanged.
 */
NPS_EXPORT nps_status nps_groups_encoded_size(const nps_groups *self, size_t *size);

/**
 * Writes groups as bytes, in the order of their keys; the groups themselves keep their order.
 *
 * The time is linear in the number of groups and in the bytes of their keys, whatever the keys are. Allocates nothing:
 * the order is found within `bytes`.
 *
 * @code
 * unsigned char bytes[100];
 * size_t length;
 * nps_groups *shops, *restored;
 * if (nps_groups_create(NULL, &shops) != NPS_OK)
 *     return 1;
 * if (nps_groups_add_text(shops, "Rome", 4, 9, 120) == NPS_OK &&
 *     nps_groups_encode(shops, bytes, sizeof bytes, &length) == NPS_OK &&
 *     nps_groups_decode(NULL, bytes, length, &restored, NULL) == NPS_OK) {
 *     printf("%d group\n", (int)nps_groups_count(restored)); // prints: 1 group
 *     nps_groups_destroy(restored);
 * }
 * nps_groups_destroy(shops);
 * @endcode
 *
 * @param self     The groups, unchanged. NULL: NPS_ERROR_NULL.
 * @param bytes    Receives the bytes. NULL: NPS_ERROR_NULL.
 * @param capacity The size of the buffer in bytes. Too small: NPS_ERROR_SPACE, and no byte is written; see
 *                 nps_groups_encoded_size().
 * @param length   Receives the number of bytes written. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_SPACE or NPS_ERROR_INTERRUPTED. On error `length` is unchanged; after
 *         NPS_ERROR_INTERRUPTED the content of `bytes` is undefined, after other errors unchanged.
 */
NPS_EXPORT nps_status nps_groups_encode(const nps_groups *self, void *bytes, size_t capacity, size_t *length);

/**
 * Reads groups from bytes into a new object.
 *
 * All bytes are checked before memory for the groups is allocated, so that hostile bytes cannot ask for memory that
 * they do not fill: at most 12 times `length` and 4 KiB.
 *
 * @param options Made by nps_groups_options_init(), or NULL for the defaults. `key_type` is ignored, because the bytes
 *                contain the type of the keys. An unknown size: NPS_ERROR_SIZE; an allocator without both functions:
 *                NPS_ERROR_NULL.
 * @param bytes   What nps_groups_encode() of this or an older version wrote on any machine; it must not change during
 *                the call. NULL: NPS_ERROR_NULL, unless `length` is 0.
 * @param length  The exact number of bytes.
 * @param out     Receives the object; the caller gives it to nps_groups_destroy().
 * @param detail  Receives, on error, what was expected and what was found; may be NULL.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_SIZE, NPS_ERROR_FORMAT, NPS_ERROR_VERSION, NPS_ERROR_CHECKSUM,
 *         NPS_ERROR_MEMORY, NPS_ERROR_ENTROPY or NPS_ERROR_INTERRUPTED; on error `out` is unchanged.
 */
NPS_EXPORT nps_status nps_groups_decode(const nps_groups_options *options, const void *bytes, size_t length,
                                        nps_groups **out, nps_error_detail *detail);

/**
 * Adds encoded groups, key by key, like nps_groups_decode() followed by nps_groups_merge().
 *
 * @param self   The groups. NULL: NPS_ERROR_NULL.
 * @param bytes  As for nps_groups_decode(); other keys: NPS_ERROR_KEY.
 * @param length As for nps_groups_decode().
 * @param detail As for nps_groups_decode().
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_KEY, NPS_ERROR_FORMAT, NPS_ERROR_VERSION, NPS_ERROR_CHECKSUM,
 *         NPS_ERROR_OVERFLOW, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED; on error nothing changes.
 */
NPS_EXPORT nps_status nps_groups_merge_encoded(nps_groups *self, const void *bytes, size_t length,
                                               nps_error_detail *detail);

NPS_END_DECLARATIONS

#endif
