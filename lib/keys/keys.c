/* SPDX-License-Identifier: MIT */
#include "keys.h"

#include "../allocator.h"
#include "siphash.h"

#include <string.h>

struct nps_keys_entry {
    nps_key key;
    uint64_t hash;
};

/* Texts are copied one after the other into blocks, which never move. */
struct nps_text_block {
    struct nps_text_block *next;
    size_t size, used;
    char bytes[];
};

#ifdef __GNUC__
#define NPS_PREFETCH(address) __builtin_prefetch(address)
#else
#define NPS_PREFETCH(address) ((void)(address))
#endif

enum { FIRST_CAPACITY = 16, SMALLEST_BLOCK = 1024, LARGEST_BLOCK = 1024 * 1024 };

void nps_keys_init(nps_keys *self, nps_key_type type, const nps_allocator *allocator, const uint64_t hash_key[2])
{
    memset(self, 0, sizeof *self);
    self->type = type;
    self->allocator = *allocator;
    self->hash_key[0] = hash_key[0];
    self->hash_key[1] = hash_key[1];
}

static void release_newest_block(nps_keys *self)
{
    struct nps_text_block *block = self->blocks;
    self->blocks = block->next;
    nps_allocator_release(&self->allocator, block, 1, sizeof *block + block->size);
}

void nps_keys_release(nps_keys *self)
{
    nps_allocator_release(&self->allocator, self->entries, self->capacity, sizeof *self->entries);
    nps_allocator_release(&self->allocator, self->slots, self->slot_count, sizeof *self->slots);
    while (self->blocks)
        release_newest_block(self);
}

static uint64_t hash_of(const nps_keys *self, const nps_key *key)
{
    unsigned char bytes[8];
    int i;
    if (self->type == NPS_KEY_TEXT)
        return nps_siphash(self->hash_key, key->text, key->length);
    for (i = 0; i < 8; i++)
        bytes[i] = (unsigned char)((uint64_t)key->integer >> (8 * i));
    return nps_siphash(self->hash_key, bytes, sizeof bytes);
}

