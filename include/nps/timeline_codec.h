/**
 * @file timeline_codec.h
 * @brief A timeline as bytes, with what codec.h promises for the accumulator.
 *
 * The bytes have the horizon, the rest, and every day with a count above 0; they depend neither on the order in which
 * the answers came nor on the options. They are about 15 bytes for a day with some dozen answers.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_TIMELINE_CODEC_H
#define NPS_TIMELINE_CODEC_H

#include <nps/export.h>
#include <nps/status.h>
#include <nps/timeline.h>
#include <stddef.h>

NPS_BEGIN_DECLARATIONS

/**
 * The number of bytes that nps_timeline_encode() writes. Reads every day once.
 *
 * @param self The timeline, unchanged. NULL: NPS_ERROR_NULL.
 * @param size Receives the number of bytes.
 * @return NPS_OK or NPS_ERROR_NULL; on error `size` is unchanged.
 */
NPS_EXPORT nps_status nps_timeline_encoded_size(const nps_timeline *self, size_t *size);

/**
 * Writes a timeline as bytes. Allocates nothing.
 *
 * @code
 * unsigned char bytes[100];
 * size_t length;
 * nps_timeline *survey, *restored;
 * if (nps_timeline_create(NULL, &survey) != NPS_OK)
 *     return 1;
 * if (nps_timeline_add(survey, 20454, 9, 120) == NPS_OK &&
 *     nps_timeline_encode(survey, bytes, sizeof bytes, &length) == NPS_OK &&
 *     nps_timeline_decode(NULL, bytes, length, &restored, NULL) == NPS_OK) {
 *     nps_accumulator day;
 *     if (nps_timeline_read_between(restored, 20454, 20454, &day) == NPS_OK)
 *         printf("%d answers\n", (int)day.answers[9]); // prints: 120 answers
 *     nps_timeline_destroy(restored);
 * }
 * nps_timeline_destroy(survey);
 * @endcode
 *
 * @param self     The timeline, unchanged. NULL: NPS_ERROR_NULL.
 * @param bytes    Receives the bytes. NULL: NPS_ERROR_NULL.
 * @param capacity The size of the buffer in bytes. Too small: NPS_ERROR_SPACE, and no byte is written; see
 *                 nps_timeline_encoded_size().
 * @param length   Receives the number of bytes written. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_SPACE; on error nothing is written.
 */
NPS_EXPORT nps_status nps_timeline_encode(const nps_timeline *self, void *bytes, size_t capacity, size_t *length);

/**
 * Reads a timeline from bytes into a new object.
 *
 * All bytes are checked before memory for the days is allocated. A day of 15 bytes may then take 832 bytes, and 1 KiB
 * more when no other day is near it: at most 440 MiB for all days of the calendar. Set a memory budget for bytes that
 * may be hostile.
 *
 * @param options Made by nps_timeline_options_init(), or NULL for the defaults. `horizon` is ignored, because the bytes
 *                contain it. An unknown size: NPS_ERROR_SIZE; an unknown value of `older`: NPS_ERROR_RULE; an allocator
 *                without both functions: NPS_ERROR_NULL.
 * @param bytes   What nps_timeline_encode() of this or an older version wrote on any machine; it must not change during
 *                the call. NULL: NPS_ERROR_NULL, unless `length` is 0.
 * @param length  The exact number of bytes.
 * @param out     Receives the timeline; the caller gives it to nps_timeline_destroy(). NULL: NPS_ERROR_NULL.
 * @param detail  Receives, on error, what was expected and what was found; may be NULL.
 * @return NPS_OK, one of these, NPS_ERROR_FORMAT, NPS_ERROR_VERSION, NPS_ERROR_CHECKSUM or NPS_ERROR_MEMORY; on error
 *         `out` is unchanged.
 */
NPS_EXPORT nps_status nps_timeline_decode(const nps_timeline_options *options, const void *bytes, size_t length,
                                          nps_timeline **out, nps_error_detail *detail);

/**
 * Adds an encoded timeline, like nps_timeline_decode() followed by nps_timeline_merge().
 *
 * @param self   The timeline. NULL: NPS_ERROR_NULL.
 * @param bytes  As for nps_timeline_decode(). The memory that its days take meanwhile is within the memory budget of
 *               `self`.
 * @param length As for nps_timeline_decode().
 * @param detail As for nps_timeline_decode().
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_FORMAT, NPS_ERROR_VERSION, NPS_ERROR_CHECKSUM, NPS_ERROR_DAY as for
 *         nps_timeline_merge(), NPS_ERROR_OVERFLOW or NPS_ERROR_MEMORY; on error nothing changes.
 */
NPS_EXPORT nps_status nps_timeline_merge_encoded(nps_timeline *self, const void *bytes, size_t length,
                                                 nps_error_detail *detail);

NPS_END_DECLARATIONS

#endif
