/* The places of texts met lately. Its hash is fast and needs no secret: whoever chooses texts that collide only sees to
 * it that they are looked up in the keys, as all others would be without it.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TEXT_CACHE_H
#define NPS_TEXT_CACHE_H

#include "../keys/keys.h"
#include "../keys/text_ends.h"

#include <stdbool.h>

/** With fewer texts a cache is not worth its memory. */
enum { NPS_TEXT_CACHE_WORTH = 2048 };

enum { NPS_TEXT_CACHE_BITS = 13, NPS_TEXT_CACHE_KEYS = 1 << NPS_TEXT_CACHE_BITS, NPS_TEXT_CACHE_PROBES = 4 };

/** A text by two words: its first and its last 8 bytes; up to NPS_TEXT_ENDS_WHOLE bytes, all of it with zeros behind.
 */
typedef struct nps_text_entry {
    uint64_t head, tail;
    const char *text; /* all of it, borrowed from the keys, which never move it */
    uint32_t length;  /* UINT32_MAX also for a longer text; an entry in a cache is shorter */
    uint32_t place;   /* plus one; 0 in an empty entry */
} nps_text_entry;

/** See nps_text_cache_init(). */
typedef struct nps_text_cache {
    nps_text_entry entries[NPS_TEXT_CACHE_KEYS + NPS_TEXT_CACHE_PROBES];
} nps_text_cache;

/** As many bytes FF as a text has, and zeros. */
extern const unsigned char nps_text_masks[2 * NPS_TEXT_ENDS_WHOLE];

/** The entry of a text, without its place. `room` is how many bytes may be read from its beginning on: with 16 of them
 * a short text is read at once, whatever its length is. */
static inline nps_text_entry nps_text_entry_of(const nps_key *key, size_t room)
{
    nps_text_entry entry = {0, 0, key->text, (uint32_t)(key->length < UINT32_MAX ? key->length : UINT32_MAX), 0};
    if (key->length > NPS_TEXT_ENDS_WHOLE) {
        entry.head = nps_text_read_64(key->text);
        entry.tail = nps_text_read_64(key->text + key->length - 8);
    } else if (room >= NPS_TEXT_ENDS_WHOLE) {
        const char *const mask = (const char *)nps_text_masks + NPS_TEXT_ENDS_WHOLE - key->length;
        entry.head = nps_text_read_64(key->text) & nps_text_read_64(mask);
        entry.tail = nps_text_read_64(key->text + 8) & nps_text_read_64(mask + 8);
    } else {
        char padded[NPS_TEXT_ENDS_WHOLE] = {0};
        if (key->length != 0)
            memcpy(padded, key->text, key->length);
        entry.head = nps_text_read_64(padded);
        entry.tail = nps_text_read_64(padded + 8);
    }
    return entry;
}

/**
 * Where a text is looked for first: multiply-shift hashing of a vector (Dietzfelbinger 1996), by fixed odd numbers.
 * Long texts often differ in their last bytes only, the high ones of a word, which need to be mixed once more.
 */
static inline size_t nps_text_cache_slot(const nps_text_entry *entry)
{
    uint64_t hash = entry->head * UINT64_C(0x9E3779B97F4A7C15) + entry->tail * UINT64_C(0xC2B2AE3D27D4EB4F);
    if (entry->length > NPS_TEXT_ENDS_WHOLE) {
        hash += entry->length * UINT64_C(0x165667B19E3779F9);
        hash += nps_text_read_64(entry->text + entry->length / 2 - 4) * UINT64_C(0xD6E8FEB86659FD93);
        hash = (hash ^ hash >> 32) * UINT64_C(0x9E3779B97F4A7C15);
    }
    return (size_t)(hash >> (64 - NPS_TEXT_CACHE_BITS));
}

/** Makes a cache empty. No text is that of an empty entry in the slot where it is looked for first: that of length 0 is
 * looked for in slot 0, which has a head without a length. */
void nps_text_cache_init(nps_text_cache *self);

/** How many texts nps_text_cache_miss_many() looks for. */
enum { NPS_TEXT_CACHE_MANY = 64 };

/** Looks for texts, each only where it is looked for first, short ones without a branch. A text begins in `bytes`, of
 * which there are `size`, where the one before ends; NPS_TEXT_ENDS_WHOLE more bytes must follow the last one. Returns
 * which were not there, each a bit; their places are set to anything. */
uint64_t nps_text_cache_miss_many(const nps_text_cache *self, const char *bytes, int64_t size,
                                  const int64_t ends[NPS_TEXT_CACHE_MANY + 1], uint32_t places[NPS_TEXT_CACHE_MANY]);

/** Whether the place of a text is known here. */
static inline bool nps_text_cache_find(const nps_text_cache *self, const nps_text_entry *wanted, uint32_t *place)
{
    const nps_text_entry *entry = &self->entries[nps_text_cache_slot(wanted)];
    const nps_text_entry *const end = entry + NPS_TEXT_CACHE_PROBES;
    for (; entry < end && entry->place != 0; entry++) {
        if (entry->head != wanted->head || entry->tail != wanted->tail || entry->length != wanted->length)
            continue;
        *place = entry->place - 1;
        if (wanted->length <= NPS_TEXT_ENDS_WHOLE || nps_text_is_same(entry->text, wanted->text, wanted->length))
            return true;
    }
    return false;
}

/** Notes the place of a text, in the place of another one where there are too many; the text must stay where it is. A
 * text of UINT32_MAX bytes or more is not noted. */
void nps_text_cache_put(nps_text_cache *self, const nps_key *key, uint32_t place);

#endif
