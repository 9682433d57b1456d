/* SPDX-License-Identifier: MIT */
#include "rollup_lines.h"

#include "../allocator.h"
#include "../bytes/order.h"
#include "../interrupt.h"
#include "cell.h"
#include "size.h"

#include <string.h>

/* Cells between two questions: less than a millisecond. */
enum { CELLS_AT_ONCE = 1024 };

const nps_allocator *nps_rollup_allocator(const nps_rollup_lines *self)
{
    return &self->cube->cells->keys.allocator;
}

/* The keys of all roll-ups, in ascending order. */
static size_t all_keys(const nps_rollup_lines *self, size_t keys[NPS_CUBE_KEYS_MAX])
{
    size_t count = 0, key, i, j;
    for (key = 0; key < self->cube->key_count; key++) {
        bool is_there = false;
        for (i = 0; i < self->rollup_count; i++)
            for (j = 0; j < self->rollups[i].key_count; j++)
                is_there = is_there || self->rollups[i].keys[j] == key;
        if (is_there)
            keys[count++] = key;
    }
    return count;
}

static nps_status roll_up(const nps_cube *cube, const size_t *keys, size_t key_count, nps_cube **out)
{
    const nps_status status = nps_cube_rollup(cube, keys, key_count, out);
    return status ? status : nps_cube_sort(*out);
}

nps_status nps_rollup_lines_init(nps_rollup_lines *self, nps_cube *cube, const nps_cube_selection *rollups,
                                 size_t count)
{
    size_t keys[NPS_CUBE_KEYS_MAX], i;
    nps_status status;
    memset(self, 0, sizeof *self);
    self->cube = cube;
    self->rollups = rollups;
    self->rollup_count = count;
    status = nps_cube_sort(cube);
    for (i = 0; !status && i < count; i++) {
        status = roll_up(cube, rollups[i].keys, rollups[i].key_count, &self->rolled[i]);
        self->first_line[i + 1] = self->first_line[i] + nps_cube_count(self->rolled[i]);
    }
    self->line_count = self->first_line[count];
    if (status)
        return status;
    i = all_keys(self, keys);
    status = roll_up(cube, keys, i, &self->fine);
    self->cell_count = nps_cube_count(self->fine);
    return status;
}

void nps_rollup_lines_release(nps_rollup_lines *self)
{
    const nps_allocator *allocator = nps_rollup_allocator(self);
    const size_t for_rollups = self->rollup_count * sizeof *self->places;
    size_t i;
    nps_allocator_release(allocator, self->sets, self->line_count, sizeof *self->sets);
    nps_allocator_release(allocator, self->places, self->cell_count, for_rollups);
    nps_allocator_release(allocator, self->line_of, self->cell_count, for_rollups);
    nps_allocator_release(allocator, self->sizes, self->cell_count, sizeof *self->sizes);
    nps_cube_destroy(self->fine);
    for (i = 0; i < self->rollup_count; i++)
        nps_cube_destroy(self->rolled[i]);
}

/* The line of a roll-up that a cell of a cube belongs to, which has the keys of the roll-up among others. */
static nps_status find_line(const nps_rollup_lines *self, const nps_cube *from, size_t cell, size_t rollup,
                            size_t *line)
{
    const nps_cube *rolled = self->rolled[rollup];
    nps_cube_value values[NPS_CUBE_KEYS_MAX] = {{NPS_CUBE_NULL, 0, NULL, 0}}, chosen[NPS_CUBE_KEYS_MAX];
    nps_accumulator counts;
    nps_cell bytes;
    nps_status status = nps_cube_get(from, cell, values, &counts);
    size_t i, j;
    if (status)
        return status;
    for (i = 0; i < rolled->key_count; i++)
        for (j = 0; j < from->key_count; j++)
            if (strcmp(rolled->keys[i].name, from->keys[j].name) == 0)
                chosen[i] = values[j];
    status = nps_cell_write(&bytes, chosen, rolled->key_count, nps_rollup_allocator(self));
    if (!status) {
        const nps_key key = {bytes.bytes, bytes.length, 0};
        *line = self->first_line[rollup] + nps_keys_find(&rolled->cells->keys, &key);
    }
    nps_cell_release(&bytes, nps_rollup_allocator(self));
    return status;
}

static nps_status read_counts(nps_rollup_lines *self, size_t rollup)
{
    nps_cube_value values[NPS_CUBE_KEYS_MAX];
    nps_status status = NPS_OK;
    size_t line;
    for (line = self->first_line[rollup]; !status && line < self->first_line[rollup + 1]; line++) {
        self->lines[line].rollup = rollup;
        self->lines[line].cell = SIZE_MAX;
        self->lines[line].is_withheld = 0;
        status =
            nps_cube_get(self->rolled[rollup], line - self->first_line[rollup], values, &self->lines[line].accumulator);
    }
    return status;
}

