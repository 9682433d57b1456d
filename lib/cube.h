/* The internals of a cube. Its cells are groups by text: the text is the values of the cell, see cube/cell.h.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_CUBE_INTERNAL_H
#define NPS_CUBE_INTERNAL_H

#include "groups.h"

#include <nps/cube.h>

struct nps_cube {
    nps_groups *cells;
    size_t key_count;
    nps_cube_key keys[NPS_CUBE_KEYS_MAX]; /* the names are in `names` */
    char *names;
    size_t names_size;
};

/** An empty cube with the memory settings of another. */
nps_status nps_cube_create_like(const nps_cube *self, const nps_cube_key *keys, size_t key_count, nps_cube **out);

/** Whether these are the keys of a cube: NPS_OK or NPS_ERROR_KEY. A type that is not known yet fits every type.
 * `detail`, unless NULL, receives which key is another one. */
nps_status nps_cube_check_keys(const nps_cube *self, const nps_cube_key *keys, size_t key_count,
                               nps_error_detail *detail);

/** Gives keys without a type those of the same keys of another cube. */
void nps_cube_settle(nps_cube *self, const nps_cube_key *keys);

#endif
