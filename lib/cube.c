/* SPDX-License-Identifier: MIT */
#include "cube.h"

#include "allocator.h"
#include "cube/cell.h"
#include "status.h"
#include "support/options.h"

#include <string.h>

static nps_status check_keys(const nps_cube_key *keys, size_t key_count)
{
    size_t i, j;
    if (key_count > NPS_CUBE_KEYS_MAX)
        return NPS_ERROR_KEY;
    if (!keys && key_count != 0)
        return NPS_ERROR_NULL;
    for (i = 0; i < key_count; i++) {
        if (!keys[i].name)
            return NPS_ERROR_NULL;
        if (keys[i].name[0] == 0 || strlen(keys[i].name) > NPS_CUBE_NAME_MAX ||
            (unsigned)keys[i].type > NPS_CUBE_BOOLEAN)
            return NPS_ERROR_KEY;
        for (j = 0; j < i; j++)
            if (strcmp(keys[i].name, keys[j].name) == 0)
                return NPS_ERROR_KEY;
    }
    return NPS_OK;
}

/* The copies of the names are next to each other. */
static void copy_keys(nps_cube *self, const nps_cube_key *keys)
{
    char *to = self->names;
    size_t i;
    for (i = 0; i < self->key_count; i++) {
        const size_t size = strlen(keys[i].name) + 1;
        memcpy(to, keys[i].name, size);
        self->keys[i] = (nps_cube_key){to, keys[i].type};
        to += size;
    }
}

static nps_status create_around(nps_groups *cells, const nps_cube_key *keys, size_t key_count, nps_cube **out)
{
    const nps_allocator *allocator = &cells->keys.allocator;
    nps_cube *self = nps_allocator_array(allocator, 1, sizeof *self);
    size_t i;
    if (!self)
        return NPS_ERROR_MEMORY;
    self->cells = cells;
    self->key_count = key_count;
    self->names_size = 1;
    for (i = 0; i < key_count; i++)
        self->names_size += strlen(keys[i].name) + 1;
    self->names = nps_allocator_array(allocator, self->names_size, 1);
    if (!self->names) {
        nps_allocator_release(allocator, self, 1, sizeof *self);
        return NPS_ERROR_MEMORY;
    }
    copy_keys(self, keys);
    *out = self;
    return NPS_OK;
}

static nps_status create(const nps_groups_options *options, const nps_cube_key *keys, size_t key_count, nps_cube **out)
{
    nps_groups *cells;
    nps_status status = nps_groups_create(options, &cells);
    if (status)
        return status;
    status = create_around(cells, keys, key_count, out);
    if (status)
        nps_groups_destroy(cells);
    return status;
}

nps_status nps_cube_create(const nps_cube_key *keys, size_t key_count, const nps_cube_options *options, nps_cube **out)
{
    nps_cube_options read;
    nps_groups_options cells;
    nps_status status = out ? check_keys(keys, key_count) : NPS_ERROR_NULL;
    nps_cube_options_init(&read);
    if (!status && options)
        status = nps_options_read(&read, sizeof read, sizeof read, options);
    if (status)
        return status;
    nps_groups_options_init(&cells);
    cells.allocator = read.allocator;
    cells.hash_key[0] = read.hash_key[0];
    cells.hash_key[1] = read.hash_key[1];
    cells.memory_budget = read.memory_budget;
    cells.interrupt = read.interrupt;
    return create(&cells, keys, key_count, out);
}

nps_status nps_cube_create_like(const nps_cube *self, const nps_cube_key *keys, size_t key_count, nps_cube **out)
{
    const nps_groups *like = self->cells;
    nps_groups_options cells;
    nps_groups_options_init(&cells);
    cells.allocator = &like->budget.source;
    cells.hash_key[0] = like->keys.hash_key[0];
    cells.hash_key[1] = like->keys.hash_key[1];
    cells.memory_budget = like->budget.limit != UINT64_MAX ? like->budget.limit : 0;
    cells.interrupt = like->interrupt;
    return create(&cells, keys, key_count, out);
}

void nps_cube_destroy(nps_cube *self)
{
    nps_groups *cells;
    if (!self)
        return;
    cells = self->cells;
    nps_allocator_release(&cells->keys.allocator, self->names, self->names_size, 1);
    nps_allocator_release(&cells->keys.allocator, self, 1, sizeof *self);
    nps_groups_destroy(cells);
}

/* Sets a cell to values that the caller passed. */
static nps_status open_cell(const nps_cube *self, const nps_cube_value *values, nps_cell *cell,
                            nps_error_detail *detail)
{
    nps_status status = NPS_OK;
    size_t i;
    cell->bytes = cell->near;
    if (!values && self->key_count != 0)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    for (i = 0; !status && i < self->key_count; i++)
        status = nps_cell_check(&self->keys[i], &values[i], detail);
    return status ? status
                  : nps_explain_status(detail,
                                       nps_cell_write(cell, values, self->key_count, &self->cells->keys.allocator));
}

/* A key without a type has that of its first value. */
static void settle_type(nps_cube_key *key, nps_cube_type type)
{
    if (key->type == NPS_CUBE_NULL)
        key->type = type;
}

