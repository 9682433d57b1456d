/* The people of an object: each id has an index in the order of insertion. Integers take 8 bytes and two to four slots
 * of 4 bytes; texts are keys of groups.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_RESPONDENTS_IDS_H
#define NPS_RESPONDENTS_IDS_H

#include "../keys/keys.h"
#include "array.h"

/** The set of ids. Its members are private to ids.c. */
typedef struct nps_ids {
    nps_keys texts; /**< The type, the allocator and the secret of integers too. */
    nps_array integers;
    uint32_t *slots; /**< The index of an integer plus one; 0 for a free slot. */
    size_t slot_count, integer_count;
} nps_ids;

/** Initialises an empty set without memory. */
void nps_ids_init(nps_ids *self, nps_key_type type, const nps_allocator *allocator, const uint64_t hash_key[2]);

/** Releases all memory. */
void nps_ids_release(nps_ids *self);

/** The number of ids. */
size_t nps_ids_count(const nps_ids *self);

/** The index of an id, or NPS_KEYS_NOWHERE. */
size_t nps_ids_find(const nps_ids *self, const nps_key *id);

/** The largest number of ids in a call of nps_ids_guess_many(). */
enum { NPS_IDS_MANY = 64 };

/** Guesses the indexes of up to NPS_IDS_MANY integers, and loads what finding them will read: a large set does not fit
 * into the cache. A wrong guess is an index, too; without ids nothing is guessed, and 0 is returned instead of `count`.
 */
size_t nps_ids_guess_many(const nps_ids *self, const int64_t *ids, size_t count, size_t *places);

/** Makes room for `count` more ids, with `text_length` bytes in all; NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED. */
nps_status nps_ids_grow(nps_ids *self, size_t count, size_t text_length, const nps_interrupt *interrupt);

/** Inserts an id that is not in the set, for which there is room, and returns its index. */
size_t nps_ids_append(nps_ids *self, const nps_key *id);

/** The id at an index. */
nps_key nps_ids_get(const nps_ids *self, size_t place);

#endif
