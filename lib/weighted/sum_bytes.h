/* Exact sums as bytes, see docs/format.md: an odd whole number times a power of two.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_WEIGHTED_SUM_BYTES_H
#define NPS_WEIGHTED_SUM_BYTES_H

#include "../bytes/varint.h"

#include <stddef.h>
#include <stdint.h>

/** How many bytes nps_write_sum() writes of a sum that is not negative. */
size_t nps_sum_size(const uint64_t *words, int word_count);

/** Writes a sum and returns where the next byte belongs. */
unsigned char *nps_write_sum(unsigned char *to, const uint64_t *words, int word_count);

/** Reads a sum into words that are all 0; NPS_ERROR_FORMAT when it is cut off, too large or not in its shortest form.
 */
nps_status nps_read_sum(nps_reader *reader, uint64_t *words, int word_count);

#endif
