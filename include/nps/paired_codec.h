/**
 * @file paired_codec.h
 * @brief Two waves as bytes, with what codec.h promises for the accumulator.
 *
 * docs/format.md specifies every byte.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_PAIRED_CODEC_H
#define NPS_PAIRED_CODEC_H

#include <nps/export.h>
#include <nps/paired.h>
#include <nps/status.h>
#include <stddef.h>

NPS_BEGIN_DECLARATIONS

/** A buffer of this size is enough for all waves. */
#define NPS_PAIRED_ENCODED_MAX 162

/**
 * How many bytes nps_paired_encode() would write.
 *
 * @param self The waves, unchanged. NULL: NPS_ERROR_NULL.
 * @param size Receives the number of bytes, 27 to NPS_PAIRED_ENCODED_MAX. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or NPS_ERROR_NULL; on error `size` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_paired_encoded_size(const nps_paired *self, size_t *size);

/**
 * Writes two waves as bytes.
 *
 * @code
 * nps_paired waves = {0}, restored;
 * unsigned char bytes[NPS_PAIRED_ENCODED_MAX];
 * size_t length;
 * nps_paired_add(&waves, 10, 7, 25, NULL);
 * if (nps_paired_encode(&waves, bytes, sizeof bytes, &length) == NPS_OK &&
 *     nps_paired_decode(&restored, bytes, length, NULL) == NPS_OK)
 *     printf("%d promoters became passives\n", (int)restored.promoters.passives);
 * // prints: 25 promoters became passives
 * @endcode
 *
 * @param self     The waves, unchanged. NULL: NPS_ERROR_NULL.
 * @param bytes    Receives the bytes. NULL: NPS_ERROR_NULL.
 * @param capacity The size of the buffer in bytes. Too small: NPS_ERROR_SPACE, and no byte is written; see
 *                 nps_paired_encoded_size() and NPS_PAIRED_ENCODED_MAX.
 * @param length   Receives the number of bytes written. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_SPACE; on error nothing is written. Safe from any thread.
 */
NPS_EXPORT nps_status nps_paired_encode(const nps_paired *self, void *bytes, size_t capacity, size_t *length);

/**
 * Reads two waves from bytes.
 *
 * @param self   Receives the waves; what they were before does not matter. NULL: NPS_ERROR_NULL.
 * @param bytes  What nps_paired_encode() of this or an older version wrote on any machine. NULL: NPS_ERROR_NULL, unless
 *               `length` is 0.
 * @param length The exact number of bytes.
 * @param detail Receives, on error, what was expected and what was found; may be NULL.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_FORMAT, NPS_ERROR_VERSION or NPS_ERROR_CHECKSUM; on error `self` is
 *         unchanged. Safe from any thread.
 */
NPS_EXPORT nps_status nps_paired_decode(nps_paired *self, const void *bytes, size_t length, nps_error_detail *detail);

/**
 * Adds encoded waves: nps_paired_decode() and nps_paired_merge() in one.
 *
 * @param self   The waves. NULL: NPS_ERROR_NULL.
 * @param bytes  As for nps_paired_decode().
 * @param length As for nps_paired_decode().
 * @param detail As for nps_paired_decode().
 * @return As nps_paired_decode(), or NPS_ERROR_OVERFLOW; on error `self` is unchanged.
 */
NPS_EXPORT nps_status nps_paired_merge_encoded(nps_paired *self, const void *bytes, size_t length,
                                               nps_error_detail *detail);

NPS_END_DECLARATIONS

#endif
