/* SPDX-License-Identifier: MIT */
#include "counting.h"

#include "../accumulator.h"
#include "../allocator.h"
#include "../interrupt.h"
#include "../status.h"
#include "../support/prefetch.h"
#include "cell.h"

#include <string.h>

/* How many rows are counted, and how many cells are made, before the caller is asked again whether to stop. */
enum { ROWS_BETWEEN_QUESTIONS = 16 * NPS_BLOCK, CELLS_AT_ONCE = 1024 };

/* With more cells than this the counters do not fit into the nearest caches and are prefetched. */
enum { NEAR_CELLS = 2048 };

/* The first number of cells that there is room for. */
enum { FIRST_CAPACITY = 64 };

void nps_cube_counting_init(nps_cube_counting *self, nps_cube *cube, const nps_interrupt *interrupt,
                            nps_error_detail *detail)
{
    const nps_keys *like = &cube->cells->keys;
    size_t i;
    memset(self, 0, sizeof *self);
    self->cube = cube;
    self->interrupt = interrupt->is_requested ? *interrupt : cube->cells->interrupt;
    self->detail = detail ? detail : &self->own_detail;
    for (i = 0; i < cube->key_count; i++) {
        self->keys[i].key = cube->keys[i];
        nps_combinations_init(&self->keys[i].combinations, &like->allocator, like->hash_key);
    }
}

void nps_cube_counting_release(nps_cube_counting *self)
{
    size_t i;
    for (i = 0; i < self->cube->key_count; i++) {
        nps_combinations_release(&self->keys[i].combinations);
        nps_groups_destroy(self->keys[i].values);
    }
    nps_allocator_release(&self->cube->cells->keys.allocator, self->cells, self->capacity, sizeof *self->cells);
}

nps_status nps_cube_counting_name_key(const nps_cube_counting *self, size_t key, nps_status status)
{
    const nps_error_detail told = *self->detail;
    return nps_explain(self->detail, status, "key %.40s: %s", self->keys[key].key.name, told.text);
}

/* Empty groups, whose memory comes from the budget of the cube. */
static nps_status create_values(const nps_cube *cube, nps_key_type type, nps_groups **out)
{
    const nps_keys *like = &cube->cells->keys;
    nps_groups_options options;
    nps_groups_options_init(&options);
    options.allocator = &like->allocator;
    options.key_type = type;
    options.hash_key[0] = like->hash_key[0];
    options.hash_key[1] = like->hash_key[1];
    return nps_groups_create(&options, out);
}

nps_status nps_cube_counting_open_key(nps_cube_counting *self, size_t key, nps_cube_type type)
{
    nps_counted_key *counted = &self->keys[key];
    nps_status status = nps_cell_check_type(&counted->key, type, self->detail);
    if (status)
        return status;
    if (counted->key.type == NPS_CUBE_NULL)
        counted->key.type = type;
    if (!counted->values) /* of nulls only, either type has none */
        status = create_values(self->cube, counted->key.type == NPS_CUBE_TEXT ? NPS_KEY_TEXT : NPS_KEY_INTEGER,
                               &counted->values);
    counted->finder.groups = counted->values;
    counted->finder.interrupt = self->interrupt;
    counted->finder.detail = self->detail;
    return nps_explain_status(self->detail, status);
}

/* A value of a key by its place. */
static nps_cube_value value_at(const nps_counted_key *counted, size_t place)
{
    const nps_key key = nps_keys_get(&counted->values->keys, place);
    return (nps_cube_value){counted->key.type, key.length, key.text, key.integer};
}

static size_t row_of(const uint32_t *places, size_t place)
{
    size_t row = 0;
    while (places[row] != place)
        row++;
    return row;
}

/* Checks the values of a key that a block has brought. */
static nps_status check_values(const nps_cube_counting *self, const nps_counted_key *counted, size_t before,
                               size_t from, const uint32_t *places)
{
    size_t i;
    for (i = before; i < nps_groups_count(counted->values); i++) {
        const nps_cube_value value = value_at(counted, i);
        const nps_status status = nps_cell_check(&counted->key, &value, self->detail);
        if (status) {
            const nps_error_detail told = *self->detail;
            return nps_explain(self->detail, status, "row %zu, %s", from + row_of(places, i), told.text);
        }
    }
    return NPS_OK;
}

