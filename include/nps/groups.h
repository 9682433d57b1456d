/**
 * @file groups.h
 * @brief Many accumulators by key: segments, shops, gates, days.
 *
 * A key is a text or an integer; all keys of an object have the same type. An object allocates memory as it grows; a
 * call that gets none returns NPS_ERROR_MEMORY, and the object keeps what it had counted. Keys are hashed with a secret
 * (SipHash, Aumasson and Bernstein 2012), so that keys chosen by an attacker cannot make the hash table slow.
 *
 * Threads. An object is not locked. Several threads may read it while no thread changes it. To count in several
 * threads, give each thread an object of its own and merge them at the end.
 *
 * Long calls. Calls that change, sort or encode an object ask nps_groups_options.interrupt while they work. An
 * interrupted call returns NPS_ERROR_INTERRUPTED, and the object has the groups and counts that it had before, in the
 * same order. Up to 2 million groups a call asks at least every 0.1 s; with 20 million groups, at least every second.
 * If several threads encode an object, each of them asks.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_GROUPS_H
#define NPS_GROUPS_H

#include <nps/accumulator.h>
#include <nps/allocator.h>
#include <nps/column.h>
#include <nps/export.h>
#include <nps/interrupt.h>
#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** The type of the keys. The values are part of the ABI. */
typedef enum nps_key_type {
    NPS_KEY_TEXT = 0,   /**< Bytes of any value and length, UTF-8 by habit; compared byte by byte. */
    NPS_KEY_INTEGER = 1 /**< int64_t. */
} nps_key_type;

/** Accumulators by key. The members are private. */
typedef struct nps_groups nps_groups;

/** Options of nps_groups_create(). Initialise them with nps_groups_options_init(). */
typedef struct nps_groups_options {
    uint32_t size;                  /**< sizeof(nps_groups_options), set by init. */
    nps_key_type key_type;          /**< The type of the keys; init sets NPS_KEY_TEXT. */
    const nps_allocator *allocator; /**< The allocator, copied; NULL: malloc() and free(). */
    uint64_t hash_key[2];           /**< The secret of the hash; both 0, as init sets: random bytes from the system. */
    /** The largest number of bytes that the object may have allocated at once, including itself; 0, as init sets: no
     *  limit. While it grows, it needs its old and its new memory together. A call that needs more returns
     *  NPS_ERROR_MEMORY, and nothing counted is lost. */
    uint64_t memory_budget;
    /** Asked by long calls, see above. Copied: its context must live as long as the object. init sets none. */
    nps_interrupt interrupt;
} nps_groups_options;

/**
 * Sets the defaults. In the header, so that an older program never has its smaller struct overrun.
 *
 * @param options The options to set; NULL does nothing.
 */
static inline void nps_groups_options_init(nps_groups_options *options)
{
    if (options) {
        options->size = (uint32_t)sizeof(nps_groups_options);
        options->key_type = NPS_KEY_TEXT;
        options->allocator = (const nps_allocator *)0;
        options->hash_key[0] = 0;
        options->hash_key[1] = 0;
        options->memory_budget = 0;
        options->interrupt.is_requested = 0;
        options->interrupt.context = (void *)0;
    }
}

/** One group, as returned by nps_groups_get(). Plain and part of the ABI; it never grows. */
typedef struct nps_group {
    const char *text;            /**< The key of text groups, not terminated, borrowed; else NULL. */
    size_t text_length;          /**< The length of `text` in bytes. */
    int64_t integer;             /**< The key of integer groups; else 0. */
    nps_accumulator accumulator; /**< A copy of the group's counts. */
} nps_group;

/**
 * Makes an object without groups.
 *
 * @param options Made by nps_groups_options_init(), or NULL for the defaults. An unknown size: NPS_ERROR_SIZE; an
 *                unknown key type: NPS_ERROR_KEY; an allocator without both functions: NPS_ERROR_NULL.
 * @param out     Receives the object; the caller gives it to nps_groups_destroy().
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_SIZE, NPS_ERROR_KEY, NPS_ERROR_MEMORY or NPS_ERROR_ENTROPY.
 */
NPS_EXPORT nps_status nps_groups_create(const nps_groups_options *options, nps_groups **out);

/**
 * Releases all memory of an object.
 *
 * @param self The object, not to be used afterwards; NULL does nothing.
 */
NPS_EXPORT void nps_groups_destroy(nps_groups *self);

/**
 * Adds an answer to the group of a text key; a new key creates its group.
 *
 * @param self   The groups. NULL: NPS_ERROR_NULL; groups of integers: NPS_ERROR_KEY.
 * @param key    The key, copied. NULL: NPS_ERROR_NULL, unless `length` is 0 (the empty key is a key).
 * @param length Its length in bytes; it may contain zero bytes.
 * @param answer As for nps_accumulator_add().
 * @param times  How often; 0 creates the group only.
 * @return NPS_OK or one of these, NPS_ERROR_OVERFLOW or NPS_ERROR_MEMORY; on error nothing changes.
 */
