/**
 * @file watch_codec.h
 * @brief A watch as bytes, so that a program that watches a score can be stopped and go on.
 *
 * What codec.h promises for the accumulator holds here, but there is nothing that merges bytes, as watches cannot be
 * merged. docs/format.md specifies every byte.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_WATCH_CODEC_H
#define NPS_WATCH_CODEC_H

#include <nps/export.h>
#include <nps/status.h>
#include <nps/watch.h>
#include <stddef.h>

NPS_BEGIN_DECLARATIONS

/** A buffer of this size is enough for every watch. */
#define NPS_WATCH_ENCODED_MAX 1152

/**
 * How many bytes nps_watch_encode() would write.
 *
 * @param self The watch, unchanged. NULL: NPS_ERROR_NULL. One that no calls of nps/watch.h can have made:
 *             NPS_ERROR_ALTERNATIVE, NPS_ERROR_PLAN, NPS_ERROR_SCALE or NPS_ERROR_REFERENCE for its settings,
 *             NPS_ERROR_OVERFLOW for its baseline, and NPS_ERROR_FORMAT for its sums or its alarm.
 * @param size Receives the number of bytes: 73 to 141 with a known reference, at most NPS_WATCH_ENCODED_MAX with a
 *             baseline. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these; on error `size` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_watch_encoded_size(const nps_watch *self, size_t *size);

/**
 * Writes a watch as bytes.
 *
 * @code
 * nps_watch watch, restored;
 * unsigned char bytes[NPS_WATCH_ENCODED_MAX];
 * size_t length;
 * if (nps_watch_init(&watch, 30, NULL) == NPS_OK && nps_watch_add(&watch, 9) == NPS_OK &&
 *     nps_watch_encode(&watch, bytes, sizeof bytes, &length) == NPS_OK &&
 *     nps_watch_decode(&restored, bytes, length, NULL) == NPS_OK)
 *     printf("%d answer against %g\n", (int)restored.answers, restored.reference); // prints: 1 answer against 30
 * @endcode
 *
 * @param self     As for nps_watch_encoded_size().
 * @param bytes    Receives the bytes. NULL: NPS_ERROR_NULL.
 * @param capacity The size of the buffer in bytes. Too small: NPS_ERROR_SPACE, and no byte is written; see
 *                 nps_watch_encoded_size() and NPS_WATCH_ENCODED_MAX.
 * @param length   Receives the number of bytes written. NULL: NPS_ERROR_NULL.
 * @return As nps_watch_encoded_size(), or NPS_ERROR_SPACE; on error nothing is written. Safe from any thread.
 */
NPS_EXPORT nps_status nps_watch_encode(const nps_watch *self, void *bytes, size_t capacity, size_t *length);

/**
 * Reads a watch from bytes. It goes on where it was: the next answers are those that came after the encoding.
 *
 * @param self   Receives the watch; what it was before does not matter. NULL: NPS_ERROR_NULL.
 * @param bytes  What nps_watch_encode() of this or an older version wrote on any machine. NULL: NPS_ERROR_NULL, unless
 *               `length` is 0.
 * @param length The exact number of bytes.
 * @param detail Receives, on error, what was expected and what was found; may be NULL.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_FORMAT, NPS_ERROR_VERSION or NPS_ERROR_CHECKSUM; on error `self` is
 *         unchanged. Safe from any thread.
 */
NPS_EXPORT nps_status nps_watch_decode(nps_watch *self, const void *bytes, size_t length, nps_error_detail *detail);

NPS_END_DECLARATIONS

#endif
