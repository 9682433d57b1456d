/* SPDX-License-Identifier: MIT */
#include "text_cache.h"

const unsigned char nps_text_masks[2 * NPS_TEXT_ENDS_WHOLE] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                                                               0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};

void nps_text_cache_put(nps_text_cache *self, const nps_key *key, uint32_t place)
{
    nps_text_entry entry = nps_text_entry_of(key, key->length);
    nps_text_entry *const first = &self->entries[nps_text_cache_slot(&entry)];
    int i = 0;
    if (key->length > UINT32_MAX)
        return;
    while (i < NPS_TEXT_CACHE_PROBES && first[i].place != 0)
        i++;
    entry.place = place + 1;
    first[i < NPS_TEXT_CACHE_PROBES ? i : 0] = entry;
}