static void settle_types(nps_cube *self, const nps_cube_value *values)
{
    size_t i;
    for (i = 0; i < self->key_count; i++)
        settle_type(&self->keys[i], values[i].type);
}

nps_status nps_cube_merge_cell(nps_cube *self, const nps_cube_value *values, const nps_accumulator *from,
                               nps_error_detail *detail)
{
    nps_cell cell;
    nps_status status;
    if (!self || !from)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    status = open_cell(self, values, &cell, detail);
    if (!status) {
        status = nps_explain_status(detail, nps_groups_merge_text(self->cells, cell.bytes, cell.length, from));
        if (!status)
            settle_types(self, values);
    }
    nps_cell_release(&cell, &self->cells->keys.allocator);
    return status;
}

nps_status nps_cube_add(nps_cube *self, const nps_cube_value *values, int64_t answer, uint64_t times,
                        nps_error_detail *detail)
{
    nps_accumulator counted = {{0}, 0, 0};
    (void)nps_accumulator_add_n(&counted, answer, times);
    return nps_cube_merge_cell(self, values, &counted, detail);
}

nps_status nps_cube_add_missing(nps_cube *self, const nps_cube_value *values, uint64_t times, nps_error_detail *detail)
{
    const nps_accumulator counted = {{0}, times, 0};
    return nps_cube_merge_cell(self, values, &counted, detail);
}

nps_status nps_cube_check_keys(const nps_cube *self, const nps_cube_key *keys, size_t key_count,
                               nps_error_detail *detail)
{
    static const char types[][9] = {"", "texts", "integers", "days", "booleans"};
    size_t i;
    if (self->key_count != key_count)
        return nps_explain(detail, NPS_ERROR_KEY, "expected %zu keys, got %zu", self->key_count, key_count);
    for (i = 0; i < key_count; i++) {
        const nps_cube_type mine = self->keys[i].type, theirs = keys[i].type;
        if (strcmp(self->keys[i].name, keys[i].name) != 0)
            return nps_explain(detail, NPS_ERROR_KEY, "expected the key \"%.40s\", got \"%.40s\"", self->keys[i].name,
                               keys[i].name);
        if (mine != theirs && mine != NPS_CUBE_NULL && theirs != NPS_CUBE_NULL)
            return nps_explain(detail, NPS_ERROR_KEY, "expected %s in the key \"%.40s\", got %s", types[mine],
                               keys[i].name, types[theirs]);
    }
    return NPS_OK;
}

void nps_cube_settle(nps_cube *self, const nps_cube_key *keys)
{
    size_t i;
    for (i = 0; i < self->key_count; i++)
        settle_type(&self->keys[i], keys[i].type);
}

static nps_status check_both(const nps_cube *self, const nps_cube *other)
{
    return self && other ? nps_cube_check_keys(self, other->keys, other->key_count, NULL) : NPS_ERROR_NULL;
}

nps_status nps_cube_merge(nps_cube *self, const nps_cube *from)
{
    nps_status status = check_both(self, from);
    if (!status)
        status = nps_groups_merge(self->cells, from->cells);
    if (!status)
        nps_cube_settle(self, from->keys);
    return status;
}

nps_status nps_cube_subtract(nps_cube *self, const nps_cube *part)
{
    const nps_status status = check_both(self, part);
    return status ? status : nps_groups_subtract(self->cells, part->cells);
}

nps_status nps_cube_sort(nps_cube *self)
{
    return self ? nps_groups_sort(self->cells) : NPS_ERROR_NULL;
}

size_t nps_cube_count(const nps_cube *self)
{
    return self ? nps_groups_count(self->cells) : 0;
}

size_t nps_cube_key_count(const nps_cube *self)
{
    return self ? self->key_count : 0;
}

nps_status nps_cube_key_at(const nps_cube *self, size_t index, nps_cube_key *out)
{
    if (!self || !out)
        return NPS_ERROR_NULL;
    if (index >= self->key_count)
        return NPS_ERROR_NOT_FOUND;
    *out = self->keys[index];
    return NPS_OK;
}

nps_status nps_cube_get(const nps_cube *self, size_t index, nps_cube_value *values, nps_accumulator *out)
{
    nps_group group;
    nps_status status;
    size_t i;
    if (!self || !out || (!values && self->key_count != 0))
        return NPS_ERROR_NULL;
    status = nps_groups_get(self->cells, index, &group);
    if (status)
        return status;
    for (i = 0; i < self->key_count; i++)
        group.text = nps_cell_read(group.text, self->keys[i].type, &values[i]);
    *out = group.accumulator;
    return NPS_OK;
}

nps_status nps_cube_find(const nps_cube *self, const nps_cube_value *values, nps_accumulator *out,
                         nps_error_detail *detail)
{
    nps_cell cell;
    nps_status status;
    if (!self || !out)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    status = open_cell(self, values, &cell, detail);
    if (!status)
        status = nps_explain_status(detail, nps_groups_find_text(self->cells, cell.bytes, cell.length, out));
    nps_cell_release(&cell, &self->cells->keys.allocator);
    return status;
}

nps_status nps_cube_total(const nps_cube *self, nps_accumulator *out)
{
    return self ? nps_groups_total(self->cells, out) : NPS_ERROR_NULL;
}