NPS_EXPORT nps_status nps_groups_add_text(nps_groups *self, const char *key, size_t length, int64_t answer,
                                          uint64_t times);

/**
 * Adds an answer to the group of an integer key; a new key creates its group.
 *
 * @param self   The groups. NULL: NPS_ERROR_NULL; groups of texts: NPS_ERROR_KEY.
 * @param key    The key.
 * @param answer As for nps_accumulator_add().
 * @param times  How often; 0 creates the group only.
 * @return NPS_OK or one of these, NPS_ERROR_OVERFLOW or NPS_ERROR_MEMORY; on error nothing changes.
 */
NPS_EXPORT nps_status nps_groups_add_integer(nps_groups *self, int64_t key, int64_t answer, uint64_t times);

/**
 * Adds respondents without an answer to the group of a text key; a new key creates its group.
 *
 * @param self   As for nps_groups_add_text().
 * @param key    As for nps_groups_add_text().
 * @param length As for nps_groups_add_text().
 * @param times  How many; 0 creates the group only.
 * @return As nps_groups_add_text().
 */
NPS_EXPORT nps_status nps_groups_add_missing_text(nps_groups *self, const char *key, size_t length, uint64_t times);

/**
 * Adds respondents without an answer to the group of an integer key; a new key creates its group.
 *
 * @param self  As for nps_groups_add_integer().
 * @param key   As for nps_groups_add_integer().
 * @param times How many; 0 creates the group only.
 * @return As nps_groups_add_integer().
 */
NPS_EXPORT nps_status nps_groups_add_missing_integer(nps_groups *self, int64_t key, uint64_t times);

/**
 * Adds a column of answers to the groups of a column of integer keys. New keys create groups in the order of their
 * first rows.
 *
 * Row i adds `answers[i]` to the group of `keys[i]`; every row is counted once, in a group or in `rest`. For keys that
 * are texts see nps_groups_add_arrow().
 *
 * @param self    The groups. NULL: NPS_ERROR_NULL; groups of texts: NPS_ERROR_KEY.
 * @param keys    The keys; see nps_column for which are refused, and how. An integer above 2^63 - 1:
 *                NPS_ERROR_OVERFLOW; a floating-point number that is not a whole number of 64 bits: NPS_ERROR_KEY.
 * @param answers The answers, as for nps_accumulator_add_column(). Another length than that of `keys`:
 *                NPS_ERROR_COLUMN.
 * @param rest    Rows without a key (null, NaN or a missing code of `keys`) are added here. NULL: NPS_ERROR_NULL.
 * @param detail  Receives, on error, what was expected and what was found; may be NULL.
 * @return NPS_OK or one of these, NPS_ERROR_SIZE, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED; on error nothing changes.
 *         After an interruption, rows that were added to groups are subtracted again, which takes as long as adding
 *         them; an object that had no groups before is emptied at once, and keys from 0 to 32767 are counted apart.
 *         Besides new groups, a long column allocates up to 3.7 MiB until the call returns; without this memory
 *         counting is slower.
 */
NPS_EXPORT nps_status nps_groups_add_column(nps_groups *self, const nps_column *keys, const nps_column *answers,
                                            nps_accumulator *rest, nps_error_detail *detail);

/**
 * Adds an accumulator to the group of a text key; a new key creates its group.
 *
 * @param self   As for nps_groups_add_text().
 * @param key    As for nps_groups_add_text().
 * @param length As for nps_groups_add_text().
 * @param from   The object to add; unchanged. NULL: NPS_ERROR_NULL.
 * @return As nps_groups_add_text().
 */
NPS_EXPORT nps_status nps_groups_merge_text(nps_groups *self, const char *key, size_t length,
                                            const nps_accumulator *from);

/**
 * Adds an accumulator to the group of an integer key; a new key creates its group.
 *
 * @param self As for nps_groups_add_integer().
 * @param key  As for nps_groups_add_integer().
 * @param from The object to add; unchanged. NULL: NPS_ERROR_NULL.
 * @return As nps_groups_add_integer().
 */
NPS_EXPORT nps_status nps_groups_merge_integer(nps_groups *self, int64_t key, const nps_accumulator *from);

/**
 * Adds all groups of another object, key by key.
 *
 * @param self The groups. NULL: NPS_ERROR_NULL.
 * @param from The object to add; unchanged. NULL: NPS_ERROR_NULL; other keys: NPS_ERROR_KEY. Adding an object to itself
 *             doubles its content.
 * @return NPS_OK or one of these, NPS_ERROR_OVERFLOW, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED; on error nothing
 *         changes. From 1024 groups on it allocates 4 bytes for each group of `from` until it returns, and, with an
 *         interrupt, for many groups a copy of the counts of `self`. Without this memory merging is slower, and is not
 *         interrupted while counts are added.
 */
