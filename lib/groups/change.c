/* Adding groups to others, and subtracting them. All that may take long can be interrupted, as nobody sees it before
 * the end: where the groups are is noted, and many new counts are put into a copy of the old ones, and many new keys
 * into a copy of the hash table. SPDX-License-Identifier: MIT */
#include "../accumulator.h"
#include "../allocator.h"
#include "../groups.h"
#include "../interrupt.h"

#include <stdbool.h>

/* Groups between two questions: less than a millisecond. */
enum { GROUPS_AT_ONCE = 1024 };

/* With this many groups their places are remembered, if there is memory for it; fewer are found again. */
enum { PLACES_WORTH = 1024 };

/* Changing fewer groups than these takes less than 0.1 s: this many, and this share of the groups that are there. More
 * are changed in a copy. */
enum { COPY_WORTH = 65536, COPY_SHARE = 16 };

static const uint32_t no_place = UINT32_MAX;
static const nps_interrupt never = {NULL, NULL};

/* What is done with the counts of each group. */
struct operation {
    bool (*is_possible)(const nps_accumulator *there, const nps_accumulator *counts);
    nps_status (*apply)(nps_accumulator *there, const nps_accumulator *counts);
    nps_status otherwise; /* if it is not possible */
};

struct change {
    nps_groups *self;
    const nps_groups_source *source;
    const struct operation *operation;
    const nps_interrupt *interrupt;
    uint32_t *places;     /* of the groups of the source before the change; NULL: not remembered */
    size_t before;        /* how many groups there were */
    nps_groups_need need; /* of the groups that were not there */
    bool is_possible;
    nps_accumulator *counts; /* those of the groups, or a copy of them */
};

static void note_place(struct change *change, size_t index, const nps_source_group *group, size_t place)
{
    const bool is_there = place != NPS_KEYS_NOWHERE;
    const nps_accumulator *there = is_there ? &change->self->accumulators[place] : &nps_accumulator_empty;
    if (!change->operation->is_possible(there, group->counts))
        change->is_possible = false;
    if (!is_there) {
        change->need.count++;
        change->need.text_length += group->key.length;
    }
    if (change->places)
        change->places[index] = is_there ? (uint32_t)place : no_place;
}

/* Finds some groups together, so that memory is waited for once. */
static nps_status find_some(struct change *change, size_t from, size_t count)
{
    nps_source_group groups[NPS_KEYS_MANY];
    nps_key keys[NPS_KEYS_MANY];
    size_t places[NPS_KEYS_MANY], i;
    for (i = 0; i < count; i++) {
        const nps_status status = change->source->read(change->source->context, from + i, &groups[i]);
        if (status)
            return status;
        keys[i] = groups[i].key;
    }
    nps_keys_find_many(&change->self->keys, keys, count, places);
    for (i = 0; i < count; i++)
        note_place(change, from + i, &groups[i], places[i]);
    return NPS_OK;
}

static nps_status find_all(struct change *change)
{
    nps_status status = NPS_OK;
    size_t from;
    for (from = 0; !status && from < change->source->count; from += NPS_KEYS_MANY) {
        const size_t left = change->source->count - from;
        status = nps_interrupt_check_every(change->interrupt, GROUPS_AT_ONCE, from);
        if (!status)
            status = find_some(change, from, left < NPS_KEYS_MANY ? left : NPS_KEYS_MANY);
    }
    return !status && !change->is_possible ? change->operation->otherwise : status;
}

static void forget_places(struct change *change)
{
    nps_allocator_release(&change->self->keys.allocator, change->places, change->source->count, sizeof *change->places);
    change->places = NULL;
}

/* The groups need the memory more than the places do. */
static nps_status make_room(struct change *change)
{
    const nps_status status = nps_groups_reserve(change->self, &change->need, change->interrupt);
    if (status != NPS_ERROR_MEMORY || !change->places)
        return status;
    forget_places(change);
    return nps_groups_reserve(change->self, &change->need, change->interrupt);
}

/* Does one thing with every group of the source. */
typedef nps_status visit_group(struct change *change, nps_keys *keys, size_t index, const nps_source_group *group);

static nps_status visit_all(struct change *change, nps_keys *keys, visit_group *visit, const nps_interrupt *interrupt)
{
    const nps_groups_source *source = change->source;
    nps_source_group group;
    nps_status status = NPS_OK;
    size_t i;
    for (i = 0; !status && i < source->count; i++) {
        status = nps_interrupt_check_every(interrupt, GROUPS_AT_ONCE, i);
        if (!status)
            status = source->read(source->context, i, &group);
        if (!status)
            status = visit(change, keys, i, &group);
    }
    return status;
}

static bool is_new(const struct change *change, const nps_keys *keys, size_t index, const nps_key *key)
{
    if (change->before == 0)
        return true;
    return change->places ? change->places[index] == no_place : nps_keys_find(keys, key) == NPS_KEYS_NOWHERE;
}

/* Appends a new group to `keys`, which are those of the groups or their fork. */
static nps_status append_if_new(struct change *change, nps_keys *keys, size_t index, const nps_source_group *group)
{
    if (is_new(change, keys, index, &group->key))
        change->counts[nps_keys_append(keys, &group->key)] = *group->counts;
    return NPS_OK;
}

