/* SPDX-License-Identifier: MIT */
#include "groups.h"

#include "accumulator.h"
#include "allocator.h"
#include "bytes/order.h"
#include "interrupt.h"
#include "keys/entropy.h"
#include "support/options.h"
#include "support/prefetch.h"

#include <string.h>

nps_status nps_groups_create(const nps_groups_options *options, nps_groups **out)
{
    nps_groups_options read;
    nps_budget budget;
    nps_allocator allocator;
    nps_groups *self;
    if (!out)
        return NPS_ERROR_NULL;
    nps_groups_options_init(&read);
    if (options) {
        const nps_status status = nps_options_read(&read, sizeof read, NPS_GROUPS_OPTIONS_OLDEST, options);
        if (status)
            return status;
    }
    if (read.key_type != NPS_KEY_TEXT && read.key_type != NPS_KEY_INTEGER)
        return NPS_ERROR_KEY;
    if (!nps_allocator_read(&budget.source, read.allocator))
        return NPS_ERROR_NULL;
    budget.limit = read.memory_budget != 0 ? read.memory_budget : UINT64_MAX;
    budget.used = 0;
    if (read.hash_key[0] == 0 && read.hash_key[1] == 0 && !nps_entropy(read.hash_key))
        return NPS_ERROR_ENTROPY;
    allocator = nps_budget_allocator(&budget);
    self = nps_allocator_array(&allocator, 1, sizeof *self);
    if (!self)
        return NPS_ERROR_MEMORY;
    self->budget = budget;
    self->interrupt = read.interrupt;
    allocator = nps_budget_allocator(&self->budget);
    nps_keys_init(&self->keys, read.key_type, &allocator, read.hash_key);
    self->accumulators = NULL;
    self->capacity = 0;
    *out = self;
    return NPS_OK;
}

void nps_groups_destroy(nps_groups *self)
{
    nps_allocator source;
    if (!self)
        return;
    nps_allocator_release(&self->keys.allocator, self->accumulators, self->capacity, sizeof *self->accumulators);
    nps_keys_release(&self->keys);
    source = self->budget.source;
    nps_allocator_release(&source, self, 1, sizeof *self);
}

nps_status nps_groups_plan(const nps_groups *self, const nps_key *key, const nps_accumulator *from,
                           nps_groups_need *need)
{
    const size_t place = nps_keys_find(&self->keys, key);
    if (place != NPS_KEYS_NOWHERE)
        return nps_accumulator_can_merge(&self->accumulators[place], from) ? NPS_OK : NPS_ERROR_OVERFLOW;
    need->count++;
    need->text_length += key->length;
    return NPS_OK;
}

nps_status nps_groups_reserve(nps_groups *self, const nps_groups_need *need, const nps_interrupt *interrupt)
{
    const nps_allocator *allocator = &self->keys.allocator;
    nps_accumulator *accumulators;
    nps_status status;
    if (need->count == 0)
        return NPS_OK;
    status = nps_keys_grow(&self->keys, need->count, need->text_length, interrupt);
    if (status || self->capacity >= self->keys.capacity)
        return status;
    accumulators = nps_allocator_array(allocator, self->keys.capacity, sizeof *accumulators);
    if (!accumulators)
        return NPS_ERROR_MEMORY;
    status = nps_interrupt_copy(interrupt, accumulators, self->accumulators, self->keys.count * sizeof *accumulators);
    if (status) {
        nps_allocator_release(allocator, accumulators, self->keys.capacity, sizeof *accumulators);
        return status;
    }
    nps_allocator_release(allocator, self->accumulators, self->capacity, sizeof *accumulators);
    self->accumulators = accumulators;
    self->capacity = self->keys.capacity;
    return NPS_OK;
}

size_t nps_groups_next_places(const nps_groups *self, const unsigned char *order, size_t from, size_t *places)
{
    const size_t left = self->keys.count - from, count = left < NPS_KEYS_MANY ? left : NPS_KEYS_MANY;
    size_t i;
    for (i = 0; i < count; i++) {
        places[i] = nps_order_get(order, from + i);
        NPS_PREFETCH(&self->accumulators[places[i]].answers[0]);
        NPS_PREFETCH(&self->accumulators[places[i]].invalid);
    }
    nps_keys_prefetch(&self->keys, places, count);
    return count;
}

size_t nps_groups_append(nps_groups *self, const nps_key *key)
{
    const size_t place = nps_keys_append(&self->keys, key);
    memset(&self->accumulators[place], 0, sizeof *self->accumulators);
    return place;
}

nps_accumulator *nps_groups_at(nps_groups *self, const nps_key *key)
{
    const size_t place = nps_keys_find(&self->keys, key);
    return &self->accumulators[place != NPS_KEYS_NOWHERE ? place : nps_groups_append(self, key)];
}

