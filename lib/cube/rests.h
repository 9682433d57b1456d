/* What remains of published lines when other published lines, which do not overlap, are taken away from them.
 *
 * Only rests that are small are looked for, so that a cell with at least the minimum of answers must be in a line that
 * is taken away. The search takes the largest cell that is left, and tries the lines that have it, and then, if it is
 * small, to leave it. What was seen before is not tried again.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_CUBE_RESTS_H
#define NPS_CUBE_RESTS_H

#include "rollup_lines.h"

/** A cell of a line, and the next way to deal with it: the line of a roll-up is taken away, or it is left. */
typedef struct nps_rest_step {
    uint32_t cell, way;
} nps_rest_step;

/** Rests that are small. The members are private, except the first two. */
typedef struct nps_rests {
    nps_cell_set *small;
    size_t count, capacity;
    size_t *slots; /* a hash table of twice the capacity: the place of each small rest plus 1; 0 is free */
    const nps_rollup_lines *of;
    uint64_t minimum;
    uint8_t *fates;       /* of each cell; 0 between two searches */
    nps_rest_step *steps; /* one for each cell that is dealt with */
    uint64_t *seen;       /* what remained at steps before */
    uint32_t *inside;     /* by line: how many of its cells are in a rest; 0 between two uses */
    uint32_t *rest;       /* room for the cells of a rest */
} nps_rests;

/** Begins without rests. The caller gives it to nps_rests_release(), whatever is returned: NPS_OK or
 * NPS_ERROR_MEMORY. */
nps_status nps_rests_init(nps_rests *self, const nps_rollup_lines *of, uint64_t minimum);

/** Releases all memory. */
void nps_rests_release(nps_rests *self);

/** Adds small rests of the lines that are not withheld: of each line one, if there are any. */
nps_status nps_rests_find(nps_rests *self);

#endif