nps_status nps_rollup_lines_read(nps_rollup_lines *self, nps_cube_rollup_line *lines)
{
    nps_status status = NPS_OK;
    size_t rollup, line, cell;
    self->lines = lines;
    for (rollup = 0; !status && rollup < self->rollup_count; rollup++)
        status = read_counts(self, rollup);
    for (cell = 0; !status && cell < nps_cube_count(self->cube); cell++) {
        for (rollup = 0; !status && rollup < self->rollup_count; rollup++) {
            status = find_line(self, self->cube, cell, rollup, &line);
            if (!status && lines[line].cell == SIZE_MAX)
                lines[line].cell = cell;
        }
        if (!status)
            status = nps_interrupt_check_every(&self->cube->cells->interrupt, CELLS_AT_ONCE, cell);
    }
    return status;
}

static nps_status allocate(nps_rollup_lines *self)
{
    const nps_allocator *allocator = nps_rollup_allocator(self);
    const size_t for_rollups = self->rollup_count * sizeof *self->places;
    self->sizes = nps_allocator_array(allocator, self->cell_count, sizeof *self->sizes);
    self->line_of = nps_allocator_array(allocator, self->cell_count, for_rollups);
    self->places = nps_allocator_array(allocator, self->cell_count, for_rollups);
    self->sets = nps_allocator_array(allocator, self->line_count, sizeof *self->sets);
    if (!self->sizes || !self->line_of || !self->places || !self->sets)
        return NPS_ERROR_MEMORY;
    memset(self->sets, 0, self->line_count * sizeof *self->sets);
    return NPS_OK;
}

static int compare_sizes(const void *context, size_t a, size_t b)
{
    const uint64_t *sizes = context;
    return sizes[a] != sizes[b] ? (sizes[a] > sizes[b] ? -1 : 1) : a < b ? -1 : a > b;
}

/* Finds the line of a cell in each roll-up. */
static nps_status find_lines(nps_rollup_lines *self, size_t from, size_t cell)
{
    nps_status status = NPS_OK;
    size_t rollup, line = 0;
    for (rollup = 0; !status && rollup < self->rollup_count; rollup++) {
        status = find_line(self, self->fine, from, rollup, &line);
        self->line_of[cell * self->rollup_count + rollup] = (uint32_t)line;
        if (!status)
            self->sets[line].count += self->sizes[cell] != 0;
    }
    return status;
}

/* Numbers the cells by their sizes. `order` has room for their places twice. */
static nps_status number_cells(nps_rollup_lines *self, unsigned char *order, uint64_t *sizes)
{
    unsigned char *const places = order + self->cell_count * NPS_PLACE_SIZE;
    nps_cube_value values[NPS_CUBE_KEYS_MAX];
    nps_accumulator counts = {{0}, 0, 0};
    nps_status status = NPS_OK;
    size_t cell;
    for (cell = 0; !status && cell < self->cell_count; cell++) {
        status = nps_cube_get(self->fine, cell, values, &counts);
        sizes[cell] = nps_answers_in(&counts);
        nps_order_put(places, cell, cell);
    }
    if (status)
        return status;
    nps_order_sort(places, self->cell_count, compare_sizes, sizes);
    for (cell = 0; !status && cell < self->cell_count; cell++) {
        const size_t from = nps_order_get(places, cell);
        self->sizes[cell] = sizes[from];
        status = find_lines(self, from, cell);
        if (!status)
            status = nps_interrupt_check_every(&self->cube->cells->interrupt, CELLS_AT_ONCE, cell);
    }
    return status;
}

static void fill_sets(nps_rollup_lines *self)
{
    uint32_t *next = self->places;
    size_t line, cell, rollup;
    for (line = 0; line < self->line_count; line++) {
        self->sets[line].cells = next;
        next += self->sets[line].count;
        self->sets[line].count = 0;
    }
    for (cell = 0; cell < self->cell_count && self->sizes[cell] != 0; cell++)
        for (rollup = 0; rollup < self->rollup_count; rollup++) {
            nps_cell_set *set = &self->sets[nps_rollup_line_of(self, (uint32_t)cell, rollup)];
            set->cells[set->count++] = (uint32_t)cell;
        }
}

nps_status nps_rollup_lines_open(nps_rollup_lines *self)
{
    const nps_allocator *allocator = nps_rollup_allocator(self);
    const size_t count = self->cell_count;
    unsigned char *order = nps_allocator_array(allocator, count, (size_t)2 * NPS_PLACE_SIZE);
    uint64_t *sizes = nps_allocator_array(allocator, count, sizeof *sizes);
    nps_status status = order && sizes ? allocate(self) : NPS_ERROR_MEMORY;
    if (!status)
        status = number_cells(self, order, sizes);
    nps_allocator_release(allocator, sizes, count, sizeof *sizes);
    nps_allocator_release(allocator, order, count, (size_t)2 * NPS_PLACE_SIZE);
    if (!status)
        fill_sets(self);
    return status;
}
