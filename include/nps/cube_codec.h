/**
 * @file cube_codec.h
 * @brief Cubes as bytes, with what codec.h promises for the accumulator.
 *
 * The bytes hold the names and types of the keys. They do not depend on the order in which the cells came, nor on the
 * secret of the hash: the cells are written in the order of nps_cube_sort(), and are in that order after
 * nps_cube_decode().
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_CUBE_CODEC_H
#define NPS_CUBE_CODEC_H

#include <nps/cube.h>
#include <nps/export.h>
#include <nps/status.h>
#include <stddef.h>

NPS_BEGIN_DECLARATIONS

/**
 * The number of bytes that nps_cube_encode() writes. Reads every cell once.
 *
 * @param self The cube, unchanged. NULL: NPS_ERROR_NULL.
 * @param size Receives the number of bytes.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_INTERRUPTED; on error `size` is unchanged.
 */
NPS_EXPORT nps_status nps_cube_encoded_size(const nps_cube *self, size_t *size);

/**
 * Writes a cube as bytes, in the order of its values; the cube itself keeps its order. Allocates nothing.
 *
 * @code
 * const nps_cube_key key = {"region", NPS_CUBE_TEXT};
 * const nps_cube_value north = {NPS_CUBE_TEXT, 5, "north", 0};
 * unsigned char bytes[100];
 * size_t length;
 * nps_cube *cube, *restored;
 * if (nps_cube_create(&key, 1, NULL, &cube) != NPS_OK)
 *     return 1;
 * if (nps_cube_add(cube, &north, 9, 120, NULL) == NPS_OK &&
 *     nps_cube_encode(cube, bytes, sizeof bytes, &length) == NPS_OK &&
 *     nps_cube_decode(NULL, bytes, length, &restored, NULL) == NPS_OK) {
 *     printf("%d cell\n", (int)nps_cube_count(restored)); // prints: 1 cell
 *     nps_cube_destroy(restored);
 * }
 * nps_cube_destroy(cube);
 * @endcode
 *
 * @param self     The cube, unchanged. NULL: NPS_ERROR_NULL.
 * @param bytes    Receives the bytes. NULL: NPS_ERROR_NULL.
 * @param capacity The size of the buffer in bytes. Too small: NPS_ERROR_SPACE, and no byte is written; see
 *                 nps_cube_encoded_size().
 * @param length   Receives the number of bytes written. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_SPACE or NPS_ERROR_INTERRUPTED. On error `length` is unchanged; after
 *         NPS_ERROR_INTERRUPTED the content of `bytes` is undefined, after other errors unchanged.
 */
NPS_EXPORT nps_status nps_cube_encode(const nps_cube *self, void *bytes, size_t capacity, size_t *length);

/**
 * Reads a cube from bytes into a new object.
 *
 * All bytes are checked before memory for the cells is allocated, so that hostile bytes cannot ask for memory that they
 * do not fill: at most 12 times `length` and 12 KiB.
 *
 * @param options Made by nps_cube_options_init(), or NULL for the defaults. An unknown size: NPS_ERROR_SIZE; an
 *                allocator without both functions: NPS_ERROR_NULL.
 * @param bytes   What nps_cube_encode() of this or an older version wrote on any machine; it must not change during the
 *                call. NULL: NPS_ERROR_NULL, unless `length` is 0.
 * @param length  The exact number of bytes.
 * @param out     Receives the cube; the caller gives it to nps_cube_destroy().
 * @param detail  Receives, on error, what was expected and what was found; may be NULL.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_SIZE, NPS_ERROR_FORMAT, NPS_ERROR_VERSION, NPS_ERROR_CHECKSUM,
 *         NPS_ERROR_MEMORY, NPS_ERROR_ENTROPY or NPS_ERROR_INTERRUPTED; on error `out` is unchanged.
 */
NPS_EXPORT nps_status nps_cube_decode(const nps_cube_options *options, const void *bytes, size_t length, nps_cube **out,
                                      nps_error_detail *detail);

/**
 * Adds an encoded cube, cell by cell, like nps_cube_decode() followed by nps_cube_merge().
 *
 * @param self   The cube. NULL: NPS_ERROR_NULL.
 * @param bytes  As for nps_cube_decode(); other keys: NPS_ERROR_KEY.
 * @param length As for nps_cube_decode().
 * @param detail As for nps_cube_decode().
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_KEY, NPS_ERROR_FORMAT, NPS_ERROR_VERSION, NPS_ERROR_CHECKSUM,
 *         NPS_ERROR_OVERFLOW, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED; on error nothing changes.
 */
NPS_EXPORT nps_status nps_cube_merge_encoded(nps_cube *self, const void *bytes, size_t length,
                                             nps_error_detail *detail);

NPS_END_DECLARATIONS

#endif
