/* SPDX-License-Identifier: MIT */
#include "combinations.h"

#include "../allocator.h"

#include <string.h>

/* The largest table has 256 KiB: it stays in the second cache. */
enum { TABLE_BITS = 16, HALF = 32 };

/* Pairs that are found in the table together. */
enum { READ_AT_ONCE = 64 };

void nps_combinations_init(nps_combinations *self, const nps_allocator *allocator, const uint64_t hash_key[2])
{
    memset(self, 0, sizeof *self);
    nps_keys_init(&self->pairs, NPS_KEY_INTEGER, allocator, hash_key);
}

static void release_table(nps_combinations *self)
{
    nps_allocator_release(&self->pairs.allocator, self->table, (size_t)1 << (self->left_bits + self->right_bits),
                          sizeof *self->table);
    self->table = NULL;
}

static void release_cache(nps_combinations *self)
{
    nps_allocator_release(&self->pairs.allocator, self->cache.entries, (size_t)1 << self->cache.bits,
                          sizeof *self->cache.entries);
    self->cache.entries = NULL;
}

void nps_combinations_release(nps_combinations *self)
{
    release_table(self);
    release_cache(self);
    nps_keys_release(&self->pairs);
}

uint32_t nps_combinations_split(const nps_combinations *self, uint32_t *number)
{
    const uint64_t pair = (uint64_t)nps_keys_get(&self->pairs, *number).integer;
    *number = (uint32_t)(pair >> HALF);
    return (uint32_t)pair;
}

static unsigned bits_of(size_t limit)
{
    unsigned bits = 0;
    while (limit > (size_t)1 << bits)
        bits++;
    return bits;
}

/* Makes a table for these numbers of bits, if there is memory. */
static void create_table(nps_combinations *self, unsigned left_bits, unsigned right_bits)
{
    size_t size, i;
    release_table(self);
    self->left_bits = left_bits;
    self->right_bits = right_bits;
    size = (size_t)1 << (left_bits + right_bits);
    self->table = nps_allocator_array(&self->pairs.allocator, size, sizeof *self->table);
    if (!self->table)
        return;
    memset(self->table, 0, size * sizeof *self->table);
    for (i = 0; i < self->pairs.count; i++) {
        uint32_t left = (uint32_t)i;
        const uint32_t right = nps_combinations_split(self, &left);
        self->table[(size_t)left << right_bits | right] = (uint32_t)i + 1;
    }
}

static void create_cache(nps_combinations *self)
{
    nps_integer_cache *cache = &self->cache;
    cache->bits = NPS_INTEGER_CACHE_LARGEST_BITS;
    cache->entries = nps_allocator_array(&self->pairs.allocator, (size_t)1 << cache->bits, sizeof *cache->entries);
    if (cache->entries)
        memset(cache->entries, 0, sizeof *cache->entries << cache->bits);
}

/* Prepares to find pairs. Without memory for a table or a cache it takes longer; the numbers are the same. */
static void prepare(nps_combinations *self, const nps_pairs *pairs)
{
    unsigned left = bits_of(pairs->left_limit), right = bits_of(pairs->right_limit);
    left = left > self->left_bits ? left : self->left_bits;
    right = right > self->right_bits ? right : self->right_bits;
    if (left + right <= TABLE_BITS) {
        if (!self->table || left != self->left_bits || right != self->right_bits)
            create_table(self, left, right);
        return;
    }
    if (self->table)
        release_table(self);
    self->left_bits = left; /* the limits never fall, so that no table is made again */
    self->right_bits = right;
    if (!self->cache.entries)
        create_cache(self);
}

