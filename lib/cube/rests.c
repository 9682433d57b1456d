/* SPDX-License-Identifier: MIT */
#include "rests.h"

#include "../allocator.h"
#include "../interrupt.h"
#include "../support/checked.h"

#include <string.h>

/* The fate of a cell of the line that is searched; 0 elsewhere. */
enum { OPEN = 1, TAKEN = 2, LEFT = 3 };

/* How many ways are tried for a line, and how many rests are remembered. */
enum { MOST_WAYS = 10000, SEEN_BITS = 14 };

/* A number for a fate of a cell; the state is the sum of these. */
static uint64_t number_of(uint32_t cell, int fate)
{
    uint64_t mixed = ((uint64_t)cell * 4 + (uint64_t)fate + 1) * UINT64_C(0x9E3779B97F4A7C15);
    mixed = (mixed ^ mixed >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94D049BB133111EB);
    return mixed ^ mixed >> 31;
}

/* ---- noting rests ---- */

/* Where a rest is in the table of those that are noted, or the free slot for it. */
static size_t slot_of(const nps_rests *self, const nps_cell_set *rest)
{
    const size_t last = 2 * self->capacity - 1; /* a power of 2 less 1 */
    uint64_t number = 0;
    size_t slot, i;
    for (i = 0; i < rest->count; i++)
        number += number_of(rest->cells[i], LEFT);
    for (slot = (size_t)number & last; self->slots[slot] != 0; slot = (slot + 1) & last) {
        const nps_cell_set *noted = &self->small[self->slots[slot] - 1];
        if (noted->count == rest->count && memcmp(noted->cells, rest->cells, rest->count * sizeof *rest->cells) == 0)
            break;
    }
    return slot;
}

static void release_noted(const nps_rests *self, nps_cell_set *small, size_t *slots, size_t capacity)
{
    const nps_allocator *allocator = nps_rollup_allocator(self->of);
    nps_allocator_release(allocator, small, capacity, sizeof *small);
    nps_allocator_release(allocator, slots, capacity, 2 * sizeof *slots);
}

static nps_status grow(nps_rests *self)
{
    const nps_allocator *allocator = nps_rollup_allocator(self->of);
    const size_t capacity = self->capacity ? 2 * self->capacity : 16;
    nps_cell_set *grown = nps_allocator_array(allocator, capacity, sizeof *grown);
    size_t *slots = nps_allocator_array(allocator, capacity, 2 * sizeof *slots), i;
    if (!grown || !slots) {
        release_noted(self, grown, slots, capacity);
        return NPS_ERROR_MEMORY;
    }
    if (self->count != 0)
        memcpy(grown, self->small, self->count * sizeof *grown);
    memset(slots, 0, capacity * 2 * sizeof *slots);
    release_noted(self, self->small, self->slots, self->capacity);
    self->small = grown;
    self->slots = slots;
    self->capacity = capacity;
    for (i = 0; i < self->count; i++)
        self->slots[slot_of(self, &self->small[i])] = i + 1;
    return NPS_OK;
}

/* Notes a rest, if it is new. */
static nps_status note(nps_rests *self, const nps_cell_set *rest)
{
    nps_cell_set kept = {NULL, rest->count};
    nps_status status = self->count == self->capacity ? grow(self) : NPS_OK;
    size_t slot;
    if (status)
        return status;
    slot = slot_of(self, rest);
    if (self->slots[slot] != 0)
        return NPS_OK;
    kept.cells = nps_allocator_array(nps_rollup_allocator(self->of), kept.count, sizeof *kept.cells);
    if (!kept.cells)
        return NPS_ERROR_MEMORY;
    memcpy(kept.cells, rest->cells, rest->count * sizeof *rest->cells);
    self->small[self->count++] = kept;
    self->slots[slot] = self->count;
    return NPS_OK;
}

/* ---- beginning and end ---- */

