/* A set of keys, in which each key has an index in the order of insertion: a hash table and a growing array.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_KEYS_H
#define NPS_KEYS_H

#include <nps/allocator.h>
#include <nps/groups.h>
#include <nps/interrupt.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A key: a text, or an integer if `text` is NULL. */
typedef struct nps_key {
    const char *text;
    size_t length;
    int64_t integer;
} nps_key;

/** Negative, zero or positive if `a` comes before, equals, or comes after `b`. */
int nps_key_compare(nps_key_type type, const nps_key *a, const nps_key *b);

/** The index of a key that is not in the set. */
#define NPS_KEYS_NOWHERE SIZE_MAX

struct nps_text_block;

/** A slot of the hash table: a part of the hash of a key, and its index plus one; a free slot has place 0. */
typedef struct nps_keys_slot {
    uint32_t hash, place;
} nps_keys_slot;

/** The set. Its members are private to keys.c, except `count`. */
typedef struct nps_keys {
    nps_allocator allocator;
    nps_key_type type;
    uint64_t hash_key[2];
    struct nps_keys_entry *entries;
    size_t count, capacity;
    nps_keys_slot *slots;
    size_t slot_count;
    struct nps_text_block *blocks;
} nps_keys;

/** Initialises an empty set without memory. */
void nps_keys_init(nps_keys *self, nps_key_type type, const nps_allocator *allocator, const uint64_t hash_key[2]);

/** Releases all memory. */
void nps_keys_release(nps_keys *self);

/** The index of a key, or NPS_KEYS_NOWHERE. */
size_t nps_keys_find(const nps_keys *self, const nps_key *key);

/** nps_keys_find() for many keys. Their memory is prefetched some keys ahead, because a large set does not fit into the
 * cache. */
void nps_keys_find_many(const nps_keys *self, const nps_key *keys, size_t count, size_t *places);

/** So many keys or groups are read together, because a large set does not fit into the cache. */
enum { NPS_KEYS_MANY = 64 };

/** Reserves memory for `count` more keys with `text_length` more bytes in all; returns false when there is no
 * memory. */
bool nps_keys_reserve(nps_keys *self, size_t count, size_t text_length);

/** The same, which asks while it copies a large set: NPS_OK, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED. Whatever it
 * returns, the set has the same keys. */
nps_status nps_keys_grow(nps_keys *self, size_t count, size_t text_length, const nps_interrupt *interrupt);

/** Inserts a key that is not in the set, for which memory was reserved, and returns its index. */
size_t nps_keys_append(nps_keys *self, const nps_key *key);

/** A state of the set, to which it can be restored. */
typedef struct nps_keys_mark {
    size_t count;
    struct nps_text_block *block;
    size_t used;
} nps_keys_mark;

/** The current state of the set. */
nps_keys_mark nps_keys_get_mark(const nps_keys *self);

/** Removes all keys inserted since. The memory reserved for them is kept, except that of their texts. */
void nps_keys_return(nps_keys *self, const nps_keys_mark *mark);

/** Prepares a fork: a set with the same keys, to which keys can be appended, for which the set has reserved memory,
 * while the set itself does not know them: NPS_OK, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED. The set must not change
 * meanwhile. */
nps_status nps_keys_fork(const nps_keys *self, nps_keys *fork, const nps_interrupt *interrupt);

/** Makes the set what its fork is, which then exists no longer. */
void nps_keys_join(nps_keys *self, const nps_keys *fork);

/** Drops a fork, whose set had this mark when it was forked. */
void nps_keys_drop(const nps_keys *self, const nps_keys *fork, const nps_keys_mark *mark);

/** The key at an index; its text is valid as long as the set keeps it. */
nps_key nps_keys_get(const nps_keys *self, size_t place);

/** Starts to read up to NPS_KEYS_MANY keys, for which nps_keys_get() will be called. */
void nps_keys_prefetch(const nps_keys *self, const size_t *places, size_t count);

/** nps_key_compare() for the keys at two indexes. */
int nps_keys_compare(const nps_keys *self, size_t a, size_t b);

/** Exchanges two keys; nps_keys_find() is invalid until nps_keys_index() is called. */
void nps_keys_swap(nps_keys *self, size_t a, size_t b);

/** Puts the keys into an order of their indexes, as nps_order_get() reads it: NPS_OK, NPS_ERROR_MEMORY or
 * NPS_ERROR_INTERRUPTED; on error nothing changes. It copies the set, except for the texts. */
nps_status nps_keys_reorder(nps_keys *self, const unsigned char *order, const nps_interrupt *interrupt);

/** Rebuilds the hash table, so that nps_keys_find() is valid again. */
void nps_keys_index(nps_keys *self);

#endif
