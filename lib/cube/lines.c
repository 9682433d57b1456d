/* The lines of a table of cells, and which of them are withheld.
 *
 * The lines are a tree: a line of some keys is the sum of the lines behind it that have one more. Withheld lines are
 * safe when (1) a published line has no withheld line below it, or at least two, and (2) a withheld line with lines
 * below it has a withheld one among them. Proof: go from a withheld line down through withheld lines to a cell, and up
 * to the nearest published line; by (1) that has another withheld line, from which there is a way down to another cell.
 * One answer more in the first cell and one less in the second change no published line, but the withheld one. So that
 * the rest of a subtraction is not small either, the withheld lines of a line have at least the minimum together.
 * SPDX-License-Identifier: MIT */
#include "../accumulator.h"
#include "../cube.h"
#include "../interrupt.h"
#include "../support/options.h"
#include "cell.h"
#include "size.h"

#include <stdbool.h>

/* Cells between two questions: less than a millisecond. */
enum { CELLS_AT_ONCE = 1024 };

/* A table that is made. */
struct table {
    const nps_cube *cube;
    nps_cube_lines_options options;
    nps_cube_line *lines;
    size_t capacity, count;
    size_t open[NPS_CUBE_KEYS_MAX + 1]; /* the last line of each number of keys */
};

static void open_line(struct table *table, size_t cell, size_t key_count)
{
    table->open[key_count] = table->count;
    if (table->count < table->capacity)
        table->lines[table->count] = (nps_cube_line){cell, key_count, 0, nps_accumulator_empty};
    table->count++;
}

/* Whether lines of this number of keys are in the table. */
static bool has_level(const struct table *table, size_t key_count)
{
    return key_count == 0 || key_count == table->cube->key_count || table->options.has_subtotals;
}

/* The number of leading keys in which two cells have the same values. */
static size_t common_keys(const nps_cube *cube, const nps_cube_value *a, const nps_cube_value *b)
{
    size_t count = 0;
    while (count < cube->key_count && nps_cube_value_is_equal(&a[count], &b[count]))
        count++;
    return count;
}

static nps_status add_cell(struct table *table, size_t cell, size_t common, const nps_accumulator *counts)
{
    nps_status status = NPS_OK;
    size_t keys;
    for (keys = cell == 0 ? 0 : common + 1; keys <= table->cube->key_count; keys++)
        if (has_level(table, keys))
            open_line(table, cell, keys);
    for (keys = 0; !status && keys <= table->cube->key_count; keys++)
        if (has_level(table, keys) && table->open[keys] < table->capacity)
            status = nps_accumulator_merge(&table->lines[table->open[keys]].accumulator, counts);
    return status;
}

static nps_status add_cells(struct table *table)
{
    nps_cube_value values[2][NPS_CUBE_KEYS_MAX];
    const nps_cube *cube = table->cube;
    nps_accumulator counts;
    nps_status status = NPS_OK;
    size_t i;
    for (i = 0; !status && i < nps_cube_count(cube); i++) {
        status = nps_cube_get(cube, i, values[i % 2], &counts);
        if (!status)
            status = add_cell(table, i, i == 0 ? 0 : common_keys(cube, values[0], values[1]), &counts);
        if (!status)
            status = nps_interrupt_check_every(&cube->cells->interrupt, CELLS_AT_ONCE, i);
    }
    if (!status && table->count == 0)
        open_line(table, 0, 0);
    return status;
}

/* What is known of the lines directly below a line. */
struct below {
    uint64_t withheld_size;
    size_t withheld_count;
    size_t smallest; /* the smallest published line with answers; the number of lines if there is none */
};

static struct below look_below(const struct table *table, size_t line, size_t next_level)
{
    struct below below = {0, 0, table->count};
    uint64_t smallest = UINT64_MAX;
    size_t i;
    for (i = line + 1; i < table->count && table->lines[i].key_count > table->lines[line].key_count; i++) {
        const nps_cube_line *child = &table->lines[i];
        const uint64_t size = child->key_count == next_level ? nps_answers_in(&child->accumulator) : 0;
        if (child->is_withheld && size != 0) {
            below.withheld_count++;
            below.withheld_size = saturated_add(below.withheld_size, size);
        } else if (size != 0 && (below.smallest == table->count || size < smallest)) {
            below.smallest = i;
            smallest = size;
        }
    }
    return below;
}

static bool is_safe(const struct table *table, const nps_cube_line *line, const struct below *below)
{
    if (below->withheld_count == 0)
        return !line->is_withheld;
    return below->withheld_count >= (line->is_withheld ? 1 : 2) && below->withheld_size >= table->options.minimum;
}

/* Withholds lines directly below a line until they are safe, or all are withheld, as below a line that is small. */
static void protect(struct table *table, size_t line)
{
    const nps_cube_line *self = &table->lines[line];
    const size_t next_level = table->options.has_subtotals ? self->key_count + 1 : table->cube->key_count;
    struct below below = look_below(table, line, next_level);
    while (!is_safe(table, self, &below) && below.smallest < table->count) {
        table->lines[below.smallest].is_withheld = 1;
        below = look_below(table, line, next_level);
    }
}

/* A line is before those below it, so that it is settled before they are. */
static nps_status withhold(struct table *table)
{
    nps_status status = NPS_OK;
    size_t i;
    for (i = 0; i < table->count; i++) {
        const uint64_t size = nps_answers_in(&table->lines[i].accumulator);
        table->lines[i].is_withheld = size != 0 && size < table->options.minimum;
    }
    for (i = 0; !status && i < table->count; i++) {
        if (table->lines[i].key_count < table->cube->key_count)
            protect(table, i);
        status = nps_interrupt_check_every(&table->cube->cells->interrupt, CELLS_AT_ONCE, i);
    }
    return status;
}

nps_status nps_cube_lines(nps_cube *self, const nps_cube_lines_options *options, nps_cube_line *lines, size_t capacity,
                          size_t *count)
{
    struct table table = {.cube = self, .lines = lines, .capacity = lines ? capacity : 0};
    nps_status status;
    if (!self || !count)
        return NPS_ERROR_NULL;
    nps_cube_lines_options_init(&table.options);
    status = options ? nps_options_read(&table.options, sizeof table.options, sizeof table.options, options) : NPS_OK;
    if (!status)
        status = nps_cube_sort(self);
    if (!status)
        status = add_cells(&table);
    if (status)
        return status;
    *count = table.count;
    if (!lines)
        return NPS_OK;
    return table.count <= capacity ? withhold(&table) : NPS_ERROR_SPACE;
}
