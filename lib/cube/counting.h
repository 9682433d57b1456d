/* Rows with a value of each key and an answer, counted apart from a cube and then added to it at once.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_CUBE_COUNTING_H
#define NPS_CUBE_COUNTING_H

#include "../arrow.h"
#include "../cube.h"
#include "../groups_arrow.h"
#include "combinations.h"

/** The values of a key, and the combinations of them with those of the keys before. */
typedef struct nps_counted_key {
    nps_cube_key key;      /* the type may be that of the values */
    nps_groups *values;    /* the groups stay empty; NULL until there are values */
    nps_key_finder finder; /* of the present rows */
    nps_combinations combinations;
} nps_counted_key;

/** Rows that are counted. */
typedef struct nps_cube_counting {
    nps_cube *cube;
    nps_interrupt interrupt;
    nps_error_detail *detail, own_detail;
    nps_counted_key keys[NPS_CUBE_KEYS_MAX];
    nps_arrow_answers answers; /* of the present rows */
    nps_accumulator *cells;    /* by the number of the combination of all keys */
    size_t capacity;
    bool has_rows;
} nps_cube_counting;

/** Begins to count for a cube, which must not change meanwhile. The caller gives it to nps_cube_counting_release(). */
void nps_cube_counting_init(nps_cube_counting *self, nps_cube *cube, const nps_interrupt *interrupt,
                            nps_error_detail *detail);

/** Releases all memory. */
void nps_cube_counting_release(nps_cube_counting *self);

/** The type of keys that were opened as `keys` of the next rows, into the finder of a key; checks it.
 * NPS_OK, NPS_ERROR_KEY or NPS_ERROR_MEMORY. */
nps_status nps_cube_counting_open_key(nps_cube_counting *self, size_t key, nps_cube_type type);

/** Counts the rows whose answers and keys were opened. On error the counts are of no use any more. */
nps_status nps_cube_counting_add(nps_cube_counting *self, size_t length);

/** Adds what was counted to the cube. On error it does not change. */
nps_status nps_cube_counting_finish(nps_cube_counting *self);

/** Puts the name of a key before the text of an error of its column; returns the status. */
nps_status nps_cube_counting_name_key(const nps_cube_counting *self, size_t key, nps_status status);

#endif