nps_status nps_rests_init(nps_rests *self, const nps_rollup_lines *of, uint64_t minimum)
{
    const nps_allocator *allocator = nps_rollup_allocator(of);
    memset(self, 0, sizeof *self);
    self->of = of;
    self->minimum = minimum;
    self->fates = nps_allocator_array(allocator, of->cell_count, 1);
    self->steps = nps_allocator_array(allocator, of->cell_count, sizeof *self->steps);
    self->seen = nps_allocator_array(allocator, (size_t)1 << SEEN_BITS, sizeof *self->seen);
    self->inside = nps_allocator_array(allocator, of->line_count, sizeof *self->inside);
    self->rest = nps_allocator_array(allocator, of->cell_count, sizeof *self->rest);
    if (!self->fates || !self->steps || !self->seen || !self->inside || !self->rest)
        return NPS_ERROR_MEMORY;
    memset(self->fates, 0, of->cell_count);
    memset(self->inside, 0, of->line_count * sizeof *self->inside);
    return NPS_OK;
}

void nps_rests_release(nps_rests *self)
{
    const nps_allocator *allocator = nps_rollup_allocator(self->of);
    size_t i;
    for (i = 0; i < self->count; i++)
        nps_allocator_release(allocator, self->small[i].cells, self->small[i].count, sizeof *self->small[i].cells);
    release_noted(self, self->small, self->slots, self->capacity);
    nps_allocator_release(allocator, self->rest, self->of->cell_count, sizeof *self->rest);
    nps_allocator_release(allocator, self->inside, self->of->line_count, sizeof *self->inside);
    nps_allocator_release(allocator, self->seen, (size_t)1 << SEEN_BITS, sizeof *self->seen);
    nps_allocator_release(allocator, self->steps, self->of->cell_count, sizeof *self->steps);
    nps_allocator_release(allocator, self->fates, self->of->cell_count, 1);
}

/* ---- one roll-up ---- */

/* What remains of a line when all published lines of a roll-up that lie in it are taken away, if that is small. */
static nps_status take_rollup(nps_rests *self, const nps_cell_set *line, size_t rollup)
{
    const nps_rollup_lines *of = self->of;
    nps_cell_set rest = {self->rest, 0};
    uint64_t size = 0;
    size_t i;
    for (i = 0; i < line->count; i++)
        self->inside[nps_rollup_line_of(of, line->cells[i], rollup)]++;
    for (i = 0; i < line->count; i++) {
        const uint32_t part = nps_rollup_line_of(of, line->cells[i], rollup);
        if (of->lines[part].is_withheld || self->inside[part] < of->sets[part].count) {
            rest.cells[rest.count++] = line->cells[i];
            size = saturated_add(size, of->sizes[line->cells[i]]);
        }
    }
    for (i = 0; i < line->count; i++)
        self->inside[nps_rollup_line_of(of, line->cells[i], rollup)] = 0;
    return rest.count != 0 && size < self->minimum ? note(self, &rest) : NPS_OK;
}

/* ---- several roll-ups ---- */

/* The search in a line. */
struct rest_search {
    nps_rests *rests;
    const nps_cell_set *line;
    uint32_t name;  /* of the line */
    uint64_t state; /* a number of the fates of all cells */
    uint64_t left;  /* the answers of the cells that are left */
    size_t depth;
};

static void set_fate(struct rest_search *search, uint32_t cell, uint8_t fate)
{
    uint8_t *known = &search->rests->fates[cell];
    search->state += number_of(cell, fate) - number_of(cell, *known);
    *known = fate;
}

/* Whether the state was there before; notes it. Where there is no room for all states, some are tried again. */
static bool was_seen(const struct rest_search *search)
{
    const uint64_t state = search->state + number_of(search->name, 0);
    uint64_t *known = &search->rests->seen[state >> (64 - SEEN_BITS)];
    const bool was = *known == state;
    *known = state;
    return was;
}

/* The line that a way takes away, or the number of lines if it cannot. */
static size_t line_to_take(const struct rest_search *search, const nps_rest_step *step)
{
    const nps_rollup_lines *of = search->rests->of;
    const uint32_t line = nps_rollup_line_of(of, step->cell, step->way);
    size_t i;
    if (of->lines[line].is_withheld || line == search->name)
        return of->line_count;
    for (i = 0; i < of->sets[line].count; i++)
        if (search->rests->fates[of->sets[line].cells[i]] != OPEN)
            return of->line_count;
    return line;
}

