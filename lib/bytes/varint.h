/* Numbers as bytes, and back: LEB128 in its shortest form, and fixed 32 bits with the lowest byte first.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_VARINT_H
#define NPS_VARINT_H

#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

/** No number takes more bytes. */
#define NPS_NUMBER_MAX 10

/** Where we are in bytes that are read; none beyond `length` is touched. */
typedef struct nps_reader {
    const unsigned char *bytes;
    size_t length, offset;
    nps_error_detail *detail; /* receives what is wrong, may be NULL */
} nps_reader;

/** How many bytes nps_write_number() writes. */
size_t nps_number_size(uint64_t value);

/** Writes a number and returns where the next byte belongs. */
unsigned char *nps_write_number(unsigned char *to, uint64_t value);

/** Reads a number; NPS_ERROR_FORMAT when it is cut off, too large or longer than need be. */
nps_status nps_read_number(nps_reader *self, uint64_t *value);

/** Borrows `length` bytes; NPS_ERROR_FORMAT when there are fewer. */
nps_status nps_read_bytes(nps_reader *self, uint64_t length, const unsigned char **bytes);

/** NPS_ERROR_FORMAT when there are bytes left. */
nps_status nps_read_end(const nps_reader *self);

/** A signed number as an unsigned one that is small when it is near zero: 0, -1, 1, -2 give 0, 1, 2, 3. */
uint64_t nps_zigzag(int64_t value);

/** Undoes nps_zigzag(). */
int64_t nps_unzigzag(uint64_t value);

/** Writes four bytes and returns where the next byte belongs. */
unsigned char *nps_write_32(unsigned char *to, uint32_t value);

/** The number in four bytes. */
uint32_t nps_read_32(const unsigned char *from);

#endif
