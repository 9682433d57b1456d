/**
 * @file respondents_codec.h
 * @brief Respondents as bytes, with what codec.h promises for the accumulator.
 *
 * The bytes do not depend on the order in which answers came, nor on the order and the grouping of merges, nor on the
 * secret of the hash. People are written in the order of their ids: integers ascending, texts byte by byte.
 * docs/format.md specifies every byte.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_RESPONDENTS_CODEC_H
#define NPS_RESPONDENTS_CODEC_H

#include <nps/export.h>
#include <nps/respondents.h>
#include <nps/status.h>
#include <stddef.h>

NPS_BEGIN_DECLARATIONS

/**
 * The number of bytes that nps_respondents_encode() writes. Reads every row once.
 *
 * @param self The respondents, unchanged. NULL: NPS_ERROR_NULL.
 * @param size Receives the number of bytes. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or NPS_ERROR_NULL; on error `size` is unchanged.
 */
NPS_EXPORT nps_status nps_respondents_encoded_size(const nps_respondents *self, size_t *size);

/**
 * Writes respondents as bytes.
 *
 * Takes n log n comparisons of ids for n people, and allocates 8 bytes a person until it returns.
 *
 * @code
 * unsigned char bytes[100];
 * size_t length;
 * nps_respondents *people, *restored;
 * if (nps_respondents_create(NULL, &people) != NPS_OK)
 *     return 1;
 * if (nps_respondents_add_text(people, "Ann", 3, 19782, 9, 0) == NPS_OK &&
 *     nps_respondents_encode(people, bytes, sizeof bytes, &length) == NPS_OK &&
 *     nps_respondents_decode(NULL, bytes, length, &restored, NULL) == NPS_OK) {
 *     printf("%d bytes, %d person\n", (int)length, (int)nps_respondents_count(restored));
 *     // prints: 40 bytes, 1 person
 *     nps_respondents_destroy(restored);
 * }
 * nps_respondents_destroy(people);
 * @endcode
 *
 * @param self     The respondents, unchanged. NULL: NPS_ERROR_NULL.
 * @param bytes    Receives the bytes. NULL: NPS_ERROR_NULL.
 * @param capacity The size of the buffer in bytes. Too small: NPS_ERROR_SPACE; see nps_respondents_encoded_size().
 * @param length   Receives the number of bytes written. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_SPACE or NPS_ERROR_MEMORY; on error nothing is written.
 */
NPS_EXPORT nps_status nps_respondents_encode(const nps_respondents *self, void *bytes, size_t capacity, size_t *length);

/**
 * Reads respondents from bytes into a new object.
 *
 * All bytes are checked before memory for the people is allocated, so that hostile bytes cannot ask for memory that
 * they do not fill: at most 24 times `length` and 4 KiB.
 *
 * @param options Made by nps_respondents_options_init(), or NULL for the defaults. `key_type`, `keep`, `window` and
 *                `has_history` are ignored, because the bytes contain them. An unknown size: NPS_ERROR_SIZE; an
 *                allocator without both functions: NPS_ERROR_NULL.
 * @param bytes   What nps_respondents_encode() of this or an older version wrote on any machine; it must not change
 *                during the call. NULL: NPS_ERROR_NULL, unless `length` is 0.
 * @param length  The exact number of bytes.
 * @param out     Receives the object; the caller gives it to nps_respondents_destroy(). NULL: NPS_ERROR_NULL.
 * @param detail  Receives, on error, what was expected and what was found; may be NULL.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_SIZE, NPS_ERROR_FORMAT, NPS_ERROR_VERSION, NPS_ERROR_CHECKSUM,
 *         NPS_ERROR_MEMORY, NPS_ERROR_ENTROPY or NPS_ERROR_INTERRUPTED; on error `out` is unchanged.
 */
NPS_EXPORT nps_status nps_respondents_decode(const nps_respondents_options *options, const void *bytes, size_t length,
                                             nps_respondents **out, nps_error_detail *detail);

/**
 * Adds encoded respondents, like nps_respondents_decode() followed by nps_respondents_merge().
 *
 * @param self   The respondents. NULL: NPS_ERROR_NULL.
 * @param bytes  As for nps_respondents_decode(); ids of another type: NPS_ERROR_KEY; another rule, window or history:
 *               NPS_ERROR_RULE.
 * @param length As for nps_respondents_decode().
 * @param detail As for nps_respondents_decode().
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_KEY, NPS_ERROR_RULE, NPS_ERROR_FORMAT, NPS_ERROR_VERSION,
 *         NPS_ERROR_CHECKSUM, NPS_ERROR_OVERFLOW, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED; on error nothing changes.
 */
NPS_EXPORT nps_status nps_respondents_merge_encoded(nps_respondents *self, const void *bytes, size_t length,
                                                    nps_error_detail *detail);

NPS_END_DECLARATIONS

#endif
