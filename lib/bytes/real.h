/* Doubles as the eight bytes of their bits, the lowest byte first.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_REAL_H
#define NPS_REAL_H

#include "varint.h"

/** The number of bytes of a double. */
#define NPS_REAL_SIZE 8

/** Writes a double and returns the position after it; -0 is written as 0, so that equal numbers have equal bytes. */
unsigned char *nps_write_real(unsigned char *to, double value);

/** Reads a double; NPS_ERROR_FORMAT when bytes are missing, or for -0. */
nps_status nps_read_real(nps_reader *self, double *value);

#endif
