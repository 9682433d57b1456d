/* The values of a cell as bytes, which order as the values do.
 *
 * A value is byte 01 and then a text and a zero byte, or the 8 bytes of an integer or a day, the most significant first
 * and its sign bit inverted. Null is byte 02. No value is the beginning of another, so the values of several keys can
 * be next to each other.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_CUBE_CELL_H
#define NPS_CUBE_CELL_H

#include <nps/allocator.h>
#include <nps/cube.h>
#include <stdbool.h>

/** Cells up to this size need no memory of their own. */
enum { NPS_CELL_NEAR = 256 };

/** The bytes of a cell. */
typedef struct nps_cell {
    char *bytes; /**< `near`, or allocated. */
    size_t length, capacity;
    char near[NPS_CELL_NEAR];
} nps_cell;

/** Whether values of a type may be those of a key: NPS_OK or NPS_ERROR_KEY. */
nps_status nps_cell_check_type(const nps_cube_key *key, nps_cube_type type, nps_error_detail *detail);

/** Whether a value may be one of a key: NPS_OK, or the status that nps_cube_add() returns. */
nps_status nps_cell_check(const nps_cube_key *key, const nps_cube_value *value, nps_error_detail *detail);

/** Sets a cell to checked values. The caller gives it to nps_cell_release(), whatever is returned: NPS_OK or
 * NPS_ERROR_MEMORY. */
nps_status nps_cell_write(nps_cell *cell, const nps_cube_value *values, size_t count, const nps_allocator *allocator);

/** Releases the memory of a cell. */
void nps_cell_release(nps_cell *cell, const nps_allocator *allocator);

/** Reads a value of bytes that nps_cell_write() wrote, from `from` on; returns where the next value begins. */
const char *nps_cell_read(const char *from, nps_cube_type type, nps_cube_value *value);

/** Whether two values are the same. */
bool nps_cube_value_is_equal(const nps_cube_value *a, const nps_cube_value *b);

/** Whether bytes from elsewhere are what nps_cell_write() writes for values of these keys. */
bool nps_cell_is_valid(const char *bytes, size_t length, const nps_cube_key *keys, size_t count);

#endif
