/**
 * @file weighted_design_codec.h
 * @brief Weighted designs as bytes, with what codec.h promises for the accumulator.
 *
 * The bytes hold every stratum and every cluster with exact sums, so that what was encoded and decoded, or merged from
 * bytes, gives every estimate to the last bit. They depend neither on the order in which rows came nor on the secret of
 * the hash: strata and clusters are written in the order of their numbers. docs/format.md specifies every byte.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_WEIGHTED_DESIGN_CODEC_H
#define NPS_WEIGHTED_DESIGN_CODEC_H

#include <nps/export.h>
#include <nps/status.h>
#include <nps/weighted_design.h>
#include <stddef.h>

NPS_BEGIN_DECLARATIONS

/**
 * How many bytes nps_weighted_design_encode() would write. Reads every cluster once.
 *
 * @param self The object, unchanged. NULL: NPS_ERROR_NULL.
 * @param size Receives the number of bytes. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or NPS_ERROR_NULL; on error `size` is unchanged.
 */
NPS_EXPORT nps_status nps_weighted_design_encoded_size(const nps_weighted_design *self, size_t *size);

/**
 * Writes a design as bytes. Takes n log n comparisons for n clusters. Allocates nothing: the order is found within
 * `bytes`.
 *
 * @code
 * unsigned char bytes[1000];
 * size_t length;
 * nps_weighted_design *survey, *restored;
 * nps_weighted total;
 * if (nps_weighted_design_create(NULL, &survey) != NPS_OK)
 *     return 1;
 * if (nps_weighted_design_add_cluster(survey, 1, 7, 9, 1.25, 3) == NPS_OK && // stratum 1, cluster 7
 *     nps_weighted_design_encode(survey, bytes, sizeof bytes, &length) == NPS_OK &&
 *     nps_weighted_design_decode(NULL, bytes, length, &restored, NULL) == NPS_OK) {
 *     if (nps_weighted_design_total(restored, &total) == NPS_OK)
 *         printf("%d rows\n", (int)total.rows.answers[9]); // prints: 3 rows
 *     nps_weighted_design_destroy(restored);
 * }
 * nps_weighted_design_destroy(survey);
 * @endcode
 *
 * @param self     The object, unchanged. NULL: NPS_ERROR_NULL.
 * @param bytes    Receives the bytes. NULL: NPS_ERROR_NULL.
 * @param capacity The size of the buffer in bytes. Too small: NPS_ERROR_SPACE, and no byte is written; see
 *                 nps_weighted_design_encoded_size().
 * @param length   Receives the number of bytes written. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_SPACE; on error nothing is written.
 */
NPS_EXPORT nps_status nps_weighted_design_encode(const nps_weighted_design *self, void *bytes, size_t capacity,
                                                 size_t *length);

/**
 * Makes a design from bytes.
 *
 * The bytes are checked to their end before room is made for what is in them, so that hostile bytes cannot ask for
 * memory that they do not fill: it is at most 100 times `length` and 64 KiB.
 *
 * @param options Made by nps_weighted_design_options_init(), or NULL for the defaults. An unknown size: NPS_ERROR_SIZE;
 *                an allocator without both functions: NPS_ERROR_NULL.
 * @param bytes   What nps_weighted_design_encode() of this or an older version wrote on any machine; it must not change
 *                during the call. NULL: NPS_ERROR_NULL, unless `length` is 0.
 * @param length  The exact number of bytes.
 * @param out     Receives the object; the caller gives it to nps_weighted_design_destroy().
 * @param detail  Receives, on error, what was expected and what was found; may be NULL.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_SIZE, NPS_ERROR_FORMAT, NPS_ERROR_VERSION, NPS_ERROR_CHECKSUM,
 *         NPS_ERROR_MEMORY or NPS_ERROR_ENTROPY; on error `out` is unchanged.
 */
NPS_EXPORT nps_status nps_weighted_design_decode(const nps_weighted_design_options *options, const void *bytes,
                                                 size_t length, nps_weighted_design **out, nps_error_detail *detail);

/**
 * Adds an encoded design, cluster by cluster: nps_weighted_design_decode() and nps_weighted_design_merge() in one.
 *
 * @param self   The object. NULL: NPS_ERROR_NULL.
 * @param bytes  As for nps_weighted_design_decode().
 * @param length As for nps_weighted_design_decode().
 * @param detail As for nps_weighted_design_decode().
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_FORMAT, NPS_ERROR_VERSION, NPS_ERROR_CHECKSUM, NPS_ERROR_OVERFLOW or
 *         NPS_ERROR_MEMORY; on error nothing changes, not even in part.
 */
NPS_EXPORT nps_status nps_weighted_design_merge_encoded(nps_weighted_design *self, const void *bytes, size_t length,
                                                        nps_error_detail *detail);

NPS_END_DECLARATIONS

#endif