static nps_status check_key(const nps_groups *self, nps_key_type type, const nps_key *key)
{
    if (!self)
        return NPS_ERROR_NULL;
    if (self->keys.type != type)
        return NPS_ERROR_KEY;
    if (type == NPS_KEY_TEXT && !key->text && key->length != 0)
        return NPS_ERROR_NULL;
    return NPS_OK;
}

static nps_status merge_key(nps_groups *self, nps_key_type type, const nps_key *key, const nps_accumulator *from)
{
    nps_groups_need need = {0, 0};
    nps_status status = check_key(self, type, key);
    if (!status && !from)
        status = NPS_ERROR_NULL;
    if (!status)
        status = nps_groups_plan(self, key, from, &need);
    if (!status)
        status = nps_groups_reserve(self, &need, &self->interrupt);
    return status ? status : nps_accumulator_merge(nps_groups_at(self, key), from);
}

static nps_status add_key(nps_groups *self, nps_key_type type, const nps_key *key, int64_t answer, uint64_t times)
{
    nps_accumulator counted = {{0}, 0, 0};
    const nps_status status = nps_accumulator_add_n(&counted, answer, times);
    return status ? status : merge_key(self, type, key, &counted);
}

static nps_status add_missing(nps_groups *self, nps_key_type type, const nps_key *key, uint64_t times)
{
    const nps_accumulator counted = {{0}, times, 0};
    return merge_key(self, type, key, &counted);
}

static nps_status find_key(const nps_groups *self, nps_key_type type, const nps_key *key, nps_accumulator *out)
{
    nps_status status = check_key(self, type, key);
    size_t place;
    if (!status && !out)
        status = NPS_ERROR_NULL;
    if (status)
        return status;
    place = nps_keys_find(&self->keys, key);
    if (place == NPS_KEYS_NOWHERE)
        return NPS_ERROR_NOT_FOUND;
    *out = self->accumulators[place];
    return NPS_OK;
}

nps_status nps_groups_add_text(nps_groups *self, const char *key, size_t length, int64_t answer, uint64_t times)
{
    return add_key(self, NPS_KEY_TEXT, &(nps_key){key, length, 0}, answer, times);
}

nps_status nps_groups_add_integer(nps_groups *self, int64_t key, int64_t answer, uint64_t times)
{
    return add_key(self, NPS_KEY_INTEGER, &(nps_key){NULL, 0, key}, answer, times);
}

nps_status nps_groups_add_missing_text(nps_groups *self, const char *key, size_t length, uint64_t times)
{
    return add_missing(self, NPS_KEY_TEXT, &(nps_key){key, length, 0}, times);
}

nps_status nps_groups_add_missing_integer(nps_groups *self, int64_t key, uint64_t times)
{
    return add_missing(self, NPS_KEY_INTEGER, &(nps_key){NULL, 0, key}, times);
}

nps_status nps_groups_merge_text(nps_groups *self, const char *key, size_t length, const nps_accumulator *from)
{
    return merge_key(self, NPS_KEY_TEXT, &(nps_key){key, length, 0}, from);
}

nps_status nps_groups_merge_integer(nps_groups *self, int64_t key, const nps_accumulator *from)
{
    return merge_key(self, NPS_KEY_INTEGER, &(nps_key){NULL, 0, key}, from);
}

nps_status nps_groups_find_text(const nps_groups *self, const char *key, size_t length, nps_accumulator *out)
{
    return find_key(self, NPS_KEY_TEXT, &(nps_key){key, length, 0}, out);
}

nps_status nps_groups_find_integer(const nps_groups *self, int64_t key, nps_accumulator *out)
{
    return find_key(self, NPS_KEY_INTEGER, &(nps_key){NULL, 0, key}, out);
}

size_t nps_groups_count(const nps_groups *self)
{
    return self ? self->keys.count : 0;
}

nps_status nps_groups_key_type(const nps_groups *self, nps_key_type *out)
{
    if (!self || !out)
        return NPS_ERROR_NULL;
    *out = self->keys.type;
    return NPS_OK;
}

nps_status nps_groups_get(const nps_groups *self, size_t index, nps_group *out)
{
    nps_key key;
    if (!self || !out)
        return NPS_ERROR_NULL;
    if (index >= self->keys.count)
        return NPS_ERROR_NOT_FOUND;
    key = nps_keys_get(&self->keys, index);
    out->text = key.text;
    out->text_length = key.length;
    out->integer = key.integer;
    out->accumulator = self->accumulators[index];
    return NPS_OK;
}

nps_status nps_groups_total(const nps_groups *self, nps_accumulator *out)
{
    nps_accumulator total = {{0}, 0, 0};
    nps_status status = NPS_OK;
    size_t i;
    if (!self || !out)
        return NPS_ERROR_NULL;
    for (i = 0; !status && i < self->keys.count; i++)
        status = nps_accumulator_merge(&total, &self->accumulators[i]);
    if (!status)
        *out = total;
    return status;
}
