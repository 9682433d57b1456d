/**
 * @file weighted_codec.h
 * @brief Weighted answers as bytes, with what codec.h promises for the accumulator.
 *
 * The sums are written to their last bit: what was counted in many places, encoded and merged in any order has the same
 * bytes as what was counted in one. A survey of some thousand rows takes about 300 bytes. Nothing here allocates.
 *
 * For designs, with their strata and clusters, see weighted_design_codec.h.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_WEIGHTED_CODEC_H
#define NPS_WEIGHTED_CODEC_H

#include <nps/export.h>
#include <nps/status.h>
#include <nps/weighted.h>
#include <stddef.h>

NPS_BEGIN_DECLARATIONS

/** A buffer of this size is enough for every nps_weighted. */
#define NPS_WEIGHTED_ENCODED_MAX 1669

/**
 * How many bytes nps_weighted_encode() would write.
 *
 * @param self The accumulator, unchanged. NULL: NPS_ERROR_NULL.
 * @param size Receives the number of bytes, 50 to NPS_WEIGHTED_ENCODED_MAX.
 * @return NPS_OK, NPS_ERROR_NULL, or NPS_ERROR_WEIGHT for a state that no answers make: a sum that so many weights
 *         cannot have. On error `size` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_weighted_encoded_size(const nps_weighted *self, size_t *size);

/**
 * Writes weighted answers as bytes.
 *
 * @code
 * nps_weighted survey = {0}, restored;
 * unsigned char bytes[NPS_WEIGHTED_ENCODED_MAX];
 * size_t length;
 * if (nps_weighted_add(&survey, 9, 1.25) == NPS_OK &&
 *     nps_weighted_encode(&survey, bytes, sizeof bytes, &length) == NPS_OK &&
 *     nps_weighted_decode(&restored, bytes, length, NULL) == NPS_OK)
 *     printf("%d row\n", (int)restored.rows.answers[9]); // prints: 1 row
 * @endcode
 *
 * @param self     The accumulator, unchanged. NULL: NPS_ERROR_NULL.
 * @param bytes    Receives the bytes. NULL: NPS_ERROR_NULL.
 * @param capacity The size of the buffer in bytes. Too small: NPS_ERROR_SPACE, and no byte is written; see
 *                 nps_weighted_encoded_size() and NPS_WEIGHTED_ENCODED_MAX.
 * @param length   Receives the number of bytes written. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_SPACE, or NPS_ERROR_WEIGHT as nps_weighted_encoded_size(); on error nothing
 *         is written. Safe from any thread.
 */
NPS_EXPORT nps_status nps_weighted_encode(const nps_weighted *self, void *bytes, size_t capacity, size_t *length);

/**
 * Reads weighted answers from bytes.
 *
 * @param self   Receives the accumulator; what it was before does not matter. NULL: NPS_ERROR_NULL.
 * @param bytes  What nps_weighted_encode() of this or an older version wrote on any machine. NULL: NPS_ERROR_NULL,
 *               unless `length` is 0.
 * @param length The exact number of bytes.
 * @param detail Receives, on error, what was expected and what was found; may be NULL.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_FORMAT, NPS_ERROR_VERSION or NPS_ERROR_CHECKSUM; on error `self` is
 *         unchanged. Safe from any thread.
 */
NPS_EXPORT nps_status nps_weighted_decode(nps_weighted *self, const void *bytes, size_t length,
                                          nps_error_detail *detail);

/**
 * Adds encoded weighted answers: nps_weighted_decode() and nps_weighted_merge() in one.
 *
 * @param self   The accumulator. NULL: NPS_ERROR_NULL.
 * @param bytes  As for nps_weighted_decode().
 * @param length As for nps_weighted_decode().
 * @param detail As for nps_weighted_decode().
 * @return As nps_weighted_decode(), or NPS_ERROR_OVERFLOW; on error `self` is unchanged.
 */
NPS_EXPORT nps_status nps_weighted_merge_encoded(nps_weighted *self, const void *bytes, size_t length,
                                                 nps_error_detail *detail);

NPS_END_DECLARATIONS

#endif
