/* Numbers as bytes, and back: LEB128 in its shortest form, and 32-bit numbers with the lowest byte first.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_VARINT_H
#define NPS_VARINT_H

#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

/** The largest number of bytes of a number. */
#define NPS_NUMBER_MAX 10

/** The position in bytes that are read. Bytes beyond `length` are never read. */
typedef struct nps_reader {
    const unsigned char *bytes;
    size_t length, offset;
    nps_error_detail *detail; /* receives the description of an error, may be NULL */
} nps_reader;

/** The number of bytes that nps_write_number() writes. */
size_t nps_number_size(uint64_t value);

/** Writes a number and returns the position after it. */
unsigned char *nps_write_number(unsigned char *to, uint64_t value);

/** Writes `count` numbers, faster than one by one. */
unsigned char *nps_write_numbers(unsigned char *to, const uint64_t *values, size_t count);

/** Reads a number; NPS_ERROR_FORMAT when it is truncated, above 2^64 - 1 or not in its shortest form. */
nps_status nps_read_number(nps_reader *self, uint64_t *value);

/** Reads `count` numbers, faster than one by one; on error `values` are undefined. */
nps_status nps_read_numbers(nps_reader *self, uint64_t *values, size_t count);

/** Returns a pointer to the next `length` bytes; NPS_ERROR_FORMAT when there are fewer. */
nps_status nps_read_bytes(nps_reader *self, uint64_t length, const unsigned char **bytes);

/** Checks that all bytes were read; NPS_ERROR_FORMAT when some are left. */
nps_status nps_read_end(const nps_reader *self);

/** Maps a signed number to an unsigned one that is small when the number is near zero: 0, -1, 1, -2 give 0, 1, 2, 3. */
uint64_t nps_zigzag(int64_t value);

/** The inverse of nps_zigzag(). */
int64_t nps_unzigzag(uint64_t value);

/** Writes four bytes and returns the position after them. */
unsigned char *nps_write_32(unsigned char *to, uint32_t value);

/** Reads the number in four bytes. */
uint32_t nps_read_32(const unsigned char *from);

#endif
