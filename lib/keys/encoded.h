/* Keys as bytes: a text is its length and its bytes, an integer a signed number.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_KEYS_ENCODED_H
#define NPS_KEYS_ENCODED_H

#include "../bytes/varint.h"
#include "keys.h"

/** The number of bytes that nps_write_key() writes. */
size_t nps_key_encoded_size(nps_key_type type, const nps_key *key);

/** Writes a key and returns where the next byte belongs. */
unsigned char *nps_write_key(unsigned char *to, nps_key_type type, const nps_key *key);

/** Reads a key, whose text points into the bytes; on error `key` is undefined. `before` is the key before it, which
 * must come before it, or NULL for the first key. */
nps_status nps_read_key(nps_reader *reader, nps_key_type type, const nps_key *before, nps_key *key);

#endif
