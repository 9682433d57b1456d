/* SPDX-License-Identifier: MIT */
#include "keys.h"

#include "../allocator.h"
#include "../bytes/order.h"
#include "../interrupt.h"
#include "../support/prefetch.h"
#include "siphash.h"
#include "text_ends.h"

#include <string.h>

/* A key. The ends of a text are here so that a lookup of a short text reads nothing else. The hash is not kept: two
 * entries fit into a cache line. */
struct nps_keys_entry {
    nps_text_ends ends; /* of a text; the head is the integer in a set of integers */
    const char *text;   /* a copy; NULL in a set of integers */
    size_t length;
};

/* Texts are copied into blocks, which never move. */
struct nps_text_block {
    struct nps_text_block *next;
    size_t size, used;
    char bytes[];
};

enum { FIRST_CAPACITY = 16, SMALLEST_BLOCK = 1024, LARGEST_BLOCK = 1024 * 1024 };

/* How many keys are put into the hash table, or copied, between two questions: less than a millisecond. There is a
 * question after each text of LONG bytes or more, as texts are hashed anew. */
enum { INDEXED_AT_ONCE = 4096, LONG = 512 };

static const nps_interrupt never = {NULL, NULL};

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

/* A part of the hash, which is enough for a table. */
static uint32_t hash_of(const nps_keys *self, const nps_key *key)
{
    unsigned char bytes[8];
    int i;
    if (self->type == NPS_KEY_TEXT)
        return (uint32_t)nps_siphash(self->hash_key, key->text, key->length);
    for (i = 0; i < 8; i++)
        bytes[i] = (unsigned char)((uint64_t)key->integer >> (8 * i));
    return (uint32_t)nps_siphash(self->hash_key, bytes, sizeof bytes);
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

static struct nps_keys_entry entry_of(const nps_keys *self, const nps_key *key)
{
    if (self->type == NPS_KEY_INTEGER)
        return (struct nps_keys_entry){{(uint64_t)key->integer, 0}, NULL, 0};
    return (struct nps_keys_entry){nps_text_ends_of(key->text, key->length), key->text, key->length};
}

static nps_key key_of(const nps_keys *self, const struct nps_keys_entry *entry)
{
    return self->type == NPS_KEY_INTEGER ? (nps_key){NULL, 0, (int64_t)entry->ends.head}
                                         : (nps_key){entry->text, entry->length, 0};
}

static bool is_same(const struct nps_keys_entry *a, const struct nps_keys_entry *b)
{
    return a->ends.head == b->ends.head && a->ends.tail == b->ends.tail && a->length == b->length &&
           (a->length <= NPS_TEXT_ENDS_WHOLE || nps_text_is_same(a->text, b->text, a->length));
}

/* Where a hash is looked for first. Slots are in the order of their hashes. */
static size_t home_of(const nps_keys *self, uint32_t hash)
{
    return (size_t)((uint64_t)hash * (self->slot_count / 2) >> 31);
}

static size_t next_slot(const nps_keys *self, size_t slot)
{
    return (slot + 1) & (self->slot_count - 1);
}

static bool is_free(const nps_keys *self, size_t slot)
{
    return self->slots[slot].place == 0;
}

static const struct nps_keys_entry *entry_in(const nps_keys *self, size_t slot)
{
    return &self->entries[self->slots[slot].place - 1];
}

/* The first slot with a hash from one on, or the free slot before it. There is always a free slot. */
static size_t seek(const nps_keys *self, size_t slot, uint32_t hash)
{
    while (!is_free(self, slot) && self->slots[slot].hash != hash)
        slot = next_slot(self, slot);
    return slot;
}

/* A key that is looked for, by its hash, and the slot that the search has reached. */
struct sought_key {
    size_t slot;
    uint32_t hash;
};

static struct sought_key begin_search(const nps_keys *self, const nps_key *key)
{
    const uint32_t hash = hash_of(self, key);
    return (struct sought_key){home_of(self, hash), hash};
}

/* The index of a key whose search has reached a slot with its hash, or a free one. */
static size_t end_search(const nps_keys *self, const nps_key *key, const struct sought_key *sought)
{
    const struct nps_keys_entry entry = entry_of(self, key);
    size_t slot = sought->slot;
    while (!is_free(self, slot) && !is_same(entry_in(self, slot), &entry))
        slot = seek(self, next_slot(self, slot), sought->hash);
    return is_free(self, slot) ? NPS_KEYS_NOWHERE : self->slots[slot].place - 1;
}

size_t nps_keys_find(const nps_keys *self, const nps_key *key)
{
    struct sought_key sought;
    if (self->count == 0)
        return NPS_KEYS_NOWHERE;
    sought = begin_search(self, key);
    sought.slot = seek(self, sought.slot, sought.hash);
    return end_search(self, key, &sought);
}

/* An entry may begin in one cache line and end in the next, and so may a text that is not very long. */
static void prefetch_entry(const nps_keys *self, size_t slot)
{
    if (!is_free(self, slot)) {
        NPS_PREFETCH(&entry_in(self, slot)->ends);
        NPS_PREFETCH(&entry_in(self, slot)->length);
    }
}

static void prefetch_text(const nps_keys *self, size_t slot)
{
    if (!is_free(self, slot) && entry_in(self, slot)->length > NPS_TEXT_ENDS_WHOLE) {
        NPS_PREFETCH(entry_in(self, slot)->text);
        NPS_PREFETCH(entry_in(self, slot)->text + entry_in(self, slot)->length - 1);
    }
}

/* A slot refers to an entry, and an entry to a text: each step of a search reads what was prefetched LAG keys before,
 * and between them are other steps of other keys, so that memory is always waited for and never alone. */
enum { LAG = 16, STEPS = 4, RING = STEPS * LAG };

void nps_keys_find_many(const nps_keys *self, const nps_key *keys, size_t count, size_t *places)
{
    const size_t lag = count < LAG ? count : LAG;
    struct sought_key sought[RING];
    size_t i;
    for (i = 0; self->count == 0 && i < count; i++)
        places[i] = NPS_KEYS_NOWHERE;
    for (i = 0; self->count != 0 && i < count + (STEPS - 1) * lag; i++) {
        struct sought_key *const first = &sought[i % RING];
        if (i < count) {
            *first = begin_search(self, &keys[i]);
            NPS_PREFETCH(&self->slots[first->slot]);
        }
        if (i >= lag && i - lag < count) {
            struct sought_key *const second = &sought[(i - lag) % RING];
            second->slot = seek(self, second->slot, second->hash);
            prefetch_entry(self, second->slot);
        }
        if (i >= 2 * lag && i - 2 * lag < count)
            prefetch_text(self, sought[(i - 2 * lag) % RING].slot);
        if (i >= 3 * lag)
            places[i - 3 * lag] = end_search(self, &keys[i - 3 * lag], &sought[(i - 3 * lag) % RING]);
    }
}

static void put_slot(nps_keys *self, nps_keys_slot slot)
{
    size_t to = home_of(self, slot.hash);
    while (!is_free(self, to))
        to = next_slot(self, to);
    self->slots[to] = slot;
}

static nps_status index_keys(nps_keys *self, const nps_interrupt *interrupt)
{
    nps_status status = nps_interrupt_clear(interrupt, self->slots, self->slot_count * sizeof *self->slots);
    size_t place;
    for (place = 0; !status && place < self->count; place++) {
        const struct nps_keys_entry *entry = &self->entries[place];
        const nps_key key = key_of(self, entry);
        put_slot(self, (nps_keys_slot){hash_of(self, &key), (uint32_t)(place + 1)});
        status = nps_interrupt_check_every(interrupt, entry->length < LONG ? INDEXED_AT_ONCE : 1, place);
    }
    return status;
}

void nps_keys_index(nps_keys *self)
{
    if (self->slot_count != 0)
        (void)index_keys(self, &never);
}

static nps_status grow_entries(nps_keys *self, size_t capacity, const nps_interrupt *interrupt)
{
    struct nps_keys_entry *entries = nps_allocator_array(&self->allocator, capacity, sizeof *entries);
    nps_status status;
    if (!entries)
        return NPS_ERROR_MEMORY;
    status = nps_interrupt_copy(interrupt, entries, self->entries, self->count * sizeof *entries);
    if (status) {
        nps_allocator_release(&self->allocator, entries, capacity, sizeof *entries);
        return status;
    }
    nps_allocator_release(&self->allocator, self->entries, self->capacity, sizeof *entries);
    self->entries = entries;
    self->capacity = capacity;
    return NPS_OK;
}

/* Both tables are passed through in order, as slots are in the order of their hashes. */
static nps_status copy_slots(const nps_keys *self, nps_keys *into, const nps_interrupt *interrupt)
{
    nps_status status = nps_interrupt_clear(interrupt, into->slots, into->slot_count * sizeof *into->slots);
    size_t slot;
    for (slot = 0; !status && slot < self->slot_count; slot++) {
        if (!is_free(self, slot))
            put_slot(into, self->slots[slot]);
        status = nps_interrupt_check_every(interrupt, INDEXED_AT_ONCE, slot);
    }
    return status;
}

/* At least twice as many slots as keys, and a power of two. */
static nps_status grow_slots(nps_keys *self, size_t capacity, const nps_interrupt *interrupt)
{
    nps_keys grown = *self;
    nps_status status;
    size_t count = (size_t)2 * FIRST_CAPACITY;
    while (count / 2 < capacity)
        count *= 2;
    if (count <= self->slot_count)
        return NPS_OK;
    grown.slots = nps_allocator_array(&self->allocator, count, sizeof *grown.slots);
    grown.slot_count = count;
    if (!grown.slots)
        return NPS_ERROR_MEMORY;
    status = copy_slots(self, &grown, interrupt);
    if (status) {
        nps_allocator_release(&self->allocator, grown.slots, count, sizeof *grown.slots);
        return status;
    }
    nps_keys_join(self, &grown);
    return NPS_OK;
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

nps_status nps_keys_grow(nps_keys *self, size_t count, size_t text_length, const nps_interrupt *interrupt)
{
    nps_status status = NPS_OK;
    /* Indexes are stored in 32 bits, and 0 means a free slot. */
    if (count > UINT32_MAX - 1 - self->count)
        return NPS_ERROR_MEMORY;
    if (self->count + count > self->capacity) {
        size_t capacity = self->capacity != 0 ? 2 * self->capacity : FIRST_CAPACITY;
        if (capacity < self->count + count)
            capacity = self->count + count;
        status = grow_entries(self, capacity, interrupt);
    }
    if (!status)
        status = grow_slots(self, self->count + count, interrupt);
    return !status && !reserve_text(self, text_length) ? NPS_ERROR_MEMORY : status;
}

bool nps_keys_reserve(nps_keys *self, size_t count, size_t text_length)
{
    return nps_keys_grow(self, count, text_length, &never) == NPS_OK;
}

size_t nps_keys_append(nps_keys *self, const nps_key *key)
{
    struct nps_keys_entry *entry = &self->entries[self->count];
    *entry = entry_of(self, key);
    if (self->type == NPS_KEY_TEXT) {
        entry->text = "";
        if (key->length != 0) {
            char *copy = self->blocks->bytes + self->blocks->used;
            memcpy(copy, key->text, key->length);
            self->blocks->used += key->length;
            entry->text = copy;
        }
    }
    put_slot(self, (nps_keys_slot){hash_of(self, key), (uint32_t)(self->count + 1)});
    return self->count++;
}

nps_keys_mark nps_keys_get_mark(const nps_keys *self)
{
    return (nps_keys_mark){self->count, self->blocks, self->blocks ? self->blocks->used : 0};
}

void nps_keys_return(nps_keys *self, const nps_keys_mark *mark)
{
    while (self->blocks != mark->block)
        release_newest_block(self);
    if (self->blocks)
        self->blocks->used = mark->used;
    self->count = mark->count;
    nps_keys_index(self);
}

nps_status nps_keys_fork(const nps_keys *self, nps_keys *fork, const nps_interrupt *interrupt)
{
    nps_status status;
    *fork = *self;
    fork->slots = nps_allocator_array(&self->allocator, self->slot_count, sizeof *self->slots);
    if (!fork->slots)
        return NPS_ERROR_MEMORY;
    status = nps_interrupt_copy(interrupt, fork->slots, self->slots, self->slot_count * sizeof *self->slots);
    if (status)
        nps_allocator_release(&self->allocator, fork->slots, self->slot_count, sizeof *self->slots);
    return status;
}

void nps_keys_join(nps_keys *self, const nps_keys *fork)
{
    nps_allocator_release(&self->allocator, self->slots, self->slot_count, sizeof *self->slots);
    *self = *fork;
}

void nps_keys_drop(const nps_keys *self, const nps_keys *fork, const nps_keys_mark *mark)
{
    if (self->blocks)
        self->blocks->used = mark->used;
    nps_allocator_release(&self->allocator, fork->slots, fork->slot_count, sizeof *fork->slots);
}

nps_key nps_keys_get(const nps_keys *self, size_t place)
{
    return key_of(self, &self->entries[place]);
}

int nps_keys_compare(const nps_keys *self, size_t a, size_t b)
{
    const nps_key first = key_of(self, &self->entries[a]), second = key_of(self, &self->entries[b]);
    return nps_key_compare(self->type, &first, &second);
}

void nps_keys_swap(nps_keys *self, size_t a, size_t b)
{
    const struct nps_keys_entry entry = self->entries[a];
    self->entries[a] = self->entries[b];
    self->entries[b] = entry;
}

void nps_keys_prefetch(const nps_keys *self, const size_t *places, size_t count)
{
    size_t i;
    for (i = 0; i < count; i++)
        NPS_PREFETCH(&self->entries[places[i]]);
    if (self->type == NPS_KEY_TEXT)
        for (i = 0; i < count; i++)
            NPS_PREFETCH(self->entries[places[i]].text);
}

static nps_status copy_entries(const nps_keys *self, const unsigned char *order, nps_keys *into,
                               const nps_interrupt *interrupt)
{
    nps_status status = NPS_OK;
    size_t i;
    for (i = 0; !status && i < self->count; i++) {
        into->entries[i] = self->entries[nps_order_get(order, i)];
        status = nps_interrupt_check_every(interrupt, INDEXED_AT_ONCE, i);
    }
    return status;
}

nps_status nps_keys_reorder(nps_keys *self, const unsigned char *order, const nps_interrupt *interrupt)
{
    nps_keys sorted = *self, unused = sorted;
    nps_status status = NPS_ERROR_MEMORY;
    sorted.entries = nps_allocator_array(&self->allocator, self->capacity, sizeof *self->entries);
    sorted.slots = nps_allocator_array(&self->allocator, self->slot_count, sizeof *self->slots);
    if (sorted.entries && sorted.slots)
        status = copy_entries(self, order, &sorted, interrupt);
    if (!status)
        status = index_keys(&sorted, interrupt);
    if (status)
        unused = sorted;
    else
        *self = sorted;
    unused.blocks = NULL;
    nps_keys_release(&unused);
    return status;
}