static void set_fates(struct rest_search *search, size_t line, uint8_t fate)
{
    const nps_cell_set *set = &search->rests->of->sets[line];
    size_t i;
    for (i = 0; i < set->count; i++)
        set_fate(search, set->cells[i], fate);
}

/* Goes the way of a step; returns whether there is one. */
static bool go(struct rest_search *search, const nps_rest_step *step)
{
    const nps_rollup_lines *of = search->rests->of;
    const uint64_t size = of->sizes[step->cell];
    size_t line;
    if (step->way < of->rollup_count) {
        line = line_to_take(search, step);
        if (line < of->line_count)
            set_fates(search, line, TAKEN);
        return line < of->line_count;
    }
    if (search->left + size >= search->rests->minimum || search->left + size < size)
        return false;
    search->left += size;
    set_fate(search, step->cell, LEFT);
    return true;
}

/* Undoes what go() did. */
static void go_back(struct rest_search *search, const nps_rest_step *step)
{
    const nps_rollup_lines *of = search->rests->of;
    if (step->way < of->rollup_count) {
        set_fates(search, nps_rollup_line_of(of, step->cell, step->way), OPEN);
    } else {
        search->left -= of->sizes[step->cell];
        set_fate(search, step->cell, OPEN);
    }
}

/* Makes a step of the largest cell that is open; returns whether there is one. */
static bool open_step(struct rest_search *search)
{
    const nps_cell_set *line = search->line;
    size_t i;
    for (i = 0; i < line->count; i++)
        if (search->rests->fates[line->cells[i]] == OPEN) {
            search->rests->steps[search->depth++] = (nps_rest_step){line->cells[i], 0};
            return true;
        }
    return false;
}

static nps_status note_left(const struct rest_search *search)
{
    nps_cell_set rest = {search->rests->rest, 0};
    size_t i;
    for (i = 0; i < search->line->count; i++)
        if (search->rests->fates[search->line->cells[i]] == LEFT)
            rest.cells[rest.count++] = search->line->cells[i];
    return note(search->rests, &rest);
}

/* Leaves the step that was tried in all ways, and what the one before it did. */
static void close_step(struct rest_search *search)
{
    nps_rest_step *before;
    if (--search->depth == 0)
        return;
    before = &search->rests->steps[search->depth - 1];
    go_back(search, before);
    before->way++;
}

/* Tries the ways until cells are left and none is open, or until all ways, or many, have been tried. */
static bool finds_rest(struct rest_search *search)
{
    size_t ways;
    (void)open_step(search);
    for (ways = 0; search->depth > 0 && ways < MOST_WAYS; ways++) {
        nps_rest_step *step = &search->rests->steps[search->depth - 1];
        const bool is_gone = step->way <= search->rests->of->rollup_count && go(search, step);
        const bool is_new = is_gone && !was_seen(search), is_open = is_new && open_step(search);
        if (is_new && !is_open && search->left != 0)
            return true;
        if (step->way > search->rests->of->rollup_count)
            close_step(search);
        else if (!is_open) {
            if (is_gone)
                go_back(search, step);
            step->way++;
        }
    }
    return false;
}

static nps_status search_line(nps_rests *self, size_t line)
{
    struct rest_search search = {self, &self->of->sets[line], (uint32_t)line, 0, 0, 0};
    nps_status status = NPS_OK;
    size_t i;
    for (i = 0; i < search.line->count; i++)
        set_fate(&search, search.line->cells[i], OPEN);
    if (finds_rest(&search))
        status = note_left(&search);
    for (i = 0; i < search.line->count; i++)
        self->fates[search.line->cells[i]] = 0;
    return status;
}

nps_status nps_rests_find(nps_rests *self)
{
    const nps_rollup_lines *of = self->of;
    nps_status status = NPS_OK;
    size_t line, rollup;
    memset(self->seen, 0, sizeof *self->seen << SEEN_BITS);
    for (line = 0; !status && line < of->line_count; line++) {
        if (of->lines[line].is_withheld || of->sets[line].count < 2)
            continue;
        for (rollup = 0; !status && rollup < of->rollup_count; rollup++)
            status = take_rollup(self, &of->sets[line], rollup);
        if (!status)
            status = search_line(self, line);
        if (!status)
            status = nps_interrupt_check(&of->cube->cells->interrupt);
    }
    return status;
}
