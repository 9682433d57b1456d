/* The places of the texts met most recently: without the keyed hash, which an attacker would have to be kept from
 * knowing, as a text that is not found here is merely looked up there.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TEXT_CACHE_H
#define NPS_TEXT_CACHE_H

#include "keys.h"

#include <stdbool.h>

/** Fewer texts are not worth the memory. */
enum { NPS_TEXT_CACHE_WORTH = 2048 };

enum { NPS_TEXT_CACHE_SLOTS = 4096, NPS_TEXT_CACHE_PROBES = 4 };

/** The first and the last bytes of a text, which together are all of a text of up to 16 bytes. */
typedef struct nps_text_mark {
    uint64_t head, tail;
    size_t length;
} nps_text_mark;

/** Zeroed it is empty. */
typedef struct nps_text_cache {
    nps_text_mark marks[NPS_TEXT_CACHE_SLOTS + NPS_TEXT_CACHE_PROBES];
    uint32_t places[NPS_TEXT_CACHE_SLOTS + NPS_TEXT_CACHE_PROBES]; /* plus one; 0 where there is none */
} nps_text_cache;

/** Whether the place of a text of `keys` is known here. */
bool nps_text_cache_find(const nps_text_cache *self, const nps_keys *keys, const nps_key *key, uint32_t *place);

/** Notes the place of a text. */
void nps_text_cache_put(nps_text_cache *self, const nps_key *key, uint32_t place);

#endif