/* The number of combinations of the first keys. Those of the first of several keys are not numbered anew: they are the
 * places of its values plus one, and 0 for null. */
static size_t count_combinations(const nps_cube_counting *self, size_t keys)
{
    if (keys == 0)
        return self->has_rows;
    return keys == 1 && self->cube->key_count > 1 ? nps_groups_count(self->keys[0].values) + 1
                                                  : nps_combinations_count(&self->keys[keys - 1].combinations);
}

/* The places of the values of a key. */
static nps_status find_values(nps_cube_counting *self, size_t key, size_t from, size_t count, uint32_t *places)
{
    nps_counted_key *counted = &self->keys[key];
    const size_t before = nps_groups_count(counted->values);
    const nps_status status = nps_key_finder_places(&counted->finder, from, count, places);
    return status ? nps_cube_counting_name_key(self, key, status) : check_values(self, counted, before, from, places);
}

/* The combinations of the values of a key with the combinations of the keys before. */
static nps_status add_key(nps_cube_counting *self, size_t key, size_t from, size_t count, const uint32_t *before,
                          uint32_t *combinations)
{
    uint32_t places[NPS_BLOCK];
    nps_pairs pairs = {before, places, count, count_combinations(self, key), 0};
    const nps_status status = find_values(self, key, from, count, places);
    if (status)
        return status;
    pairs.right_limit = nps_groups_count(self->keys[key].values) + 1;
    return nps_explain_status(
        self->detail, nps_combinations_find(&self->keys[key].combinations, &pairs, combinations, &self->interrupt));
}

/* The combinations of the first of several keys. */
static nps_status begin_keys(nps_cube_counting *self, size_t from, size_t count, uint32_t *combinations)
{
    const nps_status status = find_values(self, 0, from, count, combinations);
    size_t i;
    for (i = 0; !status && i < count; i++)
        combinations[i]++;
    return status;
}

/* The cells of a block, in one of two rooms. */
static nps_status find_cells(nps_cube_counting *self, size_t from, size_t count, uint32_t rooms[2][NPS_BLOCK],
                             const uint32_t **cells)
{
    nps_status status = NPS_OK;
    size_t key;
    int now = 0;
    if (self->cube->key_count > 1)
        status = begin_keys(self, from, count, rooms[now]);
    else
        memset(rooms[now], 0, sizeof rooms[now]);
    for (key = self->cube->key_count > 1; !status && key < self->cube->key_count; key++, now = !now)
        status = add_key(self, key, from, count, rooms[now], rooms[!now]);
    *cells = rooms[now];
    return status;
}

/* Makes room for the counts of the cells. */
static nps_status reserve(nps_cube_counting *self, size_t count)
{
    const nps_allocator *allocator = &self->cube->cells->keys.allocator;
    size_t capacity = self->capacity ? self->capacity : FIRST_CAPACITY;
    nps_accumulator *cells;
    if (count <= self->capacity)
        return NPS_OK;
    while (capacity < count)
        capacity *= 2;
    cells = nps_allocator_array(allocator, capacity, sizeof *cells);
    if (!cells)
        return NPS_ERROR_MEMORY;
    if (self->capacity != 0)
        memcpy(cells, self->cells, self->capacity * sizeof *cells);
    memset(cells + self->capacity, 0, (capacity - self->capacity) * sizeof *cells);
    nps_allocator_release(allocator, self->cells, self->capacity, sizeof *self->cells);
    self->cells = cells;
    self->capacity = capacity;
    return NPS_OK;
}

static size_t count_cells(const nps_cube_counting *self)
{
    return count_combinations(self, self->cube->key_count);
}

static void prefetch_counters(const uint64_t *counters, const uint32_t *cells, const uint8_t *bins, size_t count)
{
    size_t i;
    for (i = 0; i < count; i++)
        NPS_PREFETCH_TO_WRITE(&counters[(size_t)cells[i] * NPS_BINS + bins[i]]);
}

