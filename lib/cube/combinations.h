/* Pairs of small numbers, numbered in the order in which they come first. Each key of a cube adds the number of its
 * value to the combination of those before it, so that a combination of all keys has one number.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_CUBE_COMBINATIONS_H
#define NPS_CUBE_COMBINATIONS_H

#include "../groups/integer_cache.h"
#include "../keys/keys.h"

#include <nps/status.h>

/** Pairs. Few of them are found in a table by both numbers, others in a cache, and all of them in a set. */
typedef struct nps_combinations {
    nps_keys pairs;                 /* left << 32 | right */
    uint32_t *table;                /* the number of a pair plus one; NULL while there is none */
    unsigned left_bits, right_bits; /* of the table */
    nps_integer_cache cache;
} nps_combinations;

/** The numbers of a block. */
typedef struct nps_pairs {
    const uint32_t *left, *right; /* the right ones plus one; NPS_NO_PLACE is 0 */
    size_t count;
    size_t left_limit, right_limit; /* above every number */
} nps_pairs;

/** Initialises an object without pairs and memory. */
void nps_combinations_init(nps_combinations *self, const nps_allocator *allocator, const uint64_t hash_key[2]);

/** Releases all memory. */
void nps_combinations_release(nps_combinations *self);

/** The numbers of pairs; new pairs get the next ones. `out` is apart from the numbers of the pairs. NPS_OK,
 * NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED; on error some pairs may have been added. */
nps_status nps_combinations_find(nps_combinations *self, const nps_pairs *pairs, uint32_t *out,
                                 const nps_interrupt *interrupt);

/** The number of pairs. */
static inline size_t nps_combinations_count(const nps_combinations *self)
{
    return self->pairs.count;
}

/** The pair of a number: `right` is returned, `left` replaces the number. */
uint32_t nps_combinations_split(const nps_combinations *self, uint32_t *number);

#endif
