/* A set of keys, each with the place at which it was first put: a hash table over a growing array.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_KEYS_H
#define NPS_KEYS_H

#include <nps/allocator.h>
#include <nps/groups.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A key: a text, or with `text` NULL an integer. */
typedef struct nps_key {
    const char *text;
    size_t length;
    int64_t integer;
} nps_key;

/** Negative, zero or positive as `a` comes before, is, or comes after `b`. */
int nps_key_compare(nps_key_type type, const nps_key *a, const nps_key *b);

/** The place of a key that is not there. */
#define NPS_KEYS_NOWHERE SIZE_MAX

struct nps_text_block;

/** The set; its members are private to keys.c, but for `size`. */
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

/** An empty set that owns nothing yet. */
void nps_keys_init(nps_keys *self, nps_key_type type, const nps_allocator *allocator, const uint64_t hash_key[2]);

/** Gives back all memory. */
void nps_keys_release(nps_keys *self);

/** The place of a key, or NPS_KEYS_NOWHERE. */
size_t nps_keys_find(const nps_keys *self, const nps_key *key);

/** How many keys nps_keys_find_many() takes at once. */
enum { NPS_KEYS_MANY = 64 };

/** nps_keys_find() for up to NPS_KEYS_MANY keys, which wait for memory together: a set of many is in no cache. */
void nps_keys_find_many(const nps_keys *self, const nps_key *const *keys, size_t count, size_t *places);

/** Makes room for `count` more keys with `text_length` more bytes in all; false when there is no memory. */
bool nps_keys_reserve(nps_keys *self, size_t count, size_t text_length);

/** Puts a key that is not there, for which room was made, and returns its place. */
size_t nps_keys_append(nps_keys *self, const nps_key *key);

/** How things stood, to come back to. */
typedef struct nps_keys_mark {
    size_t size;
    struct nps_text_block *block;
    size_t used;
} nps_keys_mark;

/** How things stand. */
nps_keys_mark nps_keys_get_mark(const nps_keys *self);

/** Takes away all keys that were put since; the room that was made for them stays, but for that of their texts. */
void nps_keys_return(nps_keys *self, const nps_keys_mark *mark);

/** The key at a place; its text is borrowed. */
nps_key nps_keys_get(const nps_keys *self, size_t place);

/** nps_key_compare() for the keys at two places. */
int nps_keys_compare(const nps_keys *self, size_t a, size_t b);

/** Exchanges two keys; nps_keys_find() is wrong until nps_keys_index(). */
void nps_keys_swap(nps_keys *self, size_t a, size_t b);

/** Makes nps_keys_find() right again. */
void nps_keys_index(nps_keys *self);

#endif