/* Whether changing this many groups may take long, and whether somebody wants to interrupt it. */
static bool is_long(const struct change *change, size_t count)
{
    return change->interrupt->is_requested && count >= COPY_WORTH && count >= change->before / COPY_SHARE;
}

/* Groups without keys before are emptied at once; for others the new keys wait in a fork, or are few. */
static nps_status insert_new(struct change *change)
{
    nps_keys *keys = &change->self->keys, fork;
    const nps_keys_mark mark = nps_keys_get_mark(keys);
    nps_status status = NPS_ERROR_MEMORY;
    if (change->before != 0 && is_long(change, change->need.count))
        status = nps_keys_fork(keys, &fork, change->interrupt);
    if (!status) {
        status = visit_all(change, &fork, append_if_new, change->interrupt);
        if (status)
            nps_keys_drop(keys, &fork, &mark);
        else
            nps_keys_join(keys, &fork);
    }
    if (status != NPS_ERROR_MEMORY)
        return status;
    status = visit_all(change, keys, append_if_new, change->before == 0 ? change->interrupt : &never);
    if (status)
        nps_keys_return(keys, &mark);
    return status;
}

/* Changes the counts of a group that was there. */
static nps_status apply(struct change *change, nps_keys *keys, size_t index, const nps_source_group *group)
{
    const size_t place = change->places ? change->places[index] : nps_keys_find(keys, &group->key);
    return place < change->before ? change->operation->apply(&change->counts[place], group->counts) : NPS_OK;
}

/* Changes a copy of the counts, if many are changed and there is memory for it. */
static nps_status apply_to_copy(struct change *change)
{
    const nps_groups *self = change->self;
    nps_status status;
    if (!is_long(change, change->source->count - change->need.count))
        return NPS_OK;
    change->counts = nps_allocator_array(&self->keys.allocator, self->capacity, sizeof *change->counts);
    if (!change->counts) {
        change->counts = self->accumulators;
        return NPS_OK;
    }
    status = nps_interrupt_copy(change->interrupt, change->counts, self->accumulators,
                                change->before * sizeof *change->counts);
    return status ? status : visit_all(change, &change->self->keys, apply, change->interrupt);
}

/* Nothing has been changed before that anybody sees; what is left cannot fail. */
static nps_status finish(struct change *change, nps_status status)
{
    nps_groups *self = change->self;
    nps_accumulator *unused = change->counts;
    if (change->counts == self->accumulators)
        return status || change->need.count == change->source->count ? status
                                                                     : visit_all(change, &self->keys, apply, &never);
    if (!status) {
        unused = self->accumulators;
        self->accumulators = change->counts;
    }
    nps_allocator_release(&self->keys.allocator, unused, self->capacity, sizeof *unused);
    return status;
}

static nps_status carry_out(struct change *change, bool inserts)
{
    nps_status status;
    change->before = change->self->keys.count;
    change->is_possible = true;
    if (change->before != 0 && change->source->count >= PLACES_WORTH)
        change->places =
            nps_allocator_array(&change->self->keys.allocator, change->source->count, sizeof *change->places);
    status = find_all(change);
    if (!status && inserts && change->need.count != 0)
        status = make_room(change);
    change->counts = change->self->accumulators;
    if (!status)
        status = apply_to_copy(change);
    if (!status && inserts && change->need.count != 0)
        status = insert_new(change);
    status = finish(change, status);
    forget_places(change);
    return status;
}

nps_status nps_groups_merge_source(nps_groups *self, const nps_groups_source *source, const nps_interrupt *interrupt)
{
    static const struct operation merging = {nps_accumulator_can_merge, nps_accumulator_merge, NPS_ERROR_OVERFLOW};
    struct change change = {.self = self, .source = source, .operation = &merging, .interrupt = interrupt};
    return carry_out(&change, true);
}

/* Other groups, as the context of a source. */
struct other_groups {
    const nps_groups *groups;
};

static nps_status read_group(void *context, size_t index, nps_source_group *out)
{
    const nps_groups *from = ((const struct other_groups *)context)->groups;
    out->key = nps_keys_get(&from->keys, index);
    out->counts = &from->accumulators[index];
    return NPS_OK;
}

nps_status nps_groups_merge_asking(nps_groups *self, const nps_groups *from, const nps_interrupt *interrupt)
{
    struct other_groups other = {from};
    const nps_groups_source source = {&other, nps_groups_count(from), read_group};
    if (!self || !from)
        return NPS_ERROR_NULL;
    if (self->keys.type != from->keys.type)
        return NPS_ERROR_KEY;
    return nps_groups_merge_source(self, &source, interrupt);
}

nps_status nps_groups_merge(nps_groups *self, const nps_groups *from)
{
    return self ? nps_groups_merge_asking(self, from, &self->interrupt) : NPS_ERROR_NULL;
}

nps_status nps_groups_subtract(nps_groups *self, const nps_groups *part)
{
    static const struct operation subtracting = {nps_accumulator_has_part, nps_accumulator_subtract,
                                                 NPS_ERROR_UNDERFLOW};
    struct other_groups other = {part};
    const nps_groups_source source = {&other, nps_groups_count(part), read_group};
    struct change change = {.self = self, .source = &source, .operation = &subtracting};
    if (!self || !part)
        return NPS_ERROR_NULL;
    if (self->keys.type != part->keys.type)
        return NPS_ERROR_KEY;
    change.interrupt = &self->interrupt;
    return carry_out(&change, false);
}
