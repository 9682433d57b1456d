/* The lines of several roll-ups that are published together, and which of them are withheld.
 *
 * Every line is a sum over cells. Small lines and small cells are guarded, and the lines are offered to a span one
 * after another: one that would make a guarded row known is withheld. Then the rests of published lines are looked at.
 * Those that are small are guarded as well, and all lines are offered again, until there are none. That ends, because
 * what was published in a round cannot be published together in a later one. SPDX-License-Identifier: MIT */
#include "../allocator.h"
#include "../bytes/order.h"
#include "../interrupt.h"
#include "rests.h"
#include "rollup_lines.h"
#include "size.h"
#include "span.h"

struct protection {
    nps_rollup_lines lines;
    nps_rests rests;
    uint64_t minimum;
    unsigned char *order; /* behind scratch memory: the lines of each roll-up, the largest first */
};

static bool is_small(const struct protection *self, uint64_t size)
{
    return size != 0 && size < self->minimum;
}

static int compare_lines(const void *context, size_t a, size_t b)
{
    const nps_cube_rollup_line *lines = context;
    const uint64_t left = nps_answers_in(&lines[a].accumulator), right = nps_answers_in(&lines[b].accumulator);
    if (lines[a].rollup != lines[b].rollup)
        return lines[a].rollup < lines[b].rollup ? -1 : 1;
    if (left != right)
        return left > right ? -1 : 1;
    return a < b ? -1 : a > b;
}

static nps_status order_lines(struct protection *self)
{
    const size_t count = self->lines.line_count;
    size_t i;
    self->order = nps_allocator_array(nps_rollup_allocator(&self->lines), count, (size_t)2 * NPS_PLACE_SIZE);
    if (!self->order)
        return NPS_ERROR_MEMORY;
    for (i = 0; i < count; i++)
        nps_order_put(self->order + count * NPS_PLACE_SIZE, i, i);
    nps_order_sort(self->order + count * NPS_PLACE_SIZE, count, compare_lines, self->lines.lines);
    return NPS_OK;
}

/* Guards a set, and asks whether to stop. */
static nps_status guard_set(const struct protection *self, nps_span *span, const uint32_t *cells, size_t count)
{
    const nps_status status = nps_span_guard(span, cells, count);
    return status ? status : nps_interrupt_check(&self->lines.cube->cells->interrupt);
}

static nps_status guard(const struct protection *self, nps_span *span)
{
    const nps_rollup_lines *lines = &self->lines;
    nps_status status = NPS_OK;
    uint32_t cell;
    size_t i;
    for (cell = 0; !status && cell < lines->cell_count; cell++)
        if (is_small(self, lines->sizes[cell]))
            status = guard_set(self, span, &cell, 1);
    for (i = 0; !status && i < lines->line_count; i++)
        if (lines->sets[i].count > 1 && is_small(self, nps_answers_in(&lines->lines[i].accumulator)))
            status = guard_set(self, span, lines->sets[i].cells, lines->sets[i].count);
    for (i = 0; !status && i < self->rests.count; i++)
        status = guard_set(self, span, self->rests.small[i].cells, self->rests.small[i].count);
    return status;
}

static nps_status offer(const struct protection *self, nps_span *span)
{
    const nps_rollup_lines *lines = &self->lines;
    nps_status status = NPS_OK;
    size_t i;
    for (i = 0; !status && i < lines->line_count; i++) {
        const size_t place = nps_order_get(self->order + lines->line_count * NPS_PLACE_SIZE, i);
        const nps_cell_set *set = &lines->sets[place];
        bool is_known = false;
        if (!is_small(self, nps_answers_in(&lines->lines[place].accumulator)))
            status = nps_span_offer(span, set->cells, set->count, &is_known);
        lines->lines[place].is_withheld = !is_known;
        if (!status)
            status = nps_interrupt_check(&lines->cube->cells->interrupt);
    }
    return status;
}

static nps_status publish(const struct protection *self)
{
    nps_span span;
    nps_status status = nps_span_init(&span, nps_rollup_allocator(&self->lines), self->lines.cell_count);
    if (!status)
        status = guard(self, &span);
    if (!status)
        status = offer(self, &span);
    nps_span_release(&span);
    return status;
}

static nps_status withhold(struct protection *self)
{
    size_t before;
    nps_status status = nps_rollup_lines_open(&self->lines);
    if (status)
        return status;
    status = nps_rests_init(&self->rests, &self->lines, self->minimum);
    if (!status)
        status = order_lines(self);
    do {
        before = self->rests.count;
        if (!status)
            status = publish(self);
        if (!status)
            status = nps_rests_find(&self->rests);
    } while (!status && self->rests.count > before);
    nps_allocator_release(nps_rollup_allocator(&self->lines), self->order, self->lines.line_count,
                          (size_t)2 * NPS_PLACE_SIZE);
    nps_rests_release(&self->rests);
    return status;
}

nps_status nps_cube_protect(nps_cube *self, const nps_cube_publication *what, nps_cube_rollup_line *lines,
                            size_t capacity, size_t *count)
{
    struct protection protection;
    nps_status status;
    if (!self || !count || !what || (!what->rollups && what->rollup_count != 0))
        return NPS_ERROR_NULL;
    if (what->rollup_count > NPS_CUBE_ROLLUPS_MAX)
        return NPS_ERROR_KEY;
    protection = (struct protection){.minimum = what->minimum};
    status = nps_rollup_lines_init(&protection.lines, self, what->rollups, what->rollup_count);
    if (!status)
        *count = protection.lines.line_count;
    if (!status && lines && protection.lines.line_count > capacity)
        status = NPS_ERROR_SPACE;
    if (!status && lines)
        status = nps_rollup_lines_read(&protection.lines, lines);
    if (!status && lines && what->minimum > 1 && protection.lines.line_count != 0)
        status = withhold(&protection);
    nps_rollup_lines_release(&protection.lines);
    return status;
}