static void count_bins(uint64_t *counters, const uint32_t *cells, const uint8_t *bins, size_t count)
{
    size_t i;
    for (i = 0; i + 4 <= count; i += 4) {
        counters[(size_t)cells[i] * NPS_BINS + bins[i]]++;
        counters[(size_t)cells[i + 1] * NPS_BINS + bins[i + 1]]++;
        counters[(size_t)cells[i + 2] * NPS_BINS + bins[i + 2]]++;
        counters[(size_t)cells[i + 3] * NPS_BINS + bins[i + 3]]++;
    }
    for (; i < count; i++)
        counters[(size_t)cells[i] * NPS_BINS + bins[i]]++;
}

static nps_status count_block(nps_cube_counting *self, size_t from, size_t count)
{
    uint32_t rooms[2][NPS_BLOCK];
    const uint32_t *cells;
    uint8_t bins[NPS_BLOCK];
    nps_status status = nps_arrow_bins(&self->answers, from, count, bins, self->detail);
    self->has_rows = true;
    if (!status)
        status = find_cells(self, from, count, rooms, &cells);
    if (!status)
        status = nps_explain_status(self->detail, reserve(self, count_cells(self)));
    if (status)
        return status;
    if (count_cells(self) > NEAR_CELLS)
        prefetch_counters((uint64_t *)self->cells, cells, bins, count);
    count_bins((uint64_t *)self->cells, cells, bins, count);
    return NPS_OK;
}

static nps_status count_rows(nps_cube_counting *self, size_t length)
{
    nps_status status = NPS_OK;
    size_t from;
    for (from = 0; !status && from < length; from += NPS_BLOCK) {
        if (from % ROWS_BETWEEN_QUESTIONS == 0)
            status = nps_explain_status(self->detail, nps_interrupt_check(&self->interrupt));
        if (!status)
            status = count_block(self, from, length - from < NPS_BLOCK ? length - from : NPS_BLOCK);
    }
    return status;
}

nps_status nps_cube_counting_add(nps_cube_counting *self, size_t length)
{
    nps_status status = NPS_OK;
    size_t opened = 0;
    while (!status && opened < self->cube->key_count)
        status = nps_key_finder_open(&self->keys[opened++].finder);
    if (!status)
        status = count_rows(self, length);
    while (opened > 0)
        nps_key_finder_close(&self->keys[--opened].finder);
    return status;
}

/* Adds a cell to groups of cells. */
static nps_status put_cell(const nps_cube_counting *self, size_t number, nps_groups *into)
{
    const nps_allocator *allocator = &self->cube->cells->keys.allocator;
    nps_cube_value values[NPS_CUBE_KEYS_MAX];
    uint32_t combination = (uint32_t)number;
    nps_cell cell;
    nps_status status;
    size_t key;
    for (key = self->cube->key_count; key > 0; key--) {
        const nps_counted_key *counted = &self->keys[key - 1];
        const bool is_place = key == 1 && self->cube->key_count > 1;
        const uint32_t place = is_place ? combination : nps_combinations_split(&counted->combinations, &combination);
        values[key - 1] = (nps_cube_value){NPS_CUBE_NULL, 0, NULL, 0};
        if (place != 0)
            values[key - 1] = value_at(counted, place - 1);
    }
    status = nps_cell_write(&cell, values, self->cube->key_count, allocator);
    if (!status)
        status = nps_groups_merge_text(into, cell.bytes, cell.length, &self->cells[number]);
    nps_cell_release(&cell, allocator);
    return status;
}

nps_status nps_cube_counting_finish(nps_cube_counting *self)
{
    nps_cube *cube = self->cube;
    nps_groups *cells;
    size_t i;
    nps_status status = create_values(cube, NPS_KEY_TEXT, &cells);
    if (status)
        return nps_explain_status(self->detail, status);
    for (i = 0; !status && i < count_cells(self); i++) {
        status = put_cell(self, i, cells);
        if (!status)
            status = nps_interrupt_check_every(&self->interrupt, CELLS_AT_ONCE, i);
    }
    if (!status)
        status = nps_groups_merge_asking(cube->cells, cells, &self->interrupt);
    nps_groups_destroy(cells);
    for (i = 0; !status && i < cube->key_count; i++)
        if (cube->keys[i].type == NPS_CUBE_NULL)
            cube->keys[i].type = self->keys[i].key.type;
    return nps_explain_status(self->detail, status);
}
