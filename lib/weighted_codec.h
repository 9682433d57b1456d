/* Weighted answers as a part of larger encoded states, for codecs of several.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_WEIGHTED_CODEC_INTERNAL_H
#define NPS_WEIGHTED_CODEC_INTERNAL_H

#include "bytes/varint.h"

#include <nps/weighted_codec.h>
#include <stddef.h>

/** How many bytes nps_write_weighted() writes of a state that nps_weighted_is_possible() lets pass. */
size_t nps_weighted_size(const nps_weighted *self);

/** Writes the counters and the sums, and returns where the next byte belongs. */
unsigned char *nps_write_weighted(unsigned char *to, const nps_weighted *self);

/** Reads them into a state that is all 0; NPS_ERROR_FORMAT also for sums that so many weights cannot have. */
nps_status nps_read_weighted(nps_reader *reader, nps_weighted *self);

#endif
