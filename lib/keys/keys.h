/* A set of keys, each with its index in order of insertion: a hash table over a growing array.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_KEYS_H
#define NPS_KEYS_H

#include <nps/allocator.h>
#include <nps/groups.h>
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

/** The set. Its members are private to keys.c, except `size`. */
typedef struct nps_keys {
    nps_allocator allocator;
    nps_key_type type;
    uint64_t hash_key[2];
    struct nps_keys_entry *entries;
    size_t size, capacity;
    uint32_t *slots; /* the place of the key plus one, 0 where there is none */
    size_t slot_count;
    struct nps_text_block *blocks;
} nps_keys;

/** Initialises an empty set without memory. */
void nps_keys_init(nps_keys *self, nps_key_type type, const nps_allocator *allocator, const uint64_t hash_key[2]);

/** Releases all memory. */
void nps_keys_release(nps_keys *self);

/** The index of a key, or NPS_KEYS_NOWHERE. */
size_t nps_keys_find(const nps_keys *self, const nps_key *key);

/** The largest number of keys in a call of nps_keys_find_many(). */
enum { NPS_KEYS_MANY = 64 };

/** nps_keys_find() for up to NPS_KEYS_MANY keys. The lookups wait for memory together, because a large set fits into
 * no cache. */
void nps_keys_find_many(const nps_keys *self, const nps_key *const *keys, size_t count, size_t *places);

/** Reserves memory for `count` more keys with `text_length` more bytes in all; returns false when there is no
 * memory. */
bool nps_keys_reserve(nps_keys *self, size_t count, size_t text_length);

/** Inserts a key that is not in the set, for which memory was reserved, and returns its index. */
size_t nps_keys_append(nps_keys *self, const nps_key *key);

/** A state of the set, to which it can be restored. */
typedef struct nps_keys_mark {
    size_t size;
    struct nps_text_block *block;
    size_t used;
} nps_keys_mark;

/** The current state of the set. */
nps_keys_mark nps_keys_get_mark(const nps_keys *self);

/** Removes all keys inserted since. The memory reserved for them is kept, except that of their texts. */
void nps_keys_return(nps_keys *self, const nps_keys_mark *mark);

/** The key at an index; its text is valid as long as the set keeps it. */
nps_key nps_keys_get(const nps_keys *self, size_t place);

/** nps_key_compare() for the keys at two indexes. */
int nps_keys_compare(const nps_keys *self, size_t a, size_t b);

/** Exchanges two keys; nps_keys_find() is invalid until nps_keys_index() is called. */
void nps_keys_swap(nps_keys *self, size_t a, size_t b);

/** Rebuilds the hash table, so that nps_keys_find() is valid again. */
void nps_keys_index(nps_keys *self);

#endif
