/**
 * @file codec.h
 * @brief The state as bytes: to store it, to send it, to merge what other programs counted.
 *
 * The bytes are the same on every machine, and equal states give equal bytes, so they may be compared, hashed and used
 * as keys. They carry a version and a checksum: what was damaged, cut off, lengthened, made by something else or by a
 * newer library is refused, and nothing changes. docs/format.md specifies every byte.
 *
 * A survey of some thousand answers takes about 30 bytes. Bytes need not be aligned. Nothing here allocates.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_CODEC_H
#define NPS_CODEC_H

#include <nps/accumulator.h>
#include <nps/export.h>
#include <nps/status.h>
#include <stddef.h>

NPS_BEGIN_DECLARATIONS

/** A buffer of this size is enough for every accumulator. */
#define NPS_ACCUMULATOR_ENCODED_MAX 142

/**
 * How many bytes nps_accumulator_encode() would write.
 *
 * @param self The accumulator, unchanged. NULL: NPS_ERROR_NULL.
 * @param size Receives the number of bytes, 25 to NPS_ACCUMULATOR_ENCODED_MAX.
 * @return NPS_OK or NPS_ERROR_NULL; on error `size` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_accumulator_encoded_size(const nps_accumulator *self, size_t *size);

/**
 * Writes an accumulator as bytes.
 *
 * @code
 * nps_accumulator survey = {{0}, 0, 0}, restored;
 * unsigned char bytes[NPS_ACCUMULATOR_ENCODED_MAX];
 * size_t length;
 * nps_error_detail detail;
 * nps_accumulator_add_n(&survey, 9, 1000);
 * if (nps_accumulator_encode(&survey, bytes, sizeof bytes, &length) != NPS_OK)
 *     return 1;
 * if (nps_accumulator_decode(&restored, bytes, length, &detail) == NPS_OK)
 *     printf("%d bytes, %d answers\n", (int)length, (int)restored.answers[9]); // prints: 26 bytes, 1000 answers
 * bytes[9] ^= 1; // damaged on the way
 * if (nps_accumulator_decode(&restored, bytes, length, &detail) != NPS_OK)
 *     puts(detail.text); // prints: byte 22: expected checksum 77547121, got 47864944
 * @endcode
 *
 * @param self     The accumulator, unchanged. NULL: NPS_ERROR_NULL.
 * @param bytes    Receives the bytes. NULL: NPS_ERROR_NULL.
 * @param capacity The size of the buffer in bytes. Too small: NPS_ERROR_SPACE, and no byte is written; see
 *                 nps_accumulator_encoded_size() and NPS_ACCUMULATOR_ENCODED_MAX.
 * @param length   Receives the number of bytes written. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_SPACE; on error nothing is written. Safe from any thread.
 */
NPS_EXPORT nps_status nps_accumulator_encode(const nps_accumulator *self, void *bytes, size_t capacity, size_t *length);

/**
 * Reads an accumulator from bytes.
 *
 * @param self   Receives the accumulator; what it was before does not matter. NULL: NPS_ERROR_NULL.
 * @param bytes  What nps_accumulator_encode() of this or an older version wrote on any machine. NULL: NPS_ERROR_NULL,
 *               unless `length` is 0.
 * @param length The exact number of bytes.
 * @param detail Receives, on error, what was expected and what was found; may be NULL.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_FORMAT, NPS_ERROR_VERSION or NPS_ERROR_CHECKSUM; on error `self` is
 *         unchanged. Safe from any thread.
 */
NPS_EXPORT nps_status nps_accumulator_decode(nps_accumulator *self, const void *bytes, size_t length,
                                             nps_error_detail *detail);

/**
 * Adds the counts of an encoded accumulator: nps_accumulator_decode() and nps_accumulator_merge() in one.
 *
 * @param self   The accumulator. NULL: NPS_ERROR_NULL.
 * @param bytes  As for nps_accumulator_decode().
 * @param length As for nps_accumulator_decode().
 * @param detail As for nps_accumulator_decode().
 * @return As nps_accumulator_decode(), or NPS_ERROR_OVERFLOW; on error `self` is unchanged.
 */
NPS_EXPORT nps_status nps_accumulator_merge_encoded(nps_accumulator *self, const void *bytes, size_t length,
                                                    nps_error_detail *detail);

NPS_END_DECLARATIONS

#endif
