/* The internals of groups, for the files that add to them.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_GROUPS_INTERNAL_H
#define NPS_GROUPS_INTERNAL_H

#include "allocator.h"
#include "keys/keys.h"

#include <nps/groups.h>
#include <stddef.h>

struct nps_groups {
    nps_keys keys;
    nps_accumulator *accumulators; /* at the place of their key */
    size_t capacity;
    nps_budget budget; /* the keys' allocator */
    nps_interrupt interrupt;
};

/** The options without what was added after the first version. */
#define NPS_GROUPS_OPTIONS_OLDEST offsetof(nps_groups_options, memory_budget)

/** What new groups need: how many there are, with how many bytes of text in all. */
typedef struct nps_groups_need {
    size_t count, text_length;
} nps_groups_need;

/** Notes what adding `from` to the group of a key would need; NPS_ERROR_OVERFLOW when that group has no room for it. */
nps_status nps_groups_plan(const nps_groups *self, const nps_key *key, const nps_accumulator *from,
                           nps_groups_need *need);

/** Makes room, and asks while it copies many groups; what is there stays whether it succeeds or not. */
nps_status nps_groups_reserve(nps_groups *self, const nps_groups_need *need, const nps_interrupt *interrupt);

/** Reads the next places of an order, at most NPS_KEYS_MANY from the index `from` on, and returns how many. The groups
 * there are prefetched together, because many groups do not fit into the cache. */
size_t nps_groups_next_places(const nps_groups *self, const unsigned char *order, size_t from, size_t *places);

/** Puts an empty group of a key that is not there, for which there is room, and returns its place. */
size_t nps_groups_append(nps_groups *self, const nps_key *key);

/** The group of a key, empty when it is new; for a new one there must be room. */
nps_accumulator *nps_groups_at(nps_groups *self, const nps_key *key);

/** A group of a source. */
typedef struct nps_source_group {
    nps_key key;
    const nps_accumulator *counts;
    nps_accumulator room; /**< Room for counts that the source does not keep. */
} nps_source_group;

/** Groups to be added to others or subtracted from them; no key comes twice. */
typedef struct nps_groups_source {
    void *context;
    size_t count;
    /** Reads the next group. Every pass begins at index 0; all passes read the same. The text of a key lives until the
     * last pass. */
    nps_status (*read)(void *context, size_t index, nps_source_group *out);
} nps_groups_source;

/**
 * Adds all groups of a source.
 *
 * @return NPS_OK, what reading returned, NPS_ERROR_OVERFLOW, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED; on error
 * nothing changes.
 */
nps_status nps_groups_merge_source(nps_groups *self, const nps_groups_source *source, const nps_interrupt *interrupt);

/** nps_groups_merge() with an interrupt of its own. */
nps_status nps_groups_merge_asking(nps_groups *self, const nps_groups *from, const nps_interrupt *interrupt);

#endif
