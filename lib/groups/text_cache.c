/* SPDX-License-Identifier: MIT */
#include "text_cache.h"

const unsigned char nps_text_masks[2 * NPS_TEXT_ENDS_WHOLE] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                                                               0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};

void nps_text_cache_init(nps_text_cache *self)
{
    memset(self, 0, sizeof *self);
    self->entries[0].head = 1;
}

void nps_text_cache_put(nps_text_cache *self, const nps_key *key, uint32_t place)
{
    nps_text_entry entry = nps_text_entry_of(key, key->length);
    nps_text_entry *const first = &self->entries[nps_text_cache_slot(&entry)];
    int i = 0;
    if (key->length >= UINT32_MAX)
        return;
    while (i < NPS_TEXT_CACHE_PROBES && first[i].place != 0)
        i++;
    entry.place = place + 1;
    first[i < NPS_TEXT_CACHE_PROBES ? i : 0] = entry;
}

/* Returns 1 if the text was not there. */
static uint64_t misses(const nps_text_cache *self, const char *text, size_t length, uint32_t *place)
{
    const nps_key key = {text, length, 0};
    const nps_text_entry wanted = nps_text_entry_of(&key, NPS_TEXT_ENDS_WHOLE);
    const nps_text_entry *const entry = &self->entries[nps_text_cache_slot(&wanted)];
    const uint64_t difference =
        (entry->head ^ wanted.head) | (entry->tail ^ wanted.tail) | (entry->length ^ wanted.length);
    *place = entry->place - 1;
    if (length > NPS_TEXT_ENDS_WHOLE && difference == 0)
        return !nps_text_is_same(entry->text, text, length);
    return difference != 0;
}

uint64_t nps_text_cache_miss_many(const nps_text_cache *self, const char *bytes,
                                  const int64_t ends[NPS_TEXT_CACHE_MANY + 1], uint32_t places[NPS_TEXT_CACHE_MANY])
{
    uint64_t missed = 0;
    size_t i;
    for (i = 0; i < NPS_TEXT_CACHE_MANY; i++)
        missed |= misses(self, bytes + ends[i], (size_t)(ends[i + 1] - ends[i]), &places[i]) << i;
    return missed;
}