/* The number of a pair that the table and the cache do not know. */
static nps_status find_in_set(nps_combinations *self, uint64_t pair, const nps_interrupt *interrupt, uint32_t *number)
{
    const nps_key key = {NULL, 0, (int64_t)pair};
    size_t found = nps_keys_find(&self->pairs, &key);
    if (found == NPS_KEYS_NOWHERE) {
        nps_status status = nps_keys_grow(&self->pairs, 1, 0, interrupt);
        if (status == NPS_ERROR_MEMORY && (self->table || self->cache.entries)) {
            release_table(self);
            release_cache(self);
            status = nps_keys_grow(&self->pairs, 1, 0, interrupt);
        }
        if (status)
            return status;
        found = nps_keys_append(&self->pairs, &key);
    }
    *number = (uint32_t)found;
    return NPS_OK;
}

/* As find_in_set(), and notes it. */
static nps_status learn(nps_combinations *self, uint32_t left, uint32_t right, const nps_interrupt *interrupt,
                        uint32_t *number)
{
    const uint64_t pair = (uint64_t)left << HALF | right;
    const nps_status status = find_in_set(self, pair, interrupt, number);
    if (!status && self->table)
        self->table[(size_t)left << self->right_bits | right] = *number + 1;
    else if (!status && self->cache.entries)
        nps_integer_cache_put(&self->cache, (int64_t)pair, *number);
    return status;
}

/* Whether the table knows all of some pairs. Its numbers have at most TABLE_BITS bits, and -1 stands for none. */
static bool read_table(const nps_combinations *self, const uint32_t *left, const uint32_t *right, size_t count,
                       uint32_t *out)
{
    const uint32_t *const table = self->table;
    const unsigned shift = self->right_bits;
    uint32_t any = 0;
    size_t i;
    for (i = 0; i < count; i++) {
        const uint32_t number = table[(size_t)left[i] << shift | (right[i] + 1)] - 1;
        any |= number;
        out[i] = number;
    }
    return any >> TABLE_BITS == 0;
}

/* Finds some pairs one by one. The table is released where there is too little memory for a new pair, and not made
 * again in the same call. */
static nps_status learn_some(nps_combinations *self, const uint32_t *left, const uint32_t *right, size_t count,
                             uint32_t *out, const nps_interrupt *interrupt)
{
    nps_status status = NPS_OK;
    size_t i;
    for (i = 0; !status && i < count; i++) {
        const uint32_t a = left[i], b = right[i] + 1;
        const uint32_t known = self->table ? self->table[(size_t)a << self->right_bits | b] : 0;
        out[i] = known - 1;
        if (known == 0)
            status = learn(self, a, b, interrupt, &out[i]);
    }
    return status;
}

static nps_status find_by_table(nps_combinations *self, const nps_pairs *pairs, uint32_t *out,
                                const nps_interrupt *interrupt)
{
    nps_status status = NPS_OK;
    size_t from;
    for (from = 0; !status && from < pairs->count; from += READ_AT_ONCE) {
        const size_t rest = pairs->count - from, count = rest < READ_AT_ONCE ? rest : READ_AT_ONCE;
        const uint32_t *const left = pairs->left + from, *const right = pairs->right + from;
        if (!self->table || !read_table(self, left, right, count, out + from))
            status = learn_some(self, left, right, count, out + from, interrupt);
    }
    return status;
}

static nps_status find_by_cache(nps_combinations *self, const nps_pairs *pairs, uint32_t *out,
                                const nps_interrupt *interrupt)
{
    nps_status status = NPS_OK;
    size_t i;
    for (i = 0; !status && i < pairs->count; i++) {
        const uint32_t left = pairs->left[i], right = pairs->right[i] + 1;
        const int64_t pair = (int64_t)((uint64_t)left << HALF | right);
        if (!self->cache.entries || !nps_integer_cache_find(&self->cache, pair, &out[i]))
            status = learn(self, left, right, interrupt, &out[i]);
    }
    return status;
}

nps_status nps_combinations_find(nps_combinations *self, const nps_pairs *pairs, uint32_t *out,
                                 const nps_interrupt *interrupt)
{
    prepare(self, pairs);
    return self->table ? find_by_table(self, pairs, out, interrupt) : find_by_cache(self, pairs, out, interrupt);
}
