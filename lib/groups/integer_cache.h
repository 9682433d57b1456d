/* The places of integers met lately, each in the only slot where it can be. Integers that lie close together, as codes,
 * numbers of customers and days do, have a slot each; others are spread, and who chooses some that collide only sees to
 * it that they are looked up in the keys, as all of them would be without it.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_INTEGER_CACHE_H
#define NPS_INTEGER_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Fewer integers are not worth the memory; and it stays in the second cache. */
enum { NPS_INTEGER_CACHE_WORTH = 2048, NPS_INTEGER_CACHE_LARGEST_BITS = 15 };

/** An integer with its place plus one; place 0 marks an empty entry. */
typedef struct nps_integer_entry {
    int64_t integer;
    uint32_t place;
} nps_integer_entry;

/** Entries by slot; zeroed entries are empty. `entries` is NULL if there was no memory for them. */
typedef struct nps_integer_cache {
    nps_integer_entry *entries;
    unsigned bits;
} nps_integer_cache;

/** How many bits the slots should have for so many integers: no more slots than there are integers. */
static inline unsigned nps_integer_cache_bits(size_t count)
{
    unsigned bits = 0;
    while (bits < NPS_INTEGER_CACHE_LARGEST_BITS && count >> (bits + 1) != 0)
        bits++;
    return bits;
}

/** The slot: the low bits, shifted by what the others are times an odd number (2^64 / the golden ratio). */
static inline nps_integer_entry *nps_integer_cache_slot(const nps_integer_cache *self, int64_t integer)
{
    const uint64_t low = (uint64_t)integer, high = low >> self->bits;
    const uint64_t slot = (low + (high * UINT64_C(0x9E3779B97F4A7C15) >> 32)) & ((UINT64_C(1) << self->bits) - 1);
    return &self->entries[slot];
}

/** Whether the place of an integer is known here. */
static inline bool nps_integer_cache_find(const nps_integer_cache *self, int64_t integer, uint32_t *place)
{
    const nps_integer_entry *entry = nps_integer_cache_slot(self, integer);
    *place = entry->place - 1;
    return entry->integer == integer && entry->place != 0;
}

/** Notes the place of an integer, instead of that of another one. */
static inline void nps_integer_cache_put(nps_integer_cache *self, int64_t integer, uint32_t place)
{
    *nps_integer_cache_slot(self, integer) = (nps_integer_entry){integer, place + 1};
}

#endif
