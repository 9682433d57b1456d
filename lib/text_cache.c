/* SPDX-License-Identifier: MIT */
#include "text_cache.h"

#include <string.h>

static uint64_t read_32(const char *at)
{
    uint32_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static uint64_t read_64(const char *at)
{
    uint64_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static nps_text_mark mark_of(const nps_key *key)
{
    const char *text = key->text;
    const size_t length = key->length;
    if (length >= 8)
        return (nps_text_mark){read_64(text), read_64(text + length - 8), length};
    if (length >= 4)
        return (nps_text_mark){read_32(text), read_32(text + length - 4), length};
    if (length == 0)
        return (nps_text_mark){0, 0, 0};
    return (nps_text_mark){(unsigned char)text[0],
                           (uint64_t)(unsigned char)text[length / 2] << 8 | (unsigned char)text[length - 1], length};
}

/* Multiplication by odd constants near 2^64 / golden ratio (Knuth, The Art of Computer Programming 3, 6.4). */
static size_t slot_of(const nps_text_mark *mark, const nps_key *key)
{
    uint64_t hash = (mark->head ^ mark->length) * UINT64_C(0x9E3779B97F4A7C15);
    hash = (hash ^ hash >> 32 ^ mark->tail) * UINT64_C(0x9E3779B97F4A7C15);
    if (mark->length > 16)
        hash = (hash ^ hash >> 32 ^ read_64(key->text + mark->length / 2 - 4)) * UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(hash >> 52);
}

_Static_assert(NPS_TEXT_CACHE_SLOTS == 1 << (64 - 52), "a slot is the upper bits of a hash");

bool nps_text_cache_find(const nps_text_cache *self, const nps_keys *keys, const nps_key *key, uint32_t *place)
{
    const nps_text_mark mark = mark_of(key);
    const size_t first = slot_of(&mark, key);
    size_t slot;
    for (slot = first; slot < first + NPS_TEXT_CACHE_PROBES && self->places[slot] != 0; slot++) {
        const nps_text_mark *there = &self->marks[slot];
        if (there->head != mark.head || there->tail != mark.tail || there->length != mark.length)
            continue;
        *place = self->places[slot] - 1;
        if (mark.length <= 16 || memcmp(nps_keys_get(keys, *place).text, key->text, mark.length) == 0)
            return true;
    }
    return false;
}

void nps_text_cache_put(nps_text_cache *self, const nps_key *key, uint32_t place)
{
    const nps_text_mark mark = mark_of(key);
    const size_t first = slot_of(&mark, key);
    size_t slot = first;
    while (slot < first + NPS_TEXT_CACHE_PROBES && self->places[slot] != 0)
        slot++;
    if (slot == first + NPS_TEXT_CACHE_PROBES)
        slot = first;
    self->marks[slot] = mark;
    self->places[slot] = place + 1;
}