NPS_EXPORT nps_status nps_groups_merge(nps_groups *self, const nps_groups *from);

/**
 * Subtracts all groups of another object, key by key. Groups that become empty are kept, so that this undoes
 * nps_groups_merge(), except that groups created by the merge stay.
 *
 * @param self The groups. NULL: NPS_ERROR_NULL.
 * @param part The object to subtract; unchanged. NULL: NPS_ERROR_NULL; other keys: NPS_ERROR_KEY. The same object
 *             empties all groups. A counter larger than that of the same group of `self`, or a counter above 0 in
 *             a group that `self` does not have: NPS_ERROR_UNDERFLOW.
 * @return NPS_OK or one of these, or NPS_ERROR_INTERRUPTED; on error nothing changes. Memory is used as for
 *         nps_groups_merge(), and a lack of it is no error.
 */
NPS_EXPORT nps_status nps_groups_subtract(nps_groups *self, const nps_groups *part);

/**
 * The number of groups.
 *
 * @param self The groups. NULL: 0.
 * @return The number of groups.
 */
NPS_EXPORT size_t nps_groups_count(const nps_groups *self);

/**
 * The type of the keys.
 *
 * @param self The groups. NULL: NPS_ERROR_NULL.
 * @param out  Receives the key type.
 * @return NPS_OK or NPS_ERROR_NULL; on error `out` is unchanged.
 */
NPS_EXPORT nps_status nps_groups_key_type(const nps_groups *self, nps_key_type *out);

/**
 * One group by its index, from 0 to nps_groups_count() - 1.
 *
 * The order is that in which the keys came first; a merge appends new keys in the order of the other object, and
 * nps_groups_sort() orders by key.
 *
 * @code
 * nps_groups *shops;
 * nps_group shop;
 * if (nps_groups_create(NULL, &shops) != NPS_OK)
 *     return 1;
 * if (nps_groups_add_text(shops, "Rome", 4, 9, 120) == NPS_OK && nps_groups_add_text(shops, "Oslo", 4, 6, 1) == NPS_OK)
 *     for (size_t i = 0; nps_groups_get(shops, i, &shop) == NPS_OK; i++)
 *         printf("%.*s %d\n", (int)shop.text_length, shop.text, (int)shop.accumulator.answers[9]);
 * // prints: Rome 120
 * // prints: Oslo 0
 * nps_groups_destroy(shops);
 * @endcode
 *
 * @param self  The groups. NULL: NPS_ERROR_NULL.
 * @param index The index. Too large: NPS_ERROR_NOT_FOUND.
 * @param out   Receives a copy of the group; its text is borrowed and lives until the object changes.
 * @return NPS_OK or one of these; on error `out` is unchanged.
 */
NPS_EXPORT nps_status nps_groups_get(const nps_groups *self, size_t index, nps_group *out);

/**
 * The counts of a text key.
 *
 * @param self   The groups. NULL: NPS_ERROR_NULL; groups of integers: NPS_ERROR_KEY.
 * @param key    As for nps_groups_add_text().
 * @param length As for nps_groups_add_text().
 * @param out    Receives a copy of the counts.
 * @return NPS_OK or one of these, or NPS_ERROR_NOT_FOUND; on error `out` is unchanged.
 */
NPS_EXPORT nps_status nps_groups_find_text(const nps_groups *self, const char *key, size_t length,
                                           nps_accumulator *out);

/**
 * The counts of an integer key.
 *
 * @param self The groups. NULL: NPS_ERROR_NULL; groups of texts: NPS_ERROR_KEY.
 * @param key  The key.
 * @param out  Receives a copy of the counts.
 * @return NPS_OK or one of these, or NPS_ERROR_NOT_FOUND; on error `out` is unchanged.
 */
NPS_EXPORT nps_status nps_groups_find_integer(const nps_groups *self, int64_t key, nps_accumulator *out);

/**
 * The sum of all groups.
 *
 * @param self The groups. NULL: NPS_ERROR_NULL.
 * @param out  Receives the sum of all groups; empty when there are none.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_OVERFLOW; on error `out` is unchanged.
 */
NPS_EXPORT nps_status nps_groups_total(const nps_groups *self, nps_accumulator *out);

/**
 * Sorts the groups by key: integers ascending, texts byte by byte, a text before its longer continuations.
 *
 * Groups that are in this order already take one comparison each. Others are copied in order: until the call returns,
 * it allocates as much memory as the groups have, without their texts, and 12 bytes for each group. Without this memory
 * they are sorted in place, which takes several times as long and is not interrupted.
 *
 * @param self The groups. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_INTERRUPTED; on error nothing changes.
 */
NPS_EXPORT nps_status nps_groups_sort(nps_groups *self);

NPS_END_DECLARATIONS

#endif