int nps_key_compare(nps_key_type type, const nps_key *a, const nps_key *b)
{
    const size_t shorter = a->length < b->length ? a->length : b->length;
    int order;
    if (type == NPS_KEY_INTEGER)
        return (a->integer > b->integer) - (a->integer < b->integer);
    order = shorter != 0 ? memcmp(a->text, b->text, shorter) : 0;
    return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

/* The slot of a key, or the free slot where it would be inserted. There is always a free slot. */
static size_t slot_of(const nps_keys *self, const nps_key *key, uint64_t hash)
{
    const size_t mask = self->slot_count - 1;
    size_t slot = (size_t)hash & mask;
    while (self->slots[slot] != 0) {
        const struct nps_keys_entry *entry = &self->entries[self->slots[slot] - 1];
        if (entry->hash == hash && nps_key_compare(self->type, &entry->key, key) == 0)
            break;
        slot = (slot + 1) & mask;
    }
    return slot;
}

static size_t find_hashed(const nps_keys *self, const nps_key *key, uint64_t hash)
{
    const uint32_t found = self->slots[slot_of(self, key, hash)];
    return found != 0 ? found - 1 : NPS_KEYS_NOWHERE;
}

size_t nps_keys_find(const nps_keys *self, const nps_key *key)
{
    return self->size != 0 ? find_hashed(self, key, hash_of(self, key)) : NPS_KEYS_NOWHERE;
}

/* The entry of the first slot of a hash, or the first entry if that slot is free. */
static const struct nps_keys_entry *first_entry(const nps_keys *self, uint64_t hash)
{
    const uint32_t found = self->slots[(size_t)hash & (self->slot_count - 1)];
    return &self->entries[found != 0 ? found - 1 : 0];
}

/* A slot leads to an entry, and an entry to a text. Each is prefetched for all keys before the next one is. */
void nps_keys_find_many(const nps_keys *self, const nps_key *const *keys, size_t count, size_t *places)
{
    uint64_t hashes[NPS_KEYS_MANY];
    size_t i;
    for (i = 0; i < count; i++)
        places[i] = NPS_KEYS_NOWHERE;
    if (self->size == 0)
        return;
    for (i = 0; i < count; i++) {
        hashes[i] = hash_of(self, keys[i]);
        NPS_PREFETCH(&self->slots[(size_t)hashes[i] & (self->slot_count - 1)]);
    }
    for (i = 0; i < count; i++)
        NPS_PREFETCH(first_entry(self, hashes[i]));
    for (i = 0; i < count; i++)
        NPS_PREFETCH(first_entry(self, hashes[i])->key.text);
    for (i = 0; i < count; i++)
        places[i] = find_hashed(self, keys[i], hashes[i]);
}

void nps_keys_index(nps_keys *self)
{
    size_t place;
    if (self->slot_count == 0)
        return;
    memset(self->slots, 0, self->slot_count * sizeof *self->slots);
    for (place = 0; place < self->size; place++) {
        const struct nps_keys_entry *entry = &self->entries[place];
        self->slots[slot_of(self, &entry->key, entry->hash)] = (uint32_t)(place + 1);
    }
}

static bool reserve_entries(nps_keys *self, size_t capacity)
{
    struct nps_keys_entry *entries = nps_allocator_array(&self->allocator, capacity, sizeof *entries);
    if (!entries)
        return false;
    if (self->size != 0)
        memcpy(entries, self->entries, self->size * sizeof *entries);
    nps_allocator_release(&self->allocator, self->entries, self->capacity, sizeof *entries);
    self->entries = entries;
    self->capacity = capacity;
    return true;
}

/* At least twice as many slots as keys, and a power of two. */
static bool reserve_slots(nps_keys *self, size_t capacity)
{
    uint32_t *slots;
    size_t count = (size_t)2 * FIRST_CAPACITY;
    while (count / 2 < capacity)
        count *= 2;
    if (count <= self->slot_count)
        return true;
    slots = nps_allocator_array(&self->allocator, count, sizeof *slots);
    if (!slots)
        return false;
    nps_allocator_release(&self->allocator, self->slots, self->slot_count, sizeof *slots);
    self->slots = slots;
    self->slot_count = count;
    nps_keys_index(self);
    return true;
}

static bool reserve_text(nps_keys *self, size_t length)
{
    struct nps_text_block *block = self->blocks;
    size_t size;
    if (length == 0 || (block && block->size - block->used >= length))
        return true;
    size = SMALLEST_BLOCK;
    if (block)
        size = block->size < LARGEST_BLOCK / 2 ? 2 * block->size : LARGEST_BLOCK;
    if (size < length)
        size = length;
    if (size > SIZE_MAX - sizeof *block)
        return false;
    block = nps_allocator_array(&self->allocator, 1, sizeof *block + size);
    if (!block)
        return false;
    block->next = self->blocks;
    block->size = size;
    block->used = 0;
    self->blocks = block;
    return true;
}

bool nps_keys_reserve(nps_keys *self, size_t count, size_t text_length)
{
    /* Indexes are stored in 32 bits, and 0 means a free slot. */
    if (count > UINT32_MAX - 1 - self->size)
        return false;
    if (self->size + count > self->capacity) {
        size_t capacity = self->capacity != 0 ? 2 * self->capacity : FIRST_CAPACITY;
        if (capacity < self->size + count)
            capacity = self->size + count;
        if (!reserve_entries(self, capacity))
            return false;
    }
    return reserve_slots(self, self->size + count) && reserve_text(self, text_length);
}

size_t nps_keys_append(nps_keys *self, const nps_key *key)
{
    struct nps_keys_entry *entry = &self->entries[self->size];
    entry->key = *key;
    entry->hash = hash_of(self, key);
    if (self->type == NPS_KEY_TEXT) {
        entry->key.text = "";
        if (key->length != 0) {
            char *copy = self->blocks->bytes + self->blocks->used;
            memcpy(copy, key->text, key->length);
            self->blocks->used += key->length;
            entry->key.text = copy;
        }
    }
    self->slots[slot_of(self, &entry->key, entry->hash)] = (uint32_t)(self->size + 1);
    return self->size++;
}

nps_keys_mark nps_keys_get_mark(const nps_keys *self)
{
    return (nps_keys_mark){self->size, self->blocks, self->blocks ? self->blocks->used : 0};
}

void nps_keys_return(nps_keys *self, const nps_keys_mark *mark)
{
    while (self->blocks != mark->block)
        release_newest_block(self);
    if (self->blocks)
        self->blocks->used = mark->used;
    self->size = mark->size;
    nps_keys_index(self);
}

nps_key nps_keys_get(const nps_keys *self, size_t place)
{
    return self->entries[place].key;
}

int nps_keys_compare(const nps_keys *self, size_t a, size_t b)
{
    return nps_key_compare(self->type, &self->entries[a].key, &self->entries[b].key);
}

void nps_keys_swap(nps_keys *self, size_t a, size_t b)
{
    const struct nps_keys_entry entry = self->entries[a];
    self->entries[a] = self->entries[b];
    self->entries[b] = entry;
}
