/* Several roll-ups of a cube, their lines, and the cells that each line is the sum of.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_CUBE_ROLLUP_LINES_H
#define NPS_CUBE_ROLLUP_LINES_H

#include "../cube.h"

#include <stdbool.h>

/** Cells, in ascending order. */
typedef struct nps_cell_set {
    uint32_t *cells;
    size_t count;
} nps_cell_set;

/** The lines of several roll-ups. A cell has values of all keys of the roll-ups; cells are numbered from the largest to
 * the smallest. */
typedef struct nps_rollup_lines {
    nps_cube *cube, *fine;                  /* `fine` has the cells */
    nps_cube *rolled[NPS_CUBE_ROLLUPS_MAX]; /* the roll-ups, sorted */
    const nps_cube_selection *rollups;
    size_t rollup_count;
    size_t first_line[NPS_CUBE_ROLLUPS_MAX + 1]; /* of each roll-up */
    nps_cube_rollup_line *lines;                 /* of the caller */
    size_t line_count, cell_count;
    uint64_t *sizes;    /* the answers of each cell */
    uint32_t *line_of;  /* by cell and roll-up; see nps_rollup_line_of() */
    nps_cell_set *sets; /* the cells with answers of each line; the others are about nobody */
    uint32_t *places;   /* the memory of the sets */
} nps_rollup_lines;

/** Memory for what is made of a cube. */
const nps_allocator *nps_rollup_allocator(const nps_rollup_lines *self);

/** Makes the roll-ups, and counts lines and cells. The caller gives it to nps_rollup_lines_release(), whatever is
 * returned: NPS_OK or a status of nps_cube_rollup(). */
nps_status nps_rollup_lines_init(nps_rollup_lines *self, nps_cube *cube, const nps_cube_selection *rollups,
                                 size_t count);

/** Releases all memory. */
void nps_rollup_lines_release(nps_rollup_lines *self);

/** Fills the lines of the caller, of which none is withheld. */
nps_status nps_rollup_lines_read(nps_rollup_lines *self, nps_cube_rollup_line *lines);

/** Finds the cells of the lines; there is at least one line. */
nps_status nps_rollup_lines_open(nps_rollup_lines *self);

/** The line of a roll-up that a cell belongs to. */
static inline uint32_t nps_rollup_line_of(const nps_rollup_lines *self, uint32_t cell, size_t rollup)
{
    return self->line_of[(size_t)cell * self->rollup_count + rollup];
}

#endif
