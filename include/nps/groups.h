/**
 * @file groups.h
 * @brief Many accumulators by key: segments, shops, gates, days.
 *
 * The key is a text or an integer, one kind for all groups of an object. The object allocates, and says so with
 * NPS_ERROR_MEMORY; whatever was counted before stays. Keys are hashed with a secret (SipHash, Aumasson and Bernstein
 * 2012), so that keys chosen by an attacker cannot make it slow.
 *
 * Not locked: one object a thread, merged at the end; reading from several threads at once is safe while nobody
 * changes it.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_GROUPS_H
#define NPS_GROUPS_H

#include <nps/accumulator.h>
#include <nps/allocator.h>
#include <nps/column.h>
#include <nps/export.h>
#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** What the keys are. The values are part of the ABI. */
typedef enum nps_key_type {
    NPS_KEY_TEXT = 0,   /**< Bytes of any value and length, UTF-8 by habit; compared byte by byte. */
    NPS_KEY_INTEGER = 1 /**< int64_t. */
} nps_key_type;

/** Accumulators by key; its inside is private. */
typedef struct nps_groups nps_groups;

/** What nps_groups_create() can be told. Make it with nps_groups_options_init(). */
typedef struct nps_groups_options {
    uint32_t size;                  /**< sizeof(nps_groups_options), set by init. */
    nps_key_type key_type;          /**< What the keys are; init sets NPS_KEY_TEXT. */
    const nps_allocator *allocator; /**< Where memory comes from, copied; NULL: malloc() and free(). */
    uint64_t hash_key[2];           /**< The secret of the hash; both 0, as init sets: random bytes from the system. */
    /** How many bytes the object may have allocated at once, itself included; 0, as init sets: no limit. Growing needs
     *  the old and the new room together. What would exceed it is NPS_ERROR_MEMORY, and nothing counted is lost. */
    uint64_t memory_budget;
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
    }
}

/** One group as nps_groups_get() gives it. Plain and part of the ABI; it never grows. */
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
 * Gives back all memory.
 *
 * @param self The object, not to be used afterwards; NULL does nothing.
 */
NPS_EXPORT void nps_groups_destroy(nps_groups *self);

/**
 * Counts an answer in the group of a text key, which is created when it is new.
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
 * Counts an answer in the group of an integer key, which is created when it is new.
 *
 * @param self   The groups. NULL: NPS_ERROR_NULL; groups of texts: NPS_ERROR_KEY.
 * @param key    The key.
 * @param answer As for nps_accumulator_add().
 * @param times  How often; 0 creates the group only.
 * @return NPS_OK or one of these, NPS_ERROR_OVERFLOW or NPS_ERROR_MEMORY; on error nothing changes.
 */
NPS_EXPORT nps_status nps_groups_add_integer(nps_groups *self, int64_t key, int64_t answer, uint64_t times);

/**
 * Counts respondents of the group of a text key who gave no answer; the group is created when it is new.
 *
 * @param self   As for nps_groups_add_text().
 * @param key    As for nps_groups_add_text().
 * @param length As for nps_groups_add_text().
 * @param times  How many; 0 creates the group only.
 * @return As nps_groups_add_text().
 */
NPS_EXPORT nps_status nps_groups_add_missing_text(nps_groups *self, const char *key, size_t length, uint64_t times);

/**
 * Counts respondents of the group of an integer key who gave no answer; the group is created when it is new.
 *
 * @param self  As for nps_groups_add_integer().
 * @param key   As for nps_groups_add_integer().
 * @param times How many; 0 creates the group only.
 * @return As nps_groups_add_integer().
 */
NPS_EXPORT nps_status nps_groups_add_missing_integer(nps_groups *self, int64_t key, uint64_t times);

