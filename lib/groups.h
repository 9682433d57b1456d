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

/** Makes room; what is there stays whether it succeeds or not. */
nps_status nps_groups_reserve(nps_groups *self, const nps_groups_need *need);

/** Puts an empty group of a key that is not there, for which there is room, and returns its place. */
size_t nps_groups_append(nps_groups *self, const nps_key *key);

/** The group of a key, empty when it is new; for a new one there must be room. */
nps_accumulator *nps_groups_at(nps_groups *self, const nps_key *key);

#endif
