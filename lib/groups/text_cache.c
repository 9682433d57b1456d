/* SPDX-License-Identifier: MIT */
#include "text_cache.h"

#include "../column/block.h"
#include "../support/prefetch.h"

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

/* A text that is looked for, and the entry where it is looked for first. */
struct sought_text {
    uint64_t head, tail;
    const nps_text_entry *entry;
};

static struct sought_text seek(const nps_text_cache *self, const char *text, size_t length)
{
    const nps_key key = {text, length, 0};
    const nps_text_entry wanted = nps_text_entry_of(&key, NPS_TEXT_ENDS_WHOLE);
    return (struct sought_text){wanted.head, wanted.tail, &self->entries[nps_text_cache_slot(&wanted)]};
}

/* All entries are known before the first is read, and texts are compared after all entries: so memory is waited for
 * together, and a text that is not there costs no branch that is hard to predict. The texts of the next call are
 * prefetched; they are probably as long. */
uint64_t nps_text_cache_miss_many(const nps_text_cache *self, const char *bytes, int64_t size,
                                  const int64_t ends[NPS_TEXT_CACHE_MANY + 1], uint32_t places[NPS_TEXT_CACHE_MANY])
{
    const int64_t next = ends[NPS_TEXT_CACHE_MANY] - ends[0];
    struct sought_text sought[NPS_TEXT_CACHE_MANY];
    uint64_t missed = 0, left = 0;
    size_t i;
    for (i = 0; i < NPS_TEXT_CACHE_MANY; i++) {
        NPS_PREFETCH(bytes + (ends[i] < size - next ? ends[i] + next : size));
        sought[i] = seek(self, bytes + ends[i], (size_t)(ends[i + 1] - ends[i]));
    }
    for (i = 0; i < NPS_TEXT_CACHE_MANY; i++) {
        const nps_text_entry *const entry = sought[i].entry;
        const uint64_t length = (uint64_t)(ends[i + 1] - ends[i]);
        const uint64_t difference =
            (entry->head ^ sought[i].head) | (entry->tail ^ sought[i].tail) | (entry->length ^ length);
        places[i] = entry->place - 1;
        missed |= (uint64_t)(difference != 0) << i;
        left |= (uint64_t)(length > NPS_TEXT_ENDS_WHOLE) << i;
    }
    for (left &= ~missed; left != 0; left &= left - 1) {
        const size_t at = nps_lowest_bit(left);
        if (!nps_text_is_same(sought[at].entry->text, bytes + ends[at], (size_t)(ends[at + 1] - ends[at])))
            missed |= (uint64_t)1 << at;
    }
    return missed;
}
