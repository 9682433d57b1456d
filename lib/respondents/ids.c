/* SPDX-License-Identifier: MIT */
#include "ids.h"

#include "../interrupt.h"
#include "../keys/siphash.h"
#include "../support/prefetch.h"

#include <string.h>

enum { FIRST_SLOTS = 32 };

/* How many ids are put into the hash table between two questions: less than a millisecond. */
enum { INDEXED_AT_ONCE = 4096 };

void nps_ids_init(nps_ids *self, nps_key_type type, const nps_allocator *allocator, const uint64_t hash_key[2])
{
    memset(self, 0, sizeof *self);
    nps_keys_init(&self->texts, type, allocator, hash_key);
}

void nps_ids_release(nps_ids *self)
{
    const nps_allocator *allocator = &self->texts.allocator;
    nps_array_release(&self->integers, allocator, sizeof(int64_t));
    nps_allocator_release(allocator, self->slots, self->slot_count, sizeof *self->slots);
    nps_keys_release(&self->texts);
}

size_t nps_ids_count(const nps_ids *self)
{
    return self->texts.type == NPS_KEY_TEXT ? self->texts.count : self->integer_count;
}

static int64_t *integers_of(const nps_ids *self)
{
    return self->integers.items;
}

/* The first slot in which an integer can be. */
static size_t first_slot_of(const nps_ids *self, int64_t id)
{
    unsigned char bytes[8];
    int i;
    for (i = 0; i < 8; i++)
        bytes[i] = (unsigned char)((uint64_t)id >> (8 * i));
    return (size_t)nps_siphash(self->texts.hash_key, bytes, sizeof bytes) & (self->slot_count - 1);
}

/* The slot of an integer, or the free slot into which it would be inserted. Half of the slots or more are free. */
static size_t slot_of(const nps_ids *self, int64_t id)
{
    const size_t mask = self->slot_count - 1;
    size_t slot = first_slot_of(self, id);
    while (self->slots[slot] != 0 && integers_of(self)[self->slots[slot] - 1] != id)
        slot = (slot + 1) & mask;
    return slot;
}

size_t nps_ids_find(const nps_ids *self, const nps_key *id)
{
    uint32_t found;
    if (self->texts.type == NPS_KEY_TEXT)
        return nps_keys_find(&self->texts, id);
    found = self->slot_count != 0 ? self->slots[slot_of(self, id->integer)] : 0;
    return found != 0 ? found - 1 : NPS_KEYS_NOWHERE;
}

size_t nps_ids_guess_many(const nps_ids *self, const int64_t *ids, size_t count, size_t *places)
{
    size_t i;
    if (self->integer_count == 0)
        return 0;
    for (i = 0; i < count; i++) {
        places[i] = first_slot_of(self, ids[i]);
        NPS_PREFETCH(&self->slots[places[i]]);
    }
    for (i = 0; i < count; i++) {
        const uint32_t found = self->slots[places[i]];
        places[i] = found != 0 ? found - 1 : 0;
        NPS_PREFETCH(&integers_of(self)[places[i]]);
    }
    return count;
}

/* Puts all integers into the slots, which are not used yet. */
static nps_status index_integers(nps_ids *self, const nps_interrupt *interrupt)
{
    nps_status status = NPS_OK;
    size_t place;
    memset(self->slots, 0, self->slot_count * sizeof *self->slots);
    for (place = 0; !status && place < self->integer_count; place++) {
        self->slots[slot_of(self, integers_of(self)[place])] = (uint32_t)(place + 1);
        status = nps_interrupt_check_every(interrupt, INDEXED_AT_ONCE, place);
    }
    return status;
}

static nps_status grow_slots(nps_ids *self, size_t ids, const nps_interrupt *interrupt)
{
    const nps_allocator *allocator = &self->texts.allocator;
    nps_ids grown = *self;
    nps_status status;
    grown.slot_count = self->slot_count != 0 ? self->slot_count : FIRST_SLOTS;
    while (grown.slot_count / 2 < ids)
        grown.slot_count *= 2;
    if (grown.slot_count == self->slot_count)
        return NPS_OK;
    grown.slots = nps_allocator_array(allocator, grown.slot_count, sizeof *grown.slots);
    if (!grown.slots)
        return NPS_ERROR_MEMORY;
    status = index_integers(&grown, interrupt);
    if (status) {
        nps_allocator_release(allocator, grown.slots, grown.slot_count, sizeof *grown.slots);
        return status;
    }
    nps_allocator_release(allocator, self->slots, self->slot_count, sizeof *self->slots);
    *self = grown;
    return NPS_OK;
}

nps_status nps_ids_grow(nps_ids *self, size_t count, size_t text_length, const nps_interrupt *interrupt)
{
    const nps_array_use use = {&self->texts.allocator, sizeof(int64_t), self->integer_count};
    nps_status status;
    if (self->texts.type == NPS_KEY_TEXT)
        return nps_keys_grow(&self->texts, count, text_length, interrupt);
    /* Indexes are stored in 32 bits, and 0 means a free slot. */
    if (count > UINT32_MAX - 1 - self->integer_count)
        return NPS_ERROR_MEMORY;
    status = nps_array_grow(&self->integers, &use, count, interrupt);
    return status ? status : grow_slots(self, self->integer_count + count, interrupt);
}

size_t nps_ids_append(nps_ids *self, const nps_key *id)
{
    if (self->texts.type == NPS_KEY_TEXT)
        return nps_keys_append(&self->texts, id);
    integers_of(self)[self->integer_count] = id->integer;
    self->slots[slot_of(self, id->integer)] = (uint32_t)(self->integer_count + 1);
    return self->integer_count++;
}

nps_key nps_ids_get(const nps_ids *self, size_t place)
{
    return self->texts.type == NPS_KEY_TEXT ? nps_keys_get(&self->texts, place)
                                            : (nps_key){NULL, 0, integers_of(self)[place]};
}