/**
 * Counts a column of answers by a column of integer keys; groups are created when they are new, in the order of their
 * first rows.
 *
 * Row i adds `answers[i]` to the group of `keys[i]`; every row is counted once, in a group or in `rest`. For keys that
 * are texts see nps_groups_add_arrow().
 *
 * @param self    The groups. NULL: NPS_ERROR_NULL; groups of texts: NPS_ERROR_KEY.
 * @param keys    The keys, of any integer type; see nps_column for which are refused, and how. Floating-point numbers:
 *                NPS_ERROR_COLUMN; a key above 2^63 - 1: NPS_ERROR_OVERFLOW.
 * @param answers The answers, as for nps_accumulator_add_column(). Another length than that of `keys`:
 *                NPS_ERROR_COLUMN.
 * @param rest    Rows without a key, null or a missing code of `keys`, are added here. NULL: NPS_ERROR_NULL.
 * @param detail  Receives, on error, what was expected and what was found; may be NULL.
 * @return NPS_OK or one of these, NPS_ERROR_SIZE or NPS_ERROR_MEMORY; on error nothing changes. It allocates room for
 *         new groups, and for long columns up to a megabyte for its duration, which it can do without.
 */
NPS_EXPORT nps_status nps_groups_add_column(nps_groups *self, const nps_column *keys, const nps_column *answers,
                                            nps_accumulator *rest, nps_error_detail *detail);

/**
 * Adds an accumulator to the group of a text key, which is created when it is new.
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
 * Adds an accumulator to the group of an integer key, which is created when it is new.
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
 * @return NPS_OK or one of these, NPS_ERROR_OVERFLOW or NPS_ERROR_MEMORY; on error nothing changes, not even in part.
 */
NPS_EXPORT nps_status nps_groups_merge(nps_groups *self, const nps_groups *from);

/**
 * Takes away groups that were merged or counted, key by key. Groups that are empty afterwards stay, as their keys are
 * known; so it undoes nps_groups_merge() but for the groups that the merge created.
 *
 * @param self The groups. NULL: NPS_ERROR_NULL.
 * @param part The object to subtract; unchanged. NULL: NPS_ERROR_NULL; other keys: NPS_ERROR_KEY. The same object
 *             empties all groups. A group with more than there is in any counter, also one that is not there at all,
 *             unless it is empty: NPS_ERROR_UNDERFLOW.
 * @return NPS_OK or one of these; on error nothing changes, not even in part. No allocation.
 */
NPS_EXPORT nps_status nps_groups_subtract(nps_groups *self, const nps_groups *part);

/**
 * How many groups there are.
 *
 * @param self The groups; NULL has none.
 * @return The number of groups.
 */
NPS_EXPORT size_t nps_groups_size(const nps_groups *self);

/**
 * What the keys are.
 *
 * @param self The groups. NULL: NPS_ERROR_NULL.
 * @param out  Receives the key type.
 * @return NPS_OK or NPS_ERROR_NULL; on error `out` is unchanged.
 */
NPS_EXPORT nps_status nps_groups_key_type(const nps_groups *self, nps_key_type *out);

/**
 * One group by its place, to iterate from 0 to nps_groups_size() - 1.
 *
 * The order is that in which the keys came first; a merge appends new keys in the order of the other object, and
 * nps_groups_sort() orders by key.
 *
 * @param self  The groups. NULL: NPS_ERROR_NULL.
 * @param index The place. Too large: NPS_ERROR_NOT_FOUND.
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
 * All groups together.
 *
 * @param self The groups. NULL: NPS_ERROR_NULL.
 * @param out  Receives the sum of all groups; empty when there are none.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_OVERFLOW; on error `out` is unchanged.
 */
NPS_EXPORT nps_status nps_groups_total(const nps_groups *self, nps_accumulator *out);

/**
 * Orders the groups by key: integers ascending, texts byte by byte, a text before its longer continuations.
 *
 * @param self The groups. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or NPS_ERROR_NULL. No allocation.
 */
NPS_EXPORT nps_status nps_groups_sort(nps_groups *self);

NPS_END_DECLARATIONS

#endif
