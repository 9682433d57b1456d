/* The counters of an accumulator as bytes, for codecs of several accumulators.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_CODEC_INTERNAL_H
#define NPS_CODEC_INTERNAL_H

#include "bytes/varint.h"
#include "column.h"

#include <nps/codec.h>

/** How many bytes nps_write_counters() writes. */
size_t nps_counters_size(const nps_accumulator *accumulator);

/** Writes the counters and returns where the next byte belongs. */
unsigned char *nps_write_counters(unsigned char *to, const nps_accumulator *accumulator);

/** Reads the counters; on error `accumulator` is undefined. */
nps_status nps_read_counters(nps_reader *reader, nps_accumulator *accumulator);

#endif
