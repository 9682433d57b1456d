/**
 * @file sequence_codec.h
 * @brief A sequence as bytes, so that a program that watches a score can be stopped and go on.
 *
 * What codec.h promises for the accumulator holds here, but there is nothing that merges bytes, as sequences cannot be
 * merged. docs/format.md specifies every byte.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_SEQUENCE_CODEC_H
#define NPS_SEQUENCE_CODEC_H

#include <nps/export.h>
#include <nps/sequence.h>
#include <nps/status.h>
#include <stddef.h>

NPS_BEGIN_DECLARATIONS

/** A buffer of this size is enough for every sequence. */
#define NPS_SEQUENCE_ENCODED_MAX 66

/**
 * How many bytes nps_sequence_encode() would write.
 *
 * @param self The sequence, unchanged. NULL: NPS_ERROR_NULL. One that nps_sequence_init() and nps_sequence_update()
 *             cannot have made: NPS_ERROR_LEVEL for its level, NPS_ERROR_OVERFLOW for its counts, NPS_ERROR_REFERENCE
 *             for bounds that are not inside [-100, 100], or narrower before the first answer.
 * @param size Receives the number of bytes, 39 to NPS_SEQUENCE_ENCODED_MAX. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these; on error `size` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_sequence_encoded_size(const nps_sequence *self, size_t *size);

/**
 * Writes a sequence as bytes.
 *
 * @code
 * nps_sequence watch, restored;
 * unsigned char bytes[NPS_SEQUENCE_ENCODED_MAX];
 * size_t length;
 * if (nps_sequence_init(&watch, 0.95) == NPS_OK &&
 *     nps_sequence_encode(&watch, bytes, sizeof bytes, &length) == NPS_OK &&
 *     nps_sequence_decode(&restored, bytes, length, NULL) == NPS_OK)
 *     printf("%.2f\n", restored.level); // prints: 0.95
 * @endcode
 *
 * @param self     As for nps_sequence_encoded_size().
 * @param bytes    Receives the bytes. NULL: NPS_ERROR_NULL.
 * @param capacity The size of the buffer in bytes. Too small: NPS_ERROR_SPACE, and no byte is written; see
 *                 nps_sequence_encoded_size() and NPS_SEQUENCE_ENCODED_MAX.
 * @param length   Receives the number of bytes written. NULL: NPS_ERROR_NULL.
 * @return As nps_sequence_encoded_size(), or NPS_ERROR_SPACE; on error nothing is written. Safe from any thread.
 */
NPS_EXPORT nps_status nps_sequence_encode(const nps_sequence *self, void *bytes, size_t capacity, size_t *length);

/**
 * Reads a sequence from bytes. It goes on where it was: nps_sequence_update() takes the counts of the whole stream.
 *
 * @param self   Receives the sequence; what it was before does not matter. NULL: NPS_ERROR_NULL.
 * @param bytes  What nps_sequence_encode() of this or an older version wrote on any machine. NULL: NPS_ERROR_NULL,
 *               unless `length` is 0.
 * @param length The exact number of bytes.
 * @param detail Receives, on error, what was expected and what was found; may be NULL.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_FORMAT, NPS_ERROR_VERSION or NPS_ERROR_CHECKSUM; on error `self` is
 *         unchanged. Safe from any thread.
 */
NPS_EXPORT nps_status nps_sequence_decode(nps_sequence *self, const void *bytes, size_t length,
                                          nps_error_detail *detail);

NPS_END_DECLARATIONS

#endif
